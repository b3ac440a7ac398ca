"""Prints of other municipalities, in wordings and shapes that the first set has not: nothing wrong is certain, and nearly all is right.

The prints are of fremmede_trykk.py. The full lane reads a print of each layout four times in each format; `FREMMEDE=200` more.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import docx
import pytest
import xlsxwriter
from click.testing import CliRunner
from fremmede_trykk import FORMATS, LAYOUTS, Column, Line, Print, make, write
from reportlab.pdfgen.canvas import Canvas
from varehus import ROOT

from kommunevarehus.cli import cli
from kommunevarehus.lesing.heads import Head, is_unit_line, scan, unit_of
from kommunevarehus.lesing.layouts import Layout, normal, read_layouts, without_number
from kommunevarehus.lesing.reading import UNCERTAIN, Cell, ReadRow, ReadTable, read_tables
from kommunevarehus.lesing.sources import read_lines
from kommunevarehus.lesing.tables import tables_of

SWEEP = int(os.environ.get("FREMMEDE", "56"))
_ALIKE = {
    "regnskap": ("regnskap", "aar"),
    "budsjett": ("budsjett", "opprinnelig_budsjett"),
    "opprinnelig_budsjett": ("budsjett", "opprinnelig_budsjett"),
    "okonomiplan": ("okonomiplan", "budsjett"),
    "avvik_pst": ("avvik_pst", "endring"),
}


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    """The layouts as the project has them."""
    return read_layouts(ROOT / "seeds" / "oppstillinger")


def name(label: str) -> str:
    """A label to find a row by, without a footnote's mark."""
    return re.sub(r"[^a-zæøå0-9]", "", normal(without_number(re.sub(r"(?:\s*\d\)|\*\)?|¹|\s\*)+$", "", label.strip()))))


def number(cell: Cell) -> Decimal:
    """A cell's number; nothing is nought."""
    return cell.value.number if cell.value is not None and cell.value.number is not None else Decimal(0)


def head_is(head: Head, column: Column) -> bool:
    """Whether a head as read says what the column is, or as little as that nothing is wrong."""
    kinds = _ALIKE.get(column.kind, (column.kind,))
    return head.kind == "ukjent" or (
        not head.period and head.kind in kinds and (head.year in (None, column.year) or column.kind.startswith("avvik"))
    )


def pairs(made: Print, tables: list[ReadTable]) -> list[tuple[Line, ReadRow | None]]:
    """Each line of the print that has numbers, and its row as read."""
    rows = [row for table in tables for row in table.rows if not row.row.empty]
    found: list[tuple[Line, ReadRow | None]] = []
    for line in made.lines:
        if line.kind != "#" and any(made.text(value, column) for column, value in enumerate(line.values)):
            row = next((row for row in rows if name(row.row.label) == name(line.label)), None)
            row = row or next((row for row in rows if name(row.row.label).endswith(name(line.label))), None)
            rows = [other for other in rows if other is not row]
            if any(line.values):  # a row of dashes may be a heading
                found.append((line, row))
    return found


