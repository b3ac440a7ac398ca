"""The printed tables of tests/python/trykt in the other formats that people have them in: made from the text's reading, cell by cell."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from html import escape
from pathlib import Path

import docx
import xlsxwriter

from kommunevarehus.lesing.package import printed_label, printed_value
from kommunevarehus.lesing.reading import ReadTable

_CSS = (
    "body{font:9pt Arial}table{border-collapse:collapse;width:100%}td,th{padding:1pt 5pt;border:0}"
    "td.t,th.t{text-align:right;white-space:nowrap}section{break-after:page}"
)


def grid(read: ReadTable) -> list[list[str]]:
    """A table as printed: its heads, and its rows with label and cells; headings where the rows stand under one."""
    heads = [head.text for head in read.table.heads] if len(read.table.heads) == read.table.count else [""] * read.table.count
    rows = [["", *heads]]
    group = ""
    for row in read.rows:
        if row.row.group != group and row.row.group:
            rows.append([row.row.group, *[""] * read.table.count])
        group = row.row.group
        rows.append([printed_label(row.row.label), *(printed_value(cell) for cell in row.cells)])
    return rows


def as_xlsx(path: Path, read: ReadTable) -> None:
    """A workbook: numbers as numbers, per cents and dashes as text, the title in a merged cell."""
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Tabell")
    sheet.merge_range(0, 0, 0, read.table.count, f"{read.table.title or read.table.after} {read.unit}")
    for i, cells in enumerate(grid(read), 2):
        for j, cell in enumerate(cells):
            value = read.rows and cell.replace(" ", "").replace(",", ".").replace("\u2212", "-")
            try:
                sheet.write_number(i, j, float(value)) if j and i > 2 else sheet.write_string(i, j, cell)
            except ValueError:
                sheet.write_string(i, j, cell)
    workbook.close()


def html_table(read: ReadTable) -> str:
    """The table as a web page has it."""
    head, *rows = grid(read)
    title = escape(f"{read.table.title or read.table.after} {read.unit}")
    cells = "".join(f'<th class="t">{escape(cell)}</th>' for cell in head)
    body = "".join(
        "<tr>" + f"<td>{escape(row[0])}</td>" + "".join(f'<td class="t">{escape(cell)}</td>' for cell in row[1:]) + "</tr>" for row in rows
    )
    return f"<section><h2>{title}</h2><table><tr>{cells}</tr>{body}</table></section>"


def as_html(path: Path, reads: list[ReadTable]) -> None:
    """A web page of tables."""
    page = "".join(html_table(read) for read in reads)
    path.write_text(f'<!doctype html><html lang="nb"><meta charset="utf-8"><style>{_CSS}</style><body>{page}</body></html>', "utf-8")


def as_docx(path: Path, read: ReadTable) -> None:
    """A Word document with the table."""
    document = docx.Document()
    document.add_heading(f"{read.table.title or read.table.after} {read.unit}")
    rows = grid(read)
    table = document.add_table(len(rows), len(rows[0]))
    for i, row in enumerate(rows):
        for j, cell in enumerate(table.rows[i].cells):
            cell.text = row[j]
    document.save(str(path))


def as_pdf(page: Path, path: Path) -> None:
    """The web page printed: a PDF without borders round the cells. The browser is the one that the page tests use."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or "chromium"
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}", str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.3"><office:body><office:spreadsheet>'
)


def as_ods(path: Path, read: ReadTable, hidden: str = "") -> None:
    """An OpenDocument sheet, made by hand: numbers as numbers, the others as text. `hidden` is more XML, for another sheet."""
    title = f"{read.table.title or read.table.after} {read.unit}"
    rows = ""
    for i, cells in enumerate([[title], *grid(read)]):
        rows += "<table:table-row>"
        for j, cell in enumerate(cells):
            value = cell.replace(" ", "").replace(",", ".").replace("\u2212", "-")
            try:
                number = float(value) if i > 1 and j else None
            except ValueError:
                number = None
            kind = f'office:value-type="float" office:value="{value}"' if number is not None else 'office:value-type="string"'
            rows += f"<table:table-cell {kind}><text:p>{escape(cell)}</text:p></table:table-cell>"
        rows += "</table:table-row>"
    content = (
        f'{_ODS}<table:table table:name="Drift">{rows}</table:table>{hidden}</office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
