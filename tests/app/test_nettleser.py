"""The viewer in a real browser: every place on a desktop and a phone, and five readers' journeys with their clicks counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, ViewportSize, expect, sync_playwright
from test_sider import PAGES, PLACES, address, heading

from conftest import lids

pytestmark = pytest.mark.browser
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefakter"
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
CLICKS = 3
LID = "Om tallene og uttak"


@pytest.fixture(scope="module")
def browser(chromium_path: str | None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="nb-NO", accept_downloads=True)
    yield context.new_page()
    context.close()


def _settle(page: Page, title: str) -> None:
    """Wait until the page with this title is drawn and the script is at rest."""
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(timeout=30_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_timeout(300)


def _main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def _headings(page: Page) -> list[str]:
    return _main(page).locator("h1, h2, h3").all_inner_texts()


def _menu(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stSidebarNav").get_by_role("link", name=PAGES.get(name, name))


class Reader:
    """A reader who counts clicks."""

    def __init__(self, page: Page) -> None:
        """Begin on a page, with none."""
        self.page, self.clicks = page, 0

    def click(self, what: Locator) -> None:
        """Click, and wait until the page is at rest."""
        self.clicks += 1
        what.click()
        self.page.wait_for_timeout(200)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)

    def reads(self, answer: str) -> None:
        """Find the answer on the page, within the clicks there are."""
        expect(_main(self.page)).to_contain_text(re.compile(answer), timeout=10_000)
        assert self.clicks <= CLICKS


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[list[tuple[ViewportSize, Page]]]:
    """A window of each size. Places are opened in it one after the other: a new one reads and compiles the viewer's program."""
    opened = [(size, browser.new_context(viewport=size, locale="nb-NO").new_page()) for size in (DESKTOP, PHONE)]
    yield opened
    for _, page in opened:
        page.context.close()


@pytest.mark.parametrize("place", PLACES)
def test_a_place_fits_calls_nobody_else_and_survives_a_reload(windows: list[tuple[ViewportSize, Page]], server: str, place: str) -> None:
    for size, page in windows:
        page.set_viewport_size(size)
        asked: list[Request] = []

        def note(request: Request, asked: list[Request] = asked) -> None:
            asked.append(request)

        page.on("request", note)
        page.goto(f"{server}/{address(place)}")
        _settle(page, heading(place))
        before = _headings(page)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.title() == heading(place)
        expect(page.locator("html")).to_have_attribute("lang", "nb")  # said by the page itself, a moment after it is drawn
        scroll, client, height = page.evaluate(
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " return [main.scrollWidth, main.clientWidth, main.scrollHeight] }"
        )
        assert scroll <= client, f"the page is {scroll} wide in a window of {client}"
        if size is DESKTOP:
            page.reload()
            _settle(page, heading(place))
            assert _headings(page) == before
        page.set_viewport_size({"width": size["width"], "height": min(height + 60, 9000)})
        page.wait_for_timeout(500)
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{place.replace('/', '_')}_{size['width']}.png")
        hosts = {urlsplit(request.url).netloc for request in asked} - {""}
        assert hosts == {urlsplit(server).netloc}, "something is fetched from elsewhere"
        page.remove_listener("request", note)


# The journeys


