"""What a person decides about a package that was read by machine: a cell, how a row is split, what a row is; and that it is looked over.

Every decision is kept in the package with who made it and when: a number that a person laid in its place has `person` in
plassering.csv, the cell in lesing.tsv says so, and endringer.tsv is the record of all of them. Nothing outside the package's folder is
written, and each file is written whole or not at all.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kommunevarehus.lesing.layouts import Layout, normal, read_layouts, without_number
from kommunevarehus.lesing.numbers import Style, number_of, splits
from kommunevarehus.lesing.package import CONTRADICTION, UNSEEN, contradictions
from kommunevarehus.lesing.reading import SETTLED, UNCERTAIN
from kommunevarehus.packagecheck import Check, check_package
from kommunevarehus.packages import DESCRIPTION, report_folders
from kommunevarehus.project import Project, WarehouseError

PERSON = "person"
LOG = "endringer.tsv"
_LOG = ("naar", "hvem", "tabell", "rad", "kolonne", "fra", "til")
_READING = ("tabell", "rad", "kolonne", "sikkerhet", "lest", "alternativer", "note", "sted", "trykt")
_LONGEST_NAME = 80
_LONGEST_WORDS = 400
_YEARS_AWAY = 15
# What a column can be said to measure on the page, and the units of amounts.
MEASURES = (
    "regnskap", "regulert_budsjett", "opprinnelig_budsjett", "okonomiplan", "avvik", "avvik_pst", "prognose", "endring", "endring_pst",
    "snitt", "regnskap_hittil", "budsjett_hittil", "avvik_hittil",
)  # fmt: skip
UNITS = ("kr", "1000 kr", "mill. kr", "mrd. kr", "pst")
# What is done with a number that a finding is about, and how the finding says it.
EFFECTS = {"merk": "Tallet som trykt, merket.", "utelat": "Ikke tallet: det er utelatt."}
_MOST_SPLITS = 12
_DOUBT = {UNCERTAIN: 0, SETTLED: 1}


class ReviewError(WarehouseError):
    """The decision cannot be written: what is wrong with it, in Norwegian, for the person who made it."""

    exit_code = 9


@dataclass(frozen=True)
class ReviewCell:
    """A cell as the package has it, how sure it is (`person`: someone has decided it), and what it may be, `` for a blank."""

    text: str
    certainty: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewRow:
    """A row of a table: its label, the code that it has (empty where the warehouse finds it), the source, and its cells by column."""

    number: str
    label: str
    code: str
    place: str
    source: str
    cells: Mapping[str, ReviewCell]

    @property
    def doubtful(self) -> bool:
        """Whether a cell of it is unclear."""
        return any(cell.certainty == UNCERTAIN for cell in self.cells.values())


@dataclass(frozen=True)
class Meaning:
    """What a column measures, and of which year."""

    measure: str
    year: int


@dataclass(frozen=True)
class ReviewTable:
    """A table of the package: its id, title and layout, its value columns with what is printed over them, and its rows."""

    table_id: str
    title: str
    layout: str
    columns: tuple[str, ...]
    heads: Mapping[str, str]
    rows: tuple[ReviewRow, ...]
    year: int  # the report's
    meant: Mapping[str, Meaning]  # of the columns that someone has said what measure

    @property
    def counts(self) -> Mapping[str, int]:
        """How many cells there are of each certainty."""
        return Counter(cell.certainty for row in self.rows for cell in row.cells.values())

    @property
    def by_doubt(self) -> list[ReviewRow]:
        """The rows with an unclear cell first, then those settled by arithmetic, then the others, each in the source's order."""
        return sorted(self.rows, key=lambda row: min((_DOUBT.get(cell.certainty, len(_DOUBT)) for cell in row.cells.values()), default=9))


def read_packages(project: Project) -> list[Path]:
    """The packages that were read by machine, in every folder of reports."""
    return sorted(path.parent for folder in report_folders(project) for path in folder.glob("*/lesing.tsv"))


