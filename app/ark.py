"""One page on paper: what a page says of a municipality or of a service area, as one A4 page in PDF.

The page says what stands on it (`Sheet`); this module sets it. The text is measured first and the charts get the room that is left, so
that a sheet is one page whatever it holds, and nothing on it is cut. Charts are drawn as they are and laid into the page as drawings: all
text can be selected and searched, in a typeface whose licence lets it be embedded (docs/decisions/0028).
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import font_source_sans_pro
import pandas as pd
import vl_convert
from babel.dates import format_date
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table

import data
import municipality
import parts
import uttak
import watch
from format import edition_date, is_missing, number
from language import _, bound, current, ngettext
from tables import Bullet, Course, Spread
from theme import DARK, FAINT

if TYPE_CHECKING:
    from charts import Drawing

PDF, MOST = "application/pdf", 3  # a sheet has so many charts
_FONT = "Source Sans Pro"
_WIDTH, _HEIGHT = A4
_EDGE, _GAP = 42.0, 14.0  # points
_COLUMN = (_WIDTH - 2 * _EDGE - _GAP) / 2
_SIZES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)  # of the text: the largest that leaves room for the charts
_SCALES = (0.7, 0.65, 0.6, 0.55, 0.5)  # of the charts, whose text is of 12 points
_HEIGHTS = (1.0, 0.85, 0.72)  # of the charts, beside those they have on the screen
_MOST_ROWS, _MOST_COLUMNS = 14, 7  # of a table
_FINDINGS = 5  # that are named; the rest are counted
_MARK = re.compile(r"\[⚑\]\([^)]*funn=([^)&]+)")  # in a text, with the finding it leads to
_NAMED = 6  # tables of a source that are named; the rest are counted
_DRAWN = (Bullet, Course, Spread)  # what a table draws
_NO_SOURCE = pd.DataFrame({"tabell_id": pd.Series(dtype=object)})


class NoRoomError(Exception):
    """What a sheet holds does not fit on one page in a size that can be read."""


@dataclass(frozen=True)
class Picture:
    """A chart: its title, what draws it, the printed tables it is of, how it is read where it must be said, and reports it is of whole."""

    title: str
    draw: Callable[[], Drawing]
    tables: Sequence[str] = ()
    note: str = ""
    reports: Sequence[str] = ()


@dataclass(frozen=True)
class Grid:
    """A table as it is written: its headings, its rows, and which columns stand to the right."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[bool]
    tables: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """What stands on a page of paper; sentences are Markdown with bold words."""

    title: str
    sentence: str
    pictures: Sequence[Picture]
    edition: str
    things: Sequence[str] = ()
    things_title: str = ""
    grid: Grid | None = None
    quote: tuple[str, str] | None = None
    findings: Sequence[str] = ()  # what the marks on it are of
    sources: Sequence[str] = ()
    address: str = ""


@dataclass
class Content:
    """What a page of the viewer has put together for its sheet, by the time it is drawn."""

    sentence: str
    things: list[Any] = field(default_factory=list)
    things_title: str = ""
    pictures: list[Picture] = field(default_factory=list)
    grid: Grid | None = None
    quote: tuple[str, str] | None = None
    reports: list[str] = field(default_factory=list)


# What a page hands over


def button(place: Any, subject: str, content: Content) -> None:
    """The button that takes the page along as a sheet, in its `place` on the page; `subject` is what the sheet is of, beside the year."""
    chosen, grid = municipality.now(), content.grid
    things = [_with_address(watch.sentence(thing) + parts.flag(thing.funn_id)) for thing in content.things]
    if grid:
        grid = replace(grid, rows=[[_with_address(cell) for cell in row] for row in grid.rows])
    sheet = Sheet(
        title=f"{chosen.name} {chosen.year or ''}".strip() + f" · {subject}",
        sentence=_with_address(content.sentence),
        pictures=content.pictures[:MOST],
        things=things,
        things_title=content.things_title,
        grid=grid,
        quote=content.quote,
        findings=_findings([content.sentence, *things, *(cell for row in (grid.rows if grid else ()) for cell in row)]),
        sources=_sources(content),
        edition=str(data.manifest()["id"]),
        address=uttak.here(),
    )
    place.download_button(
        _("Ett ark (PDF)"),
        bound(lambda: pdf(sheet)),
        f"{uttak.file_name(sheet.title)}.pdf",
        PDF,
        key="ett-ark",
        on_click="ignore",
        icon=":material/picture_as_pdf:",
    )


