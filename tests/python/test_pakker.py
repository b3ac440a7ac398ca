"""The packages that ship: valid by Frictionless, all read, their arithmetic held; and those that are dropped in from outside."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from frictionless import Package
from varehus import ROOT, Done, copy_project, output, remove, run_command

from kommunevarehus.packages import TAKEN
from kommunevarehus.project import Project

AB = "5001-arsberetning-2020"
PACKAGES = sorted(path.parent for path in (ROOT / "seeds" / "rapporter").glob("*/datapackage.json"))

# What each statement says on its own page, in 1000 kr and the sign that positive is better: typed from the source, not from the warehouse.
KNOWN = {
    ("1102", 2013, "1102-arsrapport-2013", "investering_sum_utgifter"): -619341,
    ("1102", 2014, "1102-arsregnskap-2014", "sum_driftsinntekter"): 4609530,
    ("1102", 2014, "1102-arsregnskap-2014", "netto_driftsresultat"): 123179,
    ("1102", 2016, "1102-arsregnskap-2016", "regnskapsmessig_resultat"): 111594,
    ("1102", 2017, "1102-arsregnskap-2017", "regnskapsmessig_resultat"): 68402,
    ("1102", 2018, "1102-arsregnskap-2018", "endring_i_arbeidskapital"): -270147,
    ("1102", 2019, "1102-arsregnskap-2019", "regnskapsmessig_resultat"): 9586,
    ("1102", 2019, "1102-arsregnskap-2019", "balanse_sum_eiendeler"): 20041743,
    ("1102", 2019, "1102-arsregnskap-2019", "balanse_langsiktig_gjeld"): -12518894,
    ("1108", 2021, "1108-okonomiplan-2023", "sum_driftsinntekter"): 6737475,
    ("1108", 2021, "1108-okonomiplan-2023", "netto_driftsresultat"): 438298,
    ("1103", 2015, "1103-arsrapport-2015", "sum_driftsinntekter"): 9265121,
    ("1103", 2015, "1103-arsrapport-2015", "netto_driftsresultat"): 302526,
    ("1103", 2014, "1103-arsrapport-2015", "netto_driftsresultat"): -106565,
    ("1103", 2016, "1103-arsrapport-2016", "regnskapsmessig_resultat"): 159387,
    ("1103", 2017, "1103-arsrapport-2017", "regnskapsmessig_resultat"): 178148,
    ("1103", 2019, "1103-arsrapport-2019", "brutto_driftsresultat"): -70721,
    ("1103", 2019, "1103-arsrapport-2019", "sum_driftsutgifter"): -10808398,
    ("1103", 2020, "1103-arsrapport-2020", "netto_driftsresultat"): 447888,
    ("1103", 2020, "1103-arsrapport-2020", "renteutgifter"): -231973,
    ("1103", 2020, "1103-arsrapport-2020", "netto_finansutgifter"): -160273,
    ("1103", 2020, "1103-arsrapport-2020", "sum_disponeringer"): -447888,
    ("1103", 2020, "1103-arsrapport-2020", "investering_sum_investeringsutgifter"): -1109666,
    ("1103", 2021, "1103-arsrapport-2021", "netto_driftsresultat"): 987961,
    ("1103", 2021, "1103-arsrapport-2021", "renteutgifter"): -216022,
    ("1103", 2020, "1103-arsrapport-2021", "netto_driftsresultat"): 447888,
}


@pytest.fixture(scope="module")
def built(warehouse: Project) -> duckdb.DuckDBPyConnection:
    """The session's build, to read."""
    return duckdb.connect(str(warehouse.database), read_only=True)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_frictionless_finds_the_package_valid_and_whole(package: Path) -> None:
    """Its data are what datapackage.json says, and no file is left unsaid."""
    report = Package(str(package / "datapackage.json")).validate()

    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    declared = {resource["path"] for resource in json.loads((package / "datapackage.json").read_text("utf-8"))["resources"]}
    assert declared == {str(path.relative_to(package)) for path in package.rglob("*.csv")}


def test_every_package_that_ships_is_read(built: duckdb.DuckDBPyConnection) -> None:
    """None is left out."""
    status = dict(built.execute("select rapport_id, status from kvalitet.rapportstatus").fetchall())

    assert status == {package.name: "lest" for package in PACKAGES}


