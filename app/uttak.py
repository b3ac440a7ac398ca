"""What a reader can take along: a table as CSV or Excel, a chart as SVG or PNG, each with what it is and where it is from.

A page draws its tables and charts through `parts`; each is then an `Item` of that page, and the printed tables that `parts.sources` names
below it are the item's sources.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import pandas as pd
import streamlit as st
import vl_convert
import xlsxwriter

import data
import filters
from format import edition_date, is_missing, listed, missing, number, reason, unit
from language import N_, _, current, ngettext, speaking
from provenance import plain_title

if TYPE_CHECKING:
    from charts import Drawing
    from parts import Column

_WIDTH = 720  # the width of a chart that has none of its own, in points
_NAMED = 6  # a caption names this many sources and counts the rest; the list of sources has them all
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHOWN, _PAGE, _SECTION = "_vist", "_side", "_del"


@dataclass
class Item:
    """One table or chart as it was shown: what it is called, what it says, its rows or its drawing, where it is from, its language."""

    name: str
    title: str
    text: str
    page: str
    address: str
    edition: str
    frame: pd.DataFrame | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    status: str | None = None
    figure: Drawing | None = None
    sources: list[str] = field(default_factory=list)
    language: str = field(default_factory=lambda: current().code)
    section: str = ""
    place: str = ""

    def cells(self) -> list[list[Cell]]:
        """The table's rows, each value both as it is and as it is shown."""
        if self.frame is None:
            return []
        with speaking(self.language):
            named = {name for column in self.columns.values() for name in (column.why, column.undefined) if name}
            told = {name: list(self.frame[name]) for name in named}
            reasons = [reason(value) for value in self.frame[self.status]] if self.status else [""] * len(self.frame)
            return [
                [
                    _cell(
                        value,
                        column,
                        str(told[column.why][at] or "") if column.why else reasons[at],
                        _("kan ikke regnes") if column.undefined and told[column.undefined][at] else missing(),
                    )
                    for value, column in zip(row, self.columns.values(), strict=True)
                ]
                for at, row in enumerate(self.frame[list(self.columns)].itertuples(index=False, name=None))
            ]

    def whole(self) -> pd.DataFrame:
        """The rows of a table; of a chart, those it draws."""
        return self.figure.rows if self.figure else pd.DataFrame() if self.frame is None else self.frame

    def headings(self, *, units: bool = False) -> list[str]:
        """The table's column headings; with their units, where a column's name says one that its heading does not."""
        return [_with_unit(column.label, name) if units else column.label for name, column in self.columns.items()]


# The unit of a column of the warehouse is the end of its name.
_UNIT = re.compile(r"_(mill_kr|mrd_kr|1000_kr|kr|pst|arsverk)$")


def _with_unit(label: str, name: str) -> str:
    found = _UNIT.search(name)
    if not found:
        return label
    said = {"pst": current().percent.strip(), "arsverk": _("årsverk")}.get(found[1]) or _(_MONEY[found[1]])
    return label if said.casefold() in label.casefold() else f"{label} ({said})"


_MONEY = {"mill_kr": N_("mill. kr"), "mrd_kr": N_("mrd. kr"), "1000_kr": N_("1000 kr"), "kr": N_("kroner")}


@dataclass(frozen=True)
class Cell:
    """A value of a table: the number if it is one, and the text it is shown as."""

    value: Any
    text: str

    @property
    def is_number(self) -> bool:
        """Whether there is a number to calculate with."""
        return self.value is not None


def _cell(value: Any, column: Column, why: str, word: str) -> Cell:
    if not column.write:
        return Cell(None, "" if is_missing(value) else str(value))
    if is_missing(value):
        return Cell(None, f"{word} ({why})" if why else word)
    return Cell(value, column.write(value))


# What the page shows


def new_page(title: str) -> None:
    """Forget what the last page showed; the frame calls it before each page, with the page's title."""
    st.session_state.update({_SHOWN: [], _PAGE: title, _SECTION: ""})


@contextmanager
def within(section: str) -> Iterator[None]:
    """What is shown inside belongs to a section of the page and takes the place of what the section showed before."""
    state = st.session_state
    state[_SHOWN] = [item for item in state.get(_SHOWN, []) if item.section != section]
    outer, state[_SECTION] = state.get(_SECTION, ""), section
    try:
        yield
    finally:
        state[_SECTION] = outer


