"""Two transcriptions of the same report, cell by cell: what one reader has and the other has not."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kommunevarehus.models import Models
from kommunevarehus.packages import reason_not_to_read
from kommunevarehus.project import BuildError, Project

_CELLS = """
select tabell, rad, kolonne, fil, fillinje, coalesce({{ rensket_celle('raatekst') }}, '') as tekst,
    {{ normert_etikett('etikett') }} as etikett
from {{ ref('stg_rapport__celle') }}
where rapport_id != ''
order by tabell, fil, fillinje, plass, kolonne
"""


@dataclass(frozen=True)
class Difference:
    """One thing that the transcriptions have differently: where in the first, and what each has (empty: a blank, or nothing there)."""

    fil: str
    linje: int
    kolonne: str | None
    melding: str

    def __str__(self) -> str:
        """`<fil>, line N, column k: …`."""
        return f"{self.fil}, line {self.linje}" + (f", column {self.kolonne}" if self.kolonne else "") + f": {self.melding}"


@dataclass(frozen=True)
class Comparison:
    """`cells` were read twice; `not_again` are the first's tables that the second has not."""

    cells: int
    not_again: tuple[str, ...]
    differences: tuple[Difference, ...]

    def summary(self) -> str:
        """The counts, as a line."""
        again = f"; not read again: {', '.join(self.not_again)}" if self.not_again else ""
        found = len(self.differences)
        return f"{self.cells} cells read twice, {found} {'difference' if found == 1 else 'differences'}{again}"


@dataclass(frozen=True)
class _Cell:
    file: str
    line: int
    text: str
    label: str


def compare_transcriptions(project: Project, folder: Path, other: Path) -> Comparison:
    """Compare the tables of the package in `folder` with those of another reading of it, in `other`, by table, row and column.

    White space and the kind of minus sign do not count; a label counts, and so does a blank. A table, row or column that only one of
    them has is one difference.

    Raises:
        BuildError: one of them is no folder, or its files cannot be read.

    """
    first, second = (_read(project, path) for path in (folder, other))
    tables = [{table for table, _, _ in cells} for cells in (first, second)]
    if not tables[0] & tables[1]:
        raise BuildError(f"{folder} and {other} have no table in common. Name the files alike: tabeller/<number>_<layout>.csv.")
    shared = {table for table in tables[0] if table in tables[1]}
    found = [
        Difference(
            f"{other.name}/{min(cell.file for place, cell in second.items() if place[0] == table)}",
            1,
            None,
            f"table {table} is in {other} only. Remove it, or read it in {folder} too.",
        )
        for table in sorted(tables[1] - tables[0])
    ]
    for table in sorted(shared):
        found += _in_table(table, _of(first, table), _of(second, table), other)
    twice = sum(place in second for place in first)
    return Comparison(twice, tuple(sorted(tables[0] - tables[1])), tuple(found))


_Place = tuple[str, int | None, str]
_Table = dict[tuple[int | None, str], _Cell]


def _read(project: Project, folder: Path) -> dict[_Place, _Cell]:
    path = Path.cwd() / os.path.normpath(folder)
    if not path.is_dir():
        raise BuildError(f"{folder} is no folder. Give the folder of one report package.")
    if reason := reason_not_to_read(path):
        raise BuildError(f"{folder}: {reason}")
    globs = [str(path / kind) for kind in ("*.csv", "tabeller/*.csv") if any(path.glob(kind))]
    try:
        with Models(project, [f"{project.root}/seeds/oppstillinger/*.csv", *globs]) as models:
            files = models.rows("select fil, feil from {{ ref('stg_rapport__fil') }} where feil is not null and feil != 'dobbel'")
            if files:
                raise BuildError(f"{folder}/{files[0][0]} cannot be read ({files[0][1]}). Run `kommunevarehus sjekk {folder}` first.")
            rows = models.rows(_CELLS)
    except duckdb.Error as error:
        raise BuildError(f"{folder} could not be read: {error}") from error
    twice = [place for place, times in Counter((table, row, column) for table, row, column, *_ in rows).items() if times > 1]
    if twice:
        raise BuildError(f"{folder}: row {twice[0][1]} of table {twice[0][0]} stands twice. Run `kommunevarehus sjekk {folder}` first.")
    return {(table, row, column): _Cell(file, line, text, label) for table, row, column, file, line, text, label in rows}


def _of(cells: dict[_Place, _Cell], table: str) -> _Table:
    return {(row, column): cell for (name, row, column), cell in cells.items() if name == table}


def _in_table(table: str, first: _Table, second: _Table, other: Path) -> list[Difference]:
    """What differs in a table that both have: columns and rows first, then labels and cells by line."""
    file = next(iter(first.values())).file
    found = []
    columns = [{column for _, column in cells} for cells in (first, second)]
    for column in sorted(columns[0] ^ columns[1]):
        where = "here" if column in columns[0] else f"in {other}"
        found.append(Difference(file, 1, column, f"table {table}: the column is {where} only. Name the columns alike, or read it again."))
    rows = [{row: cell for (row, _), cell in cells.items()} for cells in (first, second)]
    for row in sorted(rows[0].keys() ^ rows[1].keys(), key=str):
        here = row in rows[0]
        line = rows[0][row].line if here else 1
        found.append(Difference(file, line, "rad", f"table {table}: row {row} is {'here' if here else f'in {other}'} only. Read it again."))
    for row in sorted(rows[0].keys() & rows[1].keys(), key=str):
        one, two = rows[0][row], rows[1][row]
        if one.label != two.label:
            found.append(
                Difference(file, one.line, "etikett", f"«{one.label}», and «{two.label}» in {two.file}, line {two.line}, of {other}.")
            )
    for place in sorted(first.keys() & second.keys(), key=lambda place: (first[place].line, str(place[1]))):
        one, two = first[place], second[place]
        if one.text != two.text:
            found.append(
                Difference(one.file, one.line, place[1], f"«{one.text}», and «{two.text}» in {two.file}, line {two.line}, of {other}.")
            )
    return found
