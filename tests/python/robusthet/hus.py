"""The small warehouse of these tests: three generations of one dbt project that share a store, and what an edition of each must hold."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from kommunevarehus.editions import Edition, Store
from kommunevarehus.project import Project

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BIN = Path(sys.executable).parent
GENERATIONS = ("A", "B", "C")
ROWS = 12_000
RELATIONS = {"marts.dim_kilde", "marts.fct_tall", "rapport.rapport_tall", "kvalitet.oppsummering", "kvalitet.validering"}

Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class House:
    """One generation, built and validated. `content` is the content hash that every edition of it has."""

    project: Project
    generation: str
    content: str


@cache
def imprint(generation: str) -> str:
    """What `kvalitet.oppsummering.avtrykk` must be, computed here and not by the warehouse."""
    marks = (hashlib.md5(f"{generation}{row}".encode()).hexdigest() for row in range(1, ROWS + 1))
    return hashlib.sha256("".join(marks).encode()).hexdigest()


def copy_small_project(to: Path, generation: str = "A", start_year: int = 2001) -> Project:
    """The small project with the real one's profile, macros of schema and build status, and generic tests; nothing built."""
    shutil.copytree(HERE / "lite_hus", to)
    for part in ("profiles.yml", "selectors.yml", "constraints.txt", "macros/schema.sql", "macros/byggstatus.sql", "tests/generic"):
        source, target = ROOT / part, to / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    set_generation(Project(to), generation, start_year)
    return Project(to)


def set_generation(project: Project, generation: str, start_year: int = 2001) -> None:
    """Write the seed that everything in a build follows from."""
    (project.root / "seeds" / "generasjon.csv").write_text(f"generasjon,start_aar\n{generation},{start_year}\n", "utf-8")


def environment(project: Project, store: Store, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child: this process' own, pointed at a project and a store."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMUNEVAREHUS_", "DBT_"))}
    named = {"KOMMUNEVAREHUS_ROOT": str(project.root), "KOMMUNEVAREHUS_LAGER": str(store.root), "COLUMNS": "200"}
    return kept | named | dict(extra or {})


def run(project: Project, store: Store, *arguments: str, before_exec: Callable[[], None] | None = None) -> Done:
    """Run the installed command `kommunevarehus` as a process of its own, and wait for it. `before_exec` runs in the child."""
    return run_program([str(BIN / "kommunevarehus"), *arguments], project, store, before_exec=before_exec)


def run_program(program: list[str], project: Project, store: Store, *, before_exec: Callable[[], None] | None = None) -> Done:
    """Run any program on a project and a store."""
    return subprocess.run(
        program,
        cwd=project.root,
        env=environment(project, store),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        preexec_fn=before_exec,
    )


def start(program: list[str], project: Project, store: Store) -> subprocess.Popen[str]:
    """Start a program as the leader of a process group of its own, so that what it starts can be killed with it."""
    return subprocess.Popen(
        program,
        cwd=project.root,
        env=environment(project, store),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def wrong_with(folder: Path, houses: Mapping[str, House]) -> list[str]:
    """What a reader of the edition at `folder` (a path or the link) would find wrong: files, stamp, tables, rows. Empty if nothing.

    `houses` are the generations by their content hash: the stamp says which, and everything else must be of that one.
    """
    real = folder.resolve()
    try:
        found = Edition(real).problems()
        with duckdb.connect(str(folder / "kommunevarehus.duckdb"), read_only=True) as connection:
            (stamp,) = connection.execute("select utgave_id, innhold_sha256 from kvalitet.utgave").fetchall()
            tables = {
                f"{schema}.{name}" for schema, name in connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            }
            in_file = _summary(connection, "marts.fct_tall", "kvalitet.oppsummering")
        with duckdb.connect() as connection:
            names = (f"'{folder}/parquet/{name}.parquet'" for name in ("marts.fct_tall", "kvalitet.oppsummering"))
            in_parquet = _summary(connection, *names)
    except Exception as error:  # whatever a reader meets is a finding
        return [f"{folder.name}: {type(error).__name__}: {error}"]
    generation = houses[stamp[1]].generation if stamp[1] in houses else "?"
    expected = (generation, generation, ROWS, imprint(generation), ROWS)
    if stamp[0] != real.name:
        found.append(f"{folder.name}: the file says it is {stamp[0]}")
    if tables != RELATIONS | {"kvalitet.utgave"}:
        found.append(f"{folder.name}: tables {tables}")
    found += [f"{folder.name}: {seen}, expected {expected}" for seen in (in_file, in_parquet) if seen != expected]
    return found


def _summary(connection: duckdb.DuckDBPyConnection, numbers: str, summary: str) -> tuple[object, ...]:
    (row,) = connection.execute(
        f"select min(generasjon), max(generasjon), count(*), (select avtrykk from {summary}), (select antall_rader from {summary}) "
        f"from {numbers}"
    ).fetchall()
    return tuple(row)


def listeners(port: int) -> set[str]:
    """The addresses, as the kernel writes them, on which somebody listens to a port."""
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text("utf-8").splitlines()[1:]]
    return {line[1].split(":")[0] for line in lines if line[3] == "0A" and int(line[1].split(":")[1], 16) == port}


@contextmanager
def viewer_server(store: Store) -> Iterator[int]:
    """The viewer on a store, as `kommunevarehus app` starts it; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = start([str(BIN / "kommunevarehus"), "app", "--port", str(port)], Project(ROOT), store)
    try:
        while not listeners(port):
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.05)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def leftovers(store: Store) -> list[str]:
    """What a publisher that did not get to its end has left behind."""
    found = [*store.root.glob(".gjeldende-*"), *(store.root / "utgaver").glob(".*")]
    return [path.name for path in found]
