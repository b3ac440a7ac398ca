"""KOSTRA files controlled before they are filed: the models of `kvalitet.kostrakontroll`, run on files instead of on what is landed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kommunevarehus.kostrafil import SCHEMA, Delivery, Scan, batches, scan
from kommunevarehus.models import Models
from kommunevarehus.project import Project, WarehouseError

SEVERITIES = ("INFO", "WARNING", "ERROR", "FATAL")
FORMS = "seeds/kodeverk/kostra_skjema.csv"
CONTROLS = "seeds/kodeverk/kostra_kontroll.csv"
_FINDINGS = """
select sha256, kontroll, alvor, tittel, linje, melding, kontoklasse, funksjon, art, kapittel, sektor, belop_1000_kr
from {{ ref('kostrakontroll') }} order by kontroll, linje
"""


@dataclass(frozen=True)
class Said:
    """What a person says that a file is filed as; None is not said. `skjema` may have the quarter: 0AK1."""

    skjema: str | None = None
    aargang: str | None = None
    region: str | None = None
    orgnr: str | None = None
    foretaksnr: str | None = None

    def of(self, found: Delivery) -> Delivery:
        """The delivery found, with what is said in the place of what is in the file."""
        said: dict[str, str] = {}
        if self.skjema is not None:
            said["skjema"], _, said["kvartal"] = self.skjema.upper().partition("K")
        for name in ("aargang", "orgnr", "foretaksnr"):
            if (value := getattr(self, name)) is not None:
                said[name] = value
        if self.region is not None:
            said["region"] = self.region + "00" if len(self.region) == 4 else self.region
        return replace(found, **said)


@dataclass(frozen=True)
class Finding:
    """A breach of a control. `linje` is 0 where it concerns the whole file; `belop` is in 1000 kr."""

    kontroll: str
    alvor: str
    tittel: str
    linje: int
    melding: str
    kontoklasse: str | None = None
    funksjon: str | None = None
    art: str | None = None
    kapittel: str | None = None
    sektor: str | None = None
    belop: int | None = None


@dataclass(frozen=True)
class Checked:
    """A file, what it is filed as, and what is wrong with it by number and line. `more` counts the findings that are not listed."""

    path: Path
    sha256: str
    lines: int
    delivery: Delivery | None
    findings: tuple[Finding, ...]
    more: int = 0

    @property
    def severity(self) -> str | None:
        """The highest severity, None for a clean file."""
        return max((finding.alvor for finding in self.findings), key=SEVERITIES.index, default=None)


def forms(project: Project) -> Mapping[str, Mapping[str, str]]:
    """The skjemas there are, by code."""
    return {row["skjema"]: row for row in _rows(project, FORMS)}


def check_files(project: Project, paths: Iterable[Path], said: Said | None = None) -> list[Checked]:
    """Control files, each by itself, and all at once.

    Raises:
        WarehouseError: a file cannot be read, or the controls themselves cannot be run.

    """
    known = forms(project)
    scans = [read_once(path, frozenset(known)) for path in paths]
    deliveries = [(said or Said()).of(found.delivery) if found.delivery else None for found in scans]
    sound = [(found, filed) for found, filed in zip(scans, deliveries, strict=True) if filed and not filed.faults(frozenset(known))]
    broken = findings(project, {(found.sha256, filed): found.path for found, filed in sound}, known) if sound else {}
    titles = {row["kontroll"]: row for row in _rows(project, CONTROLS)}
    return [
        Checked(found.path, found.sha256, found.lines, filed, *_all_of(found, filed, broken, titles, frozenset(known)))
        for found, filed in zip(scans, deliveries, strict=True)
    ]


def read_once(path: Path, known: frozenset[str]) -> Scan:
    """Scan a file.

    Raises:
        WarehouseError: it cannot be read.

    """
    try:
        return scan(path, known)
    except OSError as error:
        raise WarehouseError(f"{path} cannot be read ({error.strerror}). Expected a file of KOSTRA records. Correct the path.") from error


def findings(
    project: Project, files: Mapping[tuple[str, Delivery], Path], known: Mapping[str, Mapping[str, str]]
) -> dict[str, list[Finding]]:
    """The breaches in files whose lines are records, by SHA-256."""
    found: dict[str, list[Finding]] = {}
    try:
        with Models(project, []) as models:
            for (sha256, filed), path in files.items():
                balance = known[filed.skjema]["type"] == "balanse"
                select = landing_sql(path.name, sha256, filed, balance, datetime.now(UTC), "poster")
                models.give("stg_kostra__post", select, poster=pa.RecordBatchReader.from_batches(SCHEMA, batches(path)))
            for sha256, *rest in models.rows(_FINDINGS):
                found.setdefault(sha256, []).append(Finding(*rest))
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(f"The controls could not be run: {error}") from error
    return found


def landing_sql(name: str, sha256: str, filed: Delivery, balance: bool, when: datetime, relation: str) -> str:
    """The query that makes landed rows of the records in `relation`."""
    values: dict[str, str] = {
        "fil": quoted(name),
        "sha256": quoted(sha256),
        "lest": f"timestamp '{when:%Y-%m-%d %H:%M:%S.%f}'",
        "skjema": quoted(filed.skjema),
        "aar": str(filed.aar),
        "kvartal": str(filed.quarter),
        "region": quoted(filed.region),
        "kommunenr": quoted(filed.region[:4]),
        "orgnr": quoted(filed.orgnr) if filed.orgnr else "cast(null as varchar)",
        "foretaksnr": quoted(filed.foretaksnr) if filed.foretaksnr else "cast(null as varchar)",
        "balanse": str(balance).lower(),
        "kilde": relation,
    }
    return Path(__file__).with_name("kostrafil.sql").read_text("utf-8").format(**values)


def quoted(text: str) -> str:
    """A text as an SQL literal; what is no Unicode text, as in the name of a file, is marked."""
    return "'" + text.encode("utf-8", "replace").decode("utf-8").replace("'", "''") + "'"


def _all_of(
    found: Scan, filed: Delivery | None, broken: Mapping[str, list[Finding]], titles: Mapping[str, Mapping[str, str]], known: frozenset[str]
) -> tuple[tuple[Finding, ...], int]:
    def finding(control: str, line: int, message: str) -> Finding:
        return Finding(control, titles[control]["alvor"], titles[control]["tittel"], line, message)

    if found.faults:
        message = titles["001"]["melding"]
        return tuple(finding("001", fault.linje, message.replace("{verdi}", fault.hva)) for fault in found.faults), found.fault_count - len(
            found.faults
        )
    if filed and (faults := filed.faults(known)):
        return tuple(finding(control, 1, message) for control, message in faults), 0
    return tuple(broken.get(found.sha256, ())), 0


def _rows(project: Project, name: str) -> list[dict[str, Any]]:
    with (project.root / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
