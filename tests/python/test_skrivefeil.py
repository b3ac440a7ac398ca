"""A slip is noticed: in a printed cell, in what a catalogue says of it, in the built database; and what ships has none.

The slips are made in what ships, many at once, and checked by the project's own SQL (skrivefeil.py, katalogfeil.py). docs/dekning.md has
the shares of a larger sample, by table, and the columns that nothing can hold.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from katalogfeil import Change, caught_in_packages, package_changes, read
from skrivefeil import KINDS_OF_SLIPS, Slip, caught, draw
from varehus import ROOT, output, run_command

from kommunevarehus.models import Models
from kommunevarehus.packages import KINDS
from kommunevarehus.project import Project

AB, ASSS = "5001-arsberetning-2020", "1601-asss-2014"
SANDNES, STAVANGER = "1102-arsregnskap-2017", "1103-arsrapport-2021"


@pytest.fixture(scope="module")
def project() -> Project:
    """What ships, read where it is; nothing is written there."""
    return Project(ROOT)


def missed(project: Project, slips: list[Slip]) -> dict[str, tuple[int, int, list[Slip]]]:
    """By kind: how many slips, how many were noticed, and the others."""
    found = caught(project, slips)
    tried, noticed = Counter(slip.kind for slip in slips), Counter(slip.kind for slip, was in zip(slips, found, strict=True) if was)
    rest = {kind: [s for s, was in zip(slips, found, strict=True) if s.kind == kind and not was] for kind in tried}
    return {kind: (tried[kind], noticed[kind], rest[kind]) for kind in tried}


def test_slips_in_cells_are_noticed(project: Project) -> None:
    """A small sample of every kind, every day."""
    slips = draw(project, cells=60)
    assert {slip.kind for slip in slips} == set(KINDS_OF_SLIPS)
    for kind, (tried, noticed, rest) in missed(project, slips).items():
        assert noticed >= 0.85 * tried, (kind, rest)


@pytest.mark.full
def test_of_five_hundred_cells_nineteen_of_twenty_slips_of_each_kind_are_noticed(project: Project) -> None:
    """Every table is in the sample."""
    slips = draw(project, cells=500)
    assert len({slip.at for slip in slips}) >= 400
    for kind, (tried, noticed, rest) in missed(project, slips).items():
        assert noticed >= 0.95 * tried, (kind, rest)


def test_without_the_sources_text_most_lost_commas_are_still_noticed(project: Project) -> None:
    """By the neighbours and the reconciliation: an adopter's package may have no text."""
    slips = [slip for slip in draw(project, cells=150) if slip.kind == "tapt komma"]
    assert len(slips) > 30
    assert sum(caught(project, slips, text=False)) >= 0.55 * len(slips)


# One field at a time, of those that were once accepted without a word: file, column, which row, what it becomes.
EXAMPLES = [
    (AB, "kolonner.csv", "aar", {"tabell": "05", "kolonne": "regnskap"}, "2021"),
    (AB, "kolonner.csv", "aar", {"tabell": "08", "kolonne": "regnskap_2020"}, "2012"),
    (AB, "kolonner.csv", "overskrift", {"tabell": "23", "kolonne": "trondheim_2020"}, "Oslo"),
    (AB, "kolonner.csv", "overskrift", {"tabell": "08", "kolonne": "regnskap_2020"}, "Oslo"),
    (AB, "kolonner.csv", "enhet_id", {"tabell": "23", "kolonne": "oslo"}, "4601"),
    (AB, "kolonner.csv", "kjonn", {"tabell": "12", "kolonne": "antall_kvinner"}, "xyz"),
    (AB, "kolonner.csv", "kjonn", {"tabell": "12", "kolonne": "antall_kvinner"}, "menn"),
    (AB, "kolonner.csv", "undergruppe", {"tabell": "20", "kolonne": "fast_2020"}, "xyz"),
    (AB, "kolonner.csv", "undergruppe", {"tabell": "20", "kolonne": "fast_2020"}, "vikar"),
    (AB, "kolonner.csv", "maal", {"tabell": "12", "kolonne": "antall_kvinner"}, "tull"),
    (AB, "kolonner.csv", "maaleenhet", {"tabell": "12", "kolonne": "antall_kvinner"}, "pst"),
    (AB, "kolonner.csv", "kolonne", {"tabell": "12", "kolonne": "antall_kvinner"}, "antall_barn"),
    # a goal's number without the word that makes it less exact, or with another
    (AB, "mal.csv", "resultat_tilnaerming", {"mal_id": "M0680-1"}, ""),
    (AB, "mal.csv", "resultat_tilnaerming", {"mal_id": "M1386-1"}, ""),
    (AB, "mal.csv", "resultat_tilnaerming", {"mal_id": "M1337-1"}, "vel"),
    (AB, "mal.csv", "maltall_tilnaerming", {"mal_id": "M1378-1"}, "om lag"),
    (SANDNES, "tabeller.csv", "enhet", {"tabell": "01"}, "dollar"),
    (SANDNES, "tabeller.csv", "enhet", {"tabell": "01"}, "kr"),
    (SANDNES, "tabeller.csv", "enhet", {"tabell": "01"}, "mill. kr"),
    (SANDNES, "tabeller.csv", "linje_fra", {"tabell": "01"}, "999999"),
    (SANDNES, "tabeller.csv", "linje_til", {"tabell": "01"}, "12"),
    (SANDNES, "tabeller.csv", "tittel", {"tabell": "01"}, ""),
    (SANDNES, "tabeller.csv", "tittel", {"tabell": "01"}, "Regnskapsskjema 1A 2007"),
    (SANDNES, "tabeller.csv", "fortegn_virkning", {"tabell": "01"}, "1"),
    (SANDNES, "tabeller.csv", "tom_celle", {"tabell": "01"}, "xyz"),
    (SANDNES, "tabeller.csv", "oppstilling", {"tabell": "01"}, "balanse"),
    (SANDNES, "tabeller.csv", "kilde", {"tabell": "01"}, "2"),
    ("1102-arsregnskap-2019", "oppstillinger.csv", "kodeverk", {}, "posst"),
    ("1102-arsregnskap-2014", "poster.csv", "navn", {"post_id": "rammetilskudd"}, "Skatteinntekter"),
    ("1102-arsregnskap-2014", "poster.csv", "radtype", {"post_id": "rammetilskudd"}, "sum"),
    ("1102-arsregnskap-2014", "poster.csv", "oppstilling", {"post_id": "rammetilskudd"}, "hovedtall"),
    ("1102-arsregnskap-2014", "poster.csv", "fosstrinn", {"post_id": "rammetilskudd"}, "kanskje"),
    (AB, "utsagn.csv", "verditekst", {"utsagn_id": "P0169-1"}, "610"),
    (AB, "utsagn.csv", "linje", {"utsagn_id": "P0169-1"}, "171"),
]


