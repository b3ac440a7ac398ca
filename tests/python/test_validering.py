"""Validation: every rule fails on data it forbids, passes on the true data, and says so when it cannot be evaluated.

The cases are made from the rules themselves. For each kind of expectation, `BREAKERS` says how to change a relation so that the rule must
fail; a rule with two bounds, or several members, is broken at each of them. The changes run in an in-memory copy of the built database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from varehus import ROOT, Done, copy_project, output, read_yaml, run_command, snapshot

from kommunevarehus.catalog import PUBLISHED_SCHEMAS, Relation
from kommunevarehus.editions import Store
from kommunevarehus.project import Project, ValidationError
from kommunevarehus.validation.run import Result, check, report, validate
from kommunevarehus.validation.suites import Rule, rules_for


class Table:
    """A relation in an in-memory database, as a case changes it. `rowid` of the rows a rule is about come first."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relation: Relation, where: str | None) -> None:
        """`where` is the rule's."""
        self.connection, self.relation = connection, relation
        self.name, self.where = relation.full_name, where or "true"

    def value(self, sql: str) -> object:
        """The one value of a query over the rows the rule is about."""
        return self.connection.sql(f"select {sql} from {self.name} where {self.where}").fetchall()[0][0]

    def rows(self) -> int:
        """How many rows the rule is about."""
        return int(str(self.value("count(*)")))

    def step(self, column: str) -> Decimal:
        """The smallest difference two values of a column can have."""
        kind = str(self.value(f"any_value(typeof({column}))"))
        scale = re.fullmatch(r"DECIMAL\(\d+,(\d+)\)", kind)
        return Decimal(1).scaleb(-int(scale[1])) if scale else Decimal(1)

    def set(self, column: str, expression: str, rows: int | None = 1) -> None:
        """Another value in the first `rows` rows that have one (None: in all)."""
        limit = "" if rows is None else f"limit {rows}"
        self.connection.execute(
            f"update {self.name} set {column} = {expression} "
            f"where rowid in (select rowid from {self.name} where {self.where} order by {column} is null, rowid {limit})"
        )

    def delete(self, condition: str = "true", keep: int = 0) -> None:
        """Remove the rows the rule is about, but the first `keep`."""
        self.connection.execute(
            f"delete from {self.name} where rowid in "
            f"(select rowid from {self.name} where ({self.where}) and ({condition}) order by rowid offset {keep})"
        )

    def repeat(self, times: int = 1) -> None:
        """Add copies of one row the rule is about."""
        self.connection.execute(
            f"insert into {self.name} select t.* from (select * from {self.name} where {self.where} limit 1) as t, range({times})"
        )

    def recreate(self, columns: list[str], extra: str = "") -> None:
        """The same rows with other columns."""
        self.connection.execute(f"create or replace table {self.name} as select {', '.join(columns)}{extra} from {self.name}")


