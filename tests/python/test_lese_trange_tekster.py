"""Texts of single spaces, as pasted from a page: what stands in which column, where nothing but the words and the numbers says it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from varehus import ROOT

from kommunevarehus.lesing.arithmetic import Domain, Equation, domain, settle
from kommunevarehus.lesing.layouts import Layout, read_layouts
from kommunevarehus.lesing.numbers import Split, Value
from kommunevarehus.lesing.reading import UNCERTAIN, ReadTable, read_tables
from kommunevarehus.lesing.sources import read_lines
from kommunevarehus.lesing.tables import tables_of


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    """The layouts as the project has them."""
    return read_layouts(ROOT / "seeds" / "oppstillinger")


def read(text: str, folder: Path, layouts: dict[str, Layout]) -> ReadTable:
    """The one table of a text."""
    (folder / "side.txt").write_text(text, "utf-8")
    (table,) = [one for one in read_tables(tables_of(read_lines(folder / "side.txt")), layouts) if len(one.rows) > 2]
    return table


def cells(table: ReadTable) -> dict[str, list[Decimal | str | None]]:
    """What is read of each row; `?` where it is unclear."""
    return {
        row.row.label: ["?" if cell.certainty == UNCERTAIN or cell.value is None else cell.value.number for cell in row.cells]
        for row in table.rows
    }


def of(*numbers: float | str | None) -> list[Decimal | str | None]:
    """Numbers as decimals."""
    return [number if number in (None, "?") else Decimal(str(number)) for number in numbers]  # type: ignore[misc]


AREAS = (("Skole", 117, 118, 126), ("Helse", 48, 46, 57), ("Kultur", 25, 23, 27), ("Sum fordelt til drift", 190, 187, 210))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Vedtatt Budsjett inkl. Regnskap|budsjett 2022 endringer 2022 2022",
         "opprinnelig_budsjett 2022, regulert_budsjett 2022, regnskap 2022"),
        ("Budsjett|Rekneskap vedteke Budsjett|2018 2019 2020", "regnskap 2018, opprinnelig_budsjett 2019, budsjett 2020"),
        ("Regnskap Vedtatt Budsjett|2018 budsjett 2019 2020", "regnskap 2018, opprinnelig_budsjett 2019, budsjett 2020"),
        ("Rekneskap Budsjett-|2018 avvik|Budsjett 2018", ""),  # the budget's line is below the deviation's: whose is what?
        ("Regnskap|2020 2019 2018", "regnskap 2020, regnskap 2019, regnskap 2018"),
        ("Regnskap Budsjett|2020 2019 2018", ""),
    ],
)  # fmt: skip
def test_heads_over_lines_of_single_spaces(lines: str, expected: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Where only one order is left, the heads are known; where several are, nobody's, and the sum still says which number is which."""
    rows = [" ".join([label, *(f"{number},{at}" for at, number in enumerate(numbers, 1))]) for label, *numbers in AREAS[:3]]
    rows.append("Sum fordelt til drift 190,3 187,6 210,9")
    table = read("\n".join(["Skjema 1B", "Tall i mill. kroner", *lines.split("|"), *rows]), tmp_path, layouts)
    said = ", ".join(f"{head.kind} {head.year}" for head in table.table.heads)
    if expected:
        assert (said, cells(table)["Helse"]) == (expected, of("48.1", "46.2", "57.3"))
    else:  # none, or more than there are columns, and then nothing is certain
        assert not said or set(cells(table)["Helse"]) == {"?"}


