"""A package read by machine, looked over by a person: what they decide is in the package, with who decided, and nothing else is."""

from __future__ import annotations

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from varehus import ROOT

from kommunevarehus.cli import cli
from kommunevarehus.lesing import norsk
from kommunevarehus.lesing.reading import UNCERTAIN
from kommunevarehus.lesing.review import (
    LOG,
    PERSON,
    ReviewError,
    accept,
    judge,
    recheck,
    set_cell,
    set_code,
    set_column,
    set_row,
    tables,
    ways,
)
from kommunevarehus.models import Models
from kommunevarehus.packages import KINDS
from kommunevarehus.project import Project

PRINTED = ROOT / "tests" / "python" / "trykt"
PROJECT = Project(ROOT)


def run(*arguments: str) -> tuple[int, str]:
    """Run the command in the project: its exit status and all it said."""
    done = CliRunner().invoke(cli, arguments, env={"KOMMUNEVAREHUS_ROOT": str(ROOT), "KOMMUNEVAREHUS_RAPPORTER": ""})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return getattr(done.exception, "exit_code", -1), f"{done.output}{done.exception}"
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A truncated table with unclear cells, as the reader leaves it."""
    folder = tmp_path_factory.mktemp("lest")
    status, said = run("les", "rapport", str(PRINTED / "sandnes_op2019_1A.txt"), "--id", "1102-okonomiplan-2019", "--mappe", str(folder))
    assert status == 0, said
    return folder / "1102-okonomiplan-2019"


@pytest.fixture
def package(read: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    return Path(shutil.copytree(read, tmp_path / read.name))


def rows(path: Path) -> list[dict[str, str]]:
    """A file of the package."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t" if path.suffix == ".tsv" else ","))


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def doubtful(package: Path) -> tuple[str, str]:
    """The first unclear cell: its row and column."""
    (table,) = tables(package)
    return next((row.number, name) for row in table.rows for name, cell in row.cells.items() if cell.certainty == UNCERTAIN)


def test_a_decided_cell_is_in_the_package_and_in_the_fact_as_a_persons(package: Path) -> None:
    """The table, its count of numbers, the lost cell, the place with who and what the source has, and the record."""
    row, column = doubtful(package)
    before = int(rows(package / "tabeller.csv")[0]["tallceller"])
    check = set_cell(PROJECT, package, "01", row, column, "-1 234", "Kari Nordmann")
    assert check.faults == ()
    assert next(one for one in rows(next((package / "tabeller").iterdir())) if one["rad"] == row)[column] == "-1 234"
    assert int(rows(package / "tabeller.csv")[0]["tallceller"]) == before + 1
    assert (row, column) not in {(one["rad"], one["kolonne"]) for one in rows(package / "utledet.csv")}
    (placed,) = (one for one in rows(package / "plassering.csv") if one["plassering"] == PERSON)
    assert (placed["rad"], placed["kolonne"]) == (row, column)
    assert placed["grunnlag"].startswith("Bestemt av Kari Nordmann ")
    assert "Kilden har «" in placed["grunnlag"]
    (logged,) = rows(package / LOG)
    assert (logged["hvem"], logged["rad"], logged["kolonne"], logged["fra"], logged["til"]) == ("Kari Nordmann", row, column, "", "-1 234")
    (table,) = tables(package)
    assert table.rows[int(row) - 1].cells[column].certainty == PERSON
    globs = [f"{ROOT}/seeds/oppstillinger/*.csv", *(str(package / kind) for kind in KINDS if any(package.glob(kind)))]
    with Models(PROJECT, globs) as models:
        found = models.rows("select belop_trykt, plassering from {{ ref('fct_belop') }} where plassering = 'person'")
    assert [(int(amount), how) for amount, how in found] == [(-1234, "person")]


def test_a_split_has_the_sources_own_digits(package: Path) -> None:
    """One of the ways that the text allows is taken; other digits are refused."""
    row, _ = doubtful(package)
    (table,) = tables(package)
    line = table.rows[int(row) - 1]
    offered = ways(line)
    assert offered
    set_row(PROJECT, package, "01", row, offered[0], "Kari Nordmann")
    assert not tables(package)[0].rows[int(row) - 1].doubtful
    strange = ["999" for _ in offered[0]]
    with pytest.raises(ReviewError, match="andre sifre enn kilden"):
        set_row(PROJECT, package, "01", row, strange, "Kari Nordmann")
    with pytest.raises(ReviewError, match="kolonner, og delingen har 1"):
        set_row(PROJECT, package, "01", row, ["1"], "Kari Nordmann")


