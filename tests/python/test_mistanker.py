"""What looks like a contradiction is found by rule: each rule on a made-up package, and all it finds in those that ship explained."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from oppdiktet import PACKAGES, read_rows
from test_tegn_og_plass import ANALYSIS, ask, package, write  # noqa: F401

from kommunevarehus.project import Project

SEEN = "select regel, sted_a, verdi_a, sted_b, verdi_b from {{ ref('int_mistanke__sett') }} order by all"


def table(package: Path, number: str, *rows: str, columns: str = "4601_2020,4601_2021,0301_2021") -> None:  # noqa: F811
    """A table of key figures."""
    write(package, f"tabeller/{number}_nokkeltall.csv", f"rad,gruppe,etikett,{columns}", *rows)


def test_equal_figures_a_jump_and_equal_rows_are_seen(shell: Project, package: Path) -> None:  # noqa: F811
    table(package, "01", '1,,Netto driftsresultat,"12,1","18,2","18,2"', '2,,Disposisjonsfond,"11,0","12,0","18,2"')
    seen = [(regel, a.split("|", 1)[1], b.split("|", 1)[1]) for regel, a, _, b, _ in ask(shell, package, SEEN)]
    assert seen == [
        ("like_tall", "1|0301_2021", "2|0301_2021"),
        ("like_tall", "1|4601_2021", "1|0301_2021"),
        ("sprang", "1|4601_2020", "1|4601_2021"),
    ]


def test_what_is_ordinary_is_not_seen(shell: Project, package: Path) -> None:  # noqa: F811
    table(package, "01", '1,,Netto driftsresultat,"3,1","3,1","3,1"', '2,,Disposisjonsfond,"12,1","17,9","11,2"')
    assert ask(shell, package, SEEN) == []


def test_a_table_with_its_years_the_other_way_is_seen(shell: Project, package: Path) -> None:  # noqa: F811
    for number in ("01", "02", "03"):
        table(package, number, '1,,Netto driftsresultat,"12,1","13,2","14,3"')
    table(package, "04", '1,,Netto driftsresultat,"13,2","12,1","14,3"', columns="4601_2021,4601_2020,0301_2021")
    assert [(row[0], str(row[1])[-2:], row[2]) for row in ask(shell, package, SEEN)] == [("aarenes_rekkefolge", "04", "synkende")]


def test_a_budget_that_does_not_come_out_at_zero_is_seen(shell: Project, package: Path) -> None:  # noqa: F811
    """What it leaves over is zero, or something is missing from it; the accounts may leave what they leave."""
    write(
        package,
        "tabeller/01_regnskapsskjema_1a.csv",
        "rad,gruppe,etikett,regnskap,regulert_budsjett,opprinnelig_budsjett",
        "1,,Regnskapsmessig mer/mindreforbruk,111594,0,-101271",
    )
    write(package, "rader.csv", "oppstilling,gruppe,etikett,kode", "*,*,Regnskapsmessig mer/mindreforbruk,regnskapsmessig_resultat")
    seen = ask(shell, package, SEEN)
    assert [(rule, str(a).split("|", 1)[1], value) for rule, a, value, _, _ in seen] == [
        ("budsjettet_gar_i_null", "1|opprinnelig_budsjett", "-101271")
    ]


def test_labels_one_line_off_are_seen(house: Project) -> None:
    """The slip that Tabell 1 came with: a figure that agrees with its row, and better with the one above."""
    folder = house.root / "seeds" / "rapporter" / ANALYSIS
    path = folder / "tabeller" / "T01_hovedtall.csv"
    text = path.read_text("utf-8")
    assert [row for row in ask(house, folder, SEEN) if row[0] == "nabo_passer_bedre"] == []
    shifted = text.replace('utg,,,,,"7,7"', "utg,,,,,").replace('salg",,,,,"8,7"', 'salg",,,,,"7,7"').replace("lån,,,,,", 'lån,,,,,"8,7"')
    assert shifted != text
    path.write_text(shifted, "utf-8")
    seen = [row for row in ask(house, folder, SEEN) if row[0] == "nabo_passer_bedre"]
    assert seen == [("nabo_passer_bedre", "ASSS2014-T01|12|vekst_13_14_pst", "7,7", "ASSS2014-T01|13|vekst_13_14_pst", "8,7")]


@pytest.fixture(scope="module")
def built(warehouse: Project) -> duckdb.DuckDBPyConnection:
    """The build's own file."""
    return duckdb.connect(str(warehouse.database), read_only=True)


