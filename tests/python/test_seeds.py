"""The checks of the shared catalogues that come before dbt (kommunevarehus.seeds): as files, and against their declared columns."""

from __future__ import annotations

import csv
import io
import itertools
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from varehus import ROOT

from kommunevarehus.packagecheck import check_package
from kommunevarehus.project import BuildError, Project
from kommunevarehus.seeds import (
    CATALOGUE_FOLDERS,
    LAYOUTS,
    SCHEMA,
    TYPES,
    catalogue_files,
    catalogue_problems,
    check_seeds,
    made_problems,
    seed_problem,
)

NAME = Path("seeds/a/tabell.csv")
Rows = list[list[str]]


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return tmp_path / "tabell.csv"


def problem(seed: Path, raw: bytes) -> str | None:
    seed.write_bytes(raw)
    return seed_problem(seed, NAME)


# Files


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"rad,etikett\n1,Skole\n", id="plain"),
        pytest.param("rad,etikett\n1,Ålesund − 4 140\n".encode(), id="norwegian letters, minus sign, no-break space"),
        pytest.param(b'rad,etikett\n1,"Lek, moro"\n', id="comma inside quotes"),
        pytest.param(b'rad,etikett\n1,"to\nlinjer"\n2,"sagt ""slik"""\n', id="line break and quotes inside quotes"),
        pytest.param(b"\xef\xbb\xbfrad,etikett\n1,Skole\n", id="byte order mark"),
        pytest.param(b"rad,etikett\r\n1,Skole\r\n", id="Windows line endings"),
        pytest.param(b"rad,etikett\n1,", id="no line break at the end"),
        pytest.param(b"rad,etikett\n1,\n", id="empty cell"),
    ],
)
def test_a_good_file_has_no_problem(seed: Path, raw: bytes) -> None:
    assert problem(seed, raw) is None


@pytest.mark.parametrize("raw", [b"", b"\n", b" \r\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_file_without_text_is_empty(seed: Path, raw: bytes) -> None:
    assert (
        problem(seed, raw) == f"{NAME}, line 1: the file is empty. Expected a header and at least one row. Restore the file, or remove it."
    )


def test_a_header_alone_is_not_enough(seed: Path) -> None:
    said = problem(seed, b"rad,etikett\n")
    assert said == f"{NAME}, line 1: no rows below the header. Expected at least one. Add them, or remove the file."


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        pytest.param("rad,etikett\n1,Bærum\n".encode("latin-1"), 2, id="in a cell"),
        pytest.param("rad,områ\n1,x\n".encode("latin-1"), 1, id="in the header"),
        pytest.param("rad;navn\n1;Å\n".encode("cp1252"), 2, id="with semicolons, as Excel saves it"),
        pytest.param("rad,navn\nÅ,1\n".encode() + b"2,\xe5\n", 3, id="after letters of two bytes"),
        pytest.param(b"\xef\xbb\xbfrad,navn\n1,\xf8\n", 2, id="after a byte order mark"),
    ],
)
def test_bytes_that_are_not_utf8_are_placed(seed: Path, raw: bytes, line: int) -> None:
    said = problem(seed, raw)
    assert said is not None
    assert said.startswith(f"{NAME}, line {line}: not UTF-8 (Windows-1252 text, saved by Excel as «CSV»?)")
    assert said.endswith("Save it as «CSV UTF-8», with commas.")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param("rad,navn\n1,x\n".encode("utf-16"), "UTF-16 text (saved by Excel as «Unicode text»?)", id="UTF-16"),
        pytest.param(b"rad;navn\n1;a,b\n2;c\n", "parted by semicolons (saved by Excel?)", id="semicolons"),
        pytest.param(b"\xef\xbb\xbfrad;navn\r\n1;a\r\n", "parted by semicolons (saved by Excel?)", id="semicolons after a mark"),
        pytest.param(b"rad\tnavn\n1\ta\n2\tc\n", "parted by tabs (saved by Excel?)", id="tabs"),
    ],
)
def test_what_excel_saves_is_said_in_one_sentence(seed: Path, raw: bytes, words: str) -> None:
    said = problem(seed, raw)
    assert said is not None
    assert said.startswith(f"{NAME}, line 1: {words}. Expected ")
    assert "\n" not in said


def test_a_nul_byte_is_named(seed: Path) -> None:
    assert problem(seed, b"rad,navn\n1,x\n2,\x00\n") == f"{NAME}, line 3: a NUL byte. Expected text. Save the file again as UTF-8."


