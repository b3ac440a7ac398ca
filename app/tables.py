"""Tables as HTML: readers and printers get all of them, and on a phone the numbers that matter stand beside the label.

A narrow table shows its label and its key columns; a tap on the label shows the row's other values. Which columns those are is the table's
(`Column.key`), and otherwise its first two columns of numbers.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

import hyphens
import theme
from format import is_missing, plain
from language import DEFAULT, _
from theme import BLUE, GREY, ORANGE

if TYPE_CHECKING:
    from parts import Column
    from uttak import Cell, Item

_LONG, _PARAGRAPH = 45, 160  # characters of a label that wants room, and of a text that wants most of the table
_KEYS = 2  # columns of numbers beside the label of a narrow table, where the table names none

CSS = """
.delt::after {content: "\\AD"}
.tabellramme {container-type: inline-size; overflow-x: auto; margin: 0 0 0.1rem}
table.ark {border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.3; margin: 0}
table.ark th, table.ark td {border: 0; border-bottom: 1px solid rgb(128 140 150 / 0.35); padding: 0.12rem 0.6rem; text-align: left;
  vertical-align: top; background: none; overflow-wrap: break-word; hyphens: auto}
table.ark thead th {border-bottom: 2px solid currentColor; vertical-align: bottom; font-weight: 600}
table.ark tbody th {font-weight: 400; min-width: 9rem; max-width: 30rem; overflow-wrap: anywhere}
table.ark td.tekst {min-width: 4.5rem; max-width: 34rem} table.ark td.avsnitt {width: 44%; font-size: 0.85rem}
table.ark:has(td.avsnitt) td.tekst:not(.avsnitt) {min-width: 4.5rem; max-width: 6.5rem}
table.ark .tall {text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap}
table.ark thead .tall {white-space: normal}
table.ark tr.sum > * {font-weight: 700; border-top: 1px solid currentColor}
table.ark tr.nivaa1 > th {padding-left: 1.6rem} table.ark tr.nivaa2 > th {padding-left: 2.6rem}
table.ark tr.nivaa3 > th {padding-left: 3.6rem}
table.ark tr.merket > * {background: rgb(255 214 102 / 0.28)}
table.ark .her {outline: 2px solid currentColor; outline-offset: -2px; font-weight: 700}
table.ark tbody tr:hover > * {background: rgb(128 140 150 / 0.1)}
table.ark tr.merket:hover > * {background: rgb(255 214 102 / 0.28)}
table.ark a {color: inherit; text-decoration: none}
table.ark a:hover, table.ark a:focus-visible {text-decoration: underline}
table.ark .borte {font-style: italic; text-decoration: none}
table.ark abbr.borte {border-bottom: 1px dotted currentColor}
table.ark .stolpe {display: block; height: 0.3rem; background: var(--egen); print-color-adjust: exact}
table.ark .medstolpe {display: flex; align-items: center; justify-content: flex-end; gap: 0.6rem}
table.ark .rom {flex: 1 1 3rem; min-width: 2.5rem; max-width: 14rem} table.ark .rom .stolpe {margin-left: auto}
table.ark .rom.to {display: flex; align-self: stretch; align-items: center}
table.ark .rom.to > span {flex: 1; align-self: stretch; display: flex; align-items: center}
table.ark .rom.to > :first-child {border-right: 1px solid rgb(128 140 150 / 0.7)} table.ark .rom.to > :last-child .stolpe {margin-left: 0}
table.ark .medstolpe .verdi {min-width: 3.2rem}
table.ark .stolpe.minus {background: var(--annen)}
table.ark td.spenn {width: 34%; min-width: 7rem; vertical-align: middle} table.ark td.spenn:has(.kule) {width: 16%}
table.ark .akse {display: block; position: relative; height: 1.1rem; margin: 0 0.5rem}
table.ark .akse::before {content: ""; position: absolute; left: 0; right: 0; top: 50%; border-top: 1px solid rgb(128 140 150 / 0.5)}
table.ark .akse > * {position: absolute; top: 50%; transform: translate(-50%, -50%)}
table.ark .akse .prikk {width: 0.6rem; height: 0.6rem; border-radius: 50%; border: 2px solid var(--andre); background: none}
table.ark .akse .egen {width: 0.85rem; height: 0.85rem; border-radius: 50%; background: var(--egen); print-color-adjust: exact}
table.ark .akse .snitt {width: 2px; height: 1.1rem; background: var(--annen); print-color-adjust: exact}
table.ark .lop {display: block; position: relative; height: 1.1rem; margin: 0.2rem 0.5rem; min-width: 5rem}
table.ark .lop > * {position: absolute; print-color-adjust: exact}
table.ark .lop .trykt, table.ark .lop .serie {left: 0; right: 0; top: -1px; bottom: -1px; background: var(--egen)}
table.ark .lop .trykt {opacity: 0.55}
table.ark .lop .punkt {width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--egen); transform: translate(-50%, -50%)}
table.ark .lop .brudd {top: -2px; bottom: -2px; border-left: 1px dashed var(--andre)}
p.tegn .brudd {height: 1.1rem; border-left: 2px dashed var(--andre)}
table.ark .lop .middel {left: 0; right: 0; border-top: 1px dashed var(--annen)}
table.ark .kule {display: block; position: relative; height: 1.1rem; background: rgb(128 140 150 / 0.15); min-width: 5rem}
table.ark .kule .stolpe {height: 0.5rem; margin: 0; position: absolute; left: 0; top: 0.3rem}
table.ark .kule .snitt {position: absolute; top: 0; width: 3px; height: 1.1rem; background: var(--annen); print-color-adjust: exact}
p.tegn .stolpe {width: 1.4rem; height: 0.5rem; background: var(--egen)}
p.tegn {font-size: 0.85rem; margin: 0 0 0.3rem; display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; align-items: center}
p.tegn i {display: inline-block; vertical-align: middle; margin-right: 0.4rem}
p.tegn .egen {width: 0.85rem; height: 0.85rem; border-radius: 50%; background: var(--egen)}
p.tegn .prikk {width: 0.6rem; height: 0.6rem; border-radius: 50%; border: 2px solid var(--andre)}
p.tegn .snitt {width: 2px; height: 1.1rem; background: var(--annen)}
p.tegn .middel {width: 1.4rem; border-top: 2px dashed var(--annen)}
table.ark details {display: none} table.ark summary {cursor: pointer; list-style: none; position: relative; padding-left: 0.95rem}
table.ark summary::-webkit-details-marker {display: none}
table.ark summary::before {content: "▶"; position: absolute; left: 0; top: 0.3em; font-size: 0.65em}
table.ark details[open] > summary::before {content: "▼"}
table.ark dl {display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.8rem; margin: 0.3rem 0}
table.ark dd {margin: 0; text-align: right}
table.ark thead {display: table-header-group} table.ark tr {break-inside: avoid}
@container (min-width: 561px) {
  table.lange thead th:first-child {width: 38%}
  table.ark tr > :first-child {position: sticky; left: 0; background: var(--grunn)}
  table.ark tbody tr:hover > :first-child {background: color-mix(in srgb, currentColor 8%, var(--grunn))}
  table.ark tr.merket > :first-child, table.ark tr.merket:hover > :first-child {
    background: color-mix(in srgb, rgb(255 214 102) 28%, var(--grunn))}
}
@container (max-width: 560px) {
  table.ark .mer, table.ark .navn {display: none} table.ark details {display: block}
  table.ark tbody th:has(> details + a) {position: relative; padding-right: 1.3rem}
  table.ark details + a {position: absolute; top: 0.22rem; right: 0.2rem}
  table.ark tr.nivaa1 > th {padding-left: 0.9rem} table.ark tr.nivaa2 > th {padding-left: 1.4rem}
  table.ark tr.nivaa3 > th {padding-left: 1.9rem}
  table.ark tbody th {min-width: 6.5rem !important}
  table.ark th, table.ark td {padding: 0.22rem 0.35rem; min-width: 0 !important}
  table.ark .tall {white-space: normal}
  table.ark .rom {flex-basis: 1.4rem; min-width: 1.4rem} table.ark .medstolpe {gap: 0.35rem} table.ark .medstolpe .verdi {min-width: 2.6rem}
}
@media (max-width: 600px) {p.tegn.bred {display: none}}
table.lest code {white-space: pre-wrap; font-size: 0.8rem; background: none; color: inherit; padding: 0}
table.lest small {opacity: 0.82} table.lest .kode {overflow-wrap: anywhere}
table.lest tr.rad > * {border-bottom: 0; padding-bottom: 0.1rem} table.lest tr.kilde > td {padding-top: 0; position: static}
table.lest .uklart {background: rgb(255 196 60 / 0.35); font-weight: 600} table.lest .regnestykke {background: rgb(74 144 200 / 0.16)}
table.lest tbody .tall {white-space: nowrap !important}
table.lest .uklart, table.lest .regnestykke, table.lest .person {print-color-adjust: exact}
@container (max-width: 560px) {
  table.lest thead {position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden}
  table.lest, table.lest tbody, table.lest tr.kilde, table.lest tr.kilde > td {display: block}
  table.lest tr.rad {display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); padding-top: 0.5rem}
  table.lest tr.rad > th {grid-column: 1 / -1; font-weight: 600}
  table.lest tr.rad > td::before {content: attr(data-hode); display: block; font-size: 0.75rem; font-weight: 400; opacity: 0.82;
    white-space: normal}
}
@media print {table.ark tr > :first-child {position: static; background: none}}
blockquote.sitat {margin: 0.2rem 0 0.5rem; padding: 0.1rem 0 0.1rem 0.8rem; border-left: 3px solid rgb(128 140 150 / 0.6);
  font-size: 0.95rem}
