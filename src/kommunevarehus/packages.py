"""The report packages as folders: where they are, and what is wrong with one that SQL cannot see.

What a package's files say is checked in SQL (models/intermediate/kontroll), by dbt and by `kommunevarehus sjekk` alike.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kommunevarehus.project import BuildError, Project

FOLDERS = "KOMMUNEVAREHUS_RAPPORTER"
LEFT_OUT = "KOMMUNEVAREHUS_UTELATT"
DESCRIPTION = "datapackage.json"
SHARED = "seeds/oppstillinger"
# What is read of a package's folder; kilde*.txt is the text that the tables were read from.
KINDS = (DESCRIPTION, "*.csv", "tabeller/*.csv", "kilde*.txt")
# In the words of int_kontroll__pakke, for one that is checked alone.
TAKEN = (
    "the project has a package of this name, in seeds/rapporter, and that one is read. Expected a name of its own. "
    "Move this folder away, or give the report another kind (<municipality>-<kind>-<year>)."
)
MAX_BYTES = 20_000_000
# What may lie in a package's folder without being read: a text about it, the report itself, and how it was read (lesing.tsv, lesing.html).
_BESIDE = {".md", ".txt", ".pdf", ".html", ".tsv"}


@dataclass(frozen=True)
class Fault:
    """One fault of a package, in the words of models/intermediate/kontroll. `rapport_id` is empty where it is in what all share."""

    rapport_id: str
    fil: str
    linje: int
    kolonne: str | None
    melding: str

    def __str__(self) -> str:
        """`<rapport_id>/<fil>, line N, column k: …`."""
        place = f"{self.rapport_id or SHARED}/{self.fil}, line {self.linje}" + (f", column {self.kolonne}" if self.kolonne else "")
        return f"{place}: {self.melding}"


# What a folder's name may hold without being read as anything else than a name: by a glob, by SQL, or by a template.
_PLAIN = re.compile(r"[A-Za-z0-9æøåÆØÅ_.-]+")
FAULTS = (
    "select rapport_id, fil, linje, kolonne, melding from {relation} order by rapport_id, trinn, fil, linje, kolonne nulls first, melding"
)


def report_folders(project: Project, environment: Mapping[str, str] = os.environ) -> list[Path]:
    """The folders that hold packages: seeds/rapporter, and those that KOMMUNEVAREHUS_RAPPORTER names, parted by colons.

    Raises:
        BuildError: one of those is not a folder.

    """
    named = [Path(name.strip()) for name in environment.get(FOLDERS, "").split(":") if name.strip()]
    for folder in named:
        if not (project.root / folder).is_dir():
            raise BuildError(f"{FOLDERS} names {folder}, and there is no such folder. Correct the path, or make the folder.")
    return [project.root / "seeds" / "rapporter", *(project.root / folder for folder in named)]


def packages(project: Project, environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Every package folder, in order; what is hidden is none."""
    folders = [folder for folder in report_folders(project, environment) if folder.is_dir()]
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]


Reason = tuple[str, str]  # a file of the package, and what is wrong with it


def left_out(project: Project, environment: Mapping[str, str] = os.environ) -> dict[str, Reason]:
    """The packages that must not be read at all, each with its reason: by KOMMUNEVAREHUS_UTELATT, or for what is in the folder.

    A package is known by its name; a folder elsewhere that has the name of one of the project's own, by its path.
    """
    by_hand: dict[str, str] = json.loads(environment.get(LEFT_OUT) or "{}")
    found = {name: (DESCRIPTION, reason) for name, reason in by_hand.items()}
    for path in packages(project, environment):
        if reason := reason_not_to_read(path):
            found.setdefault(str(path) if own_package(project, path) else path.name, reason)
    return dict(sorted(found.items()))


def own_package(project: Project, package: Path) -> Path | None:
    """The project's own package that has the name of this one, which is elsewhere: that one is read, and this is not."""
    own = project.root / "seeds" / "rapporter" / package.name
    return own.resolve() if own.is_dir() and own.resolve() != package.resolve() else None


def reason_not_to_read(package: Path) -> Reason | None:
    """Why a package's files must not be opened: the first thing that does not belong in its folder; None if all does."""
    try:
        return next(_strange(package), None)
    except OSError as error:
        name = Path(error.filename or package)
        inside = name.relative_to(package).as_posix() if name != package and name.is_relative_to(package) else DESCRIPTION
        return inside, f"{name.name} cannot be read ({error.strerror}). Correct the permissions."


def _strange(package: Path) -> Iterator[Reason]:
    if not _PLAIN.fullmatch(package.name):
        yield (
            DESCRIPTION,
            f"«{package.name}» is no report id. Expected <municipality>-<kind>-<year> in small letters, as 5001-arsberetning-2020. "
            "Rename the folder.",
        )
    inside = sorted(package.iterdir()) + sorted((package / "tabeller").glob("*"))
    if not any(path.suffix == ".csv" or path.name == DESCRIPTION for path in inside):
        yield (
            DESCRIPTION,
            f"the folder has no {DESCRIPTION}, so it is no report package. "
            "Make one with `kommunevarehus rapport ny`, or move the folder away.",
        )
    for path in inside:
        name = path.relative_to(package).as_posix()
        if path.name.startswith(".") and path.suffix != ".csv":
            continue
        if path.is_symlink() and _leads_out(path, package):
            yield name, f"{name} is a link that leads out of the package. Put the file itself there."
        elif path.is_dir():
            if name != "tabeller":
                yield name, f"{name} is a folder. A package has no other folder than tabeller. Move it away."
        elif not path.is_file():
            yield name, f"{name} is no file. Remove it."
        elif path.suffix == ".csv" or name == DESCRIPTION or Path(name).match("kilde*.txt"):
            if (size := path.stat().st_size) > MAX_BYTES:
                limit = MAX_BYTES // 1_000_000
                yield (
                    name,
                    f"{name} is of {size // 1_000_000} MB. A file of a package is at most {limit} MB. Put only the printed tables there.",
                )
            with path.open("rb"):
                pass
        elif path.suffix not in _BESIDE:
            yield (
                name,
                f"{name} does not belong to a package. Expected {DESCRIPTION} and files that end in .csv. "
                "Save it as CSV UTF-8, or move it away.",
            )


def _leads_out(link: Path, package: Path) -> bool:
    """Whether a link leads out of the package, or nowhere but to itself."""
    try:
        return not link.resolve().is_relative_to(package.resolve())
    except (OSError, RuntimeError):  # a loop: what Python says of it is not the same in every version
        return True


def faults(database: Path) -> list[Fault]:
    """The faults that the last build found, by package and file; none if there is no build to ask."""
    with duckdb.connect(str(database), read_only=True) as connection:
        if not connection.execute("select 1 from duckdb_tables() where table_name = 'int_rapport__feil'").fetchall():
            return []
        return [Fault(*row) for row in connection.execute(FAULTS.format(relation="intermediate.int_rapport__feil")).fetchall()]
