"""The viewer in a real browser: every page at three widths, and the readers' questions answered within three clicks from the start page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_sider import PAGES

from conftest import lids

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
    "Er vi innenfor kommunestyrets økonomiske handlingsregler?": (
        ["Er vi innenfor kommunestyrets økonomiske handlingsregler?"],
        "Årsresultatet",
        r"Ikke innfridd",
    ),
    "Hva bruker og får vi, mot andre kommuner?": (
        ["Hva bruker og får vi, mot andre kommuner?"],
        "Sammenligning",
        r"bedre enn «Snitt ASSS»",
    ),
    "Hvor står vi på målene?": (["Hvor står vi på målene?"], "Mål og resultater", r"\d+ av de \d+ målene som er målt, nådd"),
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
    lids(page, "Ta med").nth(1).click()
    text = _taken(page, "Last ned som CSV").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Område;Revidert budsjett;Regnskap;Avvik;Avvik, %"
    assert "Plan og bygning;-43,7;-51,4;-7,7;-17,6" in text


def test_can_i_have_it_in_my_case_paper_is_answered_within_three_clicks(page: Page, server: str) -> None:
    """From the start page: a page, the lid of a table on it, and the document."""
    page.goto(server)
    _settle(page, "Oversikt")
    page.get_by_test_id("stMain").get_by_role("link", name="Holdt vi budsjettet, hvor ikke, og hvorfor?").click()
    _settle(page, "Budsjett og regnskap")
    lids(page, "Ta med").nth(1).click()
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
        lids(page, "Ta med").nth(number).click()
        page.get_by_role("button", name="Legg til i saksgrunnlag").click()
        page.get_by_text(f"som nå har {number + 1} del").wait_for()
        lids(page, "Ta med").nth(number).click()
        page.get_by_role("button", name="Legg til i saksgrunnlag").wait_for(state="detached")
    page.locator("[data-testid=stSidebarNavLink]", has_text="Saksgrunnlag").click()
    _settle(page, "Saksgrunnlag")
    document = docx.Document(str(_taken(page, "Last ned som Word")))
    assert len(document.inline_shapes) == 1
    assert len(document.tables) == 1


def _under(name: str, at: int, text: str) -> Callable[[Page], None]:
    """Opens a lid, and waits for what is in it."""

    def opened(page: Page) -> None:
        lids(page, name).nth(at).click()
        expect(page.get_by_test_id("stMain").get_by_text(text).first).to_be_visible()
        page.wait_for_timeout(500)  # a reader clicks when the page stands still

    return opened


def _both_lids(page: Page) -> None:
    _under("Om tallene", 1, "Slik er det trykt")(page)
    _under("Ta med", 1, "Last ned som CSV")(page)


def _rows_of_a_lid(page: Page) -> None:
    _under("Om tallene", 1, "Slik er det trykt")(page)
    _list_of("Rad i tabellen")(page)


def _list_of(label: str) -> Callable[[Page], None]:
    """Opens the list of a choice."""

    def opened(page: Page) -> None:
        page.get_by_role("combobox", name=label, exact=True).click()
        page.get_by_role("option").first.wait_for()

    return opened


def _expander(title: str) -> Callable[[Page], None]:
    """Opens one of a page's own expanders."""

    def opened(page: Page) -> None:
        page.get_by_test_id("stMain").locator("summary", has_text=title).click()
        page.get_by_test_id("stMain").locator("details[open]", has_text=title).wait_for()
        page.wait_for_timeout(500)

    return opened


def _lid_in_an_expander(page: Page) -> None:
    _expander("Målene som tabell")(page)
    lid = page.locator("details", has_text="Målene som tabell").locator("summary", has_text="Ta med")
    lid.click()
    expect(page.get_by_text("Last ned som CSV").first).to_be_visible()


# Everything that opens: the page it is on, and how it is opened.
OPENS: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "om en figur": ("arsresultatet", "Årsresultatet", _under("Om tallene", 0, "Slik er det trykt")),
    "ta med en figur": ("arsresultatet", "Årsresultatet", _under("Ta med", 0, "Last ned som SVG")),
    "om en tabell": ("arsresultatet", "Årsresultatet", _under("Om tallene", 1, "Slik er det trykt")),
    "ta med en tabell": ("arsresultatet", "Årsresultatet", _under("Ta med", 1, "Last ned som CSV")),
    "begge": ("arsresultatet", "Årsresultatet", _both_lids),
    "radene i et lokk": ("arsresultatet", "Årsresultatet", _rows_of_a_lid),
    "om en figur i en seksjon": ("sammenligning", "Sammenligning", _under("Om tallene", 0, "Slik er det trykt")),
    "ta med en tabell i en seksjon": ("sammenligning", "Sammenligning", _under("Ta med", 1, "Last ned som CSV")),
    "et lokk i en utvidelse": ("klima", "Klima", _lid_in_an_expander),
    "en utvidelse": ("sammenligning", "Sammenligning", _expander("Hva nøkkeltallene betyr")),
    "en liste": ("sammenligning", "Sammenligning", _list_of("Tjenesteområde")),
    "en liste med flere valg": ("mal_og_resultater", "Mål og resultater", _list_of("Tema")),
}