blockquote.sitat mark {background: rgb(255 214 102 / var(--merke)); color: inherit; padding: 0 0.15em; font-weight: 600}
blockquote.sitat a {color: inherit; text-decoration: underline}
blockquote.sitat footer {font-size: 0.85rem; margin-top: 0.15rem}
details.funn {border-bottom: 1px solid rgb(128 140 150 / 0.35); padding: 0.25rem 0}
.lukkede {columns: 24rem; column-gap: 2.5rem} .lukkede details.funn {break-inside: avoid}
details.funn summary {cursor: pointer} details.funn p {margin: 0.3rem 0} details.funn .liten {font-size: 0.85rem}
"""


def css() -> str:
    """How tables look, in the colours of the reader's theme."""
    colours = {"grunn": "white", "egen": BLUE, "annen": ORANGE, "andre": GREY}
    said = "; ".join(f"--{name}: {theme.themed_colour(colour)}" for name, colour in colours.items())
    said += f"; --merke: {0.25 if theme.is_dark() else 0.6}"
    printed = f"@media print {{.stApp {{--grunn: white; --egen: {BLUE}; --annen: {ORANGE}; --andre: {GREY}}}}}"
    return "\n".join([f".stApp {{{said}}}", printed, CSS])


@dataclass(frozen=True)
class Look:
    """How a row looks: a sum, how far in it stands, marked and in which column; and the addresses of a finding and of its print."""

    is_sum: bool = False
    level: int = 0
    is_marked: bool = False
    column: str = ""
    finding: str = ""
    printed: str = ""


