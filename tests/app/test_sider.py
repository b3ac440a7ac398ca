"""Every page by its own logic: opening sentence, sources, filters, permalinks, and what it says when there is nothing to show."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "oversikt": "Oversikt",
    "arsresultatet": "Årsresultatet",
    "budsjett_og_regnskap": "Budsjett og regnskap",
    "investeringer": "Investeringer",
    "balanse_og_garantier": "Balanse og garantier",
    "tjenester": "Tjenester",
    "mal_og_resultater": "Mål og resultater",
    "organisasjon": "Organisasjon",
    "klima": "Klima",
    "sammenligning": "Sammenligning",
    "befolkning": "Befolkning",
    "slik_leser_du_tallene": "Slik leser du tallene",
    "kilder": "Kilder",
    "datakvalitet": "Datakvalitet",
}
# Each page's filters, by the label a reader sees: a choice other than the first.
FILTERS = {
    "budsjett_og_regnskap": ("selectbox", "Tjenesteområde", "grunnskole"),
    "tjenester": ("selectbox", "Tjenesteområde", "barnevern"),
    "mal_og_resultater": ("multiselect", "Status", ["nådd"]),
    "organisasjon": ("button_group", "Lønnskapittel", "4"),
    "klima": ("button_group", "Vis", "maltall"),
    "sammenligning": ("selectbox", "Tjenesteområde", "Barnevern"),
    "befolkning": ("selectbox", "Kommune", "0301"),
    "kilder": ("selectbox", "Tabell eller figur", "ASSS2014-F01"),
}
PERMALINKS = {
    "budsjett_og_regnskap": {"omrade": "grunnskole"},
    "tjenester": {"omrade": "barnevern"},
    "mal_og_resultater": {"tema": "klima,gjeld", "status": "nådd"},
    "organisasjon": {"kapittel": "5"},
    "sammenligning": {"omrade": "barnevern", "nokkeltall": "handlingsrom_pst"},
    "befolkning": {"grenser": "opprinnelige", "kommune": "5001", "folk": "1601", "fra": "2010", "til": "2017"},
    "kilder": {"tabell": "AB2020-14"},
}


def _open(page: str, **query: str) -> AppTest:
    """The page in a viewer of its own, with a permalink's query."""
    app = AppTest.from_file(str(ROOT / "app" / "app.py"), default_timeout=30).run()
    if page != "oversikt":
        app.switch_page(f"views/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def _text(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in [*app.markdown, *app.caption, *app.info])


def _widget(app: AppTest, kind: str, label: str) -> object:
    found = [widget for widget in app.get(kind) if getattr(widget, "label", None) == label]
    assert len(found) == 1, f"expected one {kind} with the label «{label}», found {len(found)}"
    return found[0]


@pytest.mark.parametrize(("page", "title"), PAGES.items())
def test_page_opens_with_an_answer_and_its_sources(edition: Path, page: str, title: str) -> None:
    app = _open(page)
    assert not (app.exception or app.error)
    assert [element.value for element in app.title] == [title]
    opening = next(element.value for element in app.markdown if len(element.value) > 60)
    assert re.search(r"\d", opening), f"no number in the opening sentence: {opening}"
    assert any(element.value.startswith("Kilde:") for element in app.caption)
    assert not re.search(r"\b(nan|None|NaT|<NA>)\b", _text(app)), "a missing value is written as code"
    assert app.caption[-1].value.startswith("Utgave ")


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_has_words_beside_it(edition: Path, page: str) -> None:
    app = _open(page)
    for chart in app.get("vega_lite_chart"):
        assert len(chart.proto.alt) > 20


@pytest.mark.parametrize(("page", "choice"), FILTERS.items())
def test_filters_change_the_content(edition: Path, page: str, choice: tuple[str, str, object]) -> None:
    kind, label, value = choice
    app = _open(page)
    before = _text(app) + str([frame.value.shape for frame in app.dataframe])
    _widget(app, kind, label).set_value(value)  # type: ignore[attr-defined]
    app.run()
    assert not (app.exception or app.error)
    assert _text(app) + str([frame.value.shape for frame in app.dataframe]) != before


@pytest.mark.parametrize(("page", "query"), PERMALINKS.items())
def test_permalinks_show_what_they_say(edition: Path, page: str, query: dict[str, str]) -> None:
    app = _open(page, **query)
    assert not (app.exception or app.error)
    assert not any("Lenken ba om" in element.value for element in app.info)
    for name, value in query.items():
        assert app.query_params[name] in (value, [value])


@pytest.mark.parametrize("page", PAGES)
def test_without_an_edition_every_page_is_a_friendly_sentence(empty_store: Path, page: str) -> None:
    app = _open(page)
    assert not (app.exception or app.error)
    assert [element.value for element in app.title] == ["Ingen utgave å vise"]
    assert "make warehouse" in app.info[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_page_whose_tables_are_empty_says_so(edition: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import data  # noqa: PLC0415 - the fixture puts the viewer on the path

    full = data.rows
    monkeypatch.setattr(data, "rows", lambda sql, *parameters: full(sql, *parameters).iloc[:0])
    monkeypatch.setattr(data, "first", lambda sql, *parameters: {})
    app = _open(page)
    assert not (app.exception or app.error)
    assert app.info, "nothing is said about the missing tables"


def test_the_overview_has_eight_figures_rules_and_deviations(edition: Path) -> None:
    app = _open("oversikt")
    headings = [element.value for element in app.header]
    assert len(headings) == 6 and {"Dette har varehuset for 2020", "Funn å kjenne til"} <= set(headings)
    text = _text(app)
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
    app = _open("mal_og_resultater", status="nådd")
    shown = app.dataframe[0].value
    assert set(shown["Status, vår lesning"]) == {"nådd"}
    assert f"Utvalget har {len(shown)} mål." in _text(app)


def test_a_lost_cell_is_marked_and_a_derived_one_too(edition: Path) -> None:
    app = _open("kilder", tabell="ASSS2014-F01")
    cells = app.dataframe[0].value.to_numpy().ravel().tolist()
    assert "tapt" in cells
    assert any(str(cell).endswith("(utledet)") for cell in cells)
    assert f"{cells.count('tapt')} tapt" in _text(app)


def test_a_page_that_fails_says_so_in_norwegian(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import data  # noqa: PLC0415

    def broken(*_: object) -> None:
        raise ValueError("prøve")

    app = AppTest.from_file(str(ROOT / "app" / "app.py"), default_timeout=30).run()
    monkeypatch.setattr(data, "rows", broken)
    app.switch_page("views/klima.py").run()
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
    app = _open("sammenligning")
    assert [error.value for error in app.error] == [
        "Noe gikk galt, og denne delen av siden kan ikke vises. Feilen er skrevet i visningens logg."
    ]
    assert not app.exception
    assert "Økonomien over flere år" in [header.value for header in app.header]