def tables(folder: Path) -> list[ReviewTable]:
    """The tables of a package that was read by machine, each cell beside its source.

    Raises:
        ReviewError: the folder is no such package.

    """
    if not (folder / "lesing.tsv").is_file() or not (folder / DESCRIPTION).is_file():
        raise ReviewError(f"{folder.name} er ikke en pakke som er lest av maskin: den har ingen lesing.tsv.")
    try:
        return _tables(folder)
    except KeyError as error:
        raise ReviewError(f"{folder.name} har en fil uten kolonnen {error}. `kommunevarehus sjekk` sier hva som er galt.") from error


def _tables(folder: Path) -> list[ReviewTable]:
    year = re.search(r"\d{4}$", folder.name)
    of_report = int(year[0]) if year else datetime.now(UTC).year
    read = {(row["tabell"], row["rad"], row["kolonne"]): row for row in _rows(folder / "lesing.tsv")}
    codes = {(row["oppstilling"], normal(row["etikett"]), row.get("forekomst") or "1"): row["kode"] for row in _rows(folder / "rader.csv")}
    heads = {(row.get("tabell", ""), row["kolonne"]): row.get("overskrift", "") for row in _rows(folder / "kolonner.csv")}
    found = []
    for table in _rows(folder / "tabeller.csv"):
        file = _table_file(folder, table["tabell"])
        lines = _rows(file)
        columns = tuple(name for name in (lines[0] if lines else ()) if name not in ("rad", "gruppe", "etikett"))
        rows, seen = [], dict[str, int]()
        for line in lines:
            name = normal(line["etikett"])
            seen[name] = seen.get(name, 0) + 1
            own = {column: read.get((table["tabell"], line["rad"], column), {}) for column in columns}
            cells = {
                column: ReviewCell(line[column], one.get("sikkerhet", ""), _alternatives(one.get("alternativer", "")))
                for column, one in own.items()
            }
            first = next(iter(own.values()), {})
            code = codes.get((table["oppstilling"], name, str(seen[name])), "")
            rows.append(ReviewRow(line["rad"], line["etikett"], code, first.get("sted", ""), first.get("trykt", ""), cells))
        meant = {
            one["kolonne"]: Meaning(one.get("maal", ""), of_report + int(one.get("aar") or 0))
            for one in _rows(folder / "kolonner.csv")
            if one.get("tabell") == table["tabell"] and re.fullmatch(r"[+-]?\d{0,2}", one.get("aar", ""))
        }
        over = {column: heads.get((table["tabell"], column)) or column.replace("_", " ") for column in columns}
        found.append(ReviewTable(table["tabell"], table["tittel"], table["oppstilling"], columns, over, tuple(rows), of_report, meant))
    return found


def _alternatives(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" | ")) if text else ()


def findings(folder: Path) -> list[dict[str, str]]:
    """What is found to contradict itself in the source, by the machine or a person: the rows of funn.csv."""
    return _rows(folder / "funn.csv")


def decisions(folder: Path) -> list[dict[str, str]]:
    """What has been decided about a package, the latest first: naar, hvem, tabell, rad, kolonne, fra, til."""
    return _rows(folder / LOG)[::-1]


def ways(row: ReviewRow) -> list[tuple[str, ...]]:
    """The ways to split a row's source over its columns, likeliest first: as printed numbers, `` for a blank."""
    found: dict[tuple[str, ...], float] = {}
    count = len(row.cells)
    for style in (Style(), Style(glued=True), Style(plain=True), Style(spaced_minus=True), Style(notes=True), Style(dots=True)):
        for split in splits(f" {row.source}", count, style)[:_MOST_SPLITS]:
            values = tuple(value.text if value.number is not None or value.text == "-" else "" for value in split.values)
            found[values] = min(split.cost, found.get(values, split.cost))
    return sorted(found, key=lambda values: found[values])[:_MOST_SPLITS]


def set_cell(project: Project, folder: Path, table_id: str, row: str, column: str, value: str, who: str) -> Check:
    """Decide what a cell is: a number as printed, a dash, or nothing. The package is checked anew, and its own findings with it.

    Raises:
        ReviewError: there is no such cell, it is no number, or nobody is named.

    """
    return _set(project, folder, table_id, row, {column: value}, who)