def _with_address(text: str) -> str:
    """A text whose marks lead from a sheet to the viewer that made it."""
    return text.replace("[⚑](/", f"[⚑]({urljoin(uttak.here(), '/')}")


def _findings(texts: Iterable[str]) -> list[str]:
    """What the marks in the texts are of, the gravest findings first; those there is no room for are counted."""
    said = parts.titles_of_findings(found for text in texts for found in _MARK.findall(text))
    more = len(said) - _FINDINGS
    return [*said[:_FINDINGS], *([ngettext("{antall} til", "{antall} til", more).format(antall=number(more))] if more > 0 else [])]


def of_items(items: Iterable[uttak.Item]) -> list[Picture]:
    """The charts among what a page has shown, as they were shown."""
    return [Picture(item.title, partial(_same, item.figure), item.sources, _note(item)) for item in items if item.figure is not None]


def _note(item: uttak.Item) -> str:
    """What a chart's text says after its title."""
    return item.text.removeprefix(item.title).lstrip(". ")


def _same(figure: Drawing) -> Drawing:
    return figure


def first_table(items: Iterable[uttak.Item]) -> Grid | None:
    """The first table among what a page has shown that is small enough for a sheet, as it was shown but for what is drawn in it."""
    for item in items:
        if item.frame is not None and len(item.frame) <= _MOST_ROWS:
            rows = [[cell.text for cell in row] for row in item.cells()]
            drawn = {at for at, name in enumerate(item.columns) if item.frame[name].map(lambda value: isinstance(value, _DRAWN)).any()}
            kept = [at for at in range(len(item.columns)) if at not in drawn and any(row[at] for row in rows)]
            if len(kept) > _MOST_COLUMNS:
                continue
            headings, right = item.headings(), [bool(column.write or column.right) for column in item.columns.values()]
            said = [[row[at] for at in kept] for row in rows]
            return Grid(item.title, [headings[at] for at in kept], said, [right[at] for at in kept], item.sources)
    return None


def tables_of(*frames: pd.DataFrame) -> list[str]:
    """The printed tables that rows are of."""
    return sorted({str(table) for frame in frames for table in frame.get("tabell_id", _NO_SOURCE.tabell_id).dropna()})


def _sources(content: Content) -> list[str]:
    """One line for each source: the tables of it that are used, its publisher, licence and address."""
    tables = {table for picture in content.pictures[:MOST] for table in picture.tables}
    tables |= set(content.grid.tables if content.grid else ())
    tables |= {str(thing.tabell_id) for thing in content.things if not is_missing(thing.tabell_id)}
    found = data.rows(
        """select kilde.tittel, kilde.utgiver, kilde.lisens, kilde.url,
            list(tabell.tittel order by tabell.tabell_id) filter (where tabell.tabell_id is not null and kilde.kilde_id in (
                select rapport_id from marts.dim_rapport
            )) as tabeller
        from marts.dim_kilde as kilde
        left join marts.dim_kildetabell as tabell on kilde.kilde_id = tabell.kilde_id and list_contains($1, tabell.tabell_id)
        where tabell.tabell_id is not null or list_contains($2, kilde.kilde_id)
        group by kilde.kilde_id, kilde.tittel, kilde.utgiver, kilde.lisens, kilde.url order by kilde.kilde_id""",
        sorted(tables),
        sorted({*content.reports, *(report for picture in content.pictures[:MOST] for report in picture.reports)}),
    )
    return [_source(row) for row in found.itertuples()]


def _source(row: Any) -> str:
    titles = [] if row.tabeller is None else list(dict.fromkeys(f"«{parts.short(title)}»" for title in row.tabeller))
    if (more := len(titles) - _NAMED) > 0:
        titles = [*titles[:_NAMED], ngettext("{antall} tabell til", "{antall} tabeller til", more).format(antall=number(more))]
    said = f"{row.tittel} ({row.utgiver}, {row.lisens}, {row.url})"
    return f"{said}: {', '.join(titles)}." if titles else f"{said}."


# The page


