"""The search box: what a reader writes finds what it should, and goes there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_sider import PAGES, PLACES, TABS

ROOT = Path(__file__).resolve().parents[2]

APP = str(ROOT / "app" / "app.py")


def searched(text: str) -> AppTest:
    """The viewer after somebody has written `text` in the search box of the start page."""
    app = AppTest.from_file(APP, default_timeout=30).run()
    return app.text_input(key="sokefelt").set_value(text).run()


def hits(app: AppTest) -> list[str]:
    """The labels of the links on the search page, best first."""
    return [link.label.replace("\\", "") for link in app.main.get("page_link")]


def test_stems_are_the_editions(edition: Path) -> None:
    import data  # noqa: PLC0415
    import search  # noqa: PLC0415

    rows = data.rows("select tittel, tittelord from rapport.rapport_sok")
    assert len(rows) > 1000
    wrong = [row.tittel for row in rows.itertuples() if search.stemmed(search.folded(row.tittel)) != row.tittelord]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("disposisjonsfond", "Disposisjonsfond, økonomi"),
        ("netto driftsresultat", "Netto driftsresultat"),
        ("NETTO DRIFTSRESULTATET", "Netto driftsresultat"),
        ("skole", "Skole"),
        ("skolene", "Skole"),
        ("eldreomsorg", "Helse og omsorg"),
        ("gjeld", "Gjeld, økonomi"),
        ("klebu", "Trondheim"),
        ("covid", "Økonomi: budsjett"),
        ("kvinner", "Ansatte"),
        ("sick leave", "Sykefravær"),
        ("apprentices", "Ansatte"),
        ("befolkningsvekst", "Befolkning"),
        ("innbyggarar", "Langsiktig gjeld per innbygger"),
        ("vassforsyning", "Vann"),
        ("ordfører", "Ansatte"),
        ("kommunestyrets handlingsregel", "Økonomi: resultat"),
        ("barnehager", "Barnehage"),
        ("Tromsø", "Tromsø"),
        ("tromso", "Tromsø"),
        ("bærum", "Bærum"),
        ("baerum", "Bærum"),
        ("Tråante", "Trondheim"),
        ("Kárášjohka", "Karasjok"),
        ("guovdageaidnu", "Kautokeino"),
        ("budsjettavvik", "Økonomi: budsjett"),
        ("aarsverk", None),
        ("AB2020-08", "Balanse"),
        ("AB2020-F003", "Netto driftsresultat i prosent"),
        ("home care", "Innbyggere 80 år og eldre med hjemmetjenester"),
        ("klimautslepp", "I 2023 er de direkte klimagassutslippene"),
        ("søppel", "Avfall"),
    ],
)
def test_words_find_the_thing_first(edition: Path, text: str, title: str | None) -> None:
    import search  # noqa: PLC0415

    found = search.find(text)
    if title is None:
        assert (found.total, found.meant) == (0, "årsverk")  # å is written å or a, never aa
    else:
        assert any(name.startswith(title) for name in found.hits.tittel.head(3)), found.hits.tittel.head(5).tolist()


@pytest.mark.parametrize(
    ("text", "norwegian"),
    [("debt", "gjeld"), ("school", "skole"), ("budget", "budsjett"), ("rekneskap", "regnskap"), ("born", "barn"), ("covid", "korona")],
)
def test_other_words_for_the_same_find_what_the_norwegian_word_finds(edition: Path, text: str, norwegian: str) -> None:
    import search  # noqa: PLC0415

    found, wanted = search.find(text), search.find(norwegian)
    assert wanted.total and found.total >= wanted.total
    assert wanted.hits.tittel.iloc[0] in set(found.hits.tittel), found.hits.tittel.head(5).tolist()
    assert "Klæbu" in " ".join(search.find("klebu").hits.tittel)


@pytest.mark.parametrize(
    ("text", "instead", "title"),
    [
        ("nettodriftsresultat", "netto driftsresultat", "Netto driftsresultat"),
        ("disposisjons fond", "", "Disposisjonsfond, økonomi"),
        ("nettodrifts resultatet", "netto driftsresultatet", None),
        ("skuleelevar", "skule elevar", None),
        ("sykehjemsplasser", "sykehjem", None),
        ("hvor mye gjeld har vi", "gjeld", None),
        ("kor mange elevar er det", "elevar", None),
        ("kommunale avgifter", "avgifter", None),
        ("lønnsforskjellene mellom kjønnene", "lønnsforskjellene kjønnene", None),
    ],
)
def test_compounds_are_joined_and_split(edition: Path, text: str, instead: str, title: str | None) -> None:
    import search  # noqa: PLC0415

    found = search.find(text)
    assert found.total and found.instead == instead
    assert title is None or title in set(found.hits.tittel.head(3))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("barnehge", "barnehage"),
        ("disposisjonsfnd", "disposisjonsfond"),
        ("plan og byging", "plan og bygning"),
        ("zzqqxx", ""),
        ("netodriftsresultat", "netto driftsresultat"),
        ("nettodriftsresultt", "netto driftsresultat"),
        ("hohe", ""),  # «Hole» has another letter
        ("sppel", ""),
    ],
)
def test_a_slip_of_the_pen_is_asked_about(edition: Path, text: str, meant: str) -> None:
    app = searched(text)
    said = [link.proto for link in app.main.get("page_link")]
    assert [link.label for link in said] == ([f"Mente du «{meant}»?"] if meant else [])
    if meant:
        assert said[0].page == "sok" and said[0].query_string.startswith("q=")


def test_the_total_is_all_that_is_found_and_the_hits_have_number_year_and_direction(edition: Path) -> None:
    import data  # noqa: PLC0415
    import search  # noqa: PLC0415

    found = search.find("skole")
    every = data.first("select count(*) as antall from rapport.rapport_sok where contains(sokeord, 'skol')")["antall"]
    assert len(found.hits) == search.MOST_HITS < found.total <= every
    app = searched("disposisjonsfond")
    said = [element.value.replace("\\", "").replace("\xa0", " ") for element in app.main.markdown]
    assert "**Trondheim 2020: 12,4 % (høyt er bra)**" in " ".join(said)
    app = searched("plan og bygning")
    assert "avvik fra budsjettet −7,7 mill. kr, merforbruk" in " ".join(
        element.value.replace("\\", "").replace("\xa0", " ") for element in app.main.markdown
    )


def test_pages_tabs_and_charts_are_found(edition: Path) -> None:
    """Each leads to a place that is there, and every page and tab is in the index."""
    import data  # noqa: PLC0415

    places = set(data.rows("select side from rapport.rapport_sok where art = 'side'").side)
    assert set(PAGES) <= places
    assert {place for place in PLACES if "/" in place} - {f"{page}/{tabs[0]}" for page, tabs in TABS.items()} <= places
    assert "Figur: alderspyramiden" in hits(searched("alderspyramide"))


@pytest.mark.parametrize(
    ("norwegian", "ascii_text"), [("årsverk", "arsverk"), ("økonomi", "okonomi"), ("sykefraværet", "sykefravaer"), ("lån", "lan")]
)
def test_spellings_find_the_same(edition: Path, norwegian: str, ascii_text: str) -> None:
    import search  # noqa: PLC0415

    first, second = search.find(norwegian).hits, search.find(ascii_text).hits
    assert len(first) and first.nokkel.tolist() == second.nokkel.tolist()


@pytest.mark.parametrize("text", ["' zq ''=' --", "%_", "\\", "a' ; drop table x; --", "$9999", "*** [x](y)", "\u0000", "🙂", "x" * 100])
def test_nonsense_finds_nothing_and_breaks_nothing(edition: Path, text: str) -> None:
    app = searched(text)
    assert not (app.exception or app.error)
    assert not hits(app)


def test_every_kind_can_be_found_and_every_address_is_whole(edition: Path) -> None:
    import data  # noqa: PLC0415
    import search  # noqa: PLC0415

    rows = data.rows("select * from rapport.rapport_sok")
    assert set(rows.art) == {"nokkeltall", "post", "tjenesteomrade", "kommune", "tabell", "mal", "utsagn", "funn", "side"}
    for row in rows[rows.parametre.notna()].itertuples():
        assert all(search.address(row.parametre).values()), row.nokkel
    assert rows[rows.side.isna()].art.isin(["utsagn"]).all()
    pages = {path.stem for path in (ROOT / "app" / "views").glob("*.py")}
    assert {side.partition("/")[0] for side in rows.side.dropna()} <= pages


def test_box_leads_to_the_search_page_and_on(edition: Path) -> None:
    app = searched("innbyggere i tromsø")
    assert not (app.exception or app.error)
    assert app.title[0].value == "Søk"
    assert app.query_params["q"] in ("innbyggere i tromsø", ["innbyggere i tromsø"])
    assert "Tromsø" in hits(app)[0]
    link = app.main.get("page_link")[0]
    assert link.proto.query_string == "kommune=5501"


def test_search_page_by_its_address(edition: Path) -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["q"] = "disposisjonsfond"
    app = app.switch_page("views/sok.py").run()
    assert app.text_input(key="sokefelt").value == "disposisjonsfond"
    assert any("Disposisjonsfond" in hit for hit in hits(app))


def test_search_without_words_says_what_it_searches(edition: Path) -> None:
    app = AppTest.from_file(APP, default_timeout=30).switch_page("views/sok.py").run()
    assert not (app.exception or app.error)
    assert "Skriv ett eller flere ord" in app.main.markdown[0].value


def test_search_on_an_empty_store(empty_store: Path) -> None:
    app = AppTest.from_file(APP, default_timeout=30).switch_page("views/sok.py").run()
    assert not (app.exception or app.error)
    assert app.title[0].value == "Ingen utgave å vise"


def test_a_hit_in_the_prose_leads_to_the_finding_that_touches_its_number(edition: Path) -> None:
    [told] = [element.value for element in searched("renteutgifter på kommunens lån").main.caption if "merutgift 7 mill" in element.value]
    assert told.endswith("\xa0[⚑](/kilder?fane=funn&funn=5001-arsberetning-2020-F014)") or "funn=AB2020-F014)" in told


def test_a_hit_in_the_prose_says_of_whom_a_number_is_where_it_is_another_s(edition: Path) -> None:
    told = [element.value for element in searched("eiendomsskatt").main.caption if "andel av driftsinntektene" in element.value]
    assert any("Landet" in text or "ASSS" in text.split("rapport")[0] for text in told)


def told(app: AppTest) -> str:
    """What the search page says, as it is read."""
    return " ".join(element.value.replace("\\", "").replace("\xa0", " ") for element in [*app.main.markdown, *app.main.caption])


def test_a_municipality_beside_other_words_is_whose_figures_are_asked_for(edition: Path) -> None:
    app = searched("netto driftsresultat Sandnes")
    assert "treff på **netto driftsresultat i Sandnes**" in told(app)
    first = app.main.get("page_link")[0]
    assert first.label == "Netto driftsresultat" and {"kommune=1108", "aar=2021"} <= set(first.proto.query_string.split("&"))
    assert "**Sandnes 2021: 438,3 mill. kr**" in told(app)
    assert "Varehuset har ikke tallet for Sandnes." in told(app), "in any year"
    import search  # noqa: PLC0415

    found = search.find("hvor mye gjeld har Stavanger")
    assert found.of is not None and (found.of.id, found.instead) == ("1103", "gjeld")
    others = found.hits.parametre.dropna()
    assert not [address for address in others if "kommune=" in address and "kommune=1103" not in address]
    assert search.find("Sandnes").of is None, "the name alone is the municipality itself"


def test_a_hit_says_whose_its_number_is_and_that_it_has_none(edition: Path) -> None:
    assert re.search(r"\*\*Trondheim 2020: 94 328 kr[^*]*\(lavt er bra\)\*\*", told(searched("gjeld per innbygger")))
    assert "Varehuset har ikke tallet for Trondheim til og med 2020." in told(searched("interne finansieringstransaksjoner"))
    assert "Post i «Økonomisk oversikt" in told(searched("eigedomsskatt")), "where the municipality's own report has it"
    people = [link.label for link in searched("hvor mange bor i kommunen").main.get("page_link")]
    assert "Trondheim" in people[:3], "the reader's own municipality, and no goal that something «bør» be"
    labels = [link.label for link in searched("sykefravær").main.get("page_link")]
    assert labels[0] == "Ansatte", "the page of the year that is shown, before numbers of 2014"


def test_nothing_is_said_without_a_count(edition: Path) -> None:
    assert "Ingen treff på **zzqqxx**." in told(searched("zzqqxx"))
