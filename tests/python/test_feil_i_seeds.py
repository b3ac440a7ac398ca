"""Bad input is found and said, with where it is and what was expected; a package with a fault is left out and harms nobody else.

Each case is one slip in one of the packages that ship, checked alone by the SQL that a build runs. That a build leaves the package out, and
what the published edition is then, is tested once for each way in (tests/python/test_pakke_inn.py).
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from varehus import ROOT, output, run_command, snapshot

from kommunevarehus.packagecheck import Check, check_package
from kommunevarehus.project import Project

Rows = list[list[str]]
AB, ASSS = "5001-arsberetning-2020", "1601-asss-2014"


@dataclass(frozen=True)
class Slip:
    """One thing that can go wrong with a file. `says` must all stand in the message: file, line, column and what was expected."""

    name: str
    file: str
    damage: Callable[[bytes], bytes]
    says: tuple[str, ...]


def in_rows(change: Callable[[Rows], Rows]) -> Callable[[bytes], bytes]:
    """A change of the file's rows, the header being the first."""

    def damage(raw: bytes) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(change(list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))))
        return text.getvalue().encode("utf-8")

    return damage


def in_cell(row: int, column: str, text: str) -> Callable[[bytes], bytes]:
    """Another text in one cell; `row` counts from 1 below the header."""

    def change(rows: Rows) -> Rows:
        rows[row][rows[0].index(column)] = text
        return rows

    return in_rows(change)


def where(column: str, value: str, other: str, text: str) -> Callable[[bytes], bytes]:
    """Another text in the column `other` of the first row whose `column` is `value`."""

    def change(rows: Rows) -> Rows:
        row = next(row for row in rows if row[rows[0].index(column)] == value)
        row[rows[0].index(other)] = text
        return rows

    return in_rows(change)


def without_column(rows: Rows, column: str) -> Rows:
    index = rows[0].index(column)
    return [row[:index] + row[index + 1 :] for row in rows]


def headers_swapped(rows: Rows, one: str, other: str) -> Rows:
    first, second = rows[0].index(one), rows[0].index(other)
    rows[0][first], rows[0][second] = other, one
    return rows


def column_of(rows: Rows, table: str, column: str, other: str, text: str) -> Rows:
    """In kolonner.csv: another text of what one column of a table measures."""
    header = rows[0]
    row = next(row for row in rows if (row[header.index("tabell")], row[header.index("kolonne")]) == (table, column))
    row[header.index(other)] = text
    return rows


DRIFT = f"{AB}/tabeller/02_okonomisk_oversikt_art.csv"
BALANSE = f"{AB}/tabeller/08_balanse.csv"
OMRADER = f"{AB}/tabeller/03_tjenesteomrader.csv"
BARNEHAGE = f"{AB}/tabeller/23_nokkeltall_barnehage.csv"
PROFIL = f"{ASSS}/tabeller/T14_tjenesteprofil_barnehage.csv"
COLUMNS = f"{AB}/kolonner.csv"

