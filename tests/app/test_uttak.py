"""What a reader takes along: the files are opened and read."""

from __future__ import annotations

import dataclasses
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import docx
import openpyxl
import pandas as pd
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest
from test_sider import PLACES, opened

from conftest import lids

ROOT = Path(__file__).resolve().parents[2]
DANGEROUS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://example.org", "00123"]


def shown(place: str) -> list[Any]:
    """The tables and charts of a place, as they can be taken along."""
    app = opened(place)
    assert not (app.exception or app.error), place
    return list(app.session_state["_vist"])


def add_to_case(app: AppTest, place: str) -> None:
    """Open the lid of a table or a chart, and add it to the case paper."""
    app.session_state[f"om-{place}"] = True
    app.run()
    app.button(key=f"sak-{place}").click().run()


def in_tray(app: AppTest) -> list[Any]:
    """What the reader has chosen."""
    import tray  # noqa: PLC0415

    return tray._trays().of(app.session_state["_leseren"])


def table_of(rows: list[dict[str, Any]], **columns: Any) -> Any:
    """A table of the viewer with these rows; a column is its heading, or heading and how it is written."""
    import uttak  # noqa: PLC0415
    from parts import Column  # noqa: PLC0415

    return uttak.Item(
        name="prove",
        title="Prøve: [med] tegn/som ark ikke tåler",
        text="",
        page="Side",
        address="http://x/?a=b",
        edition="20260102T030405Z-u1",
        frame=pd.DataFrame(rows),
        columns={key: Column(*label) if isinstance(label, tuple) else Column(label) for key, label in columns.items()},
    )


@pytest.mark.parametrize("place", PLACES)
def test_all_of_a_place_can_be_taken_along(edition: Path, place: str) -> None:
    """Each table is a workbook with its sources, each chart a drawing and a picture with theirs."""
    for item in shown(place):
        if item.frame is not None:
            _is_a_workbook(item)
        else:
            _is_a_drawing(item)


def _is_a_workbook(item: Any) -> None:
    import uttak  # noqa: PLC0415

    book = openpyxl.load_workbook(io.BytesIO(uttak.excel(item)))
    assert book.sheetnames[-1] == "Kilder"
    sheet, kilder = book[book.sheetnames[0]], book["Kilder"]
    assert [cell.value for cell in sheet[1]] == item.headings(units=True)
    assert sheet.max_row == len(item.frame) + 1
    assert sheet.freeze_panes == "B2"
    facts = {row[0].value: row[1].value for row in kilder.iter_rows(max_row=5)}
    assert facts["Utgave"] == item.edition and facts["Tittel"] == item.title and "Adresse" in facts
    if item.sources:
        assert set(item.sources) - {"utsagn"} <= {row[0].value for row in kilder.iter_rows(min_row=7)}, item.name


def _is_a_drawing(item: Any) -> None:
    import uttak  # noqa: PLC0415
    from format import edition_date  # noqa: PLC0415

    alt.Chart.from_dict(item.figure.specification, validate=True)
    drawn = uttak.svg(item).decode()
    ElementTree.fromstring(drawn)
    said = re.sub(r"<[^>]+>", " ", drawn).replace("\u00a0", " ")
    assert "Kilde:" in said and f"utgaven fra {edition_date(item.edition)}" in said and item.title.split()[0] in said
    assert not re.search(r">[^<]*\d,\d{3}(?!\d)[^<]*</text>", drawn), "an English thousands separator"
    assert "http://" not in drawn.replace("http://www.w3.org", "").replace(item.address, "")
    picture = Image.open(io.BytesIO(uttak.png(item)))
    assert picture.format == "PNG" and picture.width > 600 and picture.height > 150
    colours = picture.convert("RGB").getcolors(1 << 24)
    assert colours and len(colours) > 10, "an empty drawing"


