"""Printed tables read into report packages: 63 tables of six municipalities, as text and in the formats people have, and bad files.

The right values (trykt/verdier.csv) were read by other means. What they call uncertain is not compared: there the reader may know better.
"""

from __future__ import annotations

import csv
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from trykt_i_formater import as_docx, as_html, as_pdf, as_xlsx
from varehus import ROOT

from kommunevarehus.cli import cli
from kommunevarehus.lesing.arithmetic import Equation, domain, settle
from kommunevarehus.lesing.heads import scan, unit_of
from kommunevarehus.lesing.layouts import Layout, label_distance, normal, read_layouts, without_number
from kommunevarehus.lesing.numbers import Style, splits
from kommunevarehus.lesing.package import printed_label
from kommunevarehus.lesing.reading import CERTAIN, SETTLED, UNCERTAIN, Cell, ReadRow, ReadTable, across, read_table
from kommunevarehus.lesing.sources import SourceError, read_lines
from kommunevarehus.lesing.tables import Line, tables_of

PRINTED = ROOT / "tests" / "python" / "trykt"
FILES = sorted(PRINTED.glob("*.txt"))
# The contradictions that are in the print itself, by file: the arithmetic of the source, gone through by hand.
CONTRADICTIONS = {
    "randaberg_2025_art": [("sum_disponeringer", "vedtatt 2026")],
    "sandnes_2018_anskaffelse": [
        ("anskaffelse_netto_avsetninger", "Årsbudsjett 2018"),
        ("anskaffelse_netto_avsetninger", "Vedtatt budsjett 2018"),
    ],
    "sandnes_per_aug2020": [("avvik", "Avvik")],
    "stavanger_2020_t111_KF": [("sum_disponeringer", "Reg. budsjett"), ("sum_disponeringer", "Oppr.budsjet")],
}


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    """The layouts as the project has them."""
    return read_layouts(ROOT / "seeds" / "oppstillinger")


@pytest.fixture(scope="module")
def texts(layouts: dict[str, Layout]) -> dict[str, list[ReadTable]]:
    """Every printed table read from its text, by file."""
    return {path.stem: [read_table(table, layouts) for table in tables_of(read_lines(path))] for path in FILES}


def rows_of(reads: list[ReadTable]) -> dict[tuple[str, int], ReadRow]:
    """The rows of some tables by label, and the how manieth with it."""
    found: dict[tuple[str, int], ReadRow] = {}
    seen: Counter[str] = Counter()
    for read in reads:
        for row in read.rows:
            name = normal(without_number(printed_label(row.row.label)))
            seen[name] += 1
            found[name, seen[name]] = row
    return found


def number(cell: Cell) -> Decimal:
    """A cell's number; nothing is nought."""
    return cell.value.number if cell.value is not None and cell.value.number is not None else Decimal(0)