@cache
def _fonts() -> frozenset[str]:
    """Make the typeface known to the page and to the charts, once; returns the characters it has."""
    folder = Path(font_source_sans_pro.font_directory)
    faces = {"": "Regular", "-Bold": "Bold", "-Italic": "It"}
    for name, face in faces.items():
        pdfmetrics.registerFont(TTFont(_FONT + name, str(folder / f"SourceSansPro-{face}.ttf")))
    pdfmetrics.registerFontFamily(_FONT, normal=_FONT, bold=f"{_FONT}-Bold", italic=f"{_FONT}-Italic", boldItalic=f"{_FONT}-Bold")
    vl_convert.register_font_directory(str(folder))
    return frozenset(map(chr, pdfmetrics.getFont(_FONT).face.charToGlyph))


def pdf(sheet: Sheet) -> bytes:
    """The sheet as one A4 page in the reader's language.

    Where all of it has no room in a size that can be read, the quotation is left out, then the table, then the last charts.

    Raises:
        NoRoomError: its sentences and sources alone are more than a page.

    """
    _fonts()
    fewer = [sheet, replace(sheet, quote=None), *(replace(sheet, quote=None, grid=None, pictures=sheet.pictures[:n]) for n in (3, 2, 1, 0))]
    for part, size in itertools.product(fewer, _SIZES):
        page = _Page(part, size)
        if page.fits() and (columns := _charts(part, page.room(), size)) is not None:
            return page.written(columns)
    raise NoRoomError(sheet.title)


@dataclass(frozen=True)
class _Chart:
    """A chart in a size: its heading, the drawing, the scale in which it is as wide as a column or less, and its height before that."""

    heading: list[Paragraph]
    drawing: PageObject
    scale: float
    height: float

    @property
    def room(self) -> float:
        """The height of all of it, and the space below, in points."""
        return sum((float(part.height) for part in self.heading), 0.0) + 3 + self.height * self.scale + _GAP


def _charts(sheet: Sheet, room: float, size: float) -> list[list[_Chart]] | None:
    """The charts in two columns, in the largest scale that the room has place for; None if it has none.

    The first chart is the one that matters most, and stands to the left.
    """
    drawn = [(picture.draw(), _heading(picture, size)) for picture in sheet.pictures]
    if not drawn:
        return [[], []]
    # How high a chart is, and how much its labels take beside it, is nearly the same in each scale: it is measured once.
    measured = [_drawn(figure, _COLUMN / _SCALES[0]) for figure, _heading in drawn]
    beside = [float(drawing.mediabox.width) - _COLUMN / _SCALES[0] for drawing in measured]
    for scale, share in itertools.product(_SCALES, _HEIGHTS):
        likely = [
            _Chart(heading, drawing, scale, float(drawing.mediabox.height) - (1 - share) * figure.specification["height"])
            for (figure, heading), drawing in zip(drawn, measured, strict=True)
        ]
        if _highest(_columns(likely)) > room:
            continue
        charts = [
            # One that is still too wide is made smaller, never cut.
            _Chart(heading, drawing, min(scale, _COLUMN / float(drawing.mediabox.width)), float(drawing.mediabox.height))
            for (figure, heading), more in zip(drawn, beside, strict=True)
            for drawing in [_drawn(figure, _COLUMN / scale - more, share)]
        ]
        if _highest(columns := _columns(charts)) <= room:
            return columns
    return None


def _highest(columns: Sequence[Sequence[_Chart]]) -> float:
    return max(sum((chart.room for chart in column), 0.0) for column in columns)


def _columns(charts: Sequence[_Chart]) -> list[list[_Chart]]:
    """The charts in two columns, each where there is most room."""
    columns: list[list[_Chart]] = [[], []]
    for chart in charts:
        min(columns, key=lambda column: sum((above.room for above in column), 0.0)).append(chart)
    return columns


def _heading(picture: Picture, size: float) -> list[Paragraph]:
    said = [_paragraph(f"**{picture.title}**", 9.5 * size), *([_paragraph(picture.note, 7.5 * size)] if picture.note else [])]
    for part in said:
        part.wrap(_COLUMN, _HEIGHT)
    return said


