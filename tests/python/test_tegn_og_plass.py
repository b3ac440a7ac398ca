"""Signs, text and invisible characters in printed cells, and how a number came to stand there: made-up packages through the real models."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from oppdiktet import PACKAGES, read_rows
from varehus import ROOT

from kommunevarehus.models import Models
from kommunevarehus.packagecheck import Check, check_package, new_package
from kommunevarehus.project import Project

LARGE, ANALYSIS = "5001-arsberetning-2020", "1601-asss-2014"
KEY_FIGURES = "tabeller/07_nokkeltall.csv"


@pytest.fixture
def package(shell: Project, tmp_path: Path) -> Path:
    """A package of a municipality, without any table yet."""
    made = new_package(shell, "4601-arsmelding-2021", parent=tmp_path)
    path = made / "datapackage.json"
    about = json.loads(path.read_text("utf-8"))
    about["sources"][0] |= {"path": "https://example.org", "sha256": "0" * 64}
    path.write_text(json.dumps(about | {"homepage": "https://example.org"}, ensure_ascii=False), "utf-8")
    return made


def write(package: Path, name: str, *lines: str) -> None:
    """A file of a package."""
    (package / name).write_text("\n".join(lines) + "\n", "utf-8")


def signs(package: Path, meaning: dict[str, str]) -> None:
    """Say what the report's signs mean."""
    path = package / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"tegn": meaning}, ensure_ascii=False), "utf-8")


def ask(project: Project, package: Path, sql: str) -> Sequence[tuple[object, ...]]:
    """The rows of a query over the models, with this package alone."""
    kinds = [kind for kind in ("datapackage.json", "*.csv", "tabeller/*.csv") if any(package.glob(kind))]
    with Models(project, [f"{project.root}/seeds/oppstillinger/*.csv", *(str(package / kind) for kind in kinds)]) as models:
        return models.rows(sql)


def said(check: Check) -> list[str]:
    """The faults, one line each."""
    return [f"{fault.fil}:{fault.linje} {fault.melding}" for fault in check.faults]


CELLS = "select rad, kolonne, raatekst, verdi, status, plassering, grunnlag from {{ ref('int_celle__avgjort') }} order by rad, kolonne"


# Signs


def official(package: Path, *more: str) -> None:
    """A reprinted table with the standard signs of official statistics."""
    write(
        package,
        KEY_FIGURES,
        "rad,gruppe,etikett,4601_2021,0301_2021,landet_2021,1103_2021,5001_2021",
        '1,,Netto driftsresultat,"3,1","2,9",..,"4,0","3,0"',
        '2,,Disposisjonsfond,"12,0",:,"11,8",.,"14,1"',
        '3,,"Langsiktig gjeld, eksklusive pensjonsforpliktelser","118,0",-,"91,3","107,2","112,6"',
        '4,,Netto anskaffelse på året,"15,5","14,0","10,2","9,8",—',
        *more,
    )
    write(
        package,
        "rader.csv",
        "oppstilling,gruppe,etikett,kode",
        'nokkeltall,*,"Langsiktig gjeld, eksklusive pensjonsforpliktelser",langsiktig_gjeld_uten_pensjon_pst',
        "nokkeltall,*,Netto driftsresultat,netto_driftsresultat_pst",
        "nokkeltall,*,Disposisjonsfond,disposisjonsfond_pst",
        "nokkeltall,*,Netto anskaffelse på året,netto_anskaffelse_av_midler_pst",
    )


def test_each_standard_sign_is_a_status_of_its_own(shell: Project, package: Path) -> None:
    official(package)
    signs(package, {"-": "null", "—": "ikke_tilgjengelig"})
    checked = check_package(shell, package)
    assert said(checked) == []
    found = {(row[0], row[1]): row[3:6] for row in ask(shell, package, CELLS)}
    assert found[1, "landet_2021"] == (None, "ikke_tilgjengelig", "trykt")
    assert found[2, "0301_2021"] == (None, "skjult", "trykt")
    assert found[2, "1103_2021"] == (None, "kan_ikke_forekomme", "trykt")
    assert found[3, "0301_2021"] == (Decimal(0), "null", "trykt")
    assert found[4, "5001_2021"] == (None, "ikke_tilgjengelig", "trykt")


