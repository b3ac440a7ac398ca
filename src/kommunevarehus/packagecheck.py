"""One report package alone, before it is dropped in: checked by the same SQL as in a build, in a second or two; and a new one begun."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from kommunevarehus.models import Models
from kommunevarehus.packages import DESCRIPTION, FAULTS, KINDS, TAKEN, Fault, own_package, packages, reason_not_to_read, report_folders
from kommunevarehus.project import BuildError, Project
from kommunevarehus.seeds import check_seeds

ID = re.compile(r"[0-9a-z_]+-[0-9a-z_]+-[0-9]{4}")
_STATUSES = ("stemmer_eksakt", "innenfor_avrunding", "stemmer_med_funn", "kan_ikke_feile", "avvik", "kan_ikke_avgjores")
# The kinds whose name is not their code with a capital letter.
_KINDS = {
    "arsberetning": "Årsberetning",
    "arsrapport": "Årsrapport",
    "arsmelding": "Årsmelding",
    "asss": "ASSS-rapport",
    "okonomiplan": "Økonomiplan",
}
_COUNTS = """
select
    (select count(distinct tabell) from {{ ref('int_celle__lest') }} where rapport_id = '{id}'),
    (select count(*) from {{ ref('int_celle__lest') }} where rapport_id = '{id}'),
    (select count(*) from {{ ref('int_celle__lest') }} where rapport_id = '{id}' and status = 'verdi')
"""


@dataclass(frozen=True)
class Check:
    """What a package holds and what is wrong with it. `reconciled` counts its printed figures by how they agree with others."""

    rapport_id: str
    tables: int = 0
    cells: int = 0
    numbers: int = 0
    reconciled: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(_STATUSES, 0))
    faults: tuple[Fault, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For `--format json`."""
        return {
            "rapport_id": self.rapport_id,
            "ok": not self.faults,
            "tabeller": self.tables,
            "celler": self.cells,
            "tall": self.numbers,
            "avstemming": dict(self.reconciled),
            "feil": [{"fil": f.fil, "linje": f.linje, "kolonne": f.kolonne, "melding": f.melding} for f in self.faults],
        }

    def summary(self) -> str:
        """The counts, as a line."""
        exact, rounded, found, empty, wrong, open_ = (self.reconciled[status] for status in _STATUSES)
        return (
            f"{self.tables} tables, {self.cells} cells, {self.numbers} numbers; reconciliation: {exact} agree exactly, "
            f"{rounded} within rounding, {found} where there is a finding, {empty} could not have done else, "
            f"{wrong} contradictions{'' if self.faults else ' explained'}, {open_} undecided"
        )


def check_package(project: Project, folder: Path) -> Check:
    """Check the package in `folder`, wherever it is, against the project's catalogues and layouts, and the other packages' names.

    Raises:
        BuildError: it is no folder, the project's own seeds are malformed, or the checks themselves cannot be run.

    """
    package = Path.cwd() / os.path.normpath(folder)  # not resolved: the name is the one it was given
    if not package.is_dir():
        raise BuildError(f"{folder} is no folder. Give the folder of one report package, the one that holds {DESCRIPTION}.")
    if reason := reason_not_to_read(package):
        file, message = reason
        return Check(package.name, faults=(Fault(package.name, file, 1, None, message),))
    check_seeds(project)
    namesake = own_package(project, package)
    others = [path for path in packages(project) if path.resolve() not in (package.resolve(), namesake) and (path / DESCRIPTION).is_file()]
    globs = [f"{project.root}/seeds/oppstillinger/*.csv", *(str(path / DESCRIPTION) for path in others if not reason_not_to_read(path))]
    globs += [str(package / kind) for kind in KINDS if any(package.glob(kind))]
    try:
        with Models(project, globs) as models:
            own = package.name.replace("'", "''")
            found = models.rows(FAULTS.format(relation="{{ ref('int_rapport__feil') }}"))
            faults = tuple(Fault(*row) for row in dict.fromkeys(found) if row[0] in ("", package.name))
            if namesake:
                faults = (Fault(package.name, DESCRIPTION, 1, None, TAKEN), *faults)
            tables, cells, numbers = models.rows(_COUNTS.replace("{id}", own))[0]
            # What is published, or would be if it were not for the faults.
            held = "int_avstemming__holdt" if faults else "avstemming"
            statuses = dict(models.rows(f"select status, count(*) from {{{{ ref('{held}') }}}} where dokument = '{own}' group by status"))
    except duckdb.Error as error:
        raise BuildError(f"The checks could not be run on {package.name}: {error}") from error
    return Check(package.name, tables, cells, numbers, {status: statuses.get(status, 0) for status in _STATUSES}, faults)


