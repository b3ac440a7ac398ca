"""From the lines and cells of a source to its tables: title, column heads, and rows with what stands behind their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from kommunevarehus.lesing.heads import UNCLEAR, Head, is_open, is_unit_line, periods, report_title, scan, unit_of, with_context
from kommunevarehus.lesing.numbers import BLANK, DEAR, NOTE, Split, Style, Value, is_aim, number_of, placed, splits, style_of, tidy

_TAIL = re.compile(r"[\d\s\xa0\u202f\-\u2212\u2013\u2014.,()%|*+<>≤≥\u00b9\u00b2\u00b3]*$")
_CAPTION = re.compile(r"(?i)^\s*(?:tabell|figur|note(?!\s+(?:19|20)\d\d\b)|side|kapittel)\s+[\d.]+")
_BOUND = re.compile(r"\d[\xa0\u202f\u2009]\d{3}(?!\d)")  # thousands parted by a space of their own
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}")
_DAY = re.compile(r"^\s*\d{1,2}\.\d{1,2}\.?(?:\s?(?:19|20)\d{2})?\s*$")
# Words that head a column beside years.
_BESIDE = re.compile(r"(?i)(?:kostra|gruppe|k\.?gr|landet|norge|fylke|asss|snitt|endring|mål|avvik|prognose|kommune)")
_WITHOUT_VERSION = ("aar", "maal", "snitt", "endring")
# A cell of a head that is broken over several lines has nothing but these words, and years.
_HEADISH = re.compile(
    r"(?i)(?:(?:års)?(?:regnskap|rekneskap|regnsk\.?|budsjett?|budsj\.?|bud\.?|buds\.?(?:\(end\.?\))?)|(?:rb?|ob?|b)(?=[ -]?(?:19|20)\d\d)"
    r"|rev\.?|revidert|reg\.?|regulert|just\.?|justert|oppr\.?|opprinnelig|opphavleg|vedtatt|vedteke|endringer"
    r"|opprinneli|økonomipl|budsjettavvi|økonomiplan|øk\.?plan|øp|plan|(?:budsjett)?avvik|diff\.?|differanse|forbruk|forbr\.|prognose"
    r"|noter?|i|%|prosent|(?:pr|per)\.?|(?:31\.12\.)?(?:19|20)\d\d"
    r"|[ .,()/%-]|(?-i:(?<![A-Za-zÆØÅæøå])[a-zæøå]{1,4}(?![A-Za-zÆØÅæøå])))+"
)
CUT = "…"  # stands where the page's edge has cut a number
_NO_VALUE = re.compile(rf"=|#|{CUT}|.*{CUT}$")
_LOST = re.compile(rf"{CUT}|^=|^#|^[^A-Za-zÆØÅæøå]*\d[^A-Za-zÆØÅæøå]*$")
_FOOTNOTE = re.compile(r"\s*(?:\*+\)?|\d\)|[\u00b9\u00b2\u00b3])\s*[A-ZÆØÅ]")
# A line at the top of a page, or the report's own title.
_PAGE = re.compile(
    r"(?i)(?:årsmelding|årsmelding og rekneskap|årsberetning|årsrapport|årsoppgjør|årsregnskap|årsrekneskap)(?: for)? (?:19|20)\d\d"
)
_YEAR_ONLY = re.compile(r"^(?:\D*(?:19|20)\d{2})+\D*$")


@dataclass(frozen=True)
class Line:
    """One line of a source: its text or its cells (None in a text), and where it is: `linje 12`, `ark Drift, rad 7`, `side 3, rad 9`."""

    place: str
    text: str = ""
    cells: tuple[str, ...] | None = None
    notice: str = ""  # what a person should know of the source here: a hidden column, a page that is a picture. Such a line has no text.
    prose: bool = False  # a heading, a paragraph or a sheet's name: never a row
    merged: tuple[tuple[int, int], ...] = ()  # cells that stand over several columns: the first and the last of each


@dataclass
class Row:
    """A row of a table: its printed label, the text or cells behind it, where it stands, and the heading it stands under."""

    label: str
    tail: str
    place: str
    group: str = ""
    cells: tuple[str, ...] | None = None
    candidates: list[Split] = field(default_factory=list)
    empty: bool = False
    heading: bool = False  # a line of words: an empty row only if a post of the same name comes later
    numbered: bool = False  # its label may end in the number that stands first behind it: `Sykkelveg fv. 714 337 024`


@dataclass
class Table:
    """A table as found: its title, heads (without the note column), rows, its unit if it names one, and how many columns it has."""

    title: str
    heads: list[Head]
    rows: list[Row]
    unit: str | None = None
    count: int = 0
    has_notes: bool = False
    style: Style = field(default_factory=Style)
    place: str = ""
    after: str = ""
    so_far: bool = True  # its title does not say that a part of a year is another than the year so far
    undecided: bool = False  # heads over several lines that cannot be told to their columns


_NUMBERED = re.compile(r"(?i)(?<![a-zæøå])(?:[fr]v|kv|gnr|bnr|pnr|(?:bygge)?trinn|etappe|fase|pulje)\.?$")  # a number comes, of the label


def parted(text: str) -> tuple[str, str]:
    """A line's label and what stands behind its last letter: `("Avdrag på lån", "10- 351 702")`."""
    text = re.sub(r"<[A-Za-zÆØÅæøå][^<>]*>", " ", text)
    tail = _TAIL.search(text)
    at = tail.start() if tail else len(text)
    label, rest = text[:at], text[at:]
    # What closes or ends the label is the label's.
    while closing := re.match(r"\s?[).,*%](?!\d+ ?%)|\)|\s?\d{1,2}\)(?=\s)|[\u00b9\u00b2\u00b3]", rest):
        label, rest = label + closing.group(), rest[closing.end() :]
    if label.count("(") > label.count(")") and ")" in rest and (end := rest.index(")") + 1) < len(rest) + 1:
        label, rest = label + rest[:end], rest[end:]
    if (noted := re.search(r"(?i)\s+note$", label.rstrip(" |"))) and re.match(r"\s*\d{1,2}(?=[\s,])", rest):  # `Utlån   Note 8   545`
        return label[: noted.start()].replace("|", " ").strip(), rest
    if number := re.match(r" ?\d{1,2}(?= {2,}\S)", rest):  # `Brannbil 2        788`
        label, rest = label + number.group(), rest[number.end() :]
    numbered = _NUMBERED.search(label)
    if (years := re.match(r" ?(?:19|20)\d\d[-\u2013/](?:19|20)?\d\d(?=\s+\S)", rest)) or (
        numbered and (years := re.match(r" ?\d{1,4}(?=\s+\S)(?! \d{3}(?!\d))", rest))
    ):  # `IKT-plan 2018-2021`, `Sykkelveg fv. 714`, `Omsorgsboliger trinn 2`
        label, rest = label + years.group(), rest[years.end() :]
    if re.search(r"\bcovid$|\bkap\.?$|§$|\bnr\.?$", label, re.I) and (
        number := re.match(r"\s?-?\s?\d+(?:[-\u2013]\d+)?(?=[\s,.)]|$)", rest)
    ):
        label, rest = label + number.group(), rest[number.end() :]
    if label.rstrip().endswith("=") and (number := re.match(r"\s*0(?=\s|-|$)", rest)):
        label, rest = label + number.group(), rest[number.end() :]
    if re.search(r"(?:budsjett|regnskap|rekneskap|år|pr\.?|per)\s*$", label, re.I):
        year = re.match(r"\s*(?:19|20)\d{2}(?=\s)", rest)
        if year and rest[year.end() :].strip():
            label, rest = label + year.group(), rest[year.end() :]
    return label.replace("|", " ").strip(), rest


