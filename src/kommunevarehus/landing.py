"""Accounts landed: one Parquet file for each source file, in inn/kostra/aar=<year>/<the first of its SHA-256>.parquet.

A file is there whole or not at all. What it is filed as is in its metadata too, so that what has been landed is known by reading the
footers alone. Of two files of the same delivery the one that was read last is in force; the other stays, as history.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import local

import duckdb
import pyarrow as pa

from kommunevarehus.eksempel import require_own_place
from kommunevarehus.kostrafil import SCHEMA, Delivery, batches
from kommunevarehus.kostrakontroll import Said, forms, landing_sql, literals, quoted, read_once
from kommunevarehus.project import Project, WarehouseError

_thread = local()
KEY = ("kilde", "skjema", "aar", "kvartal", "region", "orgnr")


class LandingError(WarehouseError):
    """A file was refused; what else was asked for is done."""

    exit_code = 9


@dataclass(frozen=True)
class Landed:
    """A file that is landed: `status` is `ny`, `kjent` (the same bytes were read before) or `nektet`, with the reason in `melding`."""

    path: Path
    status: str
    melding: str
    parquet: Path | None = None
    linjer: int = 0


def land_kostra(
    project: Project, paths: Iterable[Path], said: Said | None = None, progress: Callable[[str], None] = lambda _: None
) -> list[Landed]:
    """Land KOSTRA files, those that are new; a file with a fatal fault, or for another delivery than is said, is refused.

    Raises:
        WarehouseError: a file cannot be read, or the folder of landed files cannot be written.

    """
    known, before = forms(project), landed_before(project)
    by_key: dict[tuple[str, ...], list[Earlier]] = {}
    for landed in sorted(before.values(), key=lambda one: one.lest):
        by_key.setdefault(landed.key, []).append(landed)
    codes, start, said = frozenset(known), datetime.now(UTC), said or Said()

    def prepare(path: Path) -> tuple[Path, Delivery, str, int] | Landed:
        found = read_once(path, codes)
        if found.faults:
            first = found.faults[0]
            more = f"; {found.fault_count - 1} more such lines" if found.fault_count > 1 else ""
            return Landed(path, "nektet", f"line {first.linje} is no record of 48 characters («{first.hva}»){more}. Correct the file.")
        assert found.delivery
        filed = said.of(found.delivery)
        if faults := filed.faults(codes):
            return Landed(path, "nektet", " ".join(message for _, message in faults))
        for name in ("skjema", "aargang", "kvartal", "region"):
            if (own := getattr(found.delivery, name)) != (asked := getattr(filed, name)):
                return Landed(path, "nektet", f"the file is {found.delivery}, not {filed} as said ({name} «{own}», not «{asked}»).")
        try:
            require_own_place(project.landed, filed.region[:4])
        except WarehouseError as error:
            return Landed(path, "nektet", str(error))
        return path, filed, found.sha256, found.lines

    def write(number: int, path: Path, filed: Delivery, sha256: str, lines: int) -> Landed:
        when = start + timedelta(microseconds=number)
        target = folder(project) / f"aar={filed.aar}" / f"{sha256[:16]}.parquet"
        key = _key("kostra", filed)
        earlier = before.get(sha256)
        if earlier and earlier.key == key and earlier.parquet == target:
            newer = [other for other in by_key.get(key, ()) if other.lest > earlier.lest]
            note = f", and {newer[-1].fil} has superseded it since" if newer else ""
            return Landed(path, "kjent", f"{filed}: read before, {earlier.lest[:16]}{note}.", target, lines)
        progress(path.name)
        sql = landing_sql(literals(path.name, sha256, filed, known[filed.skjema]["type"] == "balanse", when), "poster")
        metadata = dict(zip(KEY, key, strict=True)) | {"fil": path.name, "sha256": sha256, "lest": f"{when:%Y-%m-%d %H:%M:%S.%f}"}
        write_parquet(target, sql, metadata, pa.RecordBatchReader.from_batches(SCHEMA, batches(path)))
        if earlier and earlier.parquet != target:
            earlier.parquet.unlink(missing_ok=True)
        replaced = [other.fil for other in by_key.get(key, ()) if other.sha256 != sha256]
        note = f", supersedes {', '.join(replaced)}" if replaced else ""
        return Landed(path, "ny", f"{filed}: {lines} records{note}.", target, lines)

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        prepared = list(pool.map(prepare, paths))
        # By delivery, the bytes that were given for it, and the first file that has them.
        given: dict[tuple[str, ...], dict[str, Path]] = {}
        for one in prepared:
            if not isinstance(one, Landed):
                given.setdefault(_key("kostra", one[1]), {}).setdefault(one[2], one[0])

        def finish(number: int, one: tuple[Path, Delivery, str, int] | Landed) -> Landed:
            if isinstance(one, Landed):
                return one
            path, filed, sha256, lines = one
            same = given[_key("kostra", filed)]
            if len(same) > 1:
                others = ", ".join(str(other) for bytes_, other in same.items() if bytes_ != sha256)
                return Landed(path, "nektet", f"the same delivery ({filed}) as {others}. Name the one that is in force.")
            if same[sha256] != path:
                return Landed(path, "kjent", f"{filed}: the same bytes as {same[sha256]}.", None, lines)
            return write(number, path, filed, sha256, lines)

        return list(pool.map(finish, range(len(prepared)), prepared))


@dataclass(frozen=True)
class Earlier:
    """What the metadata of a landed file says."""

    sha256: str
    key: tuple[str, ...]
    fil: str
    lest: str
    parquet: Path


def landed_before(project: Project) -> dict[str, Earlier]:
    """What has been landed, by SHA-256, from the files' footers."""
    glob = str(folder(project) / "aar=*" / "*.parquet")
    if not any(folder(project).glob("aar=*/*.parquet")):
        return {}
    try:
        with duckdb.connect() as connection:
            rows = connection.execute(
                f"select file_name, decode(key), decode(value) from parquet_kv_metadata({quoted(glob)}) where decode(key) != 'ARROW:schema'"
            ).fetchall()
    except duckdb.Error as error:
        raise WarehouseError(
            f"What is landed in {folder(project)} cannot be read: {error}. Remove the damaged file; land it again."
        ) from error
    files: dict[str, dict[str, str]] = {}
    for name, key, value in rows:
        files.setdefault(name, {})[key] = value
    return {
        said["sha256"]: Earlier(said["sha256"], tuple(said[name] for name in KEY), said["fil"], said["lest"], Path(name))
        for name, said in files.items()
        if "sha256" in said
    }


