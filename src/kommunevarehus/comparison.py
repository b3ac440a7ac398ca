"""What differs between two editions: rows added, removed and changed by primary key, and the figures that changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import duckdb

from kommunevarehus.editions import Edition
from kommunevarehus.project import EditionError


@dataclass(frozen=True)
class Change:
    """One field of one row: its key as `column=value` words, the column, and its value before and after."""

    key: str
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """How a relation differs. `changes` holds the first of the changed fields; `note` what cannot be compared row by row."""

    relation: str
    added: int
    removed: int
    changed: int
    changes: tuple[Change, ...] = ()
    note: str = ""


def compare(before: Edition, after: Edition, *, limit: int = 20, relations: Collection[str] | None = None) -> list[Difference]:
    """The relations that differ, in order of name, of all of them or of `relations`; `limit` is how many changed fields to give for each.

    Raises:
        EditionError: an edition cannot be read.

    """
    old, new = _resources(before), _resources(after)
    names = (old | new).keys() if relations is None else (old | new).keys() & set(relations)
    try:
        with duckdb.connect() as connection:
            for name, edition in (("a", before), ("b", after)):
                connection.execute(f"attach '{str(edition.database).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
            differences = [_difference(connection, name, old.get(name), new.get(name), limit) for name in sorted(names)]
    except duckdb.Error as error:
        raise EditionError(f"The editions {before.id} and {after.id} cannot be compared: {error}. Run `kommunevarehus verify`.") from error
    return [found for found in differences if found.added or found.removed or found.changed or found.note]


def _resources(edition: Edition) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in edition.manifest["resources"] if resource["format"] == "parquet"}


def _difference(
    connection: duckdb.DuckDBPyConnection, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None, limit: int
) -> Difference:
    if old is None or new is None:
        present = new or old or {}
        rows = int(present["rows"])
        return Difference(name, rows if new else 0, rows if old else 0, 0, note="new relation" if new else "relation removed")
    if old["hash"] == new["hash"]:
        return Difference(name, 0, 0, 0)
    key = new["schema"]["primaryKey"]
    if old["schema"]["primaryKey"] != key:
        return Difference(name, int(new["rows"]), int(old["rows"]), 0, note="its key is another")
    fields = [field["name"] for field in new["schema"]["fields"]]
    shared = [field["name"] for field in old["schema"]["fields"] if field["name"] in fields and field["name"] not in key]
    columns = sorted({field["name"] for field in old["schema"]["fields"]} ^ set(fields))
    matching = " and ".join(f'a."{column}" is not distinct from b."{column}"' for column in key)

    def missing(one: str, two: str) -> int:
        query = f"select count(*) from {one}.{name} as {one} anti join {two}.{name} as {two} on {matching}"
        return int(connection.execute(query).fetchall()[0][0])

    both = f"from a.{name} as a inner join b.{name} as b on {matching}"
    differing = " or ".join(f'a."{column}" is distinct from b."{column}"' for column in shared) or "false"
    changed = connection.execute(f"select count(*) {both} where {differing}").fetchall()[0][0]
    return Difference(
        name,
        missing("b", "a"),
        missing("a", "b"),
        int(changed),
        changes=tuple(_changes(connection, both, key, shared, limit)) if changed else (),
        note=f"columns only in one: {', '.join(columns)}" if columns else "",
    )


def _changes(connection: duckdb.DuckDBPyConnection, both: str, key: list[str], columns: list[str], limit: int) -> list[Change]:
    label = " || ', ' || ".join(f"'{column}=' || coalesce(cast(b.\"{column}\" as varchar), '')" for column in key)
    found: list[Change] = []
    for column in columns:
        rows = connection.execute(
            f'select {label} as nokkel, a."{column}", b."{column}" {both} '
            f'where a."{column}" is distinct from b."{column}" order by nokkel limit {limit - len(found)}'
        ).fetchall()
        found += [Change(row[0], column, row[1], row[2]) for row in rows]
        if len(found) >= limit:
            break
    return found
