"""What every page is made of: tables that can be taken along, charts with their data, sources, cards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

import data
import footer
import fragment
import language
import municipality
import provenance
import tables
import theme
import uttak
from charts import Drawing
from format import is_missing, listed, number
from language import N_, _, ngettext, note, own, say
from provenance import short as short  # noqa: PLC0414 - what pages call a printed title by
from vocabulary import BASES, term

_MARKS = {
    N_("Innfridd"): "green",
    N_("Ikke innfridd"): "red",
    N_("Nådd"): "green",
    N_("Ikke nådd"): "red",
    N_("På vei"): "blue",
    N_("Ikke målt"): "gray",
    N_("Over båndet"): "gray",
    N_("Langsiktig mål"): "gray",
    N_("Kan ikke avgjøres"): "gray",
}
_SEEN, _FIRST = 60, 15  # rows of a table that is shown whole, and of the beginning of a longer one
_MANY = 8  # rows of a table in which a mark on most of them says nothing
_FINDINGS = ("funn_id", "sammenlignet_funn_id", "kildefunn_id")
_MOST = 3  # findings that are said under a chart
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d\s.,]+%?")


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how its values are written (None for text), and whether text stands to the right.

    `norwegian` marks text that is the sources' own, and Norwegian whatever the reader's language is. `key` marks what a narrow table shows
    beside its label, `bar` draws each number's share of the largest (of `longest` where several tables are read together), `why` is the
    column that says why a number of this one is missing, and `undefined` the one that says in which rows there can be none.
    """

    label: str
    write: Callable[[Any], str] | None = None
    right: bool = False
    norwegian: bool = False
    key: bool = False
    bar: bool = False
    longest: Decimal | None = None
    why: str | None = None
    undefined: str | None = None


def table(frame: pd.DataFrame, columns: Mapping[str, Column], name: str, *, status: str | None = None, title: str | None = None) -> None:
    """Show `columns` of `frame` as a table that can be taken along; the first column is each row's label.

    `status` is the column that says why the numbers of a row are missing; `title` is what the table is called in a document. A row with
    `radtype` sum or resultat is bold, `nivaa` moves it in, and a finding that touches it is a mark. A long table begins with its first
    rows, with a search, and all of it as a grid for those who ask.
    """
    item = uttak.table_item(frame, columns, name, status, title)
    if len(frame) <= _SEEN:
        shared = _of_most(finding_ids(frame))
        drawn(item, _looks(frame, shared))
        if shared:
            note(_("Gjelder de fleste radene: {funn}").format(funn=" · ".join(flagged([shared]))))
    else:
        _long_table(item)
        footer.under_table(item, lambda: csv(item))


def drawn(item: uttak.Item, looks: list[tables.Look]) -> None:
    """Show a whole table with the looks of its rows, and what stands under it."""
    st.html(tables.markup(item, looks))
    footer.under_table(item, lambda: csv(item))


def _looks(frame: pd.DataFrame, shared: str = "") -> list[tables.Look]:
    """The looks of the rows; the finding that most of them share is said once, and is no mark on each."""
    ids = ["" if found == shared else found for found in finding_ids(frame)]
    marks = [_to_finding(found) if found else "" for found in ids]
    return tables.looks(frame.to_dict("records"), marks, provenance.links(frame))


def _of_most(ids: list[str]) -> str:
    """The finding of more than half of the rows of a table with many; empty if there is none."""
    found, rows = Counter(ids).most_common(1)[0] if len(ids) >= _MANY else ("", 0)
    return found if 2 * rows > len(ids) else ""


