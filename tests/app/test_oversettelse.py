"""The viewer in another language: catalogues that are whole, pages without a Norwegian word of ours, and a switch that holds."""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import duckdb
import openpyxl
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from streamlit.testing.v1 import AppTest
from test_sider import HIDDEN, PLACES, heading, tables, widget

from conftest import lids

ROOT = Path(__file__).resolve().parents[2]
VIEWER = ROOT / "app"
APP = str(VIEWER / "app.py")
EVERYWHERE = [*PLACES, *HIDDEN]
# The same word in both languages, or a name.
MARKS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}  # the texts among the arguments
SHOWN = {
    *("title", "header", "subheader", "markdown", "caption", "info", "toast", "badge", "metric", "expander", "popover", "spinner"),
    *("selectbox", "multiselect", "select_slider", "segmented_control", "toggle", "text_input", "text_area", "button"),
    *("download_button", "page_link", "Column", "card", "Tooltip", "X", "Y", "Color", "Shape"),
}
SAME = {"Status", "Type", "{kolonne}: {trykt} ({grunn})", "Side"}


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    """The tool of `make translations`."""
    spec = importlib.util.spec_from_file_location("catalogues", VIEWER / "locale" / "update.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def opened(place: str, language: str = "en", **query: str) -> AppTest:
    """A place in the viewer in a language, by a permalink."""
    page, _slash, tab = place.partition("/")
    app = AppTest.from_file(APP, default_timeout=60)
    app.switch_page(f"views/{page}.py")
    app.query_params.update({"sprak": language} | query | ({"fane": tab} if tab else {}))
    return app.run()


# The catalogues


def keys(catalogue: Any) -> set[tuple[Any, Any]]:
    """What a catalogue translates: context and text, or texts."""
    return {(message.context, message.id) for message in catalogue if message.id}


def test_catalogues_have_the_codes_texts_and_no_others(catalogues: ModuleType) -> None:
    expected = keys(catalogues.extracted())
    assert len(expected) > 500
    for code in catalogues.languages():
        found = keys(catalogues.catalogue_of(code))
        assert found == expected, f"run `make translations`: {sorted(map(str, found ^ expected))[:5]}"


def test_english_is_whole(catalogues: ModuleType) -> None:
    assert "en" in catalogues.languages()
    assert not catalogues.problems(catalogues.catalogue_of("en"))
    assert not list(VIEWER.rglob("*.mo")), "a compiled catalogue"


def test_problems_are_found(catalogues: ModuleType) -> None:
    from babel.messages.catalog import Catalog  # noqa: PLC0415

    catalogue = Catalog(locale="en")
    catalogue.add("{antall} tall", "{number} figures")
    catalogue.add("ja", "")
    catalogue.add("nei", "no", flags=["fuzzy"])
    catalogue.add(("{n} del", "{n} deler"), ("{n} part", ""))
    catalogue.add("Side", "Page")
    assert [line.split(":")[0] for line in catalogues.problems(catalogue)] == [
        "other names in braces",
        "untranslated",
        "fuzzy",
        "untranslated",
    ]


@pytest.mark.parametrize("path", sorted(VIEWER.rglob("*.py")), ids=lambda path: path.name)
def test_texts_are_marked_where_they_can_be_found(path: Path) -> None:
    """A marked text inside an f-string is not found by every Python, and one that is put together at run time by none."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
        assert not any(_is_mark(part) for part in inside), f"{path.name}:{getattr(node, 'lineno', 0)}: translation inside an f-string"
        if _is_mark(node) and isinstance(node, ast.Call):
            texts = node.args[: MARKS[node.func.id]]  # type: ignore[attr-defined]
            assert not any(isinstance(text, ast.JoinedStr | ast.BinOp) for text in texts), f"{path.name}:{node.lineno}"


def _is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS


@pytest.mark.parametrize("path", sorted(VIEWER.rglob("*.py")), ids=lambda path: path.name)
def test_nothing_is_shown_unmarked(path: Path) -> None:
    """What is handed to a heading, a widget, a table or a chart as it stands in the code is no word of a language."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHOWN:
            given = [
                *node.args[: node.func.attr != "page_link"],
                *(part.value for part in node.keywords if part.arg in {"title", "label", "help", "placeholder"}),
            ]
            for argument in given:
                parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                assert not any(re.search(r"[A-Za-zÆØÅæøå]{3}", re.sub(r"</?style>|:\w+:|\w+:[QNO]", "", text)) for text in texts), (
                    f"{path.name}:{node.lineno}: {texts}"
                )


def test_words_of_the_data_are_translated_by_the_data(edition: Path, catalogues: ModuleType) -> None:
    """Every word of a closed vocabulary that a page shows has an English one in the edition; every code, one in the catalogue."""
    import data  # noqa: PLC0415
    import language  # noqa: PLC0415
    import vocabulary  # noqa: PLC0415
    from format import unit  # noqa: PLC0415

    marked = {message.id for message in catalogues.extracted() if isinstance(message.id, str)}
    known = data.translations("en").keys() | set(vocabulary.STATUSES)
    assert len(known) > 350 and set(vocabulary.STATUSES) <= marked
    in_words = {
        "tema_navn": "select distinct tema_navn from rapport.rapport_mal union select distinct tema_navn from rapport.rapport_utsagn",
        "tjenesteomrade": "select distinct navn from marts.dim_tjenesteomrade",
        "status": "select distinct status from rapport.rapport_mal union select distinct status from rapport.rapport_klimamal",
        "tabellstatus": "select distinct status from kvalitet.tabellstatus union select distinct slag from kvalitet.tabellstatus",
        "gruppe": "select distinct navn from marts.dim_enhet where type != 'kommune'",
        "vekting": "select distinct vekting from marts.dim_enhet",
        "kjonn": "select distinct kjonn from rapport.rapport_befolkning",
        "se_pa": "select navn from rapport.rapport_se_pa where regel_id = 'handlingsregel' union select regel from rapport.rapport_se_pa "
        "union select setning from rapport.rapport_se_pa union select forklaring from rapport.rapport_se_pa",
        "oversikt": "select distinct navn from rapport.rapport_oversikt "
        "union select distinct sammenlignet_med from rapport.rapport_oversikt union select distinct sidenavn from rapport.rapport_oversikt",
        "regler": "select navn from rapport.rapport_handlingsregler union select nevner from rapport.rapport_handlingsregler "
        "union select korrigert_for from rapport.rapport_handlingsregler",
        "poster": "select distinct navn from rapport.rapport_budsjettavvik union select navn from rapport.rapport_balanse "
        "union select side from rapport.rapport_balanse union select navn from rapport.rapport_resultatfoss",
        "oppstillinger": "select navn from rapport.rapport_oppstilling where emne != 'korona' "
        "union select oppstillingsnavn from rapport.rapport_oppstilling",
    }
    for name, sql in in_words.items():
        words = {word for word in data.rows(sql).iloc[:, 0] if isinstance(word, str)}
        assert words <= known, (name, sorted(words - known))
    coded = {
        "FINDINGS": "select distinct type from kvalitet.kildefunn",
        "SEVERITIES": "select distinct alvorlighet from kvalitet.kildefunn",
        "RECONCILED": "select distinct status from kvalitet.avstemming",
        "CATEGORIES": "select distinct kategori from rapport.rapport_nokkeltall",
        "DIRECTIONS": "select distinct retning from rapport.rapport_nokkeltall",
        "RESERVATIONS": "select distinct tilnaerming from rapport.rapport_utsagn",
    }
    for name, sql in coded.items():
        codes = {code for code in data.rows(sql).iloc[:, 0] if isinstance(code, str)}
        table = getattr(vocabulary, name)
        assert codes <= set(table), (name, sorted(codes - set(table)))
        assert set(table.values()) <= marked
    assert set(vocabulary.UNITS.values()) <= marked
    units = data.rows(
        "select distinct maaleenhet from (select maaleenhet from rapport.rapport_nokkeltall union all "
        "select maaleenhet from rapport.rapport_utsagn union all select maaleenhet from rapport.rapport_mal union all "
        "select enhet from kvalitet.avstemming) where maaleenhet is not null"
    ).maaleenhet
    assert not {code for code in units if code not in vocabulary.UNITS} - known
    with language.speaking("en"):
        assert [unit(code) for code in ("kr_per_time", "døgn", "pst av driftsinntekter")] == [
            "NOK per hour",
            "days",
            "per cent of operating revenue",
        ]
    assert unit("pst av driftsinntekter") == "prosent av driftsinntektene"


def test_a_word_is_translated_where_it_stands(edition: Path) -> None:
    """The shared words, a package's own, a code's, and one that nobody has translated."""
    import pandas as pd  # noqa: PLC0415

    import language  # noqa: PLC0415
    from vocabulary import term, terms  # noqa: PLC0415

    words = ["Barnehage", "Landet uten Oslo", "Div. formål", "høyt er bra", "et ord ingen har oversatt", "", None]
    with language.speaking("en"):
        english = ["Kindergartens", "Norway without Oslo", "Various purposes", "high is good", "et ord ingen har oversatt", "", ""]
        assert [term(word) for word in words] == english
        translated = terms(pd.Series(words, dtype=object))
        assert translated.tolist()[:-1] == english[:-1] and translated.isna().tolist() == [False] * 6 + [True]
    assert [term(word) for word in words] == [*words[:-1], ""]


def test_words_without_an_edition_stand_as_they_are(empty_store: Path) -> None:
    import language  # noqa: PLC0415
    from vocabulary import term  # noqa: PLC0415

    with language.speaking("en"):
        assert [term("Barnehage"), term("nådd")] == ["Barnehage", "achieved"]


def test_the_code_names_no_word_of_the_data(edition: Path, catalogues: ModuleType) -> None:
    """Posts, areas, groups and themes are not the viewer's: one more of them changes nothing in it."""
    import data  # noqa: PLC0415

    source = (VIEWER / "vocabulary.py").read_text("utf-8")
    names = data.rows(
        "select navn from marts.dim_regnskapspost union select navn from marts.dim_tema union select navn from marts.dim_enhet"
    ).navn
    written = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert written & set(names) <= {"Økonomi"}, "which is also what a category is called"


# Numbers and words


def test_numbers_follow_the_language(edition: Path) -> None:
    import language  # noqa: PLC0415
    from format import measured, mill_kr, missing, number, percent, plain  # noqa: PLC0415

    assert [number(-1234.5, 1), percent(-3.2), mill_kr(601), missing()] == [
        "\u22121\u00a0234,5",
        "\u22123,2\u00a0%",
        "601\u00a0mill.\u00a0kr",
        "mangler",
    ]
    with language.speaking("en"):
        assert [number(-1234.5, 1), percent(-3.2), mill_kr(601), missing()] == [
            "\u22121,234.5",
            "\u22123.2%",
            "NOK\u00a0601 million",
            "missing",
        ]
        assert plain(Decimal("14.90")) == "14.9"
        assert measured(Decimal("1.5"), "1000 tonn") == "1.5 thousand tonnes"
        assert language.vega()["number"]["decimal"] == "."
    assert number(1234) == "1\u00a0234"


def test_a_translation_costs_microseconds(edition: Path) -> None:
    import timeit  # noqa: PLC0415

    import language  # noqa: PLC0415

    with language.speaking("en"):
        seconds = min(timeit.repeat(lambda: language._("Oversikt"), number=2000, repeat=5)) / 2000
    assert seconds < 20e-6


def test_a_new_language_is_a_folder_and_nothing_else(edition: Path, catalogues: ModuleType, tmp_path: Path, monkeypatch: Any) -> None:
    import language  # noqa: PLC0415

    for code, header in (("nn", "nn_NO"), ("se", "se_NO")):
        path = tmp_path / code / "LC_MESSAGES" / "viewer.po"
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid ""\nmsgstr ""\n"Language: {header}\\n"\n\nmsgid "Oversikt"\nmsgstr "Oversyn"\n', "utf-8")
    (tmp_path / "tom").mkdir()
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    language.available.cache_clear()
    language.speech.cache_clear()
    try:
        assert language.available() == ("nb", "nn", "se")
        assert [language.speech(code).name for code in language.available()] == ["Norsk bokmål", "Norsk nynorsk", "Davvisámegiella"]
        with language.speaking("nn"):
            assert language._("Oversikt") == "Oversyn"
            assert language._("Kilder") == "Kilder", "what is not translated stands in bokmål"
            assert language.current().tag == "nn-NO" and language.current().decimal == ","
    finally:
        language.available.cache_clear()
        language.speech.cache_clear()


# Every page


def shown(app: AppTest) -> Iterator[str]:
    """Every text of a page that a reader sees: headings, prose, widgets with their choices, table headings, axes, legends, alt texts."""
    for kind in ("title", "header", "subheader", "markdown", "caption", "info", "metric"):
        for element in app.get(kind):
            yield str(element.value)
            yield str(getattr(element, "label", "") or "")
    for kind in ("selectbox", "multiselect", "text_input", "text_area", "toggle", "button", "button_group", "select_slider"):
        for element in app.get(kind):
            proto = element.proto
            yield from (str(getattr(proto, name, "") or "") for name in ("label", "placeholder", "help"))
            yield from (str(getattr(option, "content", option)) for option in getattr(proto, "options", []))
    for kind in ("page_link", "expander", "download_button"):
        for element in app.get(kind):
            yield str(getattr(getattr(element, "proto", None), "label", "") or getattr(element, "label", "") or "")
    yield from _popovers(app.main)
    for table in tables(app):
        yield from map(str, table.columns)
    for html in app.main.get("html"):
        yield from re.findall(r'(?:title|aria-label)="([^"]*)"', html.proto.body)
    for chart in app.get("vega_lite_chart"):
        yield chart.proto.alt
        yield from _titles(json.loads(chart.proto.spec))


def _popovers(block: Any) -> Iterator[str]:
    for child in getattr(block, "children", {}).values():
        if child.type == "popover":
            yield child.proto.popover.label
        yield from _popovers(child)


def _titles(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "title" and isinstance(value, str):
                yield value
            elif key == "domain" and isinstance(value, list):
                yield from map(str, value)
            else:
                yield from _titles(value)
    elif isinstance(part, list):
        for value in part:
            yield from _titles(value)


@pytest.fixture(scope="module")
def norwegian(store: Path, catalogues: ModuleType) -> Any:
    """A pattern for every text that English has another word for, the viewer's and the data's; a name in braces stands for anything."""
    relation = (store / "gjeldende" / "parquet" / "marts.dim_oversettelse.parquet").resolve(strict=True)
    words = duckdb.sql(f"select tekst from '{relation}' where sprak = 'en' and tekst != oversettelse").fetchall()
    texts = {text for (text,) in words} - SAME
    assert len(texts) > 350
    for message in catalogues.catalogue_of("en"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        texts |= {text for text in ids if text and text not in strings and text not in SAME}
    plain = {text for text in texts if "{" not in text}
    patterns = [
        re.compile(".+?".join(re.escape(part) for part in re.split(r"\{[^}]*\}", text)) + r"\Z", re.DOTALL)
        for text in texts
        if "{" in text and len(re.sub(r"\{[^}]*\}|\W", "", text)) > 12
    ]

    def found(text: str) -> bool:
        return text.strip() in plain or any(pattern.match(text.strip()) for pattern in patterns)

    return found


def printed(app: AppTest, place: str) -> set[str]:
    """The headings of the printed table that a place shows first, and the titles of all: the source's words, also where ours are alike."""
    import data  # noqa: PLC0415

    own = "select overskrift from kvalitet.kildekolonne where tabell_id = 'AB2020-01' and overskrift is not null"
    return {*data.rows(own).overskrift, *widget(app, "selectbox", "tabell").options} if place == "kilder/tabeller" else set()


@pytest.mark.parametrize("place", EVERYWHERE)
def test_english_page_has_no_norwegian_word_of_ours(edition: Path, norwegian: Any, place: str) -> None:
    app = opened(place)
    assert not (app.exception or app.error)
    import data  # noqa: PLC0415

    left = (
        {text for text in shown(app) if norwegian(text)} - set(data.rows("select navn from marts.dim_indikator").navn) - printed(app, place)
    )
    assert not left, sorted(left)
    assert not re.search(r"\d,\d{1,2}\b(?!\d|,)", " ".join(element.value for element in app.title)), "a decimal comma"
    assert app.caption[-1].value.startswith(("Names, definitions", "Edition "))


@pytest.mark.parametrize("place", EVERYWHERE)
def test_english_headings_are_english(edition: Path, place: str) -> None:
    app = opened(place)
    headings = [element.value for kind in (app.title, app.header) for element in kind]
    assert headings
    assert not [text for text in headings if re.search(r"[æøåÆØÅ]|\b(og|for|av|som|mål|tall)\b", text.replace(" for ", " "))], headings


def test_the_guard_sees_a_norwegian_page(edition: Path, norwegian: Any) -> None:
    seen = {text for text in shown(opened("mal", "nb")) if norwegian(text)}
    for expected in (
        "Søk i tallene",
        "Status, vår lesning",
        "Resultat mot mål",
        "Måltall",
        "Om tallene og uttak",
        "Se tallet der det er trykt",
    ):
        assert expected in seen, expected
    assert any(text.startswith("Slik vi leser Årsberetning 2020") for text in seen)
    assert any(norwegian(text) for text in shown(opened("okonomi", "nb"))), "and a chart's words"


# The search and the case paper begin empty also where the edition has everything, and an address that no page has shows nothing of it.
@pytest.mark.parametrize("place", PLACES)
def test_english_without_tables_is_a_friendly_sentence(edition: Path, norwegian: Any, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import data  # noqa: PLC0415

    full = data.rows
    monkeypatch.setattr(data, "rows", lambda sql, *parameters: full(sql, *parameters).iloc[:0])
    monkeypatch.setattr(data, "first", lambda sql, *parameters: {})
    app = opened(place)
    assert not (app.exception or app.error)
    assert app.info and not any(norwegian(element.value) for element in app.info)


def test_english_without_an_edition(empty_store: Path) -> None:
    app = opened("oversikt")
    assert [element.value for element in app.title] == ["No edition to show"]


# The switch and the address


def test_the_switch_changes_everything_and_keeps_the_choices(edition: Path) -> None:
    app = opened("tjenester", "nb", omrade="barnevern")
    assert "sprak" not in app.query_params
    switch = next(widget for widget in app.sidebar.get("button_group") if widget.key == "sprakvalg")
    switch.set_value("en").run()
    assert not (app.exception or app.error)
    assert app.title[0].value == "Trondheim 2020 · Services"
    assert app.query_params["sprak"] in ("en", ["en"]) and app.query_params["omrade"] in ("barnevern", ["barnevern"])
    assert app.main.selectbox[0].value == "barnevern"
    assert any("child welfare" in element.value.casefold() for element in app.main.markdown)
    app.switch_page("views/kilder.py").run()
    assert app.title[0].value == "Trondheim 2020 · Sources and checks" and app.query_params["sprak"] in ("en", ["en"])
    next(widget for widget in app.sidebar.get("button_group") if widget.key == "sprakvalg").set_value("nb").run()
    assert app.title[0].value == heading("kilder") and "sprak" not in app.query_params


@pytest.mark.parametrize("nonsense", ["", "tull", "../../etc", "<script>", "EN", "en_GB"])
def test_nonsense_in_the_address_is_bokmal(edition: Path, nonsense: str) -> None:
    app = opened("oversikt", nonsense)
    assert not (app.exception or app.error)
    assert app.title[0].value == heading("oversikt")
    assert "sprak" not in app.query_params


def with_cookie(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """What the browser sends from the tab before."""
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", {"sprak": value})


def test_a_new_tab_speaks_as_the_one_before(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_cookie(monkeypatch, "en")
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert app.title[0].value == "Trondheim 2020 · Overview" and app.query_params["sprak"] in ("en", ["en"])
    switch = next(widget for widget in app.sidebar.get("button_group") if widget.key == "sprakvalg")
    switch.set_value("nb").run()
    assert app.title[0].value == heading("oversikt")
    assert app.run().title[0].value == heading("oversikt"), "what is chosen here outlasts the tab before"


@pytest.mark.parametrize(("cookie", "address", "title"), [("en", "nb", "Oversikt"), ("nb", "en", "Overview"), ("en", "tull", "Overview")])
def test_an_address_that_says_a_language_decides(
    edition: Path, monkeypatch: pytest.MonkeyPatch, cookie: str, address: str, title: str
) -> None:
    with_cookie(monkeypatch, cookie)
    assert opened("oversikt", address).title[0].value == f"Trondheim 2020 · {title}"


@pytest.mark.parametrize("nonsense", ["", "tull", "../../etc", "<script>", "EN", "en_GB", "x" * 4000])
def test_nonsense_in_the_cookie_is_bokmal(edition: Path, monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    with_cookie(monkeypatch, nonsense)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert not (app.exception or app.error)
    assert app.title[0].value == heading("oversikt") and "sprak" not in app.query_params
    assert [html.proto.body for html in app.sidebar.get("html") if "sprak=nb" in html.proto.body], "and is replaced"


@pytest.mark.parametrize(
    ("place", "query"),
    [
        ("mal/mal", {"tema": "klima", "status": "nådd"}),
        ("befolkning/folketall", {"grenser": "opprinnelige", "kommune": "5001", "folk": "1601", "fra": "2010", "til": "2017"}),
        ("kilder/funn", {"alvorlighet": "middels", "rapport": "alle"}),
        ("kilder/tabeller", {"tabell": "AB2020-14"}),
        ("sammenligning", {"omrade": "barnevern", "med": "asss"}),
    ],
)
def test_an_address_says_the_same_in_every_language(edition: Path, place: str, query: dict[str, str]) -> None:
    for language in ("nb", "en"):
        app = opened(place, language, **query)
        assert not (app.exception or app.error)
        for name, value in query.items():
            assert app.query_params[name] in (value, [value]), (language, name)
        assert ("sprak" in app.query_params) == (language == "en")


# What is taken along


def test_files_are_in_the_language_they_were_shown_in(edition: Path) -> None:
    import language  # noqa: PLC0415
    import parts  # noqa: PLC0415
    import sakspapir  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    items = opened("okonomi").session_state["_vist"]
    chart = next(item for item in items if item.figure and "NOK million" in json.dumps(item.figure.specification))
    table = next(item for item in items if item.frame is not None and "Original budget" in " ".join(item.headings()))
    assert "sprak=en" in table.address
    book = openpyxl.load_workbook(io.BytesIO(uttak.excel(table)))
    assert book.sheetnames[-1] == "Sources"
    assert [cell.value for cell in book.worksheets[0][1]][:3] == [
        "Item",
        "Original budget (NOK million)",
        "Amended budget (NOK million)",
    ]
    assert book.worksheets[0]["B2"].number_format.startswith("#,##0")
    assert [row[0].value for row in book["Sources"].iter_rows(max_row=4)] == ["Title", "Page", "Edition", "Address"]
    drawn = uttak.svg(chart).decode()
    assert "Source: " in drawn and "NOK million" in drawn and re.search(r">\u2212?\d{1,2},\d{3}<", drawn)
    with language.speaking("en"):
        document = docx.Document(io.BytesIO(sakspapir.word([chart, table], "Case", "")))
        page = sakspapir.page([table], "Case").decode()
        written = parts.csv(table).decode("utf-8-sig").splitlines()
    assert document.core_properties.language == "en-GB"
    assert "Sources" in [paragraph.text for paragraph in document.paragraphs]
    assert document.tables[0].rows[1].cells[1].text == "4,140"
    assert '<html lang="en">' in page
    assert written[0].startswith("Item,Original budget (NOK million),")
    # Under a Norwegian document the table keeps the language it was taken in.
    assert docx.Document(io.BytesIO(sakspapir.word([table], "Sak"))).tables[0].rows[1].cells[1].text == "4,140"


def test_the_sources_own_words_are_marked_as_norwegian(edition: Path) -> None:
    for language, marked in (("nb", False), ("en", True)):
        drawn = next(html.proto.body for html in opened("mal", language).main.get("html") if "<table" in html.proto.body)
        assert ('<span lang="nb">' in drawn) == marked, language
        labels = re.findall(r'<th scope="row">.*?</th>', drawn)
        assert len(labels) > 5 and all(('lang="nb"' in label) == marked for label in labels)


def test_excel_formats_follow_the_written_number(edition: Path) -> None:
    import language  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    with language.speaking("en"):
        assert uttak.number_format("\u22121,234.5").split(";")[0] == "#,##0.0"
        assert uttak.number_format("3.2%").split(";")[0] == '#,##0.0"%"'
        assert uttak.number_format("NOK\u00a01,234 million").split(";")[0] == '"NOK\u00a0"#,##0" million"'


# In a browser


@pytest.fixture(scope="module")
def browser(chromium_path: str | None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.mark.browser
def test_the_switch_in_a_browser(browser: Browser, server: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{server}/tjenester?omrade=barnevern")
    expect(page.get_by_role("heading", level=1, name="Trondheim 2020 · Tjenester", exact=True)).to_be_visible(timeout=30_000)
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    page.get_by_test_id("stSidebar").get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Trondheim 2020 · Services", exact=True)).to_be_visible(timeout=10_000)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_url(re.compile(r"sprak=en"))
    assert "omrade=barnevern" in page.url
    expect(page.get_by_test_id("stMain")).to_contain_text("Child welfare")

    # The permalink, in a window of its own.
    other = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", level=1, name="Trondheim 2020 · Services", exact=True)).to_be_visible(timeout=30_000)
    expect(other.locator("html")).to_have_attribute("lang", "en")
    expect(other.get_by_test_id("stMain")).to_contain_text("Child welfare")
    other.context.close()

    # Across pages, and back.
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Goals").click()
    expect(page.get_by_role("heading", level=1, name="Trondheim 2020 · Goals", exact=True)).to_be_visible(timeout=10_000)
    page.wait_for_url(re.compile(r"/mal\?.*sprak=en"))
    page.get_by_test_id("stSidebar").get_by_role("radio", name="Norsk bokmål").click()
    expect(page.get_by_role("heading", level=1, name="Trondheim 2020 · Mål", exact=True)).to_be_visible(timeout=10_000)
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    page.wait_for_url(lambda url: "sprak" not in url)
    page.context.close()


@pytest.mark.browser
def test_a_file_from_an_english_page_is_english(browser: Browser, server: str, tmp_path: Path) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.goto(f"{server}/okonomi?fane=budsjett&sprak=en")
    expect(page.get_by_role("heading", level=1, name="Trondheim 2020 · Finances", exact=True)).to_be_visible(timeout=30_000)
    lids(page, "Numbers and downloads").first.click()  # the last is drawn last, and lies under a lid
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name="Download as CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert "Revised budget (NOK million)" in text.splitlines()[0]
    page.context.close()
