"""The same dbt project on Spark: an endpoint, found or started for the occasion, and the build there."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import click
import pyarrow.fs

from kommunevarehus.packages import FOLDERS, KINDS, LEFT_OUT, left_out
from kommunevarehus.project import BuildError, Project

REMOTE = "SPARK_REMOTE"
FILES = "KOMMUNEVAREHUS_SPARK_FILER"
MEMORY = "KOMMUNEVAREHUS_MINNE"
METHOD = "KOMMUNEVAREHUS_SPARK_METODE"
FOUND = "KOMMUNEVAREHUS_SPARK_FUNNET"

# The globs that models read on Spark, below the project's folder; one file of a folder says that the folder has some.
_GLOBS = (
    "seeds/demografi/07459*.parquet",
    "inn/ssb/07459/*.parquet",
    "inn/ssb/*/*.verdi.parquet",
    "inn/ssb/*/*.personer.parquet",
    "inn/ssb/klass/*.klass.parquet",
    "inn/kostra/aar=*/*.parquet",
    "inn/kommunegrupper/*.csv",
    "inn/kommuner/*.csv",
    "inn/deflator/*.csv",
    "inn/demografi/satser/*.csv",
)
_STARTS_WITHIN = 60.0
_LOOKS_EVERY = 1.0
_GONE_AFTER = 3
# pyspark says at each start that it has not been tried with pandas 3; what we ask of it does not pass by pandas.
_QUIET = ",".join(
    (
        "ignore:PySpark does not yet fully support pandas:FutureWarning",
        # dbt asks for Hive, which a Spark that is running has or does not have
        "ignore:Failed to set spark.sql.catalogImplementation:UserWarning",
    )
)


@dataclass(frozen=True)
class Endpoint:
    """Where Spark answers. `remote` is the Spark Connect address with a session of its own; None if dbt connects in another way."""

    remote: str | None
    started: bool

    @property
    def address(self) -> tuple[str, int] | None:
        """Host and port."""
        if self.remote is None:
            host = os.environ.get("KOMMUNEVAREHUS_SPARK_VERT")
            return (host, int(os.environ.get("KOMMUNEVAREHUS_SPARK_PORT", "10000"))) if host else None
        parts = urlsplit(self.remote)
        return parts.hostname or "localhost", parts.port or 15002

    @property
    def where(self) -> str:
        """Host and port to read. Not the address as it is given: that may hold a token."""
        return ":".join(str(part) for part in self.address or ("an unknown address",))

    def answers(self) -> bool:
        """Whether somebody listens there; an endpoint whose address is unknown is taken to be there."""
        if self.address is None:
            return True
        try:
            socket.create_connection(self.address, timeout=2).close()
        except OSError:
            return False
        return True


@dataclass(frozen=True)
class SparkBuild:
    """What dbt did on Spark: counts, and the seconds it took from start to end."""

    seeds: int
    models: int
    tests: int
    seconds: float


def folder(project: Project) -> Path:
    """What a build on Spark leaves in the project: dbt's artefacts and, of a server started here, its tables."""
    return project.target / "spark"


@contextmanager
def endpoint(project: Project) -> Iterator[Endpoint]:
    """The endpoint that SPARK_REMOTE or KOMMUNEVAREHUS_SPARK_METODE names; without either, a server of our own while the block lasts.

    Raises:
        BuildError: the extra is not installed, or nobody answers.

    """
    named = os.environ.get(REMOTE, "").strip()
    other = os.environ.get(METHOD, "session") != "session"
    own = not named and not other
    _require_installed(own=own)
    if named and not named.startswith("sc://"):
        raise BuildError(
            f"{REMOTE} is no Spark Connect address. Expected sc://host:port, with /;name=value… after it where that is needed."
        )
    if own:
        with _server(folder(project) / "tjener") as port:
            yield Endpoint(f"sc://127.0.0.1:{port}/;session_id={uuid.uuid4()}", started=True)
        return
    found = Endpoint(None if other else _with_session(named), started=False)
    if not found.answers():
        raise BuildError(f"Nobody answers at {found.where}. Start the Spark server there, or unset {REMOTE} to have one started here.")
    yield found


def _with_session(remote: str) -> str:
    """The address with a session of its own, so that dbt and what reads the result share it."""
    if "session_id=" in remote:
        return remote
    if "/;" in remote:
        return f"{remote.rstrip(';')};session_id={uuid.uuid4()}"
    return f"{remote.rstrip('/')}/;session_id={uuid.uuid4()}"


