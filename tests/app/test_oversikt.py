"""The overview: the year's headline and what explains it, what to look at by the catalogue's rules, and what is new since last time."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import lxml.html
import pytest
from streamlit.testing.v1 import AppTest

from kommunevarehus.editions import manifest_sha256

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "app" / "app.py")


def overview(state: dict[str, Any] | None = None, **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params.update(query)
    for name, value in (state or {}).items():
        app.session_state[name] = value
    app.run()
    assert not (app.exception or app.error)
    return app


def links(app: AppTest) -> dict[str, Any]:
    return {link.proto.label: link.proto for link in app.main.get("page_link")}


def html(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.main.get("html"))


def said(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in [*app.main.info, *app.main.markdown, *app.main.caption])


def test_the_year_begins_with_its_headline_and_what_explains_it(edition: Path) -> None:
    app = overview()
    headline = r"et \*\*mindreforbruk på 252\xa0mill\.\xa0kr\*\*\xa0\[⚑\]\(/kilder\?fane=funn&funn=[\w-]+\) mot revidert budsjett i 2020"
    assert re.search(headline, app.main.markdown[0].value)
    assert "lønn- og pensjonskostnader (+128)" in app.main.markdown[0].value
    assert re.search(r"\*\*601\xa0mill\.\xa0kr\*\*\xa0\[⚑\]\([^)]+\), mot 218\xa0mill\.\xa0kr", app.main.markdown[0].value)
    [explained] = [item for item in app.session_state["_vist"] if item.frame is not None]
    amounts = dict(zip(explained.frame.navn, explained.frame.belop_mill_kr, strict=True))
    assert amounts.pop("Mindreforbruk i alt") == 252 == sum(amounts.values())
    assert "Bedre enn regulert budsjett: 218\xa0mill.\xa0kr" in html(app)
    assert re.search(r"Svakere enn kommunestyrets mål: under 70\s%", html(app))


def test_without_such_a_table_the_posts_that_differ_most_explain_it(edition: Path) -> None:
    app = overview(kommune="1103", aar="2021")
    assert "Hvor avviker regnskapet mest fra budsjettet?" in [element.value for element in app.header]
    [explained] = [item for item in app.session_state["_vist"] if item.frame is not None]
    assert len(explained.frame) == 5 and explained.frame.belop_mill_kr.iloc[0] == max(explained.frame.belop_mill_kr, key=abs)


def test_five_things_of_different_kinds_each_with_its_numbers_its_rule_and_its_page(edition: Path) -> None:
    app = overview()
    things = {label: proto for label, proto in links(app).items() if re.match(r"\d\. ", label)}
    assert [label[:2] for label in things] == ["1.", "2.", "3.", "4.", "5."]
    first, *_rest = things
    assert first == "1. **Plan og bygning** brukte 7,7\xa0mill.\xa0kr mer enn budsjettet (17,6\xa0%)."
    assert things[first].page == "tjenester" and "omrade=plan_og_bygning" in things[first].query_string
    pages = [proto.page for proto in things.values()]
    assert pages == ["tjenester", "okonomi", "tjenester", "mal", "ansatte"]
    rules = re.findall(r'<details class="regel"><summary>Regelen: (.*?)</summary><p>(.*?)</p>', html(app))
    assert len(rules) == 5 and rules[0][0] == "Over budsjettet" and "minst 0,5\xa0%" in rules[0][1]
    assert not re.search(r"[{}]", "".join([*things, *(text for _name, text in rules)])), "a place for a number is left empty"


def test_small_deviations_and_central_items_are_no_overspending(edition: Path) -> None:
    app = overview()
    assert "Av **19** tjenesteområder: 4 brukte mer enn budsjettet, 4 holdt det og 11 brukte mindre." in said(app)
    assert not [label for label in links(app) if label.startswith(("Diverse sentrale", "Tilleggsbevilgninger", "Barnehage"))]


def test_three_of_the_serious_findings_and_the_way_to_all(edition: Path) -> None:
    found = {label: proto for label, proto in links(overview()).items() if "funn" in proto.query_string and proto.page == "kilder"}
    assert len(found) == 4
    assert list(found)[-1] == "Alle funnene, av dem 13 alvorlige"


def test_a_municipality_with_people_alone_has_things_about_them(edition: Path) -> None:
    app = overview(kommune="0301")
    assert re.search(r"Oslo hadde \*\*[\d\s]+ innbyggere\*\* 1. januar 20\d\d", said(app))
    things = [label for label in links(app) if re.match(r"\d\. ", label)]
    assert things and "80 år og over" in things[0]


def test_the_things_are_told_in_english(edition: Path) -> None:
    first = next(label for label in links(overview(sprak="en")) if label.startswith("1. "))
    assert first == "1. **Planning and building** spent NOK\xa07.7 million more than its budget (17.6%)."


# Since last time


@pytest.fixture
def earlier(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A store with the edition and one before it that lacks a finding and has another number: the ids of the two."""
    lager = tmp_path / "lager"
    shutil.copytree(store, lager, symlinks=True)
    now = (lager / "gjeldende").resolve()
    before = now.with_name("20200102T030405Z-0123456789ab")
    shutil.copytree(now, before)
    for path in (before, *before.rglob("*")):
        path.chmod(0o755)
    with duckdb.connect(str(before / "kommunevarehus.duckdb")) as connection:
        connection.execute("delete from kvalitet.kildefunn where funn_id = (select min(funn_id) from kvalitet.kildefunn)")
        largest = "(select max(belop_mill_kr) from rapport.rapport_balanse)"
        connection.execute(f"update rapport.rapport_balanse set belop_mill_kr = 0 where belop_mill_kr = {largest}")
    manifest = json.loads((before / "datapackage.json").read_text("utf-8"))
    for resource in manifest["resources"]:
        if resource["name"] in {"kvalitet.kildefunn", "rapport.rapport_balanse"}:
            resource["hash"] = "sha256:another"
    manifest["manifest_sha256"] = manifest_sha256(manifest)
    (before / "datapackage.json").write_text(json.dumps(manifest), "utf-8")
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(lager))
    monkeypatch.setenv("KOMMUNEVAREHUS_ROOT", str(ROOT))
    monkeypatch.syspath_prepend(str(ROOT / "app"))
    return before.name, now.name