def text(value: object) -> str:
    """A value as an SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"


Case = tuple[str, Callable[[Table], None]]


def outside(rule: Rule, break_at: Callable[[Table, str, Decimal], None], column: str) -> Iterator[Case]:
    """A case just outside each bound the rule has."""
    for bound, sign in (("min_value", -1), ("max_value", 1)):
        if (limit := rule.arguments.get(bound)) is not None:
            yield f"beyond {bound}", lambda t, limit=limit, sign=sign: break_at(t, column, Decimal(limit) + sign * t.step(column))


def row_count(rule: Rule) -> Iterator[Case]:
    if least := rule.arguments.get("min_value"):
        yield "too few rows", lambda t: t.delete(keep=least - 1)
    if most := rule.arguments.get("max_value"):
        yield "too many rows", lambda t: t.repeat(most + 1 - t.rows())


def columns_in_order(rule: Rule) -> Iterator[Case]:
    names = rule.arguments["column_list"]
    yield "another order", lambda t: t.recreate([*names[1:], names[0]])
    yield "a column gone", lambda t: t.recreate(names[:-1])
    yield "a column more", lambda t: t.recreate(names, ", 1 as ekstra")


def not_null(rule: Rule) -> Iterator[Case]:
    yield "a null", lambda t: t.set(rule.arguments["column"], "null")


def null(rule: Rule) -> Iterator[Case]:
    yield "a value", lambda t: t.set(rule.arguments["column"], "1")


def unique(rule: Rule) -> Iterator[Case]:
    yield "a row twice", lambda t: t.repeat()


def between(rule: Rule) -> Iterator[Case]:
    yield from outside(rule, lambda t, column, value: t.set(column, str(value)), rule.arguments["column"])


def total_between(rule: Rule) -> Iterator[Case]:
    yield from outside(
        rule, lambda t, column, value: t.set(column, f"{column} + ({value} - {t.value(f'sum({column})')})"), rule.arguments["column"]
    )


def median_between(rule: Rule) -> Iterator[Case]:
    yield from outside(rule, lambda t, column, value: t.set(column, str(value), rows=None), rule.arguments["column"])


def in_set(rule: Rule) -> Iterator[Case]:
    members = rule.arguments["value_set"]
    if all(isinstance(member, bool) for member in members):
        (strange,) = {"true", "false"} - {str(member).lower() for member in members}
    else:
        strange = "'ukjent verdi'"
    yield "a stranger", lambda t: t.set(rule.arguments["column"], strange)


def not_in_set(rule: Rule) -> Iterator[Case]:
    for member in rule.arguments["value_set"]:
        yield f"the forbidden {member}", lambda t, member=member: t.set(rule.arguments["column"], text(member))


def contains_set(rule: Rule) -> Iterator[Case]:
    for member in rule.arguments["value_set"]:
        yield f"{member} gone", lambda t, member=member: t.delete(f"{rule.arguments['column']} = {text(member)}")


def equals_set(rule: Rule) -> Iterator[Case]:
    yield from contains_set(rule)
    yield from in_set(rule)


def matches(rule: Rule) -> Iterator[Case]:
    """The true value with a character too many, one too few and one replaced, and nothing at all: those that the pattern forbids."""
    column, pattern = rule.arguments["column"], rule.arguments["regex"]

    def damage(t: Table, change: Callable[[str], str]) -> None:
        wrong = change(str(t.value(f"first({column} order by rowid) filter ({column} is not null)")))
        assert not re.search(pattern, wrong), f"{wrong!r} is allowed by {pattern}"
        t.set(column, text(wrong))

    changes: dict[str, Callable[[str], str]] = {
        "a mark after": lambda v: v + "!",
        "a mark first": lambda v: "!" + v[1:],
        "empty": lambda v: "",
    }
    if "{" in pattern:
        changes["too short"] = lambda v: v[: len(v) // 2]
    for name, change in changes.items():
        yield name, lambda t, change=change: damage(t, change)


def lengths_between(rule: Rule) -> Iterator[Case]:
    column = rule.arguments["column"]
    if least := rule.arguments.get("min_value"):
        yield "too short", lambda t: t.set(column, text("x" * (least - 1)))
    if most := rule.arguments.get("max_value"):
        yield "too long", lambda t: t.set(column, text("x" * (most + 1)))


def pair_in_order(rule: Rule) -> Iterator[Case]:
    first, second, step = rule.arguments["column_A"], rule.arguments["column_B"], 1 if rule.arguments.get("or_equal") else 0
    yield "the other way", lambda t: t.set(first, f"{second} - {step}")


def proportion_present(rule: Rule) -> Iterator[Case]:
    column, least = rule.arguments["column"], rule.arguments["min_value"]

    def empty(t: Table) -> None:
        present, allowed = int(str(t.value(f"count({column})"))), int(t.rows() * Decimal(str(least)))
        t.set(column, "null", rows=present - allowed + 1)

    yield "too many nulls", empty


def distinct_count(rule: Rule) -> Iterator[Case]:
    column, most = rule.arguments["column"], rule.arguments.get("max_value")
    yield "all alike", lambda t: t.set(column, f"(select min({column}) from {t.name})", rows=None)
    if most:
        yield "one too many", lambda t: t.set(column, "'ukjent verdi'")


BREAKERS: dict[str, Callable[[Rule], Iterator[Case]]] = {
    "ExpectTableRowCountToBeBetween": row_count,
    "ExpectTableColumnsToMatchOrderedList": columns_in_order,
    "ExpectColumnValuesToNotBeNull": not_null,
    "ExpectColumnValuesToBeNull": null,
    "ExpectColumnValuesToBeUnique": unique,
    "ExpectCompoundColumnsToBeUnique": unique,
    "ExpectColumnValuesToBeBetween": between,
    "ExpectColumnSumToBeBetween": total_between,
    "ExpectColumnMedianToBeBetween": median_between,
    "ExpectColumnValuesToBeInSet": in_set,
    "ExpectColumnValuesToNotBeInSet": not_in_set,
    "ExpectColumnDistinctValuesToContainSet": contains_set,
    "ExpectColumnDistinctValuesToEqualSet": equals_set,
    "ExpectColumnValuesToMatchRegex": matches,
    "ExpectColumnValueLengthsToBeBetween": lengths_between,
    "ExpectColumnPairValuesAToBeGreaterThanB": pair_in_order,
    "ExpectColumnProportionOfNonNullValuesToBeBetween": proportion_present,
    "ExpectColumnUniqueValueCountToBeBetween": distinct_count,
}


def cases(rule: Rule) -> list[Case]:
    """Every way this rule must fail. A rule about some of the rows must fail when there are none of them."""
    made = list(BREAKERS[rule.kind](rule))
    return [*made, ("no rows to hold", lambda t: t.delete())] if rule.where else made


def published_models() -> list[str]:
    """`schema.name` of every published model, from the folders: known before anything is built."""
    return sorted(
        f"{path.relative_to(ROOT / 'models').parts[0]}.{path.stem}"
        for path in (ROOT / "models").rglob("*.sql")
        if path.relative_to(ROOT / "models").parts[0] in PUBLISHED_SCHEMAS
    )


@pytest.fixture(scope="module")
def memory(warehouse: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory copy of the published relations of the build."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse.database}' as bygg (read_only)")
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"create schema {schema}")
        for name in published_models():
            connection.execute(f"create table {name} as from bygg.{name}")
        connection.execute("detach bygg")
        yield connection


def find(relations: list[Relation], name: str) -> Relation:
    return next(relation for relation in relations if relation.full_name == name)


def broken_copy(connection: duckdb.DuckDBPyConnection, relation: Relation, rule: Rule, change: Callable[[Table], None]) -> Result:
    """The rule's result on a changed relation; the change is taken back."""
    connection.execute("begin")
    try:
        change(Table(connection, relation, rule.where))
        return check(connection, relation, [rule])[0]
    finally:
        connection.execute("rollback")