@fragment.alone
def _long_table(item: uttak.Item) -> None:
    """The first rows of a long table, or of those that have a text in them; or all of them in a grid."""
    frame = item.whole()
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"lang-{item.place}"):
        text = st.text_input(_("Finn i tabellen"), key=f"finn-{item.place}", type="search", max_chars=60, width=280, placeholder=_("Søk"))
        is_whole = st.toggle(_("Vis alle"), key=f"alle-{item.place}")
        counted = st.empty()
    words = (text or "").casefold().split()
    cells = item.cells()
    found = [at for at, row in enumerate(cells) if all(any(word in cell.text.casefold() for cell in row) for word in words)]
    counted.caption(
        _("{antall} av {alle}").format(antall=number(len(found) if is_whole else min(len(found), _FIRST)), alle=number(len(frame)))
    )
    if is_whole:
        shown = pd.DataFrame([[cell.text for cell in cells[at]] for at in found], columns=item.headings())
        st.dataframe(shown, hide_index=True, height=560, alt=item.title)
    else:
        part = frame.iloc[found[:_FIRST]]
        st.html(tables.markup(replace(item, frame=part), _looks(part)))


def finding_ids(frame: pd.DataFrame) -> list[str]:
    """For each row the finding that touches it, empty if none does: the one it names, or by its printed row or its statement."""
    if own := {"funn_id", "kildefunn_id"} & set(frame.columns):
        keys: list[Any] = ["" if is_missing(key) else key for key in frame[own.pop()]]
        marks: dict[Any, str] = {key: key for key in keys if key}
    elif {"tabell_id", "rad"} <= set(frame.columns):
        found = data.rows(
            """select tabell_id, rad, min(funn_id) as funn_id from rapport.rapport_funnsted
            where rad is not null group by tabell_id, rad"""
        )
        marks = dict(zip(zip(found.tabell_id, found.rad, strict=True), found.funn_id, strict=True))
        keys = list(zip(frame.tabell_id, frame.rad, strict=True))
    elif "utsagn_id" in frame.columns:
        found = data.rows(
            "select utsagn_id, min(funn_id) as funn_id from rapport.rapport_funnsted where utsagn_id is not null group by utsagn_id"
        )
        marks = dict(zip(found.utsagn_id, found.funn_id, strict=True))
        keys = list(frame.utsagn_id)
    else:
        return [""] * len(frame)
    return [str(marks.get(key, "")) for key in keys]


def csv(item: uttak.Item) -> bytes:
    """The table for the reader's spreadsheet, UTF-8 with a mark; text that looks like a formula is made text.

    Where the decimal mark is a comma, columns are parted by semicolons, as a Norwegian spreadsheet expects.
    """
    decimal = language.current().decimal

    def cell(cell: uttak.Cell, column: Column) -> str:
        if cell.is_number:
            text = str(cell.value)
            return text.rstrip("0").rstrip(".").replace(".", decimal) if "." in text else text
        return f"'{cell.text}" if cell.text.startswith(_FORMULA) and not _NUMBER.fullmatch(cell.text) and not column.write else cell.text

    rows = [[cell(value, column) for value, column in zip(row, item.columns.values(), strict=True)] for row in item.cells()]
    out = pd.DataFrame(rows, columns=item.headings(units=True))
    # With \r in the line ending, a \r inside a text is quoted; otherwise what follows it would begin a row, and could be a formula.
    return str(out.to_csv(index=False, sep=";" if decimal == "," else ",", lineterminator="\r\n")).encode("utf-8-sig")


def chart(figure: Drawing, text: str, *, numbers: Iterable[str] = ()) -> None:
    """Show a chart; `text` says in words what it shows, and its first sentence is its title: what the chart says, not what it is of.

    `numbers` are its values in words for those who do not see it, where no table below has them.
    """
    item = uttak.chart_item(figure, text)
    said = "; ".join(numbers)
    where = f"{said}." if said else _("Tallene står i tabellen under.")
    st.markdown(f"**{item.title}**")
    st.vega_lite_chart(theme.themed(figure.specification), alt=f"{text} {where}")
    footer.under_chart(item)
    findings(figure.rows)


def findings(*frames: pd.DataFrame) -> None:
    """Say which findings in the sources the numbers above touch, the gravest first, each with a link to it."""
    ids = [found for frame in frames for column in _FINDINGS if column in frame for found in frame[column].dropna().unique()]
    said = flagged(ids)
    if said:
        note(" · ".join([*said[:_MOST], *([_more(len(said) - _MOST)] if len(said) > _MOST else [])]))