def right_values() -> Iterator[tuple[str, str, int, int, Decimal, str]]:
    """File, label, how manieth, column from 0, value, and how sure: of every value in verdier.csv."""
    seen: Counter[tuple[str, str]] = Counter()
    with (PRINTED / "verdier.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            name = normal(without_number(row["etikett"]))
            seen[row["fil"], name] += row["kolonne"] == "1"
            value = Decimal(row["verdi"]) if row["verdi"] not in ("", "-") else Decimal(0)
            yield row["fil"], name, seen[row["fil"], name], int(row["kolonne"]) - 1, value, row["sikkerhet"]


def test_every_certain_value_of_the_texts_is_read_right_or_is_said_to_be_unclear(texts: dict[str, list[ReadTable]]) -> None:
    """No wrong value is called certain, and at least 97 of 100 are read and right."""
    found = {file: rows_of(reads) for file, reads in texts.items()}
    counts: Counter[str] = Counter()
    wrong = []
    for file, name, occurrence, column, value, sure in right_values():
        if sure.startswith("usikker"):
            continue
        row = found[file].get((name, occurrence))
        if row is None or column >= len(row.cells):
            counts["missing"] += 1
        elif row.cells[column].certainty == UNCERTAIN:
            counts["unclear"] += 1
        elif number(row.cells[column]) == value:
            counts["right"] += 1
        else:
            wrong.append((file, name, column, value, number(row.cells[column])))
    assert wrong == []
    assert counts["right"] >= 0.97 * sum(counts.values()), counts


def test_the_contradictions_found_are_those_of_the_print_and_no_others(texts: dict[str, list[ReadTable]]) -> None:
    """A contradiction more is a wrong reading; one less is an error in the source that nobody is told of."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file, reads in texts.items():
        for read in reads:
            at = {row.row.place: row.match.code for row in read.rows if row.match}
            for one in read.findings:
                assert not one.ours, (file, one.text)
                found.setdefault(file, []).append((at.get(one.place, "") if one.kind != "avvik" else "avvik", one.column))
    assert found == CONTRADICTIONS


def test_two_tables_of_one_report_that_disagree_are_found(texts: dict[str, list[ReadTable]]) -> None:
    """The same result of the same year in two statements: net financial costs in section 5-4 and 5-6; the result in 1A and the balance."""
    found = across(texts["randaberg_2025_art"] + texts["randaberg_2025_bev_drift"])
    assert [one.text.split(" (")[0] for one in found] == ["Netto finansutgifter"]
    assert {one.printed - one.computed for one in across(texts["sandnes_2019_1A"] + texts["sandnes_2019_balanse"])} == {
        Decimal(151),
        Decimal(79),
    }


@pytest.mark.parametrize(
    ("text", "count", "style", "first"),
    [
        ("4 930 5084 799 4004 989 8004 775 566", 4, Style(glued=True), ["4930508", "4799400", "4989800", "4775566"]),
        ("139 449000146 50028 500", 6, Style(glued=True), ["139449", "0", "0", "0", "146500", "28500"]),
        ("- 25 527 - 7 868 - 11 585", 3, Style(spaced_minus=True), ["-25527", "-7868", "-11585"]),
        ("- 2 797 - - - 8 900", 4, Style(spaced_minus=True), ["-2797", None, None, "-8900"]),
        ("\u2212216\xa0022 (1\u202f000) 5", 3, Style(), ["-216022", "-1000", "5"]),
        ("10 3918112 3 588 699", 2, Style(plain=True, notes=True), ["3918112", "3588699"]),
        ("1.234.567 89.000", 2, Style(dots=True), ["1234567", "89000"]),
        ("370438848,00 -5424616,42", 2, Style(plain=True, decimals=2), ["370438848.00", "-5424616.42"]),
    ],
)
def test_a_row_is_split_as_it_was_printed(text: str, count: int, style: Style, first: list[str | None]) -> None:
    """The cheapest reading of what lost its column borders."""
    values = splits(text, count, style)[0].values
    assert [value.number for value in values] == [Decimal(one) if one is not None else None for one in first]


def test_all_that_the_text_allows_is_a_candidate() -> None:
    """A number glued behind a label may be a note, and a blank that vanished may have been anywhere."""
    assert {split.values[0].number for split in splits("3 740 279 900 500", 2, Style(notes=True))} >= {Decimal(740279), Decimal(3740279)}
    assert len({split.values for split in splits("202777 143064", 3, Style(plain=True))}) == 3


HEAD = "Økonomisk oversikt etter art (1000 kr)\n  Regnskap 2020  Regulert budsjett 2020  Regnskap 2019\n"
INCOMES = (
    ("Rammetilskudd", 893_827, 903_344, 854_544),
    ("Inntekts- og formuesskatt", 935_183, 954_770, 676_775),
    ("Eiendomsskatt", 97_369, 316, 0),
    ("Overføringer og tilskudd fra andre", 92_911, 74_569, 90_572),
    ("Brukerbetalinger", 80_635, 57_407, 83_083),
    ("Salgs- og leieinntekter", 58_834, 15_442, 69_841),
    ("Sum driftsinntekter", 2_158_759, 2_005_848, 1_774_815),
)


@pytest.mark.parametrize("noted", [(), ("Inntekts- og formuesskatt", "Brukerbetalinger")])
@pytest.mark.parametrize(("thousands", "gap"), [(" ", "  "), ("\u202f", " "), ("\xa0", "  "), (" ", " "), ("", " "), (".", " ")])
@pytest.mark.parametrize("slip", [0, 1000])
def test_no_wrong_value_of_a_text_is_certain(
    noted: tuple[str, ...], thousands: str, gap: str, slip: int, layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """Notes that no head speaks of, a blank that may be lost, and a sum that does not hold: `97 369  316` is not three values."""
    lines = []
    for label, *values in INCOMES:
        values[0] += slip if label.startswith("Sum") else 0
        shown = [f"{value:,}".replace(",", thousands) if value else "" for value in values]
        lines.append(gap.join([f"{label} 7" if label in noted else label, *shown]).rstrip())
    (tmp_path / "tabell.txt").write_text(HEAD + "\n".join(lines), encoding="utf-8")
    (table,) = tables_of(read_lines(tmp_path / "tabell.txt"))
    read = read_table(table, layouts)
    right = 0
    for (label, *values), row in zip(INCOMES, read.rows, strict=True):
        values[0] += slip if label.startswith("Sum") else 0
        for value, cell in zip(values, row.cells, strict=True):
            assert cell.certainty == UNCERTAIN or number(cell) == value, (label, row.cells)
            right += cell.certainty != UNCERTAIN
    assert right >= 3 * (len(INCOMES) - (thousands == gap)) or slip, [row.cells for row in read.rows]
    assert read.findings if slip else all(one.ours for one in read.findings)


def sums(total: str, *terms: str, count: int = 2, style: Style | None = None) -> tuple[bool, list[int]]:
    """Whether a sum of rows holds, and how many readings of each row are left: total first."""
    style = style or Style(notes=True)
    domains = {i: domain(splits(text, count, style), 0) for i, text in enumerate((total, *terms))}
    rows = tuple(range(1, len(terms) + 1))
    outcome = settle(domains, [Equation("sum", 0, rows, (1,) * len(rows))])[0]
    return outcome.holds, [len({tuple(one.numbers[i]) for i in one.alive}) for one in domains.values()]


def test_arithmetic_leaves_one_reading_or_says_that_several_hold() -> None:
    """One solution settles the rows; two that cancel each other out leave both rows open; no solution is a contradiction."""
    assert sums("3 750 000 1 500 000", "3 740 000 1 490 000", "3 010 000 10 000") == (True, [1, 1, 1])
    assert sums("3 750 000 1 500 000", "3 740 000 1 490 000", "10 000 10 000") == (True, [2, 2, 1])
    assert sums("9 999 999 9 999 999", "100 000 200 000", "300 000 400 000", style=Style())[0] is False


@pytest.mark.parametrize(
    ("printed", "known", "expected"),
    [
        ("inntekst- og formueskatt", "inntekts- og formuesskatt", 3),
        ("sum disp. eller dekning av netto driftsresultat", "sum disponeringer eller dekning av netto driftsresultat", 1),
        ("bruk av ubundne driftsfond", "bruk av bundne driftsfond", None),
        ("tidligere års merforbruk", "tidligere års mindreforbruk", None),
        ("overføring fra drift", "overføring til drift", None),
    ],
)
def test_the_nearest_label_never_means_the_opposite(printed: str, known: str, expected: int | None) -> None:
    """A slip is forgiven, word by word; another word is not."""
    assert label_distance(printed, known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Økonomisk oversikt driftNoteRekneskap 2020Justert budsjett 2020Opphavleg budsjett 2020",
            [("note", None), ("regnskap", 2020), ("regulert_budsjett", 2020), ("opprinnelig_budsjett", 2020)],
        ),
        (
            "Regnskap Reg. budsjett Oppr.budsjett Regnskap i fjor 2017 2017 2017 2016",
            [("regnskap", 2017), ("regulert_budsjett", 2017), ("opprinnelig_budsjett", 2017), ("regnskap_i_fjor", 2016)],
        ),
        (
            "Revidert 2021 Budsjett 2022 Økonomiplan 2023 2024 2025",
            [("regulert_budsjett", 2021), ("budsjett", 2022), ("okonomiplan", 2023), ("okonomiplan", 2024), ("okonomiplan", 2025)],
        ),
        ("Økonomiske mål Mål20182017Gjennomsnitt siste 5 år", [("maal", None), ("aar", 2018), ("aar", 2017), ("snitt", None)]),
    ],
)
def test_a_head_says_version_and_year(text: str, expected: list[tuple[str, int | None]]) -> None:
    """Glued, broken over lines, abbreviated, in both written languages."""
    assert [(head.kind, head.year) for head in scan(text)[0]] == expected
    assert (
        unit_of("Alle tal er gitt opp i heile tusen")
        == unit_of("(Beløp i 1 000 kroner)")
        == unit_of("tabell (beløp i 1.000 kr)")
        == "1000 kr"
    )


def shares(texts: dict[str, list[ReadTable]], again: Callable[[str, int], list[ReadTable]]) -> Counter[str]:
    """How the cells of the texts come out in another format, all together."""
    counts: Counter[str] = Counter()
    for file, reads in texts.items():
        for place, read in enumerate(reads):
            found = rows_of(again(file, place))
            for key, row in rows_of([read]).items():
                for column, cell in enumerate(row.cells):
                    if cell.certainty == UNCERTAIN:
                        continue
                    other = found[key].cells[column] if key in found and column < len(found[key].cells) else None
                    if other is None or other.certainty == UNCERTAIN:
                        counts["unread" if number(cell) else "blank"] += 1
                    else:
                        counts["right" if number(other) == number(cell) else "wrong"] += 1
    return counts


@pytest.mark.parametrize("kind", [".xlsx", ".html", ".docx"])
def test_the_same_tables_in_another_format_are_read_the_same(
    kind: str, texts: dict[str, list[ReadTable]], layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """A workbook, a web page and a Word document made of the text's cells: nothing wrong, and 97 of 100 right."""
    make = {".xlsx": as_xlsx, ".docx": as_docx, ".html": lambda path, read: as_html(path, [read])}[kind]

    def again(file: str, place: int) -> list[ReadTable]:
        path = tmp_path / f"{file}_{place}{kind}"
        make(path, texts[file][place])
        return [read_table(table, layouts) for table in tables_of(read_lines(path))]

    counts = shares(texts, again)
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.97 * (counts["right"] + counts["unread"])


def compared(read: ReadTable, found: dict[tuple[str, int], ReadRow]) -> Counter[str]:
    """How the cells of a table that have a number came out among the rows found."""
    counts: Counter[str] = Counter()
    for key, row in rows_of([read]).items():
        for column, cell in enumerate(row.cells):
            if cell.certainty == UNCERTAIN or not number(cell):
                continue
            other = found[key].cells[column] if key in found and column < len(found[key].cells) else None
            unread = other is None or other.certainty == UNCERTAIN
            counts["unread" if unread or other is None else "right" if number(other) == number(cell) else "wrong"] += 1
    return counts


@pytest.mark.full
def test_the_same_tables_printed_to_pdf_are_read_the_same(
    texts: dict[str, list[ReadTable]], layouts: dict[str, Layout], tmp_path: Path
) -> None:
    """Borderless tables on 60 pages, printed by the browser: nothing wrong, 90 of 100 right, and a minute is far away."""
    parts = [read for reads in texts.values() for read in reads]
    as_html(tmp_path / "alle.html", parts)
    as_pdf(tmp_path / "alle.html", tmp_path / "alle.pdf")
    begun = time.monotonic()
    lines = read_lines(tmp_path / "alle.pdf")
    assert time.monotonic() - begun < 40
    pages: dict[str, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.place.split(",")[0], []).append(line)
    tables = [rows_of([read_table(table, layouts) for table in tables_of(page)]) for page in pages.values()]
    counts: Counter[str] = Counter()
    for read in parts:
        # The page that the table is on: several print the same labels, of other years.
        counts += max((compared(read, page) for page in tables), key=lambda found: (found["right"], -found["wrong"]))
    assert counts["wrong"] <= 0.001 * counts["right"], counts
    assert counts["right"] >= 0.90 * sum(counts.values()), counts


def les(*arguments: str) -> tuple[int, str]:
    """Run `kommunevarehus les rapport` in the project: its exit status and all it said."""
    done = CliRunner().invoke(cli, ["les", "rapport", *arguments], env={"KOMMUNEVAREHUS_ROOT": str(ROOT), "KOMMUNEVAREHUS_RAPPORTER": ""})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return getattr(done.exception, "exit_code", -1), f"{done.output}{done.exception}"
    return done.exit_code, done.output


def rows(path: Path) -> list[dict[str, str]]:
    """A file of the package."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t" if path.suffix == ".tsv" else ","))


def test_a_text_becomes_a_package_that_the_check_accepts(tmp_path: Path) -> None:
    """Sandnes 2017: the table as printed, its columns by version and year, its sign, and nothing for a person to write."""
    status, said = les(str(PRINTED / "sandnes_2017_1A.txt"), "--id", "1102-regnskapet-2017", "--mappe", str(tmp_path))
    assert status == 0, said
    package = tmp_path / "1102-regnskapet-2017"
    (table,) = rows(package / "tabeller.csv")
    assert (table["oppstilling"], table["enhet"], table["fortegn_virkning"], table["tallceller"]) == (
        "regnskapsskjema_1a",
        "1000 kr",
        "-1",
        "92",
    )
    cells = rows(package / "tabeller" / "01_regnskapsskjema_1a.csv")
    assert [cells[0][name] for name in ("etikett", "regnskap", "regulert_budsjett", "opprinnelig_budsjett", "regnskap_i_fjor")] == [
        "Skatt på inntekt og formue", "-2267326", "-2245000", "-2319000", "-2268290"
    ]  # fmt: skip
    assert not (package / "rader.csv").exists()
    assert {row["sikkerhet"] for row in rows(package / "lesing.tsv")} == {CERTAIN}
    assert "linje 6" in (package / "lesing.html").read_text("utf-8")


def test_what_arithmetic_settled_is_placed_by_an_identity_and_a_turned_row_has_its_own_sign(tmp_path: Path) -> None:
    """Stavanger 2021: glued notes, a line of its own, and financial costs printed negative among positive figures."""
    status, said = les(str(PRINTED / "stavanger_2021_art.txt"), "--id", "1103-lest-2021", "--mappe", str(tmp_path))
    assert status == 0, said
    package = tmp_path / "1103-lest-2021"
    assert {row["plassering"] for row in rows(package / "plassering.csv")} == {"identitet"}
    own = {row["kode"]: row["fortegn"] for row in rows(package / "rader.csv")}
    assert own["renteutgifter"] == own["avdrag_pa_lan"] == "1"
    assert SETTLED in {row["sikkerhet"] for row in rows(package / "lesing.tsv")}


def test_an_unclear_cell_is_blank_with_its_alternatives_and_none_is_taken(tmp_path: Path) -> None:
    """A truncated table whose last row has lost two blanks: nothing says where they were."""
    status, said = les(str(PRINTED / "sandnes_op2019_1A.txt"), "--id", "1102-okonomiplan-2019", "--mappe", str(tmp_path))
    assert status == 0, said
    package = tmp_path / "1102-okonomiplan-2019"
    unclear = [row for row in rows(package / "lesing.tsv") if row["sikkerhet"] == UNCERTAIN]
    assert unclear
    assert all(row["lest"] == "" and row["alternativer"] for row in unclear)
    lost = rows(package / "utledet.csv")
    assert {(row["rad"], row["kolonne"]) for row in lost} == {(row["rad"], row["kolonne"]) for row in unclear}
    assert {row["status"] for row in lost} == {"tapt"}


def test_a_contradiction_of_the_source_is_written_as_a_finding_nobody_has_judged(tmp_path: Path) -> None:
    """Sandnes 2018: the difference is not the net allocations in two columns."""
    status, said = les(
        str(PRINTED / "sandnes_2018_anskaffelse.txt"), "--id", "1102-lest-2018", "--enhet", "1000 kr", "--mappe", str(tmp_path)
    )
    assert status == 0, said
    found = rows(tmp_path / "1102-lest-2018" / "funn.csv")
    assert {row["verdi_a"] for row in found} == {"-74891", "-76434"}
    assert all("ingen person har vurdert" in row["vurdering"] for row in found)


def test_an_own_line_is_kept_and_goes_into_the_sum_that_needs_it(layouts: dict[str, Layout]) -> None:
    """A line that no layout knows, inside a regulated sum: the sum says that it belongs there."""
    lines = (
        (PRINTED / "sandnes_2017_1A.txt").read_text("utf-8").replace("Andre inntekter ", "Gevinst ved Lysefjordprosjektet ").splitlines()
    )
    (read,) = (read_table(table, layouts) for table in tables_of(Line(f"linje {i}", text) for i, text in enumerate(lines, 1)))
    (own,) = (row for row in read.rows if row.match is None)
    assert (own.row.label, own.part_of) == ("Gevinst ved Lysefjordprosjektet", "sum_frie_disponible_inntekter")
    assert read.findings == []


def test_key_figures_are_the_catalogues_or_the_reports_own(tmp_path: Path) -> None:
    """A table of per cents by years: the accounts' columns as key figures; a goal is no figure."""
    status, said = les(str(PRINTED / "stavanger_2021_t41_maltall.txt"), "--id", "1103-mal-2021", "--mappe", str(tmp_path))
    assert status == 0, said
    package = tmp_path / "1103-mal-2021"
    assert list(rows(package / "tabeller" / "01_nokkeltall.csv")[0])[3:] == ["1103_2021", "1103_2020"]
    codes = {row["etikett"]: row["kode"] for row in rows(package / "rader.csv")}
    assert codes["Disposisjonsfond i prosent av driftsinntektene"] == "disposisjonsfond_pst"
    assert {row["lest"] for row in rows(package / "lesing.tsv") if row["kolonne"] == "maal"} >= {"> 50 %", "< 11-12 %"}


@pytest.mark.full
def test_from_a_text_to_the_warehouse_with_no_catalogue_edited_by_hand(tmp_path: Path) -> None:
    """Read, build, and ask the fact: a municipality that the project has no report of."""
    import os  # noqa: PLC0415

    import duckdb  # noqa: PLC0415
    from varehus import copy_project, output, remove, run_command  # noqa: PLC0415

    from kommunevarehus.project import Project  # noqa: PLC0415

    project = copy_project(Project(ROOT), tmp_path / "prosjekt")
    folder = tmp_path / "rapporter"
    folder.mkdir()
    status, said = les(str(PRINTED / "giske_2017_1A.txt"), "--id", "1532-arsrapport-2017", "--mappe", str(folder))
    assert status == 0, said
    done = run_command(
        project, "build", "--strict", KOMMUNEVAREHUS_RAPPORTER=str(folder), **{k: v for k, v in os.environ.items() if k == "PATH"}
    )
    assert done.returncode == 0, output(done)
    with duckdb.connect(str(project.database), read_only=True) as connection:
        amounts = connection.execute(
            "select versjon, aar, virkning_mill_kr from marts.fct_belop "
            "where enhet_id = '1532' and post_id = 'regnskapsmessig_resultat' order by all"
        ).fetchall()
    assert ("regnskap", 2017, Decimal("3.778671")) in [
        (version, year, amount.normalize()) for version, year, amount in amounts if amount is not None
    ]
    remove(project.root)


def refused(path: Path) -> str:
    """The one sentence that a file is refused with."""
    with pytest.raises(SourceError) as error:
        read_lines(path)
    assert "\n" not in str(error.value)
    return str(error.value)


def archive(path: Path, **files: bytes) -> Path:
    """A packed file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return path


def test_a_file_that_must_not_be_read_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bombs, entities, macros, passwords, wrong endings, damage: each named for what it is."""
    (tmp_path / "a.exe").write_bytes(b"MZ")
    (tmp_path / "tom.txt").touch()
    (tmp_path / "gammel.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (tmp_path / "skadet.pdf").write_bytes(b"%PDF-1.7 nei")
    (tmp_path / "tekst.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "makro.xlsm").write_bytes(b"PK")
    bomb = archive(tmp_path / "bombe.xlsx", xl__a=bytes(60_000_000))
    entities = archive(
        tmp_path / "entitet.docx",
        **{"word__document.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'},
    )
    macros = archive(tmp_path / "makro.xlsx", **{"xl__vbaProject.bin": b"x"})
    assert "er av et slag som ikke leses" in refused(tmp_path / "a.exe")
    assert "finnes ikke" in refused(tmp_path / "borte.txt")
    assert "er tom" in refused(tmp_path / "tom.txt")
    assert "kryptert eller i et gammelt format" in refused(tmp_path / "gammel.xlsx")
    assert "skadet" in refused(tmp_path / "skadet.pdf")
    assert "er ikke tekst" in refused(tmp_path / "tekst.txt")
    assert "makroer" in refused(tmp_path / "makro.xlsm")
    assert "pakkes ut til 60 MB" in refused(bomb)
    assert "XML-entiteter" in refused(entities)
    assert "makroer" in refused(macros)
    monkeypatch.setattr("kommunevarehus.lesing.sources.MAX_BYTES", 10)
    (tmp_path / "stor.csv").write_bytes(b"1;2;3\n" * 10)
    assert "grensen er" in refused(tmp_path / "stor.csv")


def test_a_scanned_pdf_and_a_page_of_prose_say_so(tmp_path: Path) -> None:
    """A PDF without text is a picture; prose has no table."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    body, offsets = b"%PDF-1.4\n", []
    for i, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (i, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(b"".join([body]))
    (tmp_path / "skannet.pdf").write_bytes(body)
    assert "skannet" in refused(tmp_path / "skannet.pdf")
    (tmp_path / "prosa.txt").write_text("Kommunen har hatt et godt år.\nDet ble bygd tre skoler, og alle gledet seg.\n", "utf-8")
    status, said = les(str(tmp_path / "prosa.txt"), "--id", "1102-prosa-2017", "--mappe", str(tmp_path))
    assert status == 9
    assert "Fant ingen tabell" in said
    assert not (tmp_path / "1102-prosa-2017").exists()


def test_sheets_as_people_have_them(tmp_path: Path, layouts: dict[str, Layout]) -> None:
    """Merged heads, a hidden sheet, two tables in one sheet, dates among the numbers, and formulas without values."""
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(str(tmp_path / "ark.xlsx"))
    sheet, hidden = book.add_worksheet("Drift"), book.add_worksheet("Skjult")
    hidden.hide()
    hidden.write_row(0, 0, ["Hemmelig", 1, 2])
    sheet.merge_range(0, 1, 0, 2, "Regnskap")
    sheet.write_row(1, 1, [2019, 2018])
    printed = [("Skatt på inntekt og formue", 100, 90), ("Ordinært rammetilskudd", 200, 190), ("Sum frie disponible inntekter", 300, 280)]
    for i, row in enumerate(printed, 2):
        sheet.write_row(i, 0, row)
    sheet.write_row(8, 0, ["", "Budsjett 2020", "Budsjett 2021"])
    sheet.write_row(9, 0, ["Investeringer i anleggsmidler", 50, 60])
    sheet.write(10, 0, "Sist endret")
    sheet.write_datetime(10, 1, __import__("datetime").datetime(2020, 1, 2), book.add_format({"num_format": "dd.mm.yyyy"}))
    book.close()
    reads = [read_table(table, layouts) for table in tables_of(read_lines(tmp_path / "ark.xlsx"))]
    assert [read.layout.layout_id if read.layout else None for read in reads] == ["regnskapsskjema_1a", None]
    assert [(head.kind, head.year) for head in reads[0].table.heads] == [("regnskap", 2019), ("regnskap", 2018)]
    assert [number(cell) for cell in reads[0].rows[2].cells] == [300, 280]
    assert "Hemmelig" not in str([line.text for line in read_lines(tmp_path / "ark.xlsx")])


def test_a_sum_that_is_not_printed_does_not_stand_in_the_way(texts: dict[str, list[ReadTable]]) -> None:
    """Stavanger's year-end table lacks the line after cancellations: the lost blanks of two rows are found over it."""
    (read,) = texts["stavanger_2021_t413_disponering"]
    cancelled = next(row for row in read.rows if row.match and row.match.code == "strykning_av_bruk_av_disposisjonsfond")
    assert [number(cell) for cell in cancelled.cells] == [73300, 0, 73300, 0, 233473]
    assert read.findings == []
    assert read.share(UNCERTAIN) == 0


def test_the_search_is_bounded(layouts: dict[str, Layout]) -> None:
    """Rows made to have as many readings as possible are read, or not, in seconds."""
    dice = random.Random("kommunevarehus")
    lines = ["Regnskap 2020 Budsjett 2020 Budsjett 2021 Budsjett 2022 Budsjett 2023 Budsjett 2024 Budsjett 2025"]
    labels = [
        "Skatt på inntekt og formue",
        "Ordinært rammetilskudd",
        "Skatt på eiendom",
        "Andre generelle statstilskudd",
        "Sum frie disponible inntekter",
    ]
    lines += [f"{label} {' '.join(str(dice.randint(100, 999)) for _ in range(21))}" for label in labels]
    lines += [f"Netto avsetninger {'9' * 500}", f"Til fordeling drift {'1 0' * 90}"]
    begun = time.monotonic()
    for table in tables_of(Line(f"linje {i}", text) for i, text in enumerate(lines, 1)):
        read_table(table, layouts)
    assert time.monotonic() - begun < 30


def test_key_figures_of_groups_and_other_municipalities_are_theirs(tmp_path: Path) -> None:
    """A sheet with a neighbour, a KOSTRA group and the country beside the municipality; a name that nobody has is nobody's."""
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(str(tmp_path / "nokkeltall.xlsx"))
    sheet = book.add_worksheet("Nøkkeltall")
    sheet.write(0, 0, "Utvalgte nøkkeltall")
    sheet.write_row(
        2,
        0,
        ["Tall i prosent", "Sandnes 2022", "Sandnes 2023", "Stavanger 2023", "KOSTRA-gruppe 11 2023", "Landet u/Oslo 2023", "Gokk 2023"],
    )
    figures = {
        "Netto driftsresultat": ["1,5 %", "2,3 %", "-0,4 %", "0,9 %", "1,1 %", "7,7 %"],
        "Trivsel": ["45 %", "44 %", "50 %", "48 %", "47 %", "1 %"],
    }
    for i, (label, values) in enumerate(figures.items(), 3):
        sheet.write_row(i, 0, [label, *values])
    book.close()
    status, said = les(str(tmp_path / "nokkeltall.xlsx"), "--id", "1108-mal-2023", "--mappe", str(tmp_path))
    assert status == 0, said
    package = tmp_path / "1108-mal-2023"
    cells = rows(package / "tabeller" / "01_nokkeltall.csv")
    assert list(cells[0])[3:] == ["1108_2022", "1108_2023", "1103_2023", "kostra_11_2023", "landet_uten_oslo_2023"]
    assert list(cells[0].values())[3:] == ["1,5 %", "2,3 %", "-0,4 %", "0,9 %", "1,1 %"]
    assert [row["navn"] for row in rows(package / "indikatorer.csv")] == ["Trivsel"]
    assert "7,7 %" in {row["lest"] for row in rows(package / "lesing.tsv")}, "what nobody knows whose is, is in the reading only"