def set_row(project: Project, folder: Path, table_id: str, row: str, values: Sequence[str], who: str) -> Check:
    """Decide how a row's source is split over its columns. Every digit of the values stands in the source, in its order.

    Raises:
        ReviewError: as set_cell; or the values are not those of the source, which only a single cell may be.

    """
    table = _table(folder, table_id)
    line = _line(table, row)
    if len(values) != len(table.columns):
        raise ReviewError(f"Rad {row} har {len(table.columns)} kolonner, og delingen har {len(values)} verdier.")
    digits, printed = re.sub(r"\D", "", "".join(values)), re.sub(r"\D", "", line.source)
    if not printed.endswith(digits):
        raise ReviewError(f"Delingen har andre sifre enn kilden («{line.source}»). Rett en enkelt celle hvis kilden er feil gjengitt.")
    return _set(project, folder, table_id, row, dict(zip(table.columns, values, strict=True)), who)


def posts(project: Project, folder: Path, layout: str) -> dict[str, str]:
    """The posts that a row of a table with this layout can be, in its order and then the package's own: code and name."""
    shared: Layout | None = read_layouts(project.root / "seeds/oppstillinger").get(layout)
    ordered = (
        sorted(shared.signs, key=lambda code: shared.posts[code].place if code in shared.posts else len(shared.signs)) if shared else []
    )
    return {code: shared.posts[code].name if shared and code in shared.posts else code for code in ordered} | _own_posts(folder, layout)


def _own_posts(folder: Path, layout: str) -> dict[str, str]:
    return {post["post_id"]: post.get("navn", "") for post in _rows(folder / "poster.csv") if post["oppstilling"] == layout}


def set_code(project: Project, folder: Path, table_id: str, row: str, code: str, who: str) -> Check:
    """Decide which post a row is: one of the layout's, or of the package's own.

    Raises:
        ReviewError: there is no such row, the table has no layout with posts, or the layout has no such post.

    """
    name = _name(who)
    table = _table(folder, table_id)
    line = _line(table, row)
    shared: Layout | None = read_layouts(project.root / "seeds/oppstillinger").get(table.layout)
    own = _own_posts(folder, table.layout)
    known = posts(project, folder, table.layout)
    if not known:
        raise ReviewError(f"Tabell {table_id} har ingen oppstilling med poster; velg oppstilling i tabeller.csv først.")
    if code not in known:
        near = sorted(known, key=lambda one: (-len(set(one.split("_")) & set(code.split("_"))), one))[:3]
        raise ReviewError(f"«{code}» er ingen post i {table.layout}. Nærmest: {', '.join(near)}.")
    label = normal(line.label)
    occurrence = sum(normal(one.label) == label for one in table.rows[: table.rows.index(line) + 1])
    rows = _rows(folder / "rader.csv")
    before = next((one for one in rows if _is_row(one, table.layout, label, occurrence)), None)
    sign = shared.signs.get(code) if shared else None
    after = {
        **(before or {"gruppe": "*", "forekomst": str(occurrence), "krav": "nei"}),
        "oppstilling": table.layout, "etikett": line.label, "kode": code,
        "fortegn": str(sign) if sign is not None else (before or {}).get("fortegn", "1"),
    }  # fmt: skip
    kept = [one for one in rows if one is not before]
    _write(folder, "rader.csv", [*kept, after], _heads(project, "rader.csv"))
    if before and before["kode"] in own and not any(one["kode"] == before["kode"] for one in kept):
        # The post that the reader made for the row alone.
        others = [one for one in _rows(folder / "poster.csv") if (one["oppstilling"], one["post_id"]) != (table.layout, before["kode"])]
        _write(folder, "poster.csv", others, _heads(project, "poster.csv"))
    _log(folder, name, table_id, row, "kode", line.code, code)
    return recheck(project, folder)