def compared(made: Print, tables: list[ReadTable]) -> tuple[Counter[str], list[str]]:
    """What came of the cells; and what is wrong and certain: values, posts, heads, the unit, findings that the print does not have."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    columns = len(made.columns)
    for line, row in pairs(made, tables):
        if row is None:
            counts["lost"] += columns
            continue
        unclear = [cell.certainty == UNCERTAIN for cell in row.cells]
        if len(row.cells) != columns:
            counts["unclear"] += columns
            faults += [] if all(unclear) else [f"{line.label}: {len(row.cells)} columns, {columns} printed"]
            continue
        for column, (cell, doubt) in enumerate(zip(row.cells, unclear, strict=True)):
            right = doubt or number(cell) == (line.values[column] or 0)
            counts["unclear" if doubt else "right" if right else "wrong"] += 1
            faults += [] if right else [f"{line.label}, {made.columns[column].head}: {number(cell)} for {line.values[column]}"]
        own = line.code in ("egen", "omrade", "investering_prosjekt")
        if row.match is not None and row.match.code != line.code and not (own and row.match.code in ("omrade", "investering_prosjekt")):
            faults.append(f"{line.label} is read as {row.match.code}")
    printed = [column.head.replace("|", " ") for column in made.columns]
    wrong = {"".join(printed[at].lower().split()) for at in made.wrong} | {f"kolonne{at + 1}" for at in made.wrong}
    for table in tables:
        if len(table.rows) > 3 and table.unit not in ("", made.unit):
            faults.append(f"unit {table.unit} for {made.unit}")
        if len(table.table.heads) == table.table.count == columns:
            for head, column in zip(table.table.heads, made.columns, strict=True):
                faults += [] if head_is(head, column) else [f"head {head} for {column}"]
                known = head.kind != "ukjent" and (head.year is not None or column.kind.startswith("avvik")) and not head.named
                counts["heads" if known else "heads lost"] += 1
        elif len(table.rows) > 3:
            counts["heads lost"] += columns
        for one in table.findings:
            counts["doubts"] += one.ours
            said = re.sub(r"\W", "", one.column.lower())
            known = any(said in re.sub(r"\W", "", head) for head in wrong)
            counts["findings"] += known
            faults += [] if one.ours or known else [f"finding {one.column}: {one.text}"]
    counts["wrong sums"] += bool(made.wrong)
    return counts, faults


def swept(how: str, seeds: range, folder: Path, layouts: dict[str, Layout]) -> Counter[str]:
    """Read the prints of some seeds, of all layouts in turn; nothing wrong may be certain."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        made = make(f"{seed}", LAYOUTS[seed % len(LAYOUTS)])
        found, faults = compared(made, read_tables(tables_of(read_lines(write(made, how, folder))), layouts))
        assert faults == [], (how, seed, made.layout, made.thousands, made.minus, made.empty, made.notes)
        counts += found
    return counts


def enough(counts: Counter[str], how: str) -> bool:
    """Whether the heads are known, and few contradictions are laid on the reading: what is unknown or doubted is never wrong."""
    heads = counts["heads"] / (counts["heads"] + counts["heads lost"])
    return heads >= {"enkel": 0.85, "pdf": 0.9}.get(how, 0.95) and counts["doubts"] <= {"enkel": 0.02}.get(how, 0.005) * counts["right"]


def share(counts: Counter[str]) -> float:
    """How much of the cells is read right."""
    return counts["right"] / sum(counts[what] for what in ("right", "unclear", "lost"))


