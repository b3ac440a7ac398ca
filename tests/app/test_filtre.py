"""Choices: each takes effect and stands in the address, one after the other; a new address decides, and one's own does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).resolve().parents[2] / "app" / "app.py")
# Page, kind of widget, label, name in the address, and choices to make one after the other.
CHOICES = [
    ("tjenester", "selectbox", "Tjenesteområde", "omrade", ["barnehage", "barnevern", "eiendom", "grunnskole"]),
    ("tjenester", "button_group", "Vis", "vis", ["utsagn", "nokkeltall"]),
    ("budsjett_og_regnskap", "selectbox", "Tjenesteområde", "omrade", ["barnehage", "grunnskole", "plan_og_bygning"]),
    ("sammenligning", "selectbox", "Tjenesteområde", "omrade", ["barnehage", "barnevern", "byggesak"]),
    ("sammenligning", "selectbox", "Område", "mot", ["barnehage", "idrett", "okonomi"]),
    ("sammenligning", "multiselect", "Nøkkeltall over tid", "nokkeltall", [["handlingsrom_pst"], ["netto_driftsresultat_pst"]]),
    ("kilder", "selectbox", "Tabell eller figur", "tabell", ["AB2020-02", "AB2020-12", "ASSS2014-T12"]),
    ("kilder", "selectbox", "Tilstand", "tilstand", ["tapt", "delvis", "komplett"]),
    ("avstemming", "selectbox", "Alvorlighet", "alvorlighet", ["hoy", "lav", "middels"]),
    ("avstemming", "button_group", "Status", "status", ["stemmer_eksakt", "innenfor_avrunding", "avvik"]),
    ("mal_og_resultater", "selectbox", "Rapport", "kilde", ["1601-asss-2014", "5001-arsberetning-2020", "1601-asss-2014"]),
    ("mal_og_resultater", "multiselect", "Status", "status", [["nådd"], ["nådd", "ikke nådd"], ["på vei"]]),
    ("organisasjon", "button_group", "Lønnskapittel", "kapittel", ["4", "5", "3"]),
    ("klima", "button_group", "Vis", "vis", ["maltall", "malinger", "alle"]),
    ("datakvalitet", "selectbox", "Kilde", "kilde", ["1601-asss-2014", "5001-arsberetning-2020"]),
    ("befolkning", "selectbox", "Kommune", "kommune", ["0301", "4601", "1103"]),
    ("befolkning", "select_slider", "Fra og til, 1. januar", "fra", [(2010, 2020), (2012, 2018)]),
]


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30).run()
    app.switch_page(f"views/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def widget(app: AppTest, kind: str, label: str) -> Any:
    """The widget with this label; there is just one."""
    [found] = [widget for widget in app.get(kind) if widget.label == label]
    return found


def in_address(app: AppTest, name: str) -> str:
    value = app.query_params.get(name, "")
    return value if isinstance(value, str) else value[0]


def written(value: Any) -> str:
    """A choice as the address has it."""
    return str(value[0]) if isinstance(value, tuple) else ",".join(value) if isinstance(value, list) else value


@pytest.mark.parametrize(("page", "kind", "label", "name", "values"), CHOICES)
def test_every_choice_takes_effect(edition: Path, page: str, kind: str, label: str, name: str, values: list[Any]) -> None:
    app = opened(page)
    for value in values:
        widget(app, kind, label).set_value(value)
        app.run()
        assert not (app.exception or app.error)
        assert widget(app, kind, label).value == value
        assert in_address(app, name) == written(value)


@pytest.mark.parametrize(("page", "kind", "label", "name", "values"), CHOICES)
def test_an_address_shows_what_was_chosen(edition: Path, page: str, kind: str, label: str, name: str, values: list[Any]) -> None:
    app = opened(page, **{name: written(values[0])})
    shown = widget(app, kind, label).value
    assert (shown[0] if isinstance(shown, tuple) else shown) == (values[0][0] if isinstance(values[0], tuple) else values[0])
    assert not app.info


def test_a_link_to_the_page_one_is_on_decides(edition: Path) -> None:
    app = opened("tjenester")
    widget(app, "selectbox", "Tjenesteområde").set_value("barnehage")
    app.run()
    app.query_params["omrade"] = "eiendom"
    app.run()
    assert widget(app, "selectbox", "Tjenesteområde").value == "eiendom"
    widget(app, "selectbox", "Tjenesteområde").set_value("barnevern")
    app.run()
    assert widget(app, "selectbox", "Tjenesteområde").value == "barnevern"


def test_a_page_one_comes_back_to_follows_its_address(edition: Path) -> None:
    app = opened("tjenester", omrade="eiendom")
    app.switch_page("views/klima.py").run()
    app.query_params.clear()
    app.switch_page("views/tjenester.py")
    app.query_params["omrade"] = "eiendom"
    app.run()
    assert widget(app, "selectbox", "Tjenesteområde").value == "eiendom"


def test_what_a_choice_no_longer_allows_goes_back_to_the_default(edition: Path) -> None:
    app = opened("befolkning", grenser="opprinnelige", kommune="4601", folk="1201", fra="2010", til="2019")
    assert widget(app, "selectbox", "Folketall for").value == "1201"
    widget(app, "selectbox", "Grenser").set_value("2024")
    app.run()
    assert not (app.exception or app.error)
    assert widget(app, "selectbox", "Kommune").value == "4601"
    assert widget(app, "selectbox", "Folketall for").value == "4601"
    assert in_address(app, "kommune") == "4601"


def test_a_year_that_is_no_year_is_told(edition: Path) -> None:
    app = opened("befolkning", fra="tull")
    assert "Lenken ba om" in app.info[0].value
    assert widget(app, "select_slider", "Fra og til, 1. januar").value == (2005, 2026)


def test_a_part_that_an_area_lacks_gives_way_to_one_it_has(edition: Path) -> None:
    app = opened("tjenester", omrade="barnevern", vis="mal")
    assert [header.value for header in app.header][-1] == "Mål"
    widget(app, "selectbox", "Tjenesteområde").set_value("grunnskole")
    app.run()
    assert not (app.exception or app.error)
    assert widget(app, "button_group", "Vis").value == "nokkeltall"
    assert [header.value for header in app.header][-1] == "Nøkkeltall"


def test_what_is_not_there_is_told_and_the_default_shown(edition: Path) -> None:
    app = opened("tjenester", omrade="tull")
    assert [element.value for element in app.info] == [
        "Lenken ba om noe som ikke finnes i denne utgaven. Siden viser standardvalget i stedet."
    ]
    assert in_address(app, "omrade") == widget(app, "selectbox", "Tjenesteområde").value
    assert not app.run().info


def test_a_page_one_comes_to_leaves_the_address_as_it_is(edition: Path) -> None:
    for page in sorted({page for page, *_rest in CHOICES}):
        assert not opened(page).query_params, page


def test_what_is_taken_along_says_the_defaults_too(edition: Path) -> None:
    app = opened("sammenligning", omrade="barnehage")
    address = app.session_state["_vist"][-1].address
    assert "omrade=barnehage" in address and "mot=" in address and "nokkeltall=" in address


def test_an_address_gone_back_to_is_the_default_again(edition: Path) -> None:
    app = opened("klima")
    for value in ("maltall", "malinger"):
        widget(app, "button_group", "Vis").set_value(value)
        app.run()
    app.query_params["vis"] = "maltall"
    app.run()
    assert widget(app, "button_group", "Vis").value == "maltall"
    app.query_params.clear()
    app.run()
    assert widget(app, "button_group", "Vis").value == "alle"


def test_two_equal_years_stop_their_own_section_only(edition: Path) -> None:
    app = opened("befolkning", fra="2020", til="2020")
    assert not (app.exception or app.error)
    assert [element.value for element in app.info] == ["Velg to ulike år for å se veksten."]
    assert any("prognosen" in header.value for header in app.header)
    assert app.caption[-1].value.startswith("Utgave ")
