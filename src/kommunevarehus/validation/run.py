"""Evaluate the rules with Great Expectations, on data frames made from Arrow, read-only from the finished build."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from kommunevarehus.catalog import Relation, published_relations
from kommunevarehus.files import file_sha256, write_atomically
from kommunevarehus.project import Project, ValidationError
from kommunevarehus.validation import suites
from kommunevarehus.validation.suites import Rule, rules_for

if TYPE_CHECKING:
    import pandas as pd


# Some relations have a row for each age in each municipality and year, or every account of the country: too many for a data frame.
MANY_ROWS = 200_000
# Rules that look at each row by itself: of the same values they say the same, however many rows have them.
_OF_EACH_ROW = frozenset(
    {
        "ExpectColumnPairValuesAToBeGreaterThanB",
        "ExpectColumnValueLengthsToBeBetween",
        "ExpectColumnValuesToBeBetween",
        "ExpectColumnValuesToBeInSet",
        "ExpectColumnValuesToBeNull",
        "ExpectColumnValuesToNotBeInSet",
        "ExpectColumnValuesToNotBeNull",
    }
)


@dataclass(frozen=True)
class Result:
    """One rule's outcome. `observed` says what was seen, in Norwegian; `broken` that the rule could not be evaluated."""

    relation: str
    rule: str
    kind: str
    columns: str
    passed: bool
    observed: str
    broken: bool = False


def validate(project: Project, *, progress: Callable[[str], None] = lambda _: None) -> list[Result]:
    """Evaluate every rule on every relation to be published, unless exactly this database already was with exactly these rules.

    Writes target/validering.json, and the report target/validering.md for people. `progress` receives each relation's name.

    Raises:
        ValidationError: a rule failed or could not be evaluated; the message names each with what was seen.
        EditionError: the warehouse has not been built.

    """
    relations = published_relations(project)
    stamp = project.target / "validering.json"
    key = _key(project)
    results = _known(stamp, key)
    if results is None:
        with duckdb.connect(str(project.database), read_only=True, config=project.bounds) as connection:
            # what is read as it is, a rule reads once more: by its place in the project (validation/of_files.py)
            connection.execute("set file_search_path = ?", [str(project.root)])
            results = evaluate(connection, relations, progress) + sealed(connection)
        write_atomically(stamp, json.dumps({"key": key, "results": [asdict(result) for result in results]}, ensure_ascii=False))
        write_atomically(project.target / "validering.md", report(results))
    failed = [result for result in results if not result.passed]
    if failed:
        lines = (f"  {r.relation}, {r.rule} ({r.kind}{f' on {r.columns}' if r.columns else ''}): {r.observed}" for r in failed)
        raise ValidationError(
            f"{len(failed)} of {len(results)} checks failed; nothing was published and the current edition is as it was.\n"
            + "\n".join(lines)
            + f"\nThe full report is {project.target / 'validering.md'}. Correct the seed or model, then build again."
        )
    return results


def evaluate(connection: duckdb.DuckDBPyConnection, relations: Iterable[Relation], progress: Callable[[str], None]) -> list[Result]:
    """Evaluate the rules of `relations` on the tables of `connection`, in the order of the relations and their rules."""
    results: list[Result] = []
    for relation in relations:
        progress(relation.full_name)
        results += check(connection, relation, rules_for(relation))
    return results


def sealed(connection: duckdb.DuckDBPyConnection) -> list[Result]:
    """Whether each published relation still holds what dbt wrote down of it when the build was done (macros/byggstatus.sql).

    dbt's tests hold the rows as they were then: a number that somebody changes in the file by hand has passed none of them.
    """
    there = dict(
        connection.execute(
            "select concat(table_schema, '.', table_name), table_type = 'VIEW' from information_schema.tables "
            "where table_schema in ('marts', 'rapport', 'kvalitet')"
        ).fetchall()
    )
    try:
        noted = connection.execute("from bygg.innhold order by relasjon").fetchall()
    except duckdb.CatalogException:
        return [_altered("bygg.innhold", "bygget er fra før innholdet ble skrevet ned: bygg på nytt")]
    results = []
    for name, rows, seal in noted:
        query = (
            f"select 0, cast(hash(sql) as varchar) from duckdb_views() where schema_name || '.' || view_name = '{name}'"
            if there.get(name)
            else f"select count(*), cast(coalesce(sum(hash(hele_raden)), 0) as varchar) from {name} as hele_raden"
        )
        try:
            found = connection.execute(query).fetchall()[0]
        except duckdb.Error as error:
            results.append(_altered(name, f"endret etter bygget: bygg på nytt ({error})"))
            continue
        same = "som da det ble bygd" if found == (rows, seal) else "endret etter bygget: bygg på nytt"
        counted = "" if there.get(name) else f"{found[0]} rader, "
        results.append(_altered(name, counted + same, passed=found == (rows, seal)))
    unknown = sorted(there.keys() - {name for name, *_ in noted})
    return results + [_altered(name, "ikke skrevet ned da det ble bygd: bygg på nytt") for name in unknown]


