"""What is landed: KOSTRA files and ledgers, whole or not at all, once, with everything that stood in them."""

from __future__ import annotations

import io
import os
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from kostraposter import balanse, drift, fil, investering, post
from varehus import ROOT

from kommunevarehus import kostrafil, kostrakontroll
from kommunevarehus.cli import cli
from kommunevarehus.kontroller import EXIT_CODES
from kommunevarehus.kostrakontroll import Said, check_files
from kommunevarehus.landing import Landed, land_kostra
from kommunevarehus.profilforslag import propose
from kommunevarehus.project import Project
from kommunevarehus.regnskap import Ledger, land_ledger
from kommunevarehus.regnskapsprofil import ProfileError, load, parse, shipped
from kommunevarehus.tabellfil import TableError

HOUSE = Project(ROOT)
CLEAN = drift() + investering()


@pytest.fixture
def inn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is landed in."""
    folder = tmp_path / "inn"
    monkeypatch.setenv("KOMMUNEVAREHUS_INN", str(folder))
    return folder


def file_(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def rows(inn: Path, sql: str = "select * from landet order by linje") -> list[tuple[object, ...]]:
    """What is landed, as the relation `landet`."""
    with duckdb.connect() as connection:
        connection.execute(f"create view landet as from read_parquet('{inn}/kostra/*/*.parquet', hive_partitioning = false)")
        return connection.execute(sql).fetchall()


def parquet(inn: Path) -> list[str]:
    return sorted(str(path.relative_to(inn)) for path in inn.rglob("*") if path.is_file())


# KOSTRA files


def test_every_line_is_kept_with_its_number_and_its_fields(inn: Path, tmp_path: Path) -> None:
    lines = [*CLEAN, post("1", 202, "020", " -00012"), post("1", 202, "030", "x")]
    [landed] = land_kostra(HOUSE, [file_(tmp_path, "a.dat", fil(lines))])
    assert landed == Landed(tmp_path / "a.dat", "ny", "0A 2024 region 465200: 9 records.", landed.parquet, 9)
    assert [line for _, line in rows(inn, "select linje, raalinje from landet order by linje")] == lines
    first = rows(
        inn, "select kilde, skjema, aar, kvartal, region, kommunenr, orgnr, kontoklasse, funksjon, art, kapittel, belop_1000_kr from landet"
    )
    assert first[0] == ("kostra", "0A", 2024, 0, "465200", "4652", None, "1", "202", "010", None, 1000)
    assert [row[-1] for row in first[-2:]] == [-12, None]
    assert parquet(inn) == [f"kostra/aar=2024/{landed.parquet.stem}.parquet"] if landed.parquet else False


def test_a_balance_has_kapittel_and_sektor(inn: Path, tmp_path: Path) -> None:
    land_kostra(HOUSE, [file_(tmp_path, "a.dat", fil(balanse(kvartal="2")))])
    found = rows(inn, "select skjema, kvartal, kontoklasse, funksjon, art, kapittel, sektor, belop_1000_kr from landet order by linje")
    assert found[0] == ("0B", 2, "2", None, None, "10", "320", 700)


def test_the_landed_columns_are_those_the_build_expects(inn: Path, tmp_path: Path) -> None:
    land_kostra(HOUSE, [file_(tmp_path, "a.dat", fil(CLEAN))])
    land_ledger(
        HOUSE, file_(tmp_path, "b.csv", b"art;tjeneste;beloep\n10100;20200;1\n"), load("art5_med_kontoklasse"), region="465200", aar=2024
    )
    described = [
        duckdb.sql(f"describe from read_parquet('{path}', hive_partitioning = false)").fetchall() for path in inn.rglob("*.parquet")
    ]
    assert described[0] == described[1]
    macro = (ROOT / "macros" / "landet.sql").read_text("utf-8")
    assert all(f"'{name}': '{kind.lower()}'" in macro for name, kind, *_ in described[0])
    assert macro.count("': '") == len(described[0])


BYTES = fil(CLEAN)
SAME = {
    "CRLF": BYTES.replace(b"\n", b"\r\n"),
    "no last line break": BYTES[:-1],
    "BOM": b"\xef\xbb\xbf" + BYTES,
    "mixed line breaks": BYTES.replace(b"\n", b"\r\n", 3),
    "BOM, CRLF, no last": (b"\xef\xbb\xbf" + BYTES.replace(b"\n", b"\r\n"))[:-2],
}


@pytest.mark.parametrize("what", SAME)
def test_how_lines_end_does_not_matter(what: str, inn: Path, tmp_path: Path) -> None:
    path = file_(tmp_path, "a.dat", SAME[what])
    assert [finding.melding for finding in check_files(HOUSE, [path])[0].findings] == []
    land_kostra(HOUSE, [path])
    assert [line for (line,) in rows(inn, "select raalinje from landet order by linje")] == CLEAN


@pytest.mark.parametrize("chunk", [1, 7, 48, 49, 50, 100, 1 << 20])
def test_what_is_read_does_not_depend_on_how_much_at_a_time(chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kostrafil, "CHUNK", max(chunk, 3))
    monkeypatch.setattr(kostrafil, "_LONGEST", 60)
    content = [*CLEAN[:3], "x" * 200, "", "y" * 47, "\t" * 48, *CLEAN[3:]]
    found = kostrafil.scan(file_(tmp_path, "a.dat", fil(content)), frozenset(["0A"]))
    assert [(fault.linje, fault.hva) for fault in found.faults] == [
        (4, "200 tegn"),
        (5, "ingen tegn: den er tom"),
        (6, "47 tegn"),
        (7, "tabulator og 48 tegn"),
    ]
    assert found.lines == len(content)
    good = file_(tmp_path, "b.dat", SAME["mixed line breaks"])
    assert [line for batch in kostrafil.batches(good) for line in batch.column("raalinje").to_pylist()] == CLEAN
    assert str(kostrafil.scan(good, frozenset(["0A"])).delivery) == "0A 2024 region 465200"


def test_latin_1_is_read_as_it_is(inn: Path, tmp_path: Path) -> None:
    odd = post("1", "2ø2", "010", "Å1")
    land_kostra(HOUSE, [file_(tmp_path, "a.dat", fil([*CLEAN, odd]))])
    assert rows(inn, "select raalinje, funksjon, belop_1000_kr from landet order by linje desc limit 1") == [(odd, "2ø2", None)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "ingen poster", id="empty"),
        pytest.param(BYTES + b"\n", "line 8 is no record of 48 characters («ingen tegn", id="blank line"),
        pytest.param("æ".join(CLEAN).encode(), "line 1", id="one line"),
        pytest.param(BYTES.decode().encode("utf-16"), "UTF-16", id="UTF-16"),
        pytest.param(BYTES.replace(b"202", "2ø2".encode()), "50 tegn", id="UTF-8"),
        pytest.param(bytes(range(256)) * 3, "is no record", id="bytes"),
        pytest.param(fil(drift("0F")), "Skjema «0F» finnes ikke", id="another skjema"),
        pytest.param(fil(drift(aar="20x4")), "Årgang «20x4»", id="no year"),
        pytest.param(fil(drift(kvartal="7")), "Kvartal «7»", id="no quarter"),
        pytest.param(fil(drift("0I", kvartal="1")), "Kvartal «1»", id="no quarter for a KF"),
        pytest.param(fil(drift(region="46x200")), "Region «46x200»", id="no region"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(content: bytes, says: str, inn: Path, tmp_path: Path) -> None:
    [landed] = land_kostra(HOUSE, [file_(tmp_path, "a.dat", content)])
    assert landed.status == "nektet"
    assert says in landed.melding
    assert parquet(inn) == []


@pytest.mark.parametrize("said", [Said(skjema="0B"), Said("0AK1"), Said(aargang="2023"), Said(region="4651"), Said(region="465201")])
def test_a_file_for_another_than_said_is_refused(said: Said, inn: Path, tmp_path: Path) -> None:
    [landed] = land_kostra(HOUSE, [file_(tmp_path, "a.dat", BYTES)], said)
    assert (landed.status, parquet(inn)) == ("nektet", [])
    assert "as said" in landed.melding
    [landed] = land_kostra(HOUSE, [file_(tmp_path, "a.dat", BYTES)], Said("0A", "2024", "4652"))
    assert landed.status == "ny"


def test_the_same_file_is_recognised_and_a_newer_supersedes_it(inn: Path, tmp_path: Path) -> None:
    first, second = file_(tmp_path, "a.dat", BYTES), file_(tmp_path, "b.dat", fil([*CLEAN, post("1", 202, "020", 1)]))
    assert land_kostra(HOUSE, [first])[0].status == "ny"
    again = land_kostra(HOUSE, [file_(tmp_path, "kopi.dat", BYTES)])[0]
    assert again.status == "kjent" and "read before" in again.melding
    newer = land_kostra(HOUSE, [second])[0]
    assert newer.status == "ny" and "supersedes a.dat" in newer.melding
    assert "b.dat has superseded it" in land_kostra(HOUSE, [first])[0].melding
    assert rows(inn, "select fil, count(*) from landet group by fil order by min(lest)") == [("a.dat", 7), ("b.dat", 8)]
    assert [name for name in parquet(inn) if not name.endswith(".parquet")] == []


def test_two_files_for_one_delivery_at_once_are_both_refused(inn: Path, tmp_path: Path) -> None:
    one, two = file_(tmp_path, "a.dat", BYTES), file_(tmp_path, "b.dat", fil(drift()))
    other, copy = file_(tmp_path, "c.dat", fil(drift(aar=2023))), file_(tmp_path, "d.dat", fil(drift(aar=2023)))
    landed = land_kostra(HOUSE, [one, two, other, copy])
    assert [one.status for one in landed] == ["nektet", "nektet", "ny", "kjent"]
    assert "b.dat" in landed[0].melding and "a.dat" in landed[1].melding
    enterprises = [file_(tmp_path, f"{orgnr}.dat", fil(drift("0I", orgnr=orgnr))) for orgnr in ("987654321", "912345678")]
    assert [one.status for one in land_kostra(HOUSE, enterprises)] == ["ny", "ny"]


def test_one_line_for_another_municipality_does_not_move_it(inn: Path, tmp_path: Path) -> None:
    path = file_(tmp_path, "a.dat", fil([*CLEAN, post("1", 201, "010", 5, region="030100", aar=2023)]))
    land_kostra(HOUSE, [path])
    assert rows(inn, "select distinct region, aar from landet") == [("465200", 2024)]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMMUNEVAREHUS_INN", str(file_(tmp_path, "inn", b"")))
    done = CliRunner().invoke(cli, ["les", "kostra", str(file_(tmp_path, "a.dat", BYTES))])
    assert "could not be written" in str(done.exception)


def test_a_long_file_is_scanned_in_bounded_memory(tmp_path: Path) -> None:
    """A sparse file of one line of NUL bytes: what is kept of it does not grow with it."""
    import tracemalloc  # noqa: PLC0415

    path = tmp_path / "stor.dat"
    with path.open("wb") as handle:
        handle.truncate(200 << 20)
    tracemalloc.start()
    found = kostrafil.scan(path, frozenset(["0A"]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.lines, found.faults[0].hva) == (1, f"{200 << 20} tegn")
    assert peak < 6 * kostrafil.CHUNK


# The commands


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        return getattr(done.exception, "exit_code", 1), done.output + str(done.exception)
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("records", "severity", "says"),
    [
        (CLEAN, None, "Ingen feil: alle kontroller er i orden."),
        ([*CLEAN, post("1", 202, "285", 5)], "INFO", "Kontroll 030 · til orientering"),
        (
            [*CLEAN, post("1", 202, "010", 5)],
            "WARNING",
            "Kontroll 015 · advarsel · Dubletter\n    linje 1: Kontoklasse 1, funksjon 202, art 010 står på linjene 1, 8",
        ),
        (
            [*CLEAN, post("1", 841, "010", 5)],
            "ERROR",
            "linje 8: Kontoklasse 1, funksjon 841, art 010: funksjon 841 brukes bare i investeringsregnskapet",
        ),
        ([*CLEAN, "x"], "FATAL", "linje 8: Linjen har 1 tegn. Rett den til nøyaktig 48 tegn"),
    ],
)
def test_kontroller_says_where_and_what_and_ends_with_the_severity(
    records: list[str], severity: str | None, says: str, tmp_path: Path
) -> None:
    status, said = run("kontroller", file_(tmp_path, "a.dat", fil(records)))
    assert says in said
    assert status == EXIT_CODES[severity]


def test_kontroller_says_a_sum_once_and_the_rest_of_many(tmp_path: Path) -> None:
    status, said = run("kontroller", file_(tmp_path, "a.dat", fil([*CLEAN, *(post("1", 999, "010", 2) for _ in range(12))])))
    assert status == 8
    assert said.count("Funksjon «999»") == 10
    assert "… og 2 til (--json viser dem)." in said
    assert "Driftsregnskapet går ikke opp" not in said and "24" not in said.split("Kontroll 110")[0].split("… og 2")[1]


def test_of_very_many_breaches_the_first_are_listed_and_the_rest_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of any size is controlled in bounded memory: neither its findings nor the lines of one finding are all kept."""
    monkeypatch.setattr("kommunevarehus.kostrakontroll.MOST", 7)
    lines = [*CLEAN, *(post("1", 202, "999", 1) for _ in range(40)), *(post("1", 777, "010", 1) for _ in range(9))]
    path = file_(tmp_path, "mange.dat", fil(lines))
    [one] = check_files(HOUSE, [path])
    listed = [finding for finding in one.findings if finding.kontroll == "012"]
    assert ([finding.linje for finding in listed], one.more["012"]) == (list(range(len(CLEAN) + 1, len(CLEAN) + 8)), 33)
    assert one.more == {"012": 33, "010": 2}
    twice = [finding.melding for finding in one.findings if finding.kontroll == "015"]
    first = len(CLEAN) + 1
    assert f"{first + 18}, {first + 19} og 20 til, med beløpene " + ", ".join(["1"] * 20) + " …." in twice[0]
    assert f"{len(CLEAN) + 49}, med beløpene" in twice[1], "nine are all said"
    said = run("kontroller", path)[1]
    assert "… og 30 til" not in said and "… og 33 til" in said


