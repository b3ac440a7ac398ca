"""A profile proposed for an export nobody has seen before reads it: other headings, marks, encodings, header lines and sheets."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from varehus import ROOT

from kommunevarehus.profilforslag import propose
from kommunevarehus.project import Project
from kommunevarehus.regnskap import Ledger, land_ledger
from kommunevarehus.regnskapsprofil import ProfileError, load, parse
from kommunevarehus.tabellfil import TableError

HOUSE = Project(ROOT)
R, B, P = "regnskap", "revidert_budsjett", "plan"

# name: (text, encoding, sums by year, version and kontoklasse)
EXPORTS: dict[str, tuple[str, str, dict[tuple[int, str, str | None], str]]] = {
    "comma, English marks": (
        'Art,Artsnavn,Tjeneste,Beløp\n10100,"FAST LØNN, mnd",20200,"12,345,678.00"\n17101,REF,20200,-345000.50\n32300,NYBYGG,22200,5\n',
        "utf-8",
        {(2024, R, "1"): "12000677.50", (2024, R, "0"): "5"},
    ),
    "English groups and no decimals": ("konto;tjeneste;beløp\n11200;20200;1,234\n", "utf-8", {(2024, R, "1"): "1234"}),
    "tabs, the year in the headings": (
        "Konto\tKontonavn\tFunksjon\tRegnskap 2023\tBudsjett 2024\n"
        "10100\tLønn\t202\t1.234.567,89\t1.200.000\n17100\tRef\t202\t-1.000,00\t0\n",
        "cp1252",
        {(2023, R, "1"): "1233567.89", (2024, B, "1"): "1200000"},
    ),
    "nynorsk": (
        "Rekneskapsart;Artsnamn;Teneste;Tenestenamn;Rekneskap 2023;Rev. budsjett 2023;Avvik\n10101;Løn;20201;G;1 234 ; -   ;9\n",
        "utf-8",
        {(2023, R, "1"): "1234", (2023, B, "1"): "0"},
    ),
    "everything quoted": (
        '"ART";"ART(T)";"ANSVAR";"TJENESTE";"TJENESTE(T)";"REGNSKAP"\n"10100";"Lønn; fast";"1";"20200";"Skole";"100 000,00"\n',
        "utf-8",
        {(2024, R, "1"): "100000"},
    ),
    "a class of its own, in 1000 kr": (
        "Kontoklasse;KOSTRA-art;KOSTRA-funksjon;Beløp i 1000 kr\n1;010;202;1000\n1;600;202;-200\n0;230;222;300\n",
        "latin-1",
        {(2024, R, "1"): "800000", (2024, R, "0"): "300000"},
    ),
    "the class in words": (
        "Klasse;Art;Funksjon;Beløp\nDrift;010;202;10\nInvestering;230;222;3\n", "utf-8", {(2024, R, "1"): "10", (2024, R, "0"): "3"},
    ),
    "the header on the third line, and a sum": (
        "Rapport;;;\nÅr: 2024;;;\nKonto;Kontonavn;Tjeneste;Beløp\n11200;Vare;20200;1000,00\n16200;Salg;20200;500,00-\nSum;;;500,00\n",
        "utf-16",
        {(2024, R, "1"): "500"},
    ),
    "debit and credit": ("Konto;Tjeneste;Debet;Kredit\n11200;20200;1000,00;\n16200;20200;;400,00\n", "utf-8", {(2024, R, "1"): "600"}),
    "plan years": (
        "Tjeneste;Budsjett 2024;Økonomiplan 2025;Økonomiplan 2026\n20200; 1 000 ; 1 010 ; -   \n87000;-10;0;5\n",
        "utf-8",
        {(2024, B, "1"): "990", (2025, P, "1"): "1010", (2026, P, "1"): "5"},
    ),
    "months with their sum": ("Konto;Tjeneste;Jan;Feb;Sum\n11200;20200;1;2;3\n16200;20200;-1;-1;-2\n", "utf-8", {(2024, R, "1"): "1"}),
    "a balance": (
        "Konto;Kontonavn;UB 2024\n"
        "21000;Bank;1 000\n22700;Bygg;9 000\n24510;Lån;-8 000\n25600;Fond;-1 500\n25990;Kapital;-500\n29100;Memoria;7\n",
        "utf-8",
        {(2024, R, "2"): "7"},
    ),
    "an unquoted separator": (
        "art;ansvar_tekst;tjeneste_nr;beloep\n10201;A;20200;1000\n10201;B; avd. 2;20200;2000\n",
        "utf-8",
        {(2024, R, "1"): "3000"}),
    "blanks behind everything": (
        "konto ; tekst ; tjeneste ; beløp \n11200 ;V ; 20200 ; 1000,00 \n\n16200 ;S ; 20200 ; -1,5 \n",
        "utf-8",
        {(2024, R, "1"): "998.50"}),
    "account strings, each part of its own": (
        "Kontostreng;Tekst;Beløp\n1.1200.20200;Varer;1000\n1.0100.20200;Lønn;500\n0.2300.22200;Bygg;7\n2.1000.00000;Bank;40\n",
        "utf-8",
        {(2024, R, "1"): "1500", (2024, R, "0"): "7", (2024, R, "2"): "40"},
    ),
    "account strings, the class in front of the art too": (
        "Konto;Beløp\n1.1120.20200;10\n1.1010.21100;3\n", "utf-8", {(2024, R, "1"): "13"},
    ),
    "account strings, the class in the art": (
        "Konto;Beløp\n11200-20200-300;1000\n16200-20200-300;-100\n32300-22200-300;5\n",
        "utf-8",
        {(2024, R, "1"): "900", (2024, R, "0"): "5"},
    ),
    "account strings, the responsibility before the art, and blanks between": (
        "Kontering;Beløp\n1 300 11200 20200;10\n1 301 10100 21100;3\n", "utf-8", {(2024, R, "1"): "13"},
    ),
    "account strings without a class": (
        "Kontering;Regnskap 2024\n120/202/0000;5\n010/211/0000;3\n", "utf-8", {(2024, R, "1"): "8"},
    ),
    "account strings beside a column of functions": (
        "Kontonr;Ansvar;Tjeneste;Beløp\n1.120.0;300;20200;10\n1.010.0;301;21100;3\n", "utf-8", {(2024, R, "1"): "13"},
    ),
    "numbers with their text in the same cell": (
        "Art;Tjeneste;Beløp\n11200 Vare;20200 Skole 2;10\n10100 Lønn;21100 Styrket tilbud;3\n32300 Bygg 2024;22200 Lokaler;4\n",
        "utf-8",
        {(2024, R, "1"): "13", (2024, R, "0"): "4"},
    ),
    "debit and credit beside the balance between them": (
        "Konto;Tjeneste;Debet;Kredit;Saldo\n11200;20200;1000,00;100,00;900,00\n16200;20200;0,00;400,00;-400,00\n",
        "utf-8",
        {(2024, R, "1"): "500"},
    ),
    "months without their sum": (
        "Konto;Tjeneste;Jan;Feb;Mars;Des 2024\n11200;20200;1;2;3;4\n16200;20200;-1;-1;-1;-1\n", "utf-8", {(2024, R, "1"): "6"},
    ),
    "last year beside this one": (
        "Konto;Funksjon;Regnskap i fjor;Regnskap i år;Rev. budsjett;Oppr. budsjett\n11200;222;1;2;3;4\n11200;202;10;20;30;40\n",
        "utf-8",
        {(2024, R, "1"): "22", (2024, B, "1"): "33", (2024, "opprinnelig_budsjett", "1"): "44"},
    ),
    "the budget to date beside that of the year": (
        "Art;Tjeneste;Regnskap hittil i år;Periodisert budsjett;Avvik;Årsbudsjett;Forbruk i %\n10100;20200;800;850;50;1300;61,5\n",
        "utf-8",
        {(2024, R, "1"): "800", (2024, B, "1"): "1300"},
    ),
    "a year's budget twice": (
        "Konto;Tjeneste;Regnskap 2024;Periodisert budsjett 2024;Budsjett 2024\n11200;20200;1;2;3\n",
        "utf-8",
        {(2024, R, "1"): "1", (2024, B, "1"): "3"},
    ),
    "headings that say nothing": (
        "Dim1;Dim1(T);Dim2;Dim2(T);Dim3;Beløp\n10100;Lønn;300100;Skole;20200;1000\n16200;Salg;300100;Skole;20200;-100\n",
        "utf-8",
        {(2024, R, "1"): "900"},
    ),
    "headings cut short": (
        "Kto;Kontobetegnelse;Ansv;Funk;Regnskap 2024;Regnskap 2023\n10100;Lønn;300;202;1000;900\n",
        "cp1252",
        {(2024, R, "1"): "1000", (2023, R, "1"): "900"},
    ),
    "four digits, the class first": (
        "Konto;Tjeneste;Beløp\n1010;202;10\n1120;202;5\n1600;202;-1\n0230;222;7\n2560;;-9\n",
        "utf-8",
        {(2024, R, "1"): "14", (2024, R, "0"): "7", (2024, R, "2"): "-9"},
    ),
    "five digits without a class": (
        "Konto;Tjeneste;Beløp\n01000;202;10\n12001;202;5\n37050;202;1\n60000;202;-1\n", "utf-8", {(2024, R, "1"): "15"},
    ),
    "functions of three digits and of five": (
        "Konto;Tjeneste;Beløp\n11200;20200;1\n11200;202;2\n11200;20201;4\n", "utf-8", {(2024, R, "1"): "7"},
    ),
    "a local number behind the art": ("Art;Funksjon;Beløp\n010-1;202;10\n010-2;202;20\n600-0;202;-5\n", "utf-8", {(2024, R, "1"): "25"}),
    "the currency in every cell": ("Art;Funksjon;Beløp\n010;202;kr 1 000,00\n600;202;kr -100,00\n", "utf-8", {(2024, R, "1"): "900"}),
}  # fmt: skip


def proposed(path: Path) -> Ledger:
    return land_ledger(HOUSE, path, parse("forslag", propose(path)), region="465200", aar=2024, land=False)


def sums(found: Ledger) -> dict[tuple[int, str, str | None], Decimal]:
    return {(one.aar, one.versjon, one.kontoklasse): one.belop_kr for one in found.sums}


@pytest.mark.parametrize("text", ["Konto;Beløp\nabc;10\n", "Dato;Beløp\n31.01.2024;10\n", "Nr;Beløp\n1.99999.77777;10\n"])
def test_what_is_no_account_is_not_taken_for_one(text: str, tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(TableError, match="nothing looks like accounts"):
        propose(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04abc", "is a workbook or a zip file"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x1b[2Jabc;\x07d\n1;2\n", "nothing looks like accounts"),
    ],
)
def test_what_is_no_table_is_said_in_a_line_that_a_terminal_can_show(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.csv"
    path.write_bytes(content)
    for read in (lambda: propose(path), lambda: land_ledger(HOUSE, path, load("art5_med_kontoklasse"), region="465200", land=False)):
        with pytest.raises((TableError, ProfileError)) as error:
            read()
        assert str(error.value).isprintable()
        assert says in str(error.value) or "no column" in str(error.value)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_proposal_reads_an_export_nobody_has_seen(name: str, tmp_path: Path) -> None:
    text, encoding, expected = EXPORTS[name]
    path = tmp_path / "uttrekk.csv"
    path.write_bytes(text.encode(encoding))
    found = proposed(path)
    assert sums(found) == {key: Decimal(value) for key, value in expected.items()}
    assert found.unmapped == () and found.without_function == (0, 0)


def test_a_workbook_is_read_on_the_sheet_and_from_the_line_where_the_accounts_are(tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Om").write_row(0, 0, ["Uttrekk fra økonomisystemet"])
        sheet = book.add_worksheet("Tall")
        for number, row in enumerate(
            [
                ["Driftsregnskap"],
                [],
                ["Art", "Artstekst", "Funksjon", "Regnskap 2023", "Budsjett 2023"],
                [11200, "Vare", 202, 1000.25, None],
            ]
        ):
            sheet.write_row(number, 0, row)
    found = proposed(path)
    assert sums(found) == {(2023, R, "1"): Decimal("1000.25"), (2023, B, "1"): Decimal(0)}
    assert found.unmapped == ()


def test_sheets_with_the_same_heads_are_one_ledger(tmp_path: Path) -> None:
    """Operations on one sheet and investment on the next: the second is not left out without a word, and its name is its class."""
    path = tmp_path / "uttrekk.xlsx"
    sheets = {"Drift": [[10, 202, 1000], [600, 202, -100]], "Om": [], "Investering": [[230, 222, 500]]}
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate([["Art", "Funksjon", "Beløp"] if rows else ["Uttrekk"], *rows]):
                sheet.write_row(number, 0, row)
    assert sums(proposed(path)) == {(2024, R, "1"): Decimal(900), (2024, R, "0"): Decimal(500)}
    profile = parse("p", propose(path).replace('"Investering"]', '"Om"]'))
    with pytest.raises(TableError, match="the sheet «Om» has other heads than «Drift»"):
        land_ledger(HOUSE, path, profile, region="465200", aar=2024, land=False)
    with pytest.raises(TableError, match="no sheet «Finnes ikke»"):
        land_ledger(HOUSE, path, parse("p", propose(path).replace("Investering", "Finnes ikke")), region="465200", aar=2024, land=False)
    with pytest.raises(ProfileError, match=r"fil\.ark is no name of a sheet"):
        parse("p", propose(path).replace('"Investering"]', '"Drift"]'))


def test_what_is_not_taken_is_said(tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.csv"
    path.write_text("Konto;Tjeneste;Debet;Kredit;Saldo;Periodisert budsjett;Budsjett\n11200;20200;5;;5;1;2\n", "utf-8")
    assert 'en annen kolonne har det samme: "Debet", "Kredit", "Periodisert budsjett"' in propose(path)


def test_a_balance_account_begins_with_the_kapittel_of_its_year(tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.csv"
    path.write_text("Konto;Kontonavn;UB\n24510;Lån;-8\n25600;Fond;-1\n", "utf-8")
    profile = parse("forslag", propose(path))
    for aar in (2023, 2024):
        assert land_ledger(HOUSE, path, profile, region="465200", aar=aar, land=False).unmapped == ()
    unknown = tmp_path / "ukjent.csv"
    unknown.write_text("Konto;Kontonavn;UB\n24810;Hva;-8\n", "utf-8")
    assert [one.konto for one in land_ledger(HOUSE, unknown, profile, region="465200", aar=2024, land=False).unmapped] == ["24810 Hva"]


def test_a_sign_of_a_column_and_year_columns_are_held_to_what_they_may_be() -> None:
    art = '[felt.art]\nkolonne = ["art"]\n'
    with pytest.raises(ProfileError, match=r"belop\.fortegn is «2»"):
        parse("p", f'{art}[[belop]]\nkolonne = ["b"]\nfortegn = 2\n')
    with pytest.raises(ProfileError, match="aarskolonner has no monster"):
        parse("p", f'{art}[[aarskolonner]]\nversjon = "plan"\n')


# SAF-T Financial, as different systems and versions write it

ACCOUNTS = (
    "<Account><AccountID>10100</AccountID><AccountDescription>Lønn</AccountDescription><GroupingCategory>KOSTRA</GroupingCategory>"
    "<GroupingCode>010</GroupingCode></Account><Account><AccountID>25600</AccountID><AccountDescription>Fond</AccountDescription>"
    "{fond}<ClosingCreditBalance>30</ClosingCreditBalance></Account>"
)
FUND = "<GroupingCategory>KOSTRA</GroupingCategory><GroupingCode>56</GroupingCode>"
ANALYSES = (
    "<Analysis><AnalysisType>{kind}</AnalysisType><AnalysisID>20200</AnalysisID></Analysis>"
    "<Analysis><AnalysisType>A</AnalysisType><AnalysisID>7777</AnalysisID></Analysis>"
)
ENTRY = (
    "<AnalysisTypeTableEntry><AnalysisType>F1</AnalysisType><AnalysisTypeDescription>Funksjon</AnalysisTypeDescription>"
    "<AnalysisID>20200</AnalysisID></AnalysisTypeTableEntry>"
)
NORWEGIAN = "urn:StandardAuditFile-Taxation-Financial:NO"


def saft(
    *,
    prefix: str = "",
    namespace: str = NORWEGIAN,
    fond: str = FUND,
    kind: str = "Funksjon",
    types: str = "",
    lines: int = 1,
    encoding: str = "utf-8",
) -> bytes:
    analyses = ANALYSES.format(kind=kind) if kind else ""
    line = f"<Line><AccountID>10100</AccountID>{analyses}<DebitAmount><Amount>5.25</Amount></DebitAmount></Line>"
    body = (
        f"<AuditFile><MasterFiles><GeneralLedgerAccounts>{ACCOUNTS.format(fond=fond)}</GeneralLedgerAccounts>"
        f"<AnalysisTypeTable>{types}</AnalysisTypeTable><Customers><Customer><AccountID>5</AccountID></Customer></Customers></MasterFiles>"
        f"<GeneralLedgerEntries><Journal><Transaction>{line}</Transaction></Journal></GeneralLedgerEntries></AuditFile>"
    ).replace("<Transaction>" + line + "</Transaction>", ("<Transaction>" + line + "</Transaction>") * lines)
    if prefix:
        body = re.sub(r"<(/?)([A-Z])", rf"<\1{prefix}:\2", body)
    declared = f' xmlns{":" + prefix if prefix else ""}="{namespace}"' if namespace else ""
    return f'<?xml version="1.0" encoding="{encoding}"?>{body.replace("AuditFile>", f"AuditFile{declared}>", 1)}'.encode(encoding)


SAFT = {
    "version 1.1, as the ministry of finance writes it": saft(),
    "a prefix": saft(prefix="n1"),
    "a namespace nobody has seen": saft(namespace="urn:oecd:standard-audit-file:9.0"),
    "no namespace": saft(namespace=""),
    "a code for the analysis, which the file explains": saft(kind="F1", types=ENTRY),
    "the grouping inside an element of its own": saft(fond=f"<Grouping>{FUND}</Grouping>"),
    "several groupings": saft(fond=f"<GroupingCategory>RF-1167</GroupingCategory><GroupingCode>2050</GroupingCode>{FUND}"),
    "another encoding": saft(encoding="utf-16"),
}


@pytest.mark.parametrize("name", SAFT)
def test_saf_t_is_read_however_it_is_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.xml"
    path.write_bytes(SAFT[name])
    for profile in (load("saft_kostra"), parse("forslag", propose(path))):
        found = land_ledger(HOUSE, path, profile, region="465200", aar=2024, land=False)
        assert sums(found) == {(2024, R, "1"): Decimal("5.25"), (2024, R, "2"): Decimal(-30)}
        assert found.unmapped == ()


def test_the_analysis_of_the_functions_is_proposed_by_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.xml"
    path.write_bytes(saft(kind="F1"))
    with pytest.raises(ProfileError, match="no column Funksjon"):
        land_ledger(HOUSE, path, load("saft_kostra"), region="465200", aar=2024, land=False)
    assert 'kolonne = ["F1"]' in propose(path)
    path.write_bytes(saft(kind=""))
    assert "[felt.funksjon]" not in propose(path)
    assert sums(proposed(path)) == {(2024, R, "1"): Decimal("5.25"), (2024, R, "2"): Decimal(-30)}


def test_the_transactions_of_a_large_saf_t_are_not_kept(tmp_path: Path) -> None:
    """The memory of reading is that of the accounts, not of the journals: 60,000 transactions take no more than 2,000."""
    program = (
        "import sys; from pathlib import Path; from kommunevarehus.tabellfil import open_table; "
        "from kommunevarehus.regnskapsprofil import load; rows = list(open_table(Path(sys.argv[1]), load('saft_kostra')).rows); "
        "print(len(rows), next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    path, peaks = tmp_path / "uttrekk.xml", list[int]()
    for lines in (2_000, 60_000):
        path.write_bytes(saft(lines=lines))
        done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
        found, peak = done.stdout.split()
        assert found == "2"
        peaks.append(int(peak))
    assert peaks[1] < peaks[0] + 6_000, "kB"
