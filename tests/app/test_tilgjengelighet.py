"""Everybody can read it: axe-core in a real browser, headings, language, keyboard, and a palette that needs no colours."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright
from test_sider import HIDDEN, PLACES, address

from conftest import ROOT, lids

NAMES = [*PLACES, *HIDDEN]
# What is Streamlit's own and cannot be changed from outside: rule, the part of the page it is in, and why.
NOT_OURS = {
    ("list", "[data-testid=stSidebarNav]"): "Streamlit puts each section of the navigation in a div inside the list.",
    ("listitem", "[data-testid=stSidebarNav]"): "The links of a section are list items inside that div.",
}
WORST = {"serious", "critical"}


@pytest.fixture(scope="module")
def visit(chromium_path: str | None, server: str) -> Iterator[Callable[..., Page]]:
    """A function that opens a page of the viewer, by its place, and gives it when it is at rest; its other arguments are of the window.

    Pages of one kind of window are opened in it one after the other: in a new window the viewer's program is read and compiled anew.
    """
    windows: dict[str, Page] = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])

        def opened(name: str, **options: Any) -> Page:
            kind = {"viewport": {"width": 1280, "height": 900}, "locale": "nb-NO", **options}
            page = windows.get(str(kind)) or windows.setdefault(str(kind), chromium.new_context(**kind).new_page())
            page.goto(f"{server}/{address(name)}")
            page.locator("h1").first.wait_for(timeout=30_000)
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
            page.wait_for_timeout(500)
            return page

        yield opened
        chromium.close()


def violations(page: Page) -> list[str]:
    """The serious and critical violations that are ours, one line each: of what the reader reads, not of what is half faded in."""
    page.add_style_tag(content="*, *::before, *::after {transition: none !important; animation: none !important}")
    page.wait_for_timeout(100)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))} {node['html'][:200]}"
        for violation in found
        if violation["impact"] in WORST
        for node in violation["nodes"]
        if not _not_ours(page, violation["id"], node["target"][0])
    ]


def _not_ours(page: Page, rule: str, target: str) -> bool:
    return any(
        rule == known and page.evaluate("([target, part]) => !!document.querySelector(target)?.closest(part)", [target, part])
        for known, part in NOT_OURS
    )


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_no_serious_violation(visit: Callable[..., Page], name: str, scheme: str) -> None:
    page = visit(name, color_scheme=scheme)
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["oversikt", "sammenligning", "mal/mal", "ansatte", "kilder/tabeller", "kilder/funn"])
def test_no_serious_violation_on_a_phone(visit: Callable[..., Page], name: str) -> None:
    page = visit(name, viewport={"width": 390, "height": 844})
    found = violations(page)
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_no_serious_violation_in_what_opens(visit: Callable[..., Page]) -> None:
    page = visit("okonomi/resultat")
    lids(page, "Om tallene").last.click()
    page.get_by_text("Last ned som CSV").first.wait_for()
    page.locator("blockquote.sitat").first.wait_for()
    page.wait_for_timeout(500)
    assert not (found := violations(page)), "\n".join(found)


@pytest.mark.browser
def test_no_serious_violation_in_an_opened_row(visit: Callable[..., Page]) -> None:
    page = visit("ansatte", viewport={"width": 390, "height": 844})
    for lid in page.locator("table.ark summary").all()[:6]:
        lid.click()
    assert not (found := violations(page)), "\n".join(found)


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_language_headings_and_charts_in_words(visit: Callable[..., Page], name: str) -> None:
    page = visit(name)
    expect(page.locator("html")).to_have_attribute("lang", "nb")  # said by the page itself, a moment after it is drawn
    levels = page.evaluate("[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)')].map((h) => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    charts = page.locator("[data-testid=stVegaLiteChart]")
    for at in range(charts.count()):
        described = charts.nth(at).evaluate(
            "(chart) => chart.closest('[aria-label]')?.ariaLabel ?? chart.querySelector('[aria-label]')?.ariaLabel"
        )
        assert described and len(described) > 20
    english = re.compile(r"\b(View \d+ more|Download|Search|Fullscreen|Deploy|Rerun|Settings|Choose an option)\b")
    assert not english.search(page.locator("[data-testid=stApp]").inner_text())


@pytest.mark.browser
def test_keyboard_reaches_navigation_search_and_footers(visit: Callable[..., Page]) -> None:
    page = visit("okonomi/resultat")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()"))
    text = "\n".join(reached)
    for expected in ("Oversikt", "Kilder og kontroll", "Søk i tallene", "Om tallene og uttak"):
        assert expected in text, (expected, reached)
    search = page.get_by_label("Søk i tallene")
    search.focus()
    page.keyboard.type("gjeldsgrad")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Søk", exact=True).wait_for()
    link = page.get_by_test_id("stPageLink").get_by_role("link").first
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Søk", exact=True).wait_for(state="detached")


# The palette


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG defines it: from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def as_seen(colour: str, deficiency: str) -> tuple[float, float, float]:
    """A colour as a reader without one kind of cones sees it (Machado, Oliveira and Fernandes 2009, full severity), linear RGB."""
    matrices = {
        "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
        "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
        "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    }
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    red, green, blue = (sum(weight * value for weight, value in zip(row, linear, strict=True)) for row in matrices[deficiency])
    return red, green, blue


def lightness(linear: tuple[float, float, float]) -> float:
    """CIE L* of a linear colour, from 0 to 100."""
    y = max(0.0, 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def palettes() -> dict[str, tuple[list[str], str, float]]:
    """The colours that meet in one chart, the ground they stand on, and the least difference in luminance between any two."""
    import theme  # noqa: PLC0415

    together = {
        "foss": ([theme.DARK, theme.BLUE, theme.ORANGE], 1.4),
        "avvik": ([theme.BLUE, theme.ORANGE], 1.5),
        "profil": ([theme.BLUE, theme.ORANGE, theme.GREY], 1.2),
        "smafigurer": ([theme.BLUE, theme.ORANGE, theme.GREY, theme.DARK], 1.2),
        "balanse": ([theme.BLUE, theme.LIGHT_BLUE, theme.GREEN, theme.ORANGE, theme.LIGHT_ORANGE], 1.25),
        "status": ([theme.BLUE, theme.LIGHT_BLUE, theme.ORANGE, theme.FAINT], 1.25),
        "serier": (list(theme.SERIES), 1.15),
    }
    light = {name: (colours, "#ffffff", least) for name, (colours, least) in together.items()}
    dark = {
        f"{name} mørk": ([theme.ON_DARK[colour] for colour in colours], "#12191f", least) for name, (colours, least) in together.items()
    }
    return light | dark


def test_colours_of_one_chart_differ_in_grey_and_without_cones(edition: Path) -> None:
    for name, (colours, _, least) in palettes().items():
        for one, other in itertools.combinations(colours, 2):
            assert contrast(one, other) >= least, (name, one, other, contrast(one, other))
            for deficiency in ("protanopia", "deuteranopia", "tritanopia"):
                seen = [as_seen(colour, deficiency) for colour in (one, other)]
                apart = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
                assert apart > 0.02 or abs(lightness(seen[0]) - lightness(seen[1])) > 5, (name, deficiency, one, other)


def test_lines_and_points_stand_out_from_the_ground(edition: Path) -> None:
    for name, (colours, ground, _) in palettes().items():
        if not name.startswith(("balanse", "status")):  # areas beside each other, each with its number in the table
            for colour in colours:
                assert contrast(colour, ground) >= 3, (name, colour, contrast(colour, ground))


def test_every_colour_of_the_charts_has_a_partner_on_dark_ground(edition: Path) -> None:
    import theme  # noqa: PLC0415

    drawn = (ROOT / "app" / "charts.py").read_text("utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{6}", drawn), "a colour that the theme does not know"
    assert set(theme.SERIES) <= set(theme.ON_DARK)
    settings = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    assert all(colour in settings for colour in (*theme.SERIES, *(theme.ON_DARK[colour] for colour in theme.SERIES)))


@pytest.mark.browser
def test_charts_follow_the_dark_theme(visit: Callable[..., Page]) -> None:
    import sys  # noqa: PLC0415

    sys.path.insert(0, str(ROOT / "app"))
    import theme  # noqa: PLC0415

    for scheme, colour in (("light", theme.BLUE), ("dark", theme.ON_DARK[theme.BLUE])):
        page = visit("okonomi/budsjett", color_scheme=scheme)
        drawn = page.locator("[data-testid=stVegaLiteChart] svg").first
        drawn.wait_for()
        assert drawn.locator(f"[fill='{colour}']").count() > 1, scheme
