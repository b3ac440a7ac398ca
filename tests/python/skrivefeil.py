"""Slips in what ships, made by the hundred, and which of them the checks of a package notice.

Each slip gets a copy of its table, beside the true one, in the same in-memory database: the table is called `02Q17`, with its rules, its
columns and its lines of the source; every check then runs once, by the project's own SQL, over all copies. A copy without a slip (`02Q0`)
tells what is said of a copy as such: only what is said besides counts.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from kommunevarehus.models import Models
from kommunevarehus.packages import FAULTS, KINDS
from kommunevarehus.project import Project

SEED = 2020
# What every check says by itself. int_rapport__feil counts what may follow from other faults in one line; here those are other slips'.
CHECKS = (
    *("pakke", "fil", "skjema", "enhet", "rad", "celle", "kilde", "felt", "kolonne", "sammenheng", "rimelig", "helhet", "utsagn"),
    *("funn", "utledet", "forventning"),
)
EVERY_CHECK = " union all ".join(
    f"select rapport_id, fil, cast(linje as integer) as linje, kolonne, melding, 1 as trinn from {{{{ ref('int_kontroll__{name}') }}}}"
    for name in CHECKS
)
SOURCE_TEXT = "kilde*.txt"


@dataclass(frozen=True)
class Cell:
    """A printed number."""

    report: str
    table: str
    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Slip:
    """`cells` are the texts of the places that change, by row and column."""

    kind: str
    at: Cell
    cells: dict[tuple[int, str], str]


Table = dict[tuple[int, str], str | None]
# How a slip of each kind changes the cell: from the cell and its table to the changed places; none where it cannot be made.
Maker = Callable[[Cell, Table, random.Random], dict[tuple[int, str], str] | None]


def lost_comma(cell: Cell, table: Table, rng: random.Random) -> dict[tuple[int, str], str] | None:
    """`2,4` → `24`."""
    return {(cell.row, cell.column): cell.text.replace(",", "")} if re.search(r"[1-9]", cell.text) and "," in cell.text else None


def swapped_digits(cell: Cell, table: Table, rng: random.Random) -> dict[tuple[int, str], str] | None:
    """`1 234` → `1 324`."""
    digits = [place for place, sign in enumerate(cell.text) if sign.isdigit()]
    pairs = [(a, b) for a, b in pairwise(digits) if cell.text[a] != cell.text[b]]
    if not pairs:
        return None
    signs, (a, b) = list(cell.text), rng.choice(pairs)
    signs[a], signs[b] = signs[b], signs[a]
    return {(cell.row, cell.column): "".join(signs)}


def swapped_neighbours(cell: Cell, table: Table, rng: random.Random) -> dict[tuple[int, str], str] | None:
    """The cell and the one beside it."""
    row = [column for (number, column) in table if number == cell.row]
    beside = [column for column in row if abs(row.index(column) - row.index(cell.column)) == 1]
    others = [column for column in beside if table[cell.row, column] not in (None, cell.text)]
    if not others:
        return None
    other = rng.choice(others)
    return {(cell.row, cell.column): table[cell.row, other] or "", (cell.row, other): cell.text}


def swapped_rows(cell: Cell, table: Table, rng: random.Random) -> dict[tuple[int, str], str] | None:
    """The row's cells and those of the next, or of the one before."""
    rows = sorted({number for number, _ in table})
    place = rows.index(cell.row)
    for other in [*rows[place + 1 : place + 2], *rows[max(place - 1, 0) : place]]:
        columns = [column for number, column in table if number == cell.row and (other, column) in table]
        changed = {(cell.row, c): table[other, c] or "" for c in columns} | {(other, c): table[cell.row, c] or "" for c in columns}
        if any(text != (table[at] or "") for at, text in changed.items()):
            return changed
    return None


def wrong_sign(cell: Cell, table: Table, rng: random.Random) -> dict[tuple[int, str], str] | None:
    """`-4 140` → `4 140`, or the other way."""
    if not re.search(r"[1-9]", cell.text):
        return None
    bare = re.sub(r"^[-+\u2212\u2013] ?", "", cell.text)
    return {(cell.row, cell.column): bare if bare != cell.text else f"-{cell.text}"}


