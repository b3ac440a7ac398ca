"""What the change in the population costs: the page says so when nobody has put in rates, and invents none."""

from __future__ import annotations

from pathlib import Path

from test_sider import opened, said, tables


def test_without_rates_the_page_says_so_and_computes_nothing(edition: Path) -> None:
    app = opened("befolkning/behov", kommune="5001")
    assert not app.exception
    assert "Ingen satser er lagt inn" in said(app)
    assert not any("Kostnad fra året før, mill. kr" in table.columns for table in tables(app))
