"""The store of published editions: `utgaver/<id>/`, the link `gjeldende`, and the lock that lets one writer in.

An edition is a folder of read-only files that is renamed into place whole. What is current is one symbolic link, replaced by one rename, so
that a reader meets the old edition or the new one and never anything between. A folder's time of change is when it was published or, later,
when it ceased to be current: what readers may still be on their way into is not pruned.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kommunevarehus.files import file_sha256, fsync
from kommunevarehus.project import EditionError

MANIFEST = "datapackage.json"
DATABASE = "kommunevarehus.duckdb"
REPORT = "validering.md"
# How many seconds an edition is kept after it was published, and after it ceased to be current, whatever the count says.
GRACE = 300.0
_TEMPORARY = ".tmp-"
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{12}")


@dataclass(frozen=True)
class Edition:
    """A published edition on disk."""

    path: Path

    @property
    def id(self) -> str:
        """Time of publication and start of the content's hash: `20261123T180000Z-0123456789ab`."""
        return self.path.name

    @property
    def manifest(self) -> dict[str, Any]:
        """The edition's datapackage.json.

        Raises:
            EditionError: it is missing, cannot be read, or is not what was published.

        """
        try:
            manifest: dict[str, Any] = json.loads((self.path / MANIFEST).read_text("utf-8"))
            _check_manifest(manifest)
        except (OSError, ValueError, RecursionError) as error:
            raise EditionError(
                f"The edition {self.id} has no readable {MANIFEST} ({error}). Run `kommunevarehus rollback` or publish again."
            ) from error
        return manifest

    @property
    def database(self) -> Path:
        """The edition's DuckDB file."""
        return self.path / DATABASE

    def problems(self) -> list[str]:
        """What differs from the manifest: missing, truncated, changed or added files. Empty if the edition is whole.

        Raises:
            EditionError: the manifest is missing, cannot be read, or is not what was published.

        """
        resources = self.manifest["resources"]
        found = [problem for resource in resources if (problem := self._problem(resource))]
        # A file beside the others is not harmless: DuckDB reads a .wal as part of the database. What a reader spills (.tmp) is.
        known = {self.path / name for name in (MANIFEST, REPORT, *(resource["path"] for resource in resources))}
        added = (path for path in sorted(self.path.rglob("*")) if path.is_file() and path not in known and path.suffix != ".tmp")
        return found + [f"{path.relative_to(self.path)} does not belong to the edition" for path in added]

    def _problem(self, resource: dict[str, Any]) -> str | None:
        path = self.path / resource["path"]
        try:
            if not path.is_file():
                return f"{resource['path']} is missing"
            if path.stat().st_size != resource["bytes"]:
                return f"{resource['path']} has {path.stat().st_size} bytes, expected {resource['bytes']}"
            if f"sha256:{file_sha256(path)}" != resource["hash"]:
                return f"{resource['path']} has another content than when it was published"
        except OSError as error:
            return f"{resource['path']} cannot be read ({error.strerror})"
        return None


