"""Files as bad as they come: damaged by chance, encrypted, hidden, cut at the margin, huge. None is read wrong in silence."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from pdf_for_hand import page, pdf, width
from trykt_i_formater import as_docx, as_html, as_ods, as_pdf, as_xlsx
from varehus import ROOT

from kommunevarehus.lesing.layouts import Layout, read_layouts
from kommunevarehus.lesing.reading import UNCERTAIN, ReadTable, read_table
from kommunevarehus.lesing.sources import KINDS, SourceError, read_lines
from kommunevarehus.lesing.tables import tables_of

PRINTED = ROOT / "tests" / "python" / "trykt"
# How many files each reader is given: by hand 5,000 (`FUZZ=5000 pytest …`), in the full lane some hundred.
FUZZED = int(os.environ.get("FUZZ", "300"))
# What is inside the packed kinds: damage there is what their readers see.
INSIDE = {
    ".xlsx": ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"),
    ".docx": ("word/document.xml",),
    ".ods": ("content.xml",),
}


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    """The layouts as the project has them."""
    return read_layouts(ROOT / "seeds" / "oppstillinger")


@pytest.fixture(scope="module")
def table(layouts: dict[str, Layout]) -> ReadTable:
    """A printed table that all readers are tried on."""
    return read_table(tables_of(read_lines(PRINTED / "stavanger_2015_1A.txt"))[0], layouts)


def made(kind: str, path: Path, read: ReadTable) -> None:
    """The table in a file of this kind."""
    if kind in (".html", ".htm"):
        as_html(path, [read])
    elif kind == ".pdf":
        as_html(path.with_suffix(".html"), [read])
        as_pdf(path.with_suffix(".html"), path)
    elif kind in INSIDE:
        {".xlsx": as_xlsx, ".docx": as_docx, ".ods": as_ods}[kind](path, read)
    else:
        path.write_bytes((PRINTED / "stavanger_2015_1A.txt").read_bytes())


def damaged(dice: random.Random, healthy: bytes) -> bytes:
    """Some bytes changed, cut, doubled or put in."""
    data = bytearray(healthy)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data))
        match dice.randrange(4):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + dice.randrange(1, 200)]
            case 2:
                data[at:at] = data[at : at + dice.randrange(1, 100)]
            case _:
                data[at:at] = dice.choice((b"0", b"-", b" ", b",", b"%", b"\xff", b"9 999 ", b"\n", b"<", b"&#0;", b"1e309", b"\x00"))
        if not data:
            return b"x"
    return bytes(data)


def twisted(dice: random.Random, healthy: bytes) -> bytes:
    """Some digits and letters changed for others: the markup is mostly sound, and what it says is not."""
    data = bytearray(healthy)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data))
        if chr(data[at]).isalnum():
            data[at] = dice.choice(b"0123456789AZ" if data[at] < 58 else b"abcdefnrstvAZ9")
    return bytes(data)


def damaged_inside(dice: random.Random, healthy: bytes, members: tuple[str, ...]) -> bytes:
    """A packed file with one of its parts damaged, and packed again: the packing is sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(healthy)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        chosen = dice.choice([name for name in old.namelist() if name in members])
        for name in old.namelist():
            how = damaged if dice.randrange(4) == 0 else twisted
            new.writestr(name, how(dice, old.read(name)) if name == chosen else old.read(name))
    return out.getvalue()


