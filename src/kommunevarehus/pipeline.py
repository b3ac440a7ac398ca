"""Build the warehouse: check the seeds, run dbt as a process of its own, remember what was built from what."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kommunevarehus.files import file_sha256, write_atomically
from kommunevarehus.packages import FOLDERS, LEFT_OUT, Fault, Reason, faults, left_out, packages
from kommunevarehus.project import BuildError, EditionError, Project
from kommunevarehus.seeds import check_seeds

_SETTINGS = ("dbt_project.yml", "profiles.yml", "selectors.yml", "constraints.txt")
_INPUTS = ("seeds", "models", "macros", "tests/generic", "tests/singular", *_SETTINGS)

# The folder of what Spark has built, and the note that it is whole (`bring_home` in motorer.py).
FROM_SPARK = "KOMMUNEVAREHUS_FRA_SPARK"
BROUGHT = "hentet.json"
# What dbt is told when what was brought has been held against the project: by hand, it refuses it (macros/materialisering.sql).
HELD = "KOMMUNEVAREHUS_FRA_SPARK_HOLDT"

_STAMP = "bygg.json"
# What dbt has parsed, and what it was parsed from: it keeps absolute paths, and sees no change in the order of a YAML file's columns.
_PARSED = "partial_parse.msgpack"
_PARSED_FROM = "tolket_fra.txt"


@dataclass(frozen=True)
class BuildSummary:
    """What dbt did, and what is wrong with the report packages that were left out."""

    seeds: int
    models: int
    tests: int
    skipped: bool
    faults: tuple[Fault, ...] = ()

    @property
    def left_out(self) -> list[str]:
        """The packages that were left out."""
        return sorted({fault.rapport_id for fault in self.faults})


def input_fingerprint(project: Project, unread: dict[str, Reason] | None = None) -> str:
    """SHA-256 over every file the build depends on: two equal fingerprints build the same warehouse.

    The packages that `unread` names are left out with its reasons; of their folders only that is part of it.

    Raises:
        BuildError: KOMMUNEVAREHUS_RAPPORTER names a folder that does not exist.

    """
    digest = _of_the_project(project, left_out(project) if unread is None else unread)
    # What has landed, and what Spark made of it, can be the country's accounts: told apart by name, size and time, not read.
    brought = os.environ.get(FROM_SPARK, "").strip()
    for folder in (project.landed, *([project.root / brought] if brought else [])):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".parquet", ".csv"}):
            told = path.stat()
            digest.update(f"{os.path.relpath(path, project.root)}\0{told.st_size}\0{told.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def code_fingerprint(project: Project) -> str:
    """SHA-256 over the models, macros, catalogues, settings and packages: all that a build reads but what has landed."""
    return _of_the_project(project, left_out(project)).hexdigest()


def _of_the_project(project: Project, unread: dict[str, Reason]) -> hashlib._Hash:
    digest = hashlib.sha256(json.dumps([os.environ.get(FOLDERS, ""), unread]).encode())
    closed = {path for path in packages(project) if not unread.keys().isdisjoint((path.name, str(path)))}
    for start in [*(project.root / name for name in _INPUTS), *packages(project)]:
        _take_in(digest, project, _files(start, closed))
    return digest


def _take_in(digest: hashlib._Hash, project: Project, files: list[Path]) -> None:
    for path in files:
        digest.update(os.path.relpath(path, project.root).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())


def _require_of_these_models(project: Project) -> None:
    """Raise BuildError if what was brought from Spark is not there, or is of other models, catalogues or packages."""
    brought = os.environ.get(FROM_SPARK, "").strip()
    if not brought:
        return
    home = project.root / brought
    try:
        listed = json.loads((home / BROUGHT).read_text("utf-8"))
        of, relations = listed["code"], listed["relasjoner"]
    except (OSError, ValueError, KeyError):
        of, relations = "", [""]
    if not all((home / f"{name}.parquet").is_file() for name in relations):
        raise BuildError(
            f"{FROM_SPARK} names {brought}: nothing whole from Spark is there. Run `kommunevarehus spark --hjem`, or unset it."
        )
    if of != code_fingerprint(project):
        raise BuildError(
            f"What is in {brought} was built on Spark of other models, catalogues or packages. Run `kommunevarehus spark --hjem` again."
        )


def _files(start: Path, closed: set[Path]) -> list[Path]:
    """Every file below a folder, without looking into those that are closed."""
    if not start.is_dir():
        return [start]
    found: list[Path] = []
    for folder, inner, names in os.walk(start):
        path = Path(folder)
        inner[:] = [] if path in closed else sorted(inner)
        found += [path / name for name in sorted(names) if path not in closed and (path / name).is_file()]
    return found


def build(project: Project, *, force: bool = False, strict: bool = False, echo: Callable[[str], None] = print) -> BuildSummary:
    """Run `dbt build` unless the database already is the build of exactly these inputs.

    A report package with a fault is left out, and its faults are in the summary; if the build is `strict`, it stops.
    `echo` receives dbt's output line by line.

    Raises:
        BuildError: a seed is malformed, dbt stopped, or the build is strict and a package has a fault; the published edition is
            untouched in each case.

    """
    check_seeds(project)
    _require_of_these_models(project)
    unread = left_out(project)
    fingerprint = input_fingerprint(project, unread)
    stamp = project.target / _STAMP
    skipped = not force and _is_current(project, fingerprint)
    if not skipped:
        stamp.unlink(missing_ok=True)
        project.target.mkdir(parents=True, exist_ok=True)
        _require_closed(project)
        _forget_what_was_parsed_elsewhere(project)
        if _run_dbt(project, unread, echo) != 0:
            _require_closed(project)
            raise BuildError("dbt stopped: see the messages above. Nothing was published; the current edition is as it was.")
        write_atomically(stamp, json.dumps({"fingerprint": fingerprint, "database_sha256": file_sha256(project.database)}))
    summary = _summary(project, skipped=skipped)
    if strict and summary.faults:
        raise BuildError(
            f"{_faulty(summary)}, and --strict was asked for. Nothing was published; the current edition is as it was.\n"
            + "\n".join(f"  {fault}" for fault in summary.faults)
        )
    return summary


def left_out_message(summary: BuildSummary) -> str:
    """What to say of the packages that were left out."""
    lines = "\n".join(f"  {fault}" for fault in summary.faults)
    return f"{_faulty(summary)}, and were left out; the others are as they should be. Correct them, then build again.\n{lines}"


def _faulty(summary: BuildSummary) -> str:
    return f"{len(summary.left_out)} report packages have a fault ({', '.join(summary.left_out)})"


def _require_closed(project: Project) -> None:
    """Raise BuildError if another program has the build database open: dbt could not write it."""
    if not project.database.is_file():
        return
    try:
        duckdb.connect(str(project.database)).close()
    except duckdb.Error as error:
        if "lock" in str(error).lower() or "different configuration" in str(error):
            holder = re.search(r"Conflicting lock is held in (.+?\(PID \d+\))", str(error).split("\n")[0])
            raise BuildError(
                f"The build database {project.database} is open in another program{f': {holder[1]}' if holder else ''}. "
                "Close it there, then build again; to read, open lager/gjeldende/kommunevarehus.duckdb instead."
            ) from error


def _forget_what_was_parsed_elsewhere(project: Project) -> None:
    """Let dbt parse anew if the project is in another folder than when it last did, or a YAML file has changed."""
    note, parsed_from = project.target / _PARSED_FROM, _parsed_from(project)
    if not note.is_file() or note.read_text("utf-8") != parsed_from:
        (project.target / _PARSED).unlink(missing_ok=True)
        write_atomically(note, parsed_from)


def _parsed_from(project: Project) -> str:
    """What dbt keeps of a project, or does not see: its folder, and SHA-256 of the YAML files; a line of each."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in ("models", "seeds", "tests", "macros") for path in (project.root / folder).rglob("*.yml")):
        digest.update(str(path.relative_to(project.root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{project.root}\n{digest.hexdigest()}\n"


def require_finished(project: Project) -> str:
    """SHA-256 of the build database, after making sure that it is a full build that passed every test.

    dbt writes that into the database itself (macros/byggstatus.sql), so it holds for a `dbt build` by hand as well.

    Raises:
        EditionError: there is no build, or the last dbt run was stopped, failed, or built only a part.

    """
    if not project.database.is_file():
        raise EditionError("There is no build to publish. Run `kommunevarehus build` first.")
    # A write-ahead log is what a killed writer leaves: whoever opens the database reads it as part of it.
    if not project.database.with_name(f"{project.database.name}.wal").exists():
        try:
            with duckdb.connect(str(project.database), read_only=True) as connection:
                status = connection.execute("select status from bygg.status").fetchall()
        except duckdb.Error as error:
            raise EditionError(
                f"The build cannot be read: {error}. If dbt is running, wait for it; otherwise run `kommunevarehus build`."
            ) from error
        if status == [("ferdig",)]:
            return file_sha256(project.database)
    raise EditionError(
        "There is no finished build to publish: dbt is running, or its last run was stopped, failed, or built only a part. "
        "Run `kommunevarehus build`, then publish again."
    )


def _is_current(project: Project, fingerprint: str) -> bool:
    """Whether the database is the finished build of exactly these inputs."""
    try:
        noted = json.loads((project.target / _STAMP).read_text("utf-8"))
        return bool(noted == {"fingerprint": fingerprint, "database_sha256": require_finished(project)})
    except (OSError, ValueError, EditionError):
        return False


def _run_dbt(project: Project, unread: dict[str, Reason], echo: Callable[[str], None]) -> int:
    """Run dbt in a process of its own, so that its lock on the database ends with it."""
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build"]
    environment = os.environ | {
        "DBT_PROFILES_DIR": str(project.root),
        "DBT_PROJECT_DIR": str(project.root),
        LEFT_OUT: json.dumps(unread, ensure_ascii=False),
        HELD: os.environ.get(FROM_SPARK, ""),
    }
    with subprocess.Popen(
        command, cwd=project.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            echo(line.rstrip("\n"))
    return process.returncode


def _summary(project: Project, *, skipped: bool) -> BuildSummary:
    results = json.loads((project.target / "run_results.json").read_text("utf-8"))["results"]
    kinds = [result["unique_id"].split(".")[0] for result in results]
    with duckdb.connect(str(project.database), read_only=True) as connection:
        ((tests,),) = connection.execute("select prover from bygg.status").fetchall()
    return BuildSummary(
        seeds=kinds.count("seed"),
        models=kinds.count("model"),
        tests=tests,
        skipped=skipped,
        faults=tuple(fault for fault in faults(project.database) if fault.rapport_id),
    )
