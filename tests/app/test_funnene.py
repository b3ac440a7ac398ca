"""What is said with a number: the rule it breaks, the findings that touch it, what it is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_sider import opened, said, tables


def test_the_rule_of_an_area_over_its_budget_is_true_of_what_the_council_granted(edition: Path) -> None:
    app = opened("oversikt", kommune="1108", aar="2019")
    rules = [body for body in (html.proto.body for html in app.main.get("html")) if "Regelen: Over budsjettet" in body]
    assert rules
    assert all("Ellers gjelder det områdene som kommunestyret har bevilget penger til." in body for body in rules)
    assert not [body for body in rules if "<p>Tjenesteområdet brukte" in body]


def test_people_are_said_to_be_of_todays_borders_where_the_figures_are_not(edition: Path) -> None:
    assert "Innbyggerne er talt 01.01.2015, innenfor dagens grenser, med Klæbu." in said(opened("oversikt", kommune="5001", aar="2014"))
    assert "Innbyggerne er talt" not in said(opened("oversikt", kommune="5001", aar="2020"))


def test_a_finding_of_a_later_report_is_not_older(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import municipality  # noqa: PLC0415
    import parts  # noqa: PLC0415

    monkeypatch.setattr(municipality, "now", municipality.Municipality)
    ids = ["AB2020-F027", "ASSS2014-F011"]
    found, older = parts.flagged_by_age(ids, 2020)
    assert [len(found), len(older)] == [1, 1] and older[0].endswith(" (2014)") and not found[0].endswith(" (2020)")
    found, older = parts.flagged_by_age(ids, 2014)
    assert [len(found), len(older)] == [2, 0] and {line.endswith(" (2020)") for line in found} == {True, False}


def test_a_statement_says_what_it_is_of(edition: Path) -> None:
    def page() -> None:
        import blocks  # noqa: PLC0415
        import data  # noqa: PLC0415

        blocks.statements(data.rows("select * from rapport.rapport_utsagn where utsagn_id like 'AB2020-P0652-%' order by 1"), "utsagn")

    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    [frame] = tables(app)
    assert set(frame["Grunnlag"]) >= {"konsern og foreløpige tall"}
