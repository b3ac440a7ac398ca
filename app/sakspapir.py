"""The case paper: what a reader has chosen, as one Word document or one page for print, with sources."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

import tables
import uttak
from language import _, current
from uttak import Item

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WIDE = 6  # more columns than this do not fit an upright page
_GREY = RGBColor(0x44, 0x4B, 0x52)


def word(items: Sequence[Item], title: str, introduction: str = "") -> bytes:
    """The items as a Word document in the reader's language: headings, text, tables, charts with their text in words."""
    document = docx.Document()
    _language(document)
    document.core_properties.title = title
    document.core_properties.language = current().tag
    document.core_properties.author = "Kommunevarehus"
    section = document.sections[0]
    if any(len(item.columns) > _WIDE for item in items):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    else:
        section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    width = section.page_width - section.left_margin - section.right_margin

    document.add_heading(title, 0)
    if introduction:
        document.add_paragraph(introduction)
    for item in items:
        document.add_heading(item.title, 1)
        if item.text:
            document.add_paragraph(item.text)
        if item.figure is not None:
            picture = document.add_picture(io.BytesIO(uttak.png(item, heading=False)), width=width)
            properties = picture._inline.docPr
            properties.set("descr", item.text or item.title)
            properties.set("title", item.title)
        else:
            _table(document, item)
        _caption(document, uttak.source_sentence(item))
    _sources(document, items)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _language(document: Any) -> None:
    """Set the language and one type size for the whole document."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    properties = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(attribute), current().tag)
    properties.append(language)
    for style in ("Title", "Heading 1", "Heading 2"):
        document.styles[style].font.color.rgb = RGBColor(0x1B, 0x27, 0x33)


def _table(document: Any, item: Item) -> None:
    headings, rows = item.headings(), item.cells()
    size = Pt(8 if len(headings) > _WIDE else 9)
    table = document.add_table(rows=1, cols=len(headings), style="Light List Accent 1")
    numeric = [bool(column.write or column.right) for column in item.columns.values()]
    _write(table.rows[0].cells, headings, numeric, size, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        _write(table.add_row().cells, [cell.text for cell in row], numeric, size)


def _write(cells: Any, texts: list[str], numeric: list[bool], size: Any, *, bold: bool = False) -> None:
    for cell, text, right in zip(cells, texts, numeric, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size = size
        run.bold = bold
        paragraph.paragraph_format.space_after = Pt(0)
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
    lines = {
        _("{kilde}, {utgiver}. {sted}. Lisens: {lisens}. {nettsted}").format(
            kilde=row["Kilde"], utgiver=row["Utgiver"], sted=place, lisens=row["Lisens"], nettsted=row["Nettsted"]
        )
        for item in items
        for row in uttak.source_rows(item)
        for place in [", ".join(part for part in (f"{row['Tabell']} {row['Tittel']}".strip(" ."), row["Sted"]) if part)]
    }
    editions = sorted({item.edition for item in items})
    return [*sorted(lines), *(_("Kommunevarehus, utgave {utgave}.").format(utgave=edition) for edition in editions)]


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
        parts.append(f'<p class="kilde">{escape(uttak.source_sentence(item))}</p></section>')
    listed = "".join(f"<li>{escape(line)}</li>" for line in source_list(items))
    heading = escape(_("Kilder"))
    parts.append(f"<section><h2>{heading}</h2><ul>{listed}</ul></section>")
    return f"""<!doctype html>
<html lang="{current().code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
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
