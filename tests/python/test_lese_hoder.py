"""Heads over several lines, each word with the column it stands over; and open lists (areas, projects), told apart by their titles."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from varehus import ROOT

from kommunevarehus.cli import cli
from kommunevarehus.lesing.layouts import Layout, read_layouts
from kommunevarehus.lesing.package import _is_own, columns_of
from kommunevarehus.lesing.reading import UNCERTAIN, ReadTable, read_tables
from kommunevarehus.lesing.sources import read_lines
from kommunevarehus.lesing.tables import _head_of, tables_of
from kommunevarehus.lesing.units import read_units

ROWS = (
    ("Ny barneskole", "45 210", "50 000", "60 000", "12 300"),
    ("Rehabilitering sykehjem", "12 005", "12 500", "10 000", "3 210"),
    ("Vannledning Vika", "8 740", "9 000", "8 000", "1 005"),
    ("IKT-utstyr", "2 045", "2 000", "2 500", "1 985"),
    ("Sum", "68 000", "73 500", "80 500", "18 500"),
)
TWO = (("Regnskap", "Regulert", "Opprinnelig", "Regnskap"), ("2018", "budsjett", "budsjett", "2017"))
THREE = (("", "Rev.", "Oppr.", ""), ("Regnskap", "budsjett", "budsjett", "Regnskap"), ("2018", "2018", "2018", "2017"))
KINDS = ["regnskap", "regulert_budsjett", "opprinnelig_budsjett", "regnskap"]


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    """The layouts as the project has them."""
    return read_layouts(ROOT / "seeds" / "oppstillinger")


def written(heads: tuple[tuple[str, ...], ...], how: str, title: str = "Regnskapsskjema 2B - investering", unit_at: int = 0) -> str:
    """The table as a page has it: columns of 14 letters, its numbers to the right and its heads `<`, `>` or `^`; the unit `unit_at`."""
    lines = ["".join([" " * 30, *(f"{cell:{how}14}" for cell in line)]).rstrip() for line in heads]
    lines.insert(unit_at, "Tall i hele 1000 kroner")
    rows = ["".join([f"{label:30}", *(f"{cell:>14}" for cell in cells)]) for label, *cells in ROWS]
    return "\n".join(["Fjordvik kommune - Årsregnskap 2018", title, *lines, *rows])


def with_sum(text: str, label: str) -> str:
    """The table with another label of its sum, which may push the numbers to the right."""
    return text.replace("\nSum" + " " * 27, f"\n{label:30}")


def read(text: str, folder: Path, layouts: dict[str, Layout], kind: str = "txt") -> ReadTable:
    """The one table of a text."""
    path = folder / f"side.{kind}"
    path.write_text(text, "utf-8")
    (table,) = read_tables(tables_of(read_lines(path)), layouts)
    return table


def heads_of(table: ReadTable) -> list[tuple[str, int | None]]:
    """Kind and year of each column."""
    return [(head.kind, head.year) for head in table.table.heads]


@pytest.mark.parametrize("how", ["<", ">", "^"])
@pytest.mark.parametrize(("heads", "year"), [(TWO, None), (THREE, 2018)])
@pytest.mark.parametrize("unit_at", [0, 1, 2])
def test_a_head_is_the_words_over_its_column(
    heads: tuple[tuple[str, ...], ...], year: int | None, how: str, unit_at: int, layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """Wherever in its column a word stands, and with the unit above, between or below; no word of a head is in the title."""
    table = read(written(heads, how, unit_at=unit_at), tmp_path, layouts)
    assert heads_of(table) == list(zip(KINDS, [2018, year, year, 2017], strict=True))
    assert (table.table.title, table.unit) == ("Regnskapsskjema 2B - investering", "1000 kr")
    assert table.share(UNCERTAIN) == 0


@pytest.mark.parametrize(
    "heads",
    [
        (("Regnskap", "Regulert", "Opprinnelig", ""), ("2018", "budsjett", "budsjett", "")),  # a column without a head
        (("", "Regulert   Oppr.", "", "Regnskap"), ("2018", "budsjett", "budsjett", "2017")),  # between two columns
    ],
)
def test_where_a_head_stands_over_no_column_no_column_is_known(
    heads: tuple[tuple[str, ...], ...], layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """Fewer heads than columns, and heads that cannot be told to theirs: a person must say what they are; the sums say the numbers."""
    table = read(written(heads, "<"), tmp_path, layouts)
    assert len(table.table.heads) != table.table.count or all(kind == "ukjent" for kind, _ in heads_of(table))
    nothing_wrong(table)


def nothing_wrong(table: ReadTable) -> None:
    """What is certain is what is printed, and without its sum nothing is."""
    printed = {row[0]: [cell.replace(" ", "") for cell in row[1:]] for row in ROWS}
    for row in table.rows:
        assert [f"{cell.value.number}" for cell in row.cells if cell.value is not None] in ([], printed[row.row.label]), row


def test_heads_over_several_lines_parted_by_one_space_are_nobodys(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`Regnskap Regulert Opprinnelig Regnskap` over `2018 budsjett budsjett 2017`: which budget is which cannot be seen."""
    text = "\n".join(" ".join(part.split()) for part in written(TWO, "<").splitlines())
    table = read(text, tmp_path, layouts)
    assert table.table.heads == []
    nothing_wrong(table)
    assert table.table.title == "Regnskapsskjema 2B - investering"
    table = read("\n".join(line for line in text.splitlines() if not line.startswith("Sum")), tmp_path, layouts)
    assert table.share(UNCERTAIN) == 4 * len(table.rows)


