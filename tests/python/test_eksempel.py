"""The made-up municipality: whole accounts that pass everything, spoiled ones that do not, and neither in anybody's own edition."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from varehus import BIN, ROOT, clean_environment, copy_sources, snapshot

from kommunevarehus.cli import cli
from kommunevarehus.eksempel import ENTERPRISE, MARK, NUMBER, YEARS, require_no_example, write
from kommunevarehus.kostrakontroll import check_files
from kommunevarehus.landing import land_kostra
from kommunevarehus.project import EditionError, Project, WarehouseError
from kommunevarehus.regnskap import land_ledger
from kommunevarehus.regnskapsprofil import load
from tolket import borrow_parsed

# The controls that each spoiled file must break, and where: the line that was spoiled, or 0 for the whole file.
SPOILED = {
    "kort_linje": {("001", "202", "010")},
    "utgatt_funksjon": {("010", "254", "010")},
    "skatt_paa_feil_funksjon": {("075", "840", "870"), ("130", None, None)},
    "feil_fortegn_paa_skatten": {("110", None, None), ("130", None, None)},
    "to_like_poster": {("015", "202", "010"), ("110", None, None)},
    "beloep_med_desimal": {("014", "202", "010"), ("110", None, None)},
    "annen_kommune": {("006", "202", "010")},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes."""
    place = tmp_path_factory.mktemp("eksempel") / "her"
    answer = CliRunner().invoke(cli, ["eksempel", str(place)], env={"KOMMUNEVAREHUS_ROOT": str(ROOT)})
    assert answer.exit_code == 0, answer.output
    assert "Eksempelkommunen" in answer.output and "KOMMUNEVAREHUS_INN" in answer.output
    return place


def test_it_is_the_same_every_time(made: Path, tmp_path: Path) -> None:
    write(tmp_path / "igjen")
    for part in ("filer", "med_feil"):
        assert snapshot(made / part) == snapshot(tmp_path / "igjen" / part)
    assert len(list((made / "filer").iterdir())) == 4 * len(YEARS) + 1


def test_whole_accounts_pass_every_control(made: Path) -> None:
    checked = check_files(Project(ROOT), sorted((made / "filer").glob("*.dat")))
    assert len(checked) == 4 * len(YEARS)
    assert [(one.path.name, finding.melding) for one in checked for finding in one.findings] == []


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_file_breaks_what_it_says_at_its_line(what: str, made: Path) -> None:
    path = made / "med_feil" / f"{what}.dat"
    [one] = check_files(Project(ROOT), [path])
    lines = path.read_text("latin-1").splitlines()
    places = {
        (found.kontroll, *((lines[found.linje - 1][32:36].strip(), lines[found.linje - 1][36:39]) if found.linje else (None, None)))
        for found in one.findings
    }
    assert places == SPOILED[what]
    assert {file.stem for file in (made / "med_feil").iterdir()} == set(SPOILED)