def test_a_dash_is_zero_only_where_the_report_says_so(shell: Project, package: Path) -> None:
    official(package)
    assert said(check_package(shell, package)) == []
    ((value, status),) = [row[3:5] for row in ask(shell, package, CELLS) if row[2] == "-"]
    assert (value, status) == (None, "strek")


def test_an_unknown_sign_stops_the_package_and_so_does_an_unknown_meaning(shell: Project, package: Path) -> None:
    official(package, "5,,Arbeidskapital,§,1,1,1,1")
    assert any("cannot read «§»" in line and "datapackage.json" in line for line in said(check_package(shell, package)))
    signs(package, {"-": "ingenting"})
    assert any("tegn gives «-» the meaning «ingenting». Expected strek, null," in line for line in said(check_package(shell, package)))
    about = json.loads((package / "datapackage.json").read_text("utf-8"))
    (package / "datapackage.json").write_text(json.dumps(about | {"tegn": "strek"}, ensure_ascii=False), "utf-8")
    assert any("tegn is «strek». Expected what each sign means" in line for line in said(check_package(shell, package)))


def test_what_is_hidden_can_never_be_derived(shell: Project, package: Path) -> None:
    official(package)
    write(
        package,
        "utledet.csv",
        "tabell,rad,kolonne,status,verdi,plassering,grunnlag",
        '07,2,0301_2021,utledet,"0,0",prosa,Gjettet av teksten',
    )
    assert any("07|2|0301_2021 has the sign «:», that is skjult" in line for line in said(check_package(shell, package)))
    assert [row[3] for row in ask(shell, package, CELLS) if row[2] == ":"] == [None]


# A dash that a sum proves to be zero


APPRENTICES = (
    "rad,gruppe,etikett,inntak_totalt,inntak_kvinner,inntak_menn",
    "1,,Fag A,2,-,2",
    "2,,Fag B,6,6,-",
    "3,,Fag C,-,-,-",
    "4,,Fag D,5,0,5",
    "5,,Sum,13,6,7",
)


def apprentices(package: Path, *rows: str, rules: bool = True) -> None:
    """A table of apprentices as the largest report prints it, with the rules that hold it."""
    write(package, "tabeller/14_larlinger.csv", *(rows or APPRENTICES))
    write(package, "oppstillinger.csv", "oppstilling,navn,emne", "larlinger,Lærlinger,larling")
    write(
        package,
        "kolonner.csv",
        "tabell,kolonne,maal,aar,kjonn,maaleenhet",
        *(f"14,inntak_{kind},inntak,2021,{sex},antall" for kind, sex in (("totalt", "begge"), ("kvinner", "kvinner"), ("menn", "menn"))),
    )
    if rules:
        write(
            package,
            "regler.csv",
            "regel_id,tittel,art,formel",
            "kjonn,I alt mot kvinner og menn,sum,14[*].inntak_totalt = 14[*].inntak_kvinner;inntak_menn",
            "summen,Summen av fagene,sum,14[5].* = 14[1-4].*",
        )


def test_a_dash_in_a_sum_that_comes_out_is_zero_with_the_sum_as_its_ground(shell: Project, package: Path) -> None:
    apprentices(package)
    assert said(check_package(shell, package)) == []
    found = {(row[0], row[1]): row[3:] for row in ask(shell, package, CELLS)}
    assert found[1, "inntak_kvinner"] == (Decimal(0), "null", "identitet", "I alt mot kvinner og menn: 0 + 2 = 2.")
    dashes = [(rad, kolonne) for (rad, kolonne), (_, status, *_) in found.items() if status == "null"]
    assert len(dashes) == 5
    assert {"strek"} & {status for _, status, *_ in found.values()} == set()
    fact = ask(
        shell,
        package,
        "select verdi_brukt, cellestatus, plassering from {{ ref('fct_personell') }} where rad = 3 and kolonne like '%totalt'",
    )
    assert [(Decimal(str(value)), *rest) for value, *rest in fact] == [(Decimal(0), "null", "identitet")]


