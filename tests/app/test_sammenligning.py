"""Whom a municipality is compared with, and where it stands: ranks against the warehouse's own, and on made-up numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from test_sider import opened, said, tables

RELATIONS = (
    *("marts.dim_enhet", "marts.dim_rapport", "marts.dim_indikator", "marts.dim_tjenesteomrade", "marts.bro_kommunegruppe"),
    *(
        "rapport.rapport_nokkeltall",
        "rapport.rapport_nokkeltall_over_tid",
        "rapport.rapport_behovsjustert",
        "rapport.rapport_lignende_kommune",
    ),
)


@pytest.fixture
def peers(edition: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The page's questions, asked of a copy of the edition that a test may change."""
    import data  # noqa: PLC0415
    import municipality  # noqa: PLC0415
    import peers  # noqa: PLC0415

    copy = duckdb.connect()
    for relation in RELATIONS:
        copy.execute(f"create schema if not exists {relation.split('.')[0]}")
        copy.execute(f"create table {relation} as from '{edition}/gjeldende/parquet/{relation}.parquet'")
    monkeypatch.setattr(data, "rows", lambda sql, *parameters: copy.execute(sql, list(parameters)).df())
    chosen = municipality.Municipality(id="5001", name="Trondheim", year=2020, numbers=("1601", "5001"))
    monkeypatch.setattr(municipality, "now", lambda: chosen)
    peers.copy = copy
    yield peers
    copy.close()


def change(peers: Any, sql: str) -> None:
    peers.copy.execute(sql)


def test_the_ranks_are_those_of_the_warehouse(peers: Any, edition: Path) -> None:
    expected = {
        (row[0], row[1]): (row[2], row[3])
        for row in duckdb.sql(
            f"""select tjenesteomrade_id, indikator_id, plass, antall_kommuner
            from '{edition}/gjeldende/parquet/rapport.rapport_plassering.parquet'
            where rapport_id = '5001-arsberetning-2020' and er_hovedenhet and aar = 2020 and plass is not null"""
        ).fetchall()
    }
    found = {
        (area, row.indikator_id): (row.plass, row.antall)
        for area in {area for area, _indicator in expected}
        for row in peers.standing(area, peers.REPORT, []).itertuples()
        if pd.notna(row.antall) and row.aar == 2020
    }
    assert len(expected) > 50
    assert {key: found.get(key) for key in expected} == expected


def test_head_counts_are_not_ranked(peers: Any) -> None:
    counts = peers.standing("plan_og_bygning", peers.REPORT, [])
    assert not counts[~counts.sammenlignbar.astype(bool)].plass.notna().any()
    assert (~counts.sammenlignbar.astype(bool)).any()


def test_head_counts_stand_without_a_rank(edition: Path) -> None:
    shown = tables(opened("sammenligning", omrade="kvalifisering_og_velferd"))[0]
    assert len(shown) > 3 and "Plass" not in shown, "nothing there can be ranked"


def test_a_rejected_number_is_neither_ranked_nor_counted(peers: Any) -> None:
    """Finding F097 says that Stavanger's number is copied from the next row: one fewer is counted, and it stands in no spread."""
    before = peers.standing("grunnskole", peers.REPORT, []).set_index("indikator_id")
    first = before[before.antall.notna()].index[0]
    change(peers, f"update rapport.rapport_nokkeltall set verdi = null where indikator_id = '{first}' and enhet_id = '1103'")
    after = peers.standing("grunnskole", peers.REPORT, []).set_index("indikator_id")
    assert after.antall[first] == before.antall[first] - 1
    assert "Stavanger" not in list(after.navnene[first])


