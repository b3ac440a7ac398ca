"""A bad reconciliation rule is named, with the place in its formula and what was expected there.

The bad rules are put in the place of the project's own in a copy of the built database, and the project's own SQL reads them.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import duckdb
import pytest
from varehus import ROOT

from kommunevarehus.project import Project

REPORT = "5001-arsberetning-2020"
MODELS = (
    "int_regel__lest",
    "int_regel__stedsnavn",
    "int_regel__sted",
    "int_befolkningsvekst__nevnt",
    "int_tall__samlet",
    "int_regel__utskrevet",
    "int_regel__regelfeil",
    "int_regel__formelfeil",
    "int_regel__stedfeil",
    "int_regel__radfeil",
    "int_regel__tallfeil",
    "int_regel__feil",
    "int_avstemming__regel",
    "int_avstemming__regelledd",
)

# What is wrong, the formula, where in it, what stands there, and what the message says.
BAD_FORMULAS: dict[str, tuple[str, int | None, str | None, str]] = {
    "empty": ("", None, None, "the formula is empty"),
    "nothing to check": ("= 01[1-8].avvik", 1, "=", "expected a place"),
    "nothing to compute from": ("01[avvik_sum].avvik =", 22, "the end", "expected a place, a number, «-» or «(»"),
    "two to check": ("01[avvik_sum].avvik + 01[1].avvik = 01[1-8].avvik", 21, "+", "expected «=»"),
    "the term is a number": ("01[avvik_sum].avvik = 100", 26, "the end", "expected «*»"),
    "decimal comma": ("P0190-1 = 0,001 * 02[sum_driftsinntekter].regnskap", 12, ",", "The decimal mark is a point"),
    "a parenthesis is missing": ("P0169-2 = (01[1].avvik + 01[2].avvik / 01[3].avvik", 38, "/", "Several terms that are divided"),
    "division of a sum": ("P0169-2 = 01[1].avvik + 01[2].avvik / 01[3].avvik", 37, "/", "Several terms that are divided"),
    "a product below": ("P0169-2 = 01[1].avvik / 01[2].avvik * 01[3].avvik", 39, "01[3].avvik", "expected a number"),
    "two divisions": ("P0169-2 = 01[1].avvik / 01[2].avvik / 01[3].avvik", 37, "/", "or the end of the formula"),
    "bracket left open": ("01[avvik_sum.avvik = 01[1].avvik", 1, "01", "A place is written TABLE[ROW].COLUMN"),
    "unknown sign": ("01[avvik_sum].avvik = 01[1].avvik % 100", 35, "%", "expected"),
    "no such table": ("01[avvik_sum].avvik = 99[1].avvik", 23, "99[1].avvik", "no table 99"),
    "no table": ("01[avvik_sum].avvik = [1].avvik", 23, "[1].avvik", "the place has no table"),
    "no such row": ("01[avvik_sum].avvik = 01[1-10].avvik", 26, "1-10", "has no such row"),
    "no such code": ("01[avvik_sum].avvik = 01[avvik_summen].avvik", 26, "avvik_summen", "The nearest code is avvik_sum"),
    "a code of many rows": (
        "10[garanti_idrett_mottaker].belop = 01[1].avvik",
        4,
        "garanti_idrett_mottaker",
        "stands on 29 rows of AB2020-10",
    ),
    "rows backwards": ("01[avvik_sum].avvik = 01[8-1].avvik", 26, "8-1", "the rows go backwards"),
    "a row twice": ("01[avvik_sum].avvik = 01[1-8;3].avvik", 30, "3", "twice"),
    "no row": ("01[avvik_sum].avvik = 01[].avvik", 23, "01[].avvik", "the place has no row"),
    "no such column": ("01[avvik_sum].avvik = 01[1].belop", 29, "belop", "AB2020-01 has no such column: expected avvik"),
    "no column": ("01[avvik_sum].avvik = 01[1]", 23, "01[1]", "the place has no column"),
    "a misspelt column": ("01[avvik_sum].* = 02[9].avik", 25, "avik", "expected avvik, opprinnelig_budsjett, regnskap, regulert_budsjett"),
    "no such statement": ("P0000-1 = 01[1-8].avvik", 1, "AB2020-P0000-1", "no such statement"),
    "a table without brackets": ("01[avvik_sum].avvik = T05", 23, "AB2020-T05", "no statement, and no place"),
    "no such column of the checked": ("02[1].regnskap = 01[1].*", 18, "AB2020-01|1|regnskap", "the place does not exist"),
    "a statement has no row": ("P0169-1 = 02[*].regnskap", 11, "AB2020-02||regnskap", "row, which has none"),
    "no such population": ("P0169-1 = folketall[5001/2024/0_5/2015/1821].vekst_pst", 11, "5001/2024/0_5/2015/1821/vekst_pst", "KOMMUNENR"),
    "a population is not printed": ("folketall[5001/2024/0_5/2015/2021].vekst_pst = P0169-1", 1, None, "not printed"),
    "sets of two lengths": (
        "17[6].arslonn_snitt = 17[1-5].arslonn_snitt * 17[1-4].totalt_antall",
        47,
        "17[1-4].totalt_antall",
        "equally long",
    ),
}
BAD_LAYOUT_FORMULAS: dict[str, tuple[str, int | None, str | None, str]] = {
    "another table": ("[sum_disponeringer].* = 02[netto_driftsresultat].*", 25, "02[netto_driftsresultat].*", "the table itself"),
    "a statement": ("[sum_disponeringer].* = P0169-1", 25, "P0169-1", "the table itself"),
    "a row number": ("[sum_disponeringer].* = [24].*", 26, "24", "a row's code"),
    "rows between": ("[sum_disponeringer].* = [renteutgifter..avdrag_pa_lan].*", 26, "renteutgifter..avdrag_pa_lan", "a row's code"),
    "no such code of a layout": ("[sum_disponeringer].* = [netto].*", 26, "netto", "a row's code"),
    "no such column of a layout": (
        "[sum_disponeringer].* = [netto_driftsresultat].belop",
        48,
        "belop",
        "has no such column: expected avvik, ",
    ),
}
ODD_LINES: dict[str, tuple[str | None, str | None, str | None, str]] = {
    "no id": (None, "Tittel", "sum", "no regel_id"),
    "no title": ("uten_tittel", None, "sum", "no title"),
    "unknown kind": ("ukjent_art", "Tittel", "gjetning", "unknown kind"),
    "no kind": ("uten_art", "Tittel", None, "unknown kind"),
    "built in": ("poster_i_sum", "Tittel", "sum", "built-in"),
    "twice": ("to_ganger", "Tittel", "sum", "also"),
    "twice, again": ("to_ganger", "Tittel", "sum", "also"),
}
GOOD = "01[avvik_sum].avvik = 01[1-8].avvik"
MIXED_UNITS: dict[str, tuple[str, str, str]] = {
    "mixed units": ("sum", "01[avvik_sum].avvik = 12[1].antall_totalt", "blander enheter"),
    "wrong conversion": ("lik", "01[avvik_sum].avvik = 100 * P0190-1", "blander enheter"),
    "mixed quotient": ("prosent", "07[1].trondheim = 01[1-8].avvik / 12[1].antall_menn * 100", "blander"),
    "not per cent": ("prosent", "01[avvik_sum].avvik = 01[1-8].avvik / 02[9].regnskap * 100", "gir prosent, men"),
}


def read_rules(database: duckdb.DuckDBPyConnection, project: Project, rules: list[tuple[str | None, ...]]) -> None:
    """Have the models read these rules (report, layout, id, title, kind, formula) instead of the project's."""
    database.execute("drop view if exists staging.stg_rapport__regel")
    database.execute("drop table if exists staging.stg_rapport__regel")
    database.execute(
        "create table staging.stg_rapport__regel"
        " (rapport_id text, oppstilling text, regel_id text, tittel text, art text, formel text, linje integer)"
    )
    database.executemany(
        "insert into staging.stg_rapport__regel values (?, ?, ?, ?, ?, nullif(?, ''), ?)",
        [(*rule, line) for line, rule in enumerate(rules, start=2)],
    )
    folder = project.root / "target" / "compiled" / "kommunevarehus" / "models" / "intermediate" / "avstemming"
    for model in MODELS:
        database.execute(f"create or replace table intermediate.{model} as {(folder / f'{model}.sql').read_text(encoding='utf-8')}")


