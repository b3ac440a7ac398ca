"""The viewer in a real browser: every page at three widths, and the readers' questions answered within three clicks from the start page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_sider import PAGES

pytestmark = pytest.mark.browser
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefakter"
WIDTHS = (1280, 768, 390)
CLICKS = 3


@pytest.fixture(scope="module")
def browser(chromium_path: str | None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO", accept_downloads=True)
    yield context.new_page()
    context.close()


def _settle(page: Page, title: str) -> None:
    """Wait until the page with this title is drawn and the script is at rest."""
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(timeout=30_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_timeout(300)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "title"), PAGES.items())
def test_page_fits_and_shows_no_error(browser: Browser, server: str, name: str, title: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nb-NO")
    page = context.new_page()
    page.goto(f"{server}/{'' if name == 'oversikt' else name}")
    _settle(page, title)
    assert page.locator("[data-testid=stException]").count() == 0
    scroll, client, height = page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return [main.scrollWidth, main.clientWidth, main.scrollHeight] }"
    )
    assert scroll <= client, f"the page is {scroll} wide in a window of {client}"
    page.set_viewport_size({"width": width, "height": min(height + 60, 9000)})
    page.wait_for_timeout(500)
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}_{width}.png")
    context.close()


# A reader's question: the links to follow from the start page, the page they lead to, and what the answer looks like.
JOURNEYS = {
    "Holdt vi budsjettet, hvor ikke, og hvorfor?": (
        ["Holdt vi budsjettet, hvor ikke, og hvorfor?", re.compile("^Alt om ")],
        "Tjenester",
        r"svakere enn revidert budsjett",
    ),
    "Er vi innenfor bystyrets økonomiske handlingsregler?": (
        ["Er vi innenfor bystyrets økonomiske handlingsregler?"],
        "Årsresultatet",
        r"Ikke innfridd",
    ),
    "Hva bruker og får vi, mot de andre storbyene?": (
        ["Hva bruker og får vi, mot de andre storbyene?"],
        "Sammenligning",
        r"bedre enn snittet av de ti ASSS-kommunene",
    ),
    "Hvor står vi på målene?": (["Hvor står vi på målene?"], "Mål og resultater", r"\d+ av \d+ mål er nådd"),
    "Hva krever befolkningsutviklingen?": (["Hva krever befolkningsutviklingen?"], "Befolkning", r"innbyggere 1\. januar \d{4}"),
    "Kan jeg stole på dette tallet, og hvor er det fra?": (
        ["Kan jeg stole på dette tallet, og hvor er det fra?"],
        "Kilder",
        r"\d+ tabeller og figurer",
    ),
}


@pytest.mark.parametrize("question", JOURNEYS)
def test_questions_are_answered_within_three_clicks(page: Page, server: str, question: str) -> None:
    links, title, answer = JOURNEYS[question]
    assert len(links) <= CLICKS
    page.goto(server)
    _settle(page, "Oversikt")
    for link in links:
        before = page.url
        page.get_by_test_id("stMain").get_by_role("link", name=link, exact=isinstance(link, str)).first.click()
        page.wait_for_url(lambda url, before=before: url != before)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    _settle(page, title)
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(answer), timeout=10_000)


def test_a_figure_leads_to_the_printed_table(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, "Oversikt")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="AB2020-02").first.click()
    printed = opened.value
    _settle(printed, "Kilder")
    assert "tabell=AB2020-02" in printed.url
    expect(printed.get_by_role("heading", name="Økonomisk oversikt etter art 2020")).to_be_visible()


def _taken(page: Page, name: str) -> Path:
    """The file that a click gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path())


def test_a_table_is_taken_along(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, "Oversikt")
    page.get_by_test_id("stMain").get_by_role("link", name="Holdt vi budsjettet, hvor ikke, og hvorfor?").click()
    _settle(page, "Budsjett og regnskap")
    page.get_by_role("button", name="Ta med").nth(1).click()
    text = _taken(page, "Last ned som CSV").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Område;Revidert budsjett;Regnskap;Avvik;Avvik, %"
    assert "Plan og bygning;-43,7;-51,4;-7,7;-17,6" in text


def test_can_i_have_it_in_my_case_paper_is_answered_within_three_clicks(page: Page, server: str) -> None:
    """From the start page: a page, the lid of a table on it, and the document."""
    page.goto(server)
    _settle(page, "Oversikt")
    page.get_by_test_id("stMain").get_by_role("link", name="Holdt vi budsjettet, hvor ikke, og hvorfor?").click()
    _settle(page, "Budsjett og regnskap")
    page.get_by_role("button", name="Ta med").nth(1).click()
    document = docx.Document(str(_taken(page, "Last ned som Word")))
    assert [paragraph.text for paragraph in document.paragraphs[:2]] == [
        "Budsjett og regnskap",
        "Budsjett og regnskap per tjenesteområde 2020",
    ]
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ["Plan og bygning", "\u221243,7", "\u221251,4", "\u22127,7", "\u221217,6"] in cells
    assert "AB2020-03" in "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_several_figures_make_one_case_paper(page: Page, server: str) -> None:
    page.goto(f"{server}/arsresultatet")
    _settle(page, "Årsresultatet")
    for number in range(2):
        page.get_by_role("button", name="Ta med").nth(number).click()
        page.get_by_role("button", name="Legg til i saksgrunnlag").click()
        page.get_by_text(f"som nå har {number + 1} del").wait_for()
        page.keyboard.press("Escape")
    page.locator("[data-testid=stSidebarNavLink]", has_text="Saksgrunnlag").click()
    _settle(page, "Saksgrunnlag")
    document = docx.Document(str(_taken(page, "Last ned som Word")))
    assert len(document.inline_shapes) == 1
    assert len(document.tables) == 1


def test_choices_made_one_after_the_other_all_count(page: Page, server: str) -> None:
    page.goto(f"{server}/tjenester")
    _settle(page, "Tjenester")
    for choice, code in [("Barnehage", "barnehage"), ("Barnevern", "barnevern"), ("Eiendomstjenester", "eiendom"), ("Skole", "grunnskole")]:
        box = page.get_by_role("combobox", name="Tjenesteområde")
        box.click()
        box.fill(choice)
        page.get_by_role("option", name=choice, exact=True).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"omrade={code}"))
        expect(page.get_by_role("combobox", name="Tjenesteområde")).to_have_value(choice)
    page.reload()
    expect(page.get_by_test_id("stMain").get_by_text("Skole brukte").first).to_be_visible()
