"""One page on paper: the sheets are made as a reader gets them, opened and read."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pdfplumber
import pypdf
import pytest
from playwright.sync_api import sync_playwright
from test_sider import opened

OWN, POPULATION_ONLY = "5001", "4601"
A4 = (595.28, 841.89)


EDITION = "20261129T120000Z-0123456789ab"


@pytest.fixture
def sheets(edition: Path, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], bytes]]:
    """What the sheet buttons of the pages opened hereafter call when they are clicked, and what each sheet holds."""
    import ark  # noqa: PLC0415

    made: list[Callable[[], bytes]] = []
    bound = ark.bound

    def kept(write: Callable[[], bytes]) -> Callable[[], bytes]:
        made.append(bound(write))
        return made[-1]

    monkeypatch.setattr(ark, "bound", kept)
    return made


def taken(sheets: list[Callable[[], bytes]], place: str, **address: str) -> tuple[bytes, Any]:
    """The sheet of a page, and the page."""
    app = opened(place, **address)
    assert not (app.exception or app.error), place
    return sheets[-1](), app


def words(text: str) -> str:
    """A text with its spaces as one, and without Markdown."""
    return " ".join(text.replace("**", "").replace("\u00a0", " ").replace("\u202f", " ").split())


def read(sheet: bytes) -> str:
    """The text of a sheet, which is one A4 page with nothing outside its margins and every typeface embedded."""
    document = pypdf.PdfReader(io.BytesIO(sheet))
    assert len(document.pages) == 1
    page = document.pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=0.1)
    with pdfplumber.open(io.BytesIO(sheet)) as opened_sheet:
        characters = opened_sheet.pages[0].chars
        assert _collisions(opened_sheet.pages[0]) == []
    assert min(char["x0"] for char in characters) > 36
    assert max(char["x1"] for char in characters) < A4[0] - 36
    assert min(char["top"] for char in characters) > 36
    assert max(char["bottom"] for char in characters) < A4[1] - 36
    assert {char["fontname"].partition("+")[2].replace(" ", "").partition("-")[0] for char in characters} == {"SourceSansPro"}
    assert all(char["size"] >= 5 for char in characters if not char["matrix"][1]), "a text that nobody can read"
    return words(page.extract_text())


def _collisions(page: Any) -> list[tuple[str, str]]:
    """Words of which one stands on another."""
    found = page.filter(lambda thing: thing["object_type"] != "char" or not thing["matrix"][1]).extract_words(use_text_flow=True)
    return [
        (one["text"], other["text"])
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if min(one["x1"], other["x1"]) - max(one["x0"], other["x0"]) > 2
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 0.5 * (one["bottom"] - one["top"])
    ]


def test_a_service_area_is_one_page(sheets: list[Callable[[], bytes]]) -> None:
    """The page's sentence, the report's reason, what to look at, the key figures, three charts, sources, edition, date."""
    sheet, app = taken(sheets, "tjenester", kommune=OWN, aar="2020", omrade="barnehage")
    text = read(sheet)
    assert text.startswith("Trondheim 2020 · Barnehage Barnehage i Trondheim kommune brukte 1 784,9 mill. kr netto i 2020")
    assert words(next(element.value for element in app.markdown if "brukte" in element.value)) in text
    assert "«Tjenesteområdet barnehage har et merforbruk på 0,7 millioner kroner" in text
    assert "1,8 milliard kroner. Spesialpedagogiske tjenester" in text, "two paragraphs of the report"
    assert "Årsberetning 2020 for Trondheim kommune, linje 304–306" in text
    assert "1. Sykefravær i barnehagene er 13,5 %" in text
    assert "Nøkkeltall Måleenhet Trondheim 2020 Snitt Forrige tall" in text
    assert "Utgifter per oppholdstime i kommunale barnehager kroner per time 57,9 58,7 60 (2019)" in text, (
        "the table, without what it draws"
    )
    assert "57,9 · snitt 58,7" in text, "the numbers of a chart are text"
    assert text.count("ny kommune") == 2, "two of the three charts are over the years"
    assert "Årsberetning 2020 for Trondheim kommune (Trondheim kommune," in text[text.index("Kilder ") :]
    edition, told = app.session_state["_vist"][0].edition, pypdf.PdfReader(io.BytesIO(sheet)).metadata
    assert f"Kommunevarehus, utgaven fra {edition[6:8]}.{edition[4:6]}.{edition[:4]}." in text and edition not in text
    assert told.title == "Trondheim 2020 · Barnehage" and edition in told.subject


def test_every_service_area_fits(sheets: list[Callable[[], bytes]]) -> None:
    app = opened("tjenester", kommune=OWN, aar="2020")
    choice = next(element for element in app.selectbox if str(element.key).endswith("-omrade"))
    for area in choice.options:
        choice = next(element for element in app.selectbox if str(element.key).endswith("-omrade"))
        choice.select(area).run()
        assert not (app.exception or app.error), area
        assert read(sheets[-1]()).startswith(f"Trondheim 2020 · {words(area)}"), area


@pytest.mark.parametrize(
    ("number", "year", "beginning", "holds"),
    [
        (
            OWN,
            "2020",
            "Trondheim 2020 · Oversikt Trondheim kommune hadde et mindreforbruk på 252 mill. kr",
            ["Fem ting å se på", "601 mill. kr"],
        ),
        (OWN, "2014", "Trondheim 2014 · Oversikt", ["ASSS-rapport 2015 for Trondheim kommune", "1. januar 2015"]),
        ("1108", "2019", "Sandnes 2019 · Oversikt", ["Årsregnskap 2019 for Sandnes kommune"]),
        ("1103", "2021", "Stavanger 2021 · Oversikt", ["Årsrapport 2021 for Stavanger kommune"]),
        (
            POPULATION_ONLY,
            "",
            "Bergen · Oversikt Bergen hadde 294 860 innbyggere",
            ["Alle aldre", "De største årskullene", "Tabell 07459"],
        ),
    ],
)
def test_a_municipality_is_one_page(sheets: list[Callable[[], bytes]], number: str, year: str, beginning: str, holds: list[str]) -> None:
    """With reports, with accounts alone, and with population alone."""
    sheet, _app = taken(sheets, "oversikt", kommune=number, **({"aar": year} if year else {}))
    text = read(sheet)
    assert text.startswith(beginning)
    assert [part for part in holds if part not in text] == []
    assert "Kilder" in text


def test_a_sheet_is_in_the_reader_s_language(sheets: list[Callable[[], bytes]]) -> None:
    text = read(taken(sheets, "oversikt", kommune=OWN, aar="2020", sprak="en")[0])
    assert text.startswith("Trondheim 2020 · Overview")
    assert "Five things to look at" in text
    assert "Kilder" not in text.split("Sources")[0]


def test_what_has_no_room_is_no_second_page(edition: Path) -> None:
    """Text grows smaller to a limit; beyond it there is no sheet."""
    import ark  # noqa: PLC0415

    much = ark.Sheet(title="Mye", sentence="Ett ord til " * 400, pictures=[], edition=EDITION)
    assert "Ett ord til" in read(ark.pdf(much))
    with pytest.raises(ark.NoRoomError):
        ark.pdf(ark.Sheet(title="For mye", sentence="Ett ord til " * 2000, pictures=[], edition=EDITION))


def test_signs_and_markup_of_a_reader_are_text(edition: Path) -> None:
    """Bold words are bold; what looks like the setter's markup, or has no character in the typeface, is not an error."""
    import ark  # noqa: PLC0415

    sheet = ark.Sheet(
        title="<b>Å & Ø</b> ⚑", sentence="**5 < 6** og 2\\*3, \U0001f600 Guovdageaidnu Kárášjohka", pictures=[], edition=EDITION
    )
    text = read(ark.pdf(sheet))
    assert text.startswith("<b>Å & Ø</b> † 5 < 6 og 2*3, Guovdageaidnu Kárášjohka")