def test_many_files_are_controlled_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [file_(tmp_path, f"{number}.dat", fil([*CLEAN, post("1", 841, "010", number)])) for number in range(1, 6)]
    whole = check_files(HOUSE, paths)
    monkeypatch.setattr(kostrakontroll, "AT_ONCE", 17)
    assert check_files(HOUSE, paths) == whole
    assert [finding.belop for one in whole for finding in one.findings] == [1, 2, 3, 4, 5]


def test_json_has_everything(tmp_path: Path) -> None:
    import json  # noqa: PLC0415

    _, said = run("kontroller", "--json", file_(tmp_path, "a.dat", fil([*CLEAN, *(post("1", 999, "010", 2) for _ in range(12))])))
    [one] = json.loads(said)
    assert len([finding for finding in one["brudd"] if finding["kontroll"] == "010"]) == 12
    assert one["alvor"] == "ERROR" and one["levert_som"]["region"] == "465200"


def test_les_kostra_takes_a_folder_and_says_what_the_controls_find(inn: Path, tmp_path: Path) -> None:
    folder = tmp_path / "filer"
    folder.mkdir()
    file_(folder, "a.dat", fil([*CLEAN, post("1", 841, "010", 5)]))
    file_(folder, "b.dat", fil(balanse()))
    file_(folder, "c.dat", b"x")
    status, said = run("les", "kostra", folder)
    assert status == 9
    assert "a.dat: controls: 1 ERROR" in said and "b.dat: controls" not in said
    assert len(parquet(inn)) == 2
    assert run("les", "kostra", folder / "a.dat")[0] == 0
    assert run("les", "kostra", tmp_path / "finnes ikke")[0] == 1