@pytest.mark.parametrize(
    ("raw", "line", "fields"),
    [
        pytest.param(b"rad,navn,verdi\n1,a,2\n2,b\n", 3, 2, id="too few"),
        pytest.param(b"rad,navn,verdi\n1,a,1,5\n", 2, 4, id="a decimal comma without quotes"),
        pytest.param(b"rad,navn,verdi\n1,a,2\n\n2,b,3\n", 3, 1, id="a blank line"),
        pytest.param(b'rad,navn,verdi\n1,"to\nlinjer",2\n2,b\n', 4, 2, id="after a record of two lines"),
    ],
)
def test_a_ragged_row_is_named_with_what_the_header_has(seed: Path, raw: bytes, line: int, fields: int) -> None:
    said = problem(seed, raw)
    assert said is not None
    assert said.startswith(f"{NAME}, line {line}: {fields} fields")
    assert "Expected 3 as in the header" in said


def test_of_many_ragged_rows_the_first_is_named_and_the_others_counted(seed: Path) -> None:
    said = problem(seed, b"rad,navn\n1\n2,b\n3\n4\n")
    assert said is not None
    assert said.startswith(f"{NAME}, line 2: 1 fields, the last is «1».")
    assert said.endswith("; 2 more such rows.")


def test_quotes_in_the_wrong_place_are_named(seed: Path) -> None:
    said = problem(seed, b'rad,navn\n1,"a" b\n')
    assert said is not None
    assert said.startswith(f"{NAME}, line 2: a double quote that is not paired. ")


SAID_ALIKE = {
    "empty": b"\n",
    "header alone": b"tabell,tekst,gjelder\n",
    "Windows-1252": "tabell,tekst,gjelder\n02,Ålesund,02\n".encode("cp1252"),
    "UTF-16": "tabell,tekst,gjelder\n02,a,02\n".encode("utf-16"),
    "semicolons": b"tabell;tekst;gjelder\n02;a;02\n",
    "tabs": b"tabell\ttekst\tgjelder\n02\ta\t02\n",
    "NUL": b"tabell,tekst,gjelder\n02,\x00,02\n",
    "unpaired quote": b'tabell,tekst,gjelder\n02,"a,02\n03,b,03\n',
    "ragged": b"tabell,tekst,gjelder\n02,a\n02,b\n02,c,02\n",
}


@pytest.mark.parametrize("what", SAID_ALIKE)
def test_a_seed_and_a_file_of_a_package_are_told_off_in_the_same_words(what: str, seed: Path, house: Project) -> None:
    """One is checked in Python, the other in SQL (int_kontroll__fil)."""
    package = house.root / "seeds" / "rapporter" / "5001-arsberetning-2020"
    (package / "fotnoter.csv").write_bytes(SAID_ALIKE[what])
    said = problem(seed, SAID_ALIKE[what])
    assert said is not None
    [in_sql] = [fault.melding for fault in check_package(house, package).faults if fault.fil == "fotnoter.csv"]
    assert in_sql == said.split(": ", 1)[1]


def test_every_bad_file_is_in_the_one_error(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "kodeverk"
    folder.mkdir(parents=True)
    (folder / "god.csv").write_bytes(b"rad\n1\n")
    (folder / "tom.csv").write_bytes(b"")
    (folder / "gal.csv").write_bytes(b"rad\n1,2\n")

    with pytest.raises(BuildError) as error:
        check_seeds(Project(tmp_path))

    assert error.value.exit_code == 1
    assert "seeds/kodeverk/tom.csv, line 1" in str(error.value)
    assert "seeds/kodeverk/gal.csv, line 2" in str(error.value)
    assert "god.csv" not in str(error.value)


def test_good_seeds_are_counted_and_report_packages_are_not_seeds(tmp_path: Path) -> None:
    for name in ("kodeverk/en", "demografi/to", "rapporter/5001-x-2020/tre"):
        path = tmp_path / "seeds" / f"{name}.csv"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"rad\n1\n")
    assert check_seeds(Project(tmp_path)) == 2


def test_the_projects_own_seeds_are_sound() -> None:
    files = [path for folder in CATALOGUE_FOLDERS for path in (ROOT / "seeds" / folder).rglob("*.csv")]
    assert check_seeds(Project(ROOT)) == len(files) > 15


