"""A new report is a folder: Bergen 2020, made up, is dropped in beside the reports that ship, and taken away again; and sixty more of them.

No figure here is anybody's: tests/python/oppdiktet.py makes them from the packages that ship.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from oppdiktet import PACKAGES, change, copies, make_package, read_rows, write_rows
from varehus import BIN, Done, clean_environment, copy_project, output, remove, run_command

from kommunevarehus.catalog import Relation
from kommunevarehus.editions import Store
from kommunevarehus.project import Project

TRONDHEIM, BERGEN = "5001-arsberetning-2020", "4601-arsberetning-2020"
STATEMENT = "02"
Rows = list[tuple[object, ...]]


def drop_bergen_in(project: Project) -> Path:
    """Put the made-up package where an engineer would."""
    package = make_package(
        PACKAGES / TRONDHEIM, project.root / "seeds" / "rapporter", municipality="4601", year=2020, short_name="BG2020", double=True
    )
    (page,) = (package / "tabeller").glob("04_*.csv")
    # a sum of two that rounding may put off by 0.1, but not by 0.2
    change(page, lambda row: row | {"belop": "1160,6"} if row["rad"] == "13" else row)
    return package


def built(project: Project, *commands: str, **environment: str) -> Project:
    """The project after these commands, each of which must do what it should; without others, a build of what there is now."""
    for command in commands or ("build",):
        done = run_command(project, command, **environment)
        assert done.returncode == 0, output(done)
    return project


def ask(project: Project, sql: str, *values: object) -> Rows:
    """The rows of a query of the build database."""
    with duckdb.connect(str(project.database), read_only=True) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.fixture(scope="module")
def two(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The warehouse with Bergen beside the others, built, validated and published."""
    project = copy_project(warehouse, tmp_path_factory.mktemp("to") / "prosjekt")
    drop_bergen_in(project)
    yield built(project, "build", "publish")
    remove(project.root)


def test_a_made_up_package_says_that_it_is_made_up(two: Project) -> None:
    ((title, note),) = ask(two, "select tittel, merknad from marts.dim_kilde where kilde_id = ?", BERGEN)
    assert "Oppdiktet" in str(title)
    assert "Oppdiktet" in str(note)


def test_a_package_that_is_dropped_in_is_read_beside_the_others(two: Project) -> None:
    status = ask(two, "select rapport_id, grunn from kvalitet.rapportstatus where status != 'lest'")
    assert status == []
    assert ask(two, "select enhet_id, kommune_id, aar, kortnavn from marts.dim_rapport where rapport_id = ?", BERGEN) == [
        ("4601", "4601", 2020, "BG2020")
    ]


def test_what_is_published_has_both(two: Project) -> None:
    with duckdb.connect(str(Store(two.store).require_current().database), read_only=True) as connection:
        found = connection.execute(
            """select enhet_id, regnskap_mill_kr from rapport.rapport_arsresultat
            where aar = 2020 and post_id = 'netto_driftsresultat' and enhet_id in ('5001', '4601') order by enhet_id"""
        ).fetchall()
    assert [(unit, str(amount)) for unit, amount in found] == [("4601", "1202.000000"), ("5001", "601.000000")]


def test_every_amount_of_bergens_is_twice_the_printed_one(two: Project) -> None:
    """Cell by cell, on the way from the page to the reader: none is Trondheim's, and none is missing."""
    pairs = ask(
        two,
        """select count(*), count(*) filter (not is_double), count(*) filter (same_unit)
        from (
            select
                one.enhet_id = other.enhet_id as same_unit,
                coalesce(one.belop_mill_kr = 2 * other.belop_mill_kr and one.virkning_mill_kr = 2 * other.virkning_mill_kr, false)
                or other.belop_mill_kr is null
                or other.versjon = 'avvik'
                or (other.tabell_id, other.rad) = ('AB2020-04', 13) as is_double
            from marts.fct_belop as one
            inner join marts.fct_belop as other
                on split_part(one.tabell_id, '-', 2) = split_part(other.tabell_id, '-', 2)
                and one.rad = other.rad and one.kolonne = other.kolonne
            where one.rapport_id = ? and other.rapport_id = ?)""",
        BERGEN,
        TRONDHEIM,
    )
    in_all = ask(two, "select count(*) from marts.fct_belop where rapport_id = ?", TRONDHEIM)
    assert pairs == [(in_all[0][0], 0, 0)]


def own_rows(relation: Relation) -> str:
    """The rows that are of Bergen's report, or of Bergen where the relation is of municipalities."""
    columns = [column.name for column in relation.columns]
    if relation.full_name == "rapport.rapport_sok":
        return "contains(concat(nokkel, '|', parametre), '4601') or contains(nokkel, 'BG2020-')"
    if relation.full_name == "rapport.rapport_funnsted":
        return "starts_with(funn_id, 'BG2020-')"
    if relation.full_name == "rapport.rapport_styringstall":
        # Its `kilde` is a printed table, and what Bergen's own statements give comes before another's print of it.
        return "enhet_id = '4601'"
    for column, value in (("rapport_id", BERGEN), ("kilde_id", BERGEN), ("dokument", BERGEN), ("kilde", BERGEN)):
        if column in columns:
            return f"coalesce({column} = '{value}', false)"
    if "tabell_id" in columns and "enhet_id" not in columns:
        return "starts_with(coalesce(tabell_id, ''), 'BG2020-')"
    return "enhet_id = '4601'" if "enhet_id" in columns and relation.name != "dim_enhet" else "false"


