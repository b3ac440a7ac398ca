"""The tab with a municipality's own accounts, on the made-up municipality: what is shown is what the warehouse has, down to the account."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from kommunevarehus.project import Project
from tolket import borrow_parsed

ROOT = Path(__file__).resolve().parents[2]
MADE_UP, OTHER = "9999", "5501"
LINE = "okonomisk_oversikt_art.lonnsutgifter"
ACCOUNTS = "rapport.rapport_kostra_konto where enhet_id = '9999' and kilde = 'kostra' and omfang = 'kasse' and regnskapsdel = 'drift'"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of its own with the made-up municipality, whose file of 2022 has been superseded by one with two faults."""
    folder = tmp_path_factory.mktemp("regnskap")
    project, example = folder / "prosjekt", folder / "eksempel"
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "lager", "logs", "artefakter", "eksempel", "__pycache__", ".pytest_cache")
    shutil.copytree(ROOT, project, ignore=ignored)
    borrow_parsed(Project(project))
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMUNEVAREHUS_", "DBT_"))}
    own |= {"KOMMUNEVAREHUS_ROOT": str(project)}
    marked = own | {"KOMMUNEVAREHUS_INN": str(example / "inn"), "KOMMUNEVAREHUS_LAGER": str(example / "lager")}
    command = shutil.which("kommunevarehus") or str(ROOT / ".venv" / "bin" / "kommunevarehus")

    def run(environment: dict[str, str], *arguments: str) -> None:
        done = subprocess.run([command, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    run(own, "eksempel", str(example))
    spoiled = folder / "rettet.dat"
    records = (example / "filer" / "9999_0A_2022.dat").read_bytes().splitlines()
    spoiled.write_bytes(b"\n".join([*records, records[0], records[0][:32] + b"257 " + records[0][36:]]) + b"\n")
    run(marked, "les", "kostra", str(spoiled), "--uten-kontroller")
    run(marked, "build")
    run(marked, "publish")
    return example / "lager"


@pytest.fixture
def edition(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """The environment of a viewer that shows it, and the edition itself."""
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(store))
    monkeypatch.setenv("KOMMUNEVAREHUS_ROOT", str(ROOT))
    monkeypatch.syspath_prepend(str(ROOT / "app"))
    # A copy: the viewer in this process has the file open with settings of its own.
    return duckdb.connect(shutil.copy(store / "gjeldende" / "kommunevarehus.duckdb", tmp_path / "utgaven.duckdb"), read_only=True)


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app" / "app.py"), default_timeout=90)
    app.switch_page("views/okonomi.py")
    app.query_params.update({"kommune": MADE_UP, "fane": "regnskap"} | query)
    app.run()
    assert not app.exception and not app.error, [element.value for element in (*app.exception, *app.error)]
    return app


def tables(app: AppTest) -> list[dict[str, list[str]]]:
    """The tables of the page: the values of each row by its label, as they are read."""
    found = []
    for element in app.get("html"):
        body = str(element.proto.body)
        if not re.search(r'class="ark[ "]', body):
            continue
        body = re.sub(r"<details>.*?</details>", "", body, flags=re.DOTALL)
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)]
        texts = [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows]
        found.append({row[0]: row[1:] for row in texts[1:]} | {"": texts[0]})
    return found


def read(text: str) -> int:
    """A whole number as it is shown."""
    return int(text.replace("\u2212", "-").replace("\u00a0", "").replace(" ", ""))


def chosen(app: AppTest, label: str) -> Any:
    return next(widget for widget in app.main.get("selectbox") if widget.label == label)


def test_a_municipality_without_reports_begins_with_its_accounts(edition: duckdb.DuckDBPyConnection) -> None:
    app = opened()
    assert "(oppdiktet)" in app.title[0].value
    rows = edition.execute(
        "select navn, cast(virkning_mill_kr * 1000 as bigint) from rapport.rapport_kostra_oppstilling "
        "where enhet_id = '9999' and aar = 2024 and kilde = 'kostra' and omfang = 'kasse' and oppstilling = 'okonomisk_oversikt_art'"
    ).fetchall()
    statement = tables(app)[0]
    assert len(rows) > 30
    assert {name: read(statement[name][0]) for name, _ in rows} == dict(rows), "what it costs is negative, as on every page"
    assert statement[""] == ["Linje", "2024, 1000 kr", "2023", "2022", "2021"]
    [(earlier,)] = edition.execute(
        "select cast(virkning_mill_kr * 1000 as bigint) from rapport.rapport_kostra_oppstilling "
        f"where enhet_id = '9999' and aar = 2021 and kilde = 'kostra' and omfang = 'kasse' and begrep_id = '{LINE}'"
    ).fetchall()
    assert read(statement["Lønnsutgifter"][3]) == earlier < 0


def test_the_accounts_begin_with_their_answer_and_the_overview_leads_to_them(edition: duckdb.DuckDBPyConnection) -> None:
    app = opened()
    [(amount, share)] = edition.execute(
        "select belop_1000_kr, pst_av_driftsinntekter from marts.fct_kostra_hovedtall "
        "where kommunenr = '9999' and aar = 2024 and kvartal = 0 and kilde = 'kostra' and omfang = 'kasse' and funksjon = 'alle' "
        "and region = '999900' and begrep_id = 'netto_driftsresultat'"
    ).fetchall()
    answer = next(str(element.value) for element in app.main.markdown if "netto driftsresultat på" in str(element.value))
    assert (
        f"**{round(amount / 1000, 1)}\xa0mill.\xa0kr**".replace(".", ",", 1) in answer and f"{round(share, 1)}".replace(".", ",") in answer
    )
    shares = next(table for table in tables(app) if "Netto lånegjeld, % av driftsinntektene" in table)
    assert shares[""] == ["Nøkkeltall", "2024", "2023", "2022", "2021"]
    overview = AppTest.from_file(str(ROOT / "app" / "app.py"), default_timeout=90)
    overview.query_params.update({"kommune": MADE_UP})
    overview.run()
    assert any("folketall og regnskap" in str(element.value) for element in overview.main.markdown)
    assert "Se regnskapet til" in " ".join(link.proto.label for link in overview.main.get("page_link"))


