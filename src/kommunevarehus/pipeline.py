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

import duckdb

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
    if not force and _is_current(project, fingerprint):
        return _summary(project, skipped=True)
    stamp.unlink(missing_ok=True)
    project.target.mkdir(parents=True, exist_ok=True)
    if _run_dbt(project, echo) != 0:
        raise BuildError("dbt stopped: see the messages above. Nothing was published; the current edition is as it was.")
    write_atomically(stamp, json.dumps({"fingerprint": fingerprint, "database_sha256": file_sha256(project.database)}))
    return _summary(project, skipped=False)


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