def folder(project: Project) -> Path:
    """Where accounts are landed: `kostra` in the folder that KOMMUNEVAREHUS_INN names, or in `inn`."""
    return project.landed / "kostra"


def write_parquet(target: Path, sql: str, metadata: dict[str, str], records: pa.RecordBatchReader) -> None:
    """Write what a query makes of `poster`, the records, to a Parquet file that a reader meets whole or not at all.

    Raises:
        WarehouseError: the folder cannot be written.

    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    said = ", ".join(f"{name}: {quoted(value)}" for name, value in metadata.items())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not hasattr(_thread, "connection"):  # one a thread: a connection costs more than a file of some thousand records
            _thread.connection = duckdb.connect(config={"threads": 1})
        _thread.connection.register("poster", records)
        _thread.connection.execute(f"copy ({sql}) to {quoted(str(temporary))} (format parquet, compression zstd, kv_metadata {{{said}}})")
        temporary.replace(target)
    except (OSError, duckdb.Error) as error:
        raise WarehouseError(
            f"{target} could not be written ({error}). Nothing of the file is landed. Correct that, and land it again."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _key(source: str, filed: Delivery) -> tuple[str, ...]:
    return source, filed.skjema, filed.aargang, str(filed.quarter), filed.region, filed.orgnr


def as_json(landed: Iterable[Landed]) -> str:
    """What was landed, for `--json`."""
    return json.dumps(
        [{"fil": str(one.path), "status": one.status, "melding": one.melding, "linjer": one.linjer} for one in landed],
        ensure_ascii=False,
        indent=2,
    )