def new_package(
    project: Project, rapport_id: str, *, parent: Path | None = None, title: str | None = None, source: Path | None = None
) -> Path:
    """Make the folder of a new package with its datapackage.json, and return it.

    `parent` is by default the first folder of KOMMUNEVAREHUS_RAPPORTER, or seeds/rapporter; `source` is the report itself, for its SHA-256.

    Raises:
        BuildError: the id is not one, the municipality is unknown or was not in use that year, or the folder exists.

    """
    if not ID.fullmatch(rapport_id):
        raise BuildError(
            f"«{rapport_id}» is no report id. Expected <municipality>-<kind>-<year> in small letters, as 5001-arsberetning-2020."
        )
    unit, kind, year = rapport_id.split("-")
    if not 1990 <= int(year) <= 2100:
        raise BuildError(f"The report cannot be of {year}. Expected a year between 1990 and 2100.")
    name = _name(project, unit, int(year))
    folders = report_folders(project)
    folder = (parent or (folders[1] if len(folders) > 1 else folders[0])) / rapport_id
    if folder.exists():
        raise BuildError(f"{folder} exists. Choose another id, or remove it.")
    if source and not source.is_file():
        raise BuildError(f"{source} is no file. Give the report that the tables are printed in.")
    title = title or f"{_KINDS.get(kind, kind.replace('_', ' ').capitalize())} {year} for {name}"
    description = {
        "name": rapport_id,
        "title": title,
        "hovedenhet": unit,
        "aar": int(year),
        "enhet": "",
        "fortegn_virkning": "",
        "homepage": "",
        "contributors": [{"title": name, "role": "publisher"}],
        "licenses": [{"name": "offentlig-dokument", "title": "Offentlig dokument; enkeltfakta gjengitt med kilde"}],
        "sources": [{"title": title, "path": "", "sha256": hashlib.sha256(source.read_bytes()).hexdigest() if source else ""}],
        "tegn": {"-": "strek"},
    }
    try:
        (folder / "tabeller").mkdir(parents=True)
        (folder / DESCRIPTION).write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise BuildError(f"{folder} could not be made ({error.strerror}). Choose another folder with --mappe.") from error
    return folder


def _name(project: Project, unit: str, year: int) -> str:
    """What the municipality, or group of them, is called."""
    check_seeds(project)
    with Models(project, []) as models:
        groups = models.rows(f"select navn from {{{{ ref('stg_kodeverk__enhet') }}}} where enhet_id = '{unit}' and type != 'kommune'")
        known = models.rows(
            "select navn, coalesce(gyldig_fra, 0), coalesce(gyldig_til, 9999) "
            f"from {{{{ ref('int_kontroll__kommunenummer') }}}} where kommunenr = '{unit}'"
        )
    if groups:
        return str(groups[0][0])
    if not known:
        raise BuildError(f"{unit} has been no municipality's number. Correct it after seeds/kodeverk/kommune.csv.")
    [(name, first, last)] = known
    if not first <= year <= last:
        used = f"{first or ''}–{last if last < 9999 else ''}"
        raise BuildError(f"{unit} ({name}) was in use {used}, and the report is of {year}. Correct it after seeds/kodeverk/kommune.csv.")
    return f"{name} kommune"