def test_a_heading_has_the_unit_that_its_column_has(edition: Path) -> None:
    from format import number  # noqa: PLC0415

    item = table_of(
        [{"navn": "A", "regnskap_mill_kr": 1, "avvik_pst": 2, "lonn_kr": 3, "linje": 4, "avvik_mill_kr": 5}],
        navn="Navn",
        regnskap_mill_kr=("Regnskap 2020", number),
        avvik_pst=("Avvik", number),
        lonn_kr=("Lønn", number),
        linje=("Linje", number),
        avvik_mill_kr=("Avvik, mill. kr", number),
    )
    assert item.headings(units=True) == [
        "Navn", "Regnskap 2020 (mill. kr)", "Avvik (%)", "Lønn (kroner)", "Linje", "Avvik, mill. kr",
    ]  # fmt: skip
    assert item.headings()[1] == "Regnskap 2020"


def test_the_readmes_line_for_excel_gives_numbers(edition: Path) -> None:
    """The CSV as a Norwegian Excel reads it, and the workbook, have the same numbers as the page, in every column of amounts."""
    import parts  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    assert "*Last ned som CSV*, which opens with Norwegian decimals" in (ROOT / "README.md").read_text("utf-8")
    items = [item for item in shown("okonomi/budsjett") if item.frame is not None]
    assert items
    for item in items:
        sheet = openpyxl.load_workbook(io.BytesIO(uttak.excel(item))).worksheets[0]
        opened_csv = pd.read_csv(io.BytesIO(parts.csv(item)), sep=";", decimal=",", encoding="utf-8-sig")
        assert list(opened_csv.columns) == [cell.value for cell in sheet[1]] == item.headings(units=True)
        for at, row in enumerate(item.cells()):
            for column, cell in enumerate(row):
                if cell.is_number:
                    assert sheet.cell(at + 2, column + 1).data_type == "n"
                    assert float(opened_csv.iloc[at, column]) == sheet.cell(at + 2, column + 1).value == float(cell.value)