# The declared columns


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shared catalogues, to be changed and put back."""
    folder = tmp_path_factory.mktemp("kataloger") / "seeds"
    for name in (*CATALOGUE_FOLDERS, LAYOUTS):
        shutil.copytree(ROOT / "seeds" / name, folder / name)
    for path in (*(folder / "demografi").glob("*.csv"), folder / "regnskap" / "ledd.csv"):  # the first rows say what the others would
        path.write_text("\n".join(path.read_text("utf-8").split("\n")[:40]) + "\n", "utf-8")
    return folder


def declared() -> list[dict[str, str]]:
    with (ROOT / "seeds" / "kodeverk" / "kodeverkskjema.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def with_changes(folder: Path, changes: dict[str, Callable[[Rows], None]]) -> list[str]:
    """What is wrong after a change of some files' rows, the header being the first; the files are put back."""
    before = {name: (folder / name).read_bytes() for name in changes}
    for name, change in changes.items():
        rows = list(csv.reader(io.StringIO(before[name].decode("utf-8"), newline="")))
        change(rows)
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        (folder / name).write_text(text.getvalue(), "utf-8")
    try:
        return catalogue_problems(folder, catalogue_files(Project(folder.parent)))
    finally:
        for name, raw in before.items():
            (folder / name).write_bytes(raw)


def with_change(folder: Path, name: str, change: Callable[[Rows], None]) -> list[str]:
    """The same, of one file."""
    return with_changes(folder, {name: change})


def placed(row: int, column: str, text: str) -> Callable[[Rows], None]:
    """A change of one value."""

    def change(rows: Rows) -> None:
        rows[row][rows[0].index(column)] = text

    return change