def test_the_chief_executive_sees_whether_the_budget_was_kept_where_not_and_why(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    reader = Reader(page)
    reader.reads(r"mindreforbruk på 252.mill\..kr.⚑ mot revidert budsjett")
    reader.click(_main(page).get_by_role("link", name=re.compile("^1. Plan og bygning")))
    _settle(page, heading("tjenester"))
    assert "omrade=plan_og_bygning" in page.url
    reader.reads(r"Plan og bygning i Trondheim kommune brukte 51,4.mill\..kr netto i 2020, 7,7.mill\..kr mer enn revidert budsjett")
    reader.reads(r"byggesak fikk et merforbruk på 5,5 millioner kroner")  # why, in the report's own words


def test_the_service_director_finds_the_area_and_it_follows(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    reader = Reader(page)
    reader.click(_menu(page, "tjenester"))
    _settle(page, heading("tjenester"))
    _choose(page, "Tjenesteområde", "Barnehage")
    reader.clicks += 2  # the list, and the area in it
    page.wait_for_url(re.compile("omrade=barnehage"))
    reader.reads(r"Barnehage i Trondheim kommune brukte 1.784,9.mill\..kr netto i 2020")
    reader.reads(r"Sykefravær i barnehagene er 13,5.%")  # what to worry about
    reader.reads(r"Trondheim er bedre enn snittet på 1 av 1 nøkkeltall")  # how it is doing
    row = _main(page).get_by_role("row", name=re.compile(r"Dekningsgrad barnehage 1–2 år prosent 92,7 .* 85,5 .* 91,3 \(2019\)"))
    expect(row).to_be_visible()  # beside the others' mean, and over time
    reader.click(_menu(page, "sammenligning"))
    _settle(page, heading("sammenligning"))
    expect(page.get_by_role("combobox", name="Tjenesteområde", exact=True).first).to_have_value("Barnehage")
    page.go_back()
    _settle(page, heading("tjenester"))


def test_the_economist_traces_a_figure_and_takes_it_to_excel(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    reader = Reader(page)
    reader.click(lids(page, LID).first)
    reader.clicks += 1
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name="Last ned som Excel").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["Post", "Bidrag, mill. kr"]
    assert ["Lønn- og pensjonskostnader", 128] in [[cell.value for cell in row][:2] for row in sheet.iter_rows()]
    reader.click(page.locator("[data-testid=stMain] a[href*='tabell=AB2020-01']").first)
    _settle(page, heading("kilder"))
    assert "tabell=AB2020-01" in page.url
    expect(_main(page)).to_contain_text("Avvik fra revidert budsjett")
    assert reader.clicks <= CLICKS
    page.go_back()
    _settle(page, heading("oversikt"))


def test_the_politician_on_a_phone_sees_the_goals_behind_no_menu(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="nb-NO", has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(server)
    _settle(page, heading("oversikt"))
    reader = Reader(page)
    reader.click(page.get_by_test_id("stExpandSidebarButton"))
    reader.click(_menu(page, "mal"))
    _settle(page, heading("mal"))
    page.wait_for_timeout(700)
    box = page.get_by_test_id("stSidebar").bounding_box()
    assert box is None or box["x"] + box["width"] <= 0, "the menu covers the page"
    reader.reads(r"\d+ av de \d+ mål")
    context.close()


def test_the_journalist_finds_every_serious_finding_with_both_places(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    reader = Reader(page)
    link = _main(page).get_by_role("link", name=re.compile("^Alle funnene, av dem"))
    count = int(re.findall(r"\d+", link.inner_text())[0])
    assert count > 5
    reader.click(link)
    _settle(page, heading("kilder"))
    reader.reads("Årets mindreforbruk er oppgitt til 245,8 og 252 millioner")
    serious = _main(page).locator("details.funn")
    assert serious.count() == count, "as many as the link says"
    quoted = [finding.locator("blockquote.sitat").count() for finding in serious.all()]
    assert min(quoted) >= 1 and quoted.count(2) > count / 2, quoted
    finding = serious.filter(has_text="Årets mindreforbruk er oppgitt").locator("blockquote.sitat")
    assert [re.search("245,8|252", text)[0] for text in finding.all_text_contents()] == ["245,8", "252"]


# What is open, and the way on


def test_from_open_lids_the_menu_leads_to_every_page(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    for name in [*list(PAGES)[1:], "oversikt"]:
        for summary in (lids(page, LID), page.locator("[data-testid=stMain] details.regel summary")):
            seen = summary.locator("visible=true")  # not what lies inside a closed expander
            if seen.count():
                seen.first.click()
                page.wait_for_timeout(500)  # a reader clicks when the page stands still
        _menu(page, name).click()
        _settle(page, heading(name))
        page.wait_for_timeout(500)  # what is sent late would empty a page that was drawn
        _settle(page, heading(name))
        content = _main(page).inner_text().partition("\nUtgaven er fra ")[0]
        assert len(content) > len(heading(name)) + 100, content
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.locator("[data-testid=stMain] [class*=st-key-bunn-] details[open]").count() == 0, "a page begins with its lids closed"


def _choose(page: Page, label: str, choice: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True).first
    box.click()
    box.fill(choice)
    # Not Enter: the list may be drawn anew between the two, and then nothing is marked in it.
    page.get_by_role("option", name=choice, exact=True).click()


def test_back_undoes_each_choice_and_then_leaves_the_page(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    _menu(page, "okonomi").click()
    _settle(page, heading("okonomi"))
    tab = _main(page).get_by_role
    for choice, code in (("Budsjett", "budsjett"), ("Balanse", "balanse")):
        tab("radio", name=choice, exact=True).or_(tab("button", name=choice, exact=True)).first.click()
        page.wait_for_url(re.compile(f"fane={code}"))
        _settle(page, heading("okonomi"))
    for code in ("fane=budsjett", "okonomi$"):
        page.go_back()
        page.wait_for_url(re.compile(code))
        _settle(page, heading("okonomi"))
    page.go_back()
    _settle(page, heading("oversikt"))


def test_choices_made_one_after_the_other_all_count(page: Page, server: str) -> None:
    page.goto(f"{server}/tjenester")
    _settle(page, heading("tjenester"))
    # Several rounds, each choice before the page has drawn the one before: what a hurried reader does.
    for choice, code in [
        ("Barnehage", "barnehage"),
        ("Barnevern", "barnevern"),
        ("Eiendomstjenester", "eiendom"),
        ("Skole", "grunnskole"),
    ] * 3:
        _choose(page, "Tjenesteområde", choice)
        page.wait_for_url(re.compile(f"omrade={code}"))
        expect(page.get_by_role("combobox", name="Tjenesteområde").first).to_have_value(choice)
    page.reload()
    _settle(page, heading("tjenester"))
    expect(page.get_by_role("combobox", name="Tjenesteområde").first).to_have_value("Skole")


# Addresses


# Addresses that no page has. The last digit of the port is one that the host ends with; a slash and a space can be in no page's name.
UNKNOWN = [
    "finnesikke",
    "Klima",
    "index.html",
    "finnesikke/",
    "100%25",
    "100%",
    "%ff",
    "a%2Fb",
    "a/b/c",
    "%20x",
    "%3Cscript%3E",
    "æøå",
    "{port}",
]


def _unknown(page: Page, server: str, wanted: str) -> None:
    page.goto(f"{server}/{wanted.format(port=server[-1])}")
    _settle(page, "Siden finnes ikke")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_unknown_addresses_lead_on(page: Page, server: str) -> None:
    for wanted in [*UNKNOWN, "{port}", "x" * 2000]:
        _unknown(page, server, wanted)
    _main(page).get_by_role("link", name="Oversikt").click()
    _settle(page, heading("oversikt"))
    assert page.url == f"{server}/"


@pytest.mark.parametrize(
    ("wanted", "place", "said"),
    [("tjenester/barnehage", "tjenester", "omrade=barnehage"), ("okonomi/budsjett?aar=2020", "okonomi", "fane=budsjett")],
)
def test_an_address_below_a_page_leads_to_it(page: Page, server: str, wanted: str, place: str, said: str) -> None:
    page.goto(f"{server}/{wanted}")
    _settle(page, heading(place))
    assert said in page.url


@pytest.mark.parametrize("wanted", ["finnesikke", "%20x"])
def test_an_unknown_address_is_a_page_like_the_others(page: Page, server: str, wanted: str) -> None:
    _unknown(page, server, wanted)
    _menu(page, "okonomi").click()
    _settle(page, heading("okonomi"))
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
    _main(page).get_by_role("link", name="Overview").click()
    _settle(page, "Trondheim 2020 · Overview")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_start_page_has_an_address_too(page: Page, server: str) -> None:
    page.goto(f"{server}/oversikt")
    _settle(page, heading("oversikt"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    _menu(page, "mal").click()
    _settle(page, heading("mal"))
    _menu(page, "oversikt").click()
    _settle(page, heading("oversikt"))
    assert page.url == f"{server}/"


# Languages


def _new_tab(page: Page, link: str) -> Page:
    with page.context.expect_page() as opened:
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=link).click(button="middle")
    return opened.value


def test_the_chosen_language_follows_into_a_new_tab(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    page.get_by_test_id("stSidebar").get_by_role("radio", name="English").click()
    _settle(page, "Trondheim 2020 · Overview")
    assert page.locator("html").get_attribute("lang") == "en"
    tab = _new_tab(page, "Services")
    _settle(tab, "Trondheim 2020 · Services")
    assert "sprak=en" in tab.url
    tab.get_by_test_id("stSidebar").get_by_role("radio", name="Norsk bokmål").click()
    _settle(tab, heading("tjenester"))
    last = _new_tab(tab, "Økonomi")
    _settle(last, heading("okonomi"))
    last.goto(f"{server}/finnesikke?sprak=en")
    _settle(last, "No such page")
    last.goto(f"{server}/okonomi?sprak=nb")
    _settle(last, heading("okonomi"))
    assert [(cookie["value"], cookie["expires"], cookie["sameSite"]) for cookie in page.context.cookies() if cookie["name"] == "sprak"] == [
        ("nb", -1, "Lax")
    ]


@pytest.mark.parametrize("value", ["../../etc/passwd", "x" * 700])
def test_hostile_cookies_are_ignored(page: Page, server: str, value: str) -> None:
    names = ("sprak", "saksgrunnlag", "sist_sett_utgave", "utgaven_for")
    page.context.add_cookies([{"name": name, "value": value, "url": server} for name in names])
    page.goto(server)
    _settle(page, heading("oversikt"))
    kept: dict[str, Any] = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert kept["sprak"] == "nb" and re.fullmatch("[0-9a-f]{32}", kept["saksgrunnlag"])
    expect(_main(page)).not_to_contain_text("Siden sist")


def test_what_streamlit_says_of_its_own_is_norwegian(page: Page, server: str) -> None:
    page.goto(server)
    _settle(page, heading("oversikt"))
    page.wait_for_timeout(500)
    labels = page.evaluate(
        "[...document.querySelectorAll('[aria-label]')].filter((part) => part.offsetParent).map((part) => part.ariaLabel)"
    )
    assert labels and not [label for label in labels if re.search(r"\b(Open|Close|Sidebar|pages|Link to|Clear|sidebar|Help)\b", label)], (
        labels
    )