@pytest.mark.parametrize("kind", OPENS)
def test_from_what_is_open_a_click_in_the_menu_leads_to_the_page(page: Page, server: str, kind: str) -> None:
    name, title, opened = OPENS[kind]
    page.goto(f"{server}/{name}")
    _settle(page, title)
    for other_name, other in (("tjenester", "Tjenester"), ("investeringer", "Investeringer"), ("saksgrunnlag", "Saksgrunnlag")):
        opened(page)
        for to_name, to in ((other_name, other), (name, title)):
            page.locator("[data-testid=stSidebarNavLink]", has_text=to).click()
            page.wait_for_url(re.compile(f"/{to_name}\\b"))
            _settle(page, to)
            page.wait_for_timeout(500)  # what is sent late would empty a page that was drawn
            _settle(page, to)
            content = page.get_by_test_id("stMain").inner_text().partition("\nUtgave ")[0]
            assert len(content) > len(to) + 100, content
            assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
            assert page.locator("[data-testid=stMain] details[open]").count() == 0, "a page begins with its lids closed"


def test_a_link_in_a_lid_leads_to_the_page(page: Page, server: str) -> None:
    page.goto(f"{server}/arsresultatet")
    _settle(page, "Årsresultatet")
    for _time in range(3):
        _under("Om tallene", 0, "Funn AB2020-F044")(page)
        page.get_by_test_id("stMain").get_by_role("link", name="Funn AB2020-F044").click()
        page.wait_for_url(re.compile("/avstemming.*AB2020-F044"))
        _settle(page, "Avstemming")
        page.wait_for_timeout(500)
        _settle(page, "Avstemming")
        page.get_by_test_id("stSidebarNav").get_by_role("link", name="Årsresultatet").click()
        _settle(page, "Årsresultatet")


