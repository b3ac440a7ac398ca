"""Build the warehouse: check the seeds, run dbt as a process of its own, remember what was built from what."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kommunevarehus.files import file_sha256, write_atomically
from kommunevarehus.project import BuildError, EditionError, Project
from kommunevarehus.seeds import check_seeds

_INPUTS = ("seeds", "models", "macros", "tests/generic", "tests/singular", "dbt_project.yml", "profiles.yml", "constraints.txt")

_STAMP = "bygg.json"


@dataclass(frozen=True)
class BuildSummary:
    """What dbt did, counted from its run results."""

    seeds: int
    models: int
    tests: int
    skipped: bool


def input_fingerprint(project: Project) -> str:
    """SHA-256 over every file the build depends on: two equal fingerprints build the same warehouse."""
    digest = hashlib.sha256()
    for name in _INPUTS:
        start = project.root / name
        files = sorted(path for path in start.rglob("*") if path.is_file()) if start.is_dir() else [start]
        for path in files:
            digest.update(str(path.relative_to(project.root)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build(project: Project, *, force: bool = False, echo: Callable[[str], None] = print) -> BuildSummary:
    """Run `dbt build` unless the database already is the build of exactly these inputs.

    `echo` receives dbt's output line by line.

    Raises:
        BuildError: a seed is malformed, or dbt stopped; the published edition is untouched either way.

    """
    check_seeds(project)
    fingerprint = input_fingerprint(project)
    stamp = project.target / _STAMP
    if not force and (known := _finished(project)) and known["fingerprint"] == fingerprint:
        return _summary(project, skipped=True)
    stamp.unlink(missing_ok=True)
    project.target.mkdir(parents=True, exist_ok=True)
    if _run_dbt(project, echo) != 0:
        raise BuildError("dbt stopped: see the messages above. Nothing was published; the current edition is as it was.")
    write_atomically(stamp, json.dumps({"fingerprint": fingerprint, "database_sha256": file_sha256(project.database)}))
    return _summary(project, skipped=False)


def require_finished(project: Project) -> str:
    """SHA-256 of the build database, which is what a finished build left.

    Raises:
        EditionError: there is no build, or dbt has been at the database since: it runs, was killed, or was run by hand.

    """
    known = _finished(project)
    if known is None:
        found = "is not what a finished build left (dbt is running, was stopped, or was run by hand)"
        state = found if project.database.exists() else "is missing"
        raise EditionError(f"There is no build to publish: {project.database} {state}. Run `kommunevarehus build`, then publish again.")
    return known["database_sha256"]


def _finished(project: Project) -> dict[str, str] | None:
    """What the last finished build noted of itself; None if the database is no longer that build."""
    try:
        noted = json.loads((project.target / _STAMP).read_text("utf-8"))
        known = {key: str(noted[key]) for key in ("fingerprint", "database_sha256")}
        # A write-ahead log is what a killed writer leaves: whoever opens the database reads it as part of it.
        log = project.database.with_name(f"{project.database.name}.wal")
        return known if known["database_sha256"] == file_sha256(project.database) and not log.exists() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _run_dbt(project: Project, echo: Callable[[str], None]) -> int:
    """Run dbt in a process of its own, so that its lock on the database ends with it."""
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build"]
    environment = os.environ | {"DBT_PROFILES_DIR": str(project.root), "DBT_PROJECT_DIR": str(project.root)}
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
    return BuildSummary(
        seeds=kinds.count("seed"), models=kinds.count("model"), tests=kinds.count("test") + kinds.count("unit_test"), skipped=skipped
    )
