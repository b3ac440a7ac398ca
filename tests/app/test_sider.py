"""Every page by its own logic: opening sentence, sources, filters, permalinks, and what it says when there is nothing to show.

What the other files need to know of the pages is here: `PAGES`, `TABS`, `PLACES`, `heading`, and how a page is opened and read.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import lxml.html
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "app" / "app.py")
# The pages of the menu, by their address: what the menu calls them.
PAGES = {
    "oversikt": "Oversikt",
    "okonomi": "Økonomi",
    "tjenester": "Tjenester",
    "sammenligning": "Sammenligning",
    "mal": "Mål",
    "ansatte": "Ansatte",
    "befolkning": "Befolkning",
    "kilder": "Kilder og kontroll",
}
HIDDEN = ("sok", "saksgrunnlag", "finnes_ikke")
# The tabs of the pages that have some; the first is the one a page opens with.
TABS = {
    "okonomi": ("resultat", "budsjett", "investeringer", "balanse"),
    "mal": ("mal", "klima"),
    "kilder": ("funn", "tabeller", "hold", "lesemate"),
}
# Every place a reader can be: a page, or `page/tab`.
PLACES = [place for page in PAGES for place in ([f"{page}/{tab}" for tab in TABS[page]] if page in TABS else [page])]
START = "Trondheim 2020"  # whose figures a viewer begins with
# Places whose contents are about the warehouse, not about a municipality.
EVERYBODYS = {"kilder/lesemate", *HIDDEN}
# Each place's choices, by the name in the address: the kind of widget, and a choice other than the first.
FILTERS = {
    "tjenester": ("selectbox", "omrade", "barnevern"),
    "mal/mal": ("multiselect", "status", ["nådd"]),
    "ansatte": ("button_group", "kapittel", "4"),
    "mal/klima": ("button_group", "vis", "maltall"),
    "sammenligning": ("selectbox", "omrade", "Barnevern"),
    "kilder/tabeller": ("selectbox", "tabell", "ASSS2014-F01"),
}
PERMALINKS = {
    "tjenester": {"omrade": "barnevern"},
    "mal/mal": {"tema": "klima,gjeld", "status": "nådd"},
    "ansatte": {"kapittel": "5"},
    "sammenligning": {"omrade": "barnevern", "nokkeltall": "handlingsrom_pst"},
    "befolkning": {"grenser": "opprinnelige", "kommune": "5001", "folk": "1601", "fra": "2010", "til": "2017"},
    "kilder/tabeller": {"tabell": "AB2020-14"},
}


def heading(place: str, of: str = START) -> str:
    """The H1 of a place, and the title in the browser's tab."""
    page = place.partition("/")[0]
    return f"{of} · {PAGES[page]}"


def address(place: str) -> str:
    """The address of a place, without a slash before it: `okonomi?fane=budsjett`."""
    page, _slash, tab = place.partition("/")
    return ("" if page == "oversikt" else page) + (f"?fane={tab}" if tab else "")


def opened(place: str, **query: str) -> AppTest:
    """The place in a viewer of its own, with a permalink's query."""
    page, _slash, tab = place.partition("/")
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params.update(query | ({"fane": tab} if tab else {}))
    app.run()
    if page != "oversikt":
        app.switch_page(f"views/{page}.py")
        for name, value in (query | ({"fane": tab} if tab else {})).items():
            app.query_params[name] = value
        app.run()
    return app