def show(item: Item) -> Item:
    """Register an item of the page, and give it a name that no other item of the page has and a place that choices do not change."""
    shown: list[Item] = st.session_state.setdefault(_SHOWN, [])
    item.section = st.session_state.get(_SECTION, "")
    item.place = f"{item.section}{sum(other.section == item.section for other in shown)}"
    taken = {other.name for other in shown}
    wanted, number_of_it = item.name, 2
    while item.name in taken:
        item.name, number_of_it = f"{wanted}_{number_of_it}", number_of_it + 1
    shown.append(item)
    return item


def shown() -> list[Item]:
    """What the section that is being drawn has shown so far, in its order."""
    section = st.session_state.get(_SECTION, "")
    return [item for item in st.session_state.get(_SHOWN, []) if item.section == section]


def cite(ids: Iterable[str]) -> None:
    """Say that the items which have no source yet are from these printed tables."""
    for item in st.session_state.get(_SHOWN, []):
        if not item.sources:
            item.sources = sorted({str(table) for table in ids})


def table_item(frame: pd.DataFrame, columns: Mapping[str, Column], name: str, status: str | None, title: str | None) -> Item:
    """The item of a table; what the frame says of its sources is kept."""
    item = _item(name, title or _words(name))
    item.frame, item.columns, item.status = frame, columns, status
    item.sources = _tables_of(frame)
    return show(item)


def chart_item(figure: Drawing, text: str) -> Item:
    """The item of a chart: the first sentence of the text in words is its title."""
    title = re.split(r"\.\s(?=[A-ZÆØÅ])", text, maxsplit=1)[0].rstrip(".")
    item = _item(file_name(textwrap.shorten(title, 50, placeholder="")) or "figur", title)
    item.text, item.figure = "" if text.rstrip(".") == title else text, figure
    item.sources = _tables_of(figure.rows)
    return show(item)


def _item(name: str, title: str) -> Item:
    manifest = data.manifest()
    page = st.session_state.get(_PAGE, "")
    return Item(name=name, title=title, text="", page=page, address=here(), edition=str(manifest["id"]))


def here() -> str:
    """The address that shows what is on the screen now, percent-encoded: an address and nothing else wherever it is written."""
    asked = urlsplit(str(st.context.url or ""))
    query = urlencode(filters.chosen(), quote_via=quote, safe=",")
    return urlunsplit(asked._replace(path=quote(asked.path, safe="/%"), query=query, fragment=""))


def writable(text: str) -> str:
    """A reader's text without the characters that no document can hold, such as the vertical tabs of a text pasted from Word."""
    return _UNWRITABLE.sub(" ", text)


def _tables_of(frame: pd.DataFrame | None) -> list[str]:
    return [] if frame is None or "tabell_id" not in frame else sorted(map(str, frame["tabell_id"].dropna().unique()))


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def file_name(text: str) -> str:
    """A text as the name of a file: lower case, ASCII, words joined by underscores."""
    folded = text.lower().replace("æ", "ae").translate(str.maketrans("åøé", "aoe"))
    return re.sub(r"[^a-z0-9]+", "_", folded).strip("_")


# Where it is from


# What is said of a source; the keys of `source_rows` are these, in Norwegian whatever the reader's language.
SOURCE_FACTS = (
    N_("Tabell"),
    N_("Tittel"),
    N_("Enhet"),
    N_("Fortegn"),
    N_("Kilde"),
    N_("Sted"),
    N_("Utgiver"),
    N_("Lisens"),
    N_("Nettsted"),
)


def source_rows(item: Item) -> list[dict[str, str]]:
    """One dictionary per source of an item, with a text for each of SOURCE_FACTS."""
    found = data.rows(
        """select tabell_id, tabell.tittel, tabell.kapittel, tabell.enhet, tabell.fortegn, tabell.linje_fra,
            kilde.tittel as kilde, kilde.utgiver, kilde.lisens, kilde.url
        from marts.dim_kildetabell as tabell inner join marts.dim_kilde as kilde on tabell.kilde_id = kilde.kilde_id
        where list_contains(?, tabell_id) order by tabell_id""",
        item.sources,
    )
    rows = [
        {
            "Tabell": row.tabell_id,
            "Tittel": plain_title(row.tittel),
            "Enhet": "" if is_missing(row.enhet) else unit(row.enhet),
            "Fortegn": "" if is_missing(row.fortegn) else str(row.fortegn),
            "Kilde": str(row.kilde),
            "Sted": _place(row.kapittel, row.linje_fra),
            "Utgiver": str(row.utgiver),
            "Lisens": str(row.lisens),
            "Nettsted": str(row.url),
        }
        for row in found.itertuples()
    ]
    return rows + _prose(item.frame)


