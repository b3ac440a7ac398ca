"""The country's people: one sum is right, borders are carried exactly or not at all, and what is fetched goes before what ships."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from varehus import copy_project, output, run_command

from kommunevarehus.project import Project

# Halden has both sexes in two vintages, the newer with fewer; Moss has one sex only of the newer; a cell has been fetched twice.
FETCHED = """
with alder as (select case when n = 105 then '105+' else lpad(n::varchar, 3, '0') end as alder from range(106) r(n)),
sex as (select unnest(['1', '2']) as kjonn),
celler as (
    select '3001' as kommunenr, kjonn, alder, '2021' as aar, 7 as personer, '2025-01-01' as oppdatert from alder, sex
    union all
    select '3001', kjonn, alder, '2021', 3, '2026-02-01' from alder, sex
    union all
    select '3001', kjonn, alder, '2022', 4, '2026-02-01' from alder, sex
    union all
    select '3002', '1', alder, '2022', 5, '2026-02-01' from alder
    union all
    select '3101', kjonn, alder, '2022', 0, '2026-02-01' from alder, sex
)
select kommunenr, kjonn, alder, 'Personer1' as innhold, aar, personer::bigint as personer, null::varchar as status, '07459' as tabell,
    oppdatert::timestamptz as oppdatert, (oppdatert || ' 12:00:00+00')::timestamptz as hentet
from celler
"""
EXPECTED = FETCHED.replace("'Personer1' as innhold", "'Personer_MMMM' as innhold").replace("'07459' as tabell", "'14746' as tabell")
RATES = "prisaar,sektor,alder_fra,alder_til,sats_kr,kilde\n2025,omsorg,90,,1000000,Oppdiktet\n"


def asked(project: Project, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(project.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("fact", ["fct_befolkning", "fct_befolkning_i_dag"])
def test_a_plain_sum_is_right_whatever_the_reader_knows(warehouse: Project, fact: str) -> None:
    """No municipality and year has both the sexes and everybody, an age twice, or two sets of borders."""
    twice = asked(
        warehouse,
        f"""select kommunenr, aar from marts.{fact} group by all
        having count(distinct grenser) > 1 or (bool_or(kjonn = 'begge') and bool_or(kjonn != 'begge'))""",
    )
    assert twice == []
    halden = asked(warehouse, "select sum(personer) from marts.fct_befolkning where kommunenr = '0101' and aar = 2019")
    assert halden == asked(warehouse, "select sum(personer) from marts.fct_befolkning_i_dag where kommunenr = '3101' and aar = 2019")


def test_the_country_is_whole_in_the_years_that_say_so(warehouse: Project) -> None:
    rows = asked(
        warehouse,
        "select aar, personer, status from rapport.rapport_folketall where kommunenr = '0000' and grenser = 'opprinnelige' order by aar",
    )
    whole = {year: persons for year, persons, status in rows if status == "tall"}
    # Statistics Norway's published population of each 1 January.
    assert whole == {2017: 5_258_317, 2018: 5_295_619, 2019: 5_328_212, 2020: 5_367_580, 2021: 5_391_369}


def test_a_parted_municipality_is_never_given_to_one(warehouse: Project) -> None:
    undecided = asked(
        warehouse,
        """select fra_kommunenr, list(til_kommunenr order by til_kommunenr), bool_or(vekt is not null) from marts.bro_kommune
        where til_grenser = 2024 and fra_siste_aar in (2019, 2023) and forhold != 'hel' group by fra_kommunenr order by 1""",
    )
    assert undecided == [
        ("1507", ["1508", "1580"], False),
        ("1850", ["1806", "1875"], False),
        ("5012", ["5055", "5056", "5059"], False),
    ]
    years = asked(
        warehouse,
        "select distinct status from rapport.rapport_folketall where kommunenr in ('1806', '5055') and grenser = '2024' and aar < 2020",
    )
    assert years == [("kan_ikke_avgjores",)]


def test_going_back_over_a_split_and_a_merger(warehouse: Project) -> None:
    """Two that were one are whole in it; one that was two cannot be told apart, and a new number is the same place."""
    back = dict(
        asked(
            warehouse,
            """select fra_kommunenr || ' ' || til_kommunenr, forhold from marts.bro_kommune
            where fra_grenser = 2024 and til_grenser = 2020 and fra_kommunenr in ('1508', '1580', '3101')
            union all
            select fra_kommunenr || ' ' || til_kommunenr, forhold from marts.bro_kommune
            where fra_grenser = 2024 and til_grenser = 2019 and fra_kommunenr = '5001'""",
        )
    )
    assert back == {
        "1508 1507": "hel",
        "1580 1507": "hel",
        "3101 3001": "hel",
        "5001 5001": "kan_ikke_avgjores",
        "5001 5030": "kan_ikke_avgjores",
    }


def test_the_pieces_cover_every_number_in_the_figures(warehouse: Project) -> None:
    stray = asked(
        warehouse,
        """select distinct folk.kommunenr, folk.aar from marts.fct_befolkning as folk
        left join (select distinct fra_kommunenr, fra_grenser, fra_siste_aar from marts.bro_kommune) as bro
            on folk.kommunenr = bro.fra_kommunenr and folk.aar between bro.fra_grenser and coalesce(bro.fra_siste_aar, 9999)
        where bro.fra_kommunenr is null""",
    )
    assert stray == []


def test_prices_are_chained_exactly(warehouse: Project) -> None:
    factors = asked(
        warehouse,
        """select faktor from marts.dim_prisfaktor where serie = 'kommunal_deflator' and aar = 2014 and prisaar in (2014, 2015, 2017)
        order by prisaar""",
    )
    assert [str(factor) for (factor,) in factors] == ["1.000000", "1.024000", "1.075839"]  # 1.024 × 1.026 × 1.024


def test_nothing_is_adjusted_for_need_in_a_year_without_a_key(warehouse: Project) -> None:
    rows = asked(
        warehouse,
        """select aar in (select aar from marts.fct_behovsindeks), bool_or(behovsjustert_kr_per_innbygger is not null)
        from rapport.rapport_behovsjustert group by 1""",
    )
    assert (False, True) not in rows
    assert rows


# What is fetched


@pytest.fixture(scope="module")
def fetched(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The warehouse with figures of two municipalities, a projection, and a rate landed in `inn`."""
    project = copy_project(warehouse, tmp_path_factory.mktemp("hentet") / "prosjekt")
    for table, cells in (("07459", FETCHED), ("14746", EXPECTED)):
        folder = project.root / "inn" / "ssb" / table
        folder.mkdir(parents=True)
        for name in ("a", "b"):  # twice
            _parquet(cells, folder / f"{name}.personer.parquet")
    rates = project.root / "inn" / "demografi" / "satser" / "egne.csv"
    rates.parent.mkdir(parents=True)
    rates.write_text(RATES, "utf-8")
    done = run_command(project, "build")
    assert done.returncode == 0, output(done)
    yield project