def test_a_text_whose_heads_are_nobodys_is_read_by_its_sums(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Three columns by the sum in each; without the sum, nobody says how many they are."""
    rows = "Skole 12 345 13 456 14 567\nHelse 22 345 23 456 24 567\nKultur 2 345 3 456 4 567\n"
    head = "Skjema 1B\nTall i 1000 kr\nBudsjett Budsjett\nRegnskap regulert oppr.\n2020 2020\n"
    assert cells(read(f"{head}{rows}Sum fordelt til drift 37 035 40 368 43 701", tmp_path, layouts))["Helse"] == of(22345, 23456, 24567)
    assert set(cells(read(f"{head}{rows}", tmp_path, layouts))["Helse"]) == {"?"}


def test_per_cents_without_their_sign_have_their_own_decimals(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A column of per cents in the middle, amounts without decimals; a blank per cent is where the head says."""
    rows = ["Skole 12 345 678 13 456 789 -1 111 111 -8,3 14 567 890", "Helse 2 345 678 0 2 345 678 2 567 890"]
    rows += ["Kultur 1 345 678 1 456 789 -111 111 -7,6 1 567 890", "Sum fordelt til drift 16 037 034 14 913 578 1 123 456 7,5 18 703 670"]
    heads = "Regnskap 2018 Rev. budsjett 2018 Avvik kr Avvik % Regnskap 2017"
    found = cells(read("\n".join(["Skjema 1B", "Beløp i kroner", heads, *rows]), tmp_path, layouts))
    assert found["Skole"] == of(12345678, 13456789, -1111111, "-8.3", 14567890)
    assert found["Helse"] == of(2345678, 0, 2345678, None, 2567890)


def test_a_minus_behind_its_number_beside_per_cents_with_it_in_front(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`14990- -4,8`: the amount is negative; no dash is an empty cell's, and no number loses its sign."""
    rows = ["Skole 290678 311466 20788- -6,7", "Helse 441101 446927 5826- -1,3", "Kultur 151658 134882 16776 12,4"]
    rows.append("Sum fordelt til drift 883437 893275 9838- -1,1")
    heads = "Regnskap 2019 Rev. budsjett 2019 Diff. %-avvik"
    found = cells(read("\n".join(["Skjema 1B", "Beløp i 1000", heads, *rows]), tmp_path, layouts))
    assert found["Helse"] == of(441101, 446927, -5826, "-1.3")
    assert found["Kultur"] == of(151658, 134882, 16776, "12.4")


@pytest.mark.parametrize("total", ["2 107 464 500,00 2 103 572 700,00", ""])
def test_a_number_that_belongs_to_its_label(total: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`fv. 714 337 024 100,00`: the sum says that 714 is the road's; without it, no amount of 714 milliards is certain."""
    rows = ["Gang- og sykkelveg fv. 714 337 024 100,00 349 734 100,00", "Skole 1 645 619 700,00 1 553 852 500,00"]
    rows += ["Omsorgsboliger trinn 2 124 820 700,00 199 986 100,00"]
    text = ["Regnskapsskjema 2B", "Beløp i NOK", "Regnskap 2017 Budsjett 2017", *rows]
    found = cells(read("\n".join([*text, f"Sum {total}"] if total else text), tmp_path, layouts))
    if total:
        assert found["Gang- og sykkelveg fv. 714"] == of("337024100.00", "349734100.00")
        assert found["Omsorgsboliger trinn 2"] == of("124820700.00", "199986100.00")
    else:
        for label, values in found.items():
            assert values[0] in ("?", *of("337024100.00", "124820700.00", "1645619700.00")), (label, values)


def test_a_small_whole_number_among_decimals_may_be_a_note(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`Andre memoriakonti 1 4,0`: a note and last year's amount, or two amounts; nobody says."""
    rows = ["Utstyr 3 92,5 85,9", "Pensjonsmidler 5 1 510,5 1 536,3", "Aksjer og andeler 122,7 133,2", "Andre memoriakonti 1 4,0"]
    found = cells(read("\n".join(["Balanse", "Beløp i mill. kr", "Note 2021 2020", *rows]), tmp_path, layouts))
    assert found["Utstyr"] == of("92.5", "85.9")
    assert set(found["Andre memoriakonti"]) == {"?"}


def test_a_pages_number_is_no_row(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A running header and the number of the page in the middle of a table."""
    rows = [
        "Skole 12 345 13 456",
        "Helse 22 345 23 456",
        "Fjordvik kommune",
        "47",
        "Kultur 2 345 3 456",
        "Sum fordelt til drift 37 035 40 368",
    ]
    table = read("\n".join(["Skjema 1B", "Tall i 1000 kr", "Regnskap 2018 Regnskap 2017", *rows]), tmp_path, layouts)
    assert list(cells(table)) == ["Skole", "Helse", "Kultur", "Sum fordelt til drift"]


def test_a_unit_is_not_told_by_what_is_left_of_unclear_numbers(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """The large numbers are unclear, the small ones are not: they do not make the table one of thousands."""
    rows = ["Utbygging 3 876 855 3 728 275", "Ledning 7 673 435 7 332 955", "Brannbil 684 475 702 620", "Sum 12 239 765 11 763 850"]
    table = read("\n".join(["Skjema 2B Investeringsregnskapet", "Regnskap 2018 Budsjett 2018", *rows]), tmp_path, layouts)
    assert table.unit != "1000 kr"


def test_a_dash_before_a_number_is_its_minus_or_an_empty_cell(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`- 276 - 307` in four columns, where a minus stands apart: two amounts whose blanks are lost, or four cells; no sum says which."""
    rows = ["Skole - 2 345 - 3 456 - 4 567 - 5 678", "Helse - 1 345 - 2 456 - 3 567 - 4 678", "Kultur - 276 - 307"]
    heads = "Regnskap 2018 Regnskap 2017 Regnskap 2016 Regnskap 2015"
    found = cells(read("\n".join(["Skjema 1B", "Tall i 1000 kr", heads, *rows]), tmp_path, layouts))
    assert found["Helse"] == of(-1345, -2456, -3567, -4678)
    assert set(found["Kultur"]) == {"?"}


def test_a_sum_that_any_reading_fits_proves_none() -> None:
    """Six rows of small numbers with a hundred readings each fit some sum by chance; one reading of each that fits is proved."""
    equation = Equation("sum", 0, (1, 2, 3), (1, 1, 1))

    def rows(*values: int, ways: int) -> Domain:
        return domain([Split(tuple(Value(str(v + i), Decimal(v + i)) for v in values)) for i in range(ways)], 0)

    many = {i: rows(5 * (3 if i == 0 else 1), 4 * (3 if i == 0 else 1), ways=12) for i in range(4)}
    (outcome,) = settle(many, [equation]).values()
    assert (outcome.holds, outcome.unproved) == (True, True)
    assert all(len(one.alive) == 12 for one in many.values())
    few = {i: rows(50_000 * (3 if i == 0 else 1), 40_000 * (3 if i == 0 else 1), ways=12) for i in range(4)}
    (outcome,) = settle(few, [equation]).values()
    assert (outcome.holds, outcome.unproved) == (True, False)