@pytest.mark.parametrize("name", published_models())
def test_every_rule_fails_where_it_must_and_passes_on_the_true_data(
    name: str, memory: duckdb.DuckDBPyConnection, relations: list[Relation]
) -> None:
    relation = find(relations, name)
    rules = rules_for(relation)
    untrue = [(result.rule, result.observed) for result in check(memory, relation, rules) if not result.passed or result.broken]
    assert untrue == []
    survived, tried = [], 0
    for rule in rules:
        for what, change in cases(rule):
            tried += 1
            result = broken_copy(memory, relation, rule, change)
            if result.passed or result.broken or not result.observed:
                survived.append((rule.name, what, result.observed))
    assert tried >= len(rules)
    assert survived == []


def test_no_rule_is_without_a_case_that_it_must_fail(relations: list[Relation]) -> None:
    assert [relation.full_name for relation in relations] == published_models()
    rules = [rule for relation in relations for rule in rules_for(relation)]
    assert {rule.kind for rule in rules} == set(BREAKERS), "a kind without cases, or cases of a kind that no rule is of"
    assert [(rule.relation, rule.name) for rule in rules if not cases(rule)] == []


def test_every_rule_has_a_name_of_its_own_and_a_relation_that_is_published(relations: list[Relation]) -> None:
    from kommunevarehus.validation.suites import _OWN  # noqa: PLC0415

    names = [(rule.relation, rule.name) for relation in relations for rule in rules_for(relation)]
    assert len(names) == len(set(names))
    assert set(_OWN) <= {relation.full_name for relation in relations}


def test_every_published_model_has_a_description_file_that_names_it() -> None:
    """`published_models` reads folders; the YAML files must know the same models."""
    described = {model["name"] for path in (ROOT / "models").rglob("*.yml") for model in read_yaml(path).get("models", [])}
    assert {name.split(".")[1] for name in published_models()} <= described


@pytest.mark.parametrize(
    "rule",
    [
        Rule("marts.dim_kilde", "uten_kolonne", "ExpectColumnValuesToNotBeNull", {"column": "finnes_ikke"}),
        Rule("marts.dim_kilde", "gal_type", "ExpectColumnSumToBeBetween", {"column": "tittel", "min_value": 0}),
        Rule("marts.dim_kilde", "galt_uttrykk", "ExpectColumnValuesToMatchRegex", {"column": "tittel", "regex": "("}),
    ],
    ids=lambda rule: rule.name,
)
def test_an_expectation_that_raises_is_broken_and_not_passed(
    rule: Rule, memory: duckdb.DuckDBPyConnection, relations: list[Relation]
) -> None:
    (result,) = check(memory, find(relations, rule.relation), [rule])
    assert result.broken
    assert not result.passed
    assert len(result.observed) > len("kontrollen er ødelagt: ")