def test_the_printed_sums_hold_but_where_a_finding_says_so(built: duckdb.DuckDBPyConnection) -> None:
    """Every package with accounts has sums that are checked, most of them to the last digit."""
    held = built.execute(
        """select dokument, count(*), count(case when status = 'stemmer_eksakt' then 1 end),
            count(case when status = 'avvik' and kildefunn_id is null then 1 end)
        from kvalitet.avstemming where regel_id = 'poster_i_sum' group by dokument"""
    ).fetchall()

    with_amounts = {row[0] for row in built.execute("select distinct rapport_id from marts.fct_belop").fetchall()}
    assert {row[0] for row in held} == with_amounts
    for report, sums, exact, unexplained in held:
        assert sums >= 10, report
        assert exact >= 0.5 * sums, report
        assert unexplained == 0, report


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: f"{known[2]}-{known[1]}-{known[3]}")
def test_known_totals_have_the_readers_sign(built: duckdb.DuckDBPyConnection, known: tuple[str, int, str, str]) -> None:
    """Whether the page prints income negative or everything positive, positive improves the result."""
    found = built.execute(
        """select distinct virkning_mill_kr from marts.fct_belop
        where (enhet_id, aar, rapport_id, post_id, versjon) = (?, ?, ?, ?, 'regnskap')""",
        known,
    ).fetchall()

    assert found == [(Decimal(KNOWN[known]) / 1000,)]


def test_a_later_report_of_the_same_year_is_told_apart(built: duckdb.DuckDBPyConnection) -> None:
    """Sandnes printed the received instalments of 2016 one thousand higher a year after: the year's own is used, the change marked."""
    found = built.execute(
        """select rapport_id, virkning_mill_kr, er_valgt, er_omarbeidet from marts.fct_belop
        where (enhet_id, aar, post_id, versjon) = ('1102', 2016, 'mottatte_konserninterne_avdrag', 'regnskap') order by rapport_id"""
    ).fetchall()

    assert found == [("1102-arsregnskap-2016", Decimal("97.187"), True, True), ("1102-arsregnskap-2017", Decimal("97.188"), False, True)]