def said(app: AppTest) -> str:
    """The words of the page, without its tables."""
    return "\n".join(str(element.value) for element in [*app.main.markdown, *app.main.caption, *app.main.info])


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of the page as they are seen, in order, each cell its text; a label without what a phone has under it."""
    found = []
    for body in (html.proto.body for html in app.main.get("html") if "<table" in html.proto.body):
        for drawn in lxml.html.fromstring(body).iter("table"):
            for lid in list(drawn.iter("details")):
                lid.drop_tree()
            head, *rows = [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in drawn.iter("tr")]
            found.append(pd.DataFrame(rows, columns=head))
    return found


def widget(app: AppTest, kind: str, name: str) -> Any:
    """The widget whose choice has this name in the address."""
    found = [element for element in app.get(kind) if str(element.key).endswith(f"-{name}")]
    assert len(found) == 1, f"expected one {kind} for «{name}», found {len(found)}"
    return found[0]


@pytest.mark.parametrize("place", PLACES)
def test_page_opens_with_an_answer_and_its_sources(edition: Path, place: str) -> None:
    app = opened(place)
    assert not (app.exception or app.error)
    assert [element.value for element in app.title] == [heading(place)]
    opening = next(element.value for element in app.markdown if len(element.value) > 60)
    assert re.search(r"\d", opening), f"no number in the opening sentence: {opening}"
    if place != "kilder/funn":  # where each finding quotes its own source
        assert any(element.value.startswith("Kilde:") for element in app.caption)
    assert not re.search(r"\b(nan|None|NaT|<NA>)\b", said(app)), "a missing value is written as code"
    assert app.caption[-1].value.startswith("Utgave ")


@pytest.mark.parametrize("place", PLACES)
def test_every_chart_has_words_beside_it(edition: Path, place: str) -> None:
    app = opened(place)
    for chart in app.get("vega_lite_chart"):
        assert len(chart.proto.alt) > 20


def _seen(app: AppTest) -> str:
    return said(app) + str([table.to_csv() for table in tables(app)]) + str([frame.value.shape for frame in app.dataframe])


@pytest.mark.parametrize(("place", "choice"), FILTERS.items())
def test_filters_change_the_content(edition: Path, place: str, choice: tuple[str, str, object]) -> None:
    kind, name, value = choice
    app = opened(place)
    before = _seen(app)
    widget(app, kind, name).set_value(value).run()
    assert not (app.exception or app.error)
    assert _seen(app) != before


@pytest.mark.parametrize(("place", "query"), PERMALINKS.items())
def test_permalinks_show_what_they_say(edition: Path, place: str, query: dict[str, str]) -> None:
    app = opened(place, **query)
    assert not (app.exception or app.error)
    assert not any("Lenken ba om" in element.value for element in app.info)
    for name, value in query.items():
        assert app.query_params[name] in (value, [value])


@pytest.mark.parametrize("place", PLACES)
def test_without_an_edition_every_page_is_a_friendly_sentence(empty_store: Path, place: str) -> None:
    app = opened(place)
    assert not (app.exception or app.error)
    assert [element.value for element in app.title] == ["Ingen utgave å vise"]
    assert "make warehouse" in app.info[0].value


@pytest.mark.parametrize("place", PLACES)
def test_a_page_whose_tables_are_empty_says_so(edition: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import data  # noqa: PLC0415 - the fixture puts the viewer on the path

    full = data.rows
    monkeypatch.setattr(data, "rows", lambda sql, *parameters: full(sql, *parameters).iloc[:0])
    monkeypatch.setattr(data, "first", lambda sql, *parameters: {})
    app = opened(place)
    assert not (app.exception or app.error)
    assert app.info, "nothing is said about the missing tables"


def test_the_overview_has_eight_figures_rules_and_deviations(edition: Path) -> None:
    app = opened("oversikt")
    headings = [element.value for element in app.header]
    assert len(headings) == 6 and {"Dette har varehuset for 2020", "Funn å kjenne til"} <= set(headings)
    text = said(app)
    for expected in (
        "Netto driftsresultat",
        "Disposisjonsfond",
        "Gjeldsgrad",
        "Brutto investeringer",
        "Ansatte",
        "Innbyggere",
        "Mål som er nådd",
    ):
        assert expected in text
    assert [element.value for element in app.subheader] == ["Størst merforbruk", "Størst mindreforbruk"]


def test_goals_can_be_filtered_to_those_reached(edition: Path) -> None:
    app = opened("mal/mal", status="nådd")
    [shown] = [table for table in tables(app) if "Status, vår lesning" in table]
    assert {status.rstrip(" ⚑") for status in shown["Status, vår lesning"]} == {"nådd"}
    assert f"Utvalget har {len(shown)} mål." in said(app)


def test_a_lost_cell_is_marked_and_a_derived_one_too(edition: Path) -> None:
    app = opened("kilder/tabeller", tabell="ASSS2014-F01")
    cells = tables(app)[0].to_numpy().ravel().tolist()
    assert "tapt" in cells
    assert any(str(cell).endswith("(utledet)") for cell in cells)
    assert f"{cells.count('tapt')} tapt" in said(app)


def test_a_page_that_fails_says_so_in_norwegian(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import data  # noqa: PLC0415

    def broken(*_: object) -> None:
        raise ValueError("prøve")

    app = opened("oversikt")
    monkeypatch.setattr(data, "rows", broken)
    app.switch_page("views/mal.py").run()
    assert not app.exception
    assert [element.value for element in app.error] == [
        "Noe gikk galt, og denne delen av siden kan ikke vises. Feilen er skrevet i visningens logg."
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "app").rglob("*.py")), ids=lambda path: path.name)
def test_figures_are_computed_in_sql(path: Path) -> None:
    """No page adds up, averages or counts by a condition what it has from the warehouse: its SQL does."""
    computing = {"sum", "mean", "median", "value_counts", "idxmax", "idxmin", "cumsum", "diff", "pct_change", "quantile"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in computing, f"{path.name}:{node.lineno}: {node.func.attr}"


def test_a_section_that_fails_says_so_and_the_others_stand(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import charts  # noqa: PLC0415

    def fails(*_rows: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(charts, "profile", fails)
    app = opened("sammenligning")
    assert [error.value for error in app.error] == [
        "Noe gikk galt, og denne delen av siden kan ikke vises. Feilen er skrevet i visningens logg."
    ]
    assert not app.exception
    assert "Økonomien over flere år" in [header.value for header in app.header]
