"""From a choice to files: what to ask for, what has landed already, and answers that land whole or not at all.

An extract lands as three files in `<inn>/ssb/<tabell>/`: `raa/<key>.json`, SSB's answer byte for byte; `raa/<key>.opphav.json`, where
and when it is from; and `<key>.<kind>.parquet`, the same cells for dbt. The key is the
selection's, so the same question has the same files.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kommunevarehus.files import write_atomically
from kommunevarehus.project import WarehouseError
from kommunevarehus.ssb.client import Answer, Client
from kommunevarehus.ssb.datasets import CONTENTS, TIME, Choice, Declared, Selection, cells, select, split
from kommunevarehus.ssb.jsonstat import VALUE, Dataset, SsbError, decode, describe, parse

# The columns of a kind's Parquet files: every file of a kind has them all, so that one staging model reads them.
_SHARED = [
    ("innhold", pa.string()),
    ("innhold_tekst", pa.string()),
    ("aar", pa.int32()),
]
_ORIGIN = [
    ("status", pa.string()),
    ("tabell", pa.string()),
    ("oppdatert", pa.timestamp("s", "UTC")),
    ("hentet", pa.timestamp("s", "UTC")),
]
COLUMNS: dict[str, list[tuple[str, pa.DataType]]] = {
    "personer": [
        ("kommunenr", pa.string()),
        ("kjonn", pa.string()),
        ("alder", pa.string()),
        *_SHARED,
        ("personer", pa.int64()),
        *_ORIGIN,
    ],
    "verdi": [
        ("region", pa.string()),
        ("omfang", pa.string()),
        ("funksjon", pa.string()),
        ("art", pa.string()),
        ("kapittel", pa.string()),
        ("begrep", pa.string()),
        ("inndeling", pa.string()),
        *_SHARED,
        ("enhet", pa.string()),
        ("verdi", VALUE),
        *_ORIGIN,
    ],
}
# Figures that are being revised may show as zero or dots from 05 to 08 Norwegian time: in summer or in winter, these hours of UTC.
_REVISING = range(3, 7)
# How often a table that changes while it is fetched is fetched again, before it is left for later.
MOST_ROUNDS = 5


@dataclass(frozen=True)
class Extract:
    """One question to one table. `selection` is empty for a list of KLASS, which `path` and `parameters` name."""

    dataset: Declared
    selection: Selection
    path: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def cells(self) -> int:
        """How many cells it spans; 0 for a list."""
        return cells(self.selection) if self.selection else 0

    @property
    def key(self) -> str:
        """The name of its files."""
        asked = json.dumps([self.dataset.navn, self.selection, self.path, self.parameters], sort_keys=True)
        return f"{self.dataset.navn}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Planned:
    """What one dataset takes: its extracts, which of them have landed, the numbers its table does not have, and why there is no extract."""

    dataset: Declared
    extracts: list[Extract]
    landed: set[str]
    missing: list[str]
    from_declaration: bool = False
    nothing: str = ""

    @property
    def left(self) -> list[Extract]:
        """The extracts that are not here yet."""
        return [extract for extract in self.extracts if extract.key not in self.landed]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".laas").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WarehouseError(f"Another `kommunevarehus hent` is writing to {folder}. Wait for it to end.") from error
        yield


class Landing:
    """The folder `<inn>/ssb`: what is there, and how more comes in."""

    def __init__(self, folder: Path, client: Client, *, renew: bool = False) -> None:
        """Of `<inn>/ssb`; `renew` asks SSB whether what has landed is still the newest."""
        self.folder, self.client, self.renew = folder / "ssb", client, renew
        self._described: dict[str, Dataset] = {}
        # The newest that any answer has said of a table: the figures can be ahead of the table's own description.
        self._vintage: dict[str, str] = {}
        self._newer: set[str] = set()

    def plan(self, datasets: Sequence[Declared], choice: Choice, *, offline: bool = False) -> list[Planned]:
        """What each dataset takes.

        Args:
            datasets: which.
            choice: whose figures, which years.
            offline: where SSB cannot be reached, count by what datasett.toml says of a table instead of stopping.

        Raises:
            SsbError: SSB cannot be reached (and not offline), or a table is not what its dataset says.

        """
        return [self._planned(dataset, choice, offline=offline) for dataset in datasets]

    def _planned(self, dataset: Declared, choice: Choice, *, offline: bool) -> Planned:
        missing: list[str] = []
        from_declaration, nothing = False, ""
        if dataset.klass:
            extracts = _lists(dataset, choice)
        else:
            try:
                held = self.described(dataset.tabell)
                selection, missing = select(dataset, held, choice)
                years = held.variables[TIME].codes
                if not selection[TIME]:
                    nothing = f"none of the years asked for: it has {', '.join(dict.fromkeys(years[:1] + years[-1:]))}"
                elif not selection[dataset.region]:
                    nothing = "none of the municipalities asked for"
            except SsbError:
                if not offline or not dataset.antall:
                    raise
                selection, from_declaration = _declared_selection(dataset, choice), True
            extracts = [Extract(dataset, part) for part in split(selection, dataset.region)]
        landed = {extract.key for extract in extracts if self._is_landed(extract)}
        return Planned(dataset, extracts, landed, missing, from_declaration, nothing)

    def described(self, table: str) -> Dataset:
        """What a table holds: as landed, or as SSB says now."""
        if table not in self._described:
            try:
                if self.renew:
                    raise FileNotFoundError
                self._described[table] = describe(parse((self.folder / table / "raa" / "metadata.json").read_bytes()))
                self._date(table, self._described[table].updated)
            except (OSError, SsbError):  # not here, or damaged
                self._refresh(table)
        return self._described[table]

    def _date(self, table: str, updated: str) -> bool:
        """Note when an answer says that a table was changed; whether that is later than all the others said."""
        before = self._vintage.setdefault(table, updated)
        if not _later(updated, before):
            return False
        self._vintage[table] = updated
        return True

    def _refresh(self, table: str) -> None:
        answer = self.client.metadata(table)
        self._described[table] = describe(parse(answer.raw))
        self._date(table, self._described[table].updated)
        write_atomically(self.folder / table / "raa" / "metadata.json", answer.raw)
        write_atomically(self.folder / table / "raa" / "metadata.opphav.json", _origin(answer, self._described[table].updated))

    def _is_landed(self, extract: Extract) -> bool:
        """Whole, undamaged, of the table's present vintage, and not fetched while SSB was revising."""
        parquet, raw, origin = self._paths(extract)
        record = _record(origin)
        if record is None or not parquet.is_file() or not raw.is_file() or record["sha256"] != hashlib.sha256(raw.read_bytes()).hexdigest():
            return False
        if record["under_revisjon"] and not _still_revising(record["hentet"]):
            return False
        if not extract.selection:
            return not self.renew
        self.described(extract.dataset.tabell)
        return not _later(self._vintage[extract.dataset.tabell], record["oppdatert"])

    def _paths(self, extract: Extract) -> tuple[Path, Path, Path]:
        folder = self.folder / (extract.dataset.tabell or "klass")
        kind = extract.dataset.slag or "klass"
        return (
            folder / f"{extract.key}.{kind}.parquet",
            folder / "raa" / f"{extract.key}.json",
            folder / "raa" / f"{extract.key}.opphav.json",
        )

    def fetch(self, planned: Sequence[Planned], choice: Choice, progress: Callable[[Extract], None] = lambda _: None) -> int:
        """Bring in what is left of a plan, and say how many extracts came.

        If SSB publishes new figures of a table in the middle, what had come of it is fetched again: a table is never half of each.

        Raises:
            SsbError: what came is not what was asked for, or of one vintage and then of another; what had landed before stands.
            WarehouseError: another command is fetching to the same folder.

        """
        fetched = 0
        with _alone(self.folder):
            for plan in planned:
                left, rounds = plan.left, 0
                while left:
                    if (rounds := rounds + 1) > MOST_ROUNDS:
                        raise SsbError(
                            f"SSB answers figures of different dates for table {plan.dataset.tabell}, {MOST_ROUNDS} times. "
                            "It may be publishing now: run the same command again later."
                        )
                    for extract in left:
                        self._land(extract)
                        fetched += 1
                        progress(extract)
                    left = self._overtaken(plan.dataset, choice)
        return fetched

    def _overtaken(self, dataset: Declared, choice: Choice) -> list[Extract]:
        """The extracts of another vintage than the newest that came."""
        if dataset.klass or dataset.tabell not in self._newer:
            return []
        self._newer.discard(dataset.tabell)
        self._refresh(dataset.tabell)
        return self._planned(dataset, choice, offline=False).left

    def _land(self, extract: Extract) -> None:
        parquet, raw, origin = self._paths(extract)
        if extract.selection:
            answer = self.client.data(extract.dataset.tabell, extract.selection)
            described, table = decode(answer.raw)
            _hold(extract, described)
            if _moment(described.updated) is None:  # which of two answers is the newer could not be told
                raise SsbError(
                    f"Table {extract.dataset.tabell}: the answer's date of change is «{described.updated}». Expected one as "
                    "2026-03-16T07:00:00Z. Run the same command again later."
                )
            record = _origin(answer, described.updated)
            landed = _cells(extract.dataset, described, table, json.loads(record))
            if self._date(extract.dataset.tabell, described.updated) or _later(self._vintage[extract.dataset.tabell], described.updated):
                self._newer.add(extract.dataset.tabell)
        else:
            answer = self.client.classification(extract.path, dict(extract.parameters))
            record = _origin(answer, "")
            landed = _codes(extract, parse(answer.raw), json.loads(record))
        # The Parquet last: where it is, all that it is made of is.
        write_atomically(raw, answer.raw)
        write_atomically(origin, record)
        sink = pa.BufferOutputStream()
        pq.write_table(landed, sink, compression="zstd")
        write_atomically(parquet, sink.getvalue().to_pybytes())