def flag(finding: Any) -> str:
    """The mark beside a number that a finding touches, as Markdown: it leads to the finding. Nothing where there is none."""
    return f"\u00a0[⚑]({_to_finding(finding)})" if flagged([finding]) else ""


def with_flag(sentence: str, amount: str, finding: Any) -> str:
    """A sentence with the mark of the finding that touches its bold amount."""
    return sentence.replace(f"**{amount}**", f"**{amount}**{flag(finding)}", 1)


def flag_in_html(finding: Any) -> str:
    """The same mark in HTML."""
    if not flagged([finding]):
        return ""
    said = _("Se funnet i kildene som gjelder tallet")
    return f'\u00a0<a class="flagg" href="{escape(_to_finding(finding))}" target="_self" title="{escape(said)}">⚑</a>'


def _to_finding(finding: Any) -> str:
    return municipality.link(f"kilder/funn?funn={finding}")


def _more(count: int) -> str:
    return "⚑ " + ngettext("{antall} funn til, i tabellen.", "{antall} funn til, i tabellen.", count).format(antall=number(count))


def flagged(ids: Iterable[Any]) -> list[str]:
    """What each of the findings says, as Markdown with a link to it, the gravest first."""
    return [_flagged(row) for row in uttak.known_findings(ids)]


def flagged_by_age(ids: Iterable[Any], year: int | None) -> tuple[list[str], list[str]]:
    """The findings as `flagged` has them, those of reports older than `year` apart; with its year where that is not `year`."""
    newer: list[str] = []
    older: list[str] = []
    for row in uttak.known_findings(ids):
        is_another = year is not None and not is_missing(row.aar) and row.aar != year
        said = f"{_flagged(row)} ({int(row.aar)})" if is_another else _flagged(row)
        (older if is_another and row.aar < year else newer).append(said)
    return newer, older


def _flagged(row: Any) -> str:
    return f"⚑ [{row.tittel}]({_to_finding(row.funn_id)})"


def titles_of_findings(ids: Iterable[Any]) -> list[str]:
    """What each of the findings says, the gravest first."""
    return [str(row.tittel) for row in uttak.known_findings(ids)]


def sources(frame_or_ids: pd.DataFrame | Iterable[str], before: str = "") -> None:
    """Say which printed tables the figures above come from, with links to them as printed; `before` is how the figures are read."""
    ids = frame_or_ids["tabell_id"].dropna().unique() if isinstance(frame_or_ids, pd.DataFrame) else frame_or_ids
    found = data.rows(
        """select tabell_id, kilde.tittel as kilde, kilde.utgiver, tabell.tittel, tabell.kapittel, tabell.linje_fra, tabell.slag
        from marts.dim_kildetabell as tabell inner join marts.dim_kilde as kilde on tabell.kilde_id = kilde.kilde_id
        where list_contains(?, tabell_id) order by tabell_id""",
        sorted(ids),
    )
    by_source: dict[str, list[str]] = {}
    for row in found.itertuples():
        by_source.setdefault(str(row.utgiver if row.slag == "statistikktabell" else row.kilde), []).append(_printed_table(row))
    lines = [
        _("{kilde}, {tabell}").format(kilde=own(source), tabell=", ".join(dict.fromkeys(of_it))) for source, of_it in by_source.items()
    ]
    uttak.cite(ids)
    said = [*([before] if before else []), *([_("Kilde: {kilder}.").format(kilder="; ".join(lines))] if lines else [])]
    if isinstance(frame_or_ids, pd.DataFrame) and (of_all := basis(frame_or_ids)):
        said.append(of_all)
    if said:
        note(" ".join(said))


def basis(frame: pd.DataFrame) -> str:
    """What decides whether the rows may be compared with others, where the source says it and it is the same for all; otherwise nothing."""
    known = [frame[name].unique() for name in ("omfang", "utgave", "prisniva") if name in frame and frame[name].nunique(dropna=False) == 1]
    words = bases(word for [word] in known)
    if "utgave_dato" in frame and frame.utgave_dato.nunique(dropna=False) == 1 and not is_missing(frame.utgave_dato.iloc[0]):
        words.append(_("kilden slik den var {dato}").format(dato=f"{frame.utgave_dato.iloc[0]:%d.%m.%Y}"))
    return _("Grunnlag: {grunnlag}.").format(grunnlag=listed(words)) if words else ""


