"""The country's people: one sum is right, borders are carried exactly or not at all, and what is fetched goes before what ships."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ssb_stub import MEDLEMMER
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
select kommunenr, kjonn, alder, 'Personer1' as innhold, null::varchar as innhold_tekst, aar, personer::bigint as personer,
    null::varchar as status, '07459' as tabell,
    oppdatert::timestamptz as oppdatert, (oppdatert || ' 12:00:00+00')::timestamptz as hentet
from celler
"""
# The alternative may stand in the code or in the words.
EXPECTED = FETCHED.replace("null::varchar as innhold_tekst", "'Hovedalternativet (MMMM)' as innhold_tekst").replace(
    "'07459' as tabell", "'14746' as tabell"
)
# A key figure found by its words in one table, another by its code in a table that nothing names; a mark, and reused numbers of groups.
FIGURES = """
select region, null::varchar as omfang, null::varchar as funksjon, null::varchar as art, null::varchar as kapittel, null::varchar as begrep,
    innhold, innhold_tekst, aar::integer as aar, enhet, verdi::decimal(18, 6) as verdi, status, tabell,
    '2022-06-20'::timestamptz as oppdatert, '2022-06-21'::timestamptz as hentet
from (values
    ('1103', 'KOSfond0000', 'Disposisjonsfond i prosent av brutto driftsinntekter (prosent)', 2021, 'prosent', 10, null, '12134'),
    ('5001', 'KOSfond0000', 'Disposisjonsfond i prosent av brutto driftsinntekter (prosent)', 2021, 'prosent', 20, null, '12134'),
    ('EKG12', 'KOSfond0000', 'Disposisjonsfond i prosent av brutto driftsinntekter (prosent)', 2021, 'prosent', 17, null, '12134'),
    ('EKG12', 'KOSfond0000', 'Disposisjonsfond i prosent av brutto driftsinntekter (prosent)', 2018, 'prosent', 5, null, '12134'),
    ('EAK', 'KOSfond0000', 'Disposisjonsfond i prosent av brutto driftsinntekter (prosent)', 2021, 'prosent', 9, null, '12134'),
    ('1103', 'KOSfond0000', 'Disposisjonsfond i prosent av brutto driftsinntekter (prosent)', 2020, 'prosent', 10, null, '12134'),
    ('5001', 'KOSfond0000', 'Disposisjonsfond i prosent av brutto driftsinntekter (prosent)', 2020, 'prosent', null, ':', '12134'),
    ('5001', 'KOSgjeld0000', 'Langsiktig gjeld (prosent)', 2021, 'prosent', 99, null, '12134'),
    ('1103', 'KOSutg020000', 'Netto driftsutgifter (kr)', 2021, 'kr', 100, null, '99001'),
    ('5001', 'KOSutg020000', 'Netto driftsutgifter (kr)', 2021, 'kr', 200, null, '99001'),
    ('1103', 'KOShelse0000', 'Netto driftsutgifter (kr)', 2026, 'kr', 1000, null, '99002'),
    ('5001', 'KOShelse0000', 'Netto driftsutgifter (kr)', 2026, 'kr', 2000, null, '99002'),
    ('5001', 'KOShelse0000', 'Netto driftsutgifter (kr)', 2025, 'kr', 2000, null, '99002'),
    ('EAK', 'KOShelse0000', 'Netto driftsutgifter (kr)', 2026, 'kr', 1500, null, '99002')
) as v (region, innhold, innhold_tekst, aar, enhet, verdi, status, tabell)
"""
MEMBERS = "\nunion all\n".join(
    f"select '{row['targetCode']}' as kode, '{row['targetCode']}' as navn, null::varchar as fra_kode, null::varchar as fra_navn, "
    f"'{row['sourceCode']}' as overordnet, null::varchar as nivaa, '{row['validFrom']}' as gyldig_fra, "
    + (f"'{row['validTo']}'" if "validTo" in row else "null::varchar")
    + " as gyldig_til, 'klass_kostragruppemedlemmer' as liste, 'x' as spurt, '2026-02-01'::timestamptz as hentet"
    for row in MEDLEMMER
)
SOURCE = "netto_driftsutgifter_kommunehelse_per_innbygger,99002,KOShelse0000,,,,,,konsern,https://www.ssb.no/oppdiktet\n"
WAGES = """serie,argang,aar,endring_pst,kilde
lonnsvekst,2026-03-01,2015,"2,8",Vårt eget anslag
lonnsvekst,2026-03-01,2016,2.5,Vårt eget anslag
"""
NEIGHBOURS = "gruppe_id,gruppe,kommunenr\nnaboer,Naboene,1103\nnaboer,Naboene,5001\n"
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
    for name, rows in (("12134/f.verdi", FIGURES), ("klass/m.klass", MEMBERS)):
        path = project.root / "inn" / "ssb" / f"{name}.parquet"
        path.parent.mkdir(parents=True)
        _parquet(rows, path)
    with (project.root / "seeds/kodeverk/indikatorkilde.csv").open("a", encoding="utf-8") as file:
        file.write(SOURCE)
    for name, text in (("demografi/satser/egne.csv", RATES), ("kommunegrupper/naboer.csv", NEIGHBOURS), ("deflator/lonn.csv", WAGES)):
        path = project.root / "inn" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
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