# Ledgers

ART5 = (
    "virksomhetsomraade;art;art_tekst;ansvar;ansvar_tekst;tjeneste_nr;tjeneste_tekst;beloep\r\n"
    "Skole;10100;FAST LØNN;316000;SKOLE A;20200;GRUNNSKOLE;12 345 678\r\n"
    "Skole;17101;REF. SYKEPENGER;316000;SKOLE A;20200;GRUNNSKOLE;-345 000 \r\n"
    "Eiendom;32300;NYBYGG;400020;PROSJEKT;22200;SKOLELOKALER;30400000\r\n"
)
KONTO4 = (
    "prosjekt;prosjekt_tekst;teneste;teneste_tekst;konto;konto_tekst;rekneskap;budsjett\r\n"
    "1001;Tomt;31500;Bustad;1954;Gebyr;45998;0\r\n"
    "1275;Leidning;87000;Lån;9109;Bruk av lån;0;-3300000\r\n"
)
AAR = (
    "avdeling;avdeling-tekst;inntekt-utgift;tjeneste;tjeneste-tekst;endrgr;tekst;2013;2014\r\n"
    "1;Oppvekst;Inntekt;24410;Barneverntjeneste;N00;Vedtatt budsjett; -1 362 250 ; -   \r\n"
    '1;Oppvekst;Utgift;24410;Barneverntjeneste;N01;"Lønn; pris";810 000,00; 17 700 \r\n'
)
KONTO5 = "konto;kontonavn;funksjon;regnskap;budsjett\n11000;Kontor;120;10,50;20\n01000;Kontor;120;7;\n"
NYNORSK = "art;art_tekst;teneste;rekneskap;budsjett\n10100;Fastløn;20200;1 000;900\n"
ARTER = (
    "oppstilling,post,etikett,kostraart,artsnavn,faktor,raabelop (inntekt negativ),belop i oppstillingen\n"
    "okonomisk-oversikt-drift-5-6,2,Skatt,870,Skatt,1,-543327858.11,543327858.11\n"
    "okonomisk-oversikt-drift-5-6,10,Lonn,010,Fastlønn,1,529425493.88,529425493.88\n"
    "bevilgningsoversikt-drift-5-4-forste-ledd,2,Skatt,870,Skatt,1,-543327858.11,543327858.11\n"
    "bevilgningsoversikt-investering-5-5-forste-ledd,1,Investeringer,230,Nybygg,1,100.5,100.5\n"
)
R = "regnskap"
SHAPES: dict[str, tuple[str, str, int | None, dict[tuple[int, str, str | None], str]]] = {
    "art5": (ART5, "art5_med_kontoklasse", 2024, {(2024, R, "1"): "12000678", (2024, R, "0"): "30400000"}),
    "konto4": (KONTO4, "konto4_uten_kontoklasse", 2023, {(2023, R, "0"): "45998", (2023, "revidert_budsjett", "0"): "-3300000"}),
    "aar": (AAR, "aar_som_kolonner", None, {(2013, "plan", "1"): "-552250", (2014, "plan", "1"): "17700"}),
    "konto5": (
        KONTO5,
        "konto5_med_kontoklasse",
        2024,
        {(2024, R, "1"): "10.50", (2024, R, "0"): "7", (2024, "revidert_budsjett", "1"): "20", (2024, "revidert_budsjett", "0"): "0"},
    ),
    "nynorsk": (NYNORSK, "nynorsk_art5", 2024, {(2024, R, "1"): "1000", (2024, "revidert_budsjett", "1"): "900"}),
    "arter": (ARTER, "arter_i_oppstilling", 2025, {(2025, R, "1"): "-13902364.23", (2025, R, "0"): "100.50"}),
}