def _altered(name: str, observed: str, *, passed: bool = False) -> Result:
    return Result(name, "innholdet_er_det_som_ble_bygd", "Avtrykk", "", passed, observed)


def check(connection: duckdb.DuckDBPyConnection, relation: Relation, rules: list[Rule]) -> list[Result]:
    """Evaluate `rules` on one relation; on no rows those that are required fail.

    Rules with the same `where` share a data frame, and so do those with a query of their own.
    Of more than `MANY_ROWS` rows, a rule about each row's values is given the values that there are, each once, and nothing else.
    """
    outcomes = _hold(connection, relation, [rule for rule in rules if rule.source])
    for where in dict.fromkeys(rule.where for rule in rules if not rule.source):
        query = f"select * from {relation.full_name}" + (f" where {where}" if where else "")
        for what, together in _readings(connection, query, [rule for rule in rules if not rule.source and rule.where == where]):
            try:
                # What is observed does not depend on how the rows happen to lie.
                frame: pd.DataFrame = connection.sql(f"select {what} from ({query}) order by all").to_arrow_table().to_pandas()
            except duckdb.Error as error:
                outcomes |= {rule.name: _broken(rule, error) for rule in together}
                continue
            if frame.empty:
                none = f"ingen rader{f' der {where}' if where else ''}"
                outcomes |= {rule.name: _result(rule, passed=not rule.required, observed=none) for rule in together}
            else:
                outcomes |= _expect(frame, relation.full_name, together, "rader" if what == "*" else "ulike verdier")
    return [outcomes[rule.name] for rule in rules]


def _hold(connection: duckdb.DuckDBPyConnection, relation: Relation, rules: list[Rule]) -> dict[str, Result]:
    """Evaluate the rules that hold rows against each other: all that is wrong in one data frame, a column a rule.

    What is given is what is wrong; what is right is counted, and is nothing in the frame.
    """
    outcomes: dict[str, Result] = {}
    wrong: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    for rule in rules:
        try:
            found = connection.sql(f"select feil, count(*) as antall from ({rule.source}) group by feil order by feil").fetchall()
        except duckdb.Error as error:
            outcomes[rule.name] = _broken(rule, error)
            continue
        wrong[rule.name] = [feil for feil, antall in found if feil is not None for _ in range(antall)]
        rows[rule.name] = sum(antall for _, antall in found)
        if not rows[rule.name]:
            outcomes[rule.name] = _result(rule, passed=not rule.required, observed="ingen rader")
    asked = [rule for rule in rules if rule.name not in outcomes]
    if not asked:
        return outcomes
    height = max(1, *(len(wrong[rule.name]) for rule in asked))
    frame = _frame({rule.name: wrong[rule.name] + [None] * (height - len(wrong[rule.name])) for rule in asked})
    in_columns = [Rule(rule.relation, rule.name, rule.kind, rule.arguments | {"column": rule.name}) for rule in asked]
    for rule, seen in zip(asked, _expect(frame, relation.full_name, in_columns, "rader").values(), strict=True):
        said = re.sub(r" av \d+ ", f" av {rows[rule.name]} ", seen.observed, count=1)
        outcomes[rule.name] = _result(rule, passed=seen.passed, observed=seen.observed if seen.broken else said, broken=seen.broken)
    return outcomes


def _frame(columns: dict[str, list[Any]]) -> pd.DataFrame:
    import pandas  # noqa: PLC0415  # with Great Expectations, when something is to be evaluated

    return pandas.DataFrame(columns, dtype=object)


def _broken(rule: Rule, error: duckdb.Error) -> Result:
    return _result(rule, passed=False, observed=f"kontrollen er ødelagt: {error}", broken=True)


def _readings(connection: duckdb.DuckDBPyConnection, query: str, rules: list[Rule]) -> list[tuple[str, list[Rule]]]:
    """What `rules` read of `query`: the columns, and the rules that read them together."""
    try:
        [(rows,)] = connection.sql(f"select count(*) from ({query})").fetchall()
    except duckdb.Error:
        return [("*", rules)]  # reading it says what is wrong
    by_value = [rule for rule in rules if rows > MANY_ROWS and rule.kind in _OF_EACH_ROW]
    whole = [rule for rule in rules if rule not in by_value]
    return [("*", whole)] * bool(whole) + [(f"distinct {', '.join(_columns(rule))}", [rule]) for rule in by_value]