def _place(chapter: Any, line: Any) -> str:
    at = None if is_missing(line) else _("linje {linje}").format(linje=number(line))
    return ", ".join(str(part) for part in (chapter, at) if not is_missing(part))


def _prose(frame: pd.DataFrame | None) -> list[dict[str, str]]:
    """The sources of rows that stand in a report's prose: they have a line in it, and no table."""
    if frame is None or not {"rapport_id", "linje"} <= set(frame.columns):
        return []
    rows = []
    for report in data.rows("select * from marts.dim_kilde order by kilde_id").itertuples():
        lines = sorted({int(line) for line in frame[frame.rapport_id == report.kilde_id].linje if not is_missing(line)})
        if lines:
            rows.append(
                dict.fromkeys(("Tabell", "Tittel", "Enhet", "Fortegn"), "")
                | {"Tittel": _("Rapportens tekst"), "Kilde": str(report.tittel)}
                | {"Sted": ngettext("linje {linje}", "linje {linje}", len(lines)).format(linje=", ".join(map(number, lines)))}
                | {"Utgiver": str(report.utgiver), "Lisens": str(report.lisens), "Nettsted": str(report.url)}
            )
    return rows


def source_sentence(item: Item, *, has_edition: bool = True) -> str:
    """The sources in one sentence, with the unit of the numbers where the sources have one, for a caption."""
    with speaking(item.language):
        return _source_sentence(item, has_edition=has_edition)


def _titled(row: dict[str, str]) -> str:
    return _("«{tittel}»").format(tittel=row["Tittel"].split(".")[0])


def _source_sentence(item: Item, *, has_edition: bool) -> str:
    rows = source_rows(item)
    named = [", ".join(part for part in (row["Kilde"], _titled(row), row["Sted"]) if part) for row in rows]
    units = list(dict.fromkeys(row["Enhet"] for row in rows if row["Enhet"]))
    if (more := len(named) - _NAMED) > 0:
        named = [*named[:_NAMED], ngettext("{antall} til", "{antall} til", more).format(antall=number(more))]
    said = [
        _("Enhet: {enhet}.").format(enhet=listed(units)) if units else "",
        _("Kilde: {kilder}.").format(kilder="; ".join(named) or _("se siden i visningen")),
        _("Kommunevarehus, utgaven fra {dato}.").format(dato=edition_date(item.edition)) if has_edition else "",
    ]
    return " ".join(sentence for sentence in said if sentence)


def finding_titles(item: Item) -> list[str]:
    """What is wrong in the sources with numbers of an item, the gravest first: a reader who takes it along is told."""
    rows = item.whole()
    ids = {str(found) for name in ("funn_id", "kildefunn_id") if name in rows for found in rows[name].dropna()}
    if not ids and {"tabell_id", "rad"} <= set(rows.columns):
        ids = _touching(rows)
    return [str(row.tittel) for row in known_findings(ids)]


def known_findings(ids: Iterable[Any]) -> list[Any]:
    """Those of the findings that the edition has, the gravest first."""
    known = sorted({str(found) for found in ids if not is_missing(found) and found})
    if not known:
        return []
    found = data.rows(
        """select funn_id, funn.tittel, rapport.aar from kvalitet.kildefunn as funn
        left join marts.dim_rapport as rapport on funn.rapport_id = rapport.rapport_id
        where list_contains(?, funn_id) order by list_position(['hoy', 'middels', 'lav'], alvorlighet), funn_id""",
        known,
    )
    return list(found.itertuples())


def _touching(rows: pd.DataFrame) -> set[str]:
    """The findings that touch what is printed in the rows: in one column where they say which, otherwise in any.

    A place without a row or without a column is all of them.
    """
    printed: dict[str, set[tuple[Any, Any]]] = {}
    columns: Any = rows.kolonne if "kolonne" in rows else [None] * len(rows)
    for table, row, column in zip(rows.tabell_id, rows.rad, columns, strict=True):
        if not is_missing(table) and not is_missing(row):
            printed.setdefault(str(table), set()).add((int(row), None if is_missing(column) else column))
    places = data.rows(
        "select tabell_id, rad, kolonne, funn_id from rapport.rapport_funnsted where list_contains(?, tabell_id)", sorted(printed)
    )
    return {
        str(place.funn_id)
        for place in places.itertuples()
        if any(
            (is_missing(place.rad) or place.rad == row) and (is_missing(place.kolonne) or column in {None, place.kolonne})
            for row, column in printed[str(place.tabell_id)]
        )
    }