def test_what_is_new_since_the_readers_last_edition_is_said_with_its_way(earlier: tuple[str, str]) -> None:
    app = overview({"_siden_sist": earlier})
    assert "Du så sist utgaven fra 02.01.2020." in said(app)
    found = links(app)
    assert found["Feil vi fant: 1 ny"].page == "kilder"
    assert any(re.fullmatch(r"Balanse: \d+ endret", label) for label in found)
    assert not [label for label in found if label.startswith("Mål:")], "what is the same is not new"


@pytest.mark.parametrize("before", ["", "20190102T030405Z-borte"])
def test_a_new_reader_and_one_whose_edition_is_gone_are_told_nothing(earlier: tuple[str, str], before: str) -> None:
    assert "Siden sist" not in said(overview({"_siden_sist": (before, earlier[1])}))


def test_a_ratio_is_held_against_the_municipalitys_own_goal_before_the_advice_to_all(edition: Path) -> None:
    app = overview(kommune="1103", aar="2019")
    assert re.search(r"Svakere enn kommunens mål: minst 3\s%", html(app))
    assert re.search(r"Bedre enn kommunens mål: minst 6\s%", html(app))
    assert "nbefalt" not in html(app)
    assert any("målet under 60\xa0%" in link.proto.label for link in app.main.get("page_link"))


# A mark leads to its finding


@pytest.mark.parametrize(
    "place", ["oversikt", "okonomi", "okonomi?fane=budsjett", "okonomi?fane=balanse", "tjenester", "sammenligning", "mal", "ansatte"]
)
def test_a_mark_beside_a_number_leads_to_its_finding(edition: Path, place: str) -> None:
    page, _mark, query = place.partition("?")
    app = AppTest.from_file(APP, default_timeout=60)
    if page != "oversikt":
        app.switch_page(f"views/{page}.py")
    app.query_params.update(dict([query.split("=")] if query else []))
    app.run()
    written = "\n".join(str(element.value) for element in [*app.main.markdown, *app.main.caption])
    loose = re.sub(
        r"\[⚑\]\(/kilder\?fane=funn&funn=[\w-]+\)|⚑ \[[^]]+\]\(/kilder\?fane=funn&funn=[\w-]+\)|⚑ \d+ funn til, i tabellen", "", written
    )
    assert "⚑" not in loose
    drawn = [lxml.html.fromstring(f"<div>{element.proto.body}</div>") for element in app.main.get("html")]
    marks = [text.getparent() for part in drawn for text in part.xpath("//text()[contains(., '⚑')]")]
    assert marks and all(mark.tag == "a" and "funn=" in mark.get("href") for mark in marks)
    assert not [label for label in links(app) if "⚑" in label], "a link leads to one place"