def _drawn(figure: Drawing, width: float, share: float = 1.0) -> PageObject:
    """The chart as a page of a PDF: its marks so wide, and this share of their height on the screen, its labels beside them."""
    spec: dict[str, Any] = _printable_parts(figure.specification)
    spec |= {"width": max(60, int(width)), "height": share * spec["height"], "background": "white", "padding": 1}
    spec["config"] = spec.get("config", {}) | {"font": _FONT}
    return PdfReader(io.BytesIO(vl_convert.vegalite_to_pdf(spec, allowed_base_urls=[]))).pages[0]


class _Page:
    """The text of a sheet in one size, and how high each part of it is."""

    def __init__(self, sheet: Sheet, size: float) -> None:
        self.sheet = sheet
        self.size = size
        width = _WIDTH - 2 * _EDGE
        self.top = [(part, part.wrap(width, _HEIGHT)[1], space) for part, space in self._top(width)]
        self.bottom = [(part, part.wrap(width, _HEIGHT)[1]) for part in self._bottom()]

    def _top(self, width: float) -> list[tuple[Flowable, float]]:
        """What stands above the charts, each part with the space below it."""
        sheet, size = self.sheet, self.size
        top = [(_paragraph(f"**{sheet.title}**", 18 * size), 5.0), (_paragraph(sheet.sentence, 11 * size), 8.0)]
        if sheet.quote:
            text, where = sheet.quote
            top += [(_paragraph(f"«{text}»", 9 * size, italic=True), 1.0), (_paragraph(where, 7.5 * size), 8.0)]
        if sheet.things:
            top.append((_paragraph(f"**{sheet.things_title}**", 11 * size), 3.0))
            top += [(_paragraph(f"{at}. {thing}", 9.5 * size, indent=11 * size), 2.0) for at, thing in enumerate(sheet.things, start=1)]
            top.append((_paragraph("", 2), 4.0))
        if sheet.grid and sheet.grid.rows:
            top += [(_paragraph(f"**{sheet.grid.title}**", 9.5 * size), 3.0), (_table(sheet.grid, width, 8.5 * size), 12.0)]
        return top

    def _bottom(self) -> list[Paragraph]:
        """What stands at the foot of the page."""
        sheet, size = self.sheet, self.size
        today = format_date(date.today(), format="long", locale=current().tag.replace("-", "_"))
        said = [sheet.sentence, *sheet.things, *(text for text in (sheet.quote or ()))]
        heading = _("Kilder")
        lines = [f"**{heading}**", *sheet.sources]
        drawn = (rows for picture in sheet.pictures for rows in picture.draw().specification["datasets"].values())
        said += [cell for row in (sheet.grid.rows if sheet.grid else []) for cell in row]
        said += [str(value) for rows in drawn for row in rows for value in row.values()]
        if any("⚑" in text for text in said):
            lines.append(
                _("† Et funn i kildene gjelder tallet: {funn}.").format(funn="; ".join(sheet.findings))
                if sheet.findings
                else _("† Et funn i kildene gjelder tallet; visningen sier hva.")
            )
        edition = _("Kommunevarehus, utgaven fra {utgave}. Skrevet ut {dato}.").format(utgave=edition_date(sheet.edition), dato=today)
        lines += [edition, *([sheet.address] if sheet.address else [])]
        return [_paragraph(line, 7 * size, wide_words=True) for line in lines]

    def fits(self) -> bool:
        """Whether the text has room, and no word of it is wider than its line."""
        width = _WIDTH - 2 * _EDGE
        return self.room() >= 0 and all(part.minWidth() <= width for part, _height, _space in self.top)

    def room(self) -> float:
        """The height that is left for the charts."""
        used = sum(height + space for _part, height, space in self.top) + sum(height + 1 for _part, height in self.bottom)
        return float(_HEIGHT - 2 * _EDGE - used - 6)

    def written(self, columns: Sequence[Sequence[_Chart]]) -> bytes:
        """The page with its charts."""
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=A4, lang=current().tag)
        canvas.setTitle(_printable(self.sheet.title))
        canvas.setAuthor("Kommunevarehus")
        canvas.setSubject(_("Utgave {utgave}").format(utgave=self.sheet.edition))
        y = _HEIGHT - _EDGE
        for part, height, space in self.top:
            part.drawOn(canvas, _EDGE, y - height)
            y -= height + space
        laid = []
        for at, column in enumerate(columns):
            x, top = _EDGE + at * (_COLUMN + _GAP), y
            for chart in column:
                below = top
                for part in chart.heading:
                    below -= float(part.height)
                    part.drawOn(canvas, x, below)
                top -= chart.room
                laid.append((chart, x, top + _GAP))
        foot = _EDGE + sum(height + 1 for _line, height in self.bottom)
        canvas.setStrokeColor(HexColor(FAINT))
        canvas.line(_EDGE, foot + 2, _WIDTH - _EDGE, foot + 2)
        for line, height in self.bottom:
            foot -= height + 1
            line.drawOn(canvas, _EDGE, foot + 1)
        canvas.save()
        writer = PdfWriter(clone_from=io.BytesIO(out.getvalue()))
        for chart, x, bottom in laid:
            writer.pages[0].merge_transformed_page(chart.drawing, Transformation().scale(chart.scale).translate(x, bottom))
        writer.compress_identical_objects()
        writer.pages[0].compress_content_streams()
        whole = io.BytesIO()
        writer.write(whole)
        return whole.getvalue()