def test_equal_numbers_share_a_rank_and_low_can_be_good(peers: Any) -> None:
    ask = "select verdi from rapport.rapport_nokkeltall where indikator_id = '{}' and enhet_id = '5001' and aar = 2020"
    rows = peers.standing("grunnskole", peers.REPORT, [])
    chosen = rows[rows.antall == 4].indikator_id.iloc[0]
    [own] = peers.copy.execute(ask.format(chosen)).fetchone()
    for direction in ("hoy_er_bra", "hoy_er_darlig"):
        change(
            peers,
            f"update rapport.rapport_nokkeltall set retning = '{direction}', "
            f"verdi = case enhet_id when '5001' then {own} when '0301' then {own} when '4601' then {own} - 1 else {own} + 1 end "
            f"where indikator_id = '{chosen}' and enhetstype = 'kommune' and aar = 2020",
        )
        row = peers.standing("grunnskole", peers.REPORT, []).set_index("indikator_id").loc[chosen]
        assert (row.plass, row.antall) == (2, 4), direction
    change(peers, f"update rapport.rapport_nokkeltall set verdi = {own} - 5 where indikator_id = '{chosen}' and enhet_id = '5001'")
    assert peers.standing("grunnskole", peers.REPORT, []).set_index("indikator_id").plass[chosen] == 1, "the lowest, where low is good"


def test_a_group_has_its_members_of_the_year_only(peers: Any) -> None:
    change(
        peers,
        "insert into marts.bro_kommunegruppe (gruppe_id, gruppe, slag, kommunenr, gyldig_fra, gyldig_til) values "
        "('k1', 'Gruppe 1', 'kostra', '5001', 2020, null), ('k1', 'Gruppe 1', 'kostra', '4601', 2020, null), "
        "('k1', 'Gruppe 1', 'kostra', '0301', 2012, 2019)",
    )
    rows = peers.standing("grunnskole", "k1", [])
    assert {name for names in rows.navnene for name in names} == {"Bergen"}


def test_need_adjusted_is_held_against_need_adjusted_only(peers: Any) -> None:
    rows = peers.copy.execute(
        "select tabell_id, rad, kolonne, enhet_id from rapport.rapport_nokkeltall "
        "where indikator_id = (select indikator_id from rapport.rapport_nokkeltall where enhet_id = '5001' "
        "and tjenesteomrade_id = 'grunnskole' and maaleenhet = 'kr_per_innbygger' and aar = 2020 limit 1) "
        "and aar = 2020 and enhet_id in ('5001', '4601')"
    ).fetchall()
    assert not peers.can_be_adjusted("grunnskole")
    assert len(rows) == 2
    change(peers, "delete from rapport.rapport_behovsjustert")
    for table, row, column, _unit in rows:
        change(
            peers,
            "insert into rapport.rapport_behovsjustert (rapport_id, tabell_id, rad, kolonne, behovsjustert_kr_per_innbygger, status) "
            f"values ('5001-arsberetning-2020', '{table}', {row}, '{column}', 12345, 'justert')",
        )
    assert peers.can_be_adjusted("grunnskole")
    adjusted = peers.standing("grunnskole", peers.REPORT, [], adjusted=True)
    [row] = adjusted[adjusted.er_justert.astype(bool)].itertuples()
    assert row.verdi == 12345 and list(row.navnene) == ["Bergen"] and pd.isna(row.gruppe_verdi)
    raw = peers.standing("grunnskole", peers.REPORT, []).set_index("indikator_id").loc[row.indikator_id]
    assert raw.verdi != 12345 and len(raw.navnene) == 3


def test_ssbs_series_stands_beside_the_prints(peers: Any) -> None:
    name = "grunnskolepoeng_gjennomsnitt"
    change(peers, f"update rapport.rapport_nokkeltall_over_tid set linjerang = linjerang + 1 where indikator_id = '{name}'")
    change(
        peers,
        "insert into rapport.rapport_nokkeltall_over_tid by name select '5001' as enhet_id, navn, maaleenhet, indikator_id, "
        "indikator_id as linje_id, 1 as linjerang, 'uoppgitt' as omfang, aar, 'ssb-1' as kilde, "
        "'ssb' as kildeslag, 40 + aar - 2015 as verdi_trykt, 40 + aar - 2015 as verdi_brukt, 'verdi' as status, true as er_valgt "
        f"from marts.dim_indikator, range(2015, 2021) as t(aar) where indikator_id = '{name}'",
    )
    row = peers.over_time("grunnskole").set_index("indikator_id").loc[name]
    assert [point["aar"] for point in row.serie] == list(range(2015, 2021)) and len(row.trykte) > 0
    # The mean of it is the relation's, whose unit test has a series beside a print.
    assert row.siste == pytest.approx(45), "the series goes before a print of the same year"