# As a file


def excel(item: Item) -> bytes:
    """The table as an Excel workbook: numbers as numbers, written as on the screen, and a sheet that says where they are from.

    Text is always written as text, so that a cell that looks like a formula is none.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with speaking(item.language), xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": item.title, "company": "Kommunevarehus", "comments": _("Utgave {utgave}").format(utgave=item.edition)}
        )
        _table_sheet(book, item)
        _source_sheet(book, item)
    return out.getvalue()


def _table_sheet(book: Any, item: Item) -> None:
    sheet = book.add_worksheet(_sheet_name(item.title))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    gone = book.add_format({"italic": True, "align": "right", "valign": "top", "font_color": "#595959"})
    formats: dict[str, Any] = {}
    rows, columns = item.cells(), list(item.columns.values())
    for column, heading in enumerate(item.headings(units=True)):
        sheet.write_string(0, column, heading, head)
        longest = max((len(row[column].text) for row in rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(heading) * 0.8, 8) + 2, 60))
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell.is_number:
                code = number_format(cell.text)
                style = formats.setdefault(code, book.add_format({"num_format": code, "valign": "top"}))
                sheet.write_number(at, column, cell.value, style)
            else:
                sheet.write_string(at, column, cell.text, gone if columns[column].write else text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), max(len(item.headings()) - 1, 0))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _source_sheet(book: Any, item: Item) -> None:
    sheet = book.add_worksheet(_sheet_name(_("Kilder")))
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    facts = {
        _("Tittel"): item.title,
        _("Side"): item.page,
        _("Utgave"): item.edition,
        _("Adresse"): item.address,
        _("Tall som mangler"): _(
            "Et tall som mangler er skrevet «mangler», med årsaken der kilden gir en. Det er aldri erstattet med null."
        ),
    }
    for at, (label, value) in enumerate(facts.items()):
        sheet.write_string(at, 0, label, bold)
        sheet.write_string(at, 1, value)
    rows = source_rows(item)
    for column, heading in enumerate(SOURCE_FACTS if rows else []):
        sheet.write_string(len(facts) + 1, column, _(heading), bold)
        for at, row in enumerate(rows, start=len(facts) + 2):
            sheet.write_string(at, column, row[heading], wrap)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 8, 28)


@cache
def _written(group: str, decimal: str) -> re.Pattern[str]:
    group, decimal = re.escape(group), re.escape(decimal)
    return re.compile(rf"^(?P<before>.*?)(?P<number>[+\u2212]?\d(?:{group}?\d)*(?:{decimal}(?P<decimals>\d+))?)(?P<after>.*)$")


def number_format(text: str) -> str:
    """Excel's format code for a number written as `text`: its decimals, its plus sign, and what stands before and after it."""
    found = _written(current().group, current().decimal).match(text)
    if not found:
        return "General"
    decimals = len(found["decimals"] or "")
    digits = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    before, after = (f'"{part}"' if part else "" for part in (found["before"], found["after"]))
    plus = "+" if found["number"].startswith("+") else ""
    return f'{before}{plus}{digits}{after};{before}"\u2212"{digits}{after};{before}{digits}{after}'


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or _("Tabell")


def specification(item: Item, *, heading: bool) -> dict[str, Any]:
    """A chart's Vega-Lite specification for paper: a width of its own and, with `heading`, title and sources in the drawing."""
    if item.figure is None:
        raise ValueError(f"{item.name} is a table: it has no drawing")
    spec = dict(item.figure.specification)
    if not {"facet", "concat", "hconcat", "vconcat", "repeat"} & set(spec) and not isinstance(spec.get("width"), int | float):
        spec["width"] = _WIDTH
    spec["background"] = "white"
    if heading:
        lines = textwrap.wrap(source_sentence(item), 120)
        spec["title"] = {"text": item.title, "subtitle": lines, "anchor": "start", "frame": "group", "subtitleColor": "#444", "offset": 14}
    return spec


def svg(item: Item, *, heading: bool = True) -> bytes:
    """The chart as an SVG drawing with Norwegian numbers and its text in words."""
    drawn = vl_convert.vegalite_to_svg(specification(item, heading=heading), allowed_base_urls=[])
    return str(drawn).encode()


def png(item: Item, *, heading: bool = True, scale: float = 2) -> bytes:
    """The chart as a PNG picture, at twice the size of the screen so that it is sharp on paper."""
    return bytes(vl_convert.vegalite_to_png(specification(item, heading=heading), scale=scale, allowed_base_urls=[]))