def ledger(path: Path, profile: str = "art5_med_kontoklasse", aar: int | None = 2024, **options: object) -> Ledger:
    return land_ledger(HOUSE, path, load(profile), region="465200", aar=aar, **options)  # type: ignore[arg-type]


def sums(found: Ledger) -> dict[tuple[int, str, str | None], Decimal]:
    return {(one.aar, one.versjon, one.kontoklasse): one.belop_kr for one in found.sums}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shapes_of_real_exports_load_with_their_sums(shape: str, inn: Path, tmp_path: Path) -> None:
    content, profile, aar, expected = SHAPES[shape]
    found = ledger(file_(tmp_path, "a.csv", b"\xef\xbb\xbf" + content.encode()), profile, aar)
    assert sums(found) == {key: Decimal(value) for key, value in expected.items()}
    assert found.unmapped == ()
    landed = rows(inn, "select aar, versjon, kontoklasse, coalesce(sum(belop_kr), 0) from landet group by all")
    assert {row[:3]: row[3] for row in landed} == sums(found)
    assert ledger(tmp_path / "a.csv", profile, aar).known


def test_every_shape_has_a_profile_and_every_profile_that_ships_is_tried() -> None:
    assert set(shipped()) == {profile for _, profile, _, _ in SHAPES.values()} | {"saft_kostra"}