SLIPS = [
    Slip(
        "a missing column",
        DRIFT,
        in_rows(lambda rows: without_column(rows, "regnskap")),
        (f"{AB}/tabeller.csv, line 3: table 02 has 29 rows, 3 columns and 87 numbers. Expected 29, 4 and 116, as counted on the page",),
    ),
    Slip(
        "a missing column in a catalogue",
        COLUMNS,
        in_rows(lambda rows: without_column(rows, "maal")),
        (f"{COLUMNS}, line 1, column maal: missing column. Add it to the header",),
    ),
    Slip(
        "an extra column",
        DRIFT,
        in_rows(lambda rows: [[*row, "merknad" if row is rows[0] else ""] for row in rows]),
        (f"{DRIFT}, line 1, column merknad: nobody says what the column measures. Expected it in kolonner.csv",),
    ),
    Slip(
        "an extra column in a catalogue",
        COLUMNS,
        in_rows(lambda rows: [[*row, "merknad" if row is rows[0] else ""] for row in rows]),
        (f"{COLUMNS}, line 1, column merknad: unknown column. Expected oppstilling, tabell, kolonne, overskrift, maal",),
    ),
    Slip(
        "swapped columns",
        DRIFT,
        in_rows(lambda rows: headers_swapped(rows, "regulert_budsjett", "regnskap")),
        (
            f"{DRIFT}, line 1, column regnskap: the source has the heading «Regulert budsjett 2020» before «Regnskap 2020»",
            "that may follow from what is said above",
        ),
    ),
    Slip(
        "a column that stands twice",
        DRIFT,
        lambda raw: raw.replace(b"regulert_budsjett", b"regnskap", 1),
        (f"{DRIFT}, line 1, column regnskap: the column stands twice",),
    ),
    Slip(
        "a duplicate row number",
        OMRADER,
        in_cell(4, "rad", "3"),
        (f"{OMRADER}, line 5, column rad: the row number 3 stands 2 times. Expected 1, 2, 3",),
    ),
    Slip(
        "a duplicate row",
        DRIFT,
        in_rows(lambda rows: [*rows, ["30", *rows[9][1:]]]),
        (f"{DRIFT}, line 31, column etikett: the layout okonomisk_oversikt_art does not know the label",),
    ),
    Slip(
        "a row number that is no number",
        OMRADER,
        in_cell(4, "rad", "4b"),
        (f"{OMRADER}, line 5, column rad: cannot read «4b». Expected a whole number",),
    ),
    Slip(
        "an unparseable number",
        DRIFT,
        in_cell(24, "regnskap", "-6O1"),
        (f"{DRIFT}, line 25, column regnskap: cannot read «-6O1». Expected a Norwegian number",),
    ),
    Slip(
        "a number in a catalogue that cannot be read",
        f"{AB}/utsagn.csv",
        in_cell(2, "verditekst", "seks hundre og noe"),
        (f"{AB}/utsagn.csv, line 3, column verditekst: cannot read «seks hundre og noe». Expected a Norwegian number",),
    ),
    Slip(
        "an English thousands separator",
        BARNEHAGE,
        in_cell(1, "oslo", "191,590"),
        (f"{BARNEHAGE}, line 2, column oslo: «191,590» has three decimals, and its neighbours have not. Write",),
    ),
    Slip(
        "a label that is not in the catalogue",
        BALANSE,
        in_cell(2, "etikett", "Faste eiendomer og anlegg"),
        (f"{BALANSE}, line 3, column etikett: the layout balanse does not know the label «Faste eiendomer og anlegg»", "rader.csv"),
    ),
    Slip(
        "a total row gone",
        BALANSE,
        in_rows(lambda rows: [row for row in rows if row[2] != "SUM EIENDELER"]),
        (f"{BALANSE}, line 1, column etikett: the layout balanse requires a row that is missing: «SUM EIENDELER».",),
    ),
    Slip(
        "a digit misread",
        DRIFT,
        in_cell(1, "regnskap", "-4 652"),
        (f"{DRIFT}, line 2, column regnskap: the lines of the source have no «-4 652»", "that may follow from what is said above"),
    ),
    Slip(
        "a minus lost",
        BALANSE,
        in_cell(14, "regnskap_2020", "21 866"),
        (f"{BALANSE}, line 15, column regnskap_2020: the lines of the source have no «21 866»", "that may follow from what is said above"),
    ),
    Slip(
        "an unknown unit of observation in the accounts",
        COLUMNS,
        in_rows(lambda rows: column_of(rows, "02", "regnskap", "enhet_id", "5010")),
        (f"{COLUMNS}, line 5, column enhet_id: unknown code «5010»",),
    ),
    Slip(
        "a year far from the report's",
        COLUMNS,
        in_rows(lambda rows: column_of(rows, "08", "regnskap_2020", "aar", "2002")),
        (f"{BALANSE}, line 1, column regnskap_2020: the column is of 2002, and the report of 2020. Correct the year in kolonner.csv",),
    ),
    Slip(
        "a year that is none",
        COLUMNS,
        in_rows(lambda rows: column_of(rows, "08", "regnskap_2020", "aar", "20200")),
        (f"{COLUMNS}, line 22, column aar: cannot read «20200». Expected a year (2020), or years from the report's",),
    ),
    Slip(
        "a unit of measure that is none",
        COLUMNS,
        in_rows(lambda rows: column_of(rows, "08", "regnskap_2020", "maaleenhet", "millioner")),
        (f"{COLUMNS}, line 22, column maaleenhet: cannot read «millioner». Expected one of kr, 1000 kr, mill. kr, mrd. kr",),
    ),
    Slip(
        "a sex that is none",
        COLUMNS,
        in_rows(lambda rows: column_of(rows, "12", "antall_kvinner", "kjonn", "kvinne")),
        (COLUMNS, "column kjonn: cannot read «kvinne». Expected one of kvinner, menn, begge"),
    ),
    Slip(
        "two cities swapped",
        BARNEHAGE,
        in_rows(lambda rows: headers_swapped(rows, "trondheim_2020", "oslo")),
        (AB,),
    ),
    Slip(
        "a layout that claims a code that is not in the catalogue",
        f"{AB}/rader.csv",
        where("oppstilling", "nokkeltall_barnehage", "kode", "finnes_ikke"),
        (f"{AB}/rader.csv, line ", "column kode: the layout nokkeltall_barnehage gives", "finnes_ikke, which is not in its catalogue"),
    ),
    Slip(
        "a table that nobody lists",
        f"{AB}/tabeller.csv",
        in_rows(lambda rows: [row for row in rows if row[0] != "08"]),
        (f"{AB}/", "tabeller"),
    ),
    Slip(
        "a table without its file",
        f"{AB}/tabeller.csv",
        in_rows(lambda rows: [*rows, ["99", *rows[1][1:]]]),
        (f"{AB}/tabeller.csv, line 39: table 99 has no file. Expected tabeller/99_….csv",),
    ),
    Slip(
        "a statement twice",
        f"{AB}/utsagn.csv",
        in_rows(lambda rows: [*rows, rows[1]]),
        (f"{AB}/utsagn.csv, line 608, column utsagn_id: AB2020-P0154-1 stands 2 times",),
    ),
    Slip(
        "a statement's id that is none",
        f"{AB}/utsagn.csv",
        in_cell(1, "utsagn_id", "154-1"),
        (f"{AB}/utsagn.csv, line 2, column utsagn_id: cannot read «154-1». Expected P, the line of the source",),
    ),
    Slip(
        "a goal whose status contradicts its numbers",
        f"{AB}/mal.csv",
        where("status", "nådd", "status", "ikke nådd"),
        (f"{AB}/mal.csv",),
    ),
    Slip(
        "a finding that is none any more",
        f"{AB}/funn_avvik.csv",
        in_cell(1, "avstemming_id", "finnes_ikke|07|1|trondheim"),
        (f"{AB}/funn_avvik.csv, line 2, column avstemming_id: no rule computes", "Remove the line"),
    ),
    Slip(
        "a column that never was printed",
        f"{AB}/forventninger.csv",
        where("forventning_id", "handlingsregler", "minst", "5"),
        (f"{AB}/forventninger.csv, line 5, column forventning_id: handlingsregler: antall_rader is 4. Expected at least 5",),
    ),
    Slip("Latin-1 bytes", OMRADER, lambda raw: raw.decode("utf-8").encode("latin-1"), (f"{OMRADER}, line 1: not UTF-8", "Expected UTF-8")),
    Slip("UTF-16", OMRADER, lambda raw: raw.decode("utf-8").encode("utf-16"), (f"{OMRADER}, line 1: UTF-16 text", "Expected UTF-8")),
    Slip(
        "semicolons",
        f"{AB}/fotnoter.csv",
        lambda raw: raw.replace(b",", b";"),
        (f"{AB}/fotnoter.csv, line 1: parted by semicolons (saved by Excel?). Expected commas",),
    ),
    Slip(
        "tabs",
        f"{AB}/fotnoter.csv",
        lambda raw: raw.replace(b",", b"\t"),
        (f"{AB}/fotnoter.csv, line 1: parted by tabs (saved by Excel?). Expected commas",),
    ),
    Slip("an unpaired quote", OMRADER, lambda raw: raw + b'22,,"Annet,1,1,0\n', (f"{OMRADER}, line 1: a double quote that is not paired",)),
    Slip("an empty file", PROFIL, lambda raw: b"", (f"{PROFIL}, line 1: the file is empty. Expected a header and at least one row",)),
    Slip(
        "a header without rows",
        PROFIL,
        lambda raw: raw.split(b"\n")[0] + b"\n",
        (f"{PROFIL}, line 1: no rows below the header. Expected at least one",),
    ),
    Slip(
        "a row with a field too few (ragged row)",
        BALANSE,
        in_rows(lambda rows: [row[:-1] if row[0] == "7" else row for row in rows]),
        (f"{BALANSE}, line 8: 3 fields, the last is «Omløpsmidler». Expected 4 as in the header",),
    ),
    Slip(
        "a thousands separator that is a comma",
        BALANSE,
        lambda raw: raw.replace(b"50 549", b"50,549"),
        (f"{BALANSE}, line 2: 5 fields, the last is «549». Expected 4 as in the header",),
    ),
    Slip(
        "a description that is no JSON",
        f"{AB}/datapackage.json",
        lambda raw: raw[:-20],
        (f"{AB}/datapackage.json, line 1: it is no JSON object",),
    ),
    Slip(
        "a description of another report",
        f"{AB}/datapackage.json",
        lambda raw: raw.replace(AB.encode(), b"5001-arsberetning-2021"),
        (f"{AB}/datapackage.json, line 1: name is «5001-arsberetning-2021». Expected the folder's name",),
    ),
    Slip(
        "a source without its checksum",
        f"{AB}/datapackage.json",
        lambda raw: raw.replace(b'"sha256": "4ef0', b'"sha256": "xyz0'),
        (f"{AB}/datapackage.json, line 1: the SHA-256 of the source is «xyz0",),
    ),
]