def test_all_but_bergens_rows_are_as_they_were(two: Project, warehouse: Project, relations: list[Relation]) -> None:
    """Of every published relation: without the rows that the folder made, it is what it was before the folder was there, row by row.

    Only the order in which the municipalities are offered is another when there is one more, and which of several reports' prints of a
    figure is used, that a number is printed in one report more, and the mean of a line that has one print more.
    """
    changed, new = [], 0
    # The editions: in a build, a view says by name which database it reads, and the two builds have one name.
    one, other = (Store(project.store).require_current().database for project in (warehouse, two))
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as before (read_only); attach '{other}' as after (read_only)")
        for relation in relations:
            name, own = relation.full_name, own_rows(relation)
            left_out = {"rekkefolge"} if relation.name == "rapport_kommune" else {"er_valgt", "er_omarbeidet"}
            left_out |= {"er_trykt_flere_steder", "antall_hold", "holdt_av"} if relation.name == "dekning" else set()
            # Whose print of a third one's figure is used, and what is found about it.
            left_out |= {"kilde", "funn_id"} if relation.name == "rapport_styringstall" else set()
            # A municipality's line is of all the reports' prints of it, its mean too.
            if relation.name == "rapport_nokkeltall_over_tid":
                left_out |= {"linjerang", "strekning", "brudd", "brudd_grunn", "snitt_siste_aar", "mot_snittet"}
            named = ", ".join(column.name for column in relation.columns if column.name in left_out)
            columns = f"* exclude ({named})" if named else "*"
            before, after = (f"(select {columns} from {when}.{name} where not ({own}))" for when in ("before", "after"))
            differ = connection.execute(
                f"from ((from {before} except all from {after}) union all (from {after} except all from {before})) order by all"
            ).fetchall()
            new += connection.execute(f"select count(*) from after.{name} where {own}").fetchall()[0][0]
            if differ:
                changed.append((name, len(differ), differ[:4]))
    assert changed == []
    assert new > 3_000


def test_every_key_is_one_with_two_municipalities(two: Project, relations: list[Relation]) -> None:
    for relation in relations:
        key = ", ".join(relation.key)
        assert ask(two, f"select {key} from {relation.full_name} group by {key} having count(*) > 1") == [], relation.full_name


@pytest.mark.full
def test_a_folder_that_is_moved_away_leaves_no_trace(two: Project, warehouse: Project, relations: list[Relation]) -> None:
    project = copy_project(two, two.root.parent / "uten")
    shutil.rmtree(project.root / "seeds" / "rapporter" / BERGEN)
    built(project, "build", "publish")
    one, other = (Store(p.store).require_current().manifest for p in (warehouse, project))
    assert other["content_sha256"] == one["content_sha256"]
    assert len(relations) > 40
    remove(project.root)


def test_a_new_report_touches_no_other_file(unbuilt: Project) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", *arguments]
        return subprocess.run(command, cwd=unbuilt.root, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "x")
    drop_bergen_in(unbuilt)
    assert git("status", "--porcelain") == f"?? seeds/rapporter/{BERGEN}/\n"


# The same statement printed twice


