"""The case paper: what a reader has chosen, as one Word document or one page for print, with sources."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

import provenance
import tables
import uttak
from format import edition_date
from language import _, current, ngettext
from uttak import Item

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_GREY = RGBColor(0x44, 0x4B, 0x52)
_CHARACTER, _PADDING = Mm(1.75), Mm(4)  # what a character of a table takes, and what stands around a cell's text
_ROOM, _MOST_FOUND = Mm(190), 4  # what a standing page has room for, if a little smaller; findings that are named
_MOST_LABEL = 45  # characters of a label before it is broken into lines


def word(items: Sequence[Item], title: str, introduction: str = "") -> bytes:
    """The items as a Word document in the reader's language: headings, text, tables, charts with their text in words."""
    document = docx.Document()
    _language(document)
    document.core_properties.title = title
    document.core_properties.language = current().tag
    document.core_properties.author = "Kommunevarehus"
    document.core_properties.comments = _("Utgave {utgave}").format(utgave=", ".join(_editions(items)))
    is_wide = bool(items) and _is_wide(items[0])
    width = _lay(document.sections[0], is_wide=is_wide)
    _page_numbers(document.sections[0], title)
    document.add_heading(title, 0)
    if introduction:
        document.add_paragraph(introduction)
    numbers = {"figur": 0, "tabell": 0}
    for item in items:
        if _is_wide(item) != is_wide:
            is_wide = not is_wide
            width = _lay(document.add_section(WD_SECTION.NEW_PAGE), is_wide=is_wide)
        document.add_heading(item.title, 1)
        if item.text:
            document.add_paragraph(item.text)
        if item.figure is not None:
            picture = document.add_picture(io.BytesIO(uttak.png(item, heading=False)), width=width)
            properties = picture._inline.docPr
            properties.set("descr", item.text or item.title)
            properties.set("title", item.title)
        else:
            _table(document, item, width)
        kind = "tabell" if item.figure is None else "figur"
        numbers[kind] += 1
        _numbered_caption(document, kind, numbers[kind], uttak.source_sentence(item, has_edition=False))
        if found := uttak.finding_titles(item):
            _caption(document, _found(found))
    if is_wide:
        _lay(document.add_section(WD_SECTION.NEW_PAGE), is_wide=False)
    _sources(document, items)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _is_wide(item: Item) -> bool:
    """Whether a table has no room on a page that stands."""
    return sum(_widths(item)) > _ROOM


def _lay(section: Any, *, is_wide: bool) -> int:
    """A4, lying where a table needs it; returns the width between the margins."""
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    return int(section.page_width - section.left_margin - section.right_margin)


def _page_numbers(section: Any, title: str) -> None:
    """The title and the page's number at the foot of every page."""
    paragraph = section.footer.paragraphs[0]
    paragraph.style.font.size, paragraph.style.font.color.rgb = Pt(8.5), _GREY
    paragraph.add_run(f"{title} · ")
    _field(paragraph, "PAGE", "1")


def _found(titles: Sequence[str]) -> str:
    """What is wrong in the sources with the numbers above, in a sentence."""
    named, more = "; ".join(titles[:_MOST_FOUND]), len(titles) - _MOST_FOUND
    if more > 0:
        named = "; ".join((named, ngettext("{antall} til", "{antall} til", more).format(antall=more)))
    return _("Funn i kildene som gjelder tallene: {funn}.").format(funn=named)


def _language(document: Any) -> None:
    """Set the language and one type size for the whole document."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    properties = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(attribute), current().tag)
    properties.append(language)
    for style, size in (("Title", 22), ("Heading 1", 14), ("Heading 2", 12)):
        font = document.styles[style].font
        font.name, font.size, font.color.rgb = "Calibri", Pt(size), RGBColor(0x1B, 0x27, 0x33)
        document.styles[style].element.get_or_add_rPr().rFonts.attrib.pop(qn("w:asciiTheme"), None)
    caption = document.styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(8.5), False, _GREY
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(3), Pt(10)


def _widths(item: Item) -> list[int]:
    """What each column of a table takes, so that no word of it is broken: its longest word, and for numbers its longest text."""
    if item.figure is not None:
        return []
    rows = item.cells()
    widths = []
    for at, (column, heading) in enumerate(zip(item.columns.values(), item.headings(), strict=True)):
        texts = [row[at].text for row in rows]
        # A reason for a number that is missing has room for its words; a number stands on one line.
        whole = max((len(row[at].text) for row in rows if row[at].is_number or not column.write), default=0)
        word = max((len(word) for text in [heading, *texts] for word in text.split(" ")), default=0)
        longest = max(whole if column.write else min(whole, _MOST_LABEL if at == 0 else 28), word, 6)
        widths.append(longest * _CHARACTER + _PADDING)
    return widths


def _table(document: Any, item: Item, width: int) -> None:
    """A plain table: a line under the headings and above a sum, numbers to the right, columns as wide as their longest word."""
    rows, wanted = item.cells(), _widths(item)
    share = min(1, width / sum(wanted))
    looks = tables.looks(item.whole().to_dict("records"), [""] * len(rows))
    size = Pt(9 if share == 1 else 8)
    table = document.add_table(rows=1, cols=len(wanted))
    table.autofit = False
    right = [bool(column.write or column.right) for column in item.columns.values()]
    _write(table.rows[0].cells, item.headings(), right, size, bold=True)
    _lines(table.rows[0].cells, "bottom")
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row, look in zip(rows, looks, strict=True):
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = added.cells
        _write(cells, [cell.text for cell in row], right, size, bold=look.is_sum)
        cells[0].paragraphs[0].paragraph_format.left_indent = Mm(3 * look.level)
        if look.is_sum:
            _lines(cells, "top")
    for column, wide in zip(table.columns, wanted, strict=True):
        column.width = int(wide * share)
        for cell in column.cells:
            cell.width = int(wide * share)


def _lines(cells: Any, side: str) -> None:
    """A thin line on one side of the cells."""
    for cell in cells:
        borders = OxmlElement("w:tcBorders")
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("color", "444B52")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        cell._tc.get_or_add_tcPr().append(borders)


def _numbered_caption(document: Any, kind: str, at: int, text: str) -> None:
    """A caption of Word's own kind, so that its list of tables or figures finds it."""
    paragraph = document.add_paragraph(style="Caption")
    name = _("Tabell") if kind == "tabell" else _("Figur")
    paragraph.add_run(f"{name} ")
    _field(paragraph, f"SEQ {name} \\* ARABIC", str(at))
    paragraph.add_run(f". {text}")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field that Word keeps up to date, with what it shows until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {instruction} ")
    field.append(paragraph.add_run(shown)._r)
    paragraph._p.append(field)