@pytest.mark.full
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in (".xlsm", ".htm")])
def test_no_file_makes_a_reader_fall(kind: str, table: ReadTable, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A damaged file is read, or refused in a sentence; and never slowly."""
    dice = random.Random(f"kommunevarehus {kind}")
    seed = tmp_path / f"frisk{kind}"
    made(kind, seed, table)
    healthy = seed.read_bytes()
    path = tmp_path / f"syk{kind}"
    came: Counter[str] = Counter()
    for number in range(FUZZED):
        data = damaged_inside(dice, healthy, INSIDE[kind]) if kind in INSIDE and number % 4 else damaged(dice, healthy)
        path.write_bytes(data)
        begun = time.monotonic()
        try:
            tables = tables_of(read_lines(path))
            for one in tables:
                read_table(one, layouts)
            came["read" if tables else "no table"] += 1
        except SourceError as error:
            assert "\n" not in str(error)
            came["refused"] += 1
        except Exception as error:
            (tmp_path / f"felte{kind}").write_bytes(data)
            raise AssertionError(f"file {number} of {kind} ({tmp_path / f'felte{kind}'}): {error!r}") from error
        assert time.monotonic() - begun < 20, number
    print(f"{kind}: {dict(came)}")
    assert (came["read"] and came["refused"] + came["no table"]) or kind in (".txt", ".csv", ".html")


PRINTED_ROWS = [
    ("Skatt på inntekt og formue", -2_267_326, -2_245_000, -2_319_000, -2_268_290),
    ("Ordinært rammetilskudd", -1_567_326, -1_545_000, -119_000, -1_268_290),
    ("Skatt på eiendom", -67_326, -45_000, -19, -68_290),
    ("Andre generelle statstilskudd", -7_326, -4_500, -190, -6_290),
]
HEADS = ("Regnskap 2017", "Reg. bud. 2017", "Oppr. bud. 2017", "Regnskap 2016")


def in_groups(value: int) -> str:
    """A number as printed."""
    return f"{value:,}".replace(",", " ")


def read_file(path: Path, layouts: dict[str, Layout]) -> tuple[list[ReadTable], list[str]]:
    """The tables of a file, and what a person is told of it."""
    lines = read_lines(path)
    return [read_table(one, layouts) for one in tables_of(lines)], [line.notice for line in lines if line.notice]


@pytest.mark.parametrize("margin", [*range(595, 500, -5), 566, 563, 558])
@pytest.mark.parametrize("whole", [True, False])
def test_a_number_that_the_pages_edge_cuts_is_not_certain(margin: int, whole: bool, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Of a table wider than its page the digits outside are left out, or drawn where nobody sees them (the crop box)."""
    rows = [(label, *map(in_groups, values)) for label, *values in PRINTED_ROWS]
    texts = page("Regnskapsskjema 1A (1000 kr)", HEADS, rows, left=40, edges=(320, 400, 480, 560))
    path = tmp_path / "kuttet.pdf"
    if whole:
        pdf(path, [texts], crop=(0, 0, margin, 842))
    else:
        kept = [
            (
                x,
                y,
                text
                if any(c.isalpha() for c in text)
                else "".join(c for i, c in enumerate(text) if x + width(text[: i + 1], 10) <= margin),
            )
            for x, y, text in texts
        ]
        pdf(path, [[one for one in kept if one[0] < margin and one[2].strip()]], box=(margin, 842))
    reads, said = read_file(path, layouts)
    (read,) = reads
    right = 0
    for (_, *values), row in zip(PRINTED_ROWS, read.rows, strict=True):
        for value, cell in zip(values, row.cells, strict=False):
            assert cell.certainty == UNCERTAIN or (cell.value is not None and cell.value.number == value), (row.row.label, cell)
            right += cell.certainty != UNCERTAIN
    assert right >= (16 if margin >= 570 else 12 if margin >= 490 else 8)
    assert said or right == len(PRINTED_ROWS) * read.table.count


@pytest.mark.parametrize("password", ["", "hemmelig"])
def test_an_encrypted_pdf_says_so(password: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Encrypted by the standard's own rules; the same file without a password is read."""
    rows = [(label, *map(in_groups, values)) for label, *values in PRINTED_ROWS]
    pdf(tmp_path / "fil.pdf", [page("Regnskapsskjema 1A", HEADS, rows, left=40, edges=(320, 400, 480, 560))], password=password)
    if password:
        with pytest.raises(SourceError, match=r"fil\.pdf er kryptert med passord"):
            read_lines(tmp_path / "fil.pdf")
    else:
        assert len(read_file(tmp_path / "fil.pdf", layouts)[0][0].rows) == len(PRINTED_ROWS)


def test_a_pdf_that_unpacks_to_much_more_than_it_is_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of spaces, packed to a thousandth."""
    monkeypatch.setattr("kommunevarehus.lesing.sources.MAX_UNPACKED", 5_000_000)
    packed = zlib.compress(b" " * 6_000_000, 9)
    (tmp_path / "bombe.pdf").write_bytes(
        b"%%PDF-1.4\n1 0 obj<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream endobj" % (len(packed), packed)
    )
    with pytest.raises(SourceError, match="pakkes ut til over 5 MB"):
        read_lines(tmp_path / "bombe.pdf")


def numbers(read: ReadTable) -> list[list[Decimal | str | None]]:
    """The numbers of a table, `?` where it is unclear."""
    return [["?" if cell.certainty == UNCERTAIN else cell.value.number if cell.value else None for cell in row.cells] for row in read.rows]


def test_an_open_document_sheet_is_read_and_its_hidden_rows_are_named(table: ReadTable, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """The table as .ods, made by hand; a hidden column, and a formula without its value."""
    as_ods(tmp_path / "ark.ods", table)
    (read,), said = read_file(tmp_path / "ark.ods", layouts)
    assert numbers(read) == numbers(table)
    assert said == []
    hidden = (
        '<table:table table:name="To"><table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
        + "".join(
            f'<table:table-row><table:table-cell office:value-type="string"><text:p>{label}</text:p></table:table-cell>'
            f'<table:table-cell office:value-type="float" office:value="1"/><table:table-cell {cell}/></table:table-row>'
            for label, cell in (("Renter", 'office:value-type="float" office:value="5"'), ("Avdrag", 'table:formula="of:=[.B1]*2"'))
        )
        + "</table:table>"
    )
    as_ods(tmp_path / "ark.ods", table, hidden)
    (_, second), said = read_file(tmp_path / "ark.ods", layouts)
    assert numbers(second) == [[5], ["?"]]
    assert said == [
        "Ark To: kolonne B er skjult og ikke lest; 1 formler har ingen verdi (åpne filen i et regneark og lagre den); de er uklare."
    ]


def workbook(path: Path, fill: Callable[[Any, Any], None]) -> Path:
    """A workbook with one sheet."""
    book = xlsxwriter.Workbook(str(path))
    fill(book.add_worksheet("Drift"), book)
    book.close()
    return path


ACCOUNTS = [("Skatt på inntekt og formue", 100, 90), ("Ordinært rammetilskudd", 200, 190), ("Sum frie disponible inntekter", 300, 280)]


def accounts(sheet: Any, at: int = 0, column: int = 0, years: tuple[int, int] = (2019, 2018)) -> None:
    """A small statement in a sheet."""
    sheet.write_row(at, column, ["Regnskapsskjema 1A"])
    sheet.write_row(at + 1, column, ["", f"Regnskap {years[0]}", f"Regnskap {years[1]}"])
    for i, row in enumerate(ACCOUNTS, at + 2):
        sheet.write_row(i, column, row)


def test_what_a_sheet_hides_is_not_read_and_is_named(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A hidden column between two, hidden rows, and a hidden sheet: nobody has printed them."""

    def fill(sheet: Any, book: Any) -> None:
        accounts(sheet)
        sheet.write_row(5, 0, ["Intern kladd", 7, 8])
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        book.add_worksheet("Kladd").hide()

    (read,), said = read_file(workbook(tmp_path / "ark.xlsx", fill), layouts)
    assert numbers(read) == [[90], [190], [280]]
    assert [head.text for head in read.table.heads] == ["Regnskap 2018"]
    assert said == ["Ark Drift: rad 6 er skjult og ikke lest; kolonne B er skjult og ikke lest.", "Ark Kladd er skjult og ikke lest."]


def test_a_formula_that_was_never_computed_a_date_and_a_sheets_error_are_unclear(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """They look empty, or are no number: neither is nought."""

    def fill(sheet: Any, book: Any) -> None:
        accounts(sheet)
        sheet.write_formula(4, 1, "=B3+B4", None, "")
        sheet.write_datetime(3, 2, __import__("datetime").datetime(2020, 1, 2), book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_row(5, 0, ["Netto avsetninger", "#REF!", 5])

    (read,), said = read_file(workbook(tmp_path / "ark.xlsx", fill), layouts)
    assert numbers(read) == [[100, 90], [200, "?"], ["?", 280], ["?", 5]]
    assert read.rows[2].cells[0].alternatives == ("=B3+B4",)
    assert len(said) == 1
    assert "1 formler har ingen verdi" in said[0]


def test_two_tables_in_one_sheet_are_two_tables(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Below each other, and beside each other: no row has the other table's numbers."""

    def fill(sheet: Any, _: Any) -> None:
        accounts(sheet)
        accounts(sheet, 0, 4, (2017, 2016))
        accounts(sheet, 9, 0, (2015, 2014))

    reads, _ = read_file(workbook(tmp_path / "ark.xlsx", fill), layouts)
    assert [[head.year for head in read.table.heads] for read in reads] == [[2019, 2018], [2017, 2016], [2015, 2014]]
    assert {str(numbers(read)) for read in reads} == {str([[Decimal(v) for v in row[1:]] for row in ACCOUNTS])}


def test_ten_years_in_one_sheet_under_a_merged_head(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A merged head over the years, and labels merged down over two rows."""

    def fill(sheet: Any, book: Any) -> None:
        sheet.write(0, 0, "Regnskapsskjema 1A (beløp i 1000 kr)")
        sheet.merge_range(1, 1, 1, 10, "Regnskap", book.add_format())
        sheet.write_row(2, 1, list(range(2010, 2020)))
        for i, (label, value, _) in enumerate(ACCOUNTS, 3):
            sheet.write_row(i, 0, [label, *(value * 1000 + i - 3 if i < 5 else value * 1000 + 1 for _ in range(10))])

    (read,), _ = read_file(workbook(tmp_path / "ark.xlsx", fill), layouts)
    assert [(head.kind, head.year) for head in read.table.heads] == [("regnskap", year) for year in range(2010, 2020)]
    assert numbers(read)[0] == [Decimal(100_000)] * 10
    assert read.findings == []
    assert read.unit == "1000 kr"


@pytest.mark.full
def test_a_hundred_pages_take_less_than_a_minute_and_a_gigabyte(tmp_path: Path) -> None:
    """A PDF of 100 full pages, read in a process of its own."""
    rows = [(label, *map(in_groups, values)) for label, *values in PRINTED_ROWS] * 9
    pdf(tmp_path / "hundre.pdf", [page("Regnskapsskjema 1A", HEADS, rows, left=40, edges=(320, 400, 480, 560))] * 100)
    script = (
        "import sys; from pathlib import Path; from kommunevarehus.lesing.sources import read_lines; steps = []; "
        "lines = read_lines(Path(sys.argv[1]), lambda step, share: steps.append(share)); "
        "print(len(lines), steps == [i / 100 for i in range(1, 101)], "
        "next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"  # getrusage has the parent's peak too
    )
    begun = time.monotonic()
    command = [sys.executable, "-c", script, str(tmp_path / "hundre.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert time.monotonic() - begun < 60
    lines, counted, kilobytes = done.stdout.split()
    assert (lines, counted) == ("3800", "True")
    assert int(kilobytes) < 1_000_000


def test_heads_that_are_repeated_over_and_over_do_not_make_a_table_of_thirty_columns(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A damaged paste: rows of one number under 32 heads, with as many places for it each; read in seconds, and none of it certain."""
    head = "Regnskapsskjema 1A - drift\n(Beløp i 1 000 kr)\nNote Regnskap 2015 Regnskap 2014\n"
    rows = "\n".join(f"Skatt på inntekt og formue {number} 1 008 628" for number in range(1, 25))
    (tmp_path / "limt.txt").write_text(f"{head * 16}{rows}\n", "utf-8")
    begun = time.process_time()
    tables = [read_table(table, layouts) for table in tables_of(read_lines(tmp_path / "limt.txt"))]
    assert time.process_time() - begun < 10
    assert all(cell.certainty == UNCERTAIN for table in tables for row in table.rows if not row.row.empty for cell in row.cells)