def _require_installed(*, own: bool) -> None:
    wanted = ["pyspark", *(["pysail"] if own else [])]
    if any(find_spec(name) is None for name in wanted) or find_spec("dbt.adapters.spark") is None:
        raise BuildError("Spark is not installed here. Install it with: .venv/bin/pip install -c constraints.txt -e '.[spark]'")


@contextmanager
def _server(place: Path) -> Iterator[int]:
    """Sail in a process of its own, on a free port of this machine; it keeps its tables in `place`, which begins empty."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [str(Path(sys.executable).with_name("sail")), "spark", "server", "--port", str(port), "--directory", str(place)]
    # As DuckDB, it stops rather than take the machine's memory: what can go by way of the disk does.
    bound = {
        "SAIL_RUNTIME__MEMORY_POOL__TYPE": "greedy",
        "SAIL_RUNTIME__MEMORY_POOL__GREEDY__MAX_SIZE": str(_bytes(os.environ.get(MEMORY, "6GB"))),
    }
    with (place / "tjener.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=bound | os.environ, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(process, Endpoint(f"sc://127.0.0.1:{port}", started=True), place / "tjener.log")
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _bytes(amount: str) -> int:
    """An amount of memory as DuckDB reads it, `6GB` or `512MB`, in bytes."""
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)(i?)B?\s*", amount, re.IGNORECASE)
    if not found:
        raise BuildError(f"{MEMORY} is {amount}. Expected an amount of memory, such as 6GB.")
    return int(float(found[1]) * (1024 if found[3] else 1000) ** " KMGT".index(found[2].upper() or " "))


def _wait_for(process: subprocess.Popen[bytes], where: Endpoint, log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while not where.answers():
        if process.poll() is not None or time.monotonic() > deadline:
            raise BuildError(f"The Spark server did not start. It said ({log}):\n{log.read_text('utf-8')[-2000:].strip() or 'nothing'}")
        time.sleep(0.1)


def found_files(project: Project) -> dict[str, list[str]]:
    """The files that models read, by glob, as Spark will find them: below the folder KOMMUNEVAREHUS_SPARK_FILER, or here.

    A glob with folders in it has the first file of each folder.

    Raises:
        BuildError: the folder cannot be read, or what ships is not there.

    """
    elsewhere = os.environ.get(FILES, "").strip().rstrip("/")
    found: dict[str, list[str]] = {}
    for glob in (*_GLOBS, *_package_globs(elsewhere)):
        base = f"{glob.split('*', 1)[0].rsplit('/', 1)[0]}"
        if elsewhere:
            names = _list(f"{elsewhere}/{base}")
        elif base.startswith("inn/"):
            names = _list(str(project.landed / base.removeprefix("inn/")))
        else:
            names = _list(str(project.root / base))
        paths = sorted(f"{base}/{name}" for name in names if _matches(f"{base}/{name}", glob))
        if "*" in str(PurePosixPath(glob).parent):
            paths = list({str(PurePosixPath(path).parent): path for path in reversed(paths)}.values())[::-1]
        bad = [path for path in paths if any(sign in path for sign in "`'{}*?[]\\")]
        if bad:
            raise BuildError(f"Spark would take {bad[0]} for a pattern. Give the file a name of letters, digits, `-`, `_` and full stops.")
        found[glob] = paths
    if not found[_GLOBS[0]]:
        raise BuildError(
            f"No files like {_GLOBS[0]} in {elsewhere or project.root}. {FILES} must name a folder that has the project's seeds."
        )
    return found


def _package_globs(elsewhere: str) -> list[str]:
    """The report packages' files by kind, as the macro `rapportfiler` asks for them."""
    others = [name.strip().rstrip("/") for name in os.environ.get(FOLDERS, "").split(":") if name.strip()]
    if others and elsewhere:
        raise BuildError(
            f"{FOLDERS} names folders of this machine, which Spark does not see. Copy their packages to {elsewhere}/seeds/rapporter."
        )
    return [f"{folder}/*/{kind}" for folder in ("seeds/rapporter", *others) for kind in KINDS]


def _matches(path: str, glob: str) -> bool:
    """Whether a path is of a glob, part by part."""
    parts, patterns = path.split("/"), glob.split("/")
    return len(parts) == len(patterns) and all(fnmatchcase(part, pattern) for part, pattern in zip(parts, patterns, strict=True))