def in_turn(columns: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """The columns in as few groups as there can be with one of each file in a group: to change all of a group takes no longer than one."""
    files: dict[str, list[dict[str, str]]] = {}
    for column in columns:
        files.setdefault(column["fil"], []).append(column)
    return [[column for column in group if column] for group in itertools.zip_longest(*files.values())]


# What no value of the type can be; a text and a name can be almost anything, but not nothing.
WRONG = {
    "tekst": " ", "navn": " x", "setning": "kort", "kode": "Årsverk", "heltall": "1,5", "antall": "-1", "tall": "0,5", "aar": "20200",
    "kommunenr": "501", "dagens_nummer": "501", "gyldighet": "2020", "lenke": "www.ssb.no", "sha256": "abc", "funksjoner": "20",
    "koder": "010...285", "orgnr": "12345678", "skjemaer": "0A,0B", "numre": "010–599",
}  # fmt: skip
SMALL = [row for row in declared() if row["fil"].startswith("kodeverk/")]


@pytest.mark.parametrize("columns", in_turn(SMALL), ids=lambda group: group[0]["kolonne"])
def test_a_wrong_value_in_any_column_of_any_catalogue_is_found(columns: list[dict[str, str]], catalogues: Path) -> None:
    """One value of each file at a time: of the wrong type, or outside the vocabulary; nothing, where there must be something."""
    # Another declaration is left out: what it says of the others is tried with them.
    tried = [row for row in columns if row["fil"] != SCHEMA or row["kolonne"] in ("type", "pakrevd")]
    for kind in ("wrong", "empty"):
        values = {
            row["fil"]: (row["kolonne"], "" if kind == "empty" else "finnes_ikke" if row["verdier"] else WRONG[row["type"]])
            for row in tried
            if kind == "wrong" or row["pakrevd"] == "ja"
        }
        said = with_changes(catalogues, {name: placed(2, *value) for name, value in values.items()})
        for name, (column, text) in values.items():
            assert any(f"seeds/{name}, line 3, column {column}: " in line for line in said), (name, column, text, said)


@pytest.mark.parametrize("name", sorted({row["fil"] for row in declared() if row["fil"].startswith("regnskap/")}))
def test_a_wrong_value_in_every_column_of_how_accounts_are_read_is_found(name: str, catalogues: Path) -> None:
    """In all columns at once: of the wrong type or outside the vocabulary; and nothing, where there must be something."""
    columns = [row for row in declared() if row["fil"] == name]

    def damage(rows: Rows) -> None:
        rows[2] = ["finnes_ikke" if column["verdier"] else WRONG[column["type"]] for column in columns]
        rows[3] = [""] * len(columns)

    said = with_change(catalogues, name, damage)
    for column in columns:
        assert any(f"seeds/{name}, line 3, column {column['kolonne']}: cannot read «" in line for line in said), (column, said)
        found = [line for line in said if f", column {column['kolonne']}: " in line and ("empty" in line or "more such" in line)]
        assert bool(found) == (column["pakrevd"] == "ja"), (column, said)


@pytest.mark.parametrize("columns", in_turn([row for row in declared() if row["referanse"]]), ids=lambda group: group[0]["kolonne"])
def test_a_reference_to_nothing_is_found(columns: list[dict[str, str]], catalogues: Path) -> None:
    gone = {row["fil"]: "9998" if row["type"] in ("kommunenr", "dagens_nummer") else "finnes_ikke" for row in columns}
    said = "\n".join(with_changes(catalogues, {row["fil"]: placed(1, row["kolonne"], gone[row["fil"]]) for row in columns}))
    for row in columns:
        assert f"seeds/{row['fil']}, line 2, column {row['kolonne']}: unknown code «{gone[row['fil']]}»" in said


def test_a_row_that_stands_twice_is_found(catalogues: Path) -> None:
    names = sorted({row["fil"] for row in declared() if row["unik"]} - {SCHEMA})
    said = "\n".join(with_changes(catalogues, dict.fromkeys(names, lambda rows: rows.append(rows[1]))))
    for name in names:
        assert re.search(rf"seeds/{re.escape(name)}, line \d+, column [a-z_0-9, ]+: «.*» stands 2 times\. Expected it once", said), name


def test_all_faults_are_said_at_once_by_line(catalogues: Path) -> None:
    def change(rows: Rows) -> None:
        rows[1][rows[0].index("fakta")] = "belopp"
        rows[3][rows[0].index("fakta")] = "belopp"
        rows[2][rows[0].index("navn")] = ""

    assert with_change(catalogues, "kodeverk/emne.csv", change) == [
        "seeds/kodeverk/emne.csv, line 2, column fakta: cannot read «belopp». Expected one of belop, nokkeltall, personell, analyse. "
        "Correct it; 1 more such.",
        "seeds/kodeverk/emne.csv, line 3, column navn: empty. Expected a name without spaces at its ends. Correct it.",
    ]


def test_a_line_is_the_files_also_after_a_line_break_in_quotes(catalogues: Path) -> None:
    def change(rows: Rows) -> None:
        rows[1][rows[0].index("merknad")] = "to\nlinjer"
        rows[2][rows[0].index("aar")] = "i fjor"

    said = with_change(catalogues, "kodeverk/kilde.csv", change)
    assert any(line.startswith("seeds/kodeverk/kilde.csv, line 4, column aar: cannot read «i fjor»") for line in said), said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            lambda header: header[:-1],
            "missing column apen_liste. Expected the header emne,navn,fakta,side,regnskapsdel",
            id="missing column",
        ),
        pytest.param(lambda header: [*header, "mer"], "unknown column mer. Expected the header", id="extra column"),
        pytest.param(lambda header: header[::-1], "the columns are in another order. Expected the header", id="swapped columns"),
    ],
)
def test_a_header_that_is_another_is_said(change: Callable[[list[str]], list[str]], says: str, catalogues: Path) -> None:
    def damage(rows: Rows) -> None:
        width = len(change(rows[0]))
        rows[0] = change(rows[0])
        rows[1:] = [[*row, *["x"] * 2][:width] for row in rows[1:]]

    [said] = with_change(catalogues, "kodeverk/emne.csv", damage)
    assert said.startswith("seeds/kodeverk/emne.csv, line 1: ")
    assert says in said


def test_a_catalogue_that_is_not_declared_and_one_that_is_gone_are_said(catalogues: Path) -> None:
    (catalogues / "kodeverk" / "ny.csv").write_text("a\n1\n", "utf-8")
    (catalogues / "kodeverk" / "tema.csv").rename(catalogues / "tema.csv")
    try:
        said = catalogue_problems(catalogues, catalogue_files(Project(catalogues.parent))[1:])
    finally:
        (catalogues / "kodeverk" / "ny.csv").unlink()
        (catalogues / "tema.csv").rename(catalogues / "kodeverk" / "tema.csv")
    assert any("ny.csv, line 1: no columns are declared for it" in line for line in said)
    assert any("tema.csv, line 1: the file is missing" in line for line in said)