def said_of(house: Project, name: str) -> tuple[Check, str]:
    check = check_package(house, house.root / "seeds" / "rapporter" / name)
    return check, "\n".join(str(fault) for fault in check.faults)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_bad_input_is_found_with_a_message_that_says_where(slip: Slip, house: Project) -> None:
    path = house.root / "seeds" / "rapporter" / slip.file
    raw = path.read_bytes()
    path.write_bytes(slip.damage(raw))
    assert path.read_bytes() != raw, "the case damages nothing"

    check, said = said_of(house, slip.file.split("/")[0])

    assert check.faults
    for words in slip.says:
        assert words in said, f"{words!r} is not in:\n{said}"
    assert all(fault.melding.endswith(".") for fault in check.faults)


@pytest.mark.parametrize("name", [AB, ASSS])
def test_what_ships_has_no_fault(name: str, house: Project) -> None:
    check, said = said_of(house, name)
    assert said == ""
    assert min(check.tables, check.cells, check.numbers, check.reconciled["stemmer_eksakt"]) > 30


def test_a_byte_order_mark_and_windows_line_endings_are_no_fault(house: Project) -> None:
    path = house.root / "seeds" / "rapporter" / OMRADER
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert said_of(house, AB)[1] == ""


# Packages as a whole


def renamed(house: Project, name: str, **changes: object) -> Path:
    """A copy of a package under another name, with what it says of itself changed to fit."""
    folder = house.root / "seeds" / "rapporter" / name
    shutil.copytree(ROOT / "seeds" / "rapporter" / ASSS, folder)
    description = json.loads((folder / "datapackage.json").read_text("utf-8"))
    unit, _, year = name.split("-")
    description |= {"name": name, "hovedenhet": unit, "aar": int(year), "kortnavn": "NY"} | changes
    (folder / "datapackage.json").write_text(json.dumps(description), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("9998-asss-2014", "hovedenhet is 9998, which no municipality has been", id="a municipality that does not exist"),
        pytest.param("1601-asss-2020", "hovedenhet is 1601, a number in use –2017, and the report is of 2020", id="one that is dead"),
        pytest.param("3001-asss-2014", "hovedenhet is 3001, a number in use 2020–2023, and the report is of 2014", id="one not yet born"),
    ],
)
def test_a_package_of_a_municipality_that_is_not_there_that_year(name: str, says: str, house: Project) -> None:
    renamed(house, name)
    assert says in said_of(house, name)[1]