def test_a_dash_that_no_sum_holds_stays_a_dash(shell: Project, package: Path) -> None:
    apprentices(package, rules=False)
    assert {row[4] for row in ask(shell, package, CELLS) if row[2] == "-"} == {"strek"}


def test_a_dash_in_a_sum_that_does_not_come_out_stays_a_dash(shell: Project, package: Path) -> None:
    apprentices(package, APPRENTICES[0], "1,,Fag A,3,-,2", "5,,Sum,9,9,9")
    assert {row[4] for row in ask(shell, package, CELLS) if row[2] == "-"} == {"strek"}


def test_every_dash_of_the_large_reports_table_of_apprentices_is_zero(shell: Project) -> None:
    rows = ask(shell, PACKAGES / LARGE, CELLS.replace("order by", "where tabell = '14' and raatekst = '-' order by"))
    assert len(rows) == 27
    assert {(row[3], row[4], row[5]) for row in rows} == {(Decimal(0), "null", "identitet")}


# Text


def test_text_in_a_cell_is_text_where_the_package_says_so(shell: Project, package: Path) -> None:
    apprentices(package, *APPRENTICES[:4], "4,,Fag D,5,0,5 etter søknad", "5,,Sum,13,6,7", rules=False)
    (fault,) = said(check_package(shell, package))
    assert "14_larlinger.csv:5 cannot read «5 etter søknad»" in fault
    write(package, "utledet.csv", "tabell,rad,kolonne,status,grunnlag", "14,4,inntak_menn,tekst,Trykt som tekst")
    assert said(check_package(shell, package)) == []
    ((value, status, place, ground),) = [row[3:] for row in ask(shell, package, CELLS) if row[2] == "5 etter søknad"]
    assert (value, status, place, ground) == (None, "tekst", "trykt", "Trykt som tekst")


def test_the_text_that_ships_is_text_and_not_blank(shell: Project) -> None:
    rows = ask(shell, PACKAGES / LARGE, CELLS.replace("order by", "where tabell = '37' and rad = 5 order by"))
    assert [(row[2], row[4]) for row in rows if row[1] == "endring"] == [("14 plasser etablert pt", "tekst")]


