"""A file's lines and cells, whatever its kind, each with its place; a file that cannot or must not be read is named in one sentence."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from kommunevarehus.lesing.heads import unit_of
from kommunevarehus.lesing.tables import CUT, Line, Placed, is_head_piece, note_columns, over_columns
from kommunevarehus.project import WarehouseError

MAX_BYTES = 100_000_000
MAX_UNPACKED = 400_000_000
MAX_RATIO = 200  # a workbook packs its numbers to a tenth; a bomb to a thousandth
MAX_PAGES = 600
MAX_ROWS = 200_000
MAX_COLUMNS = 200
KINDS = (".xlsx", ".xlsm", ".ods", ".csv", ".html", ".htm", ".pdf", ".docx", ".txt")


# Called with what is being read, and how much of the file is done (0 to 1).
Progress = Callable[[str, float], None]


class SourceError(WarehouseError):
    """The file cannot be read, or must not be."""

    exit_code = 9


def read_lines(path: Path, progress: Progress = lambda _step, _share: None) -> list[Line]:
    """The lines of a source, in its order.

    Raises:
        SourceError: there is no such file, it is of another kind, too large, encrypted, scanned, a bomb, or damaged.

    """
    kind = path.suffix.lower()
    if not path.is_file():
        raise SourceError(f"{path} finnes ikke. Oppgi filen som skal leses.")
    if kind not in KINDS:
        raise SourceError(f"{path.name} er av et slag som ikke leses. Leses: {', '.join(KINDS)}.")
    if (size := path.stat().st_size) > MAX_BYTES:
        raise SourceError(f"{path.name} er på {size // 1_000_000} MB; grensen er {MAX_BYTES // 1_000_000} MB. Ta ut sidene med tabellene.")
    if size == 0:
        raise SourceError(f"{path.name} er tom.")
    if kind == ".xlsm":
        raise SourceError(f"{path.name} har makroer og leses ikke. Lagre den som .xlsx uten makroer.")
    readers = {".txt": _text, ".csv": _csv, ".html": _html, ".htm": _html, ".pdf": _pdf, ".docx": _docx, ".xlsx": _sheets, ".ods": _sheets}
    try:
        if kind in (".xlsx", ".ods", ".docx"):
            _check_archive(path)
        return list(readers[kind](path, progress))
    except SourceError:
        raise
    except Exception as error:  # the readers' libraries raise what they like on a damaged file
        raise SourceError(
            f"{path.name} kan ikke leses: filen er skadet, eller er ikke det endelsen sier ({type(error).__name__})."
        ) from error


def _check_archive(path: Path) -> None:
    """Refuse what unpacks to much more than it is, and what holds macros or refers to entities."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(f"{path.name} er kryptert eller i et gammelt format. Åpne den og lagre den uten passord.")
    if not zipfile.is_zipfile(path):
        raise SourceError(f"{path.name} er skadet: den er ikke en pakket fil slik {path.suffix} skal være.")
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(1, sum(entry.compress_size for entry in entries))
        if unpacked > MAX_UNPACKED or (unpacked > 20_000_000 and unpacked / packed > MAX_RATIO):
            raise SourceError(f"{path.name} pakkes ut til {unpacked // 1_000_000} MB og leses ikke: så stor er ingen tabell.")
        if any(entry.flag_bits & 1 for entry in entries):
            raise SourceError(f"{path.name} er kryptert. Åpne den og lagre den uten passord.")
        if any("vbaproject" in entry.filename.lower() for entry in entries):
            raise SourceError(f"{path.name} har makroer og leses ikke. Lagre den uten makroer.")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(4096) or b"<!ENTITY" in part.read(4096):
                        raise SourceError(f"{path.name} viser til ting utenfor seg selv (XML-entiteter) og leses ikke.")


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data[:4] == b"%PDF" or data[:2] == b"PK":
        raise SourceError(f"{path.name} er ikke tekst: innholdet er {'PDF' if data[:1] == b'%' else 'en pakket fil'}. Rett endelsen.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:10_000]:
        raise SourceError(f"{path.name} er ikke tekst.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _text(path: Path, _: Progress) -> Iterator[Line]:
    rows = _decoded(path).splitlines()
    delimiter = _delimiter([row for row in rows if not row.startswith("#")])
    for number, row in enumerate(rows[:MAX_ROWS], 1):
        if delimiter and row.count(delimiter) >= 2 and not row.startswith("#"):
            yield Line(f"linje {number}", "", tuple(cell.strip() for cell in row.split(delimiter)))
        else:
            yield Line(f"linje {number}", row)


def _delimiter(rows: list[str]) -> str:
    """What parts the cells of a text, if most lines with numbers have it."""
    numbered = [row for row in rows if re.search(r"\d", row)]
    for delimiter in (";", "|", "\t"):
        if numbered and sum(row.count(delimiter) >= 2 for row in numbered) >= 0.7 * len(numbered):
            return delimiter
    return ""


def _csv(path: Path, _: Progress) -> Iterator[Line]:
    text = _decoded(path)
    rows = [row for row in text.splitlines() if row.strip()]
    counts = {delimiter: sum(row.count(delimiter) for row in rows[:200]) for delimiter in (";", "\t", ",", "|")}
    # A decimal comma is no delimiter where there is another.
    delimiter = next((d for d in (";", "\t", "|") if counts[d] >= len(rows[:200])), ",")
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
        if number > MAX_ROWS:
            return
        yield Line(f"linje {number}", "", tuple(cell.strip() for cell in cells[:MAX_COLUMNS]))


def _shown(value: object, percent: int | None = None) -> str:
    """A sheet's value as a person sees it: whole numbers without decimals, a date as a date, a share as a per cent with its decimals."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, float | int):
        return _number_shown(value, percent)
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return value.isoformat()
    return str(value).strip()


_SCALES = {-1: "1000 kr", -2: "mill. kr", -3: "mrd. kr"}


def _number_shown(value: float, percent: int | None) -> str:
    if percent is not None and percent < 0:  # shown in thousands, or millions
        value = float((Decimal(str(value)).scaleb(3 * percent)).quantize(Decimal("0.000001")))
    elif percent is not None:
        share = (Decimal(str(value)) * 100).quantize(Decimal(1).scaleb(-min(percent, 6)), ROUND_HALF_UP)
        return f"{share} %".replace(".", ",")
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.6f}".rstrip("0").replace(".", ",")


@dataclass(frozen=True)
class _Behind:
    """What a sheet has that its values do not show: hidden rows and columns (from 0), formulas that were never computed, and per cents."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    percents: Mapping[tuple[int, int], int] = field(default_factory=dict)  # shown as per cents: how many decimals; in thousands: -1

    def notice(self) -> str:
        """It in a sentence, or nothing."""
        said = []
        if self.rows:
            said.append(f"rad {', '.join(str(row + 1) for row in sorted(self.rows)[:10])} er skjult og ikke lest")
        if self.columns:
            said.append(f"kolonne {', '.join(_letters(column) for column in sorted(self.columns)[:10])} er skjult og ikke lest")
        if self.formulas:
            said.append(f"{len(self.formulas)} formler har ingen verdi (åpne filen i et regneark og lagre den); de er uklare")
        return "; ".join(said)


def _letters(column: int) -> str:
    """A column's name in a sheet, from 0: `A`, `AA`."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _place(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a reference as `AB12`."""
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference)
    if not found:
        return -1, -1
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _behind(path: Path) -> dict[str, _Behind]:
    """What each sheet of a workbook (.xlsx) hides, by its name."""
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    found = {}
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        percents = _percent_styles(archive.read("xl/styles.xml"), parser) if "xl/styles.xml" in names else {}
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
        targets = {one.get("Id"): str(one.get("Target")) for one in relations.iter("{*}Relationship")} if relations is not None else {}
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        for sheet in book.iter("{*}sheet") if book is not None else ():
            target = targets.get(sheet.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                content = archive.read(part)
                # Most sheets hide nothing and compute nothing: they are not gone through once more.
                if b"hidden=" in content or b"<f" in content or any(b' s="%d"' % style in content for style in percents):
                    found[str(sheet.get("name"))] = _behind_sheet(content, percents)
    return found


def _percent_styles(content: bytes, parser: Any) -> dict[int, int]:
    """The cell styles of a workbook that show a share as a per cent, each with its decimals; -1 (-2) if in thousands (millions)."""
    from lxml import etree  # noqa: PLC0415

    root = etree.fromstring(content, parser)
    if root is None:
        return {}
    formats = {"9": "0%", "10": "0.00%"} | {str(one.get("numFmtId")): str(one.get("formatCode")) for one in root.iter("{*}numFmt")}
    cells = next(root.iter("{*}cellXfs"), ())
    codes = [re.sub(r'"[^"]*"|[\\_*].', "", formats.get(str(style.get("numFmtId")), "")).partition(";")[0] for style in cells]
    percents = {at: len(found[1]) if (found := re.search(r"\.([0#?]+)", code)) else 0 for at, code in enumerate(codes) if "%" in code}
    scaled = {at: -len(found[1]) for at, code in enumerate(codes) if (found := re.search(r"[0#](,+)(?![0#])", code))}
    return scaled | percents


def _behind_sheet(content: bytes, percent_styles: Mapping[int, int]) -> _Behind:
    from lxml import etree  # noqa: PLC0415

    rows: set[int] = set()
    columns: set[int] = set()
    formulas: dict[tuple[int, int], str] = {}
    percents: dict[tuple[int, int], int] = {}
    for _, element in etree.iterparse(
        io.BytesIO(content), tag=("{*}col", "{*}row", "{*}c"), recover=True, resolve_entities=False, huge_tree=False
    ):
        name = etree.QName(element).localname
        if name == "c":
            formula, value = element.find("{*}f"), element.find("{*}v")
            if formula is not None and (value is None or not value.text) and element.find("{*}is") is None:
                formulas[_place(element.get("r", ""))] = f"={formula.text or 'formel'}"
            style = element.get("s", "")
            if style.isdigit() and int(style) in percent_styles:
                percents[_place(element.get("r", ""))] = percent_styles[int(style)]
            continue
        if element.get("hidden") in ("1", "true"):
            if name == "row" and element.get("r", "").isdigit():
                rows.add(int(element.get("r")) - 1)
            elif name == "col" and element.get("min", "").isdigit() and element.get("max", "").isdigit():
                columns.update(range(int(element.get("min")) - 1, min(int(element.get("max")), MAX_COLUMNS)))
        if name == "row":
            element.clear()
    return _Behind(frozenset(rows), frozenset(columns), formulas, percents)


def _behind_ods(path: Path) -> dict[str, _Behind]:
    """What each sheet of an OpenDocument workbook hides, by its name. Its formulas have their values beside them."""
    from lxml import etree  # noqa: PLC0415

    table, office = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    if not any(mark in content for mark in (b"table:visibility", b"table:formula", b'"percentage"')):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    found = {}
    for sheet in etree.fromstring(content, parser).iter(f"{table}table"):
        formulas, percents = {}, {}
        hidden: dict[str, set[int]] = {"table-row": set(), "table-column": set()}
        at = {"table-row": 0, "table-column": 0}
        for element in sheet.iter(f"{table}table-row", f"{table}table-column"):
            kind = etree.QName(element).localname
            repeated = _span(element.get(f"{table}number-{'rows' if kind == 'table-row' else 'columns'}-repeated"))
            if element.get(f"{table}visibility") in ("collapse", "filter"):
                hidden[kind].update(range(at[kind], at[kind] + repeated))
            column = 0
            for cell in element.iterchildren(f"{table}table-cell", f"{table}covered-table-cell"):
                if cell.get(f"{table}formula") and not cell.get(f"{office}value-type"):
                    formulas[at[kind], column] = f"={cell.get(f'{table}formula')}"
                if cell.get(f"{office}value-type") == "percentage":
                    decimals = len("".join(str(text) for text in cell.itertext()).partition(",")[2].rstrip("% \xa0"))
                    for row in range(at[kind], min(at[kind] + repeated, MAX_ROWS)):
                        percents.update(
                            {(row, column + more): decimals for more in range(_span(cell.get(f"{table}number-columns-repeated")))}
                        )
                column += _span(cell.get(f"{table}number-columns-repeated"))
            at[kind] += repeated
        rows, columns = frozenset(hidden["table-row"]), frozenset(hidden["table-column"])
        found[str(sheet.get(f"{table}name"))] = _Behind(rows, columns, formulas, percents)
    return found


def _check_whole(path: Path) -> None:
    """Refuse an OpenDocument sheet whose content is cut or not XML: the reader would look for its end forever."""
    from lxml import etree  # noqa: PLC0415

    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        for _, element in etree.iterparse(content, resolve_entities=False, no_network=True, huge_tree=True):
            element.clear()


def _sheets(path: Path, progress: Progress) -> Iterator[Line]:  # noqa: PLR0912  (one thing after another that a sheet may have)
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    if path.suffix.lower() == ".ods":
        _check_whole(path)
    with path.open("rb") as file:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    behind = _behind_ods(path) if path.suffix.lower() == ".ods" else _behind(path)
    for place, meta in enumerate(workbook.sheets_metadata):
        name = meta.name
        progress(f"ark {name}", place / len(workbook.sheets_metadata))
        if str(meta.visible).rsplit(".", 1)[-1] != "Visible":
            yield Line(f"ark {name}", notice=f"Ark {name} er skjult og ikke lest.")
            continue
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height > MAX_ROWS or sheet.total_width > 16_384:
            raise SourceError(f"{path.name}, ark {name}: {sheet.total_height} rader er ingen trykt tabell.")
        hides = behind.get(name, _Behind())
        if said := hides.notice():
            yield Line(f"ark {name}", notice=f"Ark {name}: {said}.")
        yield Line(f"ark {name}", name, prose=True)
        values = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
        # A format that shows thousands is the unit's, where the sheet says so; otherwise the number is meant as it is kept.
        said_units = {unit_of(value) for row in values for value in row if isinstance(value, str)}
        formats = {at: percent for at, percent in hides.percents.items() if percent >= 0 or _SCALES.get(percent) in said_units}
        formulas: dict[int, dict[int, str]] = {}
        for (at, column), formula in hides.formulas.items():
            if 0 <= at < MAX_ROWS and 0 <= column < MAX_COLUMNS:
                formulas.setdefault(at, {})[column] = formula
        values += [[] for _ in range(max(formulas, default=-1) + 1 - len(values))]
        merged: dict[int, list[tuple[int, int]]] = {}
        for (top, first), (_, last) in sheet.merged_cell_ranges or ():
            if first < last and not any(column in hides.columns for column in range(last + 1)):
                merged.setdefault(top, []).append((first, min(last, MAX_COLUMNS)))
        for number, row in enumerate(values):
            if number in hides.rows:
                continue
            shown = [_shown(value, formats.get((number, column))) for column, value in enumerate(row[:MAX_COLUMNS])]
            for column, formula in formulas.get(number, {}).items():
                shown += [""] * (column + 1 - len(shown))
                shown[column] = shown[column] or formula
            cells = tuple(cell for column, cell in enumerate(shown) if column not in hides.columns)
            while cells and not cells[-1]:
                cells = cells[:-1]
            if over := merged.get(number):  # a head's last column may be under it only
                cells += ("",) * (max(last for _, last in over) + 1 - len(cells))
            yield Line(f"ark {name}, rad {number + 1}", "", cells, merged=tuple(over or ()))
        for _ in range(3):
            yield Line(f"ark {name}", "")


def _html(path: Path, progress: Progress) -> Iterator[Line]:
    from lxml import etree, html  # noqa: PLC0415

    text = _decoded(path)
    parser = html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    root = html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    etree.strip_elements(root, "script", "style", "template", "noscript", with_tail=False)
    tables = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        if tag == "table" and element.find(".//table") is None:
            tables += 1
            caption = element.findtext("caption")
            if caption and caption.strip():
                yield Line(f"tabell {tables}", re.sub(r"\s+", " ", caption).strip(), prose=True)
            yield from _html_table(element, tables)
            for _ in range(3):
                yield Line(f"tabell {tables}", "")
        elif (
            tag in ("h1", "h2", "h3", "h4", "h5", "p", "li", "pre", "div", "figcaption")
            and next(element.iterancestors("table"), None) is None
        ):
            if tag == "div" and len(element):
                continue
            content = "".join(str(part) for part in element.itertext())
            rows = content.splitlines() if tag == "pre" else [re.sub(r"\s+", " ", content).strip()]
            for row in rows:
                if row.strip():
                    yield Line(f"{tag}", row, prose=tag != "pre")


def _html_table(table: object, number: int) -> Iterator[Line]:
    carried: dict[int, tuple[str, int]] = {}
    for place, row in enumerate(table.iter("tr"), 1):  # type: ignore[attr-defined]
        cells: list[str] = []
        merged: list[tuple[int, int]] = []
        for cell in row.iterchildren("td", "th"):
            while len(cells) in carried and carried[len(cells)][1] > 0:
                _, left = carried[len(cells)]
                carried[len(cells)] = ("", left - 1)
                cells.append("")
            text = re.sub(r"[ \t\r\n\f]+", " ", _cell_text(cell)).strip()
            across, down = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            if down > 1:
                for i in range(across):
                    carried[len(cells) + i] = ("", down - 1)
            if across > 1:
                merged.append((len(cells), len(cells) + across - 1))
            cells += [text, *[""] * (across - 1)]
            if len(cells) > MAX_COLUMNS:
                break
        yield Line(f"tabell {number}, rad {place}", "", tuple(cells[:MAX_COLUMNS]), merged=tuple(merged))


def _cell_text(cell: Any) -> str:
    """The text of a web page's cell: a broken line is a space, and a raised mark behind a number is a footnote's."""
    parts: list[str] = [cell.text or ""]
    marks: list[Any] = []
    for element in cell.iterdescendants():
        if any(above in marks for above in element.iterancestors()):  # `<sup><a>1</a></sup>`
            continue
        if not isinstance(element.tag, str):
            parts.append(element.tail or "")
            continue
        raised = (
            element.tag == "sup" and re.search(r"[\d)*-]\s*$", "".join(parts)) and _RAISED.fullmatch("".join(element.itertext()).strip())
        )
        marks += [element] if raised else []
        parts += [" " if element.tag in ("br", "p", "div", "li") or raised else "", "" if raised else element.text or ""]
        parts.append(element.tail or "")
    return "".join(parts)


_RAISED = re.compile(r"\(?(?:\d{1,2}|[a-z]|\*+)\)?")


def _span(text: str | None) -> int:
    return min(int(text), MAX_COLUMNS) if text and text.isdigit() and int(text) > 0 else 1


def _docx(path: Path, progress: Progress) -> Iterator[Line]:
    import docx  # noqa: PLC0415

    document = docx.Document(str(path))
    tables = 0
    for number, block in enumerate(document.iter_inner_content(), 1):
        if hasattr(block, "rows"):
            tables += 1
            for place, row in enumerate(block.rows, 1):
                cells: list[str] = []
                merged: list[tuple[int, int]] = []
                last = None
                for cell in row.cells:
                    if cell._tc is last:
                        merged = [*(one for one in merged[:-1]), (merged[-1][0], len(cells))]
                    else:
                        merged.append((len(cells), len(cells)))
                    cells.append("" if cell._tc is last else re.sub(r"\s+", " ", _unraised(cell)).strip())
                    last = cell._tc
                yield Line(
                    f"tabell {tables}, rad {place}", "", tuple(cells[:MAX_COLUMNS]), merged=tuple(one for one in merged if one[0] < one[1])
                )
            for _ in range(3):
                yield Line(f"tabell {tables}", "")
        else:
            for text in block.text.splitlines() or [""]:
                yield Line(f"avsnitt {number}", text, prose="\t" not in text)


def _unraised(cell: Any) -> str:
    """The text of a document's cell, without a raised mark behind a number."""
    text: str = cell.text
    if not re.search(r"\d", text) or "superscript" not in cell._tc.xml:
        return text
    kept = ""
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            if not (run.font.superscript and re.search(r"[\d)*-]\s*$", kept) and _RAISED.fullmatch(run.text.strip())):
                kept += run.text
        kept += "\n"
    return kept


def _pdf(path: Path, progress: Progress) -> Iterator[Line]:
    import pdfplumber  # noqa: PLC0415

    _check_streams(path)
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415

    try:
        document = pdfplumber.open(path)
    except Exception as error:
        if isinstance(error.__cause__ or error, PDFPasswordIncorrect | PDFEncryptionError) or "Password" in repr(error):
            raise SourceError(f"{path.name} er kryptert med passord. Lagre den uten passord.") from error
        raise
    with document:
        if len(document.pages) > MAX_PAGES:
            raise SourceError(f"{path.name} har {len(document.pages)} sider; grensen er {MAX_PAGES}. Ta ut sidene med tabellene.")
        letters = 0
        columns: list[float] = []
        for number, page in enumerate(document.pages, 1):
            progress(f"side {number} av {len(document.pages)}", number / len(document.pages))
            words = page.extract_words(keep_blank_chars=False, use_text_flow=False, x_tolerance_ratio=0.15, extra_attrs=["size"])
            letters += sum(len(word["text"]) for word in words)
            if not words and page.images:
                yield Line(f"side {number}", notice=f"Side {number} er et bilde uten tekst (skannet), og er ikke lest.")
            left, _, right, _ = page.cropbox
            seen, cut = _at_the_edge(words, float(left), float(right))
            if cut:
                yield Line(f"side {number}", notice=f"Side {number}: {cut} tall står helt ut i margen og kan være kuttet. De er uklare.")
            yield from _pdf_page(seen, number, columns)
            page.close()
        if not letters:
            raise SourceError(f"{path.name} har ingen tekst: sidene er bilder (skannet). Kjør tekstgjenkjenning, eller bruk originalen.")


def _check_streams(path: Path) -> None:
    """Refuse a PDF whose packed streams unpack to more than any report's pages are: they would be unpacked whole, in memory."""
    data = path.read_bytes()
    unpacked = 0
    for found in re.finditer(rb"stream\r?\n(?=\x78)", data):
        end = data.find(b"endstream", found.end())
        unpacker = zlib.decompressobj()
        try:
            piece = unpacker.decompress(data[found.end() : end if end > 0 else len(data)], 1_000_000)
            while piece:
                unpacked += len(piece)
                if unpacked > MAX_UNPACKED:
                    raise SourceError(f"{path.name} pakkes ut til over {MAX_UNPACKED // 1_000_000} MB, mer enn noen rapport.")
                piece = unpacker.decompress(unpacker.unconsumed_tail, 1_000_000)
        except zlib.error:
            continue


def _at_the_edge(words: Sequence[Mapping[str, Any]], left: float, right: float) -> tuple[list[Mapping[str, Any]], int]:
    """The words of a page that are seen, and how many numbers may have lost digits at its edge: those end in CUT.

    A program that draws a table wider than its page leaves out the digits that fall outside: the last one kept ends within a digit and a
    space of the edge. What stands wholly outside the page is not printed. A number cut where a group of three digits ends, and not at the
    page's edge, cannot be told from a whole one.
    """
    seen: list[Mapping[str, Any]] = []
    cut = 0
    for word in words:
        x0, x1, size = float(word["x0"]), float(word["x1"]), float(word["size"])
        if x0 >= right or x1 <= left:
            continue
        if re.search(r"[\d\-−–—]", str(word["text"])) and (x1 > right - 0.85 * size or x0 < left + 0.1 * size):
            cut += 1
            word = {**word, "text": f"{word['text']}{CUT}" if x1 > right - 0.85 * size else f"{CUT}{word['text']}"}  # noqa: PLW2901
        seen.append(word)
    return seen, cut


@dataclass(frozen=True)
class _Piece:
    """Words of a line that stand together: their text and where they begin and end, in points."""

    text: str
    x0: float
    x1: float
    middle: float
    size: float


def _pdf_page(words: Sequence[Mapping[str, Any]], page: int, before: list[float]) -> Iterator[Line]:
    """The lines of a page; where words stand in columns, as cells: those with a wider gap than between the groups of a number are apart.

    `before` are the columns of the page before, and become this page's. A table that goes on has the same columns, or some of them; where
    this page has others, no table goes on.
    """
    lines = _wrapped(_pieces(words))
    columns = _columns(lines)
    ends = columns or _number_ends(lines)
    away = [min(abs(end - other) for other in before) for end in ends] if before else []
    # Notes stand to the left in their column, and end where they like.
    if away and max(away) <= 30.0 and sum(gap <= 4.0 for gap in away) >= 0.7 * len(away):
        columns = list(before)
    elif before:
        yield from (Line(f"side {page}", "") for _ in range(3))
    left = min((piece.x0 for line in lines for piece in line if _WORD.search(piece.text)), default=0.0)
    heads = _heads_placed(lines, columns, left) if columns else {}
    before[:] = columns
    for number, line in enumerate(lines, 1):
        place = f"side {page}, linje {number}"
        if not columns:
            yield Line(place, " ".join(piece.text for piece in line))
            continue
        cells = [""] * (len(columns) + 1)
        for i, piece in enumerate(line):
            label = i == 0 and bool(_WORD.search(piece.text)) and (piece.x0 <= left + 45 or piece.x1 < columns[0] - 60)
            at = heads.get((number - 1, i)) or (0 if label else _column_at(columns, piece))
            cells[at] = f"{cells[at]} {piece.text}".strip()
        yield Line(place, "", tuple(cells))


_WORD = re.compile(r"[A-Za-zÆØÅæøå]{2}")
_APART = 12.0  # points: as wide as two digits
_NUMBER_LIKE = re.compile(rf"[-−–(<>≤≥{CUT}]?[\d\s.,\-−–%){CUT}]+")


def _space(words: Sequence[Mapping[str, Any]]) -> float:
    """How wide the space between the groups of a number is on a page, in sizes of the letters, with a little to spare.

    A note and the long number in the next column may stand nearer each other than two words.
    """
    gaps = sorted(
        (float(right["x0"]) - float(left["x1"])) / float(right["size"])
        for left, right in pairwise(words)
        if str(left["text"])[-1:].isdigit()
        and re.fullmatch(r"\d{3}", str(right["text"]))
        and abs(float(left["top"]) - float(right["top"])) < 1
    )
    near = [gap for gap in gaps if 0.05 < gap < 0.45]
    return min(0.45, 1.3 * near[len(near) // 2]) if len(near) >= 5 else 0.45


def _without_raised(words: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The words of a page without the small raised marks that stand behind numbers."""
    numbers = [word for word in words if str(word["text"])[-1:].isdigit()]
    kept = []
    for word in words:
        small = _RAISED.fullmatch(str(word["text"])) and [
            one
            for one in numbers
            if float(word["size"]) <= 0.8 * float(one["size"])
            and -0.1 * float(one["size"]) <= float(word["x0"]) - float(one["x1"]) <= 0.3 * float(one["size"])
            and float(one["top"]) - 0.5 * float(one["size"]) <= float(word["top"]) < float(one["bottom"])
        ]
        if not small:
            kept.append(word)
    return kept


def _pieces(words: Sequence[Mapping[str, Any]]) -> list[list[_Piece]]:
    words = _without_raised(words)
    space = _space(words)
    rows: list[list[_Piece]] = []
    for word in sorted(words, key=lambda one: (float(one["top"]) + float(one["bottom"]), float(one["x0"]))):
        middle, size = (float(word["top"]) + float(word["bottom"])) / 2, float(word["size"])
        piece = _Piece(str(word["text"]), float(word["x0"]), float(word["x1"]), middle, size)
        if rows and abs(middle - rows[-1][0].middle) <= 0.3 * size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = []
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
        together: list[_Piece] = []
        for piece in row:
            between = space if together and together[-1].text[-1:].isdigit() and piece.text[:1].isdigit() else 0.45
            if together and piece.x0 - together[-1].x1 <= between * piece.size:
                last = together[-1]
                together[-1] = replace(last, text=f"{last.text} {piece.text}", x1=piece.x1)
            else:
                together.append(piece)
        lines.append(together)
    return lines


def _wrapped(lines: Sequence[list[_Piece]]) -> list[list[_Piece]]:
    """Lines with a label that was broken over two put together again: the numbers stand between its halves, or beside one of them."""
    out: list[list[_Piece]] = []
    taken: set[int] = set()
    for i, line in enumerate(lines):
        if i in taken:
            continue
        following = lines[i + 1] if i + 1 < len(lines) else []
        after = lines[i + 2] if i + 2 < len(lines) else []
        if _is_label(line) and following and not _WORD.search(following[0].text) and _near(line, following, 0.85):
            label = line[0]
            if _is_label(after) and _near(following, after, 0.85) and after[0].middle > following[0].middle:
                label = replace(label, text=f"{label.text} {after[0].text}")
                taken.add(i + 2)
            taken.add(i + 1)
            out.append([replace(label, middle=following[0].middle), *following])
        elif (
            out
            and _is_label(line)
            and (line[0].text[:1].islower() or line[0].text.startswith("("))
            and len(out[-1]) > 1
            and abs(line[0].x0 - out[-1][0].x0) < 3 * line[0].size
            and _near(out[-1], line, 1.6)
            and _WORD.search(out[-1][0].text)
        ):
            out[-1][0] = replace(out[-1][0], text=f"{out[-1][0].text} {line[0].text}")
        elif out and len(line) > 1 and line[0].text[:1].islower() and _is_label(out[-1]) and _near(out[-1], line, 1.6):
            out[-1] = [replace(line[0], text=f"{out[-1][0].text} {line[0].text}", x0=out[-1][0].x0), *line[1:]]
        else:
            out.append(list(line))
    return out


def _heads_placed(lines: Sequence[Sequence[_Piece]], columns: list[float], left: float) -> dict[tuple[int, int], int]:
    """The column of each piece (line, place) of heads over several lines, where the others tell it: they may stand to the left.

    `columns` gets those that only have a head.
    """
    spans: list[tuple[float, float]] = []
    numbers = [
        piece
        for line in lines
        if len(line) > 2
        for piece in line[1:]
        if _NUMBER_LIKE.fullmatch(piece.text) and not is_head_piece(piece.text)
    ]
    for piece in sorted(numbers, key=lambda one: one.x0):
        if spans and piece.x0 < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(piece.x1, spans[-1][1]))
        else:
            spans.append((piece.x0, piece.x1))
    values = [[piece.text for piece in numbers if low <= piece.x0 < high] for low, high in spans]
    notes = note_columns(values)
    edges: dict[tuple[int, int], float] = {}
    stack: list[tuple[int, list[int]]] = []
    for number, line in enumerate([*lines, []]):
        over = [i for i, piece in enumerate(line) if piece.x0 > left + 45]
        if over and all(is_head_piece(line[i].text) for i in over):
            stack.append((number, over))
            continue
        if stack and len(spans) > 1:
            placed = over_columns(
                [[Placed(lines[n][i].x0, lines[n][i].x1, lines[n][i].text) for i in one] for n, one in stack], spans, notes
            )
            if placed is not None:  # a column of one note only has a head too
                columns += [end for _, end in spans if min(abs(end - column) for column in columns) > _APART]
                columns.sort()
            for (n, one), places in zip(stack, placed or (), strict=placed is not None):
                for i, at in zip(one, places, strict=True):
                    edges[n, i] = spans[at][1]
        stack = []
    return {place: 1 + min(range(len(columns)), key=lambda column: abs(columns[column] - edge)) for place, edge in edges.items()}


def _is_label(line: Sequence[_Piece]) -> bool:
    return len(line) == 1 and bool(_WORD.search(line[0].text))


def _near(above: Sequence[_Piece], below: Sequence[_Piece], sizes: float) -> bool:
    return abs(below[0].middle - above[0].middle) <= sizes * above[0].size


def _number_ends(lines: Sequence[Sequence[_Piece]]) -> list[float]:
    """Where the numbers of a page end, from the left."""
    return sorted(piece.x1 for line in lines for i, piece in enumerate(line) if (i or len(line) > 2) and _NUMBER_LIKE.fullmatch(piece.text))


def _columns(lines: Sequence[Sequence[_Piece]]) -> list[float]:
    """The right edges of the columns of numbers on a page; none if no three numbers stand under each other."""
    edges = _number_ends(lines)
    groups: list[list[float]] = []
    for edge in edges:
        if groups and edge - groups[-1][-1] <= 3.0:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    if not any(len(group) >= 3 for group in groups):
        return []
    return [sum(group) / len(group) for group in groups if len(group) >= 2]


def _column_at(columns: Sequence[float], piece: _Piece) -> int:
    """The column that a piece is in, by the right edge nearest its own, or for a head nearest its middle."""
    return 1 + min(range(len(columns)), key=lambda i: min(abs(columns[i] - piece.x1), abs(columns[i] - (piece.x0 + piece.x1) / 2) + 8))