# One field against another: a value of the right type that does not fit what stands beside it. File, row, column, value, the column said.
SLIPS = [
    ("kodeverk/aldersgruppe", {"aldersgruppe_id": "0_5"}, "alder_til", "6", "navn"),
    ("kodeverk/aldersgruppe", {"aldersgruppe_id": "barnevern_0_22"}, "sett", "alder", "navn"),
    ("kodeverk/behovsnokkel", {"kriterium": "innb_6_12"}, "vekt", "0.6272", "vekt"),
    ("kodeverk/behovsnokkel", {"sektor": "grunnskole"}, "aar", "2027", "sektor"),
    ("kodeverk/behovssektor", {"sektor": "barnehage"}, "andel", "0.1579", "andel"),
    ("kodeverk/behovssektor", {"sektor": "kommunehelse"}, "tjenesteomrade_id", "barnevern", "tjenesteomrade_id"),
    ("kodeverk/deflator", {"aar": "2016"}, "argang", "2026-05-19", "argang"),
    ("kodeverk/deflator", {"aar": "2026"}, "aar", "2030", "aar"),
    ("kodeverk/emne", {"emne": "gebyr"}, "fakta", "belop", "fakta"),
    ("kodeverk/emne", {"emne": "bevilgning_omrade"}, "side", "ansatte", "side"),
    ("kodeverk/emne", {"emne": "drift"}, "rang", "2", "rang"),
    ("kodeverk/enhet", {"enhet_id": "kostra_15"}, "type", "kommune", "type"),
    ("kodeverk/enhet", {"enhet_id": "fylke_18"}, "vekting", "uveid", "vekting"),
    (
        "kodeverk/enhet",
        {"enhet_id": "fylke_15"},
        "beskrivelse",
        "Alle kommunene i Nordland, slik SSB regner dem sammen: veid.",
        "beskrivelse",
    ),
    ("kodeverk/enhetsomregning", {"fra": "kr", "til": "1000 kr"}, "faktor", "1000", "faktor"),
    ("kodeverk/grense", {"grense_id": "merforbruk_pst"}, "verdi", "1.75", "verdi"),
    ("kodeverk/grense", {"fra_aar": "2014"}, "fra_aar", "2015", "fra_aar"),
    ("kodeverk/grense", {"til_aar": "2013"}, "til_aar", "2012", "til_aar"),
    ("kodeverk/indikator", {"indikator_id": "disposisjonsfond_pst"}, "maaleenhet", "antall", "maaleenhet"),
    ("kodeverk/indikator", {"indikator_id": "disposisjonsfond_pst"}, "nevner", "Innbyggere", "nevner"),
    (
        "kodeverk/indikator",
        {"indikator_id": "brutto_driftsutg_f251_per_barn_ikke_plassert"},
        "kostra_funksjoner",
        "252",
        "kostra_funksjoner",
    ),
    ("kodeverk/indikator", {"indikator_id": "sykefravaer_barnehage"}, "register", "KOSTRA", "register"),
    ("kodeverk/indikator", {"indikator_id": "gjeld_pst"}, "kategori", "kvalitet", "kategori"),
    ("kodeverk/indikator", {"indikator_id": "sykefravaer_barnehage"}, "retning", "hoy_er_bra", "retning"),
    ("kodeverk/indikator", {"indikator_id": "gjeld_pst"}, "navn", "Årsverk av leger", "navn"),
    ("kodeverk/indikatorkilde", {"begrep": "AGD23"}, "begrep", "KG32", "begrep"),
    ("kodeverk/kilde", {"kilde_id": "ssb_07459"}, "aar", "2027", "aar"),
    ("kodeverk/kommune", {"kommunenr": "3101"}, "navn", "Moss", "navn"),
    ("kodeverk/kommune", {"kommunenr": "3001"}, "kommunenr_2024", "3103", "navn_2024"),
    ("kodeverk/kommune", {"kommunenr": "3001"}, "gyldighet", "2020-2024", "gyldighet"),
    ("kodeverk/kommunedel", {"del_id": "0101", "kommunenr": "3001"}, "gyldig_fra", "2019", "gyldig_fra"),
    ("kodeverk/kommunegruppe", {"gruppe_id": "fylke_46"}, "uten_seg_selv", "ja", "uten_seg_selv"),
    ("kodeverk/kommunegruppe", {"gruppe_id": "fylke_46"}, "kommunenr", "1101", "slag"),
    ("kodeverk/kostra_art", {"art": "130"}, "navn", "Annonser, reklame, informasjon", "navn"),
    ("kodeverk/kostra_art", {"art": "010"}, "type", "inntekt", "type"),
    ("kodeverk/kostra_funksjon", {"funksjon": "850"}, "type", "tjeneste", "type"),
    ("kodeverk/kostra_funksjon", {"funksjon": "120"}, "skjema", "0C 0K 0P", "skjema"),
    ("kodeverk/kostra_kapittel", {"kapittel": "9110"}, "type", "aktiva", "type"),
    ("kodeverk/kostra_kapittel", {"kapittel": "411"}, "gyldig_fra", "2025", "gyldig_fra"),
    ("kodeverk/kostra_kontroll", {"kontroll": "095"}, "toleranse", "", "melding"),
    ("kodeverk/kostra_kontroll", {"kontroll": "115"}, "krav", "a_negativ", "krav"),
    ("kodeverk/kostra_kontroll", {"kontroll": "100"}, "slag", "post", "slag"),
    ("kodeverk/kostra_kontroll", {"kontroll": "055"}, "alvor", "FATAL", "alvor"),
    ("kodeverk/kostra_kontrollvilkar", {"kontroll": "100"}, "ledd", "post", "ledd"),
    ("kodeverk/kostra_skjema", {"skjema": "0D"}, "omfang", "saerbedrift", "navn"),
    ("kodeverk/oversiktstall", {"nokkel": "gjeldsgrad"}, "maaleenhet", "mill. kr", "maaleenhet"),
    ("kodeverk/oversettelse", {"oversettelse": "Guarantees"}, "oversettelse", "days", "oversettelse"),
    ("kodeverk/oversiktstall", {"nokkel": "sum_eiendeler"}, "kode", "disposisjonsfond", "kode"),
    ("kodeverk/oversiktstall", {"nokkel": "innbyggere"}, "desimaler", "1", "desimaler"),
    ("kodeverk/oversiktstall", {"nokkel": "disposisjonsfond_pst"}, "retning", "hoy_er_darlig", "retning"),
    ("kodeverk/oversiktstall", {"nokkel": "ansatte"}, "sidenavn", "Befolkning", "sidenavn"),
    ("kodeverk/retningsord", {"uttrykk": "anslått vekst"}, "retning", "ned", "retning"),
    ("kodeverk/seregel", {"regel_id": "eldre"}, "retning", "under", "retning"),
    ("kodeverk/seregel", {"regel_id": "sykefravaer"}, "grense", "0", "grense"),
    ("kodeverk/seregel", {"regel_id": "faerre_elever"}, "kode", "alle", "kode"),
    ("kodeverk/seregel", {"regel_id": "svakere"}, "setning", "**{navn}** er {tall} i {fra_aar}, og lavere.", "setning"),
    ("kodeverk/seregel", {"regel_id": "mal"}, "side", "ansatte", "side"),
    ("kodeverk/seregel", {"regel_id": "eldre_ventet"}, "erstatter", "barn", "erstatter"),
    ("kodeverk/seregel", {"regel_id": "mal"}, "rekkefolge", "40", "rekkefolge"),
    ("kodeverk/seriebrudd", {"indikator_id": "brutto_driftsresultat_pst"}, "aar", "2013", "aar"),
    ("kodeverk/seriebrudd", {"indikator_id": "brutto_driftsresultat_pst"}, "navn", "ny definisjon", "navn"),
    ("kodeverk/statistikktabell", {"tabell_id": "SSB-07459"}, "nummer", "07460", "kilde_id"),
    ("kodeverk/synonym", {"verdi": "idrett"}, "gjelder", "post", "verdi"),
    ("kodeverk/tallord", {"tallord": "ti"}, "verdi", "11", "verdi"),
    ("kodeverk/tegn", {"tegn": "n/a"}, "betydning", "En annen betydning enn de andre.", "betydning"),
    ("kodeverk/tilnaerming", {"tilnaerming": "drøyt"}, "ovre_enheter", "", "merke"),
    ("kodeverk/tjenesteomrade", {"tjenesteomrade_id": "barnehage"}, "rekkefolge", "40", "rekkefolge"),
    ("kodeverk/visningssted", {"side": "mal/klima"}, "slag", "side", "side"),
    ("oppstillinger/kolonner", {"oppstilling": "regnskapsskjema_2a", "kolonne": "regnskap_i_fjor"}, "aar", "0", "aar"),
    ("oppstillinger/kolonner", {"oppstilling": "regnskapsskjema_2a", "kolonne": "avvik"}, "maal", "regnskap", "maal"),
    ("oppstillinger/kolonner", {"oppstilling": "balanse_5_8", "kolonne": "regnskap"}, "overskrift", "Oslo", "overskrift"),
    ("oppstillinger/oppstillinger", {"oppstilling": "balanse_5_8"}, "navn", "Balanse", "navn"),
    ("oppstillinger/oppstillinger", {"oppstilling": "regnskapsskjema_1b"}, "emne", "bevilgning", "emne"),
    ("oppstillinger/oppstillinger", {"oppstilling": "nokkeltall"}, "kodeverk", "post", "kodeverk"),
    ("oppstillinger/oppstillinger", {"oppstilling": "regnskapsskjema_2a"}, "fortegn_virkning", "1", "fortegn_virkning"),
    (
        "oppstillinger/poster",
        {"oppstilling": "regnskapsskjema_1a", "post_id": "rammetilskudd"},
        "navn",
        "Skatteinntekter",
        "navn",
    ),
    ("oppstillinger/poster", {"oppstilling": "regnskapsskjema_2a", "rekkefolge": "9"}, "rekkefolge", "10", "rekkefolge"),
    ("oppstillinger/rader", {"oppstilling": "regnskapsskjema_2a", "forekomst": "1"}, "forekomst", "2", "forekomst"),
    ("oppstillinger/rader", {"oppstilling": "okonomisk_oversikt_art", "kode": "rammetilskudd"}, "fortegn", "-1", "fortegn"),
    ("oppstillinger/regler", {"art": "sum"}, "art", "differanse", "art"),
    ("regnskap/asss", {"kommunenr": "3005"}, "aar_til", "2022", "aar_til"),
    ("regnskap/asss", {"kommunenr": "5001"}, "aar_fra", "2019", "aar_fra"),
    ("regnskap/asss_tabeller", {"tabell_nr": "5", "linje": "2"}, "tabell", "Frie inntekter", "tabell"),
    ("regnskap/asss_tabeller", {"tabell_nr": "6", "linje": "2"}, "formel", "+renteinntekter", "formel"),
    ("regnskap/asss_tabeller", {"tabell_nr": "6", "linje": "3"}, "indikator_id", "gjeld_pst", "indikator_id"),
    ("regnskap/egne_begrep", {"samling": "hovedtall", "aar_fra": "2020"}, "aar_fra", "2021", "aar_fra"),
    ("regnskap/egne_begrep", {"samling": "asss", "kode": "netto_avdrag", "aar_fra": "2020"}, "fortegn", "-1", "fortegn"),
    ("regnskap/eierandel", {"enhet": "Drammensbadet KF"}, "eierandel_pst", "10", "eierandel_pst"),
    ("regnskap/eierandel", {"enhet": "Borg Havn IKS"}, "kommunenr", "0602", "kommunenr"),
    ("regnskap/eierandel", {"enhet": "IVAR IKS"}, "aar_til", "2018", "aar_til"),
    ("regnskap/funksjonsgruppe", {"gruppe": "FGK17", "aar_fra": "2020"}, "funksjoner", "338 340", "funksjoner"),
    ("regnskap/funksjonsgruppe", {"gruppe": "FGK15", "aar_fra": "2020"}, "kilde", "SSBs beregning 2015–2016", "kilde"),
    ("regnskap/linjer", {"oppstilling": "balanse_5_8"}, "aar_fra", "2016", "aar_fra"),
    ("regnskap/linjer", {"oppstilling": "regnskapsskjema_1a", "post_id": "rammetilskudd"}, "navn", "Eiendomsskatt", "navn"),
    ("regnskap/linjer", {"oppstilling": "okonomisk_oversikt_drift", "post_id": "lonnsutgifter"}, "fortegn", "1", "fortegn"),
    ("regnskap/ssb_begrep_2025", {"kode": "KG99"}, "slag", "art", "slag"),
]