def test_a_year_with_the_municipalitys_number_and_its_groups_has_one_of_them(peers: Any) -> None:
    """A larger number of the group, or of a lower rank, is not the year's; where the extent changes, the line parts."""
    name = "grunnskolepoeng_gjennomsnitt"
    change(peers, f"delete from rapport.rapport_nokkeltall_over_tid where linje_id = '{name}'")
    change(
        peers,
        "insert into rapport.rapport_nokkeltall_over_tid by name select t.*, i.navn, i.maaleenhet, i.indikator_id, "
        "i.indikator_id as linje_id, 'r' as kilde, 'verdi' as status, true as er_valgt "
        "from marts.dim_indikator as i, (values ('5001', 2018, 'konsern', 1, 70.0, null, 'rapport'), "
        "('5001', 2019, 'kasse', 1, 40.0, null, 'rapport'), ('5001', 2019, 'konsern', 1, 80.0, 75.0, 'ssb'), "
        "('1601', 2020, 'kasse', 2, 90.0, 41.0, 'rapport'), ('5001', 2020, 'kasse', 1, 42.0, 41.0, 'rapport'), "
        "('5001', 2020, 'kasse', null, 99.0, 41.0, 'rapport')) "
        "as t (enhet_id, aar, omfang, linjerang, verdi_brukt, snitt_siste_aar, kildeslag) "
        f"where i.indikator_id = '{name}'",
    )
    row = peers.over_time("grunnskole").set_index("indikator_id").loc[name]
    course = peers.course(row)
    assert [(year, float(value)) for year, value in course.points] == [(2018, 70), (2019, 40), (2020, 42)]
    assert course.series == () and course.breaks[0] == (2019, "fra konsernet til kommunen")
    assert (float(row.siste), float(row.forrige), float(row.snitt)) == (42, 40, 41)


def test_a_merger_and_a_new_definition_part_the_years(peers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trondheim merged in 2020, and group size is measured another way than in 2014: both are breaks, and no mean is made over them."""
    import municipality  # noqa: PLC0415

    chosen = municipality.Municipality(
        id="5001", name="Trondheim", year=2020, numbers=("1601", "5001"), borders_from=2020, merged_with="Klæbu"
    )
    monkeypatch.setattr(municipality, "now", lambda: chosen)
    found = peers.over_time("grunnskole").set_index("navn")
    row = found.loc["Gruppestørrelse 1, 1.–10. trinn"]
    course = peers.course(row)
    assert [year for year, _value in course.points] == [2014, 2019, 2020]
    assert course.breaks == ((2019, "ny definisjon"), (2020, "ny kommune"))
    assert pd.isna(row.snitt) and pd.isna(row.mot_snittet), "14 of 2019 is of another municipality, 14.9 of 2014 is measured another way"
    assert (float(row.forrige), row.forrige_aar) == (14.0, 2019)
    points, values, breaks = peers.dated(row)
    assert list(points.strekning) == [0, 1, 2] and values == ["14,9", "14", "14,2"] and list(breaks) == [2019, 2020]
    change(peers, "update rapport.rapport_nokkeltall_over_tid set linje_id = indikator_id")
    apart = peers.course(peers.over_time("grunnskole").set_index("navn").loc["Gruppestørrelse 1, 1.–10. trinn"])
    assert [year for year, _value in apart.points] == [2019, 2020] and apart.breaks == ((2020, "ny kommune"),)


def test_the_message_says_how_often_first_and_last(edition: Path) -> None:
    text = said(opened("sammenligning", omrade="grunnskole"))
    assert "Trondheim er **svakest på 2** av 3 nøkkeltall for skole der høyt eller lavt er bra, og best på ingen." in text
    assert "best på 0" not in text and "dårligst på" not in text