def test_a_series_of_ones_own_stands_beside_those_that_ship(fetched: Project) -> None:
    rows = asked(
        fetched,
        """select argang::varchar, aar, prisaar, faktor::varchar, kilde from marts.dim_prisfaktor
        where serie = 'lonnsvekst' and (prisaar, aar) in ((2016, 2014), (2016, 2015), (2014, 2013)) order by 1, 2""",
    )
    assert [(argang, aar, prisaar, faktor) for argang, aar, prisaar, faktor, _ in rows] == [
        ("2015-09-01", 2013, 2014, "1.033000"),
        ("2026-03-01", 2014, 2016, "1.053700"),
        ("2026-03-01", 2015, 2016, "1.025000"),
    ]
    assert {kilde for argang, *_, kilde in rows if argang > "2026"} == {"Vårt eget anslag"}


def test_a_year_that_stands_twice_in_a_series_stops_the_build_by_name(warehouse: Project, tmp_path: Path) -> None:
    """Two files with one year, written in two ways: the years after it would not be chained."""
    project = copy_project(warehouse, tmp_path / "prosjekt")
    folder = project.root / "inn" / "deflator"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(WAGES, "utf-8")
    (folder / "b.csv").write_text(WAGES.splitlines()[0] + "\nlonnsvekst,2026-3-01,2016,2.6,Et annet anslag\n", "utf-8")
    done = run_command(project, "build")
    assert done.returncode != 0
    assert "inn/deflator: lonnsvekst 2016, vintage 2026-" in output(done)
    assert "stands 2 times. Expected each year once in the files together" in output(done)


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
    cost = asked(
        fetched, "select sektor, demografikostnad_mill_kr from rapport.rapport_demografikostnad where kommunenr = '3101' and aar = 2022"
    )
    assert sorted((sector, str(value)) for sector, value in cost) == [("alle", "32.000"), ("omsorg", "32.000")]


def test_the_kostra_group_of_the_year_and_of_today(fetched: Project) -> None:
    """A number of before 2020 is another group; a municipality is in the one it was in that year, and that of today is followed back."""
    rows = asked(
        fetched,
        """select gruppe_id, kommunenr, gyldig_fra, gyldig_til, grenser from marts.bro_kommunegruppe
        where slag like 'kostra%' order by all""",
    )
    assert rows == [
        ("kostra_01", "3001", 2020, 2023, "opprinnelige"),
        ("kostra_01", "3101", 2024, None, "opprinnelige"),
        ("kostra_01_i_dag", "3101", None, None, "2024"),
        ("kostra_12", "1103", 2020, None, "opprinnelige"),
        ("kostra_12", "5001", 2020, None, "opprinnelige"),
        ("kostra_12_i_dag", "1103", None, None, "2024"),
        ("kostra_12_i_dag", "5001", None, None, "2024"),
        ("kostra_13", "0301", 2020, None, "opprinnelige"),
        ("kostra_13_i_dag", "0301", None, None, "2024"),
        ("kostra_13_til_2019", "1601", 2015, 2017, "opprinnelige"),
        ("kostra_13_til_2019", "5001", 2018, 2019, "opprinnelige"),
    ]


