"""KOSTRA files controlled before they are filed: the models of `kvalitet.kostrakontroll`, run on files instead of on what is landed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from kommunevarehus.kostrafil import SCHEMA, Delivery, Scan, batches, scan
from kommunevarehus.models import Models
from kommunevarehus.project import Project, WarehouseError

SEVERITIES = ("INFO", "WARNING", "ERROR", "FATAL")
AT_ONCE = 3_000_000
# Breaches of one control in one file that are listed; more of them are only counted.
MOST = 20_000
FORMS = "seeds/kodeverk/kostra_skjema.csv"
CONTROLS = "seeds/kodeverk/kostra_kontroll.csv"
# What a file is filed as: a column each, of the same name as its place in kostrafil.sql.
_NAMES = ("fil", "sha256", "lest", "skjema", "aar", "kvartal", "region", "kommunenr", "orgnr", "foretaksnr", "balanse")
_COLUMNS = {name: name for name in _NAMES}
_TYPES = {"lest": pa.timestamp("us"), "aar": pa.int32(), "kvartal": pa.int32(), "balanse": pa.bool_()}
_FINDINGS = """
select sha256, antall, kontroll, alvor, tittel, linje, melding, kontoklasse, funksjon, art, kapittel, sektor, belop_1000_kr
from (
    select *, count(*) over (partition by sha256, kontroll) as antall from {{ ref('kostrakontroll') }}
    qualify row_number() over (partition by sha256, kontroll order by linje) <= MOST
) order by kontroll, linje
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
    """A file, what it is filed as, and what is wrong with it by number and line.

    `more` counts the findings of each control that are not listed.
    """

    path: Path
    sha256: str
    lines: int
    delivery: Delivery | None
    findings: tuple[Finding, ...]
    more: Mapping[str, int] = field(default_factory=dict)

    @property
    def severity(self) -> str | None:
        """The highest severity, None for a clean file."""
        return max((finding.alvor for finding in self.findings), key=SEVERITIES.index, default=None)


# The findings of a file that are listed, and how many more there are of each control.
Broken = tuple[list[Finding], dict[str, int]]


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
    broken: dict[str, Broken] = {}
    for part in _parts(sound):
        broken |= findings(project, {(found.sha256, filed): found.path for found, filed in part}, known)
    titles = {row["kontroll"]: row for row in _rows(project, CONTROLS)}
    return [
        Checked(found.path, found.sha256, found.lines, filed, *_all_of(found, filed, broken, titles, frozenset(known)))
        for found, filed in zip(scans, deliveries, strict=True)
    ]


def _parts(files: list[tuple[Scan, Delivery]]) -> Iterator[list[tuple[Scan, Delivery]]]:
    """Files in parts of at most a national year, so that a country of many years takes no more memory than one."""
    part: list[tuple[Scan, Delivery]] = []
    lines = 0
    for found, filed in files:
        if part and lines + found.lines > AT_ONCE:
            yield part
            part, lines = [], 0
        part.append((found, filed))
        lines += found.lines
    if part:
        yield part


def read_once(path: Path, known: frozenset[str]) -> Scan:
    """Scan a file.

    Raises:
        WarehouseError: it cannot be read.

    """
    try:
        return scan(path, known)
    except OSError as error:
        raise WarehouseError(f"{path} cannot be read ({error.strerror}). Expected a file of KOSTRA records. Correct the path.") from error


def findings(project: Project, files: Mapping[tuple[str, Delivery], Path], known: Mapping[str, Mapping[str, str]]) -> dict[str, Broken]:
    """The breaches in files whose lines are records, by SHA-256."""
    found: dict[str, Broken] = {}
    try:
        with Models(project, []) as models:
            models.give("stg_kostra__post", landing_sql(_COLUMNS, "poster inner join leveringer using (nr)"), **_relations(files, known))
            for sha256, count, *rest in models.rows(_FINDINGS.replace("MOST", str(MOST))):
                listed, more = found.setdefault(sha256, ([], {}))
                listed.append(Finding(*rest))
                if count > MOST:
                    more[listed[-1].kontroll] = count - MOST
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(f"The controls could not be run: {error}") from error
    return found


def landing_sql(values: Mapping[str, str], relation: str) -> str:
    """The query that makes landed rows of the records in `relation`; `values` are SQL for what the files are filed as."""
    return Path(__file__).with_name("kostrafil.sql").read_text("utf-8").format(**values, kilde=relation)


def literals(name: str, sha256: str, filed: Delivery, balance: bool, when: datetime) -> dict[str, str]:
    """What one file is filed as, as SQL."""
    values = _values(name, sha256, filed, balance, when)
    return {column: _literal(value) for column, value in zip(_COLUMNS, values, strict=True)}


def _values(name: str, sha256: str, filed: Delivery, balance: bool, when: datetime) -> tuple[str | int | bool | datetime | None, ...]:
    first = name.encode("utf-8", "replace").decode("utf-8"), sha256, when, filed.skjema, filed.aar, filed.quarter
    return *first, filed.region, filed.region[:4], filed.orgnr or None, filed.foretaksnr or None, balance


def _literal(value: str | int | bool | datetime | None) -> str:
    if value is None:
        return "cast(null as varchar)"
    if isinstance(value, datetime):
        return f"timestamp '{value:%Y-%m-%d %H:%M:%S.%f}'"
    return quoted(value) if isinstance(value, str) else str(value).lower()


def _relations(files: Mapping[tuple[str, Delivery], Path], known: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The records of all files, and what each file is filed as."""
    when = datetime.now(UTC).replace(tzinfo=None)
    deliveries = [
        (number, *_values(path.name, sha256, filed, known[filed.skjema]["type"] == "balanse", when))
        for number, ((sha256, filed), path) in enumerate(files.items())
    ]
    columns = [list(column) for column in zip(*deliveries, strict=True)]
    types = [pa.int32(), *(_TYPES.get(name, pa.string()) for name in _NAMES)]

    def records() -> Iterator[pa.RecordBatch]:
        for number, path in enumerate(files.values()):
            for batch in batches(path):
                yield batch.append_column("nr", pa.array(np.full(batch.num_rows, number, dtype=np.int32)))

    return {
        "poster": pa.RecordBatchReader.from_batches(SCHEMA.append(pa.field("nr", pa.int32())), records()),
        "leveringer": pa.table([pa.array(column, kind) for column, kind in zip(columns, types, strict=True)], names=["nr", *_COLUMNS]),
    }


def quoted(text: str) -> str:
    """A text as an SQL literal; what is no Unicode text, as in the name of a file, is marked."""
    return "'" + text.encode("utf-8", "replace").decode("utf-8").replace("'", "''") + "'"


def _all_of(
    found: Scan, filed: Delivery | None, broken: Mapping[str, Broken], titles: Mapping[str, Mapping[str, str]], known: frozenset[str]
) -> tuple[tuple[Finding, ...], Mapping[str, int]]:
    def finding(control: str, line: int, message: str) -> Finding:
        return Finding(control, titles[control]["alvor"], titles[control]["tittel"], line, message)

    if found.faults:
        message = titles["001"]["melding"]
        more = {"001": rest} if (rest := found.fault_count - len(found.faults)) else {}
        return tuple(finding("001", fault.linje, message.replace("{verdi}", fault.hva)) for fault in found.faults), more
    if filed and (faults := filed.faults(known)):
        return tuple(finding(control, 1, message) for control, message in faults), {}
    listed, more = broken.get(found.sha256, ([], {}))
    return tuple(listed), more


def _rows(project: Project, name: str) -> list[dict[str, Any]]:
    with (project.root / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