@pytest.mark.parametrize("shape", ["art5", "konto4", "aar", "konto5", "nynorsk"])
def test_a_proposed_profile_reads_the_file_it_was_proposed_for(shape: str, inn: Path, tmp_path: Path) -> None:
    content, _, aar, expected = SHAPES[shape]
    path = file_(tmp_path, "a.csv", content.encode("cp1252"))
    found = land_ledger(HOUSE, path, parse("forslag", propose(path)), region="465200", aar=aar)
    assert sums(found) == {key: Decimal(value) for key, value in expected.items()}
    assert found.unmapped == ()


def test_codes_are_cut_and_the_account_and_the_line_are_kept(inn: Path, tmp_path: Path) -> None:
    ledger(file_(tmp_path, "a.csv", ART5.encode()))
    found = rows(
        inn,
        """select linje, skjema, kontoklasse, funksjon, art, belop_kr, konto_tekst, raalinje, belop_1000_kr, umappet
        from landet order by linje""",
    )
    assert found[1] == (
        3,
        "0A",
        "1",
        "202",
        "710",
        Decimal("-345000.00"),
        "17101 REF. SYKEPENGER",
        "Skole;17101;REF. SYKEPENGER;316000;SKOLE A;20200;GRUNNSKOLE;-345 000 ",
        None,
        False,
    )