@pytest.mark.parametrize("how", ["brede", "enkel", "xlsx", "html", "pdf"])
def test_a_print_of_each_layout_is_read_right(how: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """One of each layout; in a text of single spaces, heads over several lines belong to nobody."""
    counts = swept(how, range(1000, 1000 + len(LAYOUTS)), tmp_path, layouts)
    print(how, dict(counts))
    assert share(counts) >= {"enkel": 0.9, "pdf": 0.9}.get(how, 0.97), counts
    assert enough(counts, how), counts


@pytest.mark.full
@pytest.mark.parametrize("how", FORMATS)
def test_no_wrong_value_of_a_foreign_print_is_certain(how: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Many prints in one format: 97 of 100 right, 90 in PDF; and a sum that is wrong in the print is found in nearly every print."""
    counts = swept(how, range(2000, 2000 + SWEEP), tmp_path, layouts)
    print(how, dict(counts))
    assert share(counts) >= {"enkel": 0.95, "pdf": 0.9}.get(how, 0.97), counts
    assert enough(counts, how), counts
    assert counts["findings"] >= 0.7 * counts["wrong sums"], counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R-2023 RB-2023 OB-2023 R-2022", "regnskap 2023, regulert_budsjett 2023, opprinnelig_budsjett 2023, regnskap 2022"),
        ("R2022 RB2022 B2023 ØP2024", "regnskap 2022, regulert_budsjett 2022, budsjett 2023, okonomiplan 2024"),
        ("Regnskap 2023 Buds(end) 2023 Budsjett 2023", "regnskap 2023, regulert_budsjett 2023, budsjett 2023"),
        ("2024 Regnskap 2025 Vedtatt budsjett Avvik", ""),  # the last budget's year is before it or nowhere
        ("Virksomhet 2023 Regnskap 2023 Budsjett 2022 Regnskap", "regnskap 2023, budsjett 2023, regnskap 2022"),
        ("Virksomhet | 2023 Regnskap | 2022 Regnskap", "regnskap 2023, regnskap 2022"),
        ("2024 Regnskap 2025 Vedtatt budsjett 2025 Rev. budsjett", "regnskap 2024, opprinnelig_budsjett 2025, regulert_budsjett 2025"),
        ("Regnskap 2022 Justert budsj. 2022 Diff. %-avvik", "regnskap 2022, regulert_budsjett 2022, avvik None, avvik_pst None"),
        ("Budsjett regulert 2025 Budsjett vedteke 2025", "regulert_budsjett 2025, opprinnelig_budsjett 2025"),
        ("Budsjett Regulert budsjett 2025", "budsjett None, regulert_budsjett 2025"),
        ("Rev. bud. 2023 Avvik mot rev. bud. Forbruk %", "regulert_budsjett 2023, avvik None, avvik_pst None"),
        ("Regnskap konsern 2023 Regnskap konsern 2022", "ukjent None, ukjent None"),
        ("Regnskap 2023 Tertialtall 2023 Budsjett 2024", "regnskap 2023, ukjent None, budsjett 2024"),
    ],
)
def test_heads_as_others_write_them(text: str, expected: str) -> None:
    """Abbreviations, a year before its version, and a version that nobody knows, whose year is not the column's beside it."""
    said = ", ".join(f"{head.kind} {head.year}" for head in scan(text)[0])
    assert said == expected or (not expected and "regnskap 2025" not in said)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("MNOK", "mill. kr"),
        ("TNOK", "1000 kr"),
        ("Beløp i NOK", "kr"),
        ("Alle tall i tusen kroner", "1000 kr"),
        ("Beløp i 1000", "1000 kr"),
    ],
)
def test_a_line_that_says_the_unit(text: str, unit: str) -> None:
    """As accounting systems write it."""
    assert is_unit_line(text)
    assert unit_of(text) == unit


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Regulert Oppr.", "Regnskap budsjett budsjett Regnskap", "2020 2020 2020 2019"],
         "regnskap regulert_budsjett opprinnelig_budsjett regnskap"),
        (["Budsjett", "Rekneskap regulert Rekneskap", "2016 2016 Avvik kr 2015"], "regnskap regulert_budsjett avvik regnskap"),
        (["Regnskap Regulert budsjett Avvik Regnskap", "2018 2018 2017"], "regnskap regulert_budsjett avvik regnskap"),
        (["Budsjett", "Rekneskap regulert Budsjett", "2016 2017 2018"], ""),
        (["Regnskap Budsjett", "2018 2017 2018 2019"], ""),
        (["Vedtatt Budsjett inkl. Regnskap", "budsjett 2022 endringer 2022 2022"], ""),
    ],
)  # fmt: skip
def test_heads_over_lines_of_single_spaces_have_one_order_or_none(
    lines: list[str], expected: str, layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """A word for each column that lacks one; where the counts do not say, the columns are nobody's."""
    rows = ["Skole 12 345 13 456 14 567 15 678", "Helse 22 345 23 456 24 567 25 678", "Kultur 2 345 3 456 4 567 5 678"]
    (tmp_path / "side.txt").write_text("\n".join(["Drift per område", *lines, *rows]), "utf-8")
    (table,) = read_tables(tables_of(read_lines(tmp_path / "side.txt")), layouts)
    assert " ".join(head.kind for head in table.table.heads) == expected or (not expected and table.share(UNCERTAIN) >= 12)


def values(path: Path, layouts: dict[str, Layout]) -> dict[str, list[Decimal | None]]:
    """What is read of each row; nothing where it is unclear."""
    (table,) = [one for one in read_tables(tables_of(read_lines(path)), layouts) if len(one.rows) > 2]
    return {row.row.label: [None if cell.certainty == UNCERTAIN else number(cell) for cell in row.cells] for row in table.rows}


def test_a_raised_mark_behind_a_number_is_a_footnotes(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`12 345<sup>1</sup>` is 12 345, not 123 451; and a head broken by a line is two words."""
    head = "<tr><th></th><th>Rev.<br>budsjett 2023</th><th>Regnskap<br>2023</th></tr>"
    rows = "<tr><td>Skole</td><td>12 345<sup><a href=#n>1</a></sup></td><td>(2 000)<sup>2)</sup></td></tr>"
    rows += "<tr><td>Helse</td><td>10<sup>1</sup></td><td>20*</td></tr>"
    (tmp_path / "s.html").write_text(
        f"<meta charset=utf-8><table>{head}{rows}<tr><td>Kultur</td><td>7¹</td><td>8</td></tr></table>", "utf-8"
    )
    assert values(tmp_path / "s.html", layouts) == {"Skole": [12345, -2000], "Helse": [10, 20], "Kultur": [7, 8]}
    document = docx.Document()
    table = document.add_table(4, 3)
    for row, texts in zip(
        table.rows,
        [("", "Budsjett 2023", "Regnskap 2023"), ("Skole", "12 345", "9"), ("Helse", "10", "20"), ("Kultur", "7", "8")],
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 1).paragraphs[0].add_run("1").font.superscript = True
    document.save(str(tmp_path / "s.docx"))
    assert values(tmp_path / "s.docx", layouts)["Skole"] == [12345, 9]


def test_a_raised_mark_on_a_page_is_no_digit(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Small and high beside its number."""
    canvas = Canvas(str(tmp_path / "s.pdf"))
    for i, texts in enumerate(
        [("", "Budsjett 2023", "Regnskap 2023"), ("Skole", "12 345", "11 020"), ("Helse", "10 222", "20 111"), ("Kultur", "7 111", "8 333")]
    ):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(50, 700 - 14 * i, texts[0])
        canvas.drawRightString(300, 700 - 14 * i, texts[1])
        canvas.drawRightString(400, 700 - 14 * i, texts[2])
        if texts[0] == "Skole":
            canvas.setFont("Helvetica", 5)
            canvas.drawString(300.3, 703 - 14 * i, "1")
    canvas.save()
    assert values(tmp_path / "s.pdf", layouts)["Skole"] == [12345, 11020]


def test_a_sheet_that_shows_kroner_in_thousands(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`#,##0,` shows 12345678 as 12 346 under `Tall i 1000 kr`: it is 12 345,678 thousands, and not twelve milliards."""
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"))
    sheet, look = book.add_worksheet(), book.add_format({"num_format": "#,##0,"})
    sheet.write_row(0, 0, ["Tall i 1000 kr", "Regnskap 2023", "Budsjett 2023"])
    for at, label in enumerate(["Skole", "Helse", "Kultur"], 1):
        sheet.write(at, 0, label)
        sheet.write_number(at, 1, 12_345_678, look)
        sheet.write_number(at, 2, 12_000_000, look)
    book.close()
    assert values(tmp_path / "s.xlsx", layouts)["Skole"] == [Decimal("12345.678"), 12000]


def test_a_label_over_two_lines_is_one(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """The numbers beside the first half, or beside the second; the layout knows the whole, or the halves go on."""
    text = """Regnskapsskjema 2A
    Regnskap 2018   Budsjett 2018
Investeringer i
anleggsmidler           100 000         110 000
Utlån og forskutteringer  20 000          21 000
Ombygging av                 500             600
gamle Vika skole
Avdrag på lån              3 000           3 100
"""
    (tmp_path / "s.txt").write_text(text, "utf-8")
    assert list(values(tmp_path / "s.txt", layouts)) == [
        "Investeringer i anleggsmidler",
        "Utlån og forskutteringer",
        "Ombygging av gamle Vika skole",
        "Avdrag på lån",
    ]


REMARKS = """Drift per område
                  Regnskap 2023   Budsjett 2023
Helse                    24 000          25 000
herav lønn utgjør en stor del
Skole                    12 000          13 000
(inkl. SFO)
Tabellen viser videre det som er brukt utenfor områdene og som er fordelt på
Kultur                    2 000           3 000
Ombygging av                500             600
gamle Vika skole
i perioden ble det brukt mye på dette
Teknisk
drift                     4 000           5 000
Vann
herav lønn                1 000           1 100
"""


@pytest.mark.parametrize("kind", ["txt", "csv"])
def test_a_remark_below_a_row_is_no_part_of_its_label(kind: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Neither `herav …`, nor what stands in brackets, nor a line of prose; and none of them heads the next row."""
    text = re.sub(r" {2,}", ";", REMARKS).replace("\n", ";;\n") if kind == "csv" else REMARKS
    (tmp_path / f"s.{kind}").write_text(text, "utf-8")
    (table,) = read_tables(tables_of(read_lines(tmp_path / f"s.{kind}")), layouts)
    labels = ["Helse", "Skole", "Kultur", "Ombygging av gamle Vika skole", "Teknisk drift", "herav lønn"]
    assert [row.row.label for row in table.rows if not row.row.empty] == labels
    assert not [row.row.group for row in table.rows if row.row.group.startswith(("herav", "(", "i "))]


def test_a_list_of_small_letters_does_not_go_on_from_its_heading(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`Helse` over `lønn` and `innkjøp`: three things, and no `Helse lønn`."""
    text = "Drift\n        Regnskap 2023   Budsjett 2023\nHelse\n"
    text += "lønn     12 000   13 000\ninnkjøp     2 000   3 000\nSkole    7 000    8 000\n"
    (tmp_path / "s.txt").write_text(text, "utf-8")
    assert list(values(tmp_path / "s.txt", layouts)) == ["lønn", "innkjøp", "Skole"]


def test_a_deviation_that_is_better_or_worse_in_every_row_is_no_contradiction(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Income over its budget and expenditure under it are both positive: such a column does not add up, and need not."""
    rows = [
        ("Skatt på inntekt og formue", 500, 480, 20), ("Ordinært rammetilskudd", 600, 610, -10),
        ("Sum frie disponible inntekter", 1100, 1090, 10),
        ("Renteinntekter og utbytte", 30, 25, 5), ("Renteutgifter, provisjoner og andre finansutgifter", 40, 50, 10),
        ("Avdrag på lån", 60, 60, 0),
        ("Netto finansinntekter/-utgifter", -70, -85, 15),
        ("Til ubundne avsetninger", 22, 10, -12), ("Bruk av ubundne avsetninger", 5, 9, -4),
    ]  # fmt: skip
    lines = [f"{label};{a};{b};{c}" for label, a, b, c in rows]
    (tmp_path / "s.csv").write_text("\n".join(["Skjema 1A;;;", ";Regnskap 2018;Rev. budsjett 2018;Avvik", *lines]), "utf-8")
    (table,) = read_tables(tables_of(read_lines(tmp_path / "s.csv")), layouts)
    assert [one.text for one in table.findings] == []


INCOME = """Bevilgningsoversikt drift § 5-4;;;
;Regnskap 2023;Budsjett 2023;Regnskap 2022
Rammetilskudd;400100;390200;380300
Inntekts- og formuesskatt;300400;310500;290600
Eiendomsskatt;30010;30020;29030
Konsesjonskraft;5010;5100;4900
Andre generelle driftsinntekter;20500;21000;19500
Sum generelle driftsinntekter;{};756820;724330
"""


@pytest.mark.parametrize(("total", "found"), [(756020, []), (757020, ["Regnskap 2023"])])
def test_a_sum_that_is_wrong_in_one_column_is_a_finding_in_that_column(
    total: int, found: list[str], layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """Though it has a line of the report's own, which the other columns prove to be part of it."""
    (tmp_path / "s.csv").write_text(INCOME.format(total), "utf-8")
    (table,) = read_tables(tables_of(read_lines(tmp_path / "s.csv")), layouts)
    assert [one.column for one in table.findings] == found
    assert [row.row.label for row in table.rows if row.part_of] == ["Konsesjonskraft"]


def test_a_column_with_the_others_signs_turned_is_not_certain(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Accounts with income negative beside a plan with all positive: what improves the result in it is said by a person, once."""
    rows = [
        ("Rammetilskudd", -400, 390, -380), ("Skatt på inntekt og formue", -300, 310, -290), ("Eiendomsskatt", -30, 30, -29),
        ("Sum driftsinntekter", -730, 730, -699), ("Lønnsutgifter", 500, 505, 480), ("Sosiale utgifter", 40, 41, 39),
        ("Overføringer", 140, 146, 119),
        ("Sum driftsutgifter", 680, 692, 638), ("Brutto driftsresultat", -50, 38, -61),
    ]  # fmt: skip
    text = "\n".join(
        ["Økonomisk oversikt drift;;;", ";Regnskap 2018;Budsjett 2018;Regnskap 2017", *(";".join(map(str, row)) for row in rows)]
    )
    (tmp_path / "s.csv").write_text(text, "utf-8")
    (table,) = read_tables(tables_of(read_lines(tmp_path / "s.csv")), layouts)
    assert [(one.kind, one.column, one.ours) for one in table.findings] == [("fortegn", "Budsjett 2018", True)]
    assert [[cell.certainty == UNCERTAIN for cell in row.cells] for row in table.rows] == [[False, True, False]] * len(rows)


DRIFT = (
    ("Rammetilskudd", -400100, -390200, -380300), ("Inntekts- og formuesskatt", -300400, -310500, -290600),
    ("Eiendomsskatt", -30010, -30020, -29030), ("Andre generelle driftsinntekter", -20500, -21000, -19500),
    ("Sum generelle driftsinntekter", -751010, -751720, -719430), ("Sum bevilgninger drift, netto", 700000, 701000, 690000),
    ("Avskrivninger", 1000, 1000, 1000), ("Sum netto driftsutgifter", 701000, 702000, 691000),
    ("Brutto driftsresultat", -50010, -49720, -28430),
)  # fmt: skip


@pytest.mark.parametrize("wrong", range(len(DRIFT)))
@pytest.mark.parametrize("way", [1, -1])
def test_one_misprinted_sign_is_a_contradiction_and_no_turned_column(
    wrong: int, way: int, layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """In its column, with every value as printed; a column is turned where all its income or all its expenditure is."""
    rows = [[label, *(way * one for one in numbers)] for label, *numbers in DRIFT]
    rows[wrong][2] = -int(rows[wrong][2])
    text = ["Bevilgningsoversikt drift § 5-4;;;", ";Regnskap 2023;Budsjett 2023;Regnskap 2022", *(";".join(map(str, row)) for row in rows)]
    (tmp_path / "s.csv").write_text("\n".join(text), "utf-8")
    (table,) = read_tables(tables_of(read_lines(tmp_path / "s.csv")), layouts)
    assert "fortegn" not in {one.kind for one in table.findings}
    assert {one.column for one in table.findings if not one.ours} == {"Budsjett 2023"}
    assert [[number(cell) for cell in row.cells] for row in table.rows] == [row[1:] for row in rows]
    assert table.share(UNCERTAIN) == 0


def test_a_heading_of_the_right_side_is_the_right_sides(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A balance's two sides beside each other: `Lån` under `Langsiktig gjeld`, and `Lån` under `Kortsiktig gjeld`."""
    text = """Balanse;;;;;
Eiendeler;2023;2022;Egenkapital og gjeld;2023;2022
Anleggsmidler;;;Egenkapital;;
Faste eiendommer;100;90;Disposisjonsfond;80;70
;;;Langsiktig gjeld;;
Aksjer;30;30;Lån;60;50
;;;;;
;;;Kortsiktig gjeld;;
Fordringer;15;15;Lån;5;5
Omløpsmidler;;;;;
Bankinnskudd;20;10;Leverandørgjeld;20;20
Sum eiendeler;165;145;Sum egenkapital og gjeld;165;145
"""
    (tmp_path / "s.csv").write_text(text, "utf-8")
    left, right = read_tables(tables_of(read_lines(tmp_path / "s.csv")), layouts)
    groups = [[(row.row.group, row.row.label) for row in table.rows[:-1]] for table in (left, right)]
    fixed, current = "Anleggsmidler", "Omløpsmidler"
    assert groups == [
        [(fixed, "Faste eiendommer"), (fixed, "Aksjer"), (fixed, "Fordringer"), (current, "Bankinnskudd")],
        [("Egenkapital", "Disposisjonsfond"), ("Langsiktig gjeld", "Lån"), ("Kortsiktig gjeld", "Lån"),
         ("Kortsiktig gjeld", "Leverandørgjeld")],
    ]  # fmt: skip


@pytest.mark.parametrize("between", [" ", "      ", ";"])
def test_a_row_of_thousands_is_no_head(between: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`Salg 2019 2021` below heads or a row; heads that come again are heads."""
    rows = [
        ("Virksomhet", "Regnskap 2023", "Budsjett 2023"),
        ("Salg", "2019", "2021"),
        ("Skole", "12345", "13456"),
        ("Vann", "2022", "2021"),
    ]
    kind = "csv" if between == ";" else "txt"
    (tmp_path / f"s.{kind}").write_text("\n".join(["Drift", *map(between.join, [*rows, ("Helse", "7000", "8000")])]), "utf-8")
    assert values(tmp_path / f"s.{kind}", layouts) == {
        "Salg": [2019, 2021], "Skole": [12345, 13456], "Vann": [2022, 2021], "Helse": [7000, 8000],
    }  # fmt: skip


def test_a_title_merged_over_the_heads_is_no_part_of_them(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Each column has its own version below it."""
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"))
    sheet = book.add_worksheet()
    sheet.merge_range("B1:E1", "Driftsregnskap 2023 og budsjett 2023")
    for at, row in enumerate([["", *(f"{kind} {year}" for year in (2023, 2022) for kind in ("Regnskap", "Budsjett"))],
                              ["Skole", 12345, 13456, 14567, 15678], ["Helse", 22345, 23456, 24567, 25678]], 1):  # fmt: skip
        sheet.write_row(at, 0, row)
    book.close()
    (table,) = read_tables(tables_of(read_lines(tmp_path / "s.xlsx")), layouts)
    heads = [(head.kind, head.year) for head in table.table.heads]
    assert heads == [("regnskap", 2023), ("budsjett", 2023), ("regnskap", 2022), ("budsjett", 2022)]


def test_a_digit_that_may_be_the_labels_is_not_certain(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`Brannbil 2 788 691 700`: 2 788, or the second fire engine and 788."""
    lines = ["Prosjekter", "Prosjekt Regnskap 2018 Budsjett 2018 Regnskap 2017", "Brannbil 2 788 691 700", "Skole 12 500 13 000 12 900"]
    (tmp_path / "s.txt").write_text("\n".join([*lines, "Bro 1 200 1 500 1 600", "Veg 9 000 8 000 8 500"]), "utf-8")
    found = values(tmp_path / "s.txt", layouts)
    assert found["Brannbil"][0] is None
    assert found["Bro"] == [1200, 1500, 1600]


def package(text: str, folder: Path) -> tuple[int, Path]:
    """The package of a sheet, and the command's exit status."""
    (folder / "s.csv").write_text(text, "utf-8")
    command = ["les", "rapport", str(folder / "s.csv"), "--id", "1511-arsmelding-2023", "--mappe", str(folder)]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    return done.exit_code, folder / "1511-arsmelding-2023"


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file of a package."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_people_and_fees_are_not_thousands_of_kroner(tmp_path: Path) -> None:
    """The size of a number says its unit in a statement only."""
    text = "Befolkning;;;\nAlder;2021;2022;2023\n0-5 år;1 003;998;987\n6-15 år;2 098;2 075;2 060\n16-66 år;10 950;10 980;11 010\n"
    status, folder = package(text, tmp_path)
    assert status == 0
    assert [(row["enhet"], row["tittel"]) for row in rows_of(folder / "tabeller.csv")] == [("", "Befolkning")]


def test_the_figures_of_others_are_not_the_reports_own(tmp_path: Path) -> None:
    """A group's column beside the years, and a neighbour's of a year: nobody says whose they are until a person does."""
    text = "Skole;;;\n;2022;2023;Kostragruppe 7\nGruppestørrelse;14,5;13,9;15,0\nGrunnskolepoeng;41,2;42,0;41,7\nElever;1 250;1 301;-\n"
    status, folder = package(text, tmp_path)
    assert status == 1
    assert [(row["overskrift"], row["maal"]) for row in rows_of(folder / "kolonner.csv")] == [("2022", "regnskap"), ("2023", "regnskap")]
    other = tmp_path / "nabo"
    other.mkdir()
    text = "Barnehage;;\n;Askvoll 2022;Kommunen 2023\nPlasser;193;194\nUtgifter per plass;178 233;185 100\nAndel;41,2 %;42,0 %\n"
    status, folder = package(text, other)
    assert status == 1
    assert not (folder / "kolonner.csv").exists() or "Askvoll" not in (folder / "kolonner.csv").read_text("utf-8")


def test_a_result_beside_its_goal_is_the_reports_own_figure(tmp_path: Path) -> None:
    """`Resultat 2023` is no unit's name."""
    text = "Måltall;;;\nIndikator;Mål;Resultat 2022;Resultat 2023\nSykefravær;7,0 %;8,8 %;7,9 %\n"
    text += "Disposisjonsfond i % av driftsinntekter;> 8 %;9,9 %;8,0 %\n"
    status, folder = package(text + "Netto lånegjeld i % av driftsinntekter;< 85 %;84,0 %;90,2 %\n", tmp_path)
    assert status == 0
    (figures,) = (folder / "tabeller").glob("*.csv")
    assert "1511_2022,1511_2023" in figures.read_text("utf-8").splitlines()[0]


def sheet(folder: Path, layouts: dict[str, Layout], *lines: str) -> ReadTable:
    """The one table of a sheet's lines."""
    (folder / "s.csv").write_text("\n".join(lines), "utf-8")
    (table,) = read_tables(tables_of(read_lines(folder / "s.csv")), layouts)
    return table


def test_thousands_parted_by_commas(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`1,400,123` says that `300,400` is no 300 with three decimals; where a comma is a decimal's, it is."""
    lines = ["Etter art;", ";Regnskap 2023", "Rammetilskudd;1,400,123", "Inntekts- og formuesskatt;300,400", "Eiendomsskatt;30,500"]
    table = sheet(tmp_path, layouts, *lines, "Sum driftsinntekter;1,731,023")
    assert [number(row.cells[0]) for row in table.rows] == [1400123, 300400, 30500, 1731023]
    table = sheet(tmp_path, layouts, *lines[:3], "Inntekts- og formuesskatt;300,5", "Eiendomsskatt;30,500")
    assert number(table.rows[-1].cells[0]) == Decimal("30.5")


def test_accounts_in_a_column_of_their_own(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`800` before `Rammetilskudd` is not part of what the post is called."""
    lines = ["Økonomisk oversikt etter art;;", "Art;Tekst;R 2023", "800;Rammetilskudd;400", "870;Inntekts- og formuesskatt;300"]
    table = sheet(tmp_path, layouts, *lines, "600-670;Brukerbetalinger;20", ";Sum driftsinntekter;720")
    codes = [row.match.code for row in table.rows if row.match]
    assert codes == ["rammetilskudd", "inntekts_og_formuesskatt", "brukerbetalinger", "sum_driftsinntekter"]


def test_the_balances_sides_beside_each_other(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A row that only one side has is a row of that side."""
    lines = ["EIENDELER;2023;2022;;EGENKAPITAL OG GJELD;2023;2022", "Anleggsmidler;900;880;;Egenkapital;400;410"]
    lines += ["Varige driftsmidler;900;880;;Langsiktig gjeld;500;490", "Omløpsmidler;100;120;;;;", ";;;;Kortsiktig gjeld;100;100"]
    table = sheet(tmp_path, layouts, "Balanse;;;;;;", *lines, "Sum eiendeler;1000;1000;;Sum egenkapital og gjeld;1000;1000")
    assert [row.row.label for row in table.rows if "Omløp" in row.row.label or "Kortsiktig" in row.row.label] == [
        "Omløpsmidler",
        "Kortsiktig gjeld",
    ]
    assert table.findings == []


def test_the_years_of_a_plan_follow_its_first(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`Økonomiplan` over four years, in a sheet that does not say that the head is merged; a budget's next year may be a plan's."""
    rows = [
        "Rammetilskudd;-400;-410;-420;-430",
        "Inntekts- og formuesskatt;-300;-310;-320;-330",
        "Sum generelle driftsinntekter;-700;-720;-740;-760",
    ]
    table = sheet(tmp_path, layouts, ";Regnskap;Økonomiplan;;", "Beløp i 1000;2021;2023;2024;2025", *rows)
    assert [(head.kind, head.year) for head in table.table.heads[1:]] == [("okonomiplan", year) for year in (2023, 2024, 2025)]
    table = sheet(tmp_path, layouts, ";Regnskap;Budsjett;;", "Beløp i 1000;2021;2023;2024;2025", *rows)
    assert [head.kind for head in table.table.heads[2:]] == ["ukjent", "ukjent"]


def test_an_open_document_sheet_that_is_cut_does_not_hang(tmp_path: Path) -> None:
    """The library that reads it looks for the end of a table that has none, for ever: such a file is refused before that."""
    with zipfile.ZipFile(write(make("0", LAYOUTS[0]), "ods", tmp_path)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = members["content.xml"]
    for name, part in {"kuttet": content[: len(content) // 2], "uten slutt": content.replace(b"</table:table>", b"")}.items():
        with zipfile.ZipFile(tmp_path / f"{name}.ods", "w") as archive:
            for member, whole in members.items():
                archive.writestr(member, part if member == "content.xml" else whole)
        code = "import sys, pathlib; from kommunevarehus.lesing.sources import read_lines; read_lines(pathlib.Path(sys.argv[1]))"
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / f"{name}.ods")], capture_output=True, text=True, timeout=120, check=False
        )
        assert "SourceError" in done.stderr and "kan ikke leses" in done.stderr, done.stderr