def test_the_same_post_has_the_same_name_in_every_layout() -> None:
    """A post's id is the same whatever layout printed it, so its name is too."""
    names: dict[str, set[str]] = {}
    with (ROOT / "seeds" / "oppstillinger" / "poster.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            names.setdefault(row["post_id"], set()).add(row["navn"])

    assert {post for post, found in names.items() if len(found) > 1} == set()


def drop_in(folder: Path, rapport_id: str, **description: str) -> Path:
    """A package that has only what the guide says it must have."""
    package = folder / rapport_id
    (package / "tabeller").mkdir(parents=True)
    unit, _, year = rapport_id.split("-")
    content = {
        "name": rapport_id,
        "title": "Oppdiktet",
        "hovedenhet": unit,
        "aar": int(year),
        "contributors": [{"title": "Ingen"}],
        "licenses": [{"name": "oppdiktet"}],
        "sources": [{"title": "Oppdiktet", "path": "https://example.org", "sha256": "0" * 64}],
    }
    (package / "datapackage.json").write_text(json.dumps(content | description, ensure_ascii=False), "utf-8")
    return package


# One figure, unit and year in three prints: whose accounts, which version, its date, and the figure.
SCOPED = {
    "5001-arsrapport-2022": ("konsern", "forelopig", "2023-03-15", "4,0"),
    "5001-rettelse-2022": ("konsern", "revidert", "2023-06-15", "4,2"),
    "5001-regnskap-2022": ("kasse", "endelig", "", "3,6"),
}
COPIES = ("a copy with another number", "a copy that must not be opened")


@dataclass(frozen=True)
class Guests:
    """A build with packages from folders outside the project: what the command said, its database, and where the copies are."""

    done: Done
    database: Path
    copies: dict[str, Path]


@pytest.fixture(scope="module")
def guests(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guests]:
    """Several guests in one build: the guide's cheap packages, one figure three times, and two copies of a package that ships."""
    folder = tmp_path_factory.mktemp("egne")
    positive = drop_in(folder, "4601-arsrapport-2022", enhet="1000 kr", fortegn_virkning="rad")
    source = ROOT / "seeds" / "rapporter" / "1108-okonomiplan-2023" / "tabeller" / "01_okonomisk_oversikt_art.csv"
    page = source.read_text("utf-8")
    header = "rad,gruppe,etikett,regnskap,regulert_budsjett,opprinnelig_budsjett,okonomiplan_1,okonomiplan_2,okonomiplan_3"
    (positive / "tabeller" / "01_okonomisk_oversikt_art.csv").write_text(header + page[page.index("\n") :], "utf-8")
    (positive / "tabeller" / "02_nokkeltall.csv").write_text(
        'rad,gruppe,etikett,4601_2022,landet_2022\n1,,Disposisjonsfond,"9,0","12,2"\n2,,netto_driftsresultat_pst,"4,0","2,2"\n', "utf-8"
    )
    negative = drop_in(folder, "0301-arsregnskap-2017", enhet="1000 kr", fortegn_virkning="-1")
    shutil.copy(ROOT / "seeds/rapporter/1102-arsregnskap-2017/tabeller/01_regnskapsskjema_1a.csv", negative / "tabeller")

    for rapport_id, (scope, vintage, date, value) in SCOPED.items():
        package = drop_in(folder, rapport_id)
        (package / "tabeller" / "01_nokkeltall.csv").write_text(
            f'rad,gruppe,etikett,5001_2022,landet_2022\n1,,netto_driftsresultat_pst,"{value}","2,2"\n', "utf-8"
        )
        (package / "sammenlignbarhet.csv").write_text(
            f"sted,omfang,utgave,utgave_dato,prisniva,gjelder_rader,grunnlag\n01,{scope},{vintage},{date},,,Oppdiktet\n", "utf-8"
        )

    copies = {what: tmp_path_factory.mktemp("kopi") / AB for what in COPIES}
    for copy in copies.values():
        shutil.copytree(ROOT / "seeds" / "rapporter" / AB, copy)
    page_two = next((copies[COPIES[0]] / "tabeller").glob("02_*.csv"))
    page_two.write_text(page_two.read_text("utf-8").replace("-601", "-602"), "utf-8")
    (copies[COPIES[1]] / "mal.csv").unlink()
    (copies[COPIES[1]] / "mal.csv").symlink_to("/etc/passwd")

    project = copy_project(warehouse, tmp_path_factory.mktemp("gjester") / "prosjekt")
    folders = ":".join(map(str, [folder, *(copy.parent for copy in copies.values())]))
    yield Guests(run_command(project, "build", KOMMUNEVAREHUS_RAPPORTER=folders), project.database, copies)
    remove(project.root)


def ask(guests: Guests, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query of the guests' build."""
    with duckdb.connect(str(guests.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_guides_packages_are_read_from_a_folder_of_their_own(guests: Guests) -> None:
    """One file with a known layout, all positive or income negative, and a key-figure table: nothing more is needed."""
    read = ask(guests, "select rapport_id from kvalitet.rapportstatus where status = 'lest'")
    assert {("4601-arsrapport-2022",), ("0301-arsregnskap-2017",)} <= set(read)
    amounts = ask(
        guests,
        """select rapport_id, post_id, virkning_mill_kr from marts.fct_belop
        where rapport_id in ('4601-arsrapport-2022', '0301-arsregnskap-2017') and versjon = 'regnskap' and rapport_id like '%' || aar
            and post_id in ('netto_driftsresultat', 'renteutgifter', 'regnskapsmessig_resultat') order by all""",
    )
    figures = ask(
        guests,
        """select indikator_id, enhet_id, aar, verdi_brukt from marts.fct_nokkeltall
        where rapport_id = '4601-arsrapport-2022' order by all""",
    )
    assert amounts == [
        ("0301-arsregnskap-2017", "regnskapsmessig_resultat", Decimal("68.402")),
        ("0301-arsregnskap-2017", "renteutgifter", Decimal("-89.867")),
        ("4601-arsrapport-2022", "netto_driftsresultat", Decimal("438.298")),
        ("4601-arsrapport-2022", "renteutgifter", Decimal("-97.149")),
    ]
    assert figures == [
        ("disposisjonsfond_pst", "4601", 2022, Decimal("9")),
        ("disposisjonsfond_pst", "landet", 2022, Decimal("12.2")),
        ("netto_driftsresultat_pst", "4601", 2022, Decimal("4")),
        ("netto_driftsresultat_pst", "landet", 2022, Decimal("2.2")),
    ]


def test_preliminary_and_revised_and_group_and_own_are_told_apart(guests: Guests) -> None:
    """The group's, revised, is one figure, the municipality's own another."""
    chosen = ask(
        guests,
        """select omfang, utgave, utgave_dato::varchar, verdi from rapport.rapport_nokkeltall
        where enhet_id = '5001' and aar = 2022 and er_valgt order by omfang""",
    )
    assert chosen == [("kasse", "endelig", None, Decimal("3.6")), ("konsern", "revidert", "2023-06-15", Decimal("4.2"))]


def test_the_packages_of_the_project_stay(guests: Guests) -> None:
    """A folder elsewhere with the name of a package that ships takes nothing away: the project's own is read, the newcomers are not."""
    done = guests.done
    assert done.returncode == 6, output(done)
    assert "2 report packages have a fault" in done.stderr
    told = {COPIES[0]: ("datapackage.json", TAKEN)}
    told |= {COPIES[1]: ("mal.csv", "mal.csv is a link that leads out of the package. Put the file itself there.")}
    for what, (file, reason) in told.items():
        assert f"  {guests.copies[what]}/{file}, line 1: {reason}" in done.stderr
    assert ask(guests, f"select status, grunn from kvalitet.rapportstatus where rapport_id = '{AB}'") == [("lest", None)]
    left_out = ask(guests, "select rapport_id from kvalitet.rapportstatus where status = 'utelatt' order by all")
    assert left_out == sorted((str(copy),) for copy in guests.copies.values())
    result = ask(
        guests,
        f"""select regnskap_mill_kr from rapport.rapport_arsresultat
        where rapport_id = '{AB}' and post_id = 'netto_driftsresultat' and aar = 2020""",
    )
    assert [str(amount) for (amount,) in result] == ["601.000000"]
