"""DuckDB and Spark held against each other: the same models on both, every relation by its key, row by row, no difference tolerated."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import duckdb
import pyarrow.parquet as pq

from kommunevarehus.files import write_atomically
from kommunevarehus.pipeline import BROUGHT, FROM_SPARK, code_fingerprint
from kommunevarehus.project import BuildError, Project, ValidationError
from kommunevarehus.spark import Endpoint, build_on_spark, endpoint, folder, run_dbt, speaker

PUBLISHED = ("marts", "rapport", "kvalitet")
_SHOWN = 3


@dataclass(frozen=True)
class Model:
    """A relation of the slice: `schema.name`, and the columns that tell its rows apart; none if no key is declared."""

    relation: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """What the two engines say of one relation. Equal if both counts of rows that the other lacks are 0, and nothing else is said."""

    relation: str
    rows: int
    only_duckdb: int
    only_spark: int
    differences: tuple[str, ...] = field(default=())

    @property
    def equal(self) -> bool:
        """Whether every row is the same."""
        return not (self.only_duckdb or self.only_spark or self.differences)


def models(artefacts: Path, *, published: bool) -> list[Model]:
    """What a dbt run built, with its keys, by name; `published`: only what an edition has."""
    nodes = json.loads((artefacts / "manifest.json").read_text("utf-8"))["nodes"]
    results = json.loads((artefacts / "run_results.json").read_text("utf-8"))["results"]
    keys: dict[str, tuple[str, ...]] = {}
    for node in nodes.values():
        told = node.get("test_metadata") or {}
        if told.get("name") == "korn":
            keys[node["attached_node"]] = tuple(told["kwargs"]["kolonner"])
    built = [nodes[one["unique_id"]] for one in results if one["unique_id"].startswith(("model.", "seed."))]
    return sorted(
        (
            Model(f"{node['schema']}.{node['alias']}", keys.get(node["unique_id"], ()))
            for node in built
            if not published or node["schema"] in PUBLISHED
        ),
        key=lambda model: model.relation,
    )


def compare(connection: duckdb.DuckDBPyConnection, model: Model, spark: Any) -> Compared:
    """One relation on both: `connection` has DuckDB's build attached as `kommunevarehus`, `spark` is Spark's rows as an Arrow table."""
    connection.register("fra_spark", spark)
    ours, theirs = f"kommunevarehus.{model.relation}", "fra_spark"
    shapes = [dict(connection.execute(f"select column_name, column_type from (describe {one})").fetchall()) for one in (ours, theirs)]
    rows = _count(connection, f"from {ours}")
    if shapes[0] != shapes[1]:
        told = (
            f"column {name} is {shapes[0].get(name, 'not there')} on DuckDB, {shapes[1].get(name, 'not there')} on Spark"
            for name in sorted(set(shapes[0]) | set(shapes[1]))
            if shapes[0].get(name) != shapes[1].get(name)
        )
        return Compared(model.relation, rows, 0, 0, tuple(told))
    columns = ", ".join(f'"{name}"' for name in shapes[0])
    missing = f"from (select {columns} from {ours} except all select {columns} from {theirs})"
    extra = f"from (select {columns} from {theirs} except all select {columns} from {ours})"
    only_duckdb = _count(connection, missing)
    only_spark = spark.num_rows - (rows - only_duckdb)  # what both have is what is left of either
    shown: tuple[str, ...] = ()
    if only_duckdb or only_spark:
        shown = tuple(_first(connection, model.key or tuple(shapes[0]), list(shapes[0]), missing, extra))
    return Compared(model.relation, rows, only_duckdb, only_spark, shown)


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    found = connection.execute(f"select count(*) {rows}").fetchone()
    assert found is not None
    return int(found[0])


def _first(connection: duckdb.DuckDBPyConnection, key: tuple[str, ...], columns: list[str], missing: str, extra: str) -> Iterator[str]:
    """The first rows that differ, by key, each with the fields that do."""
    order = ", ".join(f'"{name}"' for name in key)
    sides = []
    for rows in (missing, extra):
        found = connection.execute(f"select * {rows} order by {order} limit {_SHOWN}").fetchall()
        sides.append({tuple(row[columns.index(name)] for name in key): dict(zip(columns, row, strict=True)) for row in found})
    # Each side has its first keys, so the first of both are the first there are, and on a side if they are there.
    for at in sorted({*sides[0], *sides[1]}, key=lambda values: [(value is None, value) for value in values])[:_SHOWN]:
        ours, theirs = sides[0].get(at), sides[1].get(at)
        where = ", ".join(f"{name}={value}" for name, value in zip(key, at, strict=True))
        if ours is None or theirs is None:
            yield f"{where}: only on {'Spark' if ours is None else 'DuckDB'}"
        else:
            yield f"{where}: " + "; ".join(
                f"{name} {ours[name]!s} on DuckDB, {theirs[name]!s} on Spark" for name in columns if ours[name] != theirs[name]
            )


def build_both(project: Project, where: Endpoint, echo: Callable[[str], None]) -> Path:
    """Build the slice on both engines; DuckDB's in a database of its own, which is returned. The main build is not touched.

    Raises:
        BuildError: dbt stopped on one of them.

    """
    build_on_spark(project, where, echo)
    database = folder(project) / "duckdb" / "kommunevarehus.duckdb"
    database.parent.mkdir(parents=True, exist_ok=True)
    database.unlink(missing_ok=True)
    run_dbt(project, "duckdb", database.parent, {"KOMMUNEVAREHUS_DUCKDB": str(database), FROM_SPARK: ""}, echo)
    return database


def compare_engines(project: Project, where: Endpoint, *, every: bool, echo: Callable[[str], None]) -> list[Compared]:
    """Build the slice on both engines, and hold every published relation of it against the other; `every`: those below them too.

    Raises:
        BuildError: dbt stopped on one of them, or Spark is not reached by Spark Connect.

    """
    if where.remote is None:
        raise BuildError("The relations are read by Spark Connect. Set SPARK_REMOTE to such an endpoint of the same Spark.")
    database = build_both(project, where, echo)
    # DuckDB's views name their files from the project's folder.
    with session_at(where.remote) as session, contextlib.chdir(project.root), duckdb.connect() as connection:
        connection.execute(f"attach '{str(database).replace(chr(39), chr(39) * 2)}' as kommunevarehus (read_only)")
        return [
            compare(connection, model, session.table(model.relation).toArrow()) for model in models(folder(project), published=not every)
        ]


@contextmanager
def session_at(remote: str) -> Iterator[Any]:
    """A Spark session at this address while the block lasts: one that is left open would look for its server when Python ends."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        from pyspark.sql import SparkSession  # noqa: PLC0415

        session = SparkSession.builder.remote(remote).create()
    try:
        yield session
    finally:
        session.stop()