def test_every_suspicion_about_what_ships_is_explained(built: duckdb.DuckDBPyConnection) -> None:
    found = built.sql("select regel, sted_a, verdi_a, sted_b, verdi_b from kvalitet.mistanke where status = 'uforklart'").fetchall()
    assert found == []
    assert built.sql("select count(distinct regel) from kvalitet.mistanke").fetchall()[0][0] >= 4


def test_no_explanation_is_left_over(built: duckdb.DuckDBPyConnection) -> None:
    """An exception that excuses nothing any more is removed."""
    rules = {row[0] for row in built.sql("select distinct regel from kvalitet.mistanke").fetchall()} | {"nabo_passer_bedre"}
    used = built.sql("select count(*) from kvalitet.mistanke where status = 'unntak'").fetchall()[0][0]
    given = [row for path in PACKAGES.glob("*/unntak.csv") for row in read_rows(path) if row["regel"] in rules]
    assert len(given) == used


def test_a_place_is_never_both_in_agreement_and_a_finding(built: duckdb.DuckDBPyConnection) -> None:
    both = built.sql(
        """select avstemming_id from kvalitet.avstemming as a
        where status in ('stemmer_eksakt', 'innenfor_avrunding') and exists (
            select 1 from kvalitet.kildefunn as f
            where if(a.tabell_id = 'utsagn', a.kolonne, concat_ws('|', a.tabell_id, a.rad, a.kolonne)) in (f.sted_a, f.sted_b)
        )"""
    ).fetchall()
    assert both == []


def test_an_agreement_that_could_not_fail_is_counted_apart(built: duckdb.DuckDBPyConnection) -> None:
    wide = built.sql(
        """select count(*) from kvalitet.avstemming where status in ('stemmer_eksakt', 'innenfor_avrunding')
        and trykt_verdi != 0 and beregnet_ovre - beregnet_nedre > 0.4 * abs(trykt_verdi)"""
    ).fetchall()
    assert wide == [(0,)]
    apart = built.sql("select count(*) from kvalitet.avstemming where status = 'kan_ikke_feile'").fetchall()[0][0]
    assert apart == built.sql("select sum(kan_ikke_feile) from rapport.rapport_avstemming").fetchall()[0][0] > 0


# What a reader of the sources alone found, and where the warehouse says so: report, place, what is done with it.
NAMED = [
    ("AB2020", "P1181-1", "merk"),  # «fra 2019 til 2020», of counts of 1 January
    ("AB2020", "25|*|trondheim_2019", "merk"),  # 2020 before 2019
    ("AB2020", "25|11|trondheim_2020", "merk"),  # 96,7 to 23,1
    ("AB2020", "31|2|trondheim_2020", "merk"),  # 344 to 589
    ("AB2020", "34|1|oslo", "utelat"),  # 2656 twice
    ("AB2020", "34|2|oslo", "utelat"),
    ("AB2020", "35|4|oslo", "merk"),  # 37,2 twice
    ("AB2020", "35|3|trondheim_2020", "merk"),  # leakage rises, and is said to be reduced
    ("ASSS2014", "L0096", "merk"),  # «rett under», of equal numbers
    ("ASSS2014", "F18", "merk"),  # titles without their base year
    ("ASSS2014", "F19", "merk"),
    ("ASSS2014", "F20", "merk"),
    ("ASSS2014", "T01|11|vekst_13_14_pst", "merk"),  # the labels one line off
    ("ASSS2014", "T01|12|vekst_13_14_pst", "merk"),
]


def test_the_contradictions_that_a_reader_found_are_findings(built: duckdb.DuckDBPyConnection) -> None:
    effects = set(built.sql("select sted, virkning from rapport.rapport_funnsted").fetchall())
    assert {(f"{report}-{place}", effect) for report, place, effect in NAMED} - effects == set()
