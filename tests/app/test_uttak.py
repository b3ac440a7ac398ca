"""What a reader takes along: the files are opened and read."""

from __future__ import annotations

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
import pypdf
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from conftest import lids

ROOT = Path(__file__).resolve().parents[2]

APP = str(ROOT / "app" / "app.py")
PAGES = sorted(path.stem for path in (ROOT / "app" / "views").glob("*.py"))
DANGEROUS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://example.org", "00123"]


def opened(page: str) -> AppTest:
    """A page of the viewer."""
    app = AppTest.from_file(APP, default_timeout=30).run()
    return app.switch_page(f"views/{page}.py").run()


def shown(page: str) -> list[Any]:
    """The tables and charts of a page, as they can be taken along."""
    app = opened(page)
    assert not (app.exception or app.error), page
    return list(app.session_state["_vist"])


def add_to_case(app: AppTest, place: str) -> None:
    """Open the lid of a table or a chart, and add it to the case paper."""
    app.session_state[f"ta-{place}"] = True
    app.run()
    app.button(key=f"sak-{place}").click().run()


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
        edition="u1",
        frame=pd.DataFrame(rows),
        columns={key: Column(*label) if isinstance(label, tuple) else Column(label) for key, label in columns.items()},
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_table_is_a_workbook_with_its_sources(edition: Path, page: str) -> None:
    import uttak  # noqa: PLC0415

    for item in (item for item in shown(page) if item.frame is not None):
        book = openpyxl.load_workbook(io.BytesIO(uttak.excel(item)))
        assert book.sheetnames[-1] == "Kilder"
        sheet, kilder = book[book.sheetnames[0]], book["Kilder"]
        assert [cell.value for cell in sheet[1]] == item.headings()
        assert sheet.max_row == len(item.frame) + 1
        assert sheet.freeze_panes == "B2"
        facts = {row[0].value: row[1].value for row in kilder.iter_rows(max_row=5)}
        assert facts["Utgave"] == item.edition and facts["Tittel"] == item.title and "Adresse" in facts
        if item.sources:
            tables = {row[0].value for row in kilder.iter_rows(min_row=7)}
            assert set(item.sources) - {"utsagn"} <= tables, (page, item.name)