@pytest.fixture(scope="module")
def next_year(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The warehouse with a made-up 2021 report whose statement prints 2020 beside it, two rows of it restated; outside the repository."""
    folder = tmp_path_factory.mktemp("neste") / "rapporter"
    folder.mkdir()
    package = make_package(PACKAGES / TRONDHEIM, folder, municipality="5001", year=2021, short_name="AB2021", double=True)
    for path in package.glob("*.csv"):
        if path.name not in {f"{name}.csv" for name in ("tabeller", "kolonner", "oppstillinger", "poster", "rader", "funn", "funn_avvik")}:
            path.unlink()
    (page,) = (package / "tabeller").glob(f"{STATEMENT}_*.csv")
    for path in (package / "tabeller").glob("*.csv"):
        if path != page:
            path.unlink()
    last_year = {row["rad"]: row["regnskap"] for row in read_rows(next((PACKAGES / TRONDHEIM / "tabeller").glob(f"{STATEMENT}_*.csv")))}
    last_year |= {rad: str(int(last_year[rad].replace(" ", "")) + more) for rad, more in RESTATED.items()}
    change(page, lambda row: row | {"regnskap_i_fjor": last_year[row["rad"]]})
    change(package / "tabeller.csv", lambda row: row | {"verdikolonner": "5", "tallceller": "145"} if row["tabell"] == STATEMENT else None)
    change(package / "funn_avvik.csv", lambda row: row if row["avstemming_id"].split("|")[1] == STATEMENT else None)
    explained = {row["funn_id"] for row in read_rows(package / "funn_avvik.csv")}
    change(package / "funn.csv", lambda row: row if row["funn_id"] in explained else None)
    columns = [row for row in read_rows(package / "kolonner.csv") if row.get("tabell") == STATEMENT]
    if not columns:  # said by the layout
        columns = [
            dict.fromkeys(read_rows(package / "kolonner.csv")[0], "") | {"tabell": STATEMENT, "kolonne": name, "maal": name, "aar": "0"}
            for name in ("opprinnelig_budsjett", "regulert_budsjett", "regnskap", "avvik")
        ]
        columns = [row | {"maaleenhet": "mill. kr"} for row in columns]
    write_rows(package / "kolonner.csv", [*columns, columns[2] | PRIOR])
    project = copy_project(warehouse, tmp_path_factory.mktemp("aar") / "prosjekt")
    yield built(project, "build", KOMMUNEVAREHUS_RAPPORTER=str(folder))
    remove(project.root)


PRIOR = {"kolonne": "regnskap_i_fjor", "overskrift": "Regnskap i fjor", "maal": "regnskap", "aar": "-1"}
# Row numbers of the printed statement, and by how much next year's report has them otherwise: of one sum, so that it stays.
RESTATED = {"1": 5, "2": -5}
BOTH = "from marts.fct_belop where oppstilling = 'okonomisk_oversikt_art' and enhet_id = '5001' and aar = 2020 and versjon = 'regnskap'"


@pytest.mark.full
def test_both_prints_of_a_year_are_there(next_year: Project) -> None:
    assert ask(next_year, "select rapport_id, grunn from kvalitet.rapportstatus where status != 'lest'") == []
    assert ask(next_year, f"select rapport_id, count(*) {BOTH} group by all order by all") == [
        (TRONDHEIM, 29),
        ("5001-arsberetning-2021", 29),
    ]


@pytest.mark.full
def test_exactly_one_print_of_a_figure_is_chosen_and_it_is_the_years_own(next_year: Project) -> None:
    assert ask(next_year, f"select distinct rapport_id {BOTH} and er_valgt") == [(TRONDHEIM,)]
    doubtful = ask(
        next_year,
        """select count(*) from (
            select 1 from marts.fct_belop
            group by enhet_id, aar, oppstilling, post_id, versjon, nr having count(*) filter (er_valgt_i_oppstillingen) != 1
            union all
            select 1 from marts.fct_belop
            group by enhet_id, aar, regnskapsdel, post_id, versjon, nr having count(*) filter (er_valgt) != 1)""",
    )
    assert doubtful == [(0,)]
    assert ask(next_year, "select distinct er_valgt from marts.fct_belop where aar = 2021 and emne = 'drift'") == [(True,)]


@pytest.mark.full
def test_what_the_next_report_restates_is_marked_on_both_prints(next_year: Project) -> None:
    found = ask(next_year, f"select rapport_id, rad {BOTH} and er_omarbeidet order by all")
    assert found == [(report, int(rad)) for report in (TRONDHEIM, "5001-arsberetning-2021") for rad in RESTATED]


@pytest.mark.full
def test_the_result_of_a_year_is_its_own_reports(next_year: Project) -> None:
    rows = ask(
        next_year,
        """select rapport_id, regnskap_mill_kr, er_omarbeidet from rapport.rapport_arsresultat
        where enhet_id = '5001' and aar = 2020 and rad = 1""",
    )
    assert [(report, int(str(amount).split(".", maxsplit=1)[0]), restated) for report, amount, restated in rows] == [
        (TRONDHEIM, 4552, True)
    ]
    later = ask(next_year, "select distinct rapport_id from rapport.rapport_arsresultat where enhet_id = '5001' and aar = 2021")
    assert later == [("5001-arsberetning-2021",)]


# Many


@pytest.mark.full
def test_sixty_two_more_reports_are_no_more_nodes(warehouse: Project, tmp_path: Path) -> None:
    folder = tmp_path / "rapporter"
    folder.mkdir()
    many = [path.name for path in copies(folder, 62)]
    project = copy_project(warehouse, tmp_path / "prosjekt")
    before, after = nodes(project), nodes(project, KOMMUNEVAREHUS_RAPPORTER=str(folder))
    assert after == before
    assert len(before) > 200
    built(project, "build", KOMMUNEVAREHUS_RAPPORTER=str(folder))
    read = ask(project, "select rapport_id from kvalitet.rapportstatus where status = 'lest'")
    assert {report for (report,) in read} >= set(many)
    assert ask(project, "select grunn from kvalitet.rapportstatus where status != 'lest'") == []
    remove(project.root)


def nodes(project: Project, **environment: str) -> list[str]:
    """What `dbt ls` lists."""
    done: Done = subprocess.run(
        [str(BIN / "dbt"), "--quiet", "ls", "--output", "json", "--output-keys", "unique_id"],
        cwd=project.root,
        env=clean_environment(DBT_PROFILES_DIR=str(project.root), **environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, output(done)
    return sorted(json.loads(line)["unique_id"] for line in done.stdout.splitlines() if line.startswith("{"))