@pytest.mark.parametrize("kind", ["csv", "html"])
def test_heads_in_several_rows_of_cells(kind: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """The same in a grid; and a year that stands alone under a head that is merged over it and its neighbour says too little."""
    title = "Regnskapsskjema 2B - investering"

    def grid(*heads: tuple[str, ...]) -> str:
        lines = [("", *head) for head in heads] + list(ROWS)
        if kind == "csv":
            return "\n".join(";".join(line) for line in [(title,), ("Tall i hele 1000 kroner",), *lines])
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
        page = f"<p>Fjordvik kommune - Årsregnskap 2018</p><h2>{title}</h2><p>Tall i hele 1000 kroner</p>"
        return f"<meta charset=utf-8>{page}<table>{body}</table>"

    table = read(grid(*TWO), tmp_path, layouts, kind)
    assert heads_of(table) == list(zip(KINDS, [2018, None, None, 2017], strict=True))
    assert table.table.title == title
    merged = read(grid(("Regnskap", "Budsjett", "", ""), ("2018", "regulert", "opprinnelig", "2017")), tmp_path, layouts, kind)
    assert [kind for kind, _ in heads_of(merged)] == ["regnskap", "regulert_budsjett", "ukjent", "ukjent"]


@pytest.mark.parametrize(
    ("title", "sum_label", "expected"),
    [
        ("Regnskapsskjema 2B - investering", "Sum", "regnskapsskjema_2b"),
        ("Rekneskapsskjema 2B", "Sum investeringar", "regnskapsskjema_2b"),
        ("Investeringer per prosjekt", "Til investeringer i anleggsmidler skjema 2A", "regnskapsskjema_2b"),
        ("Regnskapsskjema 1B - drift", "Sum", "regnskapsskjema_1b"),
        ("Bevilgningsoversikt drift § 5-4 andre ledd", "Sum", "bevilgningsoversikt_drift_5_4_omrader"),
        ("Bevilgningsoversikt investering (§ 5-5 andre ledd)", "Sum", "bevilgningsoversikt_investering_5_5_prosjekter"),
        ("Løyvingsoversikt investering B", "Sum investeringar", "bevilgningsoversikt_investering_5_5_prosjekter"),
        ("Prosjekter", "Sum bevilgninger til investeringsprosjekter", "bevilgningsoversikt_investering_5_5_prosjekter"),
        ("Større anskaffelser", "Sum", None),
        ("Investeringer per prosjekt", "Sum investeringer", None),
        ("Regnskapsskjema 2B - investering", "Sum fordelt til drift", None),
    ],
)
def test_an_open_list_is_known_by_its_sum_and_its_title(
    title: str, sum_label: str, expected: str | None, layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """`Sum` is the sum of four layouts: the title says which, or none is."""
    table = read(with_sum(written(TWO, "<", title), sum_label), tmp_path, layouts)
    assert (table.layout.layout_id if table.layout else None) == expected
    assert table.table.title == title


@pytest.mark.parametrize(
    ("title", "sum_label", "layout"),
    [
        ("Regnskapsskjema 2B - investering", "Sum", "regnskapsskjema_2b"),
        ("Regnskapsskjema 2B", "Til investeringer i anleggsmidler skjema 2A", "regnskapsskjema_2b"),
        ("Løyvingsoversikt investering § 5-5 B", "Sum løyvingar investering", "bevilgningsoversikt_investering_5_5_prosjekter"),
        ("Regnskapsskjema 1B - drift", "Sum fordelt", "regnskapsskjema_1b"),
    ],
)
def test_an_open_list_becomes_a_package_of_its_own_subject(title: str, sum_label: str, layout: str, tmp_path: Path) -> None:
    """Every project or area a post, of the accounts that the layout is of; the sum has the layout's name, whatever the print calls it."""
    (tmp_path / "b.txt").write_text(with_sum(written(TWO, "<", title), sum_label), "utf-8")
    command = ["les", "rapport", str(tmp_path / "b.txt"), "--id", "1511-arsregnskap-2018", "--mappe", str(tmp_path)]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    package = tmp_path / "1511-arsregnskap-2018"
    subject = "bevilgning_omrade" if layout == "regnskapsskjema_1b" else "investeringsomrade"
    assert f",{subject}," in (package / "oppstillinger.csv").read_text("utf-8")
    assert (package / "poster.csv").read_text("utf-8").count(f"{layout},") == len(ROWS)
    assert (package / "poster.csv").read_text("utf-8").count(",sum,") == 1  # proved by the arithmetic, whatever its words
    assert "regnskap,regulert_budsjett,opprinnelig_budsjett,regnskap_i_fjor" in next((package / "tabeller").glob("*.csv")).read_text(
        "utf-8"
    )


def test_heads_merged_over_two_rows_of_a_document(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """A note's and an account's head that stand in one cell beside two; `Budsjett` merged over its two columns is over both."""
    document = docx.Document()
    document.add_paragraph("Regnskapsskjema 2B - investering")
    table = document.add_table(2 + len(ROWS), 6)
    for row, texts in zip(
        table.rows, [("", "Note", "Regnskap 2018", "Budsjett", "", "Regnskap 2017"), ("", "", "", "regulert", "opprinnelig")], strict=False
    ):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    for at in (1, 2, 5):
        table.cell(0, at).merge(table.cell(1, at))
    table.cell(0, 3).merge(table.cell(0, 4))
    for row, (label, *cells) in zip(table.rows[2:], ROWS, strict=True):
        for cell, text in zip(row.cells, (label, "3" if label == "IKT-utstyr" else "", *cells), strict=True):
            cell.text = text
    document.save(str(tmp_path / "side.docx"))
    (read_back,) = read_tables(tables_of(read_lines(tmp_path / "side.docx")), layouts)
    assert heads_of(read_back) == [("regnskap", 2018), ("regulert_budsjett", None), ("opprinnelig_budsjett", None), ("regnskap", 2017)]


def test_a_version_over_two_years_is_not_the_next_columns(layouts: dict[str, Layout], tmp_path: Path) -> None:
    """`Regnskap` and `Budsjett` each over two years: a year that stands under none for certain is of no version."""
    heads = (("   Regnskap", "", "    Budsjett", ""), ("2018", "2017", "2018", "2019"))
    for how in "<>^":
        table = read(written(heads, how), tmp_path, layouts)
        certain = [one for one in heads_of(table) if one[0] != "ukjent"] if len(table.table.heads) == table.table.count else []
        assert set(certain) <= {("regnskap", 2018), ("regnskap", 2017), ("budsjett", 2018), ("budsjett", 2019)}, (how, certain)
        assert ("regnskap", 2019) not in certain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Budsjett 2023 (rev.)", ("regulert_budsjett", 2023)),
        ("Budsjett 2023 opprinnelig", ("opprinnelig_budsjett", 2023)),
        ("Budsjett 2023 inkl. endringer", ("regulert_budsjett", 2023)),
        ("Revid. budsjett 2023", ("regulert_budsjett", 2023)),
        ("Opprinneleg budsjett 2023", ("opprinnelig_budsjett", 2023)),
        ("Bud.2023", ("budsjett", 2023)),
        ("R22", ("regnskap", 2022)),
        ("ØP24", ("okonomiplan", 2024)),
        ("Regnskap 22", ("regnskap", 2022)),
        ("Avvik-%", ("avvik_pst", None)),
        ("Avvik R-B", ("avvik", None)),
        ("Avvik budsjett/regnskap", ("avvik", None)),
        ("Avvik mot opprinnelig budsjett", ("avvik", None)),
        ("Regnskap 2022 i 1000 kr", ("regnskap", 2022)),
    ],
)
def test_a_head_in_other_words(text: str, expected: tuple[str, int | None]) -> None:
    """Two figures for a year, the budget's kind behind its year, what a deviation is between."""
    head = _head_of(text)
    assert (head.kind, head.year, head.named) == (*expected, "")


STRANGE = (
    "Regnskap 2022 per innbygger", "Regnskap 2022 i faste priser", "Forventet regnskap 2022", "Korrigert regnskap 2022", "Rammer 2022",
    "Forslag budsjett 2022", "Utgifter budsjett 2022", "% av budsjett", "IB 01.01.2022", "01.01.2022", "Overført fra 2022",
    "Regnskap 2010-2022", "Budsjettendring 2022", "Anslag 2022", "Konsernregnskap 2022", "Regulert budsjett etter 2. tertial 2022",
)  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("kind", ["csv", "txt"])
def test_a_head_that_says_more_is_no_version_of_the_year(strange: str, kind: str, layouts: dict[str, Layout], tmp_path: Path) -> None:
    """Neither its accounts nor its budget: a person must say what the column is."""
    lines = [("", "Regnskap 2021", strange), *((label, one, two) for label, one, two, *_ in ROWS)]
    text = (
        "\n".join(["Regnskapsskjema 2B - investering", "Tall i 1000 kr", *(";".join(line) for line in lines)])
        if kind == "csv"
        else "\n".join(["Regnskapsskjema 2B - investering", "Tall i 1000 kr", *(f"{a:28}{b:>18}{c:>44}" for a, b, c in lines)])
    )
    table = read(text, tmp_path, layouts, kind)
    heads = table.table.heads
    columns = columns_of(heads, table.table.count, 2022)
    units = read_units(ROOT / "seeds" / "kodeverk")
    own = [column.measure if _is_own(head, "1102", units) else "" for head, column in zip(heads, columns, strict=False)]
    assert len(heads) != table.table.count or own[1] == "", (heads, own)
