"""A fault in a model: a whole column of what it gives is wrong, and what is built of it is built of that.

Each column of each published relation is wrong in a few ways: ten times too large, with the other sign, a year off, another's, turned
round, empty. The faults are made one at a time in a copy of a finished build, by the relation's own rows; the models below it are built
anew of them, by the SQL that dbt compiled. Then what a build asks (dbt's tests) and what publication asks (the rules of validation) is
asked again, of the relations that changed. Nothing is sealed in between (macros/byggstatus.sql): dbt would have sealed the fault too.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kommunevarehus.catalog import PUBLISHED_SCHEMAS, Relation, published_relations
from kommunevarehus.project import Project
from kommunevarehus.validation.suites import Rule, rules_for

NUMBERS = ("DECIMAL", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "SMALLINT")
YEAR = re.compile(r"(^|_)(aar|prisaar|argang)(_|$)|aar$")
SEED = 2020


@dataclass(frozen=True)
class Fault:
    """`column` of `relation` is wrong in the way that `kind` says, by the SQL expression `instead`."""

    relation: str
    column: str
    kind: str
    instead: str


def faults_of(connection: duckdb.DuckDBPyConnection, relation: Relation) -> Iterator[Fault]:
    """Every fault of each column that changes anything."""
    name = relation.full_name
    for column, kind in connection.execute(f"select column_name, column_type from (describe {name})").fetchall():
        values, least = connection.execute(f"select count(distinct {column}), count({column}) from {name}").fetchall()[0]
        if not least:
            continue
        made = {"tom": f"cast(null as {kind})"}
        if kind.startswith(NUMBERS) and YEAR.search(column):
            made["et år feil"] = f"{column} + 1"
        elif kind.startswith(NUMBERS):
            made |= {"ti ganger": f"{column} * 10", "feil fortegn": f"-{column}"}
        elif kind == "BOOLEAN":
            made["snudd"] = f"not {column}"
        elif kind == "DATE":
            made["et år feil"] = f"{column} + interval 1 year"
        elif kind == "VARCHAR":
            made["en annens"] = (
                f"(select b.annen from (select en, coalesce(lead(en) over (order by en), min(en) over ()) as annen "
                f"from (select distinct {column} as en from {name} where {column} is not null)) as b where b.en = {column})"
                if values > 1
                else f"{column} || 'x'"
            )
        for what, instead in made.items():
            if what in ("ti ganger", "feil fortegn") and not _changes(connection, name, column, instead):
                continue
            yield Fault(name, column, what, instead)


def _changes(connection: duckdb.DuckDBPyConnection, name: str, column: str, instead: str) -> bool:
    try:
        return bool(connection.execute(f"select 1 from {name} where {column} is distinct from {instead} limit 1").fetchall())
    except duckdb.Error:
        return True


class Build:
    """A copy of a finished build, in which a fault can be made and taken back."""

    def __init__(self, project: Project, copy: Path) -> None:
        """Copy the build to the folder `copy`, under the build's own name: its views say which database they read."""
        self.folder = copy
        copy.mkdir(parents=True, exist_ok=True)
        path = copy / project.database.name
        shutil.copyfile(project.database, path)
        self.connection = duckdb.connect(str(path), config={"threads": 2})
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute("set file_search_path = ?", [str(project.root)])
        self._target = project.target
        manifest = json.loads((project.target / "manifest.json").read_text("utf-8"))
        self._nodes: dict[str, Any] = manifest["nodes"]
        self.relations = published_relations(project)
        self._below = self._read_by()
        self._questions = sorted([*self._rules(), *self._tests()], key=self._time)

    def __enter__(self) -> Build:
        """Itself; closed and removed when it is left."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the copy."""
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _time(self, question: tuple[str, str]) -> float:
        """How long a question takes, which has nothing to say yet: the quick ones are asked first."""
        start = time.perf_counter()
        found = self.connection.execute(question[1]).fetchall()
        assert not found, f"without a fault: {question[1]}"
        return time.perf_counter() - start

    def _read_by(self) -> dict[str, list[str]]:
        """Of each model, those that read it, in any number of steps, in an order in which they can be built."""
        models = {key: node for key, node in self._nodes.items() if node["resource_type"] == "model"}
        order: list[str] = []

        def visit(key: str) -> None:
            if key not in order:
                for parent in models[key]["depends_on"]["nodes"]:
                    if parent in models:
                        visit(parent)
                order.append(key)

        for key in models:
            visit(key)
        below: dict[str, list[str]] = {}
        for key in order:
            found = {key}
            for other in order:
                if found & set(models[other]["depends_on"]["nodes"]):
                    found.add(other)
            below[_name(models[key])] = [other for other in order if other in found and other != key]
        return below

    def _rules(self) -> list[tuple[str, str]]:
        """What validation asks: where it reads, and the query of what is wrong."""
        return [(rule.source or rule.relation, _asked(rule)) for relation in self.relations for rule in rules_for(relation)]

    def _tests(self) -> Iterator[tuple[str, str]]:
        """What dbt asks."""
        for node in self._nodes.values():
            if node["resource_type"] != "test":
                continue
            kind, sql = (node.get("test_metadata") or {}).get("name"), self._sql(node)
            if kind in ("korn", "finnes_i", "tillatte_verdier"):
                sql = self._declared(node, kind)
            if sql:
                yield sql, f"select 1 from ({sql}) limit 1"

    def _declared(self, node: dict[str, Any], kind: str) -> str:
        given, relation = node["test_metadata"]["kwargs"], self._nodes[node["attached_node"]]["relation_name"]
        if kind == "korn":
            keys = ", ".join(given["kolonner"])
            there = " and ".join(f"{key} is not null" for key in given["kolonner"])
            return f"select {keys} from {relation} group by {keys} having count(*) > 1 or ({there}) is not true"
        column = given["kolonne"]
        if kind == "finnes_i":
            other = next(
                self._nodes[key]["relation_name"]
                for key in node["depends_on"]["nodes"]
                if self._nodes[key]["name"] == given["i"].split("'")[1]
            )
            there = f"select {given['felt']} from {other} where {given['felt']} is not null"
            return f"select {column} from {relation} where {column} is not null and {column} not in ({there})"
        values = ", ".join(f"'{value}'" for value in given["verdier"])
        return f"select {column} from {relation} where ({column} in ({values})) is not true"

    def noticed(self, fault: Fault, *, whole: bool = True) -> str:
        """What notices `fault`: the query, or what the build says; empty: nothing does. Not `whole`: what is below stays as it was."""
        self.connection.execute("begin")
        try:
            changed = self._make(fault, whole=whole)
            for where, query in self._questions:
                if any(name in _names(where) for name in changed) and self.connection.execute(query).fetchall():
                    return query
        except duckdb.Error as error:
            return f"bygget: {error}"
        else:
            return ""
        finally:
            self.connection.execute("rollback")

    def _make(self, fault: Fault, *, whole: bool) -> list[str]:
        """Make the fault, and build what is below; return the relations that may have changed."""
        node = next((node for node in self._nodes.values() if node["resource_type"] == "model" and _name(node) == fault.relation), None)
        if node and node["config"]["materialized"] == "view":
            new = f"select * replace (cast({fault.instead} as {self._type(fault)}) as {fault.column}) from ({self._sql(node)})"
            self.connection.execute(f"create or replace view {fault.relation} as {new}")
        else:
            self.connection.execute(f"update {fault.relation} set {fault.column} = {fault.instead}")
        changed = [fault.relation]
        for key in self._below.get(fault.relation, []) if whole else []:
            below = self._nodes[key]
            changed.append(_name(below))
            if below["config"]["materialized"] == "table":
                self.connection.execute(f"delete from {_name(below)}; insert into {_name(below)} by name {self._sql(below)}")
        return changed

    def _sql(self, node: dict[str, Any]) -> str:
        """What dbt compiled of a node: a run of a part leaves the rest's out of the manifest, and the files lie there."""
        path = self._target / "compiled" / node["package_name"] / node["original_file_path"]
        return str(
            node.get("compiled_code") or (path.read_text("utf-8") if path.is_file() and node["original_file_path"].endswith(".sql") else "")
        )

    def _type(self, fault: Fault) -> str:
        found = self.connection.execute(f"select column_type from (describe {fault.relation}) where column_name = '{fault.column}'")
        return str(found.fetchall()[0][0])


