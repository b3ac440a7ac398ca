"""Uploaded files become a package below one folder, or are refused in a sentence, and then nothing at all is left behind."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pdf_for_hand import pdf
from trykt_i_formater import as_xlsx
from varehus import ROOT

from kommunevarehus.lesing import inbox, review
from kommunevarehus.lesing.layouts import read_layouts
from kommunevarehus.lesing.reading import read_table
from kommunevarehus.lesing.review import ReviewError
from kommunevarehus.lesing.sources import MAX_BYTES, SourceError, read_lines
from kommunevarehus.lesing.tables import tables_of
from kommunevarehus.packages import FOLDERS
from kommunevarehus.project import Project

PRINTED = ROOT / "tests" / "python" / "trykt"
PROJECT = Project(ROOT)
ID = "1102-arsregnskap-2017"
TEXT = (PRINTED / "sandnes_2017_1A.txt").read_bytes()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of report packages, with a folder beside it that nobody may write in."""
    made = tmp_path / "her" / "rapporter"
    made.mkdir(parents=True)
    monkeypatch.setenv(FOLDERS, str(made))
    return made


def everything(folder: Path) -> list[str]:
    """Every path below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def zip_bomb() -> bytes:
    """A workbook that unpacks to five hundred times what it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 100_000_000)
    return packed.getvalue()


def scanned() -> bytes:
    """A PDF with a page and no text."""
    with tempfile.TemporaryDirectory() as name:
        pdf(Path(name) / "skannet.pdf", [[]])
        return (Path(name) / "skannet.pdf").read_bytes()


def test_a_sheet_becomes_the_package_that_the_command_makes(folder: Path, tmp_path: Path) -> None:
    layouts = read_layouts(ROOT / "seeds" / "oppstillinger")
    sheet = tmp_path / "Regnskap 2017.xlsx"
    as_xlsx(sheet, read_table(tables_of(read_lines(PRINTED / "sandnes_2017_1A.txt"))[0], layouts))
    made = inbox.read_files(PROJECT, [(sheet.name, sheet.read_bytes())], ID).folder
    assert made == folder / ID
    assert everything(folder)[0] == ID and all(path.split("/")[0] == ID for path in everything(folder)), "nothing else is left"
    description = json.loads((made / "datapackage.json").read_text("utf-8"))
    assert [source["path"] for source in description["sources"]] == ["Regnskap 2017.xlsx"]
    assert inbox.packages_of(PROJECT) == {ID: made}
    (table,) = review.tables(made)
    assert table.layout == "regnskapsskjema_1a"
    assert sum(table.counts.values()) == sum(len(row.cells) for row in table.rows) > 50


def test_what_the_reader_noticed_and_what_contradicts_itself_is_said(folder: Path, tmp_path: Path) -> None:
    """A row hidden in the sheet; and a sum that the print has wrong, as a finding that waits for a person."""
    sheet = tmp_path / "skjult.xlsx"
    as_xlsx(sheet, read_table(tables_of(read_lines(PRINTED / "stavanger_2015_1A.txt"))[0], read_layouts(ROOT / "seeds" / "oppstillinger")))
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].append(["Skjult", 1, 2, 3])
    book.worksheets[0].row_dimensions[book.worksheets[0].max_row].hidden = True
    book.save(sheet)
    read = inbox.read_files(PROJECT, [(sheet.name, sheet.read_bytes())], "1103-arsregnskap-2015")
    assert any("er skjult og ikke lest" in notice for notice in read.notices), read.notices
    with (read.folder / "funn.csv").open("w", encoding="utf-8") as stream:
        stream.write("funn_id,tittel,vurdering\nF001,Sum,Ikke vurdert\n")
    assert review.findings(read.folder) == [{"funn_id": "F001", "tittel": "Sum", "vurdering": "Ikke vurdert"}]