class Store:
    """The folder of editions. Everything that changes it goes through here."""

    def __init__(self, root: Path) -> None:
        """`root` is created when the first edition is."""
        self.root = root
        self._editions = root / "utgaver"
        self._link = root / "gjeldende"

    def editions(self) -> list[Edition]:
        """Every edition, oldest first. A folder of another name is somebody else's, and left alone."""
        if not self._editions.is_dir():
            return []
        return [Edition(path) for path in sorted(self._editions.iterdir()) if _ID.fullmatch(path.name) and path.is_dir()]

    def current(self) -> Edition | None:
        """The edition that `gjeldende` points to, by its real path; None if nothing has been published."""
        try:
            path = self._link.resolve()
        except (OSError, RuntimeError):  # the link points to itself: RuntimeError before Python 3.13
            return None
        return Edition(path) if self._link.is_symlink() and path.is_dir() else None

    def require_current(self) -> Edition:
        """The current edition.

        Raises:
            EditionError: there is none; the message says what to run.

        """
        edition = self.current()
        if edition:
            return edition
        if self._link.is_symlink():
            raise EditionError(f"{self._link} points to an edition that is gone. Run `kommunevarehus rollback` or publish again.")
        raise EditionError("No edition has been published yet. Run `make warehouse` (or `kommunevarehus publish`) first.")

    def find(self, edition_id: str | None) -> Edition:
        """An edition by its id or the start of it; the current one for None.

        Raises:
            EditionError: no edition, or more than one, has that id.

        """
        if edition_id is None:
            return self.require_current()
        found = [edition for edition in self.editions() if edition.id.startswith(edition_id)]
        if len(found) != 1:
            known = ", ".join(edition.id for edition in self.editions()) or "none"
            raise EditionError(f"{len(found) or 'No'} editions begin with «{edition_id}». There are: {known}.")
        return found[0]

    def rollback(self, edition_id: str | None = None) -> Edition:
        """Point `gjeldende` to an edition: by default the newest one before the current.

        Raises:
            EditionError: there is no such edition, or it is not whole.

        """
        with self.lock():
            if edition_id:
                chosen = self.find(edition_id)
            else:
                current = self.current()
                before = [edition for edition in self.editions() if current is None or edition.id < current.id]
                if not before:
                    raise EditionError("There is no earlier edition to go back to.")
                chosen = before[-1]
            if problems := chosen.problems():
                raise EditionError(f"The edition {chosen.id} is not whole, so `gjeldende` was left as it was: {'; '.join(problems)}.")
            self.point_to(chosen)
        return chosen

    def prune(self, keep: int, grace: float = GRACE) -> list[str]:
        """Remove the oldest editions until `keep` are left. Returns the ids removed.

        The current one is never removed, nor one that was published, or was current, less than `grace` seconds ago: somebody who
        followed the link to it may not have opened it yet.
        """
        with self.lock():
            return self.prune_locked(keep, grace)

    def prune_locked(self, keep: int, grace: float = GRACE) -> list[str]:
        """`prune` for one who holds the lock."""
        editions, current = self.editions(), self.current()
        removable = [edition for edition in editions if current is None or edition.id != current.id]
        oldest = removable[: max(0, len(editions) - max(keep, 1))]
        now = time.time()  # a time far ahead is a clock that was moved back, and keeps nothing
        removed = [edition for edition in oldest if abs(now - edition.path.stat().st_mtime) >= grace]
        for edition in removed:
            hidden = self._editions / f"{_TEMPORARY}{edition.id}"
            edition.path.rename(hidden)  # out of sight at once: nobody meets half an edition
            _remove(hidden)
        return [edition.id for edition in removed]

    def next_id(self, content: str) -> str:
        """An id later than every edition's, also when the clock has been moved back. `content` is the content's SHA-256."""
        moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
        if editions := self.editions():
            with contextlib.suppress(ValueError, OverflowError):
                newest = dt.datetime.strptime(editions[-1].id.split("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
                moment = max(moment, newest + dt.timedelta(seconds=1))
        return f"{moment:%Y%m%dT%H%M%SZ}-{content[:12]}"

    @contextlib.contextmanager
    def workspace(self) -> Iterator[Path]:
        """A temporary folder on the editions' file system, removed afterwards unless it was renamed into place. Needs the lock.

        What a killed publisher left behind is removed first.
        """
        self._editions.mkdir(parents=True, exist_ok=True)
        for left in self._editions.glob(f"{_TEMPORARY}*"):
            _remove(left)
        path = self._editions / f"{_TEMPORARY}{os.getpid()}"
        path.mkdir()
        try:
            yield path
        finally:
            if path.exists():
                _remove(path)

    def commit(self, workspace: Path, edition_id: str) -> Edition:
        """Make the sealed workspace an edition, and make it current. Needs the lock."""
        edition = Edition(self._editions / edition_id)
        workspace.rename(edition.path)
        fsync(self._editions)
        self.point_to(edition)
        return edition

    def point_to(self, edition: Edition) -> None:
        """Swap `gjeldende` in one rename. Needs the lock."""
        for left in self.root.glob(".gjeldende-*"):  # by one who was killed before the swap
            left.unlink()
        if before := self.current():
            with contextlib.suppress(PermissionError):  # another user's edition; what only prolongs its life must not stop a rollback
                os.utime(before.path)
        fresh = self.root / f".gjeldende-{os.getpid()}"
        fresh.symlink_to(edition.path.relative_to(self.root), target_is_directory=True)
        fresh.replace(self._link)
        fsync(self.root)

    @contextlib.contextmanager
    def lock(self, wait: float = 0) -> Iterator[None]:
        """Hold the store for writing, waiting up to `wait` seconds. The kernel lets go when the owner dies, however it dies.

        Raises:
            EditionError: another process holds it; the message names it and says for how long. Or what was done inside met a full disk or a
                missing permission.

        """
        try:
            with self._held(wait):
                yield
        except OSError as error:
            raise EditionError(
                f"{self.root} could not be changed: {error}. The current edition is whole. Check space and permissions, then try again."
            ) from error

    @contextlib.contextmanager
    def _held(self, wait: float) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + wait
        note = self.root / ".las"
        descriptor = os.open(self.root, os.O_RDONLY)  # the folder, not the note in it: who tidies the note away lets nobody in
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.1)  # also for who does not wait: the owner may not have written its name yet
                    if time.monotonic() >= until:
                        raise EditionError(
                            f"Another process is publishing (owner: {_owner(note)}). Wait until it is done and try again, "
                            "or give --wait SECONDS."
                        ) from None
            owner = f"pid {os.getpid()} on {socket.gethostname()} since {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
            try:
                note.write_text(owner, "utf-8")
            except OSError as error:
                if error.errno not in {errno.ENOSPC, errno.EDQUOT}:  # what fills the disk may be what is about to be removed
                    raise
            yield
        finally:
            os.close(descriptor)


def seal(folder: Path) -> None:
    """Make a folder and all in it read-only and durable."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
        fsync(path)


def _owner(note: Path) -> str:
    """Who holds the store, since when, and how long that is."""
    try:
        return f"{note.read_text('utf-8') or 'unknown'}, {max(0.0, time.time() - note.stat().st_mtime):.0f} seconds ago"
    except (OSError, ValueError):
        return "unknown"


def manifest_sha256(manifest: dict[str, Any]) -> str:
    """SHA-256 of a manifest's content, whatever its layout, without its own `manifest_sha256`."""
    content = {key: value for key, value in manifest.items() if key != "manifest_sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _check_manifest(manifest: Any) -> None:
    """Raise ValueError unless it is a manifest, and the one that was written."""
    if not isinstance(manifest, dict) or not isinstance(manifest.get("resources"), list):
        raise ValueError("it is not a data package")
    if manifest.get("manifest_sha256") != manifest_sha256(manifest):
        raise ValueError("it has another content than when it was published")
    fields = {"name": str, "path": str, "format": str, "bytes": int, "hash": str}
    for resource in manifest["resources"]:
        if not isinstance(resource, dict) or not all(isinstance(resource.get(field), kind) for field, kind in fields.items()):
            raise ValueError(f"each of its resources must have {', '.join(fields)}")


def _remove(path: Path) -> None:
    """Remove a folder that may be read-only."""
    path.chmod(0o755)
    for folder in (entry for entry in path.rglob("*") if entry.is_dir()):
        folder.chmod(0o755)
    shutil.rmtree(path)