def bases(codes: Iterable[Any]) -> list[str]:
    """What the codes of scope, edition and prices say, in words; nothing of those that the source does not say."""
    return [term(BASES.get(code, code)) for code in codes if not is_missing(code) and code not in {"", "uoppgitt"}]


def _printed_table(row: Any) -> str:
    """A printed table by its title, which leads to it; a statistic by its publisher's number and title."""
    if row.slag == "statistikktabell":
        return own(f"{row.kilde[:1].lower()}{row.kilde[1:]}")
    named = f"[«{own(short(row.tittel))}»]({municipality.link(provenance.address(row.tabell_id))})"
    return named if is_missing(row.linje_fra) else _("{tabell}, linje {linje}").format(tabell=named, linje=number(row.linje_fra))


def prose(frame: pd.DataFrame, before: str = "") -> None:
    """Say which lines of which report's prose the figures above come from, by its `kilde` and `linje`; `before` is how they are read."""
    lines = []
    for kilde, rows in frame.groupby("kilde", sort=True):
        numbers = sorted({int(value) for value in rows.linje.dropna()})
        shown = listed([number(value) for value in numbers]) if len(numbers) <= 8 else f"{number(numbers[0])}–{number(numbers[-1])}"
        lines.append(ngettext("{kilde}, linje {linjer}", "{kilde}, linje {linjer}", len(numbers)).format(kilde=kilde, linjer=shown))
    if lines:
        said = _("Kilde: {kilder}.").format(kilder="; ".join(lines))
        st.caption(f"{before} {said}".strip())


def report(report_id: str) -> str:
    """A report's title."""
    return str(data.first("select tittel from marts.dim_rapport where rapport_id = ?", report_id).get("tittel", report_id))


def titles(ids: Iterable[Any]) -> dict[str, str]:
    """The titles of printed tables by their ids, in the ids' order."""
    found = data.rows(
        "select tabell_id, tittel from marts.dim_kildetabell where list_contains(?, tabell_id) order by tabell_id",
        sorted(set(map(str, ids))),
    )
    return {row.tabell_id: short(row.tittel) for row in found.itertuples()}


def footnotes(ids: Iterable[str]) -> None:
    """The footnotes of printed tables, as the report has them."""
    lines = []
    notes = data.rows(
        """select merke, gjelder, tekst, (
                select any_value(celle.etikett) from kvalitet.kildecelle as celle
                where celle.tabell_id = fotnote.tabell_id and concat('rad ', celle.rad) = fotnote.gjelder
            ) as etikett
        from kvalitet.fotnote where list_contains(?, tabell_id) order by tabell_id, merke, gjelder""",
        sorted(ids),
    )
    for row in notes.itertuples():
        # A sign stands in the table too; what has none is told by the row's own words.
        mark = "" if is_missing(row.merke) or not row.merke else f"{row.merke} "
        whose = row.gjelder if is_missing(row.etikett) else str(row.etikett)
        of = "" if mark or row.gjelder == "tabellen" or row.tekst.startswith(whose) else f"{whose}: "
        text = re.sub(r"\(l\. (\d+)\)", _("(linje {linje})").replace("{linje}", r"\1"), row.tekst)  # our own note of where it stands
        lines.append(own(f"{mark}{of}{text}").replace("*", "\\*"))
    if lines:
        note("  \n".join(lines))


def card(title: str, value: str, text: str, mark: str | None = None, finding: Any = None) -> None:
    """A card: what, how much, what it means in Markdown that may hold HTML, a word for the status, and the finding its number touches."""
    said = flagged([finding])
    with st.container(border=True, height="stretch"):
        say("\n\n".join((f"**{title}**", f"### {value}{flag(finding)}", *([badge(mark)] if mark else []), text, *said)))


def badge(mark: str) -> str:
    """A word for a status in Markdown, coloured by what it means; `mark` is the Norwegian word."""
    colour, word = _MARKS.get(mark, "gray"), _(mark)
    return f":{colour}-badge[{word}]"