@pytest.mark.browser
def test_the_sheet_is_one_click_from_the_page(chromium_path: str | None, server: str, tmp_path: Path) -> None:
    """From the button where the page begins, with the address of what the reader saw."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_context(accept_downloads=True).new_page()
        page.goto(f"{server}/tjenester?kommune=5001&aar=2020&omrade=barnehage")
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("button", name="Ett ark (PDF)").click()
        assert download.value.suggested_filename == "trondheim_2020_barnehage.pdf"
        download.value.save_as(tmp_path / "ark.pdf")
        chromium.close()
    text = read((tmp_path / "ark.pdf").read_bytes())
    assert text.startswith("Trondheim 2020 · Barnehage")
    assert f"{server}/tjenester?" in text


def test_a_chart_wider_than_its_column_is_made_smaller(edition: Path) -> None:
    """A long name stands whole, inside the margins, and not over the chart beside it."""
    import ark  # noqa: PLC0415
    import charts  # noqa: PLC0415

    name = "Et nøkkeltall med et navn som er så langt at en spalte på et ark ikke har rom for det"
    row = {"plass": 0.5, "slag": "egen", "enhet": "Her", "verdi_tekst": "5", "tekst": "5 · snitt 4"}
    pictures = [
        ark.Picture(f"Figur {at}", partial(charts.strips, pd.DataFrame([row | {"navn": f"{name} {at}"}, row | {"navn": "Kort"}])))
        for at in range(2)
    ]
    text = read(ark.pdf(ark.Sheet(title="Brede figurer", sentence="To figurer.", pictures=pictures, edition=EDITION)))
    assert f"{name} 0" in text
    assert f"{name} 1" in text
