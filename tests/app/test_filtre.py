"""Choices: each takes effect and stands in the address, one after the other; a new address decides, and one's own does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_sider import opened, tables, widget

# Place, kind of widget, name in the address, and choices to make one after the other.
CHOICES: list[tuple[str, str, str, list[Any]]] = [
    ("tjenester", "selectbox", "omrade", ["barnehage", "barnevern", "eiendom", "grunnskole"]),
    ("sammenligning", "selectbox", "omrade", ["barnehage", "barnevern", "okonomi"]),
    ("sammenligning", "selectbox", "med", ["asss", "lignende", "landet", "rapporten"]),
    ("kilder/tabeller", "selectbox", "tabell", ["AB2020-02", "AB2020-12", "ASSS2014-T12"]),
    ("kilder/funn", "button_group", "alvorlighet", ["lav", "alle", "middels"]),
    ("kilder/funn", "selectbox", "rapport", ["1601-asss-2014", "alle", "5001-arsberetning-2020"]),
    ("mal/mal", "selectbox", "kilde", ["1601-asss-2014", "5001-arsberetning-2020"]),
    ("mal/mal", "selectbox", "tema", ["klima", "gjeld"]),
    ("mal/mal", "button_group", "status", ["nådd", "alle", "på vei"]),
    ("ansatte", "button_group", "kapittel", ["4", "5", "3"]),
    ("befolkning/folketall", "selectbox", "kommune", ["0301", "4601", "1103"]),
    ("befolkning/folketall", "select_slider", "fra", [(2010, 2020), (2012, 2018)]),
]


def in_address(app: AppTest, name: str) -> str:
    value = app.query_params.get(name, "")
    return value if isinstance(value, str) else value[0]


def written(value: Any) -> str:
    """A choice as the address has it."""
    return str(value[0]) if isinstance(value, tuple) else ",".join(value) if isinstance(value, list) else value


@pytest.mark.parametrize(("place", "kind", "name", "values"), CHOICES)
def test_every_choice_takes_effect(edition: Path, place: str, kind: str, name: str, values: list[Any]) -> None:
    app = opened(place)
    for value in values:
        choice(app, kind, name).set_value(value)
        app.run()
        assert not (app.exception or app.error)
        assert choice(app, kind, name).value == value
        assert in_address(app, name) == written(value)


@pytest.mark.parametrize(("place", "kind", "name", "values"), CHOICES)
def test_an_address_shows_what_was_chosen(edition: Path, place: str, kind: str, name: str, values: list[Any]) -> None:
    app = opened(place, **{name: written(values[0])})
    shown = choice(app, kind, name).value
    assert (shown[0] if isinstance(shown, tuple) else shown) == (values[0][0] if isinstance(values[0], tuple) else values[0])
    assert not app.info


def choice(app: AppTest, kind: str, name: str) -> Any:
    """The widget of a choice: the municipality's is everybody's, and a slider with two ends has a number after its name."""
    if name == "kommune":
        return app.sidebar.selectbox(key="valgt_kommune")
    if kind != "select_slider":
        return widget(app, kind, name)
    return next(slider for slider in app.get(kind) if f"-{name}-nummer" in str(slider.key))


def test_peers_of_ones_own_choice_are_those_that_are_ranked(edition: Path) -> None:
    """Of the reader's own two, the municipality is one of three; the address says which."""
    app = opened("sammenligning", omrade="grunnskole", med="egne", kommuner="0301,4601")
    assert not (app.exception or app.error or app.info)
    ranks = [rank for rank in tables(app)[0]["Plass"] if rank]
    assert ranks and all(rank.endswith(" av 3") for rank in ranks)
    app = opened("sammenligning", omrade="grunnskole")
    assert all(rank.endswith(" av 4") for rank in tables(app)[0]["Plass"] if rank)