def _lists(dataset: Declared, choice: Choice) -> list[Extract]:
    today = datetime.now(UTC).year
    against = (("targetClassificationId", dataset.mot),) if dataset.mot else ()
    if dataset.fra:
        return [Extract(dataset, {}, dataset.klass, (*against, ("from", dataset.fra), ("to", f"{today + 1}-01-01")))]
    years = range(choice.first or today, (choice.last or today) + 1)
    return [Extract(dataset, {}, dataset.klass, (("date", f"{year}-{dataset.dato}"),)) for year in years]


def _declared_selection(dataset: Declared, choice: Choice) -> Selection:
    """As many values of each variable as datasett.toml says: to count by, not to ask for."""
    last = choice.last or (dataset.fra_aar + dataset.antall["Tid"] - 1 if "Tid" in dataset.antall else datetime.now(UTC).year)
    counted = {code: dataset.antall[code] for code in dataset.felt.values() if code in dataset.antall}
    return {
        **{code: [str(n) for n in range(count)] for code, count in counted.items()},
        dataset.region: list(choice.municipalities) or [f"{n:04}" for n in range(400)],
        "Tid": [str(year) for year in range(max(choice.first or 0, dataset.fra_aar), last + 1)],
    }


def _hold(extract: Extract, described: Dataset) -> None:
    """The answer is of what was asked for.

    Raises:
        SsbError: another variable, or other values of one.

    """
    asked = {code: set(values) for code, values in extract.selection.items()}
    came = {code: set(variable.codes) for code, variable in described.variables.items()}
    if asked.keys() != came.keys():
        strange = sorted(asked.keys() ^ came.keys())
        raise SsbError(f"Table {extract.dataset.tabell}: the variable «{strange[0]}» is in the question or the answer, and not in both.")
    for code, values in asked.items():
        if values != came[code]:
            strange = sorted(values ^ came[code])
            raise SsbError(
                f"Table {extract.dataset.tabell}: of {code}, {len(values)} values were asked for and {len(came[code])} came; "
                f"«{strange[0]}» is in one of them only. The table has changed: run again with --oppdater."
            )