def test_a_field_that_does_not_fit_the_ones_beside_it_is_found(catalogues: Path) -> None:
    """All at once: each slip is said of its own file and column, and a catalogue without one is silent."""
    raw = {(path := catalogues / f"{name}.csv"): path.read_bytes() for name, *_ in SLIPS}
    files = catalogue_files(Project(catalogues.parent))
    assert catalogue_problems(catalogues, files) == []
    expected = {(name, said) for name, _which, _column, _after, said in SLIPS}
    for name, which, column, after, _said in SLIPS:
        path = catalogues / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
        number = next(n for n, row in enumerate(rows) if which.items() <= row.items())
        assert rows[number][column] != after, (name, which)
        rows[number][column] = after
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    try:
        problems = catalogue_problems(catalogues, files)
    finally:
        for path, before in raw.items():
            path.write_bytes(before)
    found = set(
        re.findall(r"^seeds/([\w/]+)\.csv, line \d+, column (\w+): .+\. Expected .+\. Correct it", "\n".join(problems), re.MULTILINE)
    )
    assert found == expected, problems


def test_a_key_figure_is_of_a_function_of_its_area(catalogues: Path) -> None:
    path = catalogues / "kodeverk" / "indikator.csv"
    raw = path.read_text("utf-8")
    row = next(line for line in raw.split("\n") if line.startswith("netto_driftsutgifter_barnehage_per_innbygger_1_5,"))
    assert ",barnehage," in row
    path.write_text(raw.replace(row, row.replace(",barnehage,", ",barnevern,")), "utf-8")
    try:
        problems = catalogue_problems(catalogues, catalogue_files(Project(catalogues.parent)))
    finally:
        path.write_text(raw, "utf-8")
    assert [problem.split(". Expected")[0].split(", line")[0] for problem in problems] == ["seeds/kodeverk/indikator.csv"], problems
    assert "column kostra_funksjoner: netto_driftsutgifter_barnehage_per_innbygger_1_5 of barnevern is of function" in problems[0]