def test_accounts_nobody_knows_are_listed_with_their_sums_and_landed(inn: Path, tmp_path: Path) -> None:
    more = "X;1010;FEIL;1;A;20200;G;5\r\nX;12540;UTGÅTT;1;A;20200;G;7\r\nX;10100;LØNN;1;A;25400;G;1\r\nX;60000;UKJENT;1;A;20200;G;-2,5\r\n"
    found = ledger(file_(tmp_path, "a.csv", (ART5 + more).encode()))
    assert {(one.konto, one.belop_kr) for one in found.unmapped} == {
        ("1010 FEIL", Decimal(5)),
        ("12540 UTGÅTT", Decimal(7)),
        ("60000 UKJENT", Decimal("-2.5")),
        ("10100 LØNN", Decimal(1)),
    }
    assert rows(inn, "select sum(belop_kr), count(*) filter (umappet) from landet") == [(Decimal("42400688.50"), 4)]
    status, said = run(
        "les", "regnskap", tmp_path / "a.csv", "--profil", "art5_med_kontoklasse", "--region", "4652", "--aar", "2024", "--bare-se"
    )
    assert status == 0 and "60000 UKJENT: 1 amounts, -2,50 kr" in said


BROKEN = "art;ansvar_tekst;tjeneste_nr;beloep\r\n10201;Skole A;20200;1000\r\n10201;Skole B; avd. 2;20200;2000\r\n"


def test_a_separator_in_a_text_is_mended_by_rule_or_the_line_is_named(inn: Path, tmp_path: Path) -> None:
    path = file_(tmp_path, "a.csv", BROKEN.encode())
    found = ledger(path)
    assert (found.mended, sums(found)) == ((3,), {(2024, R, "1"): Decimal(3000)})
    text = shipped()["art5_med_kontoklasse"].replace('slaa_sammen = "ansvar_tekst"', "")
    with pytest.raises(TableError, match=r"line 3 \(5 fields: «10201;Skole B; avd\. 2;20200;2000»\)\. Expected 4 fields"):
        land_ledger(HOUSE, path, parse("p", text), region="465200", aar=2024)