def test_a_broken_check_does_not_hide_what_its_neighbours_found(memory: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    relation = find(relations, "marts.dim_kilde")
    wrong = Rule(relation.full_name, "uten_kolonne", "ExpectColumnValuesToNotBeNull", {"column": "finnes_ikke"})
    fails = Rule(relation.full_name, "for_mange", "ExpectTableRowCountToBeBetween", {"min_value": 10_000})
    passes = Rule(relation.full_name, "noen", "ExpectTableRowCountToBeBetween", {"min_value": 1})
    results = check(memory, relation, [wrong, fails, passes])
    assert [(result.rule, result.passed, result.broken) for result in results] == [
        ("uten_kolonne", False, True),
        ("for_mange", False, False),
        ("noen", True, False),
    ]


def test_a_misread_digit_that_dbt_accepts_stops_the_publication(rejected: tuple[Project, Done, dict[str, str]]) -> None:
    project, done, before = rejected
    assert done.returncode == 3, output(done)
    assert re.search(r"1 of \d+ checks failed; nothing was published and the current edition is as it was", done.stderr)
    assert re.search(r"marts\.fct_befolkning, landet_i_2020 \(ExpectColumnSumToBeBetween on personer\): 5367\d{3}", done.stderr)
    assert "Traceback" not in output(done)
    assert snapshot(project.store) == before


def test_a_failed_validation_is_reported_for_people(rejected: tuple[Project, Done, dict[str, str]]) -> None:
    project, done, _ = rejected
    page = project.target / "validering.md"
    assert str(page) in done.stderr
    lines = page.read_text("utf-8").splitlines()
    assert re.fullmatch(r"\d+ kontroller, \d+ bestått, 1 ikke bestått\.", lines[2])
    (failed,) = [line for line in lines if "**nei**" in line]
    assert "| landet_i_2020 |" in failed


def test_the_cached_result_serves_the_same_database_only(
    warehouse: Project, rejected: tuple[Project, Done, dict[str, str]], tmp_path: Path
) -> None:
    """The rejected project began as a copy of the warehouse, whose results all passed; with its database they are not valid."""
    known = json.loads((warehouse.target / "validering.json").read_text("utf-8"))
    project = copy_project(rejected[0], tmp_path / "prosjekt")
    stamp = project.target / "validering.json"
    stamp.write_text(json.dumps(known), "utf-8")

    with pytest.raises(ValidationError, match="landet_i_2020"):
        validate(project)

    assert json.loads(stamp.read_text("utf-8"))["key"] != known["key"]


def test_the_cached_result_is_used_for_the_same_database(scratch: Project) -> None:
    steps: list[str] = []
    first = validate(scratch, progress=steps.append)
    assert first
    assert all(result.passed for result in first)
    assert steps == [], "nothing was evaluated anew"


@pytest.mark.parametrize("left", ["", "{", "[]", '{"key": 1}'])
def test_a_damaged_cache_is_not_a_result(left: str, scratch: Project) -> None:
    (scratch.target / "validering.json").write_text(left, "utf-8")
    from kommunevarehus.validation.run import _key, _known  # noqa: PLC0415

    assert _known(scratch.target / "validering.json", _key(scratch)) is None


def test_the_report_counts_and_names_every_check() -> None:
    results = [
        Result("marts.a", "har_rader", "ExpectTableRowCountToBeBetween", "", True, "12"),
        Result("marts.a", "id_finnes", "ExpectColumnValuesToNotBeNull", "id", False, "1 av 3 rader avviker: x|y\nz"),
        Result("rapport.b", "har_rader", "ExpectTableRowCountToBeBetween", "", False, "kontrollen er ødelagt: gikk ikke", True),
    ]
    assert report(results).splitlines() == [
        "# Validering",
        "",
        "3 kontroller, 1 bestått, 2 ikke bestått.",
        "",
        "## marts.a",
        "",
        "| kontroll | forventning | kolonner | bestått | observert |",
        "|---|---|---|---|---|",
        "| har_rader | ExpectTableRowCountToBeBetween |  | ja | 12 |",
        "| id_finnes | ExpectColumnValuesToNotBeNull | id | **nei** | 1 av 3 rader avviker: x\\|y z |",
        "",
        "## rapport.b",
        "",
        "| kontroll | forventning | kolonner | bestått | observert |",
        "|---|---|---|---|---|",
        "| har_rader | ExpectTableRowCountToBeBetween |  | **nei** | kontrollen er ødelagt: gikk ikke |",
    ]


def test_the_published_validation_is_every_rule_and_all_passed(warehouse: Project, relations: list[Relation]) -> None:
    edition = Store(warehouse.store).require_current()
    published = duckdb.sql(f"select relasjon, regel, bestatt from '{edition.path}/parquet/kvalitet.validering.parquet'").fetchall()
    expected = {(rule.relation, rule.name, True) for relation in relations for rule in rules_for(relation)}
    assert set(published) == expected
    assert len(published) == len(expected)


def test_validation_leaves_the_build_database_as_it_was(scratch: Project) -> None:
    before = snapshot(scratch.target)["kommunevarehus.duckdb"]
    done = run_command(scratch, "validate")
    assert done.returncode == 0, output(done)
    assert snapshot(scratch.target)["kommunevarehus.duckdb"] == before
