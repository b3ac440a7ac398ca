"""What looks like a mark, a code or a page's number, and may be a part of the figures: it is never taken for certain."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from kommunevarehus.lesing.sources import read_lines
from kommunevarehus.lesing.tables import parted, tables_of


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Sum prosj. 4 545 4 200", "Sum prosj."),
        ("Ombygging kv. 12 345 11 900", "Ombygging kv."),
        ("Sykkelveg fv. 714 1 200 900", "Sykkelveg fv. 714"),
    ],
)
def test_the_number_of_a_road_is_the_label_s_and_thousands_are_not(line: str, label: str) -> None:
    assert parted(line)[0] == label


@pytest.mark.parametrize("codes", ["Gjelder funksjonene 100,110,120", "Vann (funksjon 340,345,350) 12,500 11,000"])
def test_a_list_of_codes_does_not_make_commas_thousands(codes: str, tmp_path: Path) -> None:
    (tmp_path / "side.txt").write_text(
        f"Oversikt, tall i mill. kr\n{codes}\n\nPost Regnskap 2023 Regnskap 2022\nSkatt 212,345 200,125\nRammetilskudd 10,250 9,125\n"
    )
    rows = [row for table in tables_of(read_lines(tmp_path / "side.txt")) for row in table.rows if row.label.startswith("Skatt")]
    assert [row.tail.split() for row in rows] == [["212,345", "200,125"]]


def test_commas_between_thousands_are_read_where_rows_have_millions(tmp_path: Path) -> None:
    (tmp_path / "side.txt").write_text("Tall i kr\nPost Regnskap 2023 Regnskap 2022\nSkatt 1,400,123 1,300,000\nGebyr 412,345 400,125\n")
    (table,) = tables_of(read_lines(tmp_path / "side.txt"))
    assert [row.tail.replace("\xa0", "").split() for row in table.rows] == [["1400123", "1300000"], ["412345", "400125"]]


def test_a_row_with_one_small_number_is_kept_where_there_are_no_pages(tmp_path: Path) -> None:
    (tmp_path / "side.html").write_text(
        "<table><tr><th>Post<th>Regnskap 2023<th>Regnskap 2022</tr><tr><td>Skatt<td>100<td>90</tr><tr><td><td>500<td></tr>"
        "<tr><td>Sum<td>600<td>90</tr></table>"
    )
    (table,) = tables_of(read_lines(tmp_path / "side.html"))
    assert ("500", "") in [row.cells for row in table.rows]


@pytest.mark.parametrize(("unit", "shown"), [("Tall i 1000 kr", "120340"), ("Tall i kr", "120340000"), ("", "120340000")])
def test_a_format_that_shows_thousands_counts_where_the_sheet_says_so(unit: str, shown: str, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "ark.xlsx")) as book:
        sheet, scaled = book.add_worksheet(), book.add_format({"num_format": "#,##0,"})
        for row, cells in enumerate([(unit,), ("Post", "Regnskap 2023"), ("Skatt", 120_340_000)]):
            for column, value in enumerate(cells):
                sheet.write(row, column, value, scaled if isinstance(value, int) else None)
    assert any(shown in (line.cells or ()) for line in read_lines(tmp_path / "ark.xlsx"))