# Characters without ink


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("soft hyphen", lambda text: text.replace("Netto", "Net\u00adto").replace("12,0", "12\u00ad,0")),
        ("zero-width space", lambda text: text.replace("fond", "\u200bfond").replace("12,0", "\u200b12,0")),
        ("byte order mark inside", lambda text: text.replace("Disposisjonsfond", "\ufeffDisposisjonsfond")),
        (
            "no-break space",
            lambda text: text.replace("Netto driftsresultat", "Netto\u00a0driftsresultat").replace('"12,0"', '"12,0\u00a0%"'),
        ),
        (
            "narrow and thin spaces",
            lambda text: text.replace("Netto drifts", "Netto\u202fdrifts").replace('"118,0"', '"\u2009118,0\u202f"'),
        ),
        ("decomposed letters", lambda text: unicodedata.normalize("NFD", text)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_invisible_characters_do_not_break_matching(shell: Project, package: Path, name: str, how: object) -> None:
    official(package)
    before = [row[4] for row in ask(shell, package, CELLS)]
    assert callable(how)
    path = package / KEY_FIGURES
    path.write_text(how(path.read_text("utf-8")), "utf-8")
    assert said(check_package(shell, package)) == [], name
    assert [row[4] for row in ask(shell, package, CELLS)] == before


def test_an_invisible_character_is_named_where_it_matters(shell: Project, package: Path) -> None:
    apprentices(package)
    path = package / "kolonner.csv"
    path.write_text(path.read_text("utf-8").replace(",kvinner,antall", ",kvinner\u00a0,antall"), "utf-8")
    assert any(
        "cannot read «kvinner<no-break or thin space>». Expected one of kvinner" in line for line in said(check_package(shell, package))
    )


# How a number came to stand where it does


def test_the_numbers_of_the_figures_are_proven_or_marked(shell: Project) -> None:
    rows = ask(
        shell,
        PACKAGES / ANALYSIS,
        "select tabell, rad, kolonne, plassering, grunnlag from {{ ref('int_celle__avgjort') }} where status in ('verdi', 'utledet')",
    )
    figures = [row for row in rows if str(row[0]).startswith("F")]
    assert {row[3] for row in figures} == {"prosa", "identitet", "rekkefolge"}, "no number of a figure is simply printed"
    assert all(row[4] for row in rows if row[3] != "trykt")
    found = {row[:3]: row[3] for row in rows}
    assert found["F31", 2, "trondheim_2014"] == "prosa"
    assert found["F07", 1, "trondheim_2014"] == "identitet"
    assert found["F31", 1, "trondheim_2014"] == "rekkefolge"
    assert {found["T20", 14, column] for column in ("snitt_asss", "lavest_asss", "hoyest_asss")} == {"rekkefolge"}
    assert found["T06", 1, "trondheim_2014_pst"] == "trykt"


def test_the_shifted_labels_of_the_first_table_are_put_right(shell: Project) -> None:
    rows = ask(
        shell,
        PACKAGES / ANALYSIS,
        """select rad, raatekst, status from {{ ref('int_celle__lest') }}
        where tabell = 'T01' and kolonne = 'vekst_13_14_pst' and rad >= 11 order by rad""",
    )
    assert rows == [(11, "7,7", "verdi"), (12, "8,7", "verdi"), (13, None, "tom")]
    held = ask(
        shell,
        PACKAGES / ANALYSIS,
        "select rad, status from {{ ref('int_avstemming__holdt') }} where regel_id like 'asss_t01_%_vekst' order by rad",
    )
    assert held == [(11, "innenfor_avrunding"), (12, "innenfor_avrunding")]


def test_a_lost_number_that_a_rule_fixes_may_not_stay_lost_without_a_reason(house: Project) -> None:
    package = house.root / "seeds" / "rapporter" / ANALYSIS
    path = package / "utledet.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("F42,12,lavest_asss,")), "utf-8")
    assert [
        line
        for line in said(check_package(house, package))
        if "row 12 is lost, but the rule asss_profil_f42_12 leaves one number, 40" in line
    ]
    path.write_text("".join(lines).replace("F42,12,lavest_asss,utledet,40,", "F42,12,lavest_asss,utledet,41,"), "utf-8")
    assert [
        line
        for line in said(check_package(house, package))
        if "F42|12|lavest_asss is derived as 41, but the rule asss_profil_f42_12" in line
    ]


def test_nothing_in_this_file_is_written_in_the_checkout() -> None:
    assert not (ROOT / "seeds" / "rapporter" / "4601-arsmelding-2021").exists()


def test_a_year_that_only_the_other_headings_have_is_said_to_be_inferred() -> None:
    """Where some columns' headings say their year, and neither that of another nor the title does: plassering.csv has it."""
    year = re.compile(r"\b(19|20)\d\d\b")
    silent = []
    for folder in (path.parent for path in PACKAGES.glob("*/kolonner.csv")):
        columns, tables = read_rows(folder / "kolonner.csv"), {row["tabell"]: row for row in read_rows(folder / "tabeller.csv")}
        placed = read_rows(folder / "plassering.csv") if (folder / "plassering.csv").is_file() else []
        said = {(row["tabell"], row["kolonne"]) for row in placed if row["plassering"] == "aar"}
        dated = {row["tabell"] for row in columns if year.search(row["overskrift"])}
        silent += [
            (folder.name, row["tabell"], row["kolonne"])
            for row in columns
            if row["tabell"] in dated
            and len(row["aar"]) == 4
            and row["maal"] == "nokkeltall"
            and not year.search(row["overskrift"])
            and not year.search(tables[row["tabell"]]["tittel"])
            and (row["tabell"], row["kolonne"]) not in said
        ]
    assert silent == []