@pytest.mark.parametrize("scope", ["kasse", "konsern", "saerbedrift"])
def test_a_line_goes_down_to_areas_functions_and_accounts(scope: str, edition: duckdb.DuckDBPyConnection) -> None:
    """At every level the amounts are those of the level above."""
    [(whole,)] = edition.execute(
        "select belop_1000_kr from rapport.rapport_kostra_oppstilling "
        f"where enhet_id = '9999' and aar = 2024 and kilde = 'kostra' and omfang = '{scope}' and begrep_id = '{LINE}'"
    ).fetchall()
    areas = tables(opened(omfang=scope, linje=LINE))[1]
    functions = tables(opened(omfang=scope, linje=LINE, omrade="FGK8"))[1]
    arts = tables(opened(omfang=scope, linje=LINE, omrade="FGK8", funksjon="222"))[1]
    amounts = [[read(values[0]) for label, values in level.items() if label] for level in (areas, functions, arts)]
    assert sum(amounts[0]) == -whole, "spent"
    assert sum(amounts[1]) == read(areas["Grunnskolesektor"][0])
    assert sum(amounts[2]) == read(functions["222 Skolelokaler"][0])
    assert all(re.match(r"\d{3} ", label) for label in arts if label)


def test_a_line_of_the_balance_goes_down_to_its_chapters(edition: duckdb.DuckDBPyConnection) -> None:
    app = opened(oppstilling="balanse_5_8", linje="balanse_5_8.balanse_langsiktig_gjeld")
    statement, chapters = tables(app)[:2]
    assert sum(read(values[0]) for label, values in chapters.items() if label) == read(statement["Langsiktig gjeld"][0])
    assert any(label.startswith("451 ") for label in chapters)


@pytest.mark.parametrize(
    ("query", "sql"),
    [
        ({}, "round(sum(cast(netto_kr as decimal(38, 4))) / any_value(innbyggere))"),
        ({"tall": "korrigert", "enhet": "kroner"}, "round(sum(cast(korrigert_kr as decimal(38, 4))) / 1000)"),
        (
            {"tall": "brutto", "priser": "2024"},
            "round(sum(cast(brutto_kr as decimal(38, 4))) * any_value((select faktor from marts.dim_prisfaktor as p where p.aar = 2021 "
            "and p.prisaar = 2024 and p.serie = 'kommunal_deflator')) / any_value(innbyggere))",
        ),
    ],
)
def test_services_are_shown_as_they_are_summed(query: dict[str, str], sql: str, edition: duckdb.DuckDBPyConnection) -> None:
    app = opened(**query)
    table = tables(app)[2]
    assert table[""] == ["Tjenesteområde", "2021", "2022", "2023", "2024"]
    rows = edition.execute(f"select omrade, {sql} from {ACCOUNTS} and aar = 2021 and omrade_id != 'FG1' group by omrade").fetchall()
    assert len(rows) > 10
    assert {name: read(table[name][0]) for name, _ in rows} == {name: int(value) for name, value in rows}
    said = "\n".join(str(element.value) for element in [*app.main.caption, *app.main.markdown])
    assert ("kommunal deflator, årgang 2026-05-18" in said and "annenhånds" in said) == ("priser" in query)


def test_a_service_goes_down_to_its_functions_and_accounts(edition: duckdb.DuckDBPyConnection) -> None:
    functions = tables(opened(tjeneste="FGK8", enhet="kroner"))[2]
    accounts = tables(opened(tjeneste="FGK8", tjenestens_funksjon="202", enhet="kroner"))[2]
    assert "202 Grunnskole" in functions and "010 Fastlønn" in accounts
    assert sum(read(values[-1]) for label, values in accounts.items() if label) == read(functions["202 Grunnskole"][-1])


def test_controls_say_the_line_or_that_all_is_in_order(edition: duckdb.DuckDBPyConnection) -> None:
    clean = opened(regnskapsaar="2023")
    assert any("alle kontroller er i orden" in str(element.value) for element in clean.main.markdown)
    faulty = tables(opened(regnskapsaar="2022"))[-1]
    assert set(faulty) >= {"Dubletter", "Funksjon"}
    assert faulty["Funksjon"][1] == "987" and "gjelder først fra 2024" in faulty["Funksjon"][2]


def test_without_accounts_the_tab_says_how_they_come_in(edition: duckdb.DuckDBPyConnection) -> None:
    app = opened(kommune=OTHER)
    assert "ikke lest inn noe regnskap" in app.main.info[0].value
    assert any("leser dem inn. Ved neste oppdatering" in str(element.value) for element in app.main.markdown)
    assert not app.main.code  # the commands are the operator's, and stand in the guide


def test_a_choice_of_another_source_is_the_ledger(edition: duckdb.DuckDBPyConnection) -> None:
    app = opened()
    widget = chosen(app, "Kilde")
    assert widget.options == ["KOSTRA-filene", "Hovedboken"]
    before = tables(app)[0]
    widget.set_value("regnskap-regnskap").run()
    assert app.query_params["regnskap"] in ("regnskap-regnskap", ["regnskap-regnskap"])
    after = tables(app)[0]
    assert after[""] == before[""][:2], "the ledger has one year"
    assert {label: values[0] for label, values in after.items()} == {label: values[0] for label, values in before.items()}, (
        "the ledger is what the file is made of"
    )