@pytest.fixture(scope="module")
def built(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The relations of the accounts, built by dbt from the made-up ones."""
    project: Project = copy_sources(tmp_path_factory.mktemp("bygg") / "prosjekt")
    project.target.mkdir(exist_ok=True)
    borrow_parsed(project)
    done = subprocess.run(
        [
            str(BIN / "dbt"), "--no-use-colors", "build", "--exclude-resource-type", "unit_test", "--indirect-selection", "cautious",
            "--select", "+rapport_kostra_konto", "+rapport_kostra_identitet", "+rapport_kostra_oppstilling", "+kostrakontroll",
            "+dim_kommune", "+dim_prisfaktor",
        ],
        cwd=project.root,
        env=clean_environment(DBT_PROFILES_DIR=str(project.root), KOMMUNEVAREHUS_INN=str(made / "inn")),
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    with duckdb.connect(str(project.database), read_only=True) as connection:
        yield connection


def test_its_books_hold_together(built: duckdb.DuckDBPyConnection) -> None:
    """Every identity there is, the funds against the balance of the year before too."""
    found = built.execute(
        "select identitet_id, status, count(*) from rapport.rapport_kostra_identitet "
        "where kilde = 'kostra' and omfang = 'kasse' group by all"
    ).fetchall()
    assert {status for _, status, _ in found} == {"holder", "ufullstendig"}
    assert {name: count for name, status, count in found if status == "ufullstendig"} == {
        f"identitet.fond_{chapter}": 1 for chapter in ("51", "53", "55", "56")
    }, "only the first year has no balance of the year before"
    assert built.execute("select count(*) from kvalitet.kostrakontroll").fetchone() == (0,)


def test_the_ledger_and_the_file_are_the_same_year(built: duckdb.DuckDBPyConnection) -> None:
    off = built.execute(
        """
        select begrep_id, regnskapsdel, funksjon, count(*), max(coalesce(belop_kr, belop_1000_kr * 1000))
        from marts.fct_kostra_hovedtall
        where omfang = 'kasse' and aar = ? and regnskapsdel != 'balanse'
        group by begrep_id, regnskapsdel, funksjon
        having count(*) != 2 or count(distinct coalesce(belop_kr, belop_1000_kr * 1000)) != 1
        """,
        [YEARS[-1]],
    ).fetchall()
    assert [row for row in off if row[-1] != 0] == []
    same = built.execute(
        f"select sum(belop_1000_kr), sum(belop_kr) / 1000 from marts.fct_kostra_hovedtall "
        f"where omfang = 'kasse' and aar = {YEARS[-1]} and begrep_id = 'netto_driftsresultat'"
    ).fetchone()
    assert same is not None and same[0] == same[1] > 0


@pytest.mark.parametrize("level", ["funksjon", "omrade_id"])
@pytest.mark.parametrize(
    ("scope", "column", "concept"),
    [
        (scope, f"{name}{'_konsern' if scope == 'konsern' else ''}_kr", concept)
        for scope in ("kasse", "saerbedrift", "konsern")
        for name, concept in (
            ("brutto", "brutto_driftsutgifter_funksjon"),
            ("netto", "netto_driftsutgifter_funksjon"),
            ("korrigert", "korrigerte_brutto_driftsutgifter_funksjon"),
        )
    ],
)
def test_gross_net_and_corrected_add_up_at_every_level(
    level: str, scope: str, column: str, concept: str, built: duckdb.DuckDBPyConnection
) -> None:
    """From account to function to service area, the sums are the concepts'."""
    scopes = {"kasse": "('kasse')", "saerbedrift": "('saerbedrift')", "konsern": "('kasse', 'saerbedrift')"}[scope]
    rows = built.execute(
        f"""
        with nede as (
            select aar, {level} as funksjon, sum({column}) as belop_kr from rapport.rapport_kostra_konto
            where kilde = 'kostra' and omfang in {scopes} and regnskapsdel = 'drift' and {column} is not null group by all
        ),
        oppe as (
            select aar, funksjon, belop_1000_kr * 1000 as belop_kr from marts.fct_kostra_hovedtall
            where kilde = 'kostra' and omfang = '{scope}' and begrep_id = '{concept}'
                and funksjon in (select distinct {level} from rapport.rapport_kostra_konto)
        )
        select *, nede.belop_kr = coalesce(oppe.belop_kr, 0) from nede full join oppe using (aar, funksjon)
        """
    ).fetchall()
    assert len(rows) > (15 if scope == "saerbedrift" else 50)
    assert [row for row in rows if not row[-1]] == []


def test_an_account_is_in_the_line_that_it_is_summed_in(built: duckdb.DuckDBPyConnection) -> None:
    """Every amount is in one line, and each line of the statement by art and of the investments is the sum of its accounts."""
    rows = built.execute(
        """
        select linjer.begrep_id, linjer.aar, linjer.omfang, any_value(linjer.belop_1000_kr) * 1000, coalesce(sum(konto.i_linjen_kr), 0)
        from rapport.rapport_kostra_oppstilling as linjer
        left join rapport.rapport_kostra_konto as konto
            on konto.enhet_id = linjer.enhet_id and konto.aar = linjer.aar and konto.kilde = linjer.kilde
            and konto.omfang = linjer.omfang and konto.begrep_id = linjer.begrep_id
        where linjer.kilde = 'kostra' and linjer.omfang != 'konsern' and linjer.radtype = 'detalj'
            and linjer.oppstilling in ('okonomisk_oversikt_art', 'bevilgningsoversikt_investering_5_5')
            and not contains(linjer.post_id, 'netto_avsetning')
        group by all
        """
    ).fetchall()
    assert len(rows) > 300
    assert [row for row in rows if row[3] != row[4]] == []
    assert built.execute("select count(*) from rapport.rapport_kostra_konto where begrep_id is null or omrade is null").fetchone() == (0,)


def test_a_service_in_the_prices_of_a_chosen_year_with_the_series_named(built: duckdb.DuckDBPyConnection) -> None:
    """The query of the documentation: per inhabitant, in the prices of the year that is chosen."""
    [(aar, kroner, fast, serie, argang)] = built.execute(
        """
        select konto.aar, sum(konto.netto_kr) / any_value(konto.innbyggere), sum(konto.netto_kr) * any_value(pris.faktor)
            / any_value(konto.innbyggere), any_value(pris.serie), any_value(pris.argang)
        from rapport.rapport_kostra_konto as konto
        inner join marts.dim_prisfaktor as pris on pris.aar = konto.aar and pris.serie = 'kommunal_deflator' and pris.prisaar = 2024
        where konto.enhet_id = '9999' and konto.kilde = 'kostra' and konto.omfang = 'kasse' and konto.omrade_id = 'FGK8'
            and konto.aar = 2021
        group by konto.aar
        """
    ).fetchall()
    assert (aar, serie, str(argang)) == (2021, "kommunal_deflator", "2026-05-18")
    assert Decimal(str(fast)) / Decimal(str(kroner)) == pytest.approx(Decimal("1.067") * Decimal("1.043") * Decimal("1.05"))
    assert 10_000 < kroner < 40_000


def test_the_municipality_is_labelled_and_has_an_enterprise_that_is_nobodys(built: duckdb.DuckDBPyConnection) -> None:
    assert built.execute("select navn from marts.dim_kommune where kommunenr = ?", [NUMBER]).fetchall() == [
        ("Eksempelkommunen (oppdiktet)",)
    ]
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    digit = -sum(int(number) * weight for number, weight in zip(ENTERPRISE, weights, strict=False)) % 11
    assert ENTERPRISE[8] != str(digit)


# Its own place


def test_it_is_not_landed_among_ones_own(made: Path, tmp_path: Path) -> None:
    project = Project(ROOT, tmp_path / "inn")
    [one] = land_kostra(project, [made / "filer" / f"{NUMBER}_0A_2021.dat"])
    assert (one.status, "folder of its own" in one.melding) == ("nektet", True)
    with pytest.raises(WarehouseError, match="folder of its own"):
        land_ledger(project, made / "filer" / "hovedbok_2024.csv", load("art5_med_kontoklasse"), region=f"{NUMBER}00", aar=2024)
    assert not list(tmp_path.rglob("*.parquet"))


def test_it_is_not_published_among_ones_own(built: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    [(database,)] = built.execute("select path from duckdb_databases() where not internal").fetchall()
    store = tmp_path / "lager"
    with pytest.raises(EditionError, match="never published"):
        require_no_example(Path(database), store)
    store.mkdir()
    (store / MARK).write_text("oppdiktet", encoding="utf-8")
    require_no_example(Path(database), store)


def test_what_ships_is_without_it(warehouse: Project) -> None:
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        assert connection.execute("select navn from marts.dim_kommune where kommunenr = ?", [NUMBER]).fetchall() == [("Uoppgitt kommune",)]
    require_no_example(warehouse.database, warehouse.store)