def bring_home(project: Project, where: Endpoint) -> list[str]:
    """Fetch the published relations that Spark has built, as Parquet: `schema.name.parquet` each, below target/spark/hjem.

    The DuckDB build takes them in the place of its own (KOMMUNEVAREHUS_FRA_SPARK), and goes on from there: all other relations, every test,
    Great Expectations, the edition. The note that says they are whole, and by which models, is written last.

    Raises:
        BuildError: Spark is not reached by Spark Connect.

    """
    if where.remote is None:
        raise BuildError("The relations are fetched by Spark Connect. Set SPARK_REMOTE to such an endpoint of the same Spark.")
    home = folder(project) / "hjem"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    brought = [model.relation for model in models(folder(project), published=True)]
    with session_at(where.remote) as session:
        for relation in brought:
            pq.write_table(session.table(relation).toArrow(), home / f"{relation}.parquet", compression="zstd")
    write_atomically(home / BROUGHT, json.dumps({"code": code_fingerprint(project), "relasjoner": brought}))
    return brought


@contextmanager
def _example(project: Project) -> Iterator[Project]:
    """The project with the made-up municipality's accounts landed, in a folder that goes away."""
    from kommunevarehus.eksempel import make  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="kommunevarehus-") as place:
        make(project, Path(place))
        yield Project(project.root, Path(place) / "inn")


@click.command()
@click.option(
    "--hjem", is_flag=True, help="Fetch the published relations, for KOMMUNEVAREHUS_FRA_SPARK=target/spark/hjem kommunevarehus warehouse."
)
@click.option("--verbose", is_flag=True, help="Show all of dbt's output.")
def spark(hjem: bool, verbose: bool) -> None:
    """Build the warehouse on Spark: on SPARK_REMOTE, or on a server that is started here and stopped again."""
    project = Project.find()
    with endpoint(project) as where:
        done = build_on_spark(project, where, speaker(verbose))
        click.echo(f"dbt on Spark: built: {done.seeds} seeds, {done.models} models, {done.tests} tests passed, in {done.seconds:.0f} s.")
        if hjem:
            brought = bring_home(project, where)
            click.echo(f"{len(brought)} relations fetched to {folder(project) / 'hjem'}.")
            click.echo("Next: KOMMUNEVAREHUS_FRA_SPARK=target/spark/hjem .venv/bin/kommunevarehus warehouse")


@click.command(name="sammenlign-motorer")
@click.option("--eksempel", is_flag=True, help="Compare the accounts of the made-up municipality 9999, which need not be landed.")
@click.option("--alle", is_flag=True, help="Compare seeds, staging and intermediate relations too: all rows of them come here.")
@click.option("--verbose", is_flag=True, help="Show all of dbt's output.")
def sammenlign_motorer(eksempel: bool, alle: bool, verbose: bool) -> None:
    """Build the warehouse on DuckDB and on Spark, and compare row by row; ends with 3 if anything differs."""
    project = Project.find()
    with endpoint(project) as where:
        if eksempel:
            if os.environ.get("KOMMUNEVAREHUS_SPARK_FILER"):
                raise BuildError("--eksempel is landed on this machine: unset KOMMUNEVAREHUS_SPARK_FILER.")
            with _example(project) as made_up:
                results = compare_engines(made_up, where, every=alle, echo=speaker(verbose))
        else:
            results = compare_engines(project, where, every=alle, echo=speaker(verbose))
    for one in results:
        click.echo(
            f"{one.relation}: {one.rows} rows, "
            + ("equal" if one.equal else f"{one.only_duckdb} only on DuckDB, {one.only_spark} only on Spark")
        )
        for difference in one.differences:
            click.echo(f"    {difference}")
    different = [one.relation for one in results if not one.equal]
    if different:
        raise ValidationError(f"{len(different)} of {len(results)} relations differ between the engines: {', '.join(different)}.")
    click.echo(f"{len(results)} relations, {sum(one.rows for one in results)} rows: equal on both engines.")