def set_column(project: Project, folder: Path, table_id: str, column: str, measure: str, year: int, unit: str, who: str) -> Check:
    """Decide what a column is: what it measures (MEASURES), of which year, and in which unit, `` for the table's own.

    Raises:
        ReviewError: there is no such column, no such measure or unit, the year is far from the report's, or nobody is named.

    """
    name = _name(who)
    table = _table(folder, table_id)
    if column not in table.columns:
        raise ReviewError(f"Tabell {table_id} har ingen kolonne «{column}»: den har {', '.join(table.columns)}.")
    if measure not in MEASURES:
        raise ReviewError(f"«{measure}» er ikke noe en kolonne måler. Velg en av {', '.join(MEASURES)}.")
    if unit not in ("", *UNITS):
        raise ReviewError(f"«{unit}» er ingen enhet. Velg en av {', '.join(UNITS)}.")
    if abs(year - table.year) > _YEARS_AWAY:
        raise ReviewError(f"{year} er langt fra rapportens år, {table.year}. Skriv et år i nærheten.")
    rows = _rows(folder / "kolonner.csv")
    before = next((one for one in rows if (one.get("tabell"), one["kolonne"]) == (table_id, column)), None)
    step = year - table.year
    after = {
        **(before or {"tabell": table_id, "kolonne": column, "overskrift": table.heads[column]}),
        "maal": measure, "aar": f"{step:+d}" if step else "0", "maaleenhet": unit or ("pst" if measure.endswith("_pst") else ""),
    }  # fmt: skip
    _write(folder, "kolonner.csv", [*(one for one in rows if one is not before), after], _heads(project, "kolonner.csv"))
    was = f"{before['maal']} {before.get('aar', '')}" if before else ""
    _log(folder, name, table_id, "", column, was, f"{measure} {year} {unit}".strip())
    return recheck(project, folder)


def judge(project: Project, folder: Path, finding: str, effect: str, words: str, who: str) -> Check:
    """Decide what a contradiction in the source is, in words, and if its place is used as printed (`merk`) or left out (`utelat`).

    Raises:
        ReviewError: there is no such finding or effect, no words, or nobody is named.

    """
    name = _name(who)
    rows = _rows(folder / "funn.csv")
    words = re.sub(r"\s+", " ", words).strip()
    if finding not in {row["funn_id"] for row in rows}:
        raise ReviewError(f"{folder.name} har ikke funnet {finding}.")
    if effect not in EFFECTS:
        raise ReviewError(f"«{effect}» er ikke noe man gjør med et funn. Velg en av {', '.join(EFFECTS)}.")
    if not re.search(r"\w{3}", words) or len(words) > _LONGEST_WORDS or not words.isprintable():
        raise ReviewError("Skriv i en setning hva motsigelsen er, eller hvorfor tallet brukes slik.")
    judged = [
        row | {"vurdering": f"{words} ({name}, {_today()})", "vi_bruker": EFFECTS[effect]} if row["funn_id"] == finding else row
        for row in rows
    ]
    _write(folder, "funn.csv", judged, _heads(project, "funn.csv"))
    used = _rows(folder / "funn_virkning.csv")
    changed = [
        row | {"virkning": effect, "verdi": "", "enhet": "", "grunn": f"Vi bruker: {words}"} if row["funn_id"] == finding else row
        for row in used
    ]
    _write(folder, "funn_virkning.csv", changed, _heads(project, "funn_virkning.csv"))
    before = next(row["vurdering"] for row in rows if row["funn_id"] == finding)
    _log(folder, name, "", "", finding, before, f"{effect}: {words}")
    return recheck(project, folder)


def accept(project: Project, folder: Path, who: str) -> Check:
    """Say in the package that a person has looked it over; only one that can be built. What is still unclear stays lost.

    Raises:
        ReviewError: nobody is named, or the package cannot be built.

    """
    name = _name(who)
    tables(folder)
    check = recheck(project, folder)
    if check.faults:
        raise ReviewError(f"{folder.name} kan ikke godtas: {check.faults[0]}")
    path = folder / DESCRIPTION
    description = json.loads(path.read_text("utf-8"))
    seen = f"Sett over av {name} {_today()}."
    text = str(description.get("description", ""))
    description["description"] = text.replace(UNSEEN, seen) if UNSEEN in text else f"{text} {seen}".strip()
    _replace(path, json.dumps(description, ensure_ascii=False, indent=2) + "\n")
    _log(folder, name, "", "", "pakken", "", "godtatt")
    return check_package(project, folder)