@pytest.mark.parametrize(
    ("text", "kroner"),
    [
        ("-", "0"),
        (" -   ", "0"),
        ("–", "0"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("\u2212 1\u202f234", "-1234"),
        ("12-", "-12"),
        ("+7", "7"),
        ("1234567,129", "1234567.13"),
        ("-0,005", "-0.01"),
        ("000", "0"),
        ("(1 234,50)", "-1234.5"),
        (" ( 7 ) ", "-7"),
        ("kr 1 234,50", "1234.5"),
        ("-kr 7", "-7"),
        ("Kr. -7", "-7"),
        ("12 kr", "12"),
    ],
)
def test_an_amount_as_it_is_printed(text: str, kroner: str, inn: Path, tmp_path: Path) -> None:
    found = ledger(file_(tmp_path, "a.csv", f"art;tjeneste;beloep\n10100;20200;{text}\n".encode()))
    assert sums(found) == {(2024, R, "1"): Decimal(kroner)}


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "1.234",
        "1 23",
        "12 34",
        "1,2,3",
        "--1",
        "1e5",
        "0x1",
        "- 1 -",
        "1" * 17,
        "nan",
        "9999999999999999",
        "(1",
        "1)",
        "-(1)",
        "()",
        "kr",
        "7 krone",
        "-kr -7",
    ],
)
def test_what_is_no_amount_is_named_and_nothing_is_landed(text: str, inn: Path, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"no amount on line 3 \(«"):
        ledger(file_(tmp_path, "a.csv", f"art;tjeneste;beloep\n10100;20200;1\n10100;20200;{text}\n".encode()))
    assert parquet(inn) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "no header", id="empty"),
        pytest.param(b"art;tjeneste;beloep\n", "no rows below the header", id="header alone"),
        pytest.param(b"a;b\n1;2\n", "no column beloep or beløp", id="other columns"),
        pytest.param("art;tjeneste;beloep\n10100;20200;1\nø;;\n".encode("latin-1"), "not utf-8", id="encoding"),
        pytest.param("ø".encode("latin-1"), r"a\.csv: not utf-8", id="encoding of the header"),
        pytest.param(b"art;tjeneste;beloep\n10100;20200\n", r"line 2 \(2 fields", id="too few"),
        pytest.param(b'art;tjeneste;beloep\n10100;20200;"' + b"x" * 2_000_000, "line 2", id="a quote that never ends"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(content: bytes, says: str, inn: Path, tmp_path: Path) -> None:
    with pytest.raises((TableError, ProfileError), match=says):
        ledger(file_(tmp_path, "a.csv", content))
    assert parquet(inn) == []


def test_the_year_must_be_said_somewhere(inn: Path, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="Say it with --aar"):
        ledger(file_(tmp_path, "a.csv", ART5.encode()), aar=None)


def test_another_profile_lands_the_file_anew(inn: Path, tmp_path: Path) -> None:
    path = file_(tmp_path, "a.csv", ART5.encode())
    ledger(path)
    other = parse("p", shipped()["art5_med_kontoklasse"] + "\n[tall]\nfortegn = -1\n")
    assert not land_ledger(HOUSE, path, other, region="465200", aar=2024).known
    assert rows(inn, "select sum(belop_kr) from landet") == [(Decimal("-42400678.00"),)]


def test_a_workbook_reads_as_its_csv(inn: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["art", "art_tekst", "tjeneste_nr", "beloep"])
    book.active.append([10100, "FAST LØNN", 20200, 12345678])
    book.active.append(["17101", "REF.", "20200", -345000.25])
    book.active.append([None, None, None, None])
    book.active.append([32300, "NYBYGG", 22200, " -   "])
    stream = io.BytesIO()
    book.save(stream)
    path = file_(tmp_path, "a.xlsx", stream.getvalue())
    profile = parse("p", shipped()["art5_med_kontoklasse"].replace("[fil]", '[fil]\nformat = "excel"'))
    found = land_ledger(HOUSE, path, profile, region="465200", aar=2024)
    assert sums(found) == {(2024, R, "1"): Decimal("12000677.75"), (2024, R, "0"): Decimal(0)}
    assert rows(inn, "select linje from landet order by linje") == [(2,), (3,), (5,)]
    assert sums(land_ledger(HOUSE, path, parse("f", propose(path)), region="465200", aar=2024)) == sums(found)
    with pytest.raises(TableError, match="cannot be read as a workbook"):
        land_ledger(HOUSE, file_(tmp_path, "b.xlsx", stream.getvalue()[:900]), profile, region="465200", aar=2024)


SAFT = """<?xml version="1.0" encoding="UTF-8"?>
<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO"><MasterFiles><GeneralLedgerAccounts>
<Account><AccountID>10100</AccountID><AccountDescription>Fastlønn</AccountDescription><GroupingCategory>KOSTRA</GroupingCategory>
<GroupingCode>010</GroupingCode></Account>
<Account><AccountID>21099</AccountID><AccountDescription>Bank</AccountDescription><GroupingCode>10</GroupingCode>
<OpeningDebitBalance>100.00</OpeningDebitBalance><ClosingDebitBalance>40.50</ClosingDebitBalance></Account>
<Account><AccountID>25600</AccountID><AccountDescription>Fond</AccountDescription><GroupingCode>56</GroupingCode>
<ClosingCreditBalance>30</ClosingCreditBalance></Account>
<Account><AccountID>19999</AccountID><AccountDescription>Uten kode</AccountDescription></Account>
</GeneralLedgerAccounts></MasterFiles><GeneralLedgerEntries><Journal><Transaction>{lines}</Transaction></Journal></GeneralLedgerEntries></AuditFile>"""
LINE = (
    "<Line><AccountID>{konto}</AccountID><Analysis><AnalysisType>Funksjon</AnalysisType><AnalysisID>{f}</AnalysisID></Analysis>"
    "<{side}Amount><Amount>{belop}</Amount></{side}Amount></Line>"
)


def saft(*lines: tuple[str, str, str, str]) -> bytes:
    return SAFT.format(lines="".join(LINE.format(konto=k, f=f, side=s, belop=b) for k, f, s, b in lines)).encode()


def test_saf_t_is_added_up_by_account_and_function(inn: Path, tmp_path: Path) -> None:
    lines = [
        ("10100", "20200", "Debit", "50.25"),
        ("10100", "20200", "Debit", "10"),
        ("10100", "12000", "Credit", "1"),
        ("21099", "", "Credit", "59.5"),
    ]
    path = file_(tmp_path, "a.xml", saft(*lines, ("19999", "20200", "Debit", "0.25")))
    found = ledger(path, "saft_kostra", 2024)
    landed = rows(
        inn, "select skjema, kontoklasse, funksjon, art, kapittel, sum(belop_kr) from landet where not umappet group by all order by all"
    )
    assert landed == [
        ("0A", "1", "120", "010", None, Decimal(-1)),
        ("0A", "1", "202", "010", None, Decimal("60.25")),
        ("0B", "2", None, None, "10", Decimal("40.50")),
        ("0B", "2", None, None, "56", Decimal(-30)),
    ]
    assert [(one.konto, one.belop_kr) for one in found.unmapped] == [("19999 Uten kode", Decimal("0.25"))]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<x/>", id="no accounts"),
        pytest.param(b"<AuditFile><Account><AccountID>1</AccountID>", id="cut off"),
        pytest.param(saft(("10100", "", "Debit", "x")), id="no amount"),
        pytest.param(saft(("77777", "", "Debit", "1")), id="an account that is not there"),
        pytest.param(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', id="an entity"),
        pytest.param(
            b"<!DOCTYPE x [<!ENTITY a '"
            + b"a" * 1000
            + b"'>"
            + b"".join(b"<!ENTITY a%d '%s'>" % (i, b"&a;" * 100) for i in range(9))
            + b"]><x>&a8;</x>",
            id="a bomb",
        ),
    ],
)
def test_a_bad_saf_t_is_one_sentence(content: bytes, inn: Path, tmp_path: Path) -> None:
    with pytest.raises(TableError) as error:
        ledger(file_(tmp_path, "a.xml", content), "saft_kostra")
    assert "\n" not in str(error.value) and "class" not in str(error.value)
    assert parquet(inn) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = ", "no TOML"),
        ("[fil]\nfarge = 1", "unknown fil.farge"),
        ("[fil]\nhodelinje = '1'", "fil.hodelinje is a str. Expected int"),
        ("[fil]\nformat = 'pdf'", "Expected one of «csv»"),
        ("[felt.art]\nkolonne = ['a']\nmonster = '('\n[[belop]]\nkolonne = 'b'", "no pattern"),
        ("[felt.art]\nkolonne = ['a']\nmonster = 'x'\n[[belop]]\nkolonne = 'b'", "no group"),
        ("[felt.art]\nkolonne = ['a']", "names no amounts"),
        ("[[belop]]\nkolonne = 'b'", "finds no art"),
        ("[felt.farge]\nkolonne = ['a']", "felt is «farge»"),
        ("[tall]\ndesimaltegn = ','\ntusenskille = ','\n[felt.art]\nkolonne='a'\n[[belop]]\nkolonne='b'", "are both"),
        ("belop = 3", "belop is a int. Expected list"),
        ("[[belop]]\nversjon = 'x'\nkolonne = 'b'", "belop.versjon is «x»"),
    ],
)
def test_a_malformed_profile_says_what_and_where(text: str, says: str) -> None:
    with pytest.raises(ProfileError, match=says):
        parse("min", text)


