"""What `sjekk` says of a package: each fault once, the one to correct first before what follows from it, under the name of its file."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from pathlib import Path

import pytest
from test_pakker import drop_in
from varehus import BIN, clean_environment, output, run_command

from kommunevarehus.packagecheck import check_package
from kommunevarehus.project import Project

HEADER = "rad,gruppe,etikett,regnskap,regulert_budsjett\n"
PAGE = "tabeller/01_okonomisk_oversikt_art.csv"
ROWS = "1,,Sum driftsinntekter,110,100\n2,,Sum driftsutgifter,100,95\n3,,Brutto driftsresultat,10,5\n"


def statement(folder: Path, rows: str = ROWS, header: str = HEADER) -> Path:
    """An excerpt of a statement of a municipality of some hundred people: sound as it is."""
    package = drop_in(folder, "1144-arsrapport-2020", enhet="mill. kr", fortegn_virkning="rad")
    (package / PAGE).write_text(header + rows, "utf-8")
    (package / "tabeller.csv").write_text("tabell,tittel,status\n01,Utdrag,delvis\n", "utf-8")
    return package


def faults(project: Project, package: Path) -> list[tuple[str, int, str]]:
    """File, line and message of each fault, in the order they are said."""
    done = run_command(project, "sjekk", str(package), "--format", "json")
    assert "Traceback" not in output(done)
    return [(fault["fil"], fault["linje"], fault["melding"]) for fault in json.loads(done.stdout)["feil"]]


def test_what_follows_from_a_slip_is_one_line_at_the_end(shell: Project, tmp_path: Path) -> None:
    """A misread figure breaks a sum; while a label is wrong too, that comes first, and the sum is only counted."""
    package = statement(tmp_path, ROWS.replace(",10,5", ",20,5"))
    [alone] = faults(shell, package)
    assert "a contradiction that no finding explains" in alone[2]
    (package / PAGE).write_text((HEADER + ROWS.replace(",10,5", ",20,5")).replace("Sum driftsutgifter", "Sum utlegg"), "utf-8")
    first, *_, last = faults(shell, package)
    assert first[:2] == (PAGE, 3)
    assert "does not know the label «Sum utlegg»" in first[2]
    assert last[2].startswith("2 contradictions, places and expectations that may follow from what is said above.")
    assert not any("has no sign" in message for *_, message in faults(shell, package))


def test_a_contradiction_is_said_beside_a_fault_that_it_does_not_follow_from(shell: Project, tmp_path: Path) -> None:
    package = statement(tmp_path, ROWS.replace(",10,5", ",20,5"))
    (package / "oversettelse.csv").write_text("sprak,tekst,oversettelse\nen,Utdrag,\n", "utf-8")
    assert [file for file, *_ in faults(shell, package)] == ["oversettelse.csv", "funn_avvik.csv"]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("rad,gruppe,etikett,regnskap,regulert\n", ["nobody says what the column measures"]),
        ("rad,gruppe,tekst,regnskap,regulert_budsjett\n", ["missing column. Add it to the header."]),
        ("rad;gruppe;etikett;regnskap;regulert_budsjett\n", ["parted by semicolons (saved by Excel?)"]),
    ],
)
def test_a_wrong_header_is_one_fault(shell: Project, tmp_path: Path, header: str, says: list[str]) -> None:
    package = statement(tmp_path, header=header)
    if ";" in header:
        (package / PAGE).write_text((HEADER + ROWS).replace(",", ";"), "utf-8")
    found = faults(shell, package)
    assert [file for file, *_ in found] == [PAGE] * len(says)
    for words, (*_, message) in zip(says, found, strict=True):
        assert words in message


def test_what_refers_to_a_file_that_cannot_be_read_is_not_a_fault_too(shell: Project, tmp_path: Path) -> None:
    package = statement(tmp_path)
    (package / "funn.csv").write_text("funn_id;tittel\nF001;x\n", "utf-8")
    (package / "funn_avvik.csv").write_text("funn_id,avstemming_id\nF001,poster_i_sum|01|3|regnskap\n", "utf-8")
    assert "unknown code" not in str(faults(shell, package))


def test_a_blank_line_and_a_workbook_are_said_to_be_that(shell: Project, tmp_path: Path) -> None:
    package = statement(tmp_path, ROWS + "\n\n")
    (package / "fotnoter.csv").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    workbook, blank = sorted(faults(shell, package))
    assert workbook[:2] == ("fotnoter.csv", 1)
    assert workbook[2].startswith("a workbook (or another zip file) with the name of a text. Expected UTF-8.")
    assert blank == (PAGE, 5, "the line is blank. Expected 5 fields. Remove it; 1 more such rows.")


def test_an_empty_cell_of_free_text_is_said_without_a_list(shell: Project, tmp_path: Path) -> None:
    package = statement(tmp_path)
    (package / "oversettelse.csv").write_text("sprak,tekst,oversettelse\nen,Utdrag,\n", "utf-8")
    assert faults(shell, package) == [("oversettelse.csv", 2, "empty. Expected a value. Correct the cell.")]


@pytest.mark.parametrize("text", ["[1, 2]", '"en tekst"', "17", "{"])
def test_a_description_that_is_no_object_is_one_fault(shell: Project, tmp_path: Path, text: str) -> None:
    package = statement(tmp_path)
    (package / "datapackage.json").write_text(text, "utf-8")
    [(file, line, message)] = faults(shell, package)
    assert (file, line) == ("datapackage.json", 1)
    assert message.startswith("it is no JSON object. Expected {")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("{}".encode("utf-16"), "UTF-16 text. Expected UTF-8. Save it as text in UTF-8."),
        ('{"title": "Årsrapport"}'.encode("cp1252"), "not UTF-8. Expected UTF-8. Save it as text in UTF-8."),
        (b"PK\x03\x04\x00\xff", "a workbook (or another zip file) with the name of a text. Expected UTF-8. Save it as text in UTF-8."),
        (b"{\x00}", "a NUL byte. Expected text."),
        (b"", "the file is empty."),
    ],
    ids=["utf16", "windows", "zip", "nul", "empty"],
)
def test_a_description_that_is_no_text_is_one_fault(shell: Project, tmp_path: Path, raw: bytes, says: str) -> None:
    package = statement(tmp_path)
    (package / "datapackage.json").write_bytes(raw)
    [fault] = check_package(shell, package).faults
    assert (fault.fil, fault.linje) == ("datapackage.json", 1)
    assert fault.melding.startswith(says)
    assert "CSV" not in fault.melding


@pytest.mark.parametrize("title", ["", " ", ["Årsrapport"]])
def test_a_title_is_a_text(shell: Project, tmp_path: Path, title: object) -> None:
    package = statement(tmp_path)
    path = package / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"title": title}), "utf-8")
    assert [fault.melding for fault in check_package(shell, package).faults] == ["it says no title. Add it."]


def test_a_table_of_an_unknown_layout_is_one_fault(shell: Project, tmp_path: Path) -> None:
    package = statement(tmp_path)
    (package / PAGE).rename(package / "tabeller" / "01_finnes_ikke.csv")
    [fault] = check_package(shell, package).faults
    assert fault.melding.startswith("there is no layout finnes_ikke.")


def test_a_number_that_two_tables_have_is_said(shell: Project, tmp_path: Path) -> None:
    package = statement(tmp_path)
    (package / "tabeller" / "01_balanse.csv").write_text(HEADER + ROWS, "utf-8")
    said = [fault.melding for fault in check_package(shell, package).faults]
    assert any(
        words.startswith(f"table 01 is in several files: tabeller/01_balanse.csv, {PAGE}. Expected a number of its own") for words in said
    )


def test_a_label_that_stands_once_too_often_is_said_to(shell: Project, tmp_path: Path) -> None:
    [fault] = check_package(shell, statement(tmp_path, ROWS + "4,,Sum driftsinntekter,110,100\n")).faults
    assert (fault.fil, fault.linje) == (PAGE, 5)
    assert "does not know the label «Sum driftsinntekter» once more." in fault.melding


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u2007"])
def test_every_printed_space_parts_thousands(shell: Project, tmp_path: Path, space: str) -> None:
    rows = f"1,,Sum driftsinntekter,1{space}110,100\n2,,Sum driftsutgifter,1{space}100,95\n3,,Brutto driftsresultat,10,5\n"
    assert faults(shell, statement(tmp_path, rows)) == []


def test_other_thousands_are_said_to_be_no_norwegian_number(shell: Project, tmp_path: Path) -> None:
    [(file, line, message), *_] = faults(shell, statement(tmp_path, ROWS.replace(",100,95", ",1'100,95")))
    assert (file, line) == (PAGE, 3)
    assert "cannot read «1'100». Expected a Norwegian number (1 234,5)" in message


def test_a_letter_written_as_two_signs_is_that_letter(shell: Project, tmp_path: Path) -> None:
    """A file from a Mac may have å as a and a ring."""
    label = "Lønnsutgifter og årets tall"
    package = statement(tmp_path, ROWS + f"4,,{unicodedata.normalize('NFD', label)},,\n")
    (package / "rader.csv").write_text(
        f"oppstilling,gruppe,etikett,kode,fortegn\nokonomisk_oversikt_art,*,{label},lonnsutgifter,-1\n", "utf-8"
    )
    assert unicodedata.normalize("NFD", label) != label
    assert faults(shell, package) == []


def test_missing_rows_are_one_fault_by_the_layouts_first_names(shell: Project, tmp_path: Path) -> None:
    package = statement(tmp_path)
    (package / "tabeller.csv").unlink()
    [message] = [message for *_, message in faults(shell, package)]
    assert message.startswith("the layout okonomisk_oversikt_art requires rows that are missing: «Rammetilskudd», ")
    assert "tilskot" not in message
    assert "of an excerpt, say status delvis in tabeller.csv" in message


@pytest.mark.parametrize("name", ["Årsregnskap 2020.xlsx", "bilde.png"])
def test_a_file_that_does_not_belong_is_named(shell: Project, tmp_path: Path, name: str) -> None:
    package = statement(tmp_path)
    (package / name).write_bytes(b"x")
    [(file, line, message)] = faults(shell, package)
    assert (file, line) == (name, 1)
    assert "does not belong to a package" in message


def test_a_package_is_checked_from_within_outside_the_project(tmp_path: Path) -> None:
    package = statement(tmp_path)
    done = subprocess.run(
        [str(BIN / "kommunevarehus"), "sjekk", "."], cwd=package, env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, output(done)
    assert done.stdout.startswith("1144-arsrapport-2020: 1 tables, 6 cells")


def test_a_new_package_asks_for_the_unit_and_the_sign(shell: Project, tmp_path: Path) -> None:
    done = run_command(shell, "rapport", "ny", "4601-arsberetning-2021", "--mappe", str(tmp_path))
    assert "mill. kr or mrd. kr" in done.stdout
    package = tmp_path / "4601-arsberetning-2021"
    description = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert (description["enhet"], description["fortegn_virkning"]) == ("", "")
    (package / PAGE).write_text(HEADER + ROWS, "utf-8")
    said = " ".join(message for *_, message in faults(shell, package))
    assert "an amount in «». Expected kr, 1000 kr, mill. kr or mrd. kr." in said
    assert "the SHA-256 of the source is «»" in said
