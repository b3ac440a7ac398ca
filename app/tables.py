"""Tables as HTML: readers and printers get all of them, and on a phone the numbers that matter stand beside the label.

A narrow table shows its label and its key columns; a tap on the label shows the row's other values. Which columns those are is the table's
(`Column.key`), and otherwise its first two columns of numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from format import is_missing, missing
from language import DEFAULT, _

if TYPE_CHECKING:
    from parts import Column
    from uttak import Cell, Item

_KEYS = 2  # columns of numbers beside the label of a narrow table, where the table names none

CSS = """
.tabellramme {container-type: inline-size; overflow-x: auto; margin: 0 0 0.4rem}
table.ark {border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.35; margin: 0}
table.ark th, table.ark td {border: 0; border-bottom: 1px solid rgb(128 140 150 / 0.35); padding: 0.32rem 0.6rem; text-align: left;
  vertical-align: top; background: none}
table.ark thead th {border-bottom: 2px solid currentColor; vertical-align: bottom; font-weight: 600}
table.ark tbody th {font-weight: 400; min-width: 9rem; max-width: 30rem}
table.ark .tall {text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap}
table.ark thead .tall {white-space: normal}
table.ark tr.sum > * {font-weight: 700; border-top: 1px solid currentColor}
table.ark tr.nivaa1 > th {padding-left: 1.6rem} table.ark tr.nivaa2 > th {padding-left: 2.6rem}
table.ark tr.nivaa3 > th {padding-left: 3.6rem}
table.ark tr.merket > * {background: rgb(255 214 102 / 0.28)}
table.ark a {color: inherit; text-decoration: none}
table.ark .borte {font-style: italic}
table.ark .stolpe {display: block; height: 0.3rem; margin: 0.15rem 0 0 auto; background: #0b5a8f}
table.ark .stolpe.minus {background: #d1662b}
table.ark details {display: none} table.ark summary {cursor: pointer}
table.ark dl {display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.8rem; margin: 0.3rem 0}
table.ark dd {margin: 0; text-align: right}
table.ark thead {display: table-header-group} table.ark tr {break-inside: avoid}
@container (min-width: 561px) {
  table.ark tr > :first-child {position: sticky; left: 0; background: var(--grunn, Canvas)}
}
@container (max-width: 560px) {
  table.ark .mer, table.ark .navn {display: none} table.ark details {display: block} table.ark tbody th {min-width: 0}
  table.ark th, table.ark td {padding: 0.32rem 0.35rem}
}
"""


@dataclass(frozen=True)
class Look:
    """How a row looks: whether it is a sum, how far in it stands, whether it is marked, and the address of a finding about it."""

    is_sum: bool = False
    level: int = 0
    is_marked: bool = False
    finding: str = ""


def markup(item: Item, looks: Sequence[Look] = (), *, caption: str = "") -> str:
    """An item's table as HTML; what it holds is escaped, and text of the sources' own is marked as Norwegian where the rest is not."""
    columns = list(item.columns.values())
    keys = _keys(columns)
    cells = item.cells()
    bars = [_largest([row[at] for row in cells]) if column.bar else None for at, column in enumerate(columns)]
    heading = "".join(
        f'<th scope="col"{_classes(_is_right(column) and "tall", at not in keys and "mer")}>{escape(column.label)}</th>'
        for at, column in enumerate(columns)
    )
    body = "".join(
        _row(row, columns, keys, bars, look, item.language) for row, look in zip(cells, looks or [Look()] * len(cells), strict=True)
    )
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<div class="tabellramme"><table class="ark">{said}<thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(row: Sequence[Cell], columns: Sequence[Column], keys: set[int], bars: Sequence[Any], look: Look, language: str) -> str:
    def text(cell: Cell, column: Column, *, is_whole: bool) -> str:
        said = _missing(cell, is_whole=is_whole) if column.write and not cell.is_number else escape(cell.text)
        return f'<span lang="{DEFAULT}">{said}</span>' if column.norwegian and language != DEFAULT and said else said

    label = text(row[0], columns[0], is_whole=False)
    flag = f' <a href="{escape(look.finding)}" title="{escape(_("Et funn i kildene gjelder denne raden."))}">⚑</a>' if look.finding else ""
    rest = "".join(
        f"<dt>{escape(column.label)}</dt><dd>{text(cell, column, is_whole=True)}</dd>"
        for at, (cell, column) in enumerate(zip(row, columns, strict=True))
        if at and at not in keys and cell.text
    )
    head = f'<span class="navn">{label}</span><details><summary>{label}</summary><dl>{rest}</dl></details>' if rest else label
    others = "".join(
        f"<td{_classes(_is_right(columns[at]) and 'tall', at not in keys and 'mer')}>"
        f"{text(row[at], columns[at], is_whole=False)}{_bar(row[at], bars[at])}</td>"
        for at in range(1, len(row))
    )
    kinds = _classes(look.is_sum and "sum", look.level and f"nivaa{min(look.level, 3)}", look.is_marked and "merket")
    return f'<tr{kinds}><th scope="row">{head}{flag}</th>{others}</tr>'


def _classes(*names: Any) -> str:
    said = " ".join(str(name) for name in names if name)
    return f' class="{said}"' if said else ""


def _is_right(column: Column) -> bool:
    return bool(column.write or column.right)


def _keys(columns: Sequence[Column]) -> set[int]:
    """The columns that a narrow table shows: the label, and those that matter."""
    named = [at for at, column in enumerate(columns) if column.key]
    numbers = [at for at, column in enumerate(columns) if at and _is_right(column)][:_KEYS]
    few = range(len(columns)) if len(columns) <= _KEYS else ()
    return {0, *(named or numbers or range(1, _KEYS)), *few}


def _missing(cell: Cell, *, is_whole: bool) -> str:
    """A number that is not there: the word, and the reason on it."""
    word, why = missing(), cell.text.removeprefix(missing()).strip(" ()")
    if not why or is_whole:
        return f'<span class="borte">{escape(cell.text)}</span>'
    return f'<abbr class="borte" title="{escape(why)}">{escape(word)}</abbr>'


def _largest(cells: Sequence[Cell]) -> Decimal:
    return max((abs(Decimal(str(cell.value))) for cell in cells if cell.is_number), default=Decimal(0))


def _bar(cell: Cell, largest: Decimal | None) -> str:
    if not largest or not cell.is_number:
        return ""
    share = abs(Decimal(str(cell.value))) / largest * 100
    return f'<span class="stolpe{" minus" if cell.value < 0 else ""}" style="width: {share:.0f}%"></span>'


def looks(rows: Sequence[Mapping[str, Any]], findings: Sequence[str]) -> list[Look]:
    """The looks of rows by what the warehouse says of them: `radtype`, `nivaa`, and the addresses of their findings."""
    levels = [0 if is_missing(row.get("nivaa")) else int(row["nivaa"]) for row in rows]
    least = min(levels, default=0)
    return [
        Look(is_sum=row.get("radtype") in {"sum", "resultat"}, level=level - least, finding=finding)
        for row, level, finding in zip(rows, levels, findings, strict=True)
    ]