def row_of(package: str, file: str, column: str, which: dict[str, str], after: str) -> Change:
    """An example as a change."""
    rows = read(ROOT / "seeds" / "rapporter" / package / file)
    number = next(n for n, row in enumerate(rows) if all(row.get(key) == value for key, value in which.items()))
    return Change(package, file, column, number, rows[number].get(column, ""), after)


def test_what_was_once_accepted_without_a_word_is_noticed(project: Project, tmp_path: Path) -> None:
    changes = [row_of(*example) for example in EXAMPLES]
    noticed = caught_in_packages(project, changes, tmp_path / "pakker")
    assert [change for change, was in zip(changes, noticed, strict=True) if not was] == []


def test_a_copy_without_a_slip_is_without_a_fault(project: Project, tmp_path: Path) -> None:
    """The copies themselves are no faults: a change to the same value is not noticed."""
    changes = [row_of(package, file, column, which, "") for package, file, column, which, _ in EXAMPLES[:1] + EXAMPLES[12:13]]
    same = [Change(c.folder, c.file, c.column, c.number, c.before, c.before) for c in changes]
    assert caught_in_packages(project, same, tmp_path / "pakker") == [False, False]


@pytest.mark.full
def test_seven_of_ten_changes_of_any_column_of_a_package_are_noticed(project: Project, tmp_path: Path) -> None:
    """The others are listed in docs/dekning.md: words of a reader's own, as a definition or a ground, that no check can hold."""
    changes = package_changes(project)
    assert len({(change.file, change.column) for change in changes}) > 130
    assert sum(caught_in_packages(project, changes, tmp_path / "pakker")) >= 0.72 * len(changes)


# The text of the source


def package(house: Project, name: str) -> Path:
    """A package of the house, to be changed."""
    return house.root / "seeds" / "rapporter" / name


EXCERPT = "1103-arsrapport-2015"  # its table 02 is an excerpt: the first pages of a statement
# What is done with the excerpt, and what is said: rows that stay, factors of the unit.
SIZES = {
    "as it is": (None, "1000 kr", ""),
    "kroner for a thousand": (None, "kr", "«Rammetilskudd» is 11 kr per inhabitant. Correct the unit of the table"),
    "millions for a thousand": (None, "mill. kr", "the largest amount is 61869235 kr per inhabitant"),
    "a small post alone": ("Andre overføringer", "1000 kr", ""),
    "a small post of less than ten kroner": ("Andre overføringer", "kr", ""),
    "a known post alone": ("Rammetilskudd", "kr", "«Rammetilskudd» is 11 kr per inhabitant"),
}


@pytest.mark.parametrize("what", SIZES)
def test_an_excerpt_is_of_the_size_of_the_posts_that_every_municipality_has(what: str, project: Project, tmp_path: Path) -> None:
    """A small post is a small post; what every municipality has is known, whatever else the excerpt leaves out."""
    only, unit, expected = SIZES[what]
    package = tmp_path / EXCERPT
    shutil.copytree(ROOT / "seeds" / "rapporter" / EXCERPT, package)
    tables = package / "tabeller.csv"
    lines = tables.read_text("utf-8").splitlines(keepends=True)
    tables.write_text("".join(line.replace(",1000 kr,", f",{unit},") if line.startswith("02,") else line for line in lines), "utf-8")
    [table] = (package / "tabeller").glob("02*.csv")
    rows = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(row for number, row in enumerate(rows) if not number or only is None or f",{only}," in row), "utf-8")
    globs = [f"{ROOT}/seeds/oppstillinger/*.csv", *(f"{tmp_path}/*/{kind}" for kind in KINDS if any(tmp_path.glob(f"*/{kind}")))]

    with Models(project, globs) as models:
        said = [
            message
            for (message,) in models.rows("select melding from {{ ref('int_kontroll__rimelig') }} where melding like '%inhabitant%'")
        ]

    assert len(said) == bool(expected)
    assert all(message.startswith(expected) for message in said), said