@dataclass(frozen=True)
class Spread:
    """Where a number stands among others: itself, the others and what they are held against by their names, and their ends where known.

    `scale` is from where to where it is drawn, where several rows are held against each other; otherwise from the lowest to the highest.
    Its text is what it says where it cannot be drawn: the lowest and the highest.
    """

    own: Decimal | None
    others: tuple[tuple[str, Decimal], ...] = ()
    mean: tuple[str, Decimal] | None = None
    ends: tuple[Decimal, Decimal] | None = None
    scale: tuple[Decimal, Decimal] | None = None

    def span(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest of all there is to show; None where there is nothing to stand among."""
        if self.scale:
            return self.scale
        values = [*(value for _name, value in self.others), *(self.ends or ()), *((self.mean[1],) if self.mean else ())]
        if not values:
            return None
        values += [] if self.own is None else [self.own]
        return min(values), max(values)

    def __str__(self) -> str:
        """The lowest and the highest."""
        span = self.span()
        return f"{plain(span[0])}–{plain(span[1])}" if span else ""


@dataclass(frozen=True)
class Course:
    """A number over the years: its points, those that reports print apart from a series', and the mean of the last ones.

    `breaks` are the years that may not be compared with those before them, each with the reason; a gap in the years has none. No line
    crosses a break. Its text is what it says where it cannot be drawn: the first and the last, and the breaks.
    """

    points: tuple[tuple[int, Decimal], ...]
    series: tuple[tuple[int, Decimal], ...] = ()
    mean: Decimal | None = None
    breaks: tuple[tuple[int, str], ...] = ()

    def __str__(self) -> str:
        """The first and the last year with their numbers, and what parts them."""
        ordered = sorted({*self.points, *self.series})
        if not ordered:
            return ""
        ends = f"{plain(ordered[0][1])} ({ordered[0][0]}) – {plain(ordered[-1][1])} ({ordered[-1][0]})"
        return "; ".join([ends, *(f"{year}: {reason}" for year, reason in self.breaks if reason)])


@dataclass(frozen=True)
class Bullet:
    """A result as a bar, and its target as a stroke across it."""

    result: Decimal
    target: Decimal

    def __str__(self) -> str:
        """The result and the target."""
        return f"{plain(self.result)} / {plain(self.target)}"


def markup(item: Item, looks: Sequence[Look] = (), *, caption: str = "") -> str:
    """An item's table as HTML; what it holds is escaped, and text of the sources' own is marked as Norwegian where the rest is not.

    A column that says nothing in any row is left out.
    """
    cells = item.cells()
    looks = looks or [Look()] * len(cells)
    shown = [at for at in range(len(item.columns)) if not at or any(row[at].text for row in cells) or not cells]
    names = [name for at, name in enumerate(item.columns) if at in shown]
    columns = [item.columns[name] for name in names]
    rows = [[row[at] for at in shown] for row in cells]
    spreads = [_spreads(item, name) for name in names]
    sheet = _Sheet(
        names=names,
        columns=columns,
        keys=_keys(columns, {at for at, spread in enumerate(spreads) if spread}),
        # A sum would make the bars of its terms too small to tell apart.
        bars=[
            column.longest or _largest([row[at] for row, look in zip(rows, looks, strict=True) if not look.is_sum]) if column.bar else None
            for at, column in enumerate(columns)
        ],
        two_sided={at for at, column in enumerate(columns) if column.bar and _has_both_signs([row[at] for row in rows])},
        spreads=spreads,
        wide={at for at in range(1, len(columns)) if any(len(row[at].text) > _PARAGRAPH for row in rows)},
        language=item.language,
    )
    body = "".join(sheet.row(at, row, look) for at, (row, look) in enumerate(zip(rows, looks, strict=True)))
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    kind = _classes("ark", _wants_room(rows) and "lange")
    return f'<div class="tabellramme"><table{kind}>{said}<thead><tr>{sheet.heading()}</tr></thead><tbody>{body}</tbody></table></div>'


def _wants_room(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the labels are the long texts of a table."""
    longest = [max(len(cell.text) for cell in column) for column in zip(*rows, strict=True)]
    return bool(longest) and longest[0] > _LONG and longest[0] >= max(longest)


@dataclass(frozen=True)
class _Sheet:
    """What the rows of one table have in common: columns, those a narrow one shows, the largest number of those with bars, what is drawn.

    `two_sided` are the columns whose bars go either way from nothing, `wide` those of whole paragraphs.
    """

    names: list[str]
    columns: list[Column]
    keys: set[int]
    bars: list[Decimal | None]
    two_sided: set[int]
    spreads: list[list[Any]]
    wide: set[int]
    language: str

    def heading(self) -> str:
        return "".join(
            f'<th scope="col"{_classes(*self._kinds(at))}>{self._parted(column.label)}</th>' for at, column in enumerate(self.columns)
        )

    def row(self, place: int, cells: Sequence[Cell], look: Look) -> str:
        others = "".join(self._cell(at, cell, look, place) for at, cell in enumerate(cells) if at)
        kinds = _classes(look.is_sum and "sum", look.level and f"nivaa{min(look.level, 3)}", look.is_marked and "merket")
        return f'<tr{kinds}><th scope="row">{self._label(cells, look)}</th>{others}</tr>'

    def _label(self, cells: Sequence[Cell], look: Look) -> str:
        """The row's label, which leads to where it is printed; on a phone it opens the rest of the row instead, and that leads there."""
        label = self._text(0, cells[0])
        said, found = _("Se tallet der det er trykt"), _("Et funn i kildene gjelder denne raden.")
        rest = "".join(
            f"<dt>{escape(column.label)}</dt><dd>{self._text(at, cell, is_whole=True)}</dd>"
            for at, (cell, column) in enumerate(zip(cells, self.columns, strict=True))
            if at and at not in self.keys and cell.text
        )
        rest = f"<dl>{rest}</dl>" if rest else ""
        linked = f'<a href="{escape(look.printed)}" target="_self" title="{escape(said)}">{label}</a>' if look.printed and label else label
        if look.printed and rest:
            rest += f'<a href="{escape(look.printed)}" target="_self">{escape(said)}</a>'
        flag = f'\u00a0<a href="{escape(look.finding)}" target="_self" title="{escape(found)}">⚑</a>' if look.finding else ""
        head = f'<span class="navn">{linked}</span><details><summary>{label}</summary>{rest}</details>' if rest else linked
        return head + flag

    def _cell(self, at: int, cell: Cell, look: Look, place: int) -> str:
        kinds = _classes(*self._kinds(at), look.is_marked and look.column == self.names[at] and "her")
        drawn = (
            _drawn(self.spreads[at][place])
            if self.spreads[at]
            else _with_bar(self._text(at, cell), cell, None if look.is_sum else self.bars[at], is_two_sided=at in self.two_sided)
        )
        return f"<td{kinds}>{drawn}</td>"

    def _kinds(self, at: int) -> list[Any]:
        column = self.columns[at]
        kind = "spenn" if self.spreads[at] else "tall" if _is_right(column) else "tekst"
        return [kind, at in self.wide and "avsnitt", at not in self.keys and "mer"]

    def _text(self, at: int, cell: Cell, *, is_whole: bool = False) -> str:
        column = self.columns[at]
        is_missing_number = column.write and not cell.is_number
        said = _missing(cell, is_whole=is_whole) if is_missing_number else self._parted(cell.text, is_norwegian=column.norwegian)
        return f'<span lang="{DEFAULT}">{said}</span>' if column.norwegian and self.language != DEFAULT and said else said

    def _parted(self, text: str, *, is_norwegian: bool = False) -> str:
        """The text as HTML, its long words parted where they are Norwegian."""
        return hyphens.parted(text) if is_norwegian or self.language == DEFAULT else escape(text)


def _spreads(item: Item, name: str) -> list[Any]:
    values = [] if item.frame is None else list(item.frame[name])
    return values if any(isinstance(value, Spread | Course | Bullet) for value in values) else []


def _drawn(value: Any) -> str:
    if isinstance(value, Bullet):
        return _bullet(value)
    return _strip(value) if isinstance(value, Spread) else _line(value) if isinstance(value, Course) else ""


def _bullet(bullet: Bullet) -> str:
    """The result from nothing, the target across it, on a line that ends a little beyond the larger; nothing where one is below zero."""
    largest = max(bullet.result, bullet.target) * Decimal("1.1")
    if min(bullet.result, bullet.target) < 0 or not largest:
        return ""
    result, target = (f"{value / largest * 100:.1f}%" for value in (bullet.result, bullet.target))
    return (
        f'<span class="kule" role="img" aria-label="{escape(str(bullet))}"><span class="stolpe" style="width: {result}"></span>'
        f'<span class="snitt" style="left: {target}"></span></span>'
    )


def _line(course: Course) -> str:
    """A course as a small line: each print a dot at its year, a series a line without, and the mean of the last years a dashed one."""
    every = [*course.points, *course.series]
    if not every:
        return ""
    years, values = [year for year, _value in every], [value for _year, value in every]
    first, wide, low, tall = min(years), (max(years) - min(years)) or 1, min(values), (max(values) - min(values)) or 1

    def height(value: Decimal) -> float:
        return 100 - 100 * float((value - low) / tall)

    def joined(points: Sequence[tuple[int, Decimal]], kind: str) -> str:
        """The line of each stretch between two breaks."""
        return "".join(stretch([point for point in points if start <= point[0] < end], kind) for start, end in itertools.pairwise(ends))

    def stretch(points: Sequence[tuple[int, Decimal]], kind: str) -> str:
        """A line is a box cut to it: what a reader may write in a page has no drawings."""
        # The box is 2px higher than its line: what is at the bottom of it is still inside.
        ordered = [(f"{100 * (year - first) / wide:.1f}%", f"(100% - 2px) * {height(value) / 100:.3f}") for year, value in sorted(points)]
        edge = [f"{x} calc({y})" for x, y in ordered] + [f"{x} calc({y} + 2px)" for x, y in reversed(ordered)]
        return f'<span class="{kind}" style="clip-path: polygon({", ".join(edge)})"></span>' if len(points) > 1 else ""

    def dot(year: int, value: Decimal) -> str:
        at = f"left: {100 * (year - first) / wide:.1f}%; top: {height(value):.1f}%"
        return f'<span class="punkt" style="{at}" title="{year}: {plain(value)}"></span>'

    ends = [-math.inf, *(year for year, _reason in course.breaks), math.inf]
    dots = "".join(dot(*point) for point in course.points)
    dots += "".join(
        f'<span class="brudd" style="left: {100 * (year - 0.5 - first) / wide:.1f}%" title="{year}: {escape(reason)}"></span>'
        for year, reason in course.breaks
        if reason
    )
    mean = f'<span class="middel" style="top: {height(course.mean):.1f}%"></span>' if course.mean is not None else ""
    lines = joined(course.points, "trykt") + joined(course.series, "serie")
    return f'<span class="lop" role="img" aria-label="{escape(str(course))}">{mean}{lines}{dots}</span>'


def _strip(spread: Spread) -> str:
    """A spread as dots on a line from the lowest to the highest, with the names and numbers on them."""
    span = spread.span()
    if not span or spread.own is None:
        return ""
    low, wide = span[0], span[1] - span[0]

    def mark(kind: str, name: str, value: Decimal) -> str:
        left = (value - low) / wide * 100 if wide else Decimal(50)
        return f'<span class="{kind}" style="left: {left:.1f}%" title="{escape(f"{name}: {plain(value)}".strip(": "))}"></span>'

    marks = [mark("prikk", name, value) for name, value in spread.others]
    marks += [mark("prikk", "", value) for value in spread.ends or ()]
    marks += [mark("snitt", *spread.mean)] if spread.mean else []
    said = "; ".join(f"{name} {plain(value)}" for name, value in spread.others) or str(spread)
    return f'<span class="akse" role="img" aria-label="{escape(said)}">{"".join(marks)}{mark("egen", "", spread.own)}</span>'


def _classes(*names: Any) -> str:
    said = " ".join(str(name) for name in names if name)
    return f' class="{said}"' if said else ""


def _is_right(column: Column) -> bool:
    return bool(column.write or column.right)


def _keys(columns: Sequence[Column], drawn: set[int]) -> set[int]:
    """The columns that a narrow table shows: the label, those that matter, and the first that is drawn where those leave room for it."""
    named = [at for at, column in enumerate(columns) if column.key]
    named += sorted(drawn)[:1] if len(named) < _KEYS else []
    numbers = [at for at, column in enumerate(columns) if at and _is_right(column)][:_KEYS]
    few = range(len(columns)) if len(columns) <= _KEYS else ()
    return {0, *(named or numbers or range(1, _KEYS)), *few}


def _missing(cell: Cell, *, is_whole: bool) -> str:
    """A number that is not there: the word, and the reason on it."""
    word, _bracket, why = cell.text.partition(" (")
    if not why or is_whole:
        return f'<span class="borte">{escape(cell.text)}</span>'
    return f'<abbr class="borte" title="{escape(why.removesuffix(")"))}">{escape(word)}</abbr>'


def _largest(cells: Sequence[Cell]) -> Decimal:
    return max((abs(Decimal(str(cell.value))) for cell in cells if cell.is_number), default=Decimal(0))


def _has_both_signs(cells: Sequence[Cell]) -> bool:
    signs = {cell.value > 0 for cell in cells if cell.is_number and cell.value}
    return len(signs) > 1


def _with_bar(said: str, cell: Cell, largest: Decimal | None, *, is_two_sided: bool) -> str:
    """A number with its share of the largest as a bar before it; to the left of nothing where it is below, if others are above."""
    if not largest or not cell.is_number:
        return said
    share, is_minus = abs(Decimal(str(cell.value))) / largest * 100, cell.value < 0
    bar = f'<span class="stolpe{" minus" if is_minus else ""}" style="width: {share:.0f}%"></span>'
    if is_two_sided:
        bar = f"<span>{bar if is_minus else ''}</span><span>{'' if is_minus else bar}</span>"
    room = f'<span class="rom{" to" if is_two_sided else ""}">{bar}</span>'
    return f'<span class="medstolpe">{room}<span class="verdi">{said}</span></span>'


def looks(rows: Sequence[Mapping[str, Any]], findings: Sequence[str], printed: Sequence[str] = ()) -> list[Look]:
    """The looks of rows by what the warehouse says of them: `radtype`, `nivaa`, and the addresses of their findings and prints."""
    levels = [0 if is_missing(row.get("nivaa")) else int(row["nivaa"]) for row in rows]
    least = min(levels, default=0)
    return [
        Look(is_sum=row.get("radtype") in {"sum", "resultat"}, level=level - least, finding=finding, printed=place)
        for row, level, finding, place in zip(rows, levels, findings, printed or [""] * len(rows), strict=True)
    ]
