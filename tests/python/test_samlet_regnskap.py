"""A ledger in several files: a SAF-T export that is split is read as one, files said to be parts are in force together, others are not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from varehus import ROOT

from kommunevarehus.cli import cli
from kommunevarehus.models import Models
from kommunevarehus.project import Project
from kommunevarehus.regnskap import Ledger, land_ledger
from kommunevarehus.regnskapsprofil import load, shipped
from kommunevarehus.tabellfil import TableError

HOUSE = Project(ROOT)
NAME = "SAF-T Financial_999999999_20250201120000_{}_{}.xml"
GROUPED = "<GroupingCategory>KOSTRA</GroupingCategory><GroupingCode>{}</GroupingCode>"


@pytest.fixture
def inn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KOMMUNEVAREHUS_INN", str(tmp_path / "inn"))
    return tmp_path / "inn"


def saft(
    *lines: tuple[str, str],
    accounts: tuple[tuple[str, str, str, str], ...] = (),
    days: tuple[str, str] | None = None,
    orgnr: str = "",
    header: str = "",
) -> bytes:
    """A SAF-T file: lines of (account, amount), accounts of (number, code, opening, closing)."""
    if days:
        header += f"<SelectionCriteria><SelectionStartDate>{days[0]}</SelectionStartDate><SelectionEndDate>{days[1]}</SelectionEndDate>"
        header += "</SelectionCriteria>"
    company = f"<Company><RegistrationNumber>{orgnr}</RegistrationNumber></Company>" if orgnr else ""
    there = "".join(
        f"<Account><AccountID>{number}</AccountID>{GROUPED.format(code)}"
        + (f"<OpeningDebitBalance>{opening}</OpeningDebitBalance>" if opening else "")
        + (f"<ClosingDebitBalance>{closing}</ClosingDebitBalance>" if closing else "")
        + "</Account>"
        for number, code, opening, closing in accounts
    )
    entries = "".join(
        f"<Line><AccountID>{number}</AccountID><Analysis><AnalysisType>Funksjon</AnalysisType><AnalysisID>202</AnalysisID></Analysis>"
        f"<DebitAmount><Amount>{amount}</Amount></DebitAmount></Line>"
        for number, amount in lines
    )
    return (
        f"<AuditFile><Header>{company}{header}</Header><MasterFiles>{there}</MasterFiles>"
        f"<GeneralLedgerEntries>{entries}</GeneralLedgerEntries></AuditFile>"
    ).encode()


ALL = (("10100", "010", "", ""), ("21000", "10", "100", "70"), ("22700", "27", "", "900"))
JANUARY, FEBRUARY, MARCH = ("2024-01-01", "2024-01-31"), ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31")
WHOLE = ("2024-01-01", "2024-12-31")


def written(folder: Path, **files: bytes) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths


def read(paths: list[Path], **options: object) -> Ledger:
    settings = {"region": "465200", "aar": 2024, "land": False} | options
    return land_ledger(HOUSE, paths[0], load("saft_kostra"), parts=paths[1:], **settings)  # type: ignore[arg-type]


def sums(found: Ledger) -> dict[str | None, Decimal]:
    return {one.kontoklasse: one.belop_kr for one in found.sums}


def in_force() -> list[tuple[object, ...]]:
    """What the build takes of what is landed."""
    with Models(HOUSE, []) as models:
        return list(models.rows("select kontoklasse, sum(belop_kr) from {{ ref('int_kostra__gjeldende') }} group by all order by all"))


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        return getattr(done.exception, "exit_code", 1), done.output + str(done.exception)
    return done.exit_code, done.output


def split(folder: Path) -> list[Path]:
    """An export in three files: the accounts are in the first, as some systems write it, and lines in each."""
    return written(
        folder,
        **{
            NAME.format(1, 3): saft(("10100", "5"), ("21000", "-5"), accounts=ALL),
            NAME.format(2, 3): saft(("10100", "7.5"), ("21000", "-7.5")),
            NAME.format(3, 3): saft(("21000", "-17.5")),
        },
    )


def test_a_split_export_is_one_ledger_with_the_balances_once(inn: Path, tmp_path: Path) -> None:
    folder = tmp_path / "filer"
    split(folder)
    status, said = run("les", "regnskap", folder, "--profil", "saft_kostra", "--region", "4652", "--aar", 2024)
    assert status == 0, said
    assert "_1_3.xml and 2 more: " in said
    assert "kontoklasse 1: 1 amounts, 12,50 kr" in said
    # 100 and the lines of all three files; the account without lines has what it has at the end
    assert in_force() == [("1", Decimal("12.50")), ("2", Decimal(70 + 900))]
    assert "read before" in run("les", "regnskap", folder, "--profil", "saft_kostra", "--region", "4652", "--aar", 2024)[1]


def test_the_accounts_of_a_split_export_may_be_in_every_file(tmp_path: Path) -> None:
    files = {NAME.format(n, 2): saft(("10100", "5"), ("21000", "-15"), accounts=ALL, days=WHOLE) for n in (1, 2)}
    assert sums(read(written(tmp_path / "filer", **files))) == {"1": Decimal(10), "2": Decimal(970)}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_file_that_is_missing_is_named(number: int, inn: Path, tmp_path: Path) -> None:
    paths = split(tmp_path / "filer")
    paths[number - 1].unlink()
    status, said = run("les", "regnskap", tmp_path / "filer", "--profil", "saft_kostra", "--region", "4652", "--aar", 2024)
    assert status == 9
    assert f"one of the 3 files of an export, by its name; missing is file {number}. Name them all" in said
    assert not list(inn.rglob("*.parquet"))


def test_a_month_in_each_file_is_the_year_when_they_are_said_to_be_one(inn: Path, tmp_path: Path) -> None:
    paths = written(
        tmp_path / "filer",
        mars=saft(("10100", "4"), ("21000", "-4"), accounts=(ALL[0], ("21000", "10", "93", "89"), ("22700", "27", "", "901")), days=MARCH),
        januar=saft(("10100", "5"), ("21000", "-5"), accounts=ALL, days=JANUARY),
        februar=saft(("10100", "2"), ("21000", "-2"), accounts=(ALL[0], ("21000", "10", "95", "93")), days=FEBRUARY),
    )
    arguments = ("--profil", "saft_kostra", "--region", "4652", "--aar", 2024)
    status, said = run("les", "regnskap", *paths, *arguments)
    assert status == 9
    assert "mars begins 2024-03-01. Expected the beginning of the year: name the files before it too, with --samlet" in said
    assert not list(inn.rglob("*.parquet"))
    status, said = run("les", "regnskap", *paths, *arguments, "--samlet")
    assert status == 0, said
    assert in_force() == [("1", Decimal(11)), ("2", Decimal(100 - 11 + 901))]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            [saft(("10100", "5"), accounts=ALL, days=JANUARY), saft(accounts=ALL, days=("2024-01-31", "2024-02-29"))],
            "overlap: what is in both",
        ),
        ([saft(accounts=ALL, days=JANUARY), saft(accounts=ALL, days=WHOLE)], "overlap: what is in both"),
        ([saft(accounts=ALL, days=JANUARY), saft(accounts=ALL, days=MARCH)], "Name the file that has what is between"),
        ([saft(accounts=ALL, days=JANUARY), saft(accounts=ALL)], "says its period"),
        ([saft(accounts=ALL, orgnr="911111111"), saft(accounts=ALL, orgnr="922222222")], "Expected one organisation"),
        ([saft(accounts=ALL, days=("2023-07-01", "2024-06-30"))], "Export each year for itself"),
        ([saft(accounts=ALL, days=("2023-01-01", "2023-12-31"))], "is for 2023, not 2024 as said"),
        (
            [
                saft(
                    accounts=ALL,
                    header="<SelectionCriteria><PeriodStart>1</PeriodStart><PeriodStartYear>2022</PeriodStartYear><PeriodEnd>13</PeriodEnd>"
                    "<PeriodEndYear>2022</PeriodEndYear></SelectionCriteria>",
                )
            ],
            "is for 2022, not 2024 as said",
        ),
    ],
)
def test_files_that_are_not_of_one_ledger_are_refused_in_a_sentence(files: list[bytes], says: str, tmp_path: Path) -> None:
    paths = written(tmp_path / "filer", **{f"{number}.xml": content for number, content in enumerate(files)})
    with pytest.raises(TableError, match=says) as error:
        read(paths)
    assert "\n" not in str(error.value)


def test_the_year_and_the_organisation_are_those_of_the_header(tmp_path: Path) -> None:
    paths = written(tmp_path / "filer", a=saft(("10100", "5"), accounts=ALL, days=("2023-01-01", "2023-12-31"), orgnr="NO 911 111 111 MVA"))
    assert [one.aar for one in read(paths, aar=None).sums] == [2023, 2023]
    assert sums(read(paths, aar=2023, orgnr="911111111")) == {"1": Decimal(5), "2": Decimal(970)}
    with pytest.raises(TableError, match="is of 911111111, not 922222222 as said"):
        read(paths, aar=2023, orgnr="922222222")


@pytest.mark.parametrize(
    ("last", "said", "kvartal"),
    [
        ("2024-12-31", None, 0), ("2024-12-31", 4, 4), ("2024-03-31", None, 1), ("2024-06-30", 2, 2),
        ("2024-09-30", None, 3), ("2024-04-30", 0, 0), (None, None, 0), (None, 3, 3),
    ],
)  # fmt: skip
def test_a_part_of_a_year_is_no_year(last: str | None, said: int | None, kvartal: int, inn: Path, tmp_path: Path) -> None:
    days = None if last is None else ("2024-01-01", last)
    found = read(written(tmp_path / "filer", a=saft(("10100", "5"), accounts=ALL[:1], days=days)), kvartal=said, land=True)
    assert duckdb.sql(f"select distinct kvartal from read_parquet('{found.parquet[0]}')").fetchall() == [(kvartal,)]


@pytest.mark.parametrize(
    ("first", "last", "said", "says"),
    [
        ("01-01", "04-30", None, "goes to 2024-04-30, .*--kvartal"),
        ("01-01", "03-31", 0, "goes to 2024-03-31, .*--kvartal"),
        ("01-01", "12-31", 1, "goes to 2024-12-31, .*--kvartal"),
        ("04-01", "06-30", 2, "begins 2024-04-01. Expected the beginning of the year"),
    ],
)
def test_a_part_of_a_year_that_is_no_quarter_is_refused(first: str, last: str, said: int | None, says: str, tmp_path: Path) -> None:
    paths = written(tmp_path / "filer", a=saft(("10100", "5"), accounts=ALL[:1], days=(f"2024-{first}", f"2024-{last}")))
    with pytest.raises(TableError, match=says):
        read(paths, kvartal=said)


HEAD = "art;tjeneste;beloep\n"


def test_two_ledgers_of_the_same_accounts_in_one_command_are_not_both_landed(inn: Path, tmp_path: Path) -> None:
    """The later would supersede the former, and half the accounts would be gone without a word."""
    drift, investment, other = written(
        tmp_path / "filer",
        **{
            "drift.csv": f"{HEAD}10100;20200;10\n".encode(),
            "investering.csv": f"{HEAD}32300;22200;5\n".encode(),
            "balanse.csv": f"{HEAD}21000;;7\n".encode(),
        },
    )
    arguments = ("--profil", "art5_med_kontoklasse", "--region", "4652", "--aar", 2024)
    status, said = run("les", "regnskap", drift, investment, other, *arguments)
    assert status == 9 and said.endswith("1 file was refused, as said above.")
    assert f"{investment} has the accounts of 2024 (regnskap) as {drift} has, and would supersede it" in said
    assert in_force() == [("1", Decimal(10)), ("2", Decimal(7))]
    assert run("les", "regnskap", drift, investment, other, *arguments, "--samlet")[0] == 0
    assert in_force() == [("0", Decimal(5)), ("1", Decimal(10)), ("2", Decimal(7))]
    assert run("les", "regnskap", drift, investment, other, *arguments, "--samlet")[1].count("read before") == 3
    # one of them by itself, and they together again
    assert run("les", "regnskap", investment, *arguments)[0] == 0
    assert in_force() == [("0", Decimal(5)), ("2", Decimal(7))]
    assert run("les", "regnskap", drift, investment, other, *arguments, "--samlet")[0] == 0
    assert in_force() == [("0", Decimal(5)), ("1", Decimal(10)), ("2", Decimal(7))]


def test_of_parts_all_are_landed_or_none(inn: Path, tmp_path: Path) -> None:
    good, bad, same = written(
        tmp_path / "filer",
        **{
            "a.csv": f"{HEAD}10100;20200;10\n".encode(),
            "b.csv": f"{HEAD}10100;20200;x\n".encode(),
            "c.csv": f"{HEAD}10100;20200;10\n".encode(),
        },
    )
    arguments = ("--profil", "art5_med_kontoklasse", "--region", "4652", "--aar", 2024, "--samlet")
    for files, says in (((good, bad), "no amount on line 2"), ((good, same), "is the same as")):
        status, said = run("les", "regnskap", *files, *arguments)
        assert (status, says in said, list(inn.rglob("*.parquet"))) == (9, True, []), said


@pytest.mark.parametrize(
    ("expenses", "incomes", "says", "turned"),
    [
        (10, -4, None, None),
        (10, 4, "incomes are positive, 4,00 kr in all: say fortegn_inntekt = -1", "fortegn_inntekt"),
        (-10, 4, "incomes are positive, 4,00 kr in all: say fortegn = -1", "fortegn"),
    ],
)
def test_signs_that_are_turned_are_said_and_put_right_by_the_profile(
    expenses: int, incomes: int, says: str | None, turned: str | None, inn: Path, tmp_path: Path
) -> None:
    [path, profile] = written(
        tmp_path / "filer",
        **{
            "a.csv": f"{HEAD}10100;20200;{expenses}\n16000;20200;{incomes}\n10100;;3\n".encode(),
            "min.toml": shipped()["art5_med_kontoklasse"].encode() + (f"\n[tall]\n{turned} = -1\n" if turned else "").encode(),
        },
    )
    arguments = ("--region", "4652", "--aar", 2024)
    status, said = run("les", "regnskap", path, "--profil", "art5_med_kontoklasse", *arguments, "--bare-se")
    assert status == 0 and ("incomes are positive" in said) == (says is not None) and (says or "") in said
    assert "without a function: 1 amounts, 3,00 kr: in the statements, and in no service" in said
    assert "incomes are positive" not in run("les", "regnskap", path, "--profil", profile, *arguments)[1]
    landed = f"select art, sum(belop_kr) from read_parquet('{inn}/kostra/*/*.parquet') where funksjon is not null group by all order by all"
    assert duckdb.sql(landed).fetchall() == [("010", Decimal(10)), ("600", Decimal(-4))]
