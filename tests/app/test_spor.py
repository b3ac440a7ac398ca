"""A trace ends in something: from a number to its cell in the table as printed, or to its sentence, marked; and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from conftest import ROOT, lids

APP = str(ROOT / "app" / "app.py")


@pytest.fixture(scope="module")
def browser(chromium_path: str | None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def settled(page: Page) -> Page:
    page.locator("[data-testid=stMain] h1").first.wait_for(timeout=30_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    return page


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page(f"views/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not (app.exception or app.error)
    return app


def html(app: AppTest) -> str:
    return "".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.browser
def test_a_row_leads_to_the_printed_cell_and_back(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nb-NO")
    page.goto(f"{server}/sammenligning?omrade=grunnskole")
    settled(page)
    page.locator("table.ark tbody th a", has_text="Grunnskolepoeng").first.click()
    marked = page.locator("table.ark tr.merket")
    expect(marked).to_have_count(1, timeout=30_000)
    assert "43,7" in marked.locator("td.her").inner_text()
    assert "rad=" in page.url and "kolonne=trondheim" in page.url
    assert len(page.context.pages) == 1
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sammenligning", timeout=30_000)
    page.close()


@pytest.mark.browser
def test_the_lid_quotes_the_sentence_of_a_number_in_the_prose(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nb-NO")
    page.goto(f"{server}/ansatte")
    settled(page)
    lids(page, "Om tallene").first.click()
    quote = page.locator("blockquote.sitat").first
    expect(quote.locator("mark")).to_be_visible(timeout=30_000)
    assert re.search("sykefravær", quote.inner_text(), re.IGNORECASE)
    page.get_by_role("link", name="Se det der det er trykt").first.click()
    expect(page.get_by_role("heading", name="Setningen som trykt")).to_be_visible(timeout=30_000)
    page.close()


def test_a_sentence_is_quoted_with_its_number_marked(edition: Path) -> None:
    app = opened("kilder", fane="tabeller", sted="AB2020-P0257-3")
    assert "ble <mark>7</mark> millioner kroner høyere enn budsjettet" in html(app)
    first: Any = app.get("page_link")[0]
    assert first.label.startswith("Vi fant en feil her: Renteutgiftene")


def test_a_place_that_is_not_there_is_told(edition: Path) -> None:
    app = opened("kilder", fane="tabeller", sted="AB2020-P9999-9")
    assert "Lenken ba om noe" in app.info[0].value


@pytest.mark.parametrize("rad", ["999", "tull", "-1", "1' or 1=1"])
def test_a_row_that_is_not_there_marks_nothing(edition: Path, rad: str) -> None:
    assert 'class="merket"' not in html(opened("kilder", fane="tabeller", tabell="AB2020-05", rad=rad))


def test_every_serious_finding_has_both_of_its_places(edition: Path) -> None:
    """Two quotations each, or one where the place contradicts itself; what stands in the prose is a sentence with its number marked."""
    import data  # noqa: PLC0415

    said = html(opened("kilder", alvorlighet="hoy", rapport="alle"))
    found = data.rows("select * from kvalitet.kildefunn where alvorlighet = 'hoy'")
    assert len(found) > 10
    for finding in found.itertuples():
        [body] = re.findall(rf'<details class="funn" id="{finding.funn_id}".*?</details>', said, re.DOTALL)
        places = [finding.sted_a] if finding.sted_b is None else [finding.sted_a, finding.sted_b]
        assert body.count("<blockquote") == len(places), finding.funn_id
        for place, quote in zip(places, body.split("<blockquote")[1:], strict=True):
            if re.search(r"-P\d{4}-", place):
                assert "<mark>" in quote and "«" in quote, place


def test_a_link_to_a_finding_shows_it_first(edition: Path) -> None:
    app = opened("kilder", funn="AB2020-F007")
    assert html(app).index("AB2020-F007") < html(app).index("AB2020-F014")


@pytest.mark.parametrize(
    ("place", "query"),
    [
        ("AB2020-05|15|avvik", {"tabell": "AB2020-05", "rad": "15", "kolonne": "avvik"}),
        ("AB2020-05|15", {"tabell": "AB2020-05", "rad": "15"}),
        ("1102-arsregnskap-2017-01", {"tabell": "1102-arsregnskap-2017-01"}),
        ("AB2020-P0257-3", {"sted": "AB2020-P0257-3"}),
        ("1103-arsrapport-2018-L0005-1", {"sted": "1103-arsrapport-2018-L0005-1"}),
        ("AB2020-L0257", {"sted": "AB2020-L0257"}),
    ],
)
def test_a_place_has_an_address(edition: Path, place: str, query: dict[str, str]) -> None:
    import provenance  # noqa: PLC0415

    assert provenance.parameters(place) == query


@pytest.mark.parametrize(
    ("text", "number", "marked"),
    [
        ("Det var 115 og 15.", "15", "Det var 115 og <mark>15</mark>."),
        ("Vi la 2 115 til.", "2 115", "Vi la <mark>2 115</mark> til."),
        ("Et <b>5</b> & mer", "5", "Et &lt;b&gt;<mark>5</mark>&lt;/b&gt; &amp; mer"),
        ("Ingen her.", "7", "Ingen her."),
        ("Uten tall.", None, "Uten tall."),
    ],
)
def test_the_number_itself_is_marked(edition: Path, text: str, number: Any, marked: str) -> None:
    import provenance  # noqa: PLC0415

    assert provenance.marked(text, number) == marked
