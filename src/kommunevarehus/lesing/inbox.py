"""What the viewer's page *Les inn* does with the machine: files that a person uploads become a package, and the warehouse is built.

Both are the commands themselves, each in a process of its own: a hostile file costs that process its time and memory, not the viewer's.
Nothing is written outside one folder of report packages, and a package is there whole or not at all
(docs/decisions/0027-a-page-that-writes.md).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kommunevarehus.lesing.review import ReviewError, read_packages
from kommunevarehus.lesing.sources import KINDS, MAX_BYTES, SourceError
from kommunevarehus.packagecheck import ID
from kommunevarehus.packages import report_folders
from kommunevarehus.project import Project

STARTED_WITH = "KOMMUNEVAREHUS_LES_INN"  # set by `kommunevarehus app --inn`, and by nothing else
MOST_FILES = 10
_COMMAND = (sys.executable, "-c", "from kommunevarehus.cli import main; main()")
_SECONDS_TO_READ, _SECONDS_TO_BUILD = 300, 1800
_LONGEST_NAME = 80
_NOTICE = "  ! "  # what a line of the command begins with
_BAR = re.compile(r"^\s*\d+%.*elapsed|[█▌▏]")  # progress of what has long since ended


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    status: int
    text: str


@dataclass(frozen=True)
class Read:
    """The package that files became, and what the reader noticed in them: hidden rows, formulas without values, pages without text."""

    folder: Path
    notices: tuple[str, ...]


def is_open() -> bool:
    """Whether the viewer was started to let people read reports in."""
    return bool(os.environ.get(STARTED_WITH))


def folder_of(project: Project) -> Path:
    """The one folder that is written in: where `les rapport` makes its packages."""
    folders = report_folders(project)
    return folders[1] if len(folders) > 1 else folders[0]


def packages_of(project: Project) -> dict[str, Path]:
    """The packages in that folder that were read by machine, by id; not one that is a link to somewhere else."""
    folder = folder_of(project)
    return {path.name: path for path in read_packages(project) if path.parent == folder and not path.is_symlink()}


def read_files(project: Project, files: Sequence[tuple[str, bytes]], rapport_id: str, unit: str = "") -> Read:
    """Read uploaded files, each a name and its content, into a package as `kommunevarehus les rapport` does.

    Raises:
        SourceError: a file is refused, or none of them has a table.
        ReviewError: the id is none or is taken, or the command could not make the package.

    """
    if not ID.fullmatch(rapport_id):
        raise ReviewError(f"«{rapport_id[:_LONGEST_NAME]}» er ikke navnet på en rapport. Det skal være som 1108-arsregnskap-2024.")
    if not files:
        raise SourceError("Velg filen som skal leses.")
    if len(files) > MOST_FILES:
        raise SourceError(f"{len(files)} filer er for mange på en gang; høyst {MOST_FILES}, og alle av den samme rapporten.")
    names = [_plain(name) for name, _ in files]
    if twice := [name for name in names if names.count(name) > 1]:
        raise SourceError(f"To av filene heter {twice[0]}. Gi dem ulike navn.")
    if (size := sum(len(content) for _, content in files)) > MAX_BYTES:
        raise SourceError(f"Filene er på {size // 1_000_000} MB; grensen er {MAX_BYTES // 1_000_000} MB. Ta ut sidene med tabellene.")
    made = folder_of(project) / rapport_id
    if made.exists() or made.is_symlink():
        raise ReviewError(f"{rapport_id} finnes allerede. Se over den, velg et annet slag rapport, eller flytt mappen bort: {made}.")
    try:
        return _read(project, dict(zip(names, (content for _, content in files), strict=True)), made, unit)
    except OSError as error:
        raise ReviewError(f"Kunne ikke skrive i {made.parent} ({error.strerror}). Rett tilgangen til mappen.") from error


def _read(project: Project, files: dict[str, bytes], made: Path, unit: str) -> Read:
    # Beside the packages, so that a finished one is moved in by its name alone; hidden, so that nobody reads it before.
    with tempfile.TemporaryDirectory(prefix=".les-", dir=made.parent) as name:
        here = Path(name)
        (here / "filer").mkdir()
        for file, content in files.items():
            (here / "filer" / file).write_bytes(content)
        paths = [str(here / "filer" / file) for file in files]
        options = ["--id", made.name, "--mappe", str(here), *(["--enhet", unit] if unit else [])]
        said = _run(project, ["les", "rapport", *options, "--", *paths], _SECONDS_TO_READ)
        if not (here / made.name / "lesing.html").is_file():
            # Where the upload lay for a moment says nothing to the person whose file it is.
            reason = said.text.replace(f"{here}/filer/", "").replace(f"{here}/", "").partition("Error: ")[2].strip()
            refused = SourceError if said.status == SourceError.exit_code else ReviewError
            raise refused(reason or "Filen kunne ikke leses: lesingen stoppet uten å si hvorfor. Prøv med bare sidene som har tabeller.")
        (here / made.name).rename(made)
    return Read(made, tuple(line.removeprefix(_NOTICE) for line in said.text.splitlines() if line.startswith(_NOTICE)))


def build(project: Project) -> Said:
    """Build, validate and publish the warehouse as `kommunevarehus warehouse` does."""
    return _run(project, ["warehouse"], _SECONDS_TO_BUILD)


def _run(project: Project, arguments: Sequence[str], seconds: int) -> Said:
    environment = os.environ | {"KOMMUNEVAREHUS_ROOT": str(project.root)}
    try:
        done = subprocess.run(
            [*_COMMAND, *arguments],
            cwd=project.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Said(1, f"Error: Det tok mer enn {seconds // 60} minutter og ble stoppet.")
    lines = f"{done.stdout}{done.stderr}".splitlines()
    return Said(done.returncode, "\n".join(line for line in lines if line and not _BAR.search(line)))


def _plain(name: str) -> str:
    """A file's name without any folder, of letters, digits and a few marks, with the ending of a kind that is read.

    Raises:
        SourceError: the ending is of no such kind.

    """
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .()-]", "_", last).strip(" .")
    stem, kind = Path(plain).stem.lstrip("-"), Path(plain).suffix.lower()
    if kind not in KINDS:
        raise SourceError(f"{last[:_LONGEST_NAME]} er av et slag som ikke leses. Leses: {', '.join(KINDS)}.")
    return f"{stem[:_LONGEST_NAME] or 'fil'}{kind}"
