"""The page *Les inn*: not there unless it is asked for; then a file becomes a package, which a person looks over, corrects and accepts."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect, sync_playwright
from streamlit.testing.v1 import AppTest
from test_sider import APP, PAGES
from test_tilgjengelighet import violations

from conftest import running
from kommunevarehus.cli import cli
from kommunevarehus.lesing.inbox import STARTED_WITH
from kommunevarehus.packages import FOLDERS

ROOT = Path(__file__).resolve().parents[2]
PRINTED = ROOT / "tests" / "python" / "trykt"
ID = "1102-okonomiplan-2019"
TEXT = (PRINTED / "sandnes_op2019_1A.txt").read_bytes()


@pytest.fixture
def folder(edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A viewer that was started with --inn, and the empty folder that it writes in."""
    made = tmp_path / "rapporter"
    made.mkdir()
    monkeypatch.setenv(FOLDERS, str(made))
    monkeypatch.setenv(STARTED_WITH, "ja")
    return made


def opened(**query: str) -> AppTest:
    """The page, with an address' parameters."""
    app = AppTest.from_file(APP, default_timeout=120).run().switch_page("views/les_inn.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def upload(app: AppTest, name: str = "skjema 1A.txt", content: bytes = TEXT) -> AppTest:
    """Upload a file as Sandnes' plan of 2019."""
    app.file_uploader(key="inn-filer").upload(name, content)
    app.selectbox(key="inn-kommune").set_value("1102")
    app.selectbox(key="inn-slag").set_value("okonomiplan")
    app.number_input(key="inn-aar").set_value(2019)
    return press(app, "Les")


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    (button,) = (button for button in app.main.button if button.label == label)
    return button.click().run()


def by(app: AppTest, kind: str, start: str) -> object:
    """The widget whose key begins with this."""
    (found,) = (widget for widget in app.get(kind) if str(widget.key).startswith(start))
    return found


def markup(app: AppTest) -> lxml.html.HtmlElement:
    """The table of what was read."""
    (body,) = (html.proto.body for html in app.main.get("html") if "<table" in html.proto.body)
    return lxml.html.fromstring(body)


def log(package: Path) -> list[dict[str, str]]:
    """The package's record of decisions."""
    with (package / "endringer.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def test_without_inn_there_is_no_such_page(server: str, chromium_path: str | None) -> None:
    """Neither in the menu, nor by its address, nor below it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        for path in ("les_inn", "les_inn/her", "les_inn?pakke=x"):
            page = browser.new_page(locale="nb-NO")
            page.goto(f"{server}/{path}")
            expect(page.get_by_role("heading", level=1, name="Siden finnes ikke", exact=True)).to_be_visible(timeout=30_000)
            expect(page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_count(len(PAGES))
            expect(page.locator("input[type=file]")).to_have_count(0)
        browser.close()


def test_nothing_else_than_inn_makes_it_a_page(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STARTED_WITH, "")
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        opened()
    monkeypatch.setenv(STARTED_WITH, "ja")
    assert [element.value for element in opened().title] == ["Les inn"]


def test_the_command_asks_for_it_and_only_the_command() -> None:
    said = CliRunner().invoke(cli, ["app", "--help"]).output
    assert "--inn" in said and "can write report packages" in re.sub(r"\s+", " ", said)


def test_a_file_is_read_looked_over_corrected_and_accepted(folder: Path) -> None:
    """The whole way; what is written is the package, with who decided; nothing else."""
    app = upload(opened())
    assert not (app.exception or app.error), [error.value for error in app.error]
    package = folder / ID
    assert [path.name for path in folder.iterdir()] == [ID]
    assert app.query_params["pakke"] in (ID, [ID])
    assert [element.value for element in app.title] == ["Les inn"]
    rows = markup(app).findall(".//tr")
    assert "15 Bruk av ubundne avsetninger" in rows[1].text_content(), "the unclear row is first"
    assert rows[1].find_class("uklart") and not rows[3].find_class("uklart")
    assert rows[1].find_class("uklart")[0].text_content() == "? -53\xa0713eller tom"
    assert rows[2].text_content() == "rad 15, linje 19: -53713 -20263 - -"

    # Nobody is named: nothing is written.
    by(app, "text_input", "inn-verdi-").set_value("-53 713").run()
    before = {path: path.read_bytes() for path in package.rglob("*") if path.is_file()}
    app = press(app, "Bestem")
    assert [error.value for error in app.error] == ["Skriv navnet på den som bestemmer\\: det følger med pakken\\."]
    assert {path: path.read_bytes() for path in package.rglob("*") if path.is_file()} == before

    app.text_input(key="inn-hvem").set_value("Kari Nordmann").run()
    app = press(app, "Bestem")
    assert not (app.exception or app.error)
    [decided] = log(package)
    assert (decided["hvem"], decided["tabell"], decided["rad"], decided["kolonne"], decided["til"]) == (
        "Kari Nordmann", "01", "15", "budsjett_i_fjor", "-53 713",
    )  # fmt: skip
    assert markup(app).find_class("person")[0].text_content() == "✓ -53 713"
    assert [success.value for success in app.success] == ["Pakken kan bygges."]

    # A split, and a code of the layout.
    by(app, "button_group", "inn-hva").set_value("deling").run()
    by(app, "selectbox", "inn-deling-").set_value(("-53713", "-20", "263", "-", "-")).run()
    app = press(app, "Bestem")
    assert not (app.exception or app.error)
    assert [cell.text_content() for cell in markup(app).find_class("person")] == ["✓ -53713", "✓ -20", "✓ 263", "✓ -", "✓ -"]
    by(app, "button_group", "inn-hva").set_value("kode").run()
    by(app, "selectbox", "inn-kode-").set_value("bruk_av_ubundne_avsetninger").run()
    app = press(app, "Bestem")
    assert not (app.exception or app.error)
    assert [one["kolonne"] for one in log(package)][-1] == "kode"

    app = press(app, "Sjekk")
    assert not app.exception and (app.success or app.warning)


def test_accepting_is_in_the_package_with_who(folder: Path) -> None:
    app = upload(opened())
    app.text_input(key="inn-hvem").set_value("Kari Nordmann").run()
    app = press(app, "Godta")
    assert not (app.exception or app.error)
    assert [(one["hvem"], one["kolonne"], one["til"]) for one in log(folder / ID)] == [("Kari Nordmann", "pakken", "godtatt")]
    assert "Sett over av Kari Nordmann" in json.loads((folder / ID / "datapackage.json").read_text("utf-8"))["description"]
    # The file once more: what is there is not written over.
    app = upload(app)
    assert "finnes allerede" in app.error[0].value
    assert len(log(folder / ID)) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tabell.exe", b"MZ", "er av et slag som ikke leses"),
        ("../../ut.docx", b"PK\x03\x04", "skadet"),
        ("prosa.txt", b"Ordforeren talte lenge.", "Fant ingen tabell"),
    ],
)
def test_a_refused_file_is_a_sentence_and_nothing_is_written(folder: Path, name: str, content: bytes, said: str) -> None:
    app = upload(opened(), name, content)
    assert not app.exception
    assert said in app.error[0].value.replace("\\", "")
    assert list(folder.iterdir()) == []
    assert [path.name for path in folder.parent.iterdir()] == ["rapporter"]


def test_an_address_leads_to_no_other_folder(folder: Path) -> None:
    """What is asked for is one of the packages that are there, or the reader is told."""
    app = upload(opened())
    for asked in ("../../etc", "/etc/passwd", "5001-arsberetning-2020", "<script>alert(1)</script>", "' or 1=1"):
        app.query_params["pakke"] = asked
        app.run()
        assert not (app.exception or app.error)
        assert any("Lenken ba om noe som ikke finnes" in info.value for info in app.info)
        (chosen,) = (box for box in app.main.selectbox if box.label == "Rapport")
        assert (chosen.options, chosen.value) == ([ID], ID)


def test_what_the_source_says_is_text_and_never_markup(folder: Path) -> None:
    evil = TEXT.decode().replace("Ordinært rammetilskudd", "Ordinært <script>alert(1)</script>rammetilskudd").encode()
    app = upload(opened(), content=evil)
    assert not app.exception
    assert not markup(app).findall(".//script")


@pytest.mark.browser
def test_in_a_browser_the_page_is_norwegian_and_fits(store: Path, folder: Path, chromium_path: str | None) -> None:
    with running(store) as address, sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        for width in (1280, 390):
            page = browser.new_page(locale="nb-NO", viewport={"width": width, "height": 900})
            page.goto(f"{address}/les_inn")
            expect(page.get_by_role("heading", level=1, name="Les inn", exact=True)).to_be_visible(timeout=30_000)
            if width == 1280:
                page.locator("input[type=file]").set_input_files(PRINTED / "sandnes_op2019_1A.txt")
                expect(page.get_by_test_id("stMain").get_by_test_id("stFileChip")).to_be_visible(timeout=10_000)
                year = page.get_by_test_id("stMain").get_by_label("År", exact=True)
                year.fill("2020")
                page.get_by_role("button", name="Les", exact=True).click()
                expect(page.locator("table.lest")).to_be_visible(timeout=60_000)
                page.reload()  # without the word of what was done, which is Streamlit's own
            expect(page.locator("table.lest")).to_be_visible(timeout=60_000)
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
            scroll, client = page.evaluate(
                "() => { const main = document.querySelector('[data-testid=stMain]'); return [main.scrollWidth, main.clientWidth] }"
            )
            assert scroll <= client
            inner, room = page.locator(".tabellramme").evaluate("frame => [frame.scrollWidth, frame.clientWidth]")
            assert inner <= room, f"the table scrolls within itself at {width}"
            assert violations(page) == []
            assert "Upload" not in page.get_by_test_id("stMain").inner_text()
        browser.close()
    assert [path.name for path in folder.iterdir()] == ["5001-arsregnskap-2020"]


HEADLESS = (
    "Årsbudsjettet (1000 kr)\n"
    "Skatt på inntekt og formue 2 267 326 2 245 000\nOrdinært rammetilskudd 1 567 326 1 545 000\nSkatt på eiendom 67 326 45 000\n"
    "Andre generelle statstilskudd 7 326 4 500\nSum frie disponible inntekter 3 909 304 3 839 500\n"
).encode()


def test_what_the_columns_are_is_decided_on_the_page_and_the_check_speaks_norwegian(folder: Path) -> None:
    """Heads that the file does not have: the page says so in Norwegian, and asks; then the package can be built."""
    app = upload(opened(), "uten hoder.txt", HEADLESS)
    assert not (app.exception or app.error)
    assert [warning.value for warning in app.warning] == ["Pakken kan ikke bygges ennå: 1 ting må bestemmes først."]
    (said,) = (element.value for element in app.main.markdown if "Ingen sier hva kolonnen" in element.value)
    assert "Bestem det under" in said and "nobody says" not in said
    app.text_input(key="inn-hvem").set_value("Kari Nordmann").run()
    by(app, "button_group", "inn-hva").set_value("kolonne").run()
    for column, measure in (("kolonne_1", "regnskap"), ("kolonne_2", "opprinnelig_budsjett")):
        by(app, "selectbox", "inn-hode-").set_value(column).run()
        by(app, "selectbox", "inn-maal-").set_value(measure).run()
        app = press(app, "Bestem")
        assert not (app.exception or app.error)
    assert [success.value for success in app.success] == ["Pakken kan bygges."]
    assert [(one["kolonne"], one["til"]) for one in log(folder / ID)] == [
        ("kolonne_1", "regnskap 2019"),
        ("kolonne_2", "opprinnelig_budsjett 2019"),
    ]


def test_a_contradiction_is_judged_on_the_page(folder: Path) -> None:
    """A wrong sum in the source: a person says in words what it is, and that the number is not used."""
    app = upload(
        opened(),
        "feil.txt",
        HEADLESS.replace(b"rsbudsjettet (1000 kr)", b"r (1000 kr)\nRegnskap 2019 Budsjett 2019").replace(b"3 909 304", b"3 910 304"),
    )
    assert not (app.exception or app.error)
    app.text_input(key="inn-hvem").set_value("Kari Nordmann").run()
    by(app, "text_input", "inn-vurdering-").set_value("Summen er trykt tusen for høyt.").run()
    by(app, "button_group", "inn-virkning-").set_value("utelat").run()
    app = press(app, "Vurder")
    assert not (app.exception or app.error)
    assert any("Summen er trykt tusen for høyt" in element.value for element in app.main.markdown)
    with (folder / ID / "funn_virkning.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["virkning"] for row in csv.DictReader(stream)] == ["utelat"]


@pytest.mark.full
@pytest.mark.browser
def test_in_a_browser_the_button_builds_and_the_numbers_are_there(
    store: Path, folder: Path, tmp_path: Path, chromium_path: str | None
) -> None:
    """From a file to the numbers on a page, with nothing but the mouse; on a copy of the project and of its editions."""
    left_out = shutil.ignore_patterns("target", "lager", "logs", ".git", ".venv", "app", "bench", "docs", "rapporter")
    project = Path(shutil.copytree(ROOT, tmp_path / "prosjekt", ignore=left_out, symlinks=True))
    (project / "seeds" / "rapporter").mkdir()
    shipped = ROOT / "seeds" / "rapporter" / "5001-arsberetning-2020"
    shutil.copytree(shipped, project / "seeds" / "rapporter" / shipped.name)
    editions = Path(shutil.copytree(store, tmp_path / "lager", symlinks=True))
    with running(editions, project) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="nb-NO")
        page.goto(f"{address}/les_inn?kommune=1103")
        main = page.get_by_test_id("stMain")
        expect(page.get_by_role("heading", level=1, name="Les inn", exact=True)).to_be_visible(timeout=60_000)
        main.locator("input[type=file]").set_input_files(PRINTED / "stavanger_2021_art.txt")
        expect(main.get_by_test_id("stFileChip")).to_be_visible(timeout=20_000)
        main.get_by_label("År", exact=True).first.fill("2021")
        page.get_by_role("button", name="Les", exact=True).click()
        expect(page.locator("table.lest")).to_be_visible(timeout=120_000)
        page.get_by_role("button", name="Bygg varehuset").click()
        expect(main.get_by_text("Varehuset er bygd, og visningen viser den nye utgaven.")).to_be_visible(timeout=900_000)
        main.get_by_role("link", name="Se tallene").click()
        expect(page.get_by_role("heading", level=1, name=re.compile(r"Økonomi"))).to_be_visible(timeout=60_000)
        browser.close()
    (made,) = folder.iterdir()
    assert (made.name.split("-")[1:], len(list((editions / "utgaver").iterdir())) > 1) == (["arsregnskap", "2021"], True)