def test_a_row_gets_another_code_of_the_layout_and_no_other(package: Path) -> None:
    """The row's label is tied to the post in the package's rader.csv; an unknown post is refused with the nearest."""
    (table,) = tables(package)
    line = table.rows[0]
    with pytest.raises(ReviewError, match=r"«skatt_pa_alt» er ingen post i regnskapsskjema_1a\. Nærmest: "):
        set_code(PROJECT, package, "01", line.number, "skatt_pa_alt", "Kari Nordmann")
    set_code(PROJECT, package, "01", line.number, "andre_generelle_statstilskudd", "Kari Nordmann")
    tied = next(one for one in rows(package / "rader.csv") if one["etikett"] == line.label)
    assert tied["kode"] == "andre_generelle_statstilskudd"
    assert tables(package)[0].rows[0].code == "andre_generelle_statstilskudd"
    assert rows(package / LOG)[-1]["kolonne"] == "kode"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("99", "1", "regnskap", "1", "Kari Nordmann"), "ingen tabell 99"),
        (("01", "999", "regnskap", "1", "Kari Nordmann"), "ingen rad 999"),
        (("01", "1", "finnes_ikke", "1", "Kari Nordmann"), "ingen kolonne «finnes_ikke»"),
        (("01", "1", "", "tolv", "Kari Nordmann"), "«tolv» er ikke et tall"),
        (("01", "1", "", "1;2", "Kari Nordmann"), "er ikke et tall"),
        (("01", "1", "", "=1+1", "Kari Nordmann"), "er ikke et tall"),
        (("01", "1", "", "1", "  "), "Skriv navnet"),
        (("01", "1", "", "1", "Kari\x00Nordmann"), "Skriv navnet"),
        (("01", "1", "", "1", "K" * 200), "Skriv navnet"),
        (("../01", "1", "", "1", "Kari Nordmann"), "ingen tabell"),
    ],
)
def test_what_is_no_decision_changes_nothing(package: Path, arguments: tuple[str, str, str, str, str], said: str) -> None:
    """Named in a sentence, and every file is as before."""
    table, row, column, value, who = arguments
    column = column or tables(package)[0].columns[0]
    before = everything(package.parent)
    with pytest.raises(ReviewError, match=said):
        set_cell(PROJECT, package, table, row, column, value, who)
    assert everything(package.parent) == before


def test_only_the_packages_own_files_are_written(package: Path) -> None:
    """Beside the package nothing is touched, and no half-written file is left."""
    (package.parent / "nabo.txt").write_text("urørt", "utf-8")
    row, column = doubtful(package)
    set_cell(PROJECT, package, "01", row, column, "5", "Kari Nordmann")
    changed = {path.name for path in package.parent.rglob("*") if path.is_file()}
    assert not [name for name in changed if name.startswith(".")]
    assert (package.parent / "nabo.txt").read_text("utf-8") == "urørt"
    listed = {one["path"] for one in json.loads((package / "datapackage.json").read_text("utf-8"))["resources"]}
    assert listed == {path.relative_to(package).as_posix() for path in package.rglob("*.csv")}


def test_a_finding_of_the_machine_goes_when_the_cell_is_put_right_and_a_persons_stays(tmp_path: Path) -> None:
    """Sandnes 2018 contradicts itself in two columns: one is put right; the other, judged by a person, is left alone."""
    source = str(PRINTED / "sandnes_2018_anskaffelse.txt")
    status, said = run("les", "rapport", source, "--id", "1102-lest-2018", "--enhet", "1000 kr", "--mappe", str(tmp_path))
    assert status == 0, said
    package = tmp_path / "1102-lest-2018"
    first, second = rows(package / "funn.csv")
    table, row, column = first["sted_a"].split("|")
    low, high = re.findall(r"mellom (-?[\d.]+) og (-?[\d.]+);", first["vurdering"])[0]
    right = f"{(Decimal(low) + Decimal(high)) / 2:.0f}"
    text = (package / "funn.csv").read_text("utf-8")
    judged = text.replace("Funnet av maskinen ved lesing; ingen person har vurdert det.", "Vurdert av Kari.")
    (package / "funn.csv").write_text(
        "\n".join([text.splitlines()[0], judged.splitlines()[2]]) + "\n" + text.splitlines()[1] + "\n", "utf-8"
    )
    check = set_cell(PROJECT, package, table, row, column, right, "Kari Nordmann")
    assert check.faults == ()

    def rules() -> list[str]:
        return [one["avstemming_id"].split("|")[0] for one in rows(package / "funn_avvik.csv")]

    # Now the row is the difference, and no more the sum of its own posts: the source contradicts itself either way.
    assert rules() == ["netto_avsetninger", "poster_i_sum"]
    assert rows(package / "funn.csv")[0]["verdi_a"] == second["verdi_a"]
    assert "Vurdert av Kari." in rows(package / "funn.csv")[0]["vurdering"]
    assert set_cell(PROJECT, package, table, row, column, first["verdi_a"], "Kari Nordmann").faults == ()
    assert rules() == ["netto_avsetninger", "netto_avsetninger"]
    assert len(rows(package / "funn.csv")) == len(rows(package / "funn_virkning.csv")) == 2
    assert recheck(PROJECT, package).faults == ()