def test_two_packages_with_the_same_id(house: Project, tmp_path: Path) -> None:
    copy = tmp_path / AB
    shutil.copytree(house.root / "seeds" / "rapporter" / AB, copy)
    [fault] = check_package(house, copy).faults
    assert fault.melding.startswith("the project has a package of this name, in seeds/rapporter, and that one is read.")


def test_two_packages_with_the_same_id_neither_of_which_is_the_projects(
    house: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("a", "b"):
        shutil.copytree(house.root / "seeds" / "rapporter" / AB, tmp_path / folder / AB)
    shutil.rmtree(house.root / "seeds" / "rapporter" / AB)
    monkeypatch.setenv("KOMMUNEVAREHUS_RAPPORTER", f"{tmp_path / 'a'}:{tmp_path / 'b'}")
    [fault] = check_package(house, tmp_path / "a" / AB).faults
    assert fault.melding.startswith("the package is in several folders: ")
    assert str(tmp_path / "b" / AB) in fault.melding


def test_two_packages_with_the_same_short_name(house: Project) -> None:
    folder = renamed(house, "1601-asss2-2014", kortnavn="ASSS2014")
    said = said_of(house, folder.name)[1]
    assert f"the short name ASSS2014 is also that of {ASSS}" in said
    assert said_of(house, ASSS)[1] == "", "the one that had the name first is unharmed"


def test_a_folder_that_is_not_a_package(house: Project, tmp_path: Path) -> None:
    (tmp_path / "bilder").mkdir()
    (tmp_path / "tabeller-1").mkdir()
    (tmp_path / "tabeller-1" / "utsagn.csv").write_text("a,b\n1,2\n", "utf-8")
    for name in ("bilder", "tabeller-1"):
        [fault, *_] = check_package(house, tmp_path / name).faults
        assert fault.melding.startswith("the folder has no datapackage.json, so it is no report package.")


def link_out(package: Path) -> str:
    (package / "utsagn.csv").unlink()
    (package / "utsagn.csv").symlink_to("/etc/passwd")
    return "utsagn.csv is a link that leads out of the package"


def link_to_itself(package: Path) -> str:
    (package / "utsagn.csv").unlink()
    (package / "utsagn.csv").symlink_to("utsagn.csv")
    return "utsagn.csv"


def link_out_of_tables(package: Path) -> str:
    (package / "tabeller" / "99_x.csv").symlink_to("../../../../../dbt_project.yml")
    return "tabeller/99_x.csv is a link that leads out of the package"


def tables_elsewhere(package: Path) -> str:
    (package / "tabeller").rename(package.parent / "andre")
    (package / "tabeller").symlink_to(package.parent / "andre")
    return "tabeller is a link that leads out of the package"


def large(package: Path) -> str:
    with (package / "utsagn.csv").open("wb") as handle:
        os.truncate(handle.fileno(), 100_000_000)
    return "utsagn.csv is of 100 MB. A file of a package is at most 20 MB"


def folder_inside(package: Path) -> str:
    (package / "gammelt").mkdir()
    return "gammelt is a folder. A package has no other folder than tabeller"


def spreadsheet(package: Path) -> str:
    (package / "tabeller" / "02.xlsx").write_bytes(b"PK")
    return "tabeller/02.xlsx does not belong to a package. Expected datapackage.json and files that end in .csv"


@pytest.mark.parametrize("change", [link_out, link_to_itself, link_out_of_tables, tables_elsewhere, large, folder_inside, spreadsheet])
def test_what_must_not_be_read_is_not_read_and_said(change: Callable[[Path], str], house: Project) -> None:
    package = house.root / "seeds" / "rapporter" / AB
    says = change(package)
    [fault] = check_package(house, package).faults
    assert says in str(fault)
    assert str(fault).startswith(f"{AB}/{says.split()[0]}, line 1: "), "under the name of what is wrong"


def test_a_link_inside_the_package_and_a_note_beside_it_are_no_fault(house: Project) -> None:
    package = house.root / "seeds" / "rapporter" / AB
    (package / "LES.md").write_text("om rapporten", "utf-8")
    (package / ".DS_Store").write_bytes(b"\x00")
    (package / "mal.csv").rename(package / "egentlig.md")
    (package / "mal.csv").symlink_to("egentlig.md")
    assert said_of(house, AB)[1] == ""


def test_a_fault_in_the_shared_layouts_is_nobodys_and_is_said(house: Project) -> None:
    path = house.root / "seeds" / "oppstillinger" / "rader.csv"
    raw = path.read_bytes()
    try:
        path.write_bytes(where("oppstilling", "balanse", "krav", "kanskje")(raw))
        _, said = said_of(house, AB)
    finally:
        path.write_bytes(raw)
    assert "seeds/oppstillinger/rader.csv, line " in said
    assert "column krav: cannot read «kanskje». Expected one of ja, nei" in said


def test_a_bad_seed_stops_the_build_and_is_mended_by_the_next_one(scratch: Project) -> None:
    """A catalogue is everybody's: there is nothing to leave out."""
    path = scratch.root / "seeds" / "kodeverk" / "tegn.csv"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"strek", b"strekk", 1))
    before = snapshot(scratch.store)

    built = run_command(scratch, "warehouse")
    assert built.returncode == 1
    assert "seeds/kodeverk/tegn.csv, line 2, column status: cannot read «strekk». Expected one of strek" in output(built)
    assert "Traceback" not in output(built)
    assert snapshot(scratch.store) == before

    path.write_bytes(raw)
    mended = run_command(scratch, "warehouse")
    assert mended.returncode == 0, output(mended)
    assert "nothing new was published" in mended.stdout
    assert snapshot(scratch.store) == before


def test_every_bad_input_of_the_list_is_tried() -> None:
    """The list of what can go wrong, so that a case cannot fall out unseen."""
    wanted = [
        "missing column", "extra column", "swapped columns", "duplicate row", "unparseable number", "not in the catalogue",
        "total row gone", "Latin-1", "UTF-16", "empty file", "semicolons", "tabs", "ragged row", "unpaired quote",
        "unknown unit of observation", "year far from", "two cities swapped",
    ]  # fmt: skip
    for words in wanted:
        assert any(words in slip.name for slip in SLIPS), words