def test_the_readmes_line_for_excel_gives_numbers(edition: Path) -> None:
    """The CSV as a Norwegian Excel reads it, and the workbook, have the same numbers as the page, in every column of amounts."""
    import parts  # noqa: PLC0415
    import uttak  # noqa: PLC0415

    assert "*Last ned som CSV*, which opens with Norwegian decimals" in (ROOT / "README.md").read_text("utf-8")
    items = [item for item in shown("okonomi") if item.frame is not None]
    assert items
    for item in items:
        sheet = openpyxl.load_workbook(io.BytesIO(uttak.excel(item))).worksheets[0]
        opened_csv = pd.read_csv(io.BytesIO(parts.csv(item)), sep=";", decimal=",", encoding="utf-8-sig")
        assert list(opened_csv.columns) == [cell.value for cell in sheet[1]] == item.headings()
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
    assert "mangler (tapt i kildens tekstuttrekk)" in csv(item.frame, item.columns, "status").decode("utf-8-sig")


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(edition: Path, text: str) -> None:
    import sakspapir  # noqa: PLC0415
    import uttak  # noqa: PLC0415
    from parts import csv  # noqa: PLC0415

    item = table_of([{"navn": text}], navn="Navn")
    cell = openpyxl.load_workbook(io.BytesIO(uttak.excel(item))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    written = csv(item.frame, item.columns).decode("utf-8-sig").splitlines()[1].strip('"')
    assert not written.startswith(("=", "+", "-", "@", "\t"))
    assert "<td>" in sakspapir.page([table_of([{"navn": "<script>x</script>"}], navn="Navn")], "T").decode()
    assert "<script>" not in sakspapir.page([table_of([{"navn": "<script>x</script>"}], navn="Navn")], "<script>").decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_is_a_drawing_and_a_picture(edition: Path, page: str) -> None:
    import uttak  # noqa: PLC0415

    for item in (item for item in shown(page) if item.figure is not None):
        alt.Chart.from_dict(item.figure.specification, validate=True)
        drawn = uttak.svg(item).decode()
        ElementTree.fromstring(drawn)
        said = re.sub(r"<[^>]+>", " ", drawn).replace("\u00a0", " ")
        assert "Kilde:" in said and item.edition in said and item.title.split()[0] in said
        assert not re.search(r">[^<]*\d,\d{3}(?!\d)[^<]*</text>", drawn), "an English thousands separator"
        assert "http://" not in drawn.replace("http://www.w3.org", "").replace(item.address, "")
        picture = Image.open(io.BytesIO(uttak.png(item)))
        assert picture.format == "PNG" and picture.width > 600 and picture.height > 150
        colours = picture.convert("RGB").getcolors(1 << 24)
        assert colours and len(colours) > 10, "an empty drawing"


def test_case_paper_has_what_was_chosen(edition: Path) -> None:
    app = opened("arsresultatet")
    chart, table = app.session_state["_vist"][0], app.session_state["_vist"][1]
    for item in (chart, table):
        add_to_case(app, item.place)
    app.switch_page("views/saksgrunnlag.py").run()
    assert not (app.exception or app.error)
    assert "**2** deler: 1 tabell og 1 figur" in app.main.markdown[0].value
    app.text_input(key="sak-tittel").set_value("Sak 12/21").run()
    chosen = app.session_state["_saksgrunnlag"]

    import sakspapir  # noqa: PLC0415

    document = docx.Document(io.BytesIO(sakspapir.word(chosen, "Sak 12/21", "Innledning her.")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.core_properties.language == "nb-NO"
    assert 'w:val="nb-NO"' in document.styles["Normal"].element.xml
    for expected in ("Sak 12/21", "Innledning her.", chart.title, table.title, "Kilder", "AB2020-02", table.edition, "Enhet: mill. kr"):
        assert expected in text, expected
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == table.headings()
    assert rows[1][:2] == ["Rammetilskudd", "4\u00a0140"]
    assert len(rows) == len(table.frame) + 1
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr")

    html = sakspapir.page(chosen, "Sak 12/21").decode()
    assert '<html lang="nb">' in html and "@media print" in html and "data:image/svg+xml;base64," in html
    assert "4\u00a0140" in html and "AB2020-02" in html
    assert not re.search(r'(src|href)="http', html)


def test_case_paper_parts_can_be_moved_edited_and_removed(edition: Path) -> None:
    app = opened("arsresultatet")
    items = app.session_state["_vist"][:2]
    names = [item.name for item in items]
    for item in [*items, items[0]]:
        add_to_case(app, item.place)
    app.switch_page("views/saksgrunnlag.py").run()
    assert [item.name for item in app.session_state["_saksgrunnlag"]] == names, "the same twice is once"
    next(button for button in app.button if button.label == "Ned").click().run()
    assert [item.name for item in app.session_state["_saksgrunnlag"]] == names[::-1]
    next(box for box in app.text_input if box.label == "Overskrift").set_value("Min egen").run()
    assert app.session_state["_saksgrunnlag"][0].title == "Min egen"
    next(button for button in app.button if button.label == "Fjern").click().run()
    assert [item.name for item in app.session_state["_saksgrunnlag"]] == names[:1]
    assert not (app.exception or app.error)


def test_what_is_in_the_case_paper_keeps_the_address_it_was_taken_with(edition: Path) -> None:
    app = opened("sammenligning")
    *_before, last = app.session_state["_vist"]
    add_to_case(app, last.place)
    taken = app.session_state["_saksgrunnlag"][0].address
    assert "omrade=grunnskole" in taken and "mot=okonomi" in taken
    next(box for box in app.selectbox if box.label == "Område").set_value("barnehage").run()
    assert "mot=barnehage" in app.session_state["_vist"][-1].address
    assert [item.address for item in app.session_state["_saksgrunnlag"]] == [taken]


def test_what_is_under_a_lid_is_drawn_when_it_is_opened(edition: Path) -> None:
    app = opened("sammenligning")
    assert not app.get("download_button")
    assert "Adressen til det du ser" not in str([caption.value for caption in app.caption])
    table = next(item for item in app.session_state["_vist"] if item.frame is not None)
    for lid in ("om", "ta"):
        app.session_state[f"{lid}-{table.place}"] = True
    app.run()
    assert len(app.get("download_button")) == 3
    assert str([caption.value for caption in app.caption]).count("Adressen til det du ser") == 1
    # A choice in its section draws an open lid anew.
    next(box for box in app.selectbox if box.label == "Tjenesteområde").set_value("barnehage").run()
    assert len(app.get("download_button")) == 3
    assert "omrade=barnehage" in next(caption.value for caption in app.caption if "Adressen til det du ser" in caption.value)


def test_case_paper_empty_says_what_to_do(edition: Path) -> None:
    app = opened("saksgrunnlag")
    assert "Legg til i saksgrunnlag" in app.main.markdown[0].value
    assert not (app.exception or app.error)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_drawn_for_paper(edition: Path, page: str) -> None:
    app = opened(page)
    on_screen = {item.name for item in app.session_state["_vist"]}
    app.sidebar.toggle(key="utskrift").set_value(True).run()
    assert not (app.exception or app.error)
    assert on_screen <= {item.name for item in app.session_state["_vist"]}, "paper lacks what the screen shows"
    tables = [item for item in app.session_state["_vist"] if item.frame is not None]
    drawn = [html.proto.body for html in app.main.get("html") if "<table" in html.proto.body]
    assert len(drawn) == len(tables)
    for item, html in zip(tables, drawn, strict=True):
        assert html.count("<tr>") == len(item.frame) + 1


@pytest.mark.parametrize(
    ("page", "query", "kind", "label"),
    [
        ("avstemming", {"rapport": "1601-asss-2014"}, "selectbox", "Rapport"),
        ("avstemming", {"alvorlighet": "hoy"}, "selectbox", "Alvorlighet"),
        ("avstemming", {"status": "stemmer_eksakt"}, "button_group", "Status"),
        ("datakvalitet", {"kilde": "1601-asss-2014"}, "selectbox", "Kilde"),
        ("kilder", {"tilstand": "tapt"}, "selectbox", "Tilstand"),
        ("klima", {"vis": "maltall"}, "button_group", "Vis"),
    ],
)
def test_addresses_hold_every_filter(edition: Path, page: str, query: dict[str, str], kind: str, label: str) -> None:
    plain = opened(page)
    app = AppTest.from_file(APP, default_timeout=30).run()
    app.switch_page(f"views/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not (app.exception or app.error)

    def value_of(run: AppTest) -> Any:
        return next(widget.value for widget in run.get(kind) if widget.label == label)

    assert value_of(app) != value_of(plain)


@pytest.mark.browser
def test_files_come_out_of_the_browser(server: str, chromium_path: str | None, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nb-NO")
        page.goto(server)
        page.get_by_role("link", name="Årsresultatet").click()
        page.get_by_role("heading", name="Årsresultatet").wait_for()
        # A chart that is drawn while a lid is opened moves it; a reader clicks when the page stands still.
        page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        page.wait_for_timeout(1000)

        def taken(at: int, label: str) -> Path:
            lids(page, "Ta med").nth(at).click()
            with page.expect_download(timeout=30_000) as download:
                page.get_by_role("button", name=f"Last ned som {label}").click()
            path = tmp_path / download.value.suggested_filename
            download.value.save_as(path)
            lids(page, "Ta med").nth(at).click()
            page.get_by_role("button", name=f"Last ned som {label}").wait_for(state="detached")
            return path

        assert taken(0, "SVG").read_text("utf-8").startswith("<svg")
        assert taken(0, "PNG").read_bytes().startswith(b"\x89PNG")
        assert "Rammetilskudd;4140" in taken(1, "CSV").read_text("utf-8-sig")
        assert openpyxl.load_workbook(taken(1, "Excel")).sheetnames[-1] == "Kilder"

        lids(page, "Om tallene").nth(1).click()
        page.get_by_text("Slik er det trykt").wait_for()
        page.get_by_text("-4 140").wait_for()

        page.get_by_text("Vis for utskrift").click()
        page.locator("table.ark").first.wait_for()
        page.wait_for_timeout(1500)
        path = tmp_path / "side.pdf"
        page.pdf(path=path, format="A4")
        browser.close()
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(path).pages).replace("\u00a0", " ")
    assert "Trondheim kommune gikk i 2020" in text
    assert "Sum disponeringer" in text, "the last row of the table"
    assert "Datakvalitet" not in text and "Vis for utskrift" not in text and "Ta med" not in text