@pytest.mark.parametrize("name", ["begrep", "ledd", "egne_begrep", "linjer", "rettelser", "ssb_begrep_2025"])
def test_what_is_made_of_other_files_is_what_they_make(name: str, tmp_path: Path) -> None:
    """A slip in what is made, or in what it is made of after it was: every column of what is made, and a row too many or too few."""
    seeds = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds" / "regnskap", seeds / "regnskap")
    assert made_problems(seeds) == []
    path = seeds / "regnskap" / f"{name}.csv"
    raw = path.read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
    columns = rows[0] if name in ("begrep", "ledd") else {"linjer": ["fortegn"], "rettelser": ["konsern"]}.get(name, ["navn"])
    for column in columns:
        at = rows[0].index(column)
        values = sorted({row[at] for row in rows[1:]} - {rows[9][at]})
        if name == "egne_begrep" or not values:
            values = ["Noe annet"]
        changed = [*rows[:9], [*rows[9][:at], values[-1], *rows[9][at + 1 :]], *rows[10:]]
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(changed)
        path.write_text(text.getvalue(), "utf-8")
        said = "\n".join(made_problems(seeds))
        made = (
            rf"seeds/regnskap/{name}\.csv, line 10, column {column}: "
            if name in ("begrep", "ledd")
            else r"seeds/regnskap/\w+\.csv, line \d+, "
        )
        assert re.match(made, said), (column, said)
        assert "run `python -m kommunevarehus.regnskapsbegrep`" in said or "Correct them" in said
    if name in ("begrep", "ledd"):  # of the others a row twice is a key twice, which the declared columns say
        path.write_bytes(raw + raw.splitlines(keepends=True)[-1])
        assert made_problems(seeds), "a row too many"


