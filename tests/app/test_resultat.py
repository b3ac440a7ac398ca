"""The operating result: its sums over the years, as they were, in the prices of a year, and per inhabitant."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from test_sider import opened

YEARS = (2019, 2018, 2015, 2014)


def over_years(**query: str) -> Any:
    app = opened("okonomi", kommune="1103", aar="2019", **query)
    [shown] = [item for item in app.session_state["_vist"] if item.title.startswith("Hovedpostene i driftsregnskapet")]
    return shown


def printed(edition: Path) -> dict[int, Decimal]:
    """The income as the reports print it, in 1000 kr."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{edition}/gjeldende/kommunevarehus.duckdb' as utgave (read_only); use utgave")
        rows = connection.execute(
            """select aar, belop_trykt from marts.fct_belop where enhet_id = '1103' and post_id = 'sum_driftsinntekter'
            and oppstilling = 'okonomisk_oversikt_drift' and versjon = 'regnskap' and er_valgt_i_oppstillingen"""
        ).fetchall()
    return dict(rows)


def test_the_amounts_as_they_were_are_the_printed_ones(edition: Path) -> None:
    frame = over_years().frame.set_index("post_id")
    assert list(over_years().columns) == ["navn", *map(str, sorted(YEARS))], "the oldest year first, and none that is not printed"
    for year in YEARS:
        assert abs(frame.loc["sum_driftsinntekter", str(year)] * 1000) == abs(printed(edition)[year])


@pytest.mark.parametrize(("measure", "inhabitants"), [("faste", None), ("innbygger", {2019: 134037, 2018: 134037, 2015: 132644})])
def test_fixed_prices_and_inhabitants_are_those_that_are_said(edition: Path, measure: str, inhabitants: dict[int, int] | None) -> None:
    factors = {2019: Decimal(1), 2018: Decimal(1), 2015: Decimal("1.117856")}
    frame = over_years(priser=measure).frame.set_index("post_id")
    for year in (2019, 2015):
        amount = abs(printed(edition)[year]) / 1000 * factors[year]
        expected = amount if inhabitants is None else (amount * 1_000_000 / inhabitants[year]).quantize(Decimal(1), ROUND_HALF_UP)
        assert abs(Decimal(str(frame.loc["sum_driftsinntekter", str(year)])) - expected) < Decimal("0.000001")


def test_one_year_is_in_the_statement_and_nowhere_else(edition: Path) -> None:
    assert "Hovedpostene over årene" not in [element.value for element in opened("okonomi", kommune="5001", aar="2020").header]
