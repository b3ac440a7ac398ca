"""Publish the validated build as one immutable edition.

The order is the guarantee: validate → write to a temporary folder → fsync → read it back and verify → rename it into place → swap the link
→ fsync. Whatever stops it before the swap leaves the current edition current (docs/decisions/0003-publication.md).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kommunevarehus.catalog import VALIDATION, Relation, published_relations
from kommunevarehus.editions import DATABASE, GRACE, MANIFEST, REPORT, Edition, Store, seal
from kommunevarehus.eksempel import require_no_example
from kommunevarehus.files import file_sha256
from kommunevarehus.manifest import describe
from kommunevarehus.pipeline import require_finished
from kommunevarehus.project import EditionError, Project
from kommunevarehus.validation.run import Result, validate

# The oldest DuckDB whose readers we serve; an edition's file is written in its format.
STORAGE_VERSION = "v1.4.0"
KEEP = 10


@dataclass(frozen=True)
class Publication:
    """The edition that is current after publishing; `published` is False when the content was the same as the current edition's."""

    edition: Edition
    published: bool
    checks: int


def publish(
    project: Project,
    *,
    force: bool = False,
    keep: int = KEEP,
    grace: float = GRACE,
    wait: float = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> Publication:
    """Validate the build and publish it. `wait` is how many seconds to wait for another publisher; `keep` and `grace` as `Store.prune`.

    Raises:
        ValidationError: a check failed.
        EditionError: there is no build, another process is publishing, or the edition could not be written or verified.

    """
    store = Store(project.store)
    with store.lock(wait):
        try:
            build = require_finished(project)
            require_no_example(project.database, store.root)
            progress("validating")
            results = validate(project)
            with store.workspace() as folder:
                content = _write(project, folder, results, progress)
                if require_finished(project) != build:
                    raise EditionError("dbt built anew while the edition was being written, so it was thrown away. Publish again.")
                current = store.current()
                if current and not force and _holds(current, content):
                    return Publication(current, published=False, checks=len(results))
                edition_id = store.next_id(content)
                _finish(project, folder, edition_id, content, results)
                seal(folder)
                progress("verifying")
                _verify(project, folder)
                edition = store.commit(folder, edition_id)
        except (OSError, duckdb.Error) as error:
            raise EditionError(
                f"The edition could not be written: {error}. The current edition is as it was. "
                f"Check space and permissions of {store.root}, then publish again."
            ) from error
        store.prune_locked(keep, grace)
    return Publication(edition, published=True, checks=len(results))


def _holds(edition: Edition, content: str) -> bool:
    """Whether the edition is whole and has exactly this content."""
    try:
        return edition.manifest["content_sha256"] == content and not edition.problems()
    except (EditionError, KeyError):
        return False


def _write(project: Project, folder: Path, results: list[Result], progress: Callable[[str], None]) -> str:
    """Write every relation to the DuckDB file and to Parquet, rows in order of their key. Returns the content's SHA-256."""
    relations = published_relations(project)
    (folder / "parquet").mkdir()
    with duckdb.connect(config=project.bounds | {"threads": 1, "preserve_insertion_order": True}) as connection:
        # Under its own name: a view of dbt's says which database it reads.
        build = '"' + project.database.stem.replace('"', '""') + '"'
        connection.execute(f"attach '{_quoted(project.database)}' as {build} (read_only)")
        connection.execute(f"attach '{_quoted(folder / DATABASE)}' as utgave (storage_version '{STORAGE_VERSION}')")
        connection.execute("begin")
        for schema in sorted({relation.schema for relation in relations} | {VALIDATION.schema}):
            connection.execute(f"create schema utgave.{schema}")
        for relation in relations:
            progress(f"writing {relation.full_name}")
            columns = ", ".join(column.name for column in relation.columns)
            connection.execute(
                f"create table utgave.{relation.full_name} as "
                f"select {columns} from {build}.{relation.full_name} order by {', '.join(relation.key)}"
            )
        connection.execute(_create_validation())
        connection.executemany(
            f"insert into utgave.{VALIDATION.full_name} values (?, ?, ?, ?, ?, ?)",
            [(r.relation, r.rule, r.kind, r.columns or None, r.passed, r.observed or None) for r in results],
        )
        digest = hashlib.sha256()
        for relation in [*relations, VALIDATION]:
            _comment(connection, relation)
            path = folder / "parquet" / f"{relation.full_name}.parquet"
            rows = f"select {_as_numbers(relation)} from utgave.{relation.full_name}"
            connection.execute(f"copy ({rows}) to '{_quoted(path)}' (format parquet, compression zstd)")
            digest.update(f"{relation.full_name} {file_sha256(path)}\n".encode())
        connection.execute("commit")
    return digest.hexdigest()


def _finish(project: Project, folder: Path, edition_id: str, content: str, results: list[Result]) -> None:
    """Stamp the DuckDB file with the edition's id, and add the report and the manifest."""
    relations = [*published_relations(project), VALIDATION]
    with duckdb.connect(config=project.bounds) as connection:
        connection.execute(f"attach '{_quoted(folder / DATABASE)}' as utgave")
        connection.execute("create table utgave.kvalitet.utgave (utgave_id varchar, innhold_sha256 varchar)")
        connection.execute("insert into utgave.kvalitet.utgave values (?, ?)", [edition_id, content])
        connection.execute("comment on table utgave.kvalitet.utgave is 'Én rad: utgaven denne filen er.'")
        connection.execute("comment on column utgave.kvalitet.utgave.utgave_id is 'Utgavens id: tidspunktet og starten av innhold_sha256.'")
        connection.execute("comment on column utgave.kvalitet.utgave.innhold_sha256 is 'SHA-256 av innholdet: alle Parquet-filene.'")
        connection.execute("checkpoint utgave")
    shutil.copyfile(project.target / "validering.md", folder / REPORT)
    with duckdb.connect(config=project.bounds) as connection:
        connection.execute(f"attach '{_quoted(folder / DATABASE)}' as utgave (read_only)")
        manifest = describe(project, folder, edition_id, content, relations, connection, len(results))
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _verify(project: Project, folder: Path) -> None:
    """Read the edition back: checksums, and that the DuckDB file and each Parquet file hold the same rows, as many as the manifest says.

    Raises:
        EditionError: something differs.

    """
    edition = Edition(folder)
    problems = edition.problems()
    with duckdb.connect(config=project.bounds) as connection:
        connection.execute(f"attach '{_quoted(folder / DATABASE)}' as utgave (read_only)")
        for resource in (entry for entry in edition.manifest["resources"] if entry["format"] == "parquet"):
            table, file = f"utgave.{resource['name']}", f"'{_quoted(folder / resource['path'])}'"
            # Both are in order of the key: row by row they are compared as they stand, without a table of all rows in memory.
            differs = " or ".join(
                f"written.{field['name']} is distinct from cast(read.{field['name']} as {field['duckdb_type']})"
                for field in resource["schema"]["fields"]
            )
            written, rows, differing = connection.execute(
                f"select (select count(*) from {table}), (select count(*) from {file}), "
                f"(select count(*) from {table} as written positional join {file} as read where {differs})"
            ).fetchall()[0]
            if rows != resource["rows"] or written != rows or differing:
                problems.append(f"{resource['path']} has {rows} rows, of which {differing} differ from the DuckDB file's {written}")
    if problems:
        raise EditionError(f"The edition was not what was written, and was thrown away: {'; '.join(problems)}. Publish again.")


def _as_numbers(relation: Relation) -> str:
    """The columns for the Parquet file: a DECIMAL as DOUBLE, which every reader takes for a number; to pandas a DECIMAL is none.

    A published decimal has at most fifteen digits that count, so that the double is the same number; `_verify` casts it back.
    """
    return ", ".join(
        f"cast({column.name} as double) as {column.name}" if column.type.lower().startswith("decimal") else column.name
        for column in relation.columns
    )


def _create_validation() -> str:
    columns = ", ".join(f"{column.name} {column.type}" for column in VALIDATION.columns)
    return f"create table utgave.{VALIDATION.full_name} ({columns})"


def _comment(connection: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    """Put the descriptions into the DuckDB file, where every client shows them."""
    connection.execute(f"comment on table utgave.{relation.full_name} is '{_escaped(relation.description)}'")
    for column in relation.columns:
        connection.execute(f"comment on column utgave.{relation.full_name}.{column.name} is '{_escaped(column.description)}'")


def _quoted(path: Path) -> str:
    return _escaped(str(path))


def _escaped(text: str) -> str:
    return text.replace("'", "''")