def test_the_vocabularies_of_pages_are_the_viewers_pages() -> None:
    """A page, or a tab of a page (`side/fane`), which is one of the parts that the page names."""
    views = {path.stem: path.read_text("utf-8") for path in (ROOT / "app" / "views").glob("*.py")}
    for row in declared():
        if row["kolonne"] == "side":
            for place in row["verdier"].split("|"):
                page, _slash, tab = place.partition("/")
                assert page in views and (not tab or f'"{tab}": (N_(' in views[page]), (row["fil"], place)


def test_every_type_is_used_and_declared() -> None:
    rows = declared()
    assert {row["type"] for row in rows} == {*TYPES}
    assert [row["verdier"].split("|") for row in rows if (row["fil"], row["kolonne"]) == ("kodeverk/kodeverkskjema.csv", "type")] == [
        [*TYPES]
    ]


def test_the_population_is_the_countrys() -> None:
    """What the statistics themselves say of the country, so that a lost or misread row of the seed is seen here first."""
    with duckdb.connect() as connection:
        everybody, old_women = connection.execute(
            f"""select sum(personer) filter (aar = 2020), sum(personer) filter (alder_fra = 90 and kjonn = 'kvinner')
            from '{ROOT}/seeds/demografi/befolkning.csv' where kommunenr = '0000'"""
        ).fetchall()[0]
    assert everybody == 5_367_602
    assert 400_000 < old_women < 1_500_000