def _expect(frame: pd.DataFrame, name: str, rules: list[Rule], what: str) -> dict[str, Result]:
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    batch = context.data_sources.pandas_default.read_dataframe(frame, asset_name=name)
    suite = gx.ExpectationSuite(name=name)
    for rule in rules:
        suite.add_expectation(getattr(gx.expectations, rule.kind)(**rule.arguments, meta={"regel": rule.name}))
    by_name = {rule.name: rule for rule in rules}
    outcomes: dict[str, Result] = {}
    for outcome in batch.validate(suite, result_format="BASIC").results:
        rule = by_name[outcome.expectation_config.meta["regel"]]
        failure = _exception(outcome.exception_info)
        observed = f"kontrollen er ødelagt: {failure}" if failure else _observed(outcome.result, what)
        outcomes[rule.name] = _result(rule, passed=bool(outcome.success) and not failure, observed=observed, broken=bool(failure))
    return outcomes


def _great_expectations() -> Any:
    """Great Expectations, imported when something is to be evaluated: it takes two seconds.

    It looks for pyspark, and the Connect client of our extra `spark` ends a process without Spark; nothing of it is used here.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "pyspark"}
    sys.modules["pyspark"] = None  # type: ignore[assignment]  # an import of it fails
    try:
        import great_expectations as gx  # noqa: PLC0415
        import great_expectations.data_context.types.base  # noqa: PLC0415
        import great_expectations.expectations  # noqa: PLC0415
    finally:
        del sys.modules["pyspark"]
        sys.modules.update(hidden)
    return gx


def _columns(rule: Rule) -> list[str]:
    return [rule.arguments[key] for key in ("column", "column_A", "column_B") if key in rule.arguments]


def _result(rule: Rule, *, passed: bool, observed: str, broken: bool = False) -> Result:
    columns = _columns(rule)
    if rule.kind != "ExpectTableColumnsToMatchOrderedList":
        columns += rule.arguments.get("column_list", [])
    return Result(rule.relation, rule.name, rule.kind, ", ".join(columns), passed, observed, broken)


def _exception(info: dict[str, Any] | None) -> str:
    """The message of an exception inside an expectation, which GX keeps either flat or by metric; empty if there was none."""
    if not info:
        return ""
    found = [info] if "raised_exception" in info else [entry for entry in info.values() if isinstance(entry, dict)]
    return "; ".join(str(entry.get("exception_message")) for entry in found if entry.get("raised_exception"))


def _observed(result: dict[str, Any], what: str) -> str:
    value = result.get("observed_value")
    if value is not None:
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        return text if len(text) <= 200 else f"{text[:200]}…"
    if "partial_missing_list" in result:
        return f"mangler: {', '.join(map(str, result['partial_missing_list']))}" if result["missing_count"] else "ingen mangler"
    if "element_count" in result:
        seen = ", ".join(str(value) for value in result.get("partial_unexpected_list", [])[:5])
        return f"{result['unexpected_count']} av {result['element_count']} {what} avviker" + (f": {seen}" if seen else "")
    return ""


def _key(project: Project) -> str:
    """What a result is valid for: the database and the rules, both by content."""
    sources = sorted(Path(suites.__file__).parent.glob("*.py"))
    return hashlib.sha256("".join(file_sha256(path) for path in (project.database, *sources)).encode()).hexdigest()


def _known(stamp: Path, key: str) -> list[Result] | None:
    try:
        known = json.loads(stamp.read_text("utf-8"))
        return [Result(**entry) for entry in known["results"]] if known["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def report(results: list[Result]) -> str:
    """The results as a Markdown page in Norwegian, relation by relation."""
    failed = sum(not result.passed for result in results)
    lines = ["# Validering", "", f"{len(results)} kontroller, {len(results) - failed} bestått, {failed} ikke bestått.", ""]
    for name in dict.fromkeys(result.relation for result in results):
        lines += [f"## {name}", "", "| kontroll | forventning | kolonner | bestått | observert |", "|---|---|---|---|---|"]
        for r in results:
            if r.relation == name:
                observed = r.observed.replace("|", "\\|").replace("\n", " ")
                lines.append(f"| {r.rule} | {r.kind} | {r.columns} | {'ja' if r.passed else '**nei**'} | {observed} |")
        lines.append("")
    return "\n".join(lines)