def unreadable(cell: str) -> bool:
    """Whether a cell has a number that cannot be read: cut at the page's edge, a date, a formula without its value, a sheet's error."""
    return number_of(cell) is None and bool(_LOST.search(cell)) and not is_aim(cell)


def _says_a_part(text: str) -> bool:
    """Whether a line's only numbers are a part of a year and years: `Regnskap T2 2023` has no amount."""
    marked, found = periods(re.sub(r"1[ .]?000(?: ?kr)?", "", text))
    return bool(found) and not re.search(r"\d", re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", "", marked))


def _is_dashes(text: str) -> bool:
    return bool(re.fullmatch(r"[\s\-0]*", tidy(text))) and bool(text.strip())


@dataclass(frozen=True)
class _Read:
    """A line as text, parted; `kind` is head, row, unit, text or blank."""

    line: Line
    kind: str
    label: str = ""
    tail: str = ""
    heads: tuple[Head, ...] = ()
    rest: str = ""


def _on_a_page(line: Line) -> bool:
    """Whether a line is of a page, which may have a number of its own."""
    return line.place.startswith("side ")


def _classify(line: Line) -> _Read:  # noqa: PLR0911, PLR0912  (one answer for each kind of line)
    text = line.text if line.cells is None else " | ".join(line.cells)
    if line.notice:
        return _Read(line, "comment", label=line.notice)
    if not text.strip(" |"):
        return _Read(line, "blank")
    if text.startswith("#"):
        return _Read(line, "comment", label=text)
    flat = re.sub(r"\s+", " ", text.replace("|", " ")).strip()
    if is_unit_line(flat):
        return _Read(line, "unit", label=flat)
    if _CAPTION.match(flat) and not re.search(r"\d[\d ]{3,}\s*$", flat):
        return _Read(line, "text", label=flat)
    heads, rest = scan(text)
    real = [head for head in heads if head.kind not in ("note", "aar")]
    years = [head for head in heads if head.kind == "aar"]
    if not real and not _may_head(years, rest) and not _whose_years(line.cells):
        heads = []
    leftover = re.sub(r"\(?\d[\d.]*\s*kr\)?|1[ .]?000|\b\d[AB]\b|§\s*\d+(?:-\d+)?|\d+\.?\s?ledd|\b\d-\d\b", "", rest)
    if (len(real) >= 2 or (len(years) >= 2 and heads)) and (_whose_years(line.cells) or not re.search(r"\d{2,}", _DATE.sub("", leftover))):
        return _Read(line, "head", heads=tuple(heads), rest=rest, label=flat)
    if line.cells is not None:
        return _classify_cells(line, flat, heads, rest)
    label, tail = parted(text)
    if re.fullmatch(r"\s*side \d{1,3}\s*", text, re.I) or (_on_a_page(line) and re.fullmatch(r"\s*\d{1,3}\s*", text)):  # a page's number
        return _Read(line, "comment", label=text)
    if _FOOTNOTE.match(text) and (
        re.fullmatch(r"\s*\d{1,4}\.\s*", tail)
        or (re.search(r"(?i)(?<![a-zæøå])(?:kap(?:ittel|\.)?|note|side|tabell|pkt\.?|punkt)$", label) and len(tail) < 5)
    ):
        return _Read(line, "text", label=flat)
    if len(heads) == 1 and heads[0].kind in ("aar", "regnskap") and _PAGE.fullmatch(flat):
        return _Read(line, "text", label=flat)
    if (_YEAR_ONLY.match(tail.strip() or "x") and (not years or _may_head(years, rest))) or _DATE.search(tail):
        head = heads and not _dated(text, heads) and not _of_the_page(heads, leftover)
        return _Read(line, "head" if head else "text", heads=tuple(heads), rest=rest, label=flat)
    if (
        not line.prose
        and not _says_a_part(text)
        and (re.search(r"[\d]", tail) or re.search(r"(?:^|[\s)])[-\u2212\u2013](?:\s|$)|--", tidy(tail)))
    ):
        return _Read(line, "row", label=re.sub(r"\s+", " ", label), tail=tail)
    told = heads and (heads[0].kind not in ("note", "endring", "snitt", "maal") or len(heads) > 1) and not _dated(text, heads)
    if told and len(leftover.split()) <= 3 and not _of_the_page(heads, leftover):
        return _Read(line, "head", heads=tuple(heads), rest=rest, label=flat)
    return _Read(line, "text", label=flat)


def _whose_years(cells: Sequence[str] | None) -> bool:
    """Whether every cell but the first is a name and a year: `Askvoll 2023`, `KOSTRA-gruppe 11 2023`."""
    filled = [cell.strip() for cell in (cells or ())[1:] if cell.strip()]
    return len(filled) > 1 and all(re.fullmatch(r"[A-ZÆØÅ].*[^\d](?:19|20)\d\d", cell) for cell in filled)


def _may_head(years: Sequence[Head], rest: str) -> bool:
    """Whether years alone head columns: beside words, they are of one decade, and stand with no other number (`Andre inntekter 0 2086`)."""
    numbers = [head.year for head in years if head.year is not None]
    words = re.search(r"[A-Za-zÆØÅæøå]{3}", re.sub(r"(?i)note[rn]?|tall|tal|beløp|hele?|heile|tusen|kroner|mill\w*", "", rest))
    if not numbers or min(numbers) < 1995 or max(numbers) > 2045:
        return False
    return not words or (max(numbers) - min(numbers) <= 10 and not re.search(r"(?<![\w-])\d+(?![\w.)-])", rest))


def _of_the_page(heads: Sequence[Head], leftover: str) -> bool:
    """Whether a single head beside several words is a line of the page: `Årsregnskap 2023 - Fjordvik kommune`."""
    return len(heads) == 1 and heads[0].kind != "aar" and len(re.findall(r"[A-Za-zÆØÅæøå]{3,}", leftover)) >= 2


def _dated(text: str, heads: Sequence[Head]) -> bool:
    """Whether a date is all that makes a line look like a head: `Balanse per 31.12.2019` is a title."""
    return len(heads) == 1 and heads[0].kind == "aar" and bool(_DATE.search(text))


def _classify_cells(line: Line, flat: str, heads: Sequence[Head], rest: str) -> _Read:  # noqa: PLR0911  (the same of cells)
    cells = line.cells or ()
    numbers = [BLANK if _NO_VALUE.match(cell) else number_of(cell) for cell in cells]
    filled = [cell for cell in cells if cell.strip()]
    values = [value for value, cell in zip(numbers, cells, strict=True) if value is not None and cell.strip()]
    words = [cell for value, cell in zip(numbers, cells, strict=True) if value is None]
    if words and not cells[0].strip() and all(_HEADISH.fullmatch(cell.strip()) for cell in filled):
        return _Read(line, "head", heads=tuple(heads), rest=rest, label=flat)
    if len(filled) == 1 and words:
        label, tail = parted(filled[0])
        if (
            re.search(r"\d{2,}", tail)
            and label
            and not _says_a_part(flat)
            and not (_YEAR_ONLY.match(tail.strip()) or _CAPTION.match(flat) or _DAY.search(tail))
        ):
            return _Read(Line(line.place, filled[0]), "row", label=label, tail=tail)
        # One head stands over its column; over the labels it is a title.
        alone = bool(heads) and not cells[0].strip() and heads[0].year is not None
        head = (len(heads) > 1 or alone) and heads[0].kind not in ("aar", "note")
        return _Read(line, "head" if head else "text", heads=tuple(heads), rest=rest, label=flat)
    if values and words:
        years = [value for value in values if value.number is not None and 1990 <= value.number <= 2100 and value.number % 1 == 0]
        others = [cell for cell in words if cell is not cells[0]]
        beside = bool(others) and all(map(_BESIDE.search, others)) and not re.search(r"(?:19|20) \d\d", flat)
        if len(years) == len(values) and len(values) > 1 and (heads or beside):
            return _Read(line, "head", heads=tuple(heads or scan(flat)[0]), rest=rest, label=flat)
        return _Read(line, "row", label=flat)
    if values and len(values) == len(filled):
        years = [value for value in values if value.number is not None and 1990 <= value.number <= 2100 and value.number % 1 == 0]
        return _Read(line, "head" if len(years) == len(values) else "row", heads=tuple(heads), rest=rest, label="")
    if heads:
        return _Read(line, "head", heads=tuple(heads), rest=rest, label=flat)
    return _Read(line, "text", label=flat)


def tables_of(lines: Iterable[Line]) -> list[Table]:
    """The tables of a source, in order. Text between them is titles and headings; a page of prose has none."""
    reads = _without_page_numbers([_classify(line) for line in _norwegian(list(lines))])
    found: list[Table] = []
    block: list[_Read] = []  # what stands before the first row
    rows: list[_Read] = []
    unit_before: str | None = None

    def close() -> None:
        nonlocal block, rows
        if at := _second_label(rows):
            lines = [read.line for read in (*block, *rows)]
            for part in (slice(0, at), slice(at, None)):
                found.extend(tables_of(_side(lines, part)))
        elif any(read.kind == "row" for read in rows):
            table = _table(block, rows)
            if table is not None:
                table.unit = table.unit or unit_before
                found.append(table)
        block, rows = [], []

    blanks = 0
    for classified in reads:
        read = _as_row(classified, [*block, *rows]) if not blanks else classified
        if read.kind == "blank":
            blanks += 1
            if rows and blanks >= 3:
                close()
            continue
        if read.kind == "comment":
            continue
        if read.kind == "head" and any(row.kind == "row" for row in rows):
            # A heading line just before new heads belongs to the new table.
            moved: list[_Read] = []
            while rows and rows[-1].kind in ("text", "unit"):
                moved.insert(0, rows.pop())
            close()
            block = moved
        blanks = 0
        if read.kind == "unit":
            unit_before = unit_of(read.label) or unit_before
        if rows or read.kind == "row":
            rows.append(read)
        else:
            block.append(read)
    close()
    _with_the_reports_period(found, reads)
    return found


def _with_the_reports_period(found: Sequence[Table], reads: Sequence[_Read]) -> None:
    """Give the tables of a report the part of a year that is said once for all of them: in the report's title, or in one of the tables."""
    report = report_title([read.label for read in reads[: next((i for i, read in enumerate(reads) if read.kind == "row"), 0)]])
    for table in found if report else ():
        if not any(head.period for head in table.heads) and not _WHOLE_YEAR.search(table.title):
            table.heads = with_context(table.heads, report)
            table.so_far = table.so_far and is_open(report)
    # What one table of a report says of `so far this year` holds for the others that do not say it.
    known = {head.period for table in found for head in table.heads} - {"", UNCLEAR}
    if len(known) == 1:
        for table in found:
            if table.so_far:  # `2. tertial` is not what another table says of April
                table.heads = [
                    replace(head, period=min(known)) if head.period == UNCLEAR and is_open(head.text) else head for head in table.heads
                ]


def _without_page_numbers(reads: Sequence[_Read]) -> list[_Read]:
    """The lines of a text without small numbers alone below a line of words: `Fjordvik kommune`, and the page it stands on."""
    return [
        read
        for i, read in enumerate(reads)
        if not (i and read.kind == "row" and read.line.cells is None and not read.label and re.fullmatch(r"\s*\d{1,3}\s*", read.tail))
        or reads[i - 1].kind not in ("text", "head")
    ]


_WHOLE_YEAR = re.compile(r"(?i)årsregnskap|årsrekneskap|31\.12|hele året|heile året|årsbudsjett")
_MILLIONS = re.compile(r"[-(]*\d{1,3}(?:,\d{3}){2,}\)?")


def _in_millions(line: Line) -> bool:
    """Whether a row has a number of a million or more with commas between its thousands; a lone `100,110,120` may be a list of codes."""
    values = [value.strip() for value in line.cells or parted(line.text)[1].split() if re.search(r"\d", value)]
    return any(_MILLIONS.fullmatch(value) and (len(values) > 1 or re.match(r"[-(]*\d{1,2},", value)) for value in values)


def _norwegian(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with spaces between thousands, where they are written with commas (`1,400,123`) and no comma is a decimal's."""
    texts = [text for line in lines for text in (line.text, *(line.cells or ()))]
    if not any(map(_in_millions, lines)) or any(re.search(r"\d,\d{1,2}(?!\d)", text) for text in texts if not NOTE.fullmatch(text.strip())):
        return lines

    def written(text: str) -> str:
        return re.sub(r"(?<=\d)\.(?=\d{1,2}(?!\d))", ",", re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "\xa0", text)) if "," in text else text

    return [replace(line, text=written(line.text), cells=line.cells and tuple(map(written, line.cells))) for line in lines]


def _as_row(read: _Read, before: Sequence[_Read]) -> _Read:
    """A line of a name and what may be years, right below a row or heads of other years: it is a row of thousands (`Salg 2019 2021`)."""
    years = [head.year for head in read.heads]
    if read.kind != "head" or not re.search(r"\w{3}", read.rest) or any(head.kind != "aar" for head in read.heads):
        return read
    cells, words = read.line.cells, read.rest.strip(" |")
    if _HEADISH.fullmatch(words) or _BESIDE.search(words) or (cells and not cells[0].strip()) or _whose_years(cells):
        return read
    heads = next((one for one in reversed(before) if one.kind == "head"), None)
    if heads is None or before[-1].kind not in ("row", "head") or _OF_LABELS.fullmatch(words):
        return read
    versions = sum(head.kind not in ("aar", "note") for head in heads.heads)
    if [head.year for head in heads.heads] == years or (before[-1] is heads and versions < len(years)):
        return read
    if cells is not None:
        return _Read(read.line, "row", label=read.label)
    label, tail = parted(read.line.text)
    return _Read(read.line, "row", label=re.sub(r"\s+", " ", label), tail=tail)


def _side(lines: Sequence[Line], part: slice) -> list[Line]:
    """One of two tables side by side: its cells, with the headings that stand over them; the text above is the left one's."""
    found: list[Line] = []
    for line in lines:
        if line.cells is None:
            found += [line] if not part.start else []
        elif any(cell.strip() for cell in line.cells[part]):
            merged = tuple((first - part.start, last - part.start) for first, last in line.merged if part.start <= first)
            found.append(replace(line, cells=line.cells[part], merged=tuple(one for one in merged if one[1] < len(line.cells[part]))))
    return found


def _second_label(rows: Sequence[_Read]) -> int:
    """Where a second table begins in the same rows of a sheet: the column of its labels, behind the first one's numbers; or 0."""
    grid = [read.line.cells for read in rows if read.kind == "row" and read.line.cells is not None]
    width = max((len(cells) for cells in grid), default=0)
    words, numbers = [0] * width, [0] * width
    for cells in grid:
        for i, cell in enumerate(cells):
            words[i] += bool(re.search(r"[A-Za-zÆØÅæøå]{3}", cell)) and number_of(cell) is None
            numbers[i] += bool(re.search(r"\d", cell)) and number_of(cell) is not None
    first = next((i for i in range(width) if words[i] * 2 >= len(grid)), width)
    for i in range(first + 1, width):
        beside = words[i] >= 3 and words[i] * 3 >= len(grid)
        if beside and any(numbers[first + 1 : i]) and any(3 * n >= words[i] for n in numbers[i + 1 :]):
            return i
    return 0


def _head_lines(block: Sequence[_Read], by_cells: bool) -> tuple[int, int]:
    """The first and the last line of the heads among the lines before a table's first row; -1 if there are none."""
    last_head = max((i for i, read in enumerate(block) if read.kind == "head"), default=-1)
    first_head = last_head
    in_grid = by_cells and last_head >= 0 and block[last_head].line.cells is not None  # what heads a page's text heads no column of a grid
    while first_head > 0 and _heads_on(block[first_head - 1], in_grid) and not _titles(block[first_head - 1], block[last_head]):
        first_head -= 1
    while last_head >= 0 and block[first_head].kind == "unit":
        first_head += 1
    return first_head, last_head


_MOST_WORDS = 4  # of one line, in one column's head
_MOST_HEAD_WORDS = 60
_MOST_TRIED = 20_000  # ways to take the next column's words, of all heads together
_MOST_KEPT = 50


def _in_order(lines: Sequence[str]) -> list[Head]:
    """Heads broken over lines of single spaces, where only one way is left to put them together; none otherwise.

    Each column has the next words of one or more of the lines, and what they say is one head: a version with its year, a deviation. No
    head begins with a year, or a small letter, where all can begin otherwise.
    """
    words = [[word for word in line.split() if word != "|"] for line in lines]
    if not 2 <= len(lines) <= _MOST_HEAD_LINES or sum(map(len, words)) > _MOST_HEAD_WORDS:
        return []
    ways = next((found for begin in (r"[^\da-zæøå]", r"[^a-zæøå]", "") if (found := _Ways(words, re.compile(begin)).found())), [])
    heads = [head for head in ways[0] if head.kind != "note"] if len(ways) == 1 else []
    return heads if len(heads) > 1 else []


@dataclass
class _Ways:
    """The ways to put heads together of the words of some lines, each of which begins so."""

    words: Sequence[Sequence[str]]
    begin: re.Pattern[str]
    known: dict[tuple[int, ...], dict[tuple[tuple[str, int | None], ...], tuple[Head, ...]]] = field(default_factory=dict)
    tried: int = 0

    def found(self) -> list[tuple[Head, ...]]:
        """Each way that differs from the others in what the columns are; none if there were too many to try."""
        found = list(self._from((0,) * len(self.words)).values())
        return found if self.tried <= _MOST_TRIED else []

    def _from(self, at: tuple[int, ...]) -> dict[tuple[tuple[str, int | None], ...], tuple[Head, ...]]:
        if at in self.known:
            return self.known[at]
        found: dict[tuple[tuple[str, int | None], ...], tuple[Head, ...]] = {}
        if all(place == len(line) for place, line in zip(at, self.words, strict=True)):
            found[()] = ()
        for taken in product(*(range(min(_MOST_WORDS, len(line) - place) + 1) for place, line in zip(at, self.words, strict=True))):
            self.tried += 1
            if not any(taken) or self.tried > _MOST_TRIED:
                continue
            pieces = [line[place : place + size] for place, size, line in zip(at, taken, self.words, strict=True)]
            text = " ".join(word for piece in pieces for word in piece)
            head = _whole_head(text) if self.begin.match(text) else None
            if head is None:
                continue
            for said, rest in self._from(tuple(place + size for place, size in zip(at, taken, strict=True))).items():
                found.setdefault(((head.kind, head.year), *said), (head, *rest))
        self.known[at] = dict(list(found.items())[:_MOST_KEPT])
        return self.known[at]


def _one_over_years(heads: list[Head], lines: Sequence[_Read]) -> list[Head]:
    """The heads, where a version alone on its line stands over a line of years (`Regnskap` over `2022 2021`): it is each year's."""
    over, years = (lines[-2].heads, lines[-1].heads) if len(lines) > 1 else ((), ())
    years = tuple(head for head in years if head.kind != "note")
    alone = len(over) == 1 and over[0].year is None and over[0].kind in ("regnskap", "budsjett", "okonomiplan") and not lines[-2].rest
    if alone and len(years) > 1 and all(head.kind == "aar" for head in years) and len(heads) == 1 + len(years):
        return [replace(over[0], year=head.year, text=f"{over[0].text} {head.text}") for head in years]
    return heads


def _whole_head(text: str) -> Head | None:
    """The head that a column's words are, if they are a whole one: a version has its year, and no word is left."""
    head = _head_of(text)
    if head.kind in ("ukjent", "aar") or head.whose.strip(" .:-") or head.period:
        return None
    return None if head.year is None and head.kind not in _YEARLESS_HEADS else replace(head, whose="")


_YEARLESS_HEADS = ("note", "avvik", "avvik_pst", "endring", "maal", "snitt")


def _titles(above: _Read, last: _Read) -> bool:
    """Whether a line over heads is their title: a part of a year (`Regnskap per august`, `2. tertial 2023`) over heads of their own."""
    several = sum(head.kind != "note" for head in last.heads) > 1
    return above.line.cells is None and several and len(scan(above.label)[0]) <= 1 and len(periods(above.label)[1]) == 1


def _heads_on(read: _Read, in_grid: bool) -> bool:
    """Whether a line above a line of heads is one of them too."""
    above, cells = read.label, read.line.cells
    if read.kind in ("head", "unit"):
        return cells is not None or not in_grid
    if read.kind != "text":
        return False
    filled = [cell.strip() for cell in cells or () if cell.strip()]
    if cells and not cells[0].strip() and (len(filled) > 1 or all(map(_HEADISH.fullmatch, filled))):  # the upper line of broken heads
        return True
    if not cells and _HEADISH.fullmatch(above):
        return True
    heads, words = scan(above)
    return bool(heads) and not _dated(above, heads) and (len(heads) > 1 or len(re.findall(r"[A-Za-zÆØÅæøå]{3,}", words)) <= 1)


def _table(block: Sequence[_Read], reads: Sequence[_Read]) -> Table | None:
    by_cells = sum(read.line.cells is not None and read.kind == "row" for read in reads) * 2 > sum(read.kind == "row" for read in reads)
    first_head, last_head = _head_lines(block, by_cells)
    stack = None if by_cells else _stack(block, reads)
    if stack is not None:
        first_head, last_head = stack.first, stack.last
    titles = [
        read.label
        for read in block[: max(first_head, 0) if last_head >= 0 else len(block)]
        if read.kind == "text"
        or (read.kind == "head" and (stack is not None or (read.line.cells is None and (by_cells or last_head >= 0))))
    ]
    in_heads = block[first_head : last_head + 1] if last_head >= 0 else []
    head_text = " ".join(read.line.text if read.line.cells is None else " ".join(read.line.cells) for read in in_heads)
    heads, rest = scan(head_text)
    unit = unit_of(" ".join(read.label for read in block) + " " + head_text)
    has_notes = any(head.kind == "note" for head in heads)
    heads = _one_over_years([head for head in heads if head.kind != "note"], in_heads)
    if any(head.kind not in _WITHOUT_VERSION for head in heads):  # the year of the title
        heads = [head for head in heads if head.kind != "aar"]
    undecided = stack is None and not by_cells and _is_broken([read for read in in_heads if read.kind in ("head", "text")], rest)
    yearless = stack is None and not by_cells and len(in_heads) > 1 and any(head.year is None for head in heads)
    if undecided or yearless:
        ordered = _in_order([read.line.text for read in in_heads if read.kind in ("head", "text")])
        heads = ordered or ([] if undecided else heads)
        undecided = undecided and not ordered
        rest = "" if ordered else rest
    if stack is not None:
        heads, has_notes, rest = stack.heads, stack.has_notes, stack.label
    if by_cells and any(read.line.cells for read in in_heads):  # what stands over the labels
        rest = " ".join(scan(read.line.cells[0])[1] for read in in_heads if read.line.cells and not is_unit_line(read.line.cells[0]))
        rest = "" if _OF_LABELS.fullmatch(rest.strip()) and titles else rest
    group = ""
    after_head = [read.label for read in block[last_head + 1 :] if read.kind == "text"] if last_head >= 0 else titles[-1:]
    if after_head:
        group = after_head[-1]
    own = "" if _HEADISH.fullmatch(rest.strip()) or is_unit_line(rest) or (titles and not re.search(r"\w{4,}", rest)) else rest.strip(" ()")
    title = own or _own_title(titles)
    place = (block[0] if block else reads[0]).line.place
    table = Table(title=re.sub(r"\s+", " ", title).strip(), heads=heads, rows=[], unit=unit, has_notes=has_notes, place=place)
    table.undecided = undecided
    if by_cells:
        _rows_of_cells(table, block[first_head : last_head + 1] if last_head >= 0 else [], reads, group)
    else:
        _rows_of_text(table, reads, group, block[last_head].line.text if last_head >= 0 else "")
        if group and last_head >= 0 and block[-1].kind == "text":  # it may be the first half of the first row's label
            table.rows.insert(0, Row(group, "", block[-1].line.place, group, empty=True, heading=True))
    table.heads = with_context(table.heads, "\n".join([table.title, *(one for one in titles[-4:] if len(one) < _LONG), head_text]))
    table.so_far = is_open("\n".join([table.title, *titles[-4:]]))
    _mark_percents(table)
    return table if table.rows else None


_OF_LABELS = re.compile(
    r"(?i)(?:indikator(?:er)?|nøkkeltall|tjenesteområde|enhet|område|prosjekt|alder|tekst|post|beskrivelse|ansvar|konto|art|navn)?"
)
_LONG = 120  # letters: a paragraph, and no title
_STATEMENT = re.compile(r"(?i)skjema|oversikt|oversyn|balanse|oppstilling|§|anskaffelse|framskaffing")
_RUNNING = re.compile(r"(?i)\b(?:kommune|fylkeskommune)\b|^(?:årsregnskap|årsrekneskap|årsmelding|årsberetning|side)\b")


def _own_title(titles: Sequence[str]) -> str:
    """The title among the lines above a table: the nearest, but no running header where a line beside it is a statement's name."""
    near = [title for title in titles[-3:] if len(title) < _LONG]
    if titles and _RUNNING.search(titles[-1]) and not _STATEMENT.search(titles[-1]):
        near = [title for title in near if _STATEMENT.search(title)] or [title for title in near if not _RUNNING.search(title)]
        return near[-1] if near else titles[-1]
    return titles[-1] if titles else ""


@dataclass(frozen=True)
class _Stack:
    """Heads over several lines, put together: which lines of the block, each column's head, and what stands over the labels."""

    first: int
    last: int
    heads: list[Head]
    has_notes: bool
    label: str


_QUALIFIER = r"regulert|reg\.|revidert|rev\.?|justert|just\.|oppr\.?|opprinnelig|opphavleg|vedtatt|vedteke"
_QUALIFIER_ALONE = re.compile(rf"(?i)(?<![a-zæøå])(?:{_QUALIFIER})(?![a-zæøå])")
_TURNED = re.compile(rf"(?i)(?<![a-zæøå])((?:års)?budsjett?)\s+({_QUALIFIER})(?![a-zæøå])")
_APART = re.compile(r"[^ \t]+(?: [^ \t]+)*")
_MOST_HEAD_LINES = 4
_NOTE_HEAD = re.compile(r"(?i)note(?:r|\s?nr\.?|nummer)?")


def _is_broken(lines: Sequence[_Read], rest: str) -> bool:
    """Whether heads over several lines, read as one text, have lost what stood over what: `Regulert` is left, or a year leads."""
    if len(lines) < 2:
        return False
    led = any(re.match(r"\s*(?:19|20)\d\d\s+(?:19|20)?\D*[A-Za-zÆØÅæøå]{3}", read.label) for read in lines[1:])
    versions = [[head for head in read.heads if head.kind not in ("aar", "note")] for read in lines]
    # two lines of versions, some without a year beside it: what is under what is not seen
    side_by_side = sum(bool(one) for one in versions) > 1 and any(
        len(one) > 1
        and any(head.year is None and head.kind in ("regnskap", "budsjett", "opprinnelig_budsjett", "regulert_budsjett") for head in one)
        for one in versions
    )
    return bool(_QUALIFIER_ALONE.search(rest)) or (led and len(lines[0].heads) > 1) or side_by_side


def _spans(reads: Sequence[_Read]) -> tuple[list[tuple[int, int]], list[list[str]], int]:
    """Where the numbers of rows of text stand: the columns' spans, their values, and where labels begin; or no spans."""
    rows: list[list[tuple[int, int, str]]] = []
    left: list[int] = []
    for read in reads:
        if read.kind != "row" or read.line.cells is not None:
            continue
        text, tail = read.line.text.rstrip(), read.tail.rstrip()
        if "\t" in text or not text.endswith(tail):
            return [], [], 0
        start = len(text) - len(tail)
        pieces = [(start + piece.start(), start + piece.end(), piece.group()) for piece in _APART.finditer(tail)]
        if any(number_of(piece[2]) is None and not NOTE.fullmatch(piece[2]) for piece in pieces):
            return [], [], 0
        rows.append(pieces)
        left.append(len(text) - len(text.lstrip()))
    most = max(map(len, rows), default=0)
    spans = _united(rows)
    if len(spans) != most and 3 < len(rows) <= 200:  # a long label may have pushed its row's numbers to the right
        without = (_united([*rows[:i], *rows[i + 1 :]]) for i in range(len(rows)))
        spans = next((one for one in without if len(one) == most), spans)
    if len(spans) < 2 or len(spans) != most:
        return [], [], 0
    values = [[piece[2] for row in rows for piece in row if low <= piece[0] < high] for low, high in spans]
    return spans, values, min(left)


def _united(rows: Sequence[Sequence[tuple[int, int, str]]]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for at, end in sorted((at, end) for row in rows for at, end, _ in row):
        if spans and at < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((at, end))
    return spans


@dataclass(frozen=True)
class Placed:
    """Words that stand together in a line: where they begin and end, in letters or points."""

    start: float
    end: float
    text: str


def over_columns(
    lines: Sequence[Sequence[Placed]], spans: Sequence[tuple[float, float]], notes: Collection[int] = ()
) -> list[list[int]] | None:
    """The column (from 0, of `spans`) that each piece of each line of heads stands over; None where that cannot be decided.

    A line with a piece for each column, or for each but those of `notes`, has them in order, and shows where the columns' heads stand; the
    others are over or under those. Only a column of notes may be without a head.
    """
    zones = list(spans)
    found: list[list[int]] = []
    whole = any(len(line) == len(spans) for line in lines)
    for line in lines:
        order = [i for i in range(len(spans)) if whole or i not in notes]
        noted = not whole and any(_NOTE_HEAD.fullmatch(piece.text) for piece in line)
        in_order = len(order) == len(line) and not noted and not any(_elsewhere(*one, spans) for one in zip(line, order, strict=True))
        found.append(order if in_order else [])
        for piece, i in zip(line, found[-1], strict=False):
            zones[i] = (min(zones[i][0], piece.start), max(zones[i][1], piece.end))
    for line, places in zip(lines, found, strict=True):
        for piece in line if not places else ():
            shared = sorted(((min(piece.end, high) - max(piece.start, low), i) for i, (low, high) in enumerate(zones)), reverse=True)
            (most, best), (second, _) = shared[:2]
            if (second > 0 and most < 2 * second) or (most <= 0 and second > 2 * most - 1):
                return None
            places.append(best)
        if places != sorted(set(places)):
            return None
    headed = {i for places in found for i in places}
    return found if headed | set(notes) == set(range(len(spans))) else None


def _elsewhere(piece: Placed, own: int, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether a piece stands over the numbers of other columns, and not over its own's."""
    over = {i for i, (low, high) in enumerate(spans) if piece.start < high and low < piece.end}
    return bool(over) and own not in over


def is_head_piece(piece: str) -> bool:
    """Whether words say what a column is, or part of it: a version, a year, a word of a head that is broken over several lines."""
    heads, rest = scan(piece)
    return (bool(_HEADISH.fullmatch(piece)) and bool(re.search(r"[\w%]", piece))) or (
        bool(heads) and not re.search(r"[A-Za-zÆØÅæøå]{2}|\d{2}", rest)
    )


def _stack(block: Sequence[_Read], reads: Sequence[_Read]) -> _Stack | None:
    """The heads of a text that stand over several lines, each word with the column it stands over; None if there are none such."""
    spans, values, left = _spans(reads)
    if not spans:
        return None
    taken: dict[int, list[re.Match[str]]] = {}
    labels: list[str] = []
    for i in range(len(block) - 1, -1, -1):
        read = block[i]
        if read.line.cells is not None or "\t" in read.line.text:
            return None
        pieces = list(_APART.finditer(read.line.text))
        over = [piece for piece in pieces if piece.start() > left + 2 and not is_unit_line(piece.group())]
        if read.kind == "unit" or (not over and not taken):
            continue
        if not over or len(taken) == _MOST_HEAD_LINES or not all(is_head_piece(piece.group()) for piece in over):
            break
        taken[i] = over
        labels += [piece.group() for piece in pieces if piece.start() <= left + 2 and not is_unit_line(piece.group())]
    if len(taken) < 2:
        return None
    order = sorted(taken)
    lines = [[Placed(*piece.span(), piece.group()) for piece in taken[i]] for i in order]
    columns = over_columns(lines, spans, note_columns(values))
    if columns is None:
        return None
    parts: list[list[str]] = [[] for _ in spans]
    for line, places in zip(lines, columns, strict=True):
        for piece, at in zip(line, places, strict=True):
            parts[at].append(piece.text)
    texts = [_one_head(part) for part in parts]
    noted = [_is_note_column(text, cells) for text, cells in zip(texts, values, strict=True)]
    texts = [text for text, note in zip(texts, noted, strict=True) if not note]
    if not all(texts) or len(texts) < 2:
        return None
    return _Stack(order[0], order[-1], _certain([_head_of(text) for text in texts]), any(noted), " ".join(reversed(labels)))


# `Budsjett 2023 (rev.)`, `Budsjett 2023 inkl. endringer`: what kind of budget it is, is said behind its year.
_YEAR_BETWEEN = re.compile(rf"(?i)(?<![a-zæøå])((?:års)?bud(?:sjett?|sj\.?|\.)|b)\s*((?:19|20)\d\d)\s*\(?({_QUALIFIER})\)?(?![a-zæøå])")
_CHANGED = re.compile(
    r"(?i)(?<![a-zæøå])((?:års)?bud(?:sjett?|sj\.?|\.))\s*((?:19|20)\d\d)\s*\(?(?:inkl\.?|inklusive|etter|med)\s+"
    r"(?:budsjett)?(?:endring|justering|regulering)(?:er|ar)?\)?(?![a-zæøå])"
)
_SHORT_YEAR = re.compile(
    r"(?i)(?<![a-zæøå])((?:års)?(?:regnskap|rekneskap|regnsk\.?|bud(?:sjett?|sj\.?|\.)|øk\.?plan|øp|plan)|rb|ob|r|b)\s?['’]?([1-3]\d)$"
)


_AGAINST = re.compile(
    r"(?i)((?:budsjett-?\s?)?(?:avvik|differanse|diff\.?))\s*(?:\(?(?:[rb]\s?[-/]\s?[rb]|\d\s?-\s?\d"
    r"|(?:regnskap|rekneskap|budsjett)\s?[-/]\s?(?:regnskap|rekneskap|budsjett))\)?"
    r"|(?:(?:i forhold til|mot|fra|frå)\s+)?(?:oppr|vedt|rev|reg|just)\w*\.?\s*bud\w*\.?(?:\s*(?:19|20)\d\d)?)$"
)


def _as_usual(text: str) -> str:
    """A head with its words in the order that `scan` knows, and its year with four digits."""
    text = re.sub(r"(?<=[a-zæøå])\.(?=(?:19|20)\d\d)", ". ", _AGAINST.sub(r"\1", text.strip()))
    text = _TURNED.sub(r"\2 \1", _SHORT_YEAR.sub(r"\1 20\2", re.sub(r"(?i)^vedtatt (?=økonomiplan)", "", text)))
    return _CHANGED.sub(r"regulert \1 \2", _YEAR_BETWEEN.sub(r"\3 \1 \2", text))


def _head_of(text: str) -> Head:
    """The one head that a column's text says; unknown if it says several, or a word of a version that belongs to none."""
    heads, rest = scan(_as_usual(text))
    return replace(heads[0], whose=rest) if len(heads) == 1 and not _QUALIFIER_ALONE.search(rest) else Head("ukjent", None, text)


def _certain(heads: Sequence[Head]) -> list[Head]:
    """The heads, but for a year alone beside versions: the head it is under may be any of them. A plan's following years are the plan's."""
    versions = any(head.kind not in (*_WITHOUT_VERSION, "ukjent", "note") for head in heads)
    found: list[Head] = []
    for head in heads:
        before = found[-1] if found else None
        if before and before.kind == "okonomiplan" and head.kind == "aar" and before.year and head.year == before.year + 1:
            found.append(Head("okonomiplan", head.year, head.text))
        else:
            found.append(Head("ukjent", None, head.text) if versions and head.kind == "aar" else head)
    return found


def _mark_percents(table: Table) -> None:
    """The numbers of a column whose head says per cent are per cents, with or without the sign: they are in no sum."""
    if len(table.heads) != table.count:
        return
    columns = {i for i, head in enumerate(table.heads) if _is_share(head)}
    for row in table.rows if columns else ():
        row.candidates = [
            replace(split, values=tuple(replace(v, percent=True) if i in columns and v.text else v for i, v in enumerate(split.values)))
            for split in row.candidates
        ]


_REMARK = re.compile(r"[a-zæøå(]")  # begins a line that says more of the row above it, and heads nothing


def _rows_of_text(table: Table, reads: Sequence[_Read], group: str, head: str) -> None:
    pending = ""
    for read in reads:
        if read.kind in ("text", "head"):
            if _CAPTION.match(read.label):
                table.after = read.label
                continue
            if not (table.rows and _REMARK.match(read.label)):
                group = pending = read.label
            table.rows.append(Row(read.label, "", read.line.place, group, empty=True, heading=True))
            continue
        if read.kind != "row":
            continue
        label = read.label
        if not label and _is_dashes(read.tail):
            continue
        row = Row(label, read.tail if read.line.cells is None else " ".join(read.line.cells), read.line.place, group)
        if pending:
            row.group = group
        table.rows.append(row)
    whole, table.rows = table.rows, [row for row in table.rows if not row.heading]
    _read_texts(table, reads, head)
    table.rows = whole


def _read_texts(table: Table, reads: Sequence[_Read], head: str) -> None:
    """The columns of rows of text, and the ways that each can be read."""
    tails = [row.tail for row in table.rows]
    goals = any(head.kind == "maal" for head in table.heads)
    shares = frozenset(i for i, head in enumerate(table.heads) if _is_share(head))
    table.style = style_of(tails, table.has_notes, len(table.heads) or None, goals, shares)
    if _by_position(table, reads, head):
        return
    gap = _gap(tails)
    table.count = len(table.heads) if gap and _gaps_agree(tails, gap, len(table.heads)) else _count(table, shares)
    shares = shares if len(table.heads) == table.count else frozenset()
    table.style = replace(style_of(tails, table.has_notes, table.count, goals, shares), bare_percent=not any("%" in tail for tail in tails))
    if not table.has_notes and any(_note_unsaid(row.tail, table.count, table.style) for row in table.rows):
        table.has_notes = True
        table.style = replace(style_of(tails, True, table.count, goals, shares), bare_percent=table.style.bare_percent)
    percent = shares | {i for i, head in enumerate(table.heads) if head.kind == "endring"}
    loose = (
        frozenset(i for i, head in enumerate(table.heads) if head.kind in ("avvik", "prognose"))
        if len(table.heads) == table.count
        else frozenset()
    )
    percent_columns = percent if percent and len(table.heads) == table.count else None
    for row in table.rows:
        row.candidates = list(splits(row.tail, table.count, table.style, percent_columns, loose))
        if _NUMBERED.search(row.label) and (number := re.match(r" ?(\d{1,4}) (?=\d{3}(?!\d))", row.tail)):
            row.numbered = True
            without = splits(row.tail[number.end() :], table.count, table.style, percent_columns, loose)
            row.candidates += [replace(split, note=number[1]) for split in without if not split.note]
            row.candidates.sort(key=lambda split: split.cost)
    if gap and _gaps_agree(tails, gap, table.count):
        _keep_to_gaps(table, gap)
    # A row of dashes only that reads as a heading (`Driftsutgifter - - -`) stays a row; its label decides later.


def _pieces(tail: str, gap: str) -> tuple[Value, ...]:
    """The values of a row, parted by `gap`; empty if anything between two gaps is not a value."""
    text = re.sub(r"(?<=\d) %", "%", tail.strip(" \t"))
    values = [number_of(piece) for piece in re.split(gap, text)] if text else []
    return tuple(value for value in values if value is not None) if None not in values else ()


def _gap(tails: Sequence[str]) -> str:
    """What surely parts the columns: two spaces or more, or any space where thousands are parted by a space of their own; or nothing."""
    wide = sum(bool(re.search(r"[\d-] {2,}[\d(\u2212-]", tail.strip())) for tail in tails)
    if wide > 0.4 * len(tails):
        return r" {2,}"
    return r" +" if any(_BOUND.search(tail) for tail in tails) else ""


def _gaps_agree(tails: Sequence[str], gap: str, count: int) -> bool:
    """Whether the gaps part the rows into at most `count` values, and one more where a note stands first; blanks may have vanished."""
    pieces = [_pieces(tail, gap) for tail in tails if tail.strip()]
    fits = sum(0 < len(found) <= count or (len(found) == count + 1 and bool(NOTE.fullmatch(found[0].text))) for found in pieces)
    return count > 1 and fits >= 0.9 * len(pieces) and any(len(found) >= count for found in pieces)


def _keep_to_gaps(table: Table, gap: str) -> None:
    """No number of any row goes across a gap, and none is parted but there."""
    for row in table.rows:
        found = _pieces(row.tail, gap)
        if not found:
            continue
        ways = [(found, "", 0.0)]
        if table.has_notes and NOTE.fullmatch(found[0].text):
            # A note before what is empty: as likely as a small number that stands first.
            lone = not any(value.number for value in found[1:])
            ways.append((found[1:], found[0].text, -1.5 if lone and len(found) <= table.count else 0.0))
        row.candidates = [
            Split(values, note, cost + (0.0 if len(kept) == table.count else 1.5))
            for kept, note, cost in ways
            if len(kept) <= table.count
            for values in placed(kept, table.count)
        ] or row.candidates


def _by_position(table: Table, reads: Sequence[_Read], head: str) -> bool:
    """Read the rows by where their numbers end, if they end under each other in a column for each head: a blank is then seen."""
    texts = {read.line.place: read.line.text.rstrip() for read in reads if read.kind == "row" and read.line.cells is None}
    found: list[list[tuple[int, Value]]] = []
    for row in table.rows:
        text, tail = texts.get(row.place, ""), row.tail.rstrip()
        if not text.endswith(tail):
            return False
        pieces = [(len(text) - len(tail) + piece.end(), number_of(piece.group())) for piece in _APART.finditer(tail)]
        values = [(end, value) for end, value in pieces if value is not None]
        if len(values) < len(pieces):
            return False
        found.append(values)
    ends = Counter(end for row_pieces in found for end, _ in row_pieces)
    edges = sorted(end for end, times in ends.items() if times >= 3 and times >= 0.1 * len(found))
    width = len(table.heads)
    noted = len(edges) == width + 1 and table.has_notes
    if width < 2 or len(edges) != width + noted or sum(ends[edge] for edge in edges) < sum(ends.values()):
        return False
    spans = [found.span() for found in _APART.finditer(head)]
    if len(spans) >= len(edges) and not all(
        start < edge <= end + 3 for edge, (start, end) in zip(edges, spans[-len(edges) :], strict=True)
    ):
        return False  # not under their heads
    if not noted and all(NOTE.fullmatch(value.text) for row_pieces in found for end, value in row_pieces if end == edges[0]):
        return False  # notes, and a column that is empty
    table.count = width
    for row, ended in zip(table.rows, found, strict=True):
        at = dict(ended)
        read = [at.get(edge, BLANK) for edge in edges]
        row.candidates = [Split(tuple(read[noted:]), read[0].text if noted else "")]
        row.cells = tuple(value.text for value in read[noted:])
    return True


def _note_unsaid(tail: str, count: int, style: Style) -> bool:
    """Whether a row can only be read easily with a note number before its values, though no head speaks of notes."""
    plain = splits(tail, count, style)
    if plain and plain[0].cost <= DEAR:
        return False
    noted = splits(tail, count, replace(style, notes=True))
    # `20,3` in a table with decimals is an amount
    return bool(noted and noted[0].note and not (style.decimals and "," in noted[0].note) and noted[0].cost <= DEAR / 3)


def _is_share(head: Head) -> bool:
    """Whether a head says that its column is per cents."""
    return head.kind == "avvik_pst" or bool(re.search(r"(?i)%|prosent|pst", head.text))


def _count(table: Table, shares: frozenset[int]) -> int:
    """How many columns: the heads', if most rows can be read so; otherwise what most rows allow."""
    tails = [row.tail for row in table.rows]
    tried: Counter[int] = Counter()
    wanted = len(table.heads)
    sample = tails if len(tails) <= 40 else tails[:40]

    def fit(count: int) -> float:
        good = 0.0
        for tail in sample:
            options = splits(tail, count, table.style, shares if count == wanted and table.style.shares is not None else None)
            if options and BLANK not in options[0].values and options[0].cost < 1.5:
                good += 1.0 - 0.2 * min(options[0].cost, 1.5)
        return good

    if wanted and fit(wanted) >= 0.5 * len(sample):
        return wanted
    for count in range(1, 9):
        tried[count] = round(100 * fit(count))
    best = max(tried.values())
    count = max((count for count, score in tried.items() if score >= 0.93 * best), default=1)
    if (wanted and abs(wanted - count) <= 0) or not wanted:
        return count
    return wanted if tried.get(wanted, 0) >= 0.3 * best and wanted > count else count


def _one_head(parts: Sequence[str]) -> str:
    """A head from the lines it is broken over; where that is inside a word (`Økonomipl`, `an 2023`), without the space."""
    parts = [part for i, part in enumerate(parts) if not i or part != parts[i - 1]]  # a cell merged over two rows is read in both
    apart, together = (re.sub(r"\s+", " ", between.join(parts)).strip() for between in (" ", ""))
    known = [scan(text)[0] for text in (apart, together)]
    broken = bool(known[1]) and known[1][0].kind != "aar" and (not known[0] or known[0][0].kind in ("budsjett", "aar"))
    return together if broken and len(known[1]) == 1 else apart


def _over(line: Line, column: int) -> str:
    """What stands in a column of a line of heads: its cell, or the one that is merged over it."""
    cells = line.cells or ()
    return cells[next((first for first, last in line.merged if 0 < first < column <= last), column)]


def _is_merged_title(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line of heads is one cell merged over three columns or more, each of which has its own version and year below it."""
    filled = [cell for cell in line.cells or () if cell.strip()]
    if len(filled) != 1 or not any(last - first > 1 for first, last in line.merged):
        return False
    (first, last) = max(line.merged, key=lambda span: span[1] - span[0])
    heads = [[scan(cell)[0] for cell in (other.cells or ())[first : last + 1]] for other in below]
    return any(all(len(one) == 1 and one[0].kind != "aar" for one in found) for found in heads)


def note_columns(values: Sequence[Sequence[str]]) -> set[int]:
    """The first column (0), if by its values every number in it can be that of a note, and not all are decimals; or none."""
    first = values[0] if values else ()
    notes = all(NOTE.fullmatch(value) and value != "0" for value in first) and not all("," in value for value in first)
    return {0} if notes else set()


def _is_note_column(head: str, cells: Sequence[str]) -> bool:
    """Whether a column's head says notes, or it has none and every number in it can be a note: `8`, `2, 4`; an empty one is no column."""
    if _NOTE_HEAD.fullmatch(head):
        return True
    return not head and all(NOTE.fullmatch(cell.strip()) and cell.strip() != "0" for cell in cells if cell.strip())


def _rows_of_cells(table: Table, head_reads: Sequence[_Read], reads: Sequence[_Read], group: str) -> None:
    rows = [read for read in reads if read.kind == "row" and read.line.cells is not None]
    width = max(len(read.line.cells or ()) for read in rows)
    grid = [tuple((read.line.cells or ()) + ("",) * (width - len(read.line.cells or ()))) for read in rows]
    numeric = [
        sum(bool(cells[i].strip()) and (number_of(cells[i]) is not None or unreadable(cells[i])) for cells in grid) for i in range(width)
    ]
    filled = [sum(bool(cells[i].strip()) for cells in grid) for i in range(width)]
    letters = [sum(bool(re.search(r"[A-Za-zÆØÅæøå]{3}", cells[i])) for cells in grid) for i in range(width)]
    label_at = max(range(width), key=lambda i: (letters[i], -i))
    heads_by_column: list[str] = []
    in_cells = [read.line for read in head_reads if read.line.cells is not None]
    in_cells = [line for at, line in enumerate(in_cells) if not _is_merged_title(line, in_cells[at + 1 :])]
    for i in range(width):
        words = [_over(line, i) for line in in_cells if i < len(line.cells or ())]
        heads_by_column.append(_one_head(words))
    first_at = next((i for i in range(label_at + 1, width) if scan(heads_by_column[i])[0]), width)
    note_at = {
        i
        for i in range(label_at + 1, width)
        if _is_note_column(heads_by_column[i], [cells[i] for cells in grid]) and (heads_by_column[i] or i < first_at < width)
    }
    values_at = [
        i
        for i in range(width)
        if i > label_at and i not in note_at and (scan(heads_by_column[i])[0] or (numeric[i] and numeric[i] * 2 >= filled[i]))
    ]
    table.has_notes = bool(note_at)
    table.heads = _heads_of_columns([heads_by_column[i] for i in values_at], table.heads)
    table.count = len(values_at)
    _read_cells(table, reads, group, label_at, values_at)


def _heads_of_columns(texts: Sequence[str], whole: Sequence[Head]) -> list[Head]:
    """The head of each column, from what stands over it; and from the heads as one text (`whole`), if that says the same in the same order.

    A merged head's version or year may stand only over the first of its columns. A column under two heads is under neither for certain.
    """
    found = [scan(text)[0] for text in texts]
    own = [_head_of(text) for text in texts]
    agree = len(whole) == len(own) and all(
        head.kind in ("ukjent", "aar", other.kind) and head.year in (None, other.year) for head, other in zip(own, whole, strict=True)
    )
    if not agree:
        return _certain(own)
    if any(len(heads) != 1 for heads in found):
        return list(whole)
    return [
        replace(head, year=head.year or other.year, kind=head.kind if head.kind != "aar" else other.kind)
        for head, other in zip(own, whole, strict=True)
    ]


def _read_cells(table: Table, reads: Sequence[_Read], group: str, label_at: int, values_at: Sequence[int]) -> None:
    """The rows of a table of cells, their label and values at these places."""
    rows = [read.line.cells for read in reads if read.kind == "row" and read.line.cells is not None]
    width = max(len(cells) for cells in rows)
    grid = [cells + ("",) * (width - len(cells)) for cells in rows]
    cut = {i for i in values_at if any(CUT in cells[i] for cells in grid)}
    for read in reads:
        if read.kind == "text":
            if _CAPTION.match(read.label):
                table.after = read.label
            else:
                group = group if table.rows and _REMARK.match(read.label) else read.label
                table.rows.append(Row(read.label, "", read.line.place, group, ("",) * table.count, empty=True, heading=True))
            continue
        if read.kind != "row":
            continue
        if read.line.cells is None:
            row = Row(read.label, read.tail, read.line.place, group)
            row.candidates = list(splits(read.tail, table.count, style_of([read.tail], False, table.count)))
            table.rows.append(row)
            continue
        cells = read.line.cells + ("",) * (width - len(read.line.cells))
        label = " ".join(cells[i].strip() for i in range(label_at + 1) if cells[i].strip())
        # Of a column that the page's edge cuts, what is not seen is not known to be empty.
        tail = tuple(cells[i].strip() or (CUT if i in cut else "") for i in values_at)
        if not any(tail) and label:
            # A heading, or a row that is printed empty: the layout knows which.
            table.rows.append(Row(re.sub(r"\s+", " ", label), "", read.line.place, group, tail, empty=True))
            group = label
            continue
        if not label and all(_is_dashes(cell) or not cell for cell in tail):
            continue
        if (
            not label and _on_a_page(read.line) and len(tail) > 1 and re.fullmatch(r"\d{1,3}", "".join(tail)) and sum(map(bool, tail)) == 1
        ):  # a page's number
            continue
        values = [number_of(cell) for cell in tail]
        row = Row(re.sub(r"\s+", " ", label), " | ".join(tail), read.line.place, group, tail)
        if all(value is not None for value in values):
            row.candidates = [Split(tuple(value for value in values if value is not None))]
        table.rows.append(row)