def test_another_text_than_the_tables_were_read_from_is_a_fault(house: Project) -> None:
    path = package(house, SANDNES) / "kilde.txt"
    path.write_text(path.read_text("utf-8").replace("2017", "2018"), "utf-8")
    done = run_command(house, "sjekk", f"seeds/rapporter/{SANDNES}")
    assert done.returncode == 1
    assert "kilde.txt, line 1: it is not the text that the tables were read from: its SHA-256 is" in done.stdout


def test_a_number_that_the_source_has_not_is_one_sentence(house: Project) -> None:
    (path,) = (package(house, SANDNES) / "tabeller").glob("01_*.csv")
    path.write_text(path.read_text("utf-8").replace("-1616307", "-1616370"), "utf-8")
    done = run_command(house, "sjekk", f"seeds/rapporter/{SANDNES}")
    assert done.returncode == 1, output(done)
    assert "the lines of the source do not hold «-1616370 -1617634 -1535634 -1496945»" in done.stdout


def test_without_the_text_a_package_is_sound_and_its_numbers_say_so(warehouse: Project, house: Project) -> None:
    for path in package(house, STAVANGER).glob("kilde*.txt"):
        path.unlink()
    done = run_command(house, "sjekk", f"seeds/rapporter/{STAVANGER}")
    assert done.returncode == 0, output(done)


def test_every_printed_number_has_one_row_of_coverage_and_all_that_ship_are_held(warehouse: Project) -> None:
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        numbers, rows, unheld, textless = connection.execute(
            """select (select count(*) from kvalitet.kildecelle where status = 'verdi'), count(*),
                count(*) filter (where holdt_av = 'ingenting'), count(*) filter (where i_kilden = 'uten_kildetekst')
            from kvalitet.dekning"""
        ).fetchall()[0]
    assert rows == numbers > 3_000
    assert (unheld, textless) == (0, 0)


# Two readings of one report


@pytest.fixture
def readings(house: Project, tmp_path: Path) -> tuple[Project, Path, Path]:
    """A package and another reading of it."""
    other = tmp_path / STAVANGER
    shutil.copytree(package(house, STAVANGER), other)
    return house, package(house, STAVANGER), other


def test_two_readings_that_agree_are_ok(readings: tuple[Project, Path, Path]) -> None:
    house, first, other = readings
    page = next((other / "tabeller").glob("01_*.csv"))
    page.write_text(page.read_text("utf-8").replace("2 883 062", "2\N{NO-BREAK SPACE}883\N{NO-BREAK SPACE}062"), "utf-8")
    done = run_command(house, "sjekk", str(first), "--andre", str(other))
    assert (done.returncode, done.stdout) == (0, "110 cells read twice, 0 differences\n"), output(done)


def test_two_readings_that_differ_say_where(readings: tuple[Project, Path, Path]) -> None:
    """A cell, a label, a row that one has not, and a table that was not read again; as text and as JSON."""
    house, first, other = readings
    page = next((other / "tabeller").glob("01_*.csv"))
    lines = page.read_text("utf-8").replace("2 883 062", "2 838 062").replace("Eiendomsskatt", "Eigedomsskatt").splitlines()
    page.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    next((other / "tabeller").glob("02_*.csv")).unlink()
    done = run_command(house, "sjekk", str(first), "--andre", str(other), "--format", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert said["ikke_lest_igjen"] == ["02"]
    assert [(found["linje"], found["kolonne"]) for found in said["ulikt"]] == [(26, "rad"), (4, "etikett"), (2, "regnskap")]
    assert "«2 883 062», and «2 838 062» in tabeller/01_okonomisk_oversikt_art.csv, line 2" in said["ulikt"][2]["melding"]


@pytest.mark.parametrize(
    ("what", "message"),
    [("finnes-ikke", "finnes-ikke is no folder"), (f"seeds/rapporter/{ASSS}", "have no table in common")],
)
def test_readings_that_cannot_be_compared_are_one_sentence(what: str, message: str, house: Project) -> None:
    done = run_command(house, "sjekk", f"seeds/rapporter/{STAVANGER}", "--andre", what)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_text_of_a_hundred_megabytes_is_not_read(house: Project) -> None:
    with (package(house, SANDNES) / "kilde.txt").open("wb") as handle:
        handle.truncate(100_000_000)
    done = run_command(house, "sjekk", f"seeds/rapporter/{SANDNES}")
    assert done.returncode == 1, output(done)
    assert "kilde.txt is of 100 MB. A file of a package is at most 20 MB" in done.stdout