def recheck(project: Project, folder: Path) -> Check:
    """Check the package, and write anew the contradictions that the machine found and nobody has judged, if they are there still."""
    judged = [row for row in _rows(folder / "funn.csv") if CONTRADICTION not in row.get("vurdering", "")]
    machine = {row["funn_id"] for row in _rows(folder / "funn.csv")} - {row["funn_id"] for row in judged}
    for file in ("funn.csv", "funn_virkning.csv", "funn_avvik.csv"):
        if rows := _rows(folder / file):
            _write(folder, file, [row for row in rows if row["funn_id"] not in machine], _heads(project, file))
    check = check_package(project, folder)
    number = max((int(digits) for row in judged if (digits := re.sub(r"\D", "", row["funn_id"]))), default=0)
    found = contradictions(folder, check, number)
    for file, rows in found.items():
        _write(folder, file, [*_rows(folder / file), *rows], _heads(project, file))
    return check_package(project, folder) if found else check


def _set(project: Project, folder: Path, table_id: str, row: str, values: Mapping[str, str], who: str) -> Check:
    name = _name(who)
    table = _table(folder, table_id)
    line = _line(table, row)
    clean = {column: _value(value) for column, value in values.items()}
    if strange := [column for column in clean if column not in table.columns]:
        raise ReviewError(f"Tabell {table_id} har ingen kolonne «{strange[0]}»: den har {', '.join(table.columns)}.")
    changed = {
        column: value for column, value in clean.items() if (value, PERSON) != (line.cells[column].text, line.cells[column].certainty)
    }
    if not changed:
        return check_package(project, folder)
    file = _table_file(folder, table_id)
    lines = _rows(file)
    for one in lines:
        if one["rad"] == row:
            one.update(changed)
    _write(folder, file.relative_to(folder).as_posix(), lines, list(lines[0]))
    cells = {(table_id, row, column) for column in changed}
    lost = _rows(folder / "utledet.csv")
    if any(_key(one) in cells for one in lost):
        _write(folder, "utledet.csv", [one for one in lost if _key(one) not in cells], _heads(project, "utledet.csv"))
    placed = [one for one in _rows(folder / "plassering.csv") if _key(one) not in cells]
    for column, value in changed.items():
        if value:
            was = line.cells[column]
            read = " eller ".join(one or "tom" for one in was.alternatives) if was.certainty == UNCERTAIN else was.text or "tom"
            basis = f"Bestemt av {name} {_today()}: {value}. Kilden har «{line.source}»; maskinen leste {read}."
            placed.append({"tabell": table_id, "rad": row, "kolonne": column, "plassering": PERSON, "grunnlag": basis})
    _write(folder, "plassering.csv", placed, _heads(project, "plassering.csv"))
    reading = _rows(folder / "lesing.tsv")
    for one in reading:
        if _key(one) in cells:
            one.update(sikkerhet=PERSON, lest=changed[one["kolonne"]])
    _write(folder, "lesing.tsv", reading, _READING)
    _count(project, folder, table_id, lines, table.columns)
    for column, value in changed.items():
        _log(folder, name, table_id, row, column, line.cells[column].text, value)
    return recheck(project, folder)


def _count(project: Project, folder: Path, table_id: str, lines: Sequence[Mapping[str, str]], columns: Sequence[str]) -> None:
    """The numbers of the table, counted anew where they are counted."""
    rows = _rows(folder / "tabeller.csv")
    for one in rows:
        if one["tabell"] == table_id and one.get("tallceller"):
            values = (number_of(line[column]) for line in lines for column in columns)
            one["tallceller"] = str(sum(value is not None and value.number is not None for value in values))
    _write(folder, "tabeller.csv", rows, _heads(project, "tabeller.csv"))