def test_a_group_of_the_year_is_counted_on_the_borders_of_the_year(fetched: Project) -> None:
    """The municipality alone in its group before 2020 is as large as it was; followed back from today it has those it was merged with."""
    groups = dict(
        asked(
            fetched,
            """select gruppe_id || aar, personer from rapport.rapport_gruppefolketall
            where gruppe_id like 'kostra%' and aldersgruppe_id = 'alle' and uten_kommunenr = ''""",
        )
    )
    of_then = dict(asked(fetched, "select kommunenr || aar, sum(personer) from marts.fct_befolkning group by all"))
    of_today = dict(asked(fetched, "select kommunenr || aar, sum(personer) from marts.fct_befolkning_i_dag group by all"))
    assert groups["kostra_13_til_20192016"] == of_then["16012016"]
    assert groups["kostra_13_til_20192019"] == of_then["50012019"] < of_today["50012019"]
    assert groups["kostra_12_i_dag2019"] == of_today["50012019"] + of_today["11032019"]
    assert "kostra_122019" not in groups
    assert "kostra_13_til_20192020" not in groups


def test_a_groups_means_are_named(fetched: Project) -> None:
    """Unweighted, weighted by inhabitants where the figure is counted by them, and SSB's own; a confidential figure is none."""
    rows = asked(
        fetched,
        """select gruppe_id, aar, snitt_uveid, snitt_veid, ssbs_tall, kommuner_med_tall from rapport.rapport_gruppenokkeltall
        where indikator_id = 'disposisjonsfond_pst' and gruppe_id in ('kostra_12', 'egen_naboer') order by all""",
    )
    assert [(group, year, str(mean), weighted, own and str(own), number) for group, year, mean, weighted, own, number in rows] == [
        ("egen_naboer", 2021, "15.00", None, None, 2),
        ("kostra_12", 2021, "15.00", None, "17.000000", 2),
    ]
    ((unweighted, weighted),) = asked(
        fetched,
        """select snitt_uveid, snitt_veid from rapport.rapport_gruppenokkeltall
        where indikator_id = 'netto_driftsutgifter_barnehage_per_innbygger_1_5' and gruppe_id = 'kostra_12'""",
    )
    assert str(unweighted) == "150.00"
    assert weighted is None, "it is counted per child, and the children are not the weights"
    people = dict(asked(fetched, "select kommunenr, sum(personer) from marts.fct_befolkning where aar = 2026 group by all"))
    ((unweighted, weighted, own),) = asked(
        fetched,
        """select snitt_uveid, snitt_veid, ssbs_tall from rapport.rapport_gruppenokkeltall
        where indikator_id = 'netto_driftsutgifter_kommunehelse_per_innbygger' and aar = 2026 and gruppe_id = 'egen_naboer'""",
    )
    wanted = Decimal(1000 * people["1103"] + 2000 * people["5001"]) / (people["1103"] + people["5001"])
    assert (unweighted, weighted, own) == (Decimal("1500.00"), wanted.quantize(Decimal("0.01"), ROUND_HALF_UP), None)


def test_a_cost_per_inhabitant_is_adjusted_for_the_need_of_its_year(fetched: Project) -> None:
    need = dict(
        asked(fetched, "select kommunenr, indeks from marts.fct_behovsindeks where tjenesteomrade_id = 'kommunehelse' and aar = 2026")
    )
    rows = asked(
        fetched,
        """select enhet_id, aar, behovsjustert_kr_per_innbygger, behovsindeks_aar from rapport.rapport_nokkeltall_over_tid
        where kilde = 'ssb-99002' order by all""",
    )
    whole = Decimal(1)
    assert rows == [
        ("1103", 2026, (1000 / need["1103"]).quantize(whole, ROUND_HALF_UP), 2026),
        ("5001", 2025, None, None),
        ("5001", 2026, (2000 / need["5001"]).quantize(whole, ROUND_HALF_UP), 2026),
        ("landet", 2026, Decimal(1500), 2026),
    ]