def test_a_profile_nobody_has_is_said_with_those_there_are() -> None:
    with pytest.raises(ProfileError, match="art5_med_kontoklasse"):
        load("finnes_ikke")


def test_the_commands_of_profiles(inn: Path, tmp_path: Path) -> None:
    path = file_(tmp_path, "a.csv", ART5.encode())
    assert "saft_kostra: SAF-T" in run("profil", "--list")[1]
    status, proposal = run("profil", path)
    assert status == 0
    mine = file_(tmp_path, "min.toml", proposal.encode())
    status, said = run("les", "regnskap", path, file_(tmp_path, "b.csv", b"x\n1\n"), "--profil", mine, "--region", "4652", "--aar", 2024)
    assert status == 9
    assert "kontoklasse 0: 1 amounts, 30 400 000,00 kr" in said and "b.csv: no column" in said
    assert said.endswith("1 file was refused, as said above.")
    assert len(parquet(inn)) == 1
    assert run("les", "regnskap", path, "--profil", mine, "--region", "46", "--aar", 2024)[0] == 2
    status, said = run("les", "regnskap", path, "--profil", mine, "--region", "4652", "--aar", 2024, "--orgnr", "91234567")
    assert (status, "«91234567» is not nine digits" in said, len(parquet(inn))) == (2, True, 1)


def test_the_build_sees_what_is_landed(inn: Path, tmp_path: Path) -> None:
    """A landed file is an input of the build: without it in the fingerprint `build` would say that nothing has changed."""
    from kommunevarehus.pipeline import input_fingerprint  # noqa: PLC0415

    before = input_fingerprint(HOUSE, {})
    land_kostra(HOUSE, [file_(tmp_path, "a.dat", BYTES)])
    after = input_fingerprint(HOUSE, {})
    assert before != after == input_fingerprint(HOUSE, {})
    assert os.environ["KOMMUNEVAREHUS_INN"]
