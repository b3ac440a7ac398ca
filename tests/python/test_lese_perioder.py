"""Months and tertials: what is read as a part of a year is a version of its own, with its months, and is never the year's."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from varehus import ROOT

from kommunevarehus.cli import cli
from kommunevarehus.lesing.heads import UNCLEAR, Head, period_of, scan, with_context
from kommunevarehus.lesing.sources import read_lines
from kommunevarehus.lesing.tables import tables_of
from kommunevarehus.models import Models
from kommunevarehus.packages import KINDS
from kommunevarehus.project import Project


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Regnskap jan-aug Budsjett jan-aug Avvik Årsbudsjett Årsprognose",
            [
                *[(kind, None, "01-08") for kind in ("regnskap", "budsjett", "avvik")],
                *[(kind, None, "") for kind in ("budsjett", "prognose")],
            ],
        ),
        (
            "Regnskap per 31.08.2020 Regnskap per 31.08.2019 Budsjett 2020",
            [("regnskap", 2020, "01-08"), ("regnskap", 2019, "01-08"), ("budsjett", 2020, "")],
        ),
        ("Regnskap 1. tertial 2024 Budsjett 1. tertial 2024", [("regnskap", 2024, "01-04"), ("budsjett", 2024, "01-04")]),
        ("Rekneskap pr. august 2024 Årsbudsjett 2024", [("regnskap", 2024, "01-08"), ("budsjett", 2024, "")]),
        ("Regnskap januar til og med april 2024 Regulert budsjett 2024", [("regnskap", 2024, "01-04"), ("regulert_budsjett", 2024, "")]),
        ("Regnskap per 2. tertial 2024", [("regnskap", 2024, "01-08")]),
        ("Regnskap T1 2024 Regnskap T1 2023", [("regnskap", 2024, "01-04"), ("regnskap", 2023, "01-04")]),
        # The second tertial alone, or with the first; a month alone, or the year so far: the words do not say.
        ("Regnskap 2. tertial 2024", [("regnskap", 2024, UNCLEAR)]),
        ("Regnskap august 2024", [("regnskap", 2024, UNCLEAR)]),
        ("Rekneskap hittil i år Periodisert budsjett", [("regnskap", None, UNCLEAR), ("budsjett", None, UNCLEAR)]),
        ("Regnskap 01.05-31.08.2024 Budsjett 01.01-31.08.2024", [("regnskap", 2024, "05-08"), ("budsjett", 2024, "01-08")]),
        ("Regnskap 01.03-31.08.2024 Budsjett 01.01-31.08.2024", [("regnskap", 2024, UNCLEAR), ("budsjett", 2024, "01-08")]),
        # A month or a tertial beside the year so far is something else; what is only so far, is the same.
        ("Regnskap august Regnskap per august", [("regnskap", None, UNCLEAR), ("regnskap", None, "01-08")]),
        ("Regnskap 2. tertial Regnskap per 31.08", [("regnskap", None, UNCLEAR), ("regnskap", None, "01-08")]),
        ("Regnskap denne perioden Regnskap per 31.08", [("regnskap", None, UNCLEAR), ("regnskap", None, "01-08")]),
        ("Regnskap hittil i år Budsjett per 31.08", [("regnskap", None, "01-08"), ("budsjett", None, "01-08")]),
        # A whole year is no part of one.
        ("Regnskap 31.12.2019 Regnskap per 31.12.2018", [("regnskap", 2019, ""), ("regnskap", 2018, "")]),
        ("Regnskap 2020 Regulert budsjett 2020", [("regnskap", 2020, ""), ("regulert_budsjett", 2020, "")]),
    ],
)  # fmt: skip
def test_a_head_says_its_months(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    """As municipalities write them, in both written languages."""
    assert [(head.kind, head.year, head.period) for head in with_context(scan(text)[0], "")] == expected


@pytest.mark.parametrize(
    ("title", "kinds", "expected"),
    [
        ("Perioderapport per 31.08.2020", ("regnskap", "budsjett", "avvik", "regulert_budsjett"), ["01-08", "01-08", "01-08", ""]),
        # One budget alone may be the year's or of the same months: its head does not say, and a person must.
        ("Regnskap per august", ("regnskap", "budsjett"), ["01-08", UNCLEAR]),
        ("Regnskap per august", ("regnskap", "regulert_budsjett"), ["01-08", ""]),
        ("Balanse per 31.12.2020", ("regnskap", "regnskap"), ["", ""]),
        ("Årsregnskap 2020, vedtatt 15.06.2021", ("regnskap", "regulert_budsjett"), ["", ""]),
        # A part of a year that the words do not say the months of, is no whole year.
        ("2. tertial 2024", ("aar", "aar"), [UNCLEAR, UNCLEAR]),
        ("Regnskap per 15.08.2020", ("regnskap", "regulert_budsjett"), [UNCLEAR, ""]),
        ("Regnskap 01.05.2020-31.08.2020", ("regnskap", "regulert_budsjett"), ["05-08", ""]),
        ("Årsregnskap 2020, vedtatt 15. juni 2021", ("regnskap", "regulert_budsjett"), ["", ""]),
        ("Investeringer i perioden 2020-2023", ("regnskap", "regulert_budsjett"), ["", ""]),
        ("Akkumulert premieavvik", ("regnskap", "regnskap"), ["", ""]),
        ("1. tertial", ("aar", "aar"), ["01-04", "01-04"]),
    ],
)
def test_a_title_says_the_months_of_the_heads_that_do_not(title: str, kinds: tuple[str, ...], expected: list[str]) -> None:
    """A regulated budget is the year's."""
    assert [head.period for head in with_context([Head(kind, None, kind) for kind in kinds], title)] == expected