def _name(node: dict[str, Any]) -> str:
    return f"{node['schema']}.{node['alias'] or node['name']}"


_seen: dict[str, frozenset[str]] = {}


def _names(sql: str) -> frozenset[str]:
    """The relations that a query names, as `schema.name`."""
    if sql not in _seen:
        _seen[sql] = frozenset(re.findall(r"\b(?:marts|rapport|kvalitet|staging|intermediate)\.\w+\b", sql.replace('"', "")))
    return _seen[sql]


def _asked(rule: Rule) -> str:
    """A rule of validation as a query: a row if it is broken. Great Expectations is what publication asks; this is what it would say."""
    if rule.source:
        return f"select 1 from ({rule.source}) where feil is not null limit 1"
    given, rows = rule.arguments, f"(from {rule.relation}{f' where {rule.where}' if rule.where else ''})"
    column, least, most = given.get("column"), given.get("min_value"), given.get("max_value")
    larger = ">=" if given.get("or_equal") else ">"
    values = ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in given.get("value_set", []))

    def outside(what: str) -> str:
        return " or ".join([f"{what} < {least}"] * (least is not None) + [f"{what} > {most}"] * (most is not None))

    wrong = {
        "ExpectColumnValuesToBeNull": f"{column} is not null",
        "ExpectColumnValuesToNotBeNull": f"{column} is null",
        "ExpectColumnValuesToBeInSet": f"{column} not in ({values})",
        "ExpectColumnValuesToNotBeInSet": f"{column} in ({values})",
        "ExpectColumnValueLengthsToBeBetween": outside(f"length({column})"),
        "ExpectColumnValuesToBeBetween": outside(str(column)),
        "ExpectColumnPairValuesAToBeGreaterThanB": f"not {given.get('column_A')} {larger} {given.get('column_B')}",
    }.get(rule.kind)
    if wrong:
        return f"select 1 from {rows} where {wrong} limit 1"
    what = "median(" + str(column) + ")" if rule.kind == "ExpectColumnMedianToBeBetween" else "count(*)"
    return f"select 1 from (select {what} as sett from {rows}) where {outside('sett')}"


def draw_faults(build: Build, *, schemas: tuple[str, ...] = PUBLISHED_SCHEMAS, share: float = 1.0) -> list[Fault]:
    """The faults of the relations of `schemas`, or a random `share` of them. A relation without rows has none."""
    made = [fault for relation in build.relations if relation.schema in schemas for fault in faults_of(build.connection, relation)]
    rng = random.Random(SEED)
    return [fault for fault in made if rng.random() < share]
