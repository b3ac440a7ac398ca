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

from lop import FIRST_TABS

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
    "okonomi": ("resultat", "budsjett", "investeringer", "balanse", "regnskap"),
    "mal": ("mal", "klima"),
    "befolkning": ("folketall", "aldersgrupper", "behov"),
    "kilder": ("funn", "tabeller", "hold", "lesemate"),
}
# Every place a reader can be: a page, or `page/tab`.
PLACES = [place for page in PAGES for place in ([f"{page}/{tab}" for tab in TABS[page]] if page in TABS else [page])]
START = "Trondheim 2020"  # whose figures a viewer begins with
# Places whose contents are about the warehouse, not about a municipality.
EVERYBODYS = {"kilder/lesemate", *HIDDEN}
LACKING = {"okonomi/regnskap"}  # places of which nothing ships for the municipality a viewer begins with
# Each place's choices, by the name in the address: the kind of widget, and a choice other than the first.
FILTERS = {
    "tjenester": ("selectbox", "omrade", "barnevern"),
    "mal/mal": ("button_group", "status", "nådd"),
    "ansatte": ("button_group", "kapittel", "4"),
    "sammenligning": ("selectbox", "omrade", "Barnevern"),
    "kilder/tabeller": ("selectbox", "tabell", "ASSS2014-F01"),
}
PERMALINKS = {
    "tjenester": {"omrade": "barnevern"},
    "mal/mal": {"tema": "klima", "status": "nådd"},
    "ansatte": {"kapittel": "5"},
    "sammenligning": {"omrade": "barnevern", "med": "asss"},
    "befolkning/folketall": {"grenser": "opprinnelige", "kommune": "5001", "folk": "1601", "fra": "2010", "til": "2017"},
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
    if page != "oversikt":
        app.switch_page(f"views/{page}.py")
    app.query_params.update(query | ({"fane": tab} if tab else {}))
    return app.run()


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
    if place in LACKING:
        assert app.info, "what is lacking is said"
        return
    opening = next(element.value for element in app.markdown if len(element.value) > 60)
    assert re.search(r"\d", opening), f"no number in the opening sentence: {opening}"
    if place != "kilder/funn":  # where each finding quotes its own source
        # How the figures are read may stand before it, in the same note.
        assert any(re.search(r"(^|[.] )Kilde: ", element.value) for element in app.caption[:-1])
    assert not re.search(r"\b(nan|None|NaT|<NA>)\b", said(app)), "a missing value is written as code"
    assert app.caption[-1].value.startswith("Utgaven er fra ")


def test_the_places_are_those_of_the_viewer() -> None:
    """The menu's pages and their tabs, found in the viewer's source: a new one is tried by everything here."""
    menu = re.search(r"^PAGES = \((.*?)^\)", (ROOT / "app" / "app.py").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert menu
    assert re.findall(r'N_\("(.+?)"\)', menu[1]) == list(PAGES.values())
    sources = {page: (ROOT / "app" / "views" / f"{page}.py").read_text("utf-8") for page in PAGES}
    tabs = {page: tuple(re.findall(r'"(\w+)": \(N_', source)) for page, source in sources.items() if "tabs.show" in source}
    assert tabs == TABS
    assert {f"{page}/{names[0]}" for page, names in TABS.items()} == FIRST_TABS


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


def test_goals_can_be_filtered_to_those_reached(edition: Path) -> None:
    app = opened("mal/mal", status="nådd")
    [shown] = [table for table in tables(app) if "Måltall" in table]
    assert "Status, vår lesning" not in shown, "the reader has just chosen it"
    every = next(table for table in tables(opened("mal/mal", status="alle")) if "Måltall" in table)
    reached = every[every["Status, vår lesning"].str.rstrip("\xa0⚑") == "nådd"]
    assert list(shown["Mål"]) == list(reached["Mål"])
    assert f"Nådd ({len(shown)})" in [option.content for option in widget(app, "button_group", "status").proto.options]


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
    import filters  # noqa: PLC0415

    def fails(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(filters, "buttons", fails)  # which nothing but the section about pay uses
    app = opened("ansatte")
    assert [error.value for error in app.error] == [
        "Noe gikk galt, og denne delen av siden kan ikke vises. Feilen er skrevet i visningens logg."
    ]
    assert not app.exception
    assert "Lærlinger" in [header.value for header in app.header]


def _quotations(app: AppTest) -> list[str]:
    return [html.proto.body for html in app.main.get("html") if 'class="sitat"' in html.proto.body]


def test_an_area_stands_with_its_reason_and_with_what_was_read_under_another_theme(edition: Path) -> None:
    app = opened("tjenester", omrade="plan_og_bygning")
    assert "7,7\xa0mill.\xa0kr mer enn revidert budsjett" in said(app)
    [quotation] = _quotations(app)
    assert "Byggesak har et negativt selvkostfond fra før" in quotation and "linje 360" in quotation
    statements = next(table for table in tables(app) if "Hva det gjelder" in table)
    assert "5,5\xa0mill.\xa0kr" in set(statements[statements["Hva det gjelder"].str.startswith("Byggesak")]["Tall"])
    goals = next(table for table in tables(opened("tjenester", omrade="barnehage")) if "Måltall" in table)
    assert "minst 12\xa0%" in set(goals["Måltall"])


def test_the_budget_counts_areas_above_the_limit_and_gives_each_its_reason(edition: Path) -> None:
    app = opened("okonomi/budsjett")
    assert "**4 av 19** områder" in said(app) and "Et avvik under 0,5\xa0% av budsjettet regner vi som balanse." in said(app)
    areas = next(table for table in tables(app) if "Område" in table).set_index("Område")
    assert dict(areas["Det ble"]).items() >= {"Barnehage": "i balanse", "Plan og bygning": "merforbruk"}.items()
    assert list(areas[areas["Det ble"] == "merforbruk"].index) == list(areas.index[:4])
    central = next(table for table in tables(app) if "Sentrale bevilgninger" in table)
    assert set(central["Sentrale bevilgninger"]) == {"Tilleggsbevilgninger", "Diverse sentrale bevilgninger"}
    first = _quotations(app)[:4]
    assert [line in quotation for line, quotation in zip(("360", "322", "326", "380"), first, strict=True)] == [True] * 4


def test_the_result_begins_with_the_years_headline_and_what_explains_it(edition: Path) -> None:
    app = opened("okonomi/resultat")
    assert app.main.markdown[0].value.startswith("Trondheim kommune hadde et **mindreforbruk på 252\xa0mill.\xa0kr**")
    assert app.main.header[0].value == "Hvorfor ble det slik?"
    explained = tables(app)[0]
    assert dict(explained.itertuples(index=False))["Mindreforbruk i alt\xa0⚑"] == "+252"
    drawn = [item.figure.rows for item in app.session_state["_vist"] if item.figure and "fra_mill_kr" in item.figure.rows]
    assert [[name.rstrip(" ⚑") for name in rows.navn][:: len(rows) - 1] for rows in drawn] == [
        ["Sum driftsinntekter", "Brutto driftsresultat"],
        ["Brutto driftsresultat", "Netto driftsresultat"],
    ], "each ends with its result, and what is small beside the income is drawn in a scale of its own"


@pytest.mark.parametrize(("values", "share"), [([458, 432], 1 / 3), ([99.7, 99.1], 1 / 3), ([10, 40], 1), ([-5, 5], 1)])
def test_a_line_does_not_make_a_collapse_of_a_small_change(edition: Path, values: list[float], share: float) -> None:
    """Six per cent down is not from the top to the bottom; a change of several times is as large as it is."""
    import charts  # noqa: PLC0415

    figure = charts.lines(
        pd.DataFrame({"aar": [2019, 2020], "verdi": values, "navn": "Vi"}), "aar", "verdi", "navn", "kroner"
    ).specification
    scale = next(layer["encoding"]["y"]["scale"] for layer in figure["layer"])
    low, high = scale.get("domain") or (min(0, *values), max(values))
    assert (max(values) - min(values)) / (high - low) <= share
    assert scale.get("domain") or scale["zero"]


def test_the_numbers_of_a_chart_stand_on_its_marks(edition: Path) -> None:
    for place in ("okonomi/resultat", "okonomi/budsjett", "okonomi/investeringer", "okonomi/balanse", "tjenester"):
        for item in opened(place).session_state["_vist"]:
            if item.figure:
                marks = [layer["mark"]["type"] for layer in item.figure.specification.get("layer", [])]
                assert "text" in marks, (place, item.title)