def _list(where: str) -> Iterable[str]:
    """The files below a folder or an object store's prefix, by their paths from there; none if it is not there."""
    if "://" not in where:
        base = Path(where)
        return [path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file()]
    # Spark's names for what Arrow calls s3 and gs
    uri = where.replace("s3a://", "s3://", 1)
    try:
        system, start = pyarrow.fs.FileSystem.from_uri(uri)
        infos = system.get_file_info(pyarrow.fs.FileSelector(start, recursive=True, allow_not_found=True))
    except (OSError, ValueError) as error:
        raise BuildError(f"{where} cannot be listed: {error}. Correct {FILES}, or what lets this machine read there.") from error
    return [info.path.removeprefix(start).lstrip("/") for info in infos if info.type == pyarrow.fs.FileType.File]


def build_on_spark(project: Project, where: Endpoint, echo: Callable[[str], None]) -> SparkBuild:
    """Run `dbt build --target spark`. The build on DuckDB and the published edition are not touched, whatever happens.

    Raises:
        BuildError: dbt stopped, or the endpoint went away.

    """
    began = time.monotonic()
    artefacts = folder(project)
    artefacts.mkdir(parents=True, exist_ok=True)
    extra = {FOUND: json.dumps(found_files(project)), **({REMOTE: where.remote} if where.remote else {})}
    results = run_dbt(project, "spark", artefacts, extra, echo, where)
    kinds = [result["unique_id"].split(".")[0] for result in results]
    return SparkBuild(kinds.count("seed"), kinds.count("model"), kinds.count("test"), time.monotonic() - began)


def run_dbt(
    project: Project, target: str, artefacts: Path, extra: dict[str, str], echo: Callable[[str], None], where: Endpoint | None = None
) -> list[dict[str, str]]:
    """Run dbt's build of what is on Spark, on one of the engines, in a process of its own; what it says of each node.

    Raises:
        BuildError: dbt stopped, or the endpoint went away.

    """
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build", "--target", target, "--selector", "spark"]
    environment = os.environ | {
        "DBT_PROFILES_DIR": str(project.root),
        "DBT_PROJECT_DIR": str(project.root),
        "DBT_TARGET_PATH": str(artefacts),
        "PYTHONWARNINGS": _QUIET,
        "KOMMUNEVAREHUS_INN": str(project.landed),
        LEFT_OUT: json.dumps(left_out(project), ensure_ascii=False),
        **extra,
    }
    (artefacts / "run_results.json").unlink(missing_ok=True)
    with subprocess.Popen(
        command, cwd=project.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        gone = threading.Event()
        watch = threading.Thread(target=_watch, args=(process, where, gone), daemon=True)
        watch.start()
        assert process.stdout is not None
        for line in process.stdout:
            echo(line.rstrip("\n"))
    watch.join()
    if gone.is_set():
        assert where is not None
        raise BuildError(
            f"Spark at {where.where} went away while dbt was building. Nothing was published; the current edition is as it was. "
            "Start it, and build again."
        )
    if process.returncode != 0:
        raise BuildError(f"dbt stopped on {target}: see the messages above. Nothing was published; the current edition is as it was.")
    results: list[dict[str, str]] = json.loads((artefacts / "run_results.json").read_text("utf-8"))["results"]
    return results


def _watch(process: subprocess.Popen[str], where: Endpoint | None, gone: threading.Event) -> None:
    """End dbt when nobody answers any more: Spark's client would try for many minutes."""
    missed = 0
    while process.poll() is None:
        if where is not None:
            missed = 0 if where.answers() else missed + 1
            if missed == _GONE_AFTER:
                gone.set()
                process.terminate()
                return
        try:
            process.wait(timeout=_LOOKS_EVERY)
        except subprocess.TimeoutExpired:
            continue


def speaker(verbose: bool) -> Callable[[str], None]:
    """What passes dbt's lines on: all of them, or those about what did not go well."""
    noise = (
        " OK ",
        " START ",
        " PASS ",
        " SKIP ",
        " RUN ",
        "Running with dbt",
        "Registered adapter",
        "Found ",
        "Using default",
        "Concurrency",
    )

    def echo(line: str) -> None:
        if verbose or (line[8:].strip() and not any(word in line for word in noise) and "Finished running" not in line):
            click.echo(line, err=True)

    return echo
