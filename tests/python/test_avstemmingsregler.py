"""A bad reconciliation rule stops the build and is named.

Each case is written into a copy of the built database, and the project's own tests find it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import duckdb
import pytest

from kommunevarehus.project import Project

TESTS = ("avstemmingsregler_er_gyldige", "avstemmingsregler_blander_ikke_enheter")
Term = tuple[str, str, str, str, str]
CHECKED: Term = ("venstre", "AB2020-01", "9", "avvik", "1")
PART: Term = ("teller", "AB2020-01", "1-8", "avvik", "1")

# What is wrong, the rule's kind, factor and terms, and what the message says.
BAD_RULES: dict[str, tuple[str, str, list[Term], str]] = {
    "no such table": ("sum", "1", [CHECKED, ("teller", "AB2020-99", "1", "avvik", "1")], "stedet finnes ikke: AB2020-99|1|avvik"),
    "no such row": ("sum", "1", [CHECKED, ("teller", "AB2020-01", "1-10", "avvik", "1")], "stedet finnes ikke: AB2020-01|10|avvik"),
    "no such column": ("sum", "1", [CHECKED, ("teller", "AB2020-01", "1", "belop", "1")], "stedet finnes ikke: AB2020-01|1|belop"),
    "no column": ("sum", "1", [CHECKED, ("teller", "AB2020-01", "1", "", "1")], "stedet finnes ikke: AB2020-01|1|"),
    "no such statement": ("lik", "1", [("venstre", "pastand", "", "AB2020-P0000-1", "1"), PART], "stedet finnes ikke: pastand"),
    "row is a word": ("sum", "1", [CHECKED, ("teller", "AB2020-01", "alle", "avvik", "1")], "stedet finnes ikke"),
    "rows backwards": ("sum", "1", [CHECKED, ("teller", "AB2020-01", "8-1", "avvik", "1")], "stedet finnes ikke"),
    "mixed units": ("sum", "1", [CHECKED, ("teller", "AB2020-12", "1", "antall_totalt", "1")], "blander enheter"),
    "wrong conversion": ("lik", "1", [CHECKED, ("teller", "pastand", "", "AB2020-P0190-1", "100")], "blander enheter"),
    "mixed quotient": (
        "prosent",
        "100",
        [("venstre", "AB2020-07", "1", "trondheim", "1"), PART, ("nevner", "AB2020-12", "1", "antall_menn", "1")],
        "blander",
    ),
    "not per cent": ("prosent", "100", [CHECKED, PART, ("nevner", "AB2020-02", "9", "regnskap", "1")], "gir prosent, men"),
    "nothing to compute from": ("sum", "1", [CHECKED], "ingen teller"),
    "nothing to check": ("sum", "1", [PART], "0 rader med side venstre"),
    "two to check": ("sum", "1", [CHECKED, CHECKED, PART], "2 rader med side venstre"),
    "unknown side": ("sum", "1", [CHECKED, PART, ("høyre", "AB2020-01", "1", "avvik", "1")], "siden er ikke"),
    "coefficient is a word": ("sum", "1", [CHECKED, ("teller", "AB2020-01", "1-8", "avvik", "minus")], "koeffisienten er ikke et tall"),
    "unknown kind": ("gjetning", "1", [CHECKED, PART], "arten er ukjent"),
    "factor is a word": ("sum", "hundre", [CHECKED, PART], "faktoren er ikke et tall"),
}


def run_models(database: duckdb.DuckDBPyConnection, project: Project) -> list[tuple[str, str]]:
    """What the tests of the rules say after the rules have been written out again."""
    compiled = project.root / "target" / "compiled" / "kommunevarehus"
    written_out = (compiled / "models" / "intermediate" / "avstemming" / "int_avstemming__regelledd.sql").read_text(encoding="utf-8")
    database.execute(f"create or replace table intermediate.int_avstemming__regelledd as {written_out}")
    found: list[tuple[str, str]] = []
    for name in TESTS:
        found += database.execute((compiled / "tests" / "singular" / f"{name}.sql").read_text(encoding="utf-8")).fetchall()
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


def test_the_rules_of_the_catalogue_are_good(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    assert run_models(database, warehouse) == []


@pytest.mark.parametrize("wrong", BAD_RULES)
def test_a_bad_rule_is_named(database: duckdb.DuckDBPyConnection, warehouse: Project, wrong: str) -> None:
    kind, factor, terms, says = BAD_RULES[wrong]
    database.execute("insert into kodeverk.avstemmingsregel values ('daarlig_regel', 'Dårlig regel', ?, ?)", [kind, factor])
    for number, (side, table, rows, columns, coefficient) in enumerate(terms, start=1):
        database.execute(
            "insert into kodeverk.avstemmingsledd values ('daarlig_regel', ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, null, null, null)",
            [str(number), side, table, rows, columns, coefficient],
        )
    found = run_models(database, warehouse)
    assert {rule for rule, _ in found} == {"daarlig_regel"}
    assert any(says in message for _, message in found), found


def test_terms_of_an_unknown_rule_are_named(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    database.execute(
        "insert into kodeverk.avstemmingsledd values ('ukjent', '1', 'venstre', 'AB2020-01', '9', 'avvik', '1', null, null, null)"
    )
    assert ("ukjent", "regelen finnes ikke i kodeverk/avstemmingsregel.csv") in run_models(database, warehouse)


def test_a_statement_without_a_bound_cannot_be_a_term(database: duckdb.DuckDBPyConnection, warehouse: Project) -> None:
    open_statement = database.execute("""
        select kolonne from intermediate.int_tall__samlet
        where tabell_id = 'pastand' and enhet = 'mill. kr' and (nedre is null or ovre is null)
        order by kolonne limit 1
    """).fetchone()
    assert open_statement is not None
    database.execute("insert into kodeverk.avstemmingsregel values ('aapen', 'Åpent ledd', 'lik', '1')")
    database.execute(
        """
        insert into kodeverk.avstemmingsledd values
        ('aapen', '1', 'venstre', 'AB2020-01', '9', 'avvik', '1', null, null, null),
        ('aapen', '2', 'teller', 'pastand', null, $1, '1', null, null, null)
    """,
        [open_statement[0]],
    )
    assert any(rule == "aapen" and "uten grense" in message for rule, message in run_models(database, warehouse))