def test_the_unclear_rows_come_first_and_the_others_in_their_order(folder: Path) -> None:
    made = inbox.read_files(PROJECT, [("1A.txt", (PRINTED / "sandnes_op2019_1A.txt").read_bytes())], "1102-okonomiplan-2019").folder
    (table,) = review.tables(made)
    doubtful = [row.doubtful for row in table.by_doubt]
    assert doubtful == sorted(doubtful, reverse=True) and 0 < sum(doubtful) < len(doubtful)
    sure = [int(row.number) for row in table.by_doubt if not row.doubtful]
    assert sure == sorted(sure)
    first = table.by_doubt[0].cells["budsjett_i_fjor"]
    assert (first.text, first.alternatives) == ("", ("-53713", "")), "a blank is an alternative too"
    assert table.heads["opprinnelig_budsjett"] == "Budsjett 2019"
    posts = review.posts(PROJECT, made, table.layout)
    assert next(iter(posts.values())) == "Inntekts- og formuesskatt"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tabell.exe", b"MZ", "er av et slag som ikke leses"),
        ("tabell", b"1", "er av et slag som ikke leses"),
        ("tabell.xlsm", b"PK", "har makroer"),
        ("tom.txt", b"", "er tom"),
        ("bombe.xlsx", zip_bomb(), "pakkes ut til"),
        ("skannet.pdf", scanned(), "ingen tekst"),
        ("prosa.txt", b"Ordforeren talte lenge, og ingen tall ble nevnt.", "Fant ingen tabell"),
        ("ikke.pdf", TEXT, "kan ikke leses"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_file_is_refused_in_a_sentence_and_leaves_nothing(folder: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        inbox.read_files(PROJECT, [(name, content)], ID)
    assert "\n" not in str(refused.value) and str(folder) not in str(refused.value), "where it lay is nobody's business"
    assert everything(folder.parent) == ["rapporter"]


def test_too_large_too_many_or_two_of_a_name_are_refused_before_anything_is_written(folder: Path) -> None:
    for files, said in (
        ([("stor.txt", b"1" * (MAX_BYTES + 1_000_000))], "101 MB; grensen er 100 MB"),
        ([(f"{number}.txt", TEXT) for number in range(inbox.MOST_FILES + 1)], "11 filer er for mange"),
        ([("a/1A.txt", TEXT), ("b/1A.txt", TEXT)], "To av filene heter 1A.txt"),
        ([], "Velg filen"),
    ):
        with pytest.raises(SourceError, match=said):
            inbox.read_files(PROJECT, files, ID)
    assert everything(folder.parent) == ["rapporter"]


def test_a_file_name_leads_nowhere(folder: Path, tmp_path: Path) -> None:
    names = ["../../a.txt", "/etc/b.txt", "..\\..\\c.txt", "d\x00\n.txt", "-x --vis.txt", ".txt.txt", "$(touch e).txt"]
    made = inbox.read_files(PROJECT, [(name, TEXT) for name in names], ID).folder
    assert everything(tmp_path) == ["her", "her/rapporter", *(f"her/rapporter/{path}" for path in everything(folder))]
    assert {path.split("/")[0] for path in everything(folder)} == {ID} == {made.name}
    sources = [source["path"] for source in json.loads((made / "datapackage.json").read_text("utf-8"))["sources"]]
    assert sources == ["a.txt", "b.txt", "c.txt", "d__.txt", "x --vis.txt", "txt.txt", "_(touch e).txt"]


@pytest.mark.parametrize(
    "rapport_id", ["../1102-arsregnskap-2017", "1102-../../x-2017", "/tmp/x-y-2017", "1102-arsregnskap-2017/..", "", "1102-å-2017"]
)
def test_an_id_leads_nowhere(folder: Path, rapport_id: str) -> None:
    with pytest.raises(ReviewError, match="er ikke navnet på en rapport"):
        inbox.read_files(PROJECT, [("1A.txt", TEXT)], rapport_id)
    assert everything(folder.parent) == ["rapporter"]


def test_what_is_there_is_not_written_over_and_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "annet" / ID
    elsewhere.mkdir(parents=True)
    (elsewhere / "lesing.tsv").write_text("", "utf-8")
    (folder / ID).symlink_to(elsewhere)
    with pytest.raises(ReviewError, match="finnes allerede"):
        inbox.read_files(PROJECT, [("1A.txt", TEXT)], ID)
    assert everything(elsewhere) == ["lesing.tsv"]
    assert inbox.packages_of(PROJECT) == {}


def test_a_number_that_was_not_in_use_is_said_by_the_command(folder: Path) -> None:
    with pytest.raises(ReviewError, match=r"1108 .* was in use"):
        inbox.read_files(PROJECT, [("1A.txt", TEXT)], "1108-arsregnskap-2017")
    assert everything(folder.parent) == ["rapporter"]