def test_the_chosen_goals_have_the_chosen_status(edition: Path) -> None:
    """The goals of one status are those that have it among all; the column says nothing the reader has not chosen, and is gone."""
    every = tables(opened("mal/mal", status="alle"))[0]
    for status in ("nådd", "på vei"):
        shown = tables(opened("mal/mal", status=status))[0]
        assert "Status, vår lesning" not in shown
        assert list(shown["Mål"]) == list(every[every["Status, vår lesning"].str.rstrip("\xa0⚑") == status]["Mål"])


def test_a_link_to_the_page_one_is_on_decides(edition: Path) -> None:
    app = opened("tjenester")
    widget(app, "selectbox", "omrade").set_value("barnehage")
    app.run()
    app.query_params["omrade"] = "eiendom"
    app.run()
    assert widget(app, "selectbox", "omrade").value == "eiendom"
    widget(app, "selectbox", "omrade").set_value("barnevern")
    app.run()
    assert widget(app, "selectbox", "omrade").value == "barnevern"


def test_a_page_one_comes_back_to_follows_its_address(edition: Path) -> None:
    app = opened("tjenester", omrade="eiendom")
    app.switch_page("views/mal.py").run()
    app.query_params.clear()
    app.switch_page("views/tjenester.py")
    app.query_params["omrade"] = "eiendom"
    app.run()
    assert widget(app, "selectbox", "omrade").value == "eiendom"


def test_what_a_choice_no_longer_allows_goes_back_to_the_default(edition: Path) -> None:
    app = opened("befolkning", grenser="opprinnelige", kommune="4601", folk="1201", fra="2010", til="2019")
    assert widget(app, "selectbox", "folk").value == "1201"
    widget(app, "selectbox", "grenser").set_value("2024")
    app.run()
    assert not (app.exception or app.error)
    assert choice(app, "selectbox", "kommune").value == "4601"
    assert widget(app, "selectbox", "folk").value == "4601"
    assert in_address(app, "kommune") == "4601"


def test_a_year_that_is_no_year_is_told(edition: Path) -> None:
    app = opened("befolkning", fra="tull")
    assert "Lenken ba om" in app.info[0].value
    assert choice(app, "select_slider", "fra").value == (2005, 2026)


def test_what_is_not_there_is_told_and_the_default_shown(edition: Path) -> None:
    app = opened("tjenester", omrade="tull")
    assert [element.value for element in app.info] == [
        "Lenken ba om noe som ikke finnes i denne utgaven. Siden viser standardvalget i stedet."
    ]
    assert in_address(app, "omrade") == widget(app, "selectbox", "omrade").value
    assert not app.run().info


def test_a_page_one_comes_to_leaves_the_address_as_it_is(edition: Path) -> None:
    for page in sorted({place.partition("/")[0] for place, *_rest in CHOICES}):
        assert not opened(page).query_params, page


def test_what_is_taken_along_says_the_defaults_too(edition: Path) -> None:
    app = opened("sammenligning", omrade="barnehage")
    address = app.session_state["_vist"][-1].address
    assert "omrade=barnehage" in address and "med=rapporten" in address


def test_an_address_gone_back_to_is_the_default_again(edition: Path) -> None:
    app = opened("mal")
    for value in ("nådd", "på vei"):
        widget(app, "button_group", "status").set_value(value)
        app.run()
    app.query_params["status"] = "nådd"
    app.run()
    assert widget(app, "button_group", "status").value == "nådd"
    app.query_params.clear()
    app.run()
    assert widget(app, "button_group", "status").value == "ikke nådd"


def test_two_equal_years_stop_their_own_section_only(edition: Path) -> None:
    app = opened("befolkning/aldersgrupper", fra="2020", til="2020")
    assert not (app.exception or app.error)
    assert [element.value for element in app.info] == ["Velg to ulike år for å se veksten."]
    assert any("prognosen" in header.value for header in app.header)
    assert app.caption[-1].value.startswith("Utgaven er fra ")