def _value(text: str) -> str:
    """A number as a package has it."""
    text = re.sub(r"\s+", " ", text).strip()
    value = number_of(text)
    if value is None or (value.percent and value.number is None):
        raise ReviewError(f"«{text[:40]}» er ikke et tall. Skriv det som trykt (1 234, -1 234, 12,5), en strek, eller ingenting.")
    return re.sub(r"(?<=\d)\.(?=\d{3}(?:\D|$))", " ", value.text)


def _name(who: str) -> str:
    name = re.sub(r"\s+", " ", who).strip()
    if not re.search(r"\w{2}", name) or len(name) > _LONGEST_NAME or not name.isprintable():
        raise ReviewError("Skriv navnet på den som bestemmer: det følger med pakken.")
    return name


def _table(folder: Path, table_id: str) -> ReviewTable:
    for table in tables(folder):
        if table.table_id == table_id:
            return table
    raise ReviewError(f"{folder.name} har ingen tabell {table_id}.")


def _line(table: ReviewTable, row: str) -> ReviewRow:
    for line in table.rows:
        if line.number == row:
            return line
    raise ReviewError(f"Tabell {table.table_id} har ingen rad {row}.")


def _table_file(folder: Path, table_id: str) -> Path:
    files = [path for path in (folder / "tabeller").glob("*.csv") if path.name.startswith(f"{table_id}_")]
    if len(files) != 1:
        raise ReviewError(f"Fant ikke filen til tabell {table_id} i {folder.name}/tabeller.")
    return files[0]


def _is_row(row: Mapping[str, str], layout: str, label: str, occurrence: int) -> bool:
    labels = (label, normal(without_number(label)))
    return row["oppstilling"] == layout and normal(row["etikett"]) in labels and (row.get("forekomst") or "1") == str(occurrence)


def _key(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["tabell"], row["rad"], row["kolonne"]


def _heads(project: Project, file: str) -> list[str]:
    """The columns that a package's file may have."""
    return [row["kolonne"] for row in _rows(project.root / "seeds/kodeverk/pakkeskjema.csv") if row["fil"] == file]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(stream, delimiter=_delimiter(path.name))]


def _delimiter(name: str) -> str:
    return "\t" if name.endswith(".tsv") else ","


def _write(folder: Path, file: str, rows: Sequence[Mapping[str, str]], columns: Iterable[str]) -> None:
    """A file of the package, whole; one without rows is taken away, and the package's description follows."""
    path = folder / file
    if not rows:
        path.unlink(missing_ok=True)
        _describe(folder, file, None)
        return
    used = list(columns)
    temporary = path.with_name(f".{path.name}.ny")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, used, delimiter=_delimiter(file), lineterminator="\n", restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    temporary.replace(path)
    if file.endswith(".csv"):
        _describe(folder, file, used)


def _describe(folder: Path, file: str, columns: Sequence[str] | None) -> None:
    """Say in datapackage.json that the file has these columns, or is no more."""
    path = folder / DESCRIPTION
    description = json.loads(path.read_text("utf-8"))
    before = description.get("resources", [])
    resources = [one for one in before if one.get("path") != file]
    if columns is not None:
        fields = [{"name": column, "type": "string"} for column in columns]
        resources.append({"name": file.removesuffix(".csv").replace("/", "-"), "path": file, "schema": {"fields": fields}})
    resources.sort(key=lambda one: str(one.get("path")))
    if resources != before:
        description["resources"] = resources
        _replace(path, json.dumps(description, ensure_ascii=False, indent=2) + "\n")


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.ny")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)


def _log(folder: Path, who: str, table_id: str, row: str, column: str, before: str, after: str) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    line = dict(zip(_LOG, (now, who, table_id, row, column, before, after), strict=True))
    _write(folder, LOG, [*_rows(folder / LOG), line], _LOG)


def _today() -> str:
    return datetime.now(UTC).strftime("%d.%m.%Y")
