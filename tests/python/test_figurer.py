"""What a printed figure measures is coded, so that its cells can be held against the key figures of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from kommunevarehus.project import Project

# Why the cells of a figure have no indicator, by what the figure measures.
NOT_CODED = {
    "utgiftsbehov_indeks": "sectors of the income system and their sum, which are no service areas of ours",
    "folketall_indeks": "the population, which fct_befolkning has",
    "demografikostnad": "no number is left of it",
    "demografikostnad_indeks": "sectors of the income system",
    "avvik_kr_per_innbygger": "deviations from the country by sectors of the income system",
    "avvik_pst": "deviations from the country by sectors of the income system",
    "bto_drutg_indeks": "sectors of the income system",
    "effektivitet_indeks": "sectors of the income system",
    "produksjonsindeks": "parts of an index of production, none of which is a key figure",
    "andel_pst": "investment by sector, of which no number is left",
}
COMPARED = """
select f.tabell_id, f.rad, f.indikator_id, f.enhet_id, f.verdi_trykt, n.verdi_trykt, s.verdi_trykt
from marts.fct_analyse as f
inner join marts.dim_kildetabell as t using (tabell_id)
inner join marts.fct_nokkeltall as n using (rapport_id, enhet_id, aar, indikator_id)
left join marts.fct_nokkeltall as s
    on n.rapport_id = s.rapport_id and n.indikator_id = s.indikator_id and n.aar = s.aar and s.enhet_id = 'snitt_asss'
where t.slag = 'figur' and f.maal = ? and f.verdi_trykt is not null and n.verdi_trykt is not null
"""


@pytest.fixture(scope="module")
def built(warehouse: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """The session's build, to read."""
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        yield connection


def half_unit(value: Decimal) -> Decimal:
    """Half of the last digit that is not zero behind the comma: at least what the printed number was rounded by."""
    return Decimal(5).scaleb(min(int(value.normalize().as_tuple().exponent), 0) - 1)


def test_a_share_in_a_figure_is_the_tables(built: duckdb.DuckDBPyConnection) -> None:
    rows = built.execute(COMPARED, ["andel_pst"]).fetchall()
    assert len(rows) > 60
    assert [row for row in rows if row[4] != row[5]] == []


def test_a_service_profile_is_the_tables_figure_in_per_cent_of_the_mean(built: duckdb.DuckDBPyConnection) -> None:
    """If a row had another's indicator, its index would hardly be that one's."""
    rows = [row for row in built.execute(COMPARED, ["profilindeks"]).fetchall() if row[6]]
    assert len(rows) > 100
    wrong = []
    for row in rows:
        index, value, mean = row[4:]
        lowest = 100 * (value - half_unit(value)) / (mean + half_unit(mean))
        highest = 100 * (value + half_unit(value)) / (mean - half_unit(mean))
        if not lowest - half_unit(index) <= index <= highest + half_unit(index):
            wrong.append(row)
    assert wrong == []


def test_what_is_not_coded_is_said(built: duckdb.DuckDBPyConnection) -> None:
    """Every figure cell has what it measures, of whom, in which year and unit; an indicator, unless there is a reason."""
    cells = """select {what} from marts.fct_analyse as f inner join marts.dim_kildetabell as t using (tabell_id) where t.slag = 'figur'"""
    ((number, without, coded),) = built.execute(
        cells.format(
            what="count(*), count(*) filter (maal is null or maaleenhet is null or enhet_id is null or aar is null), count(indikator_id)"
        )
    ).fetchall()
    assert (without, number > 900, coded > 600) == (0, True, True)
    kinds = built.execute(f"{cells.format(what='distinct maal')} and f.indikator_id is null").fetchall()
    assert {kind for (kind,) in kinds} == set(NOT_CODED)


def test_a_figure_is_no_key_figure_of_its_own(built: duckdb.DuckDBPyConnection) -> None:
    """Else the same figure would be printed twice, and the drawing preferred to the table."""
    found = built.execute(
        "select count(*) from marts.fct_nokkeltall as f inner join marts.dim_kildetabell as t using (tabell_id) where t.slag = 'figur'"
    ).fetchall()
    assert found == [(0,)]