def wrong_unit(cell: Cell, table: Table, rng: random.Random) -> dict[tuple[int, str], str] | None:
    """`1 234` → `1 234 000`, or `2 883 062` → `2 883`: a thousand times too large or too small."""
    if not re.fullmatch(r"[-+\u2212\u2013]? ?\d{1,3}([ \u00a0]\d{3})*", cell.text) or not re.search(r"[1-9]", cell.text):
        return None
    return {(cell.row, cell.column): cell.text[:-4] if re.search(r"\d[ \u00a0]\d{3}[ \u00a0]\d{3}$", cell.text) else f"{cell.text} 000"}


KINDS_OF_SLIPS: dict[str, Maker] = {
    "tapt komma": lost_comma,
    "byttede siffer": swapped_digits,
    "byttede naboer": swapped_neighbours,
    "byttede rader": swapped_rows,
    "feil fortegn": wrong_sign,
    "feil enhet": wrong_unit,
}


def shipped(project: Project, *, text: bool = True) -> Models:
    """The models of a project with the packages that ship, with or without the text of their sources."""
    kinds = [kind for kind in KINDS if text or kind != SOURCE_TEXT]
    folder = project.root / "seeds" / "rapporter"
    globs = [f"{folder}/*/{kind}" for kind in kinds if any(folder.glob(f"*/{kind}"))]
    return Models(project, [f"{project.root}/seeds/oppstillinger/*.csv", *globs])


def draw(project: Project, *, cells: int) -> list[Slip]:
    """Slips of every kind in so many cells drawn at random, the same each time; if they are as many as the tables, of every table."""
    rng = random.Random(SEED)
    with shipped(project) as models:
        rows = models.rows(
            "select rapport_id, tabell, rad, kolonne, raatekst, status from {{ ref('int_celle__lest') }} as c "
            "inner join {{ ref('int_kolonne__tydet') }} as k using (rapport_id, tabell, kolonne) order by rapport_id, tabell, rad, k.plass"
        )
    printed: dict[tuple[str, str], Table] = defaultdict(dict)
    numbers: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for report, table, row, column, text, status in rows:
        printed[report, table][row, column] = text
        if status == "verdi":
            numbers[report, table].append(Cell(report, table, row, column, text))
    chosen = rng.sample([cell for place in sorted(numbers) for cell in numbers[place]], cells)
    if cells >= len(numbers):
        drawn = {(cell.report, cell.table) for cell in chosen}
        chosen += [rng.choice(numbers[place]) for place in sorted(numbers) if place not in drawn]
    slips = []
    for cell in chosen:
        place = cell.report, cell.table
        for kind, make in KINDS_OF_SLIPS.items():
            changed = make(cell, printed[place], rng)
            if changed and any(_said_shortly(text) != _said_shortly(printed[place][at]) for at, text in changed.items()):
                slips.append(Slip(kind, cell, changed))
    return slips


def _said_shortly(text: str | None) -> str:
    """A number without its spaces: `10 000` for `10000` is no slip."""
    return re.sub(r"\s", "", text or "")


# What belongs to a table, and is copied with it: the relation, its columns that change, and which rows.
_COPIED = {
    "stg_rapport__tabell": ("tabell", "t.tabell || k.merke", "t.tabell = k.tabell"),
    "stg_rapport__kolonne": ("tabell", "t.tabell || k.merke", "t.tabell = k.tabell"),
    "stg_rapport__utledet": ("tabell", "t.tabell || k.merke", "t.tabell = k.tabell"),
    "stg_rapport__unntak": (
        "nokkel",
        "k.tabell || k.merke || t.nokkel[length(k.tabell) + 1:]",
        "(t.nokkel = k.tabell or starts_with(t.nokkel, k.tabell || '|'))",
    ),
}
_TAG = re.compile(r"([0-9A-Za-z])Q(\d+)(?![0-9A-Za-z])")
_RULE_TAG = re.compile(r"_q(\d+)\|")


def caught(project: Project, slips: list[Slip], *, text: bool = True) -> list[bool]:
    """Which of the slips a check notices, in their order."""
    with shipped(project, text=text) as models:
        _copy(models, slips)
        said = _said(models.rows(FAULTS.format(relation=f"({EVERY_CHECK})")))
    return [bool(said[slip.at.report, number] - said[slip.at.report, 0]) for number, slip in enumerate(slips, start=1)]