def test_a_package_is_accepted_with_who_and_when(package: Path) -> None:
    """The description says who has looked it over; what is unclear is still lost, and one with a fault is not accepted."""
    check = accept(PROJECT, package, "Kari Nordmann")
    assert check.faults == ()
    text = json.loads((package / "datapackage.json").read_text("utf-8"))["description"]
    assert "Sett over av Kari Nordmann " in text
    assert "Ingen person" not in text
    (package / "tabeller.csv").write_text("tabell\n01\n", "utf-8")
    with pytest.raises(ReviewError):
        accept(PROJECT, package, "Kari Nordmann")


def test_the_command_decides_and_accepts(package: Path) -> None:
    """The same by the command line, with its exit statuses."""
    row, column = doubtful(package)
    common = (str(package), "--tabell", "01", "--rad", row, "--hvem", "Kari Nordmann")
    assert run("rapport", "rett", *common, "--kolonne", column, "--verdi", "12 345")[0] == 0
    status, said = run("rapport", "rett", *common, "--kolonne", column, "--verdi", "tolv")
    assert (status, "er ikke et tall" in said) == (9, True)
    assert run("rapport", "rett", *common)[0] == 2
    assert run("rapport", "godta", str(package), "--hvem", "Kari Nordmann")[0] == 0


HEADLESS = (
    "Årsbudsjettet (1000 kr)\n"
    "Skatt på inntekt og formue 2 267 326 2 245 000\nOrdinært rammetilskudd 1 567 326 1 545 000\nSkatt på eiendom 67 326 45 000\n"
    "Andre generelle statstilskudd 7 326 4 500\nSum frie disponible inntekter 3 909 304 3 839 500\n"
)


def test_a_head_that_nobody_understood_is_decided_and_then_the_package_can_be_built(tmp_path: Path) -> None:
    """Two columns without heads: the page's words say it in Norwegian, a person says what they are, and it can be built."""
    (tmp_path / "uten hoder.txt").write_text(HEADLESS, "utf-8")
    status, _said = run("les", "rapport", str(tmp_path / "uten hoder.txt"), "--id", "1108-arsregnskap-2021", "--mappe", str(tmp_path))
    assert status == 1
    made = tmp_path / "1108-arsregnskap-2021"
    (table,) = tables(made)
    assert (table.columns, dict(table.meant), table.year) == (("kolonne_1", "kolonne_2"), {}, 2021)
    [fault] = recheck(PROJECT, made).faults
    assert re.fullmatch(r"Tabell 01: Ingen sier hva kolonnen kolonne [12] måler\. Bestem det under «Kolonnen»\.", norsk.said(fault))
    assert set_column(PROJECT, made, "01", "kolonne_1", "regnskap", 2021, "", "Kari Nordmann").faults
    check = set_column(PROJECT, made, "01", "kolonne_2", "regulert_budsjett", 2021, "", "Kari Nordmann")
    assert check.faults == ()
    assert [(one["kolonne"], one["maal"], one["aar"]) for one in rows(made / "kolonner.csv")] == [
        ("kolonne_1", "regnskap", "0"),
        ("kolonne_2", "regulert_budsjett", "0"),
    ]
    assert [one["hvem"] for one in rows(made / LOG)] == ["Kari Nordmann"] * 2
    (table,) = tables(made)
    assert table.meant["kolonne_2"].measure == "regulert_budsjett"
    for measure, year, unit, said in (
        ("formue", 2021, "", "ikke noe en kolonne måler"),
        ("regnskap", 1990, "", "langt fra rapportens år"),
        ("regnskap", 2021, "gull", "ingen enhet"),
    ):
        before = everything(made)
        with pytest.raises(ReviewError, match=said):
            set_column(PROJECT, made, "01", "kolonne_1", measure, year, unit, "Kari Nordmann")
        assert everything(made) == before