def faults(database: duckdb.DuckDBPyConnection) -> dict[int, list[tuple[int | None, str | None, str]]]:
    """By line: where, what is there, and the message."""
    found: dict[int, list[tuple[int | None, str | None, str]]] = {}
    for line, *fault in database.execute("select linje, plass, funnet, melding from intermediate.int_regel__feil order by all").fetchall():
        found.setdefault(line, []).append(tuple(fault))
    return found


@pytest.fixture(scope="module")
def copy(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the built database under its own name, so that the compiled models find it."""
    path = tmp_path_factory.mktemp("regler") / "kommunevarehus.duckdb"
    shutil.copy2(warehouse.root / "target" / "kommunevarehus.duckdb", path)
    with duckdb.connect(str(path)) as connection:
        yield connection


@pytest.fixture
def database(copy: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy, as it was before and after each case."""
    copy.execute("begin")
    yield copy
    copy.execute("rollback")


def test_the_rules_of_the_project_are_good(database: duckdb.DuckDBPyConnection) -> None:
    assert faults(database) == {}


def test_bad_formulas_are_named(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    cases = {**BAD_FORMULAS, **BAD_LAYOUT_FORMULAS}
    read_rules(
        database,
        warehouse,
        [
            (None, "okonomisk_oversikt_art", f"regel_{number}", wrong, "sum", formula)
            if wrong in BAD_LAYOUT_FORMULAS
            else (REPORT, None, f"regel_{number}", wrong, "sum", formula)
            for number, (wrong, (formula, *_)) in enumerate(cases.items())
        ],
    )
    found = faults(database)
    for line, (wrong, (formula, place, there, says)) in enumerate(cases.items(), start=2):
        assert len(found[line]) == 1, (wrong, found[line])
        assert found[line][0][0] == place, (wrong, formula, found[line])
        assert there is None or found[line][0][1] == there, (wrong, found[line])
        assert says in found[line][0][2], (wrong, found[line])
    assert database.execute("select count(*) from intermediate.int_avstemming__regelledd").fetchone() == (0,)


def test_odd_lines_are_named(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    rules: list[tuple[str | None, ...]] = [(REPORT, None, rule, title, kind, GOOD) for rule, title, kind, _ in ODD_LINES.values()]
    read_rules(database, warehouse, [*rules, (None, "gjetning", "ukjent_oppstilling", "Tittel", "sum", "[*].avvik = [*].regnskap")])
    found = faults(database)
    for line, (wrong, (_, _, _, says)) in enumerate(ODD_LINES.items(), start=2):
        assert any(says in message for _, _, message in found[line]), (wrong, found[line])
    assert any("unknown layout" in message for _, _, message in found[len(rules) + 2])
    assert database.execute("select count(*) from intermediate.int_avstemming__regelledd").fetchone() == (0,)


def test_a_rule_of_a_layout_has_its_name_alone(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    layouts_own = (None, "okonomisk_oversikt_art", "felles", "Tittel", "lik", "[sum_disponeringer].* = -[netto_driftsresultat].*")
    read_rules(database, warehouse, [layouts_own, (REPORT, None, "felles", "Tittel", "sum", GOOD)])
    assert any("a layout's rule" in message for _, _, message in faults(database)[3])


def test_reports_may_use_the_same_name(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    other = ("1601-asss-2014", None, "lik_sum", "Tittel", "sum", "F01[5].* = F01[1-4].*")
    read_rules(database, warehouse, [(REPORT, None, "lik_sum", "Tittel", "sum", GOOD), other])
    assert faults(database) == {}
    assert database.execute("select count(distinct rapport_id) from intermediate.int_avstemming__regelledd").fetchone() == (2,)


def test_a_layouts_rule_leaves_out_what_a_table_leaves_out(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    database.execute("delete from intermediate.int_celle__kodet where tabell_id = 'AB2020-02' and kode = 'netto_driftsresultat'")
    whole = (None, "okonomisk_oversikt_art", "hel", "Tittel", "lik", "[motpost_avskrivninger].* = -[avskrivninger].*")
    cut = (None, "okonomisk_oversikt_art", "avkortet", "Tittel", "lik", "[sum_disponeringer].* = -[netto_driftsresultat].*")
    read_rules(database, warehouse, [whole, cut])
    assert faults(database) == {}
    computed = database.execute(
        "select distinct rapport_id, regel_id from intermediate.int_avstemming__regelledd where tabell_id = 'AB2020-02'"
    ).fetchall()
    assert computed == [(REPORT, "hel")]


@pytest.mark.parametrize("wrong", MIXED_UNITS)
def test_mixed_units_are_named(database: duckdb.DuckDBPyConnection, warehouse: Project, wrong: str) -> None:
    kind, formula, says = MIXED_UNITS[wrong]
    read_rules(database, warehouse, [(REPORT, None, "daarlig_regel", wrong, kind, formula)])
    test = warehouse.root / "target" / "compiled" / "kommunevarehus" / "tests" / "singular" / "avstemmingsregler_blander_ikke_enheter.sql"
    found = database.execute(test.read_text(encoding="utf-8")).fetchall()
    assert faults(database) == {}
    assert any(says in message for _, message in found), found


def test_a_statement_without_a_bound_cannot_be_a_term(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    open_statement = database.execute("""
        select kolonne from intermediate.int_tall__samlet
        where tabell_id = 'utsagn' and kolonne like 'AB2020-%' and enhet = 'mill. kr' and (nedre is null or ovre is null)
        order by kolonne limit 1
    """).fetchone()
    assert open_statement is not None
    local = open_statement[0].removeprefix("AB2020-")
    read_rules(database, warehouse, [(REPORT, None, "aapen", "Åpent ledd", "lik", f"01[avvik_sum].avvik = {local}")])
    assert [(23, open_statement[0])] == [(place, there) for place, there, message in faults(database)[2] if "without a bound" in message]


def test_the_guide_shows_real_rules_and_real_messages(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    guide = (ROOT / "docs" / "regler.md").read_text(encoding="utf-8")
    examples = re.findall(r"```text\n(.*?)```", guide, re.DOTALL)[0].splitlines()
    rules = {formula for (formula,) in database.execute("select formel from staging.stg_rapport__regel").fetchall()}
    assert set(examples) <= rules
    messages = re.findall(r"^\| `([^`]*)` \| (\d+) \| `([^`]*)` \| (.*) \|$", guide, re.MULTILINE)
    assert messages
    read_rules(database, warehouse, [(REPORT, None, f"regel_{number}", "T", "sum", said[0]) for number, said in enumerate(messages)])
    found = faults(database)
    assert [found[line] for line in sorted(found)] == [[(int(place), there, message)] for _, place, there, message in messages]