def _write(cells: Any, texts: list[str], numeric: list[bool], size: Any, *, bold: bool = False) -> None:
    for cell, text, right in zip(cells, texts, numeric, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size = size
        run.bold = bold
        paragraph.paragraph_format.space_after = Pt(1)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _caption(document: Any, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), _GREY


def _sources(document: Any, items: Sequence[Item]) -> None:
    document.add_heading(_("Kilder"), 1)
    for line in source_list(items):
        document.add_paragraph(line, style="List Bullet")
    for item in items:
        _caption(document, _("«{tittel}» slik det ble vist: {adresse}").format(tittel=item.title, adresse=item.address))


def source_list(items: Sequence[Item]) -> list[str]:
    """Every source of the items once, with publisher and licence."""
    places: dict[tuple[str, ...], dict[str, None]] = {}
    for item in items:
        for row in uttak.source_rows(item):
            place = ", ".join(part for part in (provenance.short(row["Tittel"]), row["Sted"]) if part)
            places.setdefault((row["Kilde"], row["Utgiver"], row["Lisens"], row["Nettsted"]), {})[place] = None
    lines = {
        _("{kilde}, {utgiver}. {sted}. Lisens: {lisens}. {nettsted}").format(
            kilde=source, utgiver=publisher, sted="; ".join(of_it), lisens=licence, nettsted=site
        )
        for (source, publisher, licence, site), of_it in places.items()
    }
    days = dict.fromkeys(edition_date(edition) for edition in _editions(items))
    return [*sorted(lines), *(_("Kommunevarehus, utgaven fra {dato}.").format(dato=day) for day in days)]


def _editions(items: Sequence[Item]) -> list[str]:
    """The editions that the items are of; a document has their whole names among its properties, and their days in its text."""
    return sorted({item.edition for item in items})


def page(items: Sequence[Item], title: str, introduction: str = "") -> bytes:
    """The items as one HTML file that needs nothing else: print it, or save it as PDF from the browser."""
    parts = [f"<h1>{escape(title)}</h1>", f"<p>{escape(introduction)}</p>" if introduction else ""]
    for item in items:
        parts.append(f"<section><h2>{escape(item.title)}</h2>")
        if item.text:
            parts.append(f"<p>{escape(item.text)}</p>")
        if item.figure is not None:
            drawing = base64.b64encode(uttak.svg(item, heading=False)).decode()
            parts.append(f'<img alt="{escape(item.text or item.title)}" src="data:image/svg+xml;base64,{drawing}">')
        else:
            parts.append(tables.markup(item))
        parts.append(f'<p class="kilde">{escape(uttak.source_sentence(item, has_edition=False))}</p>')
        parts.append(f'<p class="kilde">{escape(_found(found))}</p></section>' if (found := uttak.finding_titles(item)) else "</section>")
    listed = "".join(f"<li>{escape(line)}</li>" for line in source_list(items))
    heading = escape(_("Kilder"))
    parts.append(f"<section><h2>{heading}</h2><ul>{listed}</ul></section>")
    return f"""<!doctype html>
<html lang="{current().code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><meta name="version" content="{escape(", ".join(_editions(items)))}">
<style>
body {{font-family: system-ui, sans-serif; color: #1b2733; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.45}}
img {{max-width: 100%}}
.kilde {{font-size: 0.8rem; color: #444b52}}
section {{margin-top: 2rem}}
h2, h3 {{break-after: avoid}}
img {{break-inside: avoid}}
{tables.CSS}
@page {{size: A4; margin: 18mm}}
@media print {{body {{margin: 0; max-width: none; padding: 0}}}}
</style></head><body><main>{"".join(parts)}</main></body></html>
""".encode()