def test_a_contradiction_is_judged_with_words_and_what_is_done_with_the_number(tmp_path: Path) -> None:
    """What a person says stands when the package is checked anew; a number that is not to be used is not."""
    text = PRINTED / "sandnes_2018_anskaffelse.txt"
    status, said = run("les", "rapport", str(text), "--id", "1102-lest-2018", "--enhet", "1000 kr", "--mappe", str(tmp_path))
    assert status == 0, said
    made = tmp_path / "1102-lest-2018"
    first, second = (one["funn_id"] for one in rows(made / "funn.csv"))
    for words, effect, message in (("", "merk", "i en setning"), ("Feil i kilden.", "erstatt", "ikke noe man gjør")):
        with pytest.raises(ReviewError, match=message):
            judge(PROJECT, made, first, effect, words, "Kari Nordmann")
    assert judge(PROJECT, made, first, "utelat", "Summen er trykt for lavt.", "Kari Nordmann").faults == ()
    found = {one["funn_id"]: one for one in rows(made / "funn.csv")}
    assert set(found) >= {first} and len(found) == 2
    assert found[first]["vurdering"].startswith("Summen er trykt for lavt. (Kari Nordmann, ")
    assert {one["funn_id"]: one["virkning"] for one in rows(made / "funn_virkning.csv")}[first] == "utelat"
    assert "ingen person har vurdert" in next(one["vurdering"] for one in found.values() if one["funn_id"] != first), second
    assert recheck(PROJECT, made).faults == ()
    assert next(one for one in rows(made / "funn.csv") if one["funn_id"] == first)["vurdering"] == found[first]["vurdering"]


def test_the_unit_of_the_columns_is_decided(tmp_path: Path) -> None:
    """A print that does not say its unit, of numbers that do not tell."""
    text = (
        HEADLESS.replace(" (1000 kr)", "").replace(" 326", "").replace(" 000", "").replace("Årsbudsjettet", "Regnskap 2021 Budsjett 2021")
    )
    (tmp_path / "uten enhet.txt").write_text(text.replace("3 909 304 3 839 500", "3 908 3 839").replace("7 4 500", "7 4"), "utf-8")
    run("les", "rapport", str(tmp_path / "uten enhet.txt"), "--id", "1108-arsregnskap-2021", "--mappe", str(tmp_path))
    made = tmp_path / "1108-arsregnskap-2021"
    if not rows(made / "tabeller.csv")[0]["enhet"]:
        assert any("Ingen sier hvilken enhet" in norsk.said(fault) for fault in recheck(PROJECT, made).faults)
    with next((made / "tabeller").glob("01*.csv")).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))[3:]
    for column, measure in zip(columns, ("regnskap", "opprinnelig_budsjett"), strict=True):
        check = set_column(PROJECT, made, "01", column, measure, 2021, "mill. kr", "Kari Nordmann")
    assert not any("an amount in" in fault.melding for fault in check.faults)
    assert {row["maaleenhet"] for row in rows(made / "kolonner.csv")} == {"mill. kr"}


def test_a_minus_behind_its_number_is_before_it_in_the_package(tmp_path: Path) -> None:
    """The warehouse reads the package's numbers with the minus first."""
    text = HEADLESS.replace("Årsbudsjettet (1000 kr)", "Tall i 1000 kr\nRegnskap 2021 Budsjett 2021")
    lines = [re.sub(r"(\d) (\d{1,3} \d{3} \d{3}|\d+ \d{3})$", r"\1- \2-", line) for line in text.splitlines()]
    (tmp_path / "bak.txt").write_text("\n".join(lines), "utf-8")
    status, said = run("les", "rapport", str(tmp_path / "bak.txt"), "--id", "1108-arsregnskap-2021", "--mappe", str(tmp_path))
    assert status == 0, said
    cells = rows(tmp_path / "1108-arsregnskap-2021" / "tabeller" / "01_regnskapsskjema_1a.csv")
    assert [cell["regnskap"] for cell in cells] == ["-2 267 326", "-1 567 326", "-67 326", "-7 326", "-3 909 304"]