def _parquet(sql: str, path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"copy ({sql}) to '{path}' (format parquet)")


def test_the_newest_whole_answer_is_used_and_says_so(fetched: Project) -> None:
    rows = asked(
        fetched,
        """select kommunenr, aar, sum(personer), min(oppdatert)::date::varchar, count(distinct kjonn) from marts.fct_befolkning
        where kommunenr in ('3001', '3002', '3101') and aar in (2021, 2022) group by all order by 1, 2""",
    )
    assert [row for row in rows if row[0] == "3001"] == [
        ("3001", 2021, 2 * 106 * 3, "2026-02-01", 2),
        ("3001", 2022, 2 * 106 * 4, "2026-02-01", 2),
    ]
    assert [(row[0], row[1], row[3]) for row in rows if row[0] != "3001"] == [("3002", 2021, None)], "half of Moss, and a number not in use"
    assert asked(fetched, "select sum(personer) from marts.fct_befolkning_i_dag where kommunenr = '3101' and aar = 2022") == [(848,)]


def test_a_projection_is_held_against_what_came(fetched: Project) -> None:
    assert asked(fetched, "select count(*) from rapport.rapport_framskriving where alternativ != 'MMMM'") == [(0,)]
    held = asked(
        fetched,
        """select personer, personer_faktisk from rapport.rapport_framskriving
        where kommunenr = '3101' and aar = 2022 and aldersgruppe_id = 'alle'""",
    )
    assert held == [(0, 848)]


def test_the_municipalitys_own_rates_give_its_costs(fetched: Project) -> None:
    """Halden 2022: 16 years of age from 90 up, two sexes, four instead of three in each, at a million."""
    cost = asked(fetched, "select demografikostnad_mill_kr from rapport.rapport_demografikostnad where kommunenr = '3101' and aar = 2022")
    assert [str(value) for (value,) in cost] == ["32.000"]