def _cells(dataset: Declared, described: Dataset, table: pa.Table, record: Mapping[str, Any]) -> pa.Table:
    """An answer's cells in the columns of its dataset's kind."""
    contents = described.variables[CONTENTS]
    by_column = {column: table[code] for column, code in dataset.variables.items() if code in described.variables}
    decoded: dict[str, Any] = dict(by_column)
    places = table[CONTENTS].combine_chunks()
    places = places.chunk(0) if isinstance(places, pa.ChunkedArray) else places

    def of_contents(texts: list[str | None]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(places.indices, pa.array(texts, pa.string()))

    decoded["innhold_tekst"] = of_contents([contents.labels.get(code) for code in contents.codes])
    decoded["enhet"] = of_contents([contents.units.get(code) or None for code in contents.codes])
    if others := [code for code in described.variables if code not in dataset.variables.values()]:
        named = [pc.binary_join_element_wise(code, table[code].cast(pa.string()), "=") for code in others]
        decoded["inndeling"] = pc.binary_join_element_wise(*named, " ")
    decoded["verdi"] = decoded["personer"] = table["value"]
    decoded["status"] = table["status"]
    rows = table.num_rows
    decoded["tabell"] = pa.array([dataset.tabell] * rows, pa.string())
    decoded["oppdatert"] = pa.array([_moment(record["oppdatert"])] * rows, pa.timestamp("s", "UTC"))
    decoded["hentet"] = pa.array([_moment(record["hentet"])] * rows, pa.timestamp("s", "UTC"))
    try:
        return pa.table(
            {name: (_cast(decoded[name], kind) if name in decoded else pa.nulls(rows, kind)) for name, kind in COLUMNS[dataset.slag]}
        )
    except (pa.ArrowInvalid, ValueError) as error:
        raise SsbError(f"Table {dataset.tabell}: a value is not what {dataset.navn} holds: {error}.") from error


def _cast(column: pa.ChunkedArray | pa.Array, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    return column.cast(kind)


def _codes(extract: Extract, document: Mapping[str, Any], record: Mapping[str, Any]) -> pa.Table:
    """A list of KLASS: codes with their parent and validity, changes from old to new, or codes under what they correspond to."""
    kinds = ("codes", "codeChanges", "correspondenceItems")
    rows = next((document[kind] for kind in kinds if kind in document), None)
    # nothing has changed in the years asked for: an answer too
    unchanged = rows == [] and "codeChanges" in document
    if not isinstance(rows, list) or not (rows or unchanged) or not all(isinstance(row, dict) for row in rows):
        raise SsbError(f"KLASS answers {extract.path} without {', '.join(kinds[:2])} or {kinds[2]}.")
    names = {
        "kode": ("code", "newCode", "targetCode"),
        "navn": ("name", "newName", "targetName"),
        "fra_kode": ("oldCode",),
        "fra_navn": ("oldName",),
        "overordnet": ("parentCode", "sourceCode"),
        "nivaa": ("level",),
        "gyldig_fra": ("validFromInRequestedRange", "validFrom", "changeOccurred"),
        "gyldig_til": ("validToInRequestedRange", "validTo"),
    }
    columns = {
        name: [next((str(row[key]) for key in keys if row.get(key) not in (None, "")), None) for row in rows]
        for name, keys in names.items()
    }
    asked = ",".join(f"{key}={value}" for key, value in extract.parameters)
    columns |= {"liste": [extract.dataset.navn] * len(rows), "spurt": [asked] * len(rows)}
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return table.append_column("hentet", pa.array([_moment(record["hentet"])] * len(rows), pa.timestamp("s", "UTC")))


def _origin(answer: Answer, updated: str) -> bytes:
    record = {
        "kilde": "Statistisk sentralbyrå",
        "lisens": "CC BY 4.0",
        "metode": answer.method,
        "adresse": answer.url,
        "utvalg": answer.body,
        "sha256": hashlib.sha256(answer.raw).hexdigest(),
        "oppdatert": updated,
        "hentet": answer.fetched.isoformat(),
        "under_revisjon": answer.fetched.hour in _REVISING,
        "svarhoder": answer.headers,
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _record(path: Path) -> dict[str, Any] | None:
    with suppress(OSError, ValueError):
        record = json.loads(path.read_bytes())
        if isinstance(record, dict) and {"sha256", "oppdatert", "hentet", "under_revisjon"} <= record.keys():
            return record
    return None


def _still_revising(fetched: str) -> bool:
    """Figures fetched in the hours of revision are to be fetched again, but not before those hours are over."""
    then, now = _moment(fetched), datetime.now(UTC)
    return then is not None and then.date() == now.date() and now.hour in _REVISING


def _later(one: str, other: str) -> bool:
    """Whether SSB's date `one` is later than `other`, however each is written; what has no date is not later than anything."""
    first, second = _moment(one), _moment(other)
    return first is not None and (second is None or first > second)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