def _copy(models: Models, slips: list[Slip]) -> None:
    """Put a copy of its table beside the true one for each slip, and one without a slip for each table."""
    tables = dict.fromkeys((slip.at.report, slip.at.table) for slip in slips)
    copies = [(*place, 0) for place in tables] + [(s.at.report, s.at.table, number) for number, s in enumerate(slips, start=1)]
    _table(models, "kopi", ["rapport_id", "tabell", "nr"], copies)
    changes = [
        (s.at.report, s.at.table, number, row, column, changed)
        for number, s in enumerate(slips, start=1)
        for (row, column), changed in s.cells.items()
    ]
    _table(models, "endring", ["rapport_id", "tabell", "nr", "rad", "kolonne", "tekst"], changes)
    models.rows("create table k as select rapport_id, tabell, cast(nr as integer) as nr, 'Q' || nr as merke from kopi")
    for name, (column, value, where) in _COPIED.items():
        models.rows(
            f"insert into {{{{ ref('{name}') }}}} by name select t.* replace ({value} as {column}) "
            f"from {{{{ ref('{name}') }}}} as t inner join k on t.rapport_id = k.rapport_id and {where}"
        )
    models.rows(
        """insert into {{ ref('stg_rapport__celle') }} by name
        select t.* replace (
            t.tabell || k.merke as tabell,
            concat('tabeller/', t.tabell, k.merke, '_', regexp_extract(t.fil, '_(.*)$', 1)) as fil,
            case when e.nr is null then t.raatekst else nullif(e.tekst, '') end as raatekst
        )
        from {{ ref('stg_rapport__celle') }} as t
        inner join k on t.rapport_id = k.rapport_id and t.tabell = k.tabell
        left join endring as e on t.rapport_id = e.rapport_id and t.tabell = e.tabell and k.nr = cast(e.nr as integer)
            and t.rad = cast(e.rad as integer) and t.kolonne = e.kolonne"""
    )
    models.rows(
        """insert into {{ ref('stg_rapport__regel') }} by name
        select t.* replace (
            concat(t.regel_id, '_q', k.nr) as regel_id,
            regexp_replace(t.formel, '(^|[^A-Za-z0-9])' || k.tabell || '\\[', '\\1' || k.tabell || k.merke || '[', 'g') as formel
        )
        from {{ ref('stg_rapport__regel') }} as t
        inner join k on t.rapport_id = k.rapport_id and regexp_matches(t.formel, '(^|[^A-Za-z0-9])' || k.tabell || '\\[')"""
    )


def _table(models: Models, name: str, columns: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    """A table of texts in the models' database."""
    text = json.dumps([dict(zip(columns, map(str, row), strict=True)) for row in rows], ensure_ascii=False).replace("'", "''")
    fields = ", ".join(f"r ->> '{column}' as {column}" for column in columns)
    models.rows(f"create table {name} as select {fields} from (select unnest(json('{text}')::json[]) as r)")


def _said(faults: list[tuple[str, str, int, str | None, str]]) -> dict[tuple[str, int], set[tuple[str, ...]]]:
    """What is said of each copy, without its number; of a contradiction only which it is: a finding explains the true table's."""
    said: dict[tuple[str, int], set[tuple[str, ...]]] = defaultdict(set)
    for report, file, _, column, message in faults:
        numbers = {int(found[2]) for found in _TAG.finditer(f"{file} {message}")} | {int(n) for n in _RULE_TAG.findall(message)}
        if len(numbers) != 1 or message.startswith("the same figure stands in two places"):
            continue
        told = _RULE_TAG.sub("|", _TAG.sub(r"\1", message))
        if again := re.match(r"the key figure .* in (\w+)\|", told):
            own = re.match(r"tabeller/([0-9A-Za-z]+)_", _TAG.sub(r"\1", file))
            if own and own[1] == again[1]:
                continue  # the true table, or another copy of it
        if told.startswith("a contradiction"):
            told = told.split(" («")[0]
        said[report, numbers.pop()].add((_TAG.sub(r"\1", file), column or "", told))
    return said
