"""Why, in the reports' own words: what is quoted stands in the source, and the claims of an area are all of its claims."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
import pytest
from varehus import ROOT

from kommunevarehus.project import Project

PACKAGES = sorted(path.parent for path in (ROOT / "seeds" / "rapporter").glob("*/forklaringer.csv"))


@pytest.fixture(scope="module")
def edition(warehouse: Project) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(warehouse.database), read_only=True)


def _words(text: str) -> list[str]:
    """The words as they are read aloud: without the extract's marks for links and emphasis."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("*", "").split()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_quotation_is_the_sources_words(edition: duckdb.DuckDBPyConnection, package: Path) -> None:
    lines = (package / "kilde.txt").read_text("utf-8").split("\n")
    quoted = edition.execute(
        "select linje_fra, linje_til, sitat from marts.fct_forklaring where rapport_id = ? order by linje_fra", [package.name]
    ).fetchall()
    with (package / "forklaringer.csv").open(encoding="utf-8", newline="") as file:
        assert [(first, last) for first, last, _words_ in quoted] == sorted(
            (int(row["linje_fra"]), int(row["linje_til"])) for row in csv.DictReader(file)
        )
    for first, last, quotation in quoted:
        assert _words(quotation) == _words(" ".join(lines[first - 1 : last])), first


def test_a_quotation_of_an_area_says_the_deviation_that_stands_beside_it(edition: duckdb.DuckDBPyConnection) -> None:
    """The right paragraph is named: it has the printed deviation in it, rounded as the prose rounds it."""
    rows = edition.execute(
        "select tjenesteomrade_id, abs(avvik_mill_kr), forklaring from rapport.rapport_tjenesteomrade "
        "where forklaring is not null and avvik_mill_kr is not null"
    ).fetchall()
    assert len(rows) > 15
    for area, deviation, quotation in rows:
        said = {f"{deviation:.1f}".replace(".", ","), f"{deviation:.0f}"}
        assert said & set(re.findall(r"\d+(?:,\d+)?", quotation)), (area, said)


def test_an_areas_claims_are_also_those_that_were_read_under_another_theme(edition: duckdb.DuckDBPyConnection) -> None:
    """The overrun of building permits is the planning area's, and the goal for men in kindergartens is the kindergartens'."""
    own, others = edition.execute(
        "select count(*) filter (where er_hovedtema), count(*) filter (where not er_hovedtema) from marts.bro_tema where slag = 'utsagn'"
    ).fetchall()[0]
    assert own == edition.execute("select count(*) from marts.fct_utsagn").fetchall()[0][0]
    assert others >= 40
    [(verdi,)] = edition.execute(
        """select verdi from rapport.rapport_utsagn inner join marts.bro_tema on utsagn_id = id
        where bro_tema.tema = 'plan_og_bygning' and rapport_utsagn.tema = 'byggesak' and maal = 'merforbruk'"""
    ).fetchall()
    assert str(verdi) == "5.500000"
    [(maltall,)] = edition.execute(
        """select maltall from rapport.rapport_mal inner join marts.bro_tema on mal_id = id
        where bro_tema.tema = 'barnehage' and rapport_mal.tema = 'likestilling'"""
    ).fetchall()
    assert int(maltall) == 12
    counted, listed = edition.execute(
        """select
            (
                select antall_mal from rapport.rapport_tjenesteomrade
                where enhet_id = '5001' and aar = 2020 and tjenesteomrade_id = 'barnehage'
            ),
            (select count(*) from marts.bro_tema where slag = 'mal' and tema = 'barnehage')"""
    ).fetchall()[0]
    assert counted == listed


def test_a_deviation_below_the_limit_is_no_overrun(edition: duckdb.DuckDBPyConnection) -> None:
    """0.7 of 1,785 mill. kr is balance; 3.6 of 506 is an overrun; the central grants are no areas."""
    found = dict(
        edition.execute(
            "select kode, utfall from rapport.rapport_budsjettavvik where enhet_id = '5001' and aar = 2020 and emne = 'tjenesteomrade'"
        ).fetchall()
    )
    assert (found["barnehage"], found["interne_tjenester"], found["eiendom"]) == ("i_balanse", "merforbruk", "mindreforbruk")
    central = edition.execute(
        "select distinct kode from rapport.rapport_budsjettavvik where art = 'sentral_bevilgning' and enhet_id = '5001'"
    ).fetchall()
    assert {code for (code,) in central} == {"diverse_sentrale_bevilgninger", "tilleggsbevilgninger"}