def test_only_one_known_period_counts() -> None:
    """A title that speaks of two says nothing."""
    assert period_of("Fra 30.04 til 31.08.2020, per 30.04.2020") == ""


def read_and_ask(folder: Path, text: str, name: str, question: str) -> tuple[int, list[tuple[object, ...]]]:
    """Read a text into a package, and ask the models about it: the exit status of the reading, and the rows."""
    (folder / "tabell.txt").write_text(text, encoding="utf-8")
    environment = {"KOMMUNEVAREHUS_ROOT": str(ROOT), "KOMMUNEVAREHUS_RAPPORTER": ""}
    done = CliRunner().invoke(cli, ["les", "rapport", str(folder / "tabell.txt"), "--id", name, "--mappe", str(folder)], env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    package = folder / name
    globs = [f"{ROOT}/seeds/oppstillinger/*.csv", *(str(package / kind) for kind in KINDS if any(package.glob(kind)))]
    with Models(Project(ROOT), globs) as models:
        return done.exit_code, models.rows(question)


TERTIAL = """Økonomisk oversikt drift per 31.08.2018 (1000 kr)
Regnskap per 31.08.2018 Budsjett per 31.08.2018 Avvik Regulert budsjett 2018 Regnskap per 31.08.2017
Andre salgs- og leieinntekter 66 000 60 000 6 000 90 000 61 000
Brukerbetalinger 34 000 35 000 -1 000 50 000 33 000
Sum driftsinntekter 100 000 95 000 5 000 140 000 94 000
"""


def test_a_tertial_is_a_version_with_its_months(tmp_path: Path) -> None:
    """From the print to the fact and to how the year goes: the year's accounts are not there, the year's budget is."""
    question = (
        "select versjon, aar, periode, virkning_mill_kr from {{ ref('fct_belop') }} where post_id = 'sum_driftsinntekter' order by all"
    )
    status, amounts = read_and_ask(tmp_path, TERTIAL, "1102-tertial-2018", question)
    assert status == 0
    assert amounts == [
        ("avvik_hittil", 2018, "01-08", Decimal("5.000000")),
        ("budsjett_hittil", 2018, "01-08", Decimal("95.000000")),
        ("regnskap_hittil", 2017, "01-08", Decimal("94.000000")),
        ("regnskap_hittil", 2018, "01-08", Decimal("100.000000")),
        ("regulert_budsjett", 2018, "01-12", Decimal("140.000000")),
    ]


def test_how_the_year_goes_is_one_row_a_post(tmp_path: Path) -> None:
    """Accounts and budget so far, their difference, the year's budget, and how much of it is used."""
    question = (
        "select aar, periode, regnskap_hittil_mill_kr, budsjett_hittil_mill_kr, avvik_hittil_mill_kr, arsbudsjett_mill_kr, forbruk_pst "
        "from {{ ref('rapport_hittil_i_ar') }} where post_id = 'sum_driftsinntekter' order by aar"
    )
    _, rows = read_and_ask(tmp_path, TERTIAL, "1102-tertial-2018", question)
    assert rows == [
        (2017, "01-08", Decimal(94), None, None, None, None),
        (2018, "01-08", Decimal(100), Decimal(95), Decimal(5), Decimal(140), Decimal("71.4")),
    ]


def test_what_nobody_says_the_months_of_is_not_the_years(tmp_path: Path) -> None:
    """`Hittil i år` without an end: the column waits for a person, and the command says so."""
    text = TERTIAL.replace(" per 31.08.2018 (", " (").replace(
        "Regnskap per 31.08.2018 Budsjett per 31.08.2018", "Regnskap hittil i år Budsjett hittil i år"
    )
    status, amounts = read_and_ask(
        tmp_path, text.replace("Regnskap per 31.08.2017", "Regnskap hittil i fjor"), "1102-tertial-2018",
        "select distinct versjon from {{ ref('int_celle__kodet') }}, (select 1 as versjon) where maal = 'regnskap'",
    )  # fmt: skip
    assert status == 1
    assert amounts == []
    with (tmp_path / "1102-tertial-2018" / "kolonner.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["maal"] for row in csv.DictReader(stream)} == {"regulert_budsjett"}


def test_a_control_character_in_the_print_is_no_period() -> None:
    assert scan("Regnskap \x02 2020 jan-apr Budsjett \x02")[0] == scan("Regnskap 2020 jan-apr Budsjett")[0]


PARTS = [  # a title, the heads, and the months that each may be said to be of (`?`: a person must say; `-`: the whole year)
    ("Økonomirapport", "Regnskap jan-okt 2023|Budsjett jan-okt 2023|Regnskap jan-okt 2022", "01-10|01-10|01-10"),
    ("Drift per 30.04.2024", "R 30.04.2024|RB 30.04.2024|RB 2024", "01-04|01-04|-"),
    ("Status", "Regnskap 1. halvår 2024|Budsjett 1. halvår 2024|Regnskap 1. halvår 2023", "01-06|01-06|01-06"),
    ("Kvartalsrapport", "Regnskap 3. kv. 2024|Budsjett Q3 2024|Budsjett 2024", "?|?|-"),
    ("Rekneskap t.o.m. september 2023", "Rekneskap 2023|Periodisert budsjett 2023|Budsjett 2023", "01-09|01-09|-"),
    ("Rapport", "Regnskap pr 31. august 2024|Budsjett pr 31. august 2024|Årsbudsjett", "01-08|01-08|-"),
    ("Rapport", "Regnskap pr. 31.08|Budsjett pr. 31.08|Årsbudsjett", "01-08|01-08|-"),
    ("Driftsrapport", "Regnskap denne periode|Regnskap hittil i år|Budsjett hele året", "?|?|-"),
    ("Rapport", "Regnskap per mai|Budsjett per mai|Regnskap per mai 2022", "01-05|01-05|01-05"),
    ("Rapport", "Regnskap 202408|Budsjett 08/2024|Budsjett 2024", "?|?|-"),
    ("Rapport", "Akk. regnskap 2024|Akk. budsjett 2024|Budsjett 2024", "?|?|-"),
    ("Rapport", "Per. regnskap|Per. budsjett|Årsbudsjett", "?|?|-"),
    ("Månedsrapport", "Regnskap hiå|Per. budsjett hiå|Rev. budsjett 2023", "?|?|-"),
    ("Rapport", "Regnskap 01.01-31.08.2024|Budsjett 01.01-31.08.2024|Budsjett 2024", "01-08|01-08|-"),
]


@pytest.mark.parametrize(("title", "heads", "months"), PARTS)
@pytest.mark.parametrize("how", ["csv", "txt"])
def test_a_part_of_a_year_is_never_the_year(title: str, heads: str, months: str, how: str, tmp_path: Path) -> None:
    """As ledgers and reports head their months, in a grid and put under each other."""
    rows = [["Andre salgs- og leieinntekter", "11000", "12000", "13000"], ["Brukerbetalinger", "21000", "22000", "23000"]]
    rows = [["", *heads.split("|")], *rows, ["Sum driftsinntekter", "32000", "34000", "36000"]]
    lines = (
        [";".join(row) for row in rows] if how == "csv" else [f"{row[0]:31}" + "".join(f"{cell:>31}" for cell in row[1:]) for row in rows]
    )
    (tmp_path / f"s.{how}").write_text("\n".join([title, "Tall i 1000 kr", *lines]), "utf-8")
    (table,) = tables_of(read_lines(tmp_path / f"s.{how}"))
    assert [{UNCLEAR: "?", "": "-"}.get(head.period, head.period) for head in table.heads] == months.split("|")


@pytest.mark.parametrize(
    "title",
    [
        "Regnskap 2. tertial 2023, tall i 1000 kr", "Regnskap hittil i år", "Regnskap hittil i år 2023", "Regnskap 2. halvår 2023",
        "Regnskap T2 2023", "Driftsregnskap Q3 2023", "Regnskap august 2023", "Regnskap august, tall i 1000 kr", "Regnskap 3. kv. 2023",
        "Regnskap 09/2023", "Driftsrapport 2. tertial 2023", "Driftsrapport\n2. tertial 2023",
        "Tertialrapport 2. tertial 2023\nDrift per område\nTall i 1000 kr",
    ],
)  # fmt: skip
@pytest.mark.parametrize("years", ["", " 2023"])
@pytest.mark.parametrize("kind", ["txt", "csv"])
def test_a_part_of_a_year_in_the_title_is_never_the_year(title: str, years: str, kind: str, tmp_path: Path) -> None:
    """Over heads of versions, with and without their year: a person must say the months."""
    between = ";" if kind == "csv" else "     "
    rows = [["", f"Regnskap{years}", f"Budsjett{years}", "Avvik"], ["Skole", "12345", "13456", "1111"], ["Helse", "22345", "23456", "1111"]]
    text = "\n".join([*(line + ";;;" * (kind == "csv") for line in title.split("\n")), *map(between.join, rows)])
    (tmp_path / f"s.{kind}").write_text(text, "utf-8")
    (table,) = tables_of(read_lines(tmp_path / f"s.{kind}"))
    assert [(head.kind, head.period) for head in table.heads] == [("regnskap", UNCLEAR), ("budsjett", UNCLEAR), ("avvik", UNCLEAR)]


def test_a_budget_alone_is_the_years_where_its_head_says_so() -> None:
    """`Årsbudsjett` beside accounts of some months; and the next year's budget is no part of this one."""
    for budget in (Head("budsjett", None, "Årsbudsjett"), Head("budsjett", 2024, "Budsjett 2024")):
        heads = with_context([Head("regnskap", 2023, "Regnskap 2023"), budget], "Tertialrapport per 31.08.2023")
        assert [head.period for head in heads] == ["01-08", ""], heads


@pytest.mark.parametrize(
    ("report", "months"),
    [
        ("Tertialrapport per 31.08.2023", "01-08"),
        ("Rapport 2. tertial 2023", UNCLEAR),
        ("Årsrapport 2023", ""),
        ("Vi vokste per august.", ""),
    ],
)
def test_a_reports_title_is_of_all_its_tables(report: str, months: str, tmp_path: Path) -> None:
    """A part of a year said once, on the front page; what is of another year, or says that it is of the year, is not reached."""
    rows = "Skole     12 345   13 456\nHelse     22 345   23 456\n"
    tables = [
        f"Drift per område\n     Regnskap 2023   Årsbudsjett 2023\n{rows}",
        f"Sykefravær og lønn\n     Regnskap 2023   Regnskap 2022\n{rows}",
        f"Resultat for hele året\n     Regnskap 2023   Regnskap 2022\n{rows}",
    ]
    intro = "\n".join(f"Avsnitt {letter} om driften i kommunen." for letter in "abcdef")
    (tmp_path / "s.txt").write_text("\n\n\n\n".join([report, intro, *tables]), "utf-8")
    found = tables_of(read_lines(tmp_path / "s.txt"))
    assert [[head.period for head in table.heads] for table in found] == [[months, ""], [months, ""], ["", ""]]


def test_the_second_tertial_is_not_what_another_table_says_of_april(tmp_path: Path) -> None:
    """`Hittil i år` is the months that the report's other table has; another tertial's number is not."""
    rows = "Skole     12 345   13 456\nHelse     22 345   23 456\n"
    known = f"Drift\n   Regnskap per 30.04.2023   Årsbudsjett 2023\n{rows}\n\n\n"
    for title, months in (("Regnskap hittil i år", "01-04"), ("Regnskap 2. tertial 2023", UNCLEAR), ("Regnskap Q3 2023", UNCLEAR)):
        (tmp_path / "s.txt").write_text(f"{known}{title}\n     Regnskap   Budsjett\n{rows}", "utf-8")
        assert tables_of(read_lines(tmp_path / "s.txt"))[1].heads[0].period == months