def test_numbers_are_numbers_and_look_norwegian(edition: Path) -> None:
    import uttak  # noqa: PLC0415
    from format import number, percent, plain  # noqa: PLC0415

    item = table_of(
        [{"navn": "A", "belop": Decimal("-1234.5"), "andel": Decimal("3.20"), "alt": Decimal("14.93")}],
        navn="Navn",
        belop=("Beløp", lambda value: number(value, 1, sign=True)),
        andel=("Andel", percent),
        alt=("Alt", plain),
    )
    sheet = openpyxl.load_workbook(io.BytesIO(uttak.excel(item))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["A", -1234.5, 3.2, 14.93]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n"]
    assert [cell.number_format.split(";")[0] for cell in sheet[2]][1:] == ["#,##0.0", '#,##0.0"\u00a0%"', "#,##0.00"]
    assert "\u2212" in sheet["B2"].number_format
    assert uttak.number_format("+12") == '+#,##0;"\u2212"#,##0;#,##0'


def test_missing_is_said_never_zero(edition: Path) -> None:
    import uttak  # noqa: PLC0415
    from format import number  # noqa: PLC0415
    from parts import csv  # noqa: PLC0415

    item = table_of(
        [{"navn": "A", "belop": None, "status": "tapt"}, {"navn": "B", "belop": Decimal(0), "status": "verdi"}],
        navn="Navn",
        belop=("Beløp", number),
    )
    item.status = "status"
    sheet = openpyxl.load_workbook(io.BytesIO(uttak.excel(item))).worksheets[0]
    assert [sheet["B2"].value, sheet["B3"].value] == ["mangler (tapt i kildens tekstuttrekk)", 0]
    assert "mangler (tapt i kildens tekstuttrekk)" in csv(item).decode("utf-8-sig")


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(edition: Path, text: str) -> None:
    import sakspapir  # noqa: PLC0415
    import uttak  # noqa: PLC0415
    from parts import csv  # noqa: PLC0415

    item = table_of([{"navn": text}], navn="Navn")
    cell = openpyxl.load_workbook(io.BytesIO(uttak.excel(item))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    written = csv(item).decode("utf-8-sig").splitlines()[1].strip('"')
    assert not written.startswith(("=", "+", "-", "@", "\t"))
    assert "<tbody>" in sakspapir.page([table_of([{"navn": "<script>x</script>"}], navn="Navn")], "T").decode()
    assert "<script>" not in sakspapir.page([table_of([{"navn": "<script>x</script>"}], navn="Navn")], "<script>").decode()


@pytest.mark.parametrize(
    ("column", "touched"),
    [("regnskap", False), ("vedtatt_budsjett", True), (None, True)],
    ids=["another column", "the column", "all of the row"],
)
def test_a_finding_of_a_whole_column_is_said_of_its_numbers(edition: Path, column: str | None, touched: bool) -> None:
    import data  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    title = data.first("select tittel from kvalitet.kildefunn where funn_id = 'AB2020-F027'")["tittel"]
    row = {"tabell_id": "AB2020-05", "rad": 4, "navn": "Sum"} | ({} if column is None else {"kolonne": column})
    assert (title in uttak.finding_titles(table_of([row], navn="Navn"))) is touched


# The case paper


def test_case_paper_has_what_was_chosen(edition: Path) -> None:
    app = opened("okonomi/resultat")
    items = app.session_state["_vist"]
    chart = next(item for item in items if item.figure is not None)
    table = next(item for item in items if item.frame is not None)
    for item in (chart, table):
        add_to_case(app, item.place)
    assert "Saksgrunnlag: 2 deler" in [link.proto.label for link in app.main.get("page_link")]
    app.switch_page("views/saksgrunnlag.py").run()
    assert not (app.exception or app.error)
    assert "**2** deler: 1 tabell og 1 figur" in app.main.markdown[0].value
    app.text_input(key="sak-tittel").set_value("Sak 12/21").run()
    chosen = in_tray(app)

    import sakspapir  # noqa: PLC0415
    from format import edition_date  # noqa: PLC0415

    document = docx.Document(io.BytesIO(sakspapir.word(chosen, "Sak 12/21", "Innledning her.")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.core_properties.language == "nb-NO"
    assert 'w:val="nb-NO"' in document.styles["Normal"].element.xml
    day = f"utgaven fra {edition_date(table.edition)}"
    printed = "Økonomisk oversikt etter art 2020"
    for expected in ("Sak 12/21", "Innledning her.", chart.title, table.title, "Kilder", printed, day, "Enhet: mill. kr"):
        assert expected in text, expected
    said = re.sub(r"https?://\S+", "", text)
    assert not re.search(r"\bAB2020|\d{8}T\d{6}Z", said), "our own keys are among the properties, not in the text"
    assert table.edition in document.core_properties.comments
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == table.headings()
    assert len(rows) == len(table.frame) + 1
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr")
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert ["SEQ Figur" in captions[0]._p.xml, "SEQ Tabell" in captions[1]._p.xml] == [True, True]

    html = sakspapir.page(chosen, "Sak 12/21").decode()
    assert ('class="delt"' in html) and ".delt::after {" in html, "a long word can be parted on paper too"
    assert '<html lang="nb">' in html and "@media print" in html and "data:image/svg+xml;base64," in html
    assert printed in html and day in html and f'content="{table.edition}"' in html
    assert not re.search(r"AB2020-\d\d\b", text + html), "a code of ours"
    assert "Funn i kildene som gjelder tallene: " in text, "numbers that a finding touches say so on paper too"
    assert not re.search(r'(src|href)="http', html)


@pytest.mark.parametrize(
    ("chosen", "title"), [({"id": "5001", "name": "Trondheim", "year": 2020}, "Trondheim 2020 · Økonomi"), ({}, "Økonomi")]
)
def test_a_paper_says_whose_figures_it_has(edition: Path, monkeypatch: pytest.MonkeyPatch, chosen: dict[str, Any], title: str) -> None:
    import municipality  # noqa: PLC0415
    import sakspapir  # noqa: PLC0415

    monkeypatch.setattr(municipality, "now", lambda: municipality.Municipality(**chosen))
    item = table_of([{"navn": "Sum"}], navn="Navn")
    document = docx.Document(io.BytesIO(sakspapir.word([item], municipality.titled("Økonomi"))))
    assert document.paragraphs[0].text == title == document.core_properties.title


def test_no_word_of_a_table_on_paper_is_broken(edition: Path) -> None:
    """Each column is as wide as its longest word, on a sheet that has room for the table; sums are bold."""
    import sakspapir  # noqa: PLC0415
    from format import number  # noqa: PLC0415

    rows = [
        {"navn": "Bo- og aktivitetstilbudskostnadene", "belop_mill_kr": Decimal("-12345.6"), "radtype": "detalj"},
        {"navn": "Sum", "belop_mill_kr": Decimal("1"), "radtype": "sum"},
    ]
    item = table_of(rows, navn="Navn", belop_mill_kr=("Regnskap", lambda value: number(value, 1)))
    document = docx.Document(io.BytesIO(sakspapir.word([item], "T")))
    table = document.tables[0]
    longest = [max(len(word) for cell in column.cells for word in cell.text.split(" ")) for column in table.columns]
    assert all(column.width >= length * sakspapir._CHARACTER for column, length in zip(table.columns, longest, strict=True))
    assert [row.cells[0].paragraphs[0].runs[0].bold for row in table.rows] == [True, False, True]
    section = document.sections[0]
    assert sum(column.width for column in table.columns) <= section.page_width - section.left_margin - section.right_margin


def test_case_paper_parts_can_be_moved_edited_and_removed(edition: Path) -> None:
    app = opened("okonomi/resultat")
    items = app.session_state["_vist"][:2]
    names = [item.name for item in items]
    for item in [*items, items[0]]:
        add_to_case(app, item.place)
    app.switch_page("views/saksgrunnlag.py").run()
    assert [item.name for item in in_tray(app)] == names, "the same twice is once"
    next(button for button in app.button if button.label == "Ned").click().run()
    assert [item.name for item in in_tray(app)] == names[::-1]
    next(box for box in app.text_input if box.label == "Overskrift").set_value("Min egen").run()
    assert in_tray(app)[0].title == "Min egen"
    next(button for button in app.button if button.label == "Fjern").click().run()
    assert [item.name for item in in_tray(app)] == names[:1]
    assert not (app.exception or app.error)


def test_the_tray_is_the_readers_own_and_bounded(edition: Path) -> None:
    """Another reader has another tray; one reader has room for so many, and the longest unused readers' give way to the others'."""
    import tray  # noqa: PLC0415

    trays = tray.Trays()
    trays.of("a").append("x")
    assert trays.of("b") == [] and trays.of("a") == ["x"]
    for reader in range(tray.MOST_IN_ALL // tray.MOST + 2):
        trays.of(f"r{reader}").extend(range(tray.MOST))
    assert trays.of("a") == [], "the longest unused is gone"
    assert trays.of(f"r{reader}") == list(range(tray.MOST))
    assert sum(map(len, trays._trays.values())) <= tray.MOST_IN_ALL
    for reader in range(2 * tray.MOST_IN_ALL):
        trays.of(f"empty{reader}")
    assert len(trays._trays) <= tray.MOST_IN_ALL

    app = opened("okonomi/resultat")
    first, second = app.session_state["_vist"][:2]
    add_to_case(app, first.place)
    in_tray(app).extend(in_tray(app) * (tray.MOST - 1))
    add_to_case(app, second.place)
    assert [warning.value for warning in app.main.warning] == ["Saksgrunnlaget er fullt: det har plass til 30 deler."]
    assert len(in_tray(app)) == tray.MOST


def test_what_is_in_the_case_paper_keeps_the_address_it_was_taken_with(edition: Path) -> None:
    app = opened("sammenligning")
    *_before, last = app.session_state["_vist"]
    add_to_case(app, last.place)
    [taken] = [item.address for item in in_tray(app)]
    choice = next(box for box in app.selectbox if str(box.key).endswith("-omrade"))
    assert f"omrade={choice.value}" in taken
    choice.set_value(next(option for option in ("barnehage", "barnevern") if option != choice.value)).run()
    assert [item.address for item in in_tray(app)] == [taken]


def test_what_is_under_a_lid_is_drawn_when_it_is_opened(edition: Path) -> None:
    app = opened("okonomi/budsjett")
    assert not app.get("download_button")
    table = next(item for item in app.session_state["_vist"] if item.frame is not None)
    app.session_state[f"om-{table.place}"] = True
    app.run()
    assert len(app.get("download_button")) == 3


def test_case_paper_empty_says_what_to_do(edition: Path) -> None:
    app = opened("saksgrunnlag")
    assert "Legg til i saksgrunnlag" in app.main.markdown[0].value
    assert not (app.exception or app.error)


@pytest.mark.browser
def test_files_come_out_of_the_browser_and_the_tray_survives(server: str, chromium_path: str | None, tmp_path: Path) -> None:
    from playwright.sync_api import Page, expect, sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO")

        def come(page: Page, address: str) -> Page:
            page.goto(f"{server}/{address}")
            page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
            # A chart that is drawn while a lid is opened moves it; a reader clicks when the page stands still.
            page.wait_for_timeout(1000)
            return page

        page = come(context.new_page(), "okonomi")

        def taken(kind: str, label: str) -> Path:
            lid = _lid_with(page, kind)
            lid.click()
            with page.expect_download(timeout=30_000) as download:
                page.get_by_role("button", name=f"Last ned som {label}").click()
            path = tmp_path / download.value.suggested_filename
            download.value.save_as(path)
            lid.click()
            page.get_by_role("button", name=f"Last ned som {label}").wait_for(state="detached")
            return path

        assert taken("SVG", "SVG").read_text("utf-8").startswith("<svg")
        assert "mill. kr" in taken("CSV", "CSV").read_text("utf-8-sig").splitlines()[0].lower()
        assert openpyxl.load_workbook(taken("CSV", "Excel")).sheetnames[-1] == "Kilder"

        _lid_with(page, "CSV").click()
        page.get_by_role("button", name="Legg til i saksgrunnlag").click()
        corner = page.get_by_role("link", name="Saksgrunnlag: 1 del")
        corner.wait_for()
        page.reload()
        corner.wait_for()
        other = come(context.new_page(), "okonomi")
        other.get_by_role("link", name="Saksgrunnlag: 1 del").click()
        expect(other.get_by_test_id("stMain")).to_contain_text("1 del: 1 tabell")
        stranger = come(browser.new_context(locale="nb-NO").new_page(), "okonomi")
        expect(stranger.get_by_role("link", name="Saksgrunnlag: 1 del")).to_have_count(0)
        browser.close()


def _lid_with(page: Any, label: str) -> Any:
    """The first lid that has a file of this kind in it: a chart's if SVG, a table's if CSV. It is closed."""
    for at in range(lids(page, "Om tallene og uttak").count()):
        lid = lids(page, "Om tallene og uttak").nth(at)
        lid.click()
        page.get_by_role("button", name="Legg til i saksgrunnlag").wait_for()
        has = page.get_by_role("button", name=f"Last ned som {label}").count()
        lid.click()
        page.get_by_role("button", name="Legg til i saksgrunnlag").wait_for(state="detached")
        if has:
            return lid
    pytest.fail(f"no lid with {label}")


def test_only_a_table_that_needs_it_lies_across_the_page(edition: Path) -> None:
    import sakspapir  # noqa: PLC0415

    narrow = table_of([{"navn": "Sum"}], navn="Navn")
    wide = table_of([{f"k{at}": "Bo- og aktivitetstilbudskostnadene" for at in range(6)}], **{f"k{at}": f"Kolonne {at}" for at in range(6)})
    document = docx.Document(io.BytesIO(sakspapir.word([narrow, wide, narrow], "T")))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, False]
    assert all("PAGE" in section.footer.paragraphs[0]._p.xml for section in document.sections), "every page has its number"


def test_a_number_that_cannot_be_is_not_called_missing(edition: Path) -> None:
    import tables  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    rows = [
        {"navn": "A", "pst": None, "hvorfor": "budsjettet er null", "null": True},
        {"navn": "B", "pst": None, "hvorfor": "ikke trykt i kilden", "null": False},
    ]
    item = table_of(rows, navn="Navn", pst=("Avvik, %", str))
    item.columns = item.columns | {"pst": dataclasses.replace(item.columns["pst"], why="hvorfor", undefined="null")}
    assert [row[1].text for row in item.cells()] == ["kan ikke regnes (budsjettet er null)", "mangler (ikke trykt i kilden)"]
    assert 'title="budsjettet er null">kan ikke regnes</abbr>' in tables.markup(item)
    sheet = openpyxl.load_workbook(io.BytesIO(uttak.excel(item))).worksheets[0]
    assert [sheet.cell(row, 2).value for row in (2, 3)] == [row[1].text for row in item.cells()]