def test_ssbs_figures_stand_on_the_indicators_line(fetched: Project) -> None:
    """Found by its words or its code, which is said; the country by the name it has in the reports, an old group by its own."""
    chosen = asked(
        fetched,
        "select indikator_id, tabell, innhold, status from marts.bro_indikatorkilde where status != 'ikke_hentet' order by 1",
    )
    assert chosen == [
        ("disposisjonsfond_pst", "12134", "KOSfond0000", "etikett"),
        ("netto_driftsutgifter_barnehage_per_innbygger_1_5", "99001", "KOSutg020000", "kode"),
        ("netto_driftsutgifter_kommunehelse_per_innbygger", "99002", "KOShelse0000", "kode"),
    ]
    line = asked(
        fetched,
        """select enhet_id, aar, verdi_brukt::integer, status from rapport.rapport_nokkeltall_over_tid
        where indikator_id = 'disposisjonsfond_pst' and kildeslag = 'ssb' order by all""",
    )
    assert line == [
        ("1103", 2020, 10, "verdi"),
        ("1103", 2021, 10, "verdi"),
        ("5001", 2020, None, "konfidensiell"),
        ("5001", 2021, 20, "verdi"),
        ("kostra_12", 2021, 17, "verdi"),
        ("kostra_12_til_2019", 2018, 5, "verdi"),
        ("landet", 2021, 9, "verdi"),
    ]
    assert asked(fetched, "select count(*) from marts.dim_enhet where enhet_id in ('kostra_12', 'kostra_12_til_2019', 'landet')") == [(3,)]


# Prices, and inhabitants


def test_an_amount_in_any_years_prices_and_per_inhabitant(warehouse: Project) -> None:
    """By hand from the deflator's yearly changes and the people of the day that the row says."""
    rows = asked(
        warehouse,
        """select belop.virkning_mill_kr, belop.virkning_i_prisaaret_mill_kr, belop.per_innbygger_kr, belop.folketall_dato, folk.personer
        from rapport.rapport_faste_priser as belop
        inner join (
            select kommunenr, make_date(aar, 1, 1) as dato, sum(personer) as personer from marts.fct_befolkning group by all
        ) as folk
            on belop.enhet_id = folk.kommunenr and belop.folketall_dato = folk.dato
        where belop.prisserie = 'kommunal_deflator' and belop.aar = 2014 and belop.prisaar = 2017 and belop.er_valgt""",
    )
    assert rows
    factor = (Decimal("1.024") * Decimal("1.026") * Decimal("1.024")).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    for amount, in_2017, per_head, day, people in rows:
        assert in_2017 == (amount * factor).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        assert per_head == (amount * factor * 1_000_000 / people).quantize(Decimal(1), ROUND_HALF_UP)
        assert str(day) == "2015-01-01"


def test_every_amount_has_its_own_years_prices_and_no_year_is_invented(warehouse: Project) -> None:
    """One row of each chosen amount as it stands; a deflator's rows only where it has both years; a group has no inhabitants."""
    ((amounts,),) = asked(warehouse, "select count(*) from marts.fct_belop where er_valgt_i_oppstillingen and virkning_mill_kr is not null")
    assert asked(
        warehouse, "select count(*) from rapport.rapport_faste_priser where prisserie = 'lopende' and faktor = 1 and prisaar = aar"
    ) == [(amounts,)]
    outside = """select count(*) from rapport.rapport_faste_priser as p where prisserie != 'lopende' and not exists (
        select 1 from marts.dim_prisfaktor as f where f.serie = p.prisserie and f.aar = p.aar and f.prisaar = p.prisaar)"""
    assert asked(warehouse, outside) == [(0,)]
    assert asked(
        warehouse, "select count(*) from rapport.rapport_faste_priser where per_innbygger_kr is not null and folketall_dato is null"
    ) == [(0,)]


def test_nothing_per_person_of_one_age_is_adjusted(warehouse: Project) -> None:
    """The index is per inhabitant: a cost per child divided by it would count the children twice."""
    rows = asked(
        warehouse,
        """select distinct b.status from rapport.rapport_behovsjustert as b inner join marts.dim_indikator as i using (indikator_id)
        where i.nevner != 'Innbyggere'""",
    )
    assert rows == [("per_malgruppe",)]