def _choose(page: Page, label: str, choice: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(choice)
    page.get_by_role("option", name=choice, exact=True).wait_for()
    page.keyboard.press("Enter")


def test_a_choice_draws_its_own_section_and_all_of_them_are_one_address(page: Page, server: str) -> None:
    page.goto(f"{server}/sammenligning")
    _settle(page, "Sammenligning")
    header = page.get_by_role("heading", name="Økonomien over flere år")
    header.evaluate("element => element.dataset.untouched = 'yes'")
    _choose(page, "Tjenesteområde", "Barnehage")
    page.wait_for_url(re.compile("omrade=barnehage"))
    _choose(page, "Område", "Barnevern")
    page.wait_for_url(re.compile("mot=barnevern"))
    expect(page.get_by_test_id("stMain")).to_contain_text("nøkkeltallene for barnehage")
    assert header.evaluate("element => element.dataset.untouched") == "yes"
    # What a table of a third section says of its address has the choices of the other two.
    lids(page, "Om tallene").last.click()
    expect(page.get_by_text(re.compile("Adressen til det du ser: .*omrade=barnehage.*mot=barnevern"))).to_be_visible()
    page.reload()
    _settle(page, "Sammenligning")
    expect(page.get_by_role("combobox", name="Tjenesteområde", exact=True)).to_have_value("Barnehage")
    expect(page.get_by_role("combobox", name="Område", exact=True)).to_have_value("Barnevern")


def test_back_undoes_each_choice_and_then_leaves_the_page(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, "Oversikt")
    page.locator("[data-testid=stSidebarNavLink]", has_text="Klima").click()
    _settle(page, "Klima")
    for choice, code in (("Måltall", "maltall"), ("Målinger", "malinger")):
        page.get_by_test_id("stMain").get_by_text(choice, exact=True).first.click()
        page.wait_for_url(re.compile(f"vis={code}"))
    for code in ("vis=maltall", "klima$"):
        page.go_back()
        page.wait_for_url(re.compile(code))
        _settle(page, "Klima")
    page.go_back()
    _settle(page, "Oversikt")


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
    expect(page.get_by_test_id("stMain").get_by_text(re.compile("Skole i .+ kommune brukte")).first).to_be_visible()


# Addresses that no page has. The last digit of the port is one that the host ends with; a slash and a space can be in no page's name.
UNKNOWN = ["finnesikke", "Klima", "index.html", "finnesikke/", "100%25", "a%2Fb", "%20x", "%3Cscript%3E", "æøå", "x" * 2000, "{port}"]


def _unknown(page: Page, server: str, address: str) -> None:
    page.goto(f"{server}/{address.format(port=server[-1])}")
    _settle(page, "Siden finnes ikke")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("address", UNKNOWN)
def test_an_unknown_address_leads_on(page: Page, server: str, address: str) -> None:
    _unknown(page, server, address)
    page.get_by_test_id("stMain").get_by_role("link", name="Oversikt").click()
    _settle(page, "Oversikt")
    assert page.url == f"{server}/"
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Årsresultatet").click()
    _settle(page, "Årsresultatet")
    lids(page, "Om tallene").first.click()
    expect(page.get_by_text(f"Adressen til det du ser: {server}/arsresultatet")).to_be_visible()


@pytest.mark.parametrize("address", ["finnesikke", "%20x"])
def test_an_unknown_address_is_a_page_like_the_others(page: Page, server: str, address: str) -> None:
    _unknown(page, server, address)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Årsresultatet").click()
    _settle(page, "Årsresultatet")
    page.go_back()
    _settle(page, "Siden finnes ikke")
    box = page.get_by_placeholder("Søk: nøkkeltall")
    box.fill("barnehage")
    box.press("Enter")
    _settle(page, "Søk")
    page.go_back()
    _settle(page, "Siden finnes ikke")
    page.get_by_test_id("stSidebar").get_by_role("radio", name="English").click()
    _settle(page, "No such page")
    page.reload()
    _settle(page, "No such page")
    page.get_by_test_id("stMain").get_by_role("link", name="Overview").click()
    _settle(page, "Overview")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_start_page_has_an_address_too(page: Page, server: str) -> None:
    page.goto(f"{server}/oversikt")
    _settle(page, "Oversikt")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_test_id("stMain").get_by_role("link", name="Hvor står vi på målene?").click()
    _settle(page, "Mål og resultater")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Oversikt").click()
    _settle(page, "Oversikt")
    assert page.url == f"{server}/"


def _new_tab(page: Page, link: str) -> Page:
    with page.context.expect_page() as opened:
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=link).click(button="middle")
    return opened.value


def test_the_chosen_language_follows_into_a_new_tab(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, "Oversikt")
    page.get_by_test_id("stSidebar").get_by_role("radio", name="English").click()
    _settle(page, "Overview")
    tab = _new_tab(page, "Services")
    _settle(tab, "Services")
    assert "sprak=en" in tab.url
    tab.get_by_test_id("stSidebar").get_by_role("radio", name="Norsk bokmål").click()
    _settle(tab, "Tjenester")
    last = _new_tab(tab, "Årsresultatet")
    _settle(last, "Årsresultatet")
    last.goto(f"{server}/finnesikke?sprak=en")
    _settle(last, "No such page")
    last.goto(f"{server}/arsresultatet?sprak=nb")
    _settle(last, "Årsresultatet")
    assert [(cookie["value"], cookie["expires"], cookie["sameSite"]) for cookie in page.context.cookies() if cookie["name"] == "sprak"] == [
        ("nb", -1, "Lax")
    ]


@pytest.mark.parametrize("value", ["../../etc/passwd", "x" * 3000])
def test_a_hostile_cookie_is_ignored(page: Page, server: str, value: str) -> None:
    page.context.add_cookies([{"name": "sprak", "value": value, "url": server}])
    page.goto(server)
    _settle(page, "Oversikt")
    assert [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sprak"] == ["nb"]


def test_what_is_the_sources_own_is_marked_as_norwegian_for_a_reader_of_english(page: Page, server: str) -> None:
    page.goto(f"{server}/avstemming?sprak=en")
    _settle(page, "Reconciliation")
    assert page.locator("html").get_attribute("lang") == "en"
    quoted = page.locator("[data-testid=stMain] span[lang=nb]")
    assert quoted.count() >= 4
    assert quoted.first.inner_text() == page.locator("[data-testid=stMain] h3").first.inner_text()
    page.goto(f"{server}/avstemming?sprak=nb")
    _settle(page, "Avstemming")
    assert quoted.count() == 0