def _paragraph(
    text: str, size: float, *, italic: bool = False, right: bool = False, indent: float = 0, wide_words: bool = False
) -> Paragraph:
    """Markdown with bold words as a paragraph; only where `wide_words` a word that is wider than a whole line is broken."""
    style = ParagraphStyle(
        "ark",
        fontName=f"{_FONT}-Italic" if italic else _FONT,
        fontSize=size,
        leading=size * 1.24,
        textColor=HexColor(DARK),
        alignment=TA_RIGHT if right else 0,
        leftIndent=indent,
        firstLineIndent=-indent,
        splitLongWords=int(wide_words),
    )
    return Paragraph(_markup(text), style)


def _markup(text: str) -> str:
    """Markdown's bold words, links and escaped stars as the setter's own markup."""
    said = escape(_printable(unescape(text)), quote=False)
    said = re.sub(r"\[†\]\((https?://[^)\s\"]*)\)", r'<a href="\1">†</a>', said)
    said = re.sub(r"(?<!\\)\[([^]]*)\]\([^)]*\)", r"\1", said)
    said = re.sub(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*", r"<b>\1</b>", said)
    return said.replace("\\*", "*")


def _printable(text: str) -> str:
    """The text in the characters that the typeface has; the flag of a finding is a dagger on paper."""
    known = _fonts()
    said = re.sub(r"[\t\n\r]+", " ", text).replace("⚑", "†").replace("\u2009", "\u00a0")
    return "".join(character for character in said if character in known)


def _printable_parts(part: Any) -> Any:
    """A chart's specification with only such characters in its words; its expressions have no others."""
    if isinstance(part, dict):
        return {key: _printable_parts(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_printable_parts(value) for value in part]
    return part.replace("⚑", "†") if isinstance(part, str) else part


def _table(grid: Grid, width: float, size: float) -> Table:
    """A plain table with a line under its headings; each column has room for its longest word, and the rest is shared by need."""
    columns = list(zip(grid.headings, *grid.rows, strict=True))
    padding = 8.0

    def wide(text: str, *, bold: bool) -> float:
        return float(pdfmetrics.stringWidth(_printable(text), f"{_FONT}-Bold" if bold else _FONT, size))

    # The spaces inside a number are such as no line is broken at.
    least = [max(wide(word, bold=not at) for at, cell in enumerate(cells) for word in cell.split(" ")) + padding for cells in columns]
    wanted = [max(wide(cell, bold=not at) for at, cell in enumerate(cells)) + padding for cells in columns]
    spare, need = width - sum(least), sum(wanted) - sum(least)
    share = min(1.0, max(0.0, spare / need)) if need > 0 else 0.0
    widths = [small + (large - small) * share for small, large in zip(least, wanted, strict=True)]
    rows = [[f"**{heading}**" for heading in grid.headings], *grid.rows]
    cells = [[_paragraph(text, size, right=right) for text, right in zip(row, grid.right, strict=True)] for row in rows]
    look = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.7, HexColor(DARK)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, HexColor(FAINT)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("LEFTPADDING", (1, 0), (-1, -1), padding),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    return Table(cells, colWidths=widths, hAlign="LEFT", style=look)
