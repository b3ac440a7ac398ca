"""Ask the current edition in SQL: one statement, read-only, and with no way out of the edition's file."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import math
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from kommunevarehus.editions import Edition
from kommunevarehus.project import EditionError, QueryError

_SAFE: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


_ASKING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


@dataclass(frozen=True)
class Answer:
    """A query's result: column names and rows of Python values, decimals as Decimal."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def ask(edition: Edition, sql: str) -> Answer:
    """Ask the edition one question (`select`, `from`, `pivot`, `describe`, `show`, `explain` …) and return its rows.

    Raises:
        QueryError: it is not one question, or DuckDB refused it; then the message is DuckDB's.
        EditionError: the edition's file cannot be opened.

    """
    with contextlib.ExitStack() as stack:
        try:
            spill = stack.enter_context(tempfile.TemporaryDirectory(prefix="kommunevarehus-"))  # or DuckDB spills into the edition's folder
            connection = stack.enter_context(
                duckdb.connect(str(edition.database), read_only=True, config=_SAFE | {"temp_directory": spill})
            )
        except duckdb.Error as error:
            raise EditionError(f"The edition {edition.id} cannot be opened: {error}. Run `kommunevarehus verify`.") from error
        try:
            sql.encode()  # DuckDB says in many ways that a text is none
            _require_question(connection.extract_statements(sql))
            result = connection.execute(sql)
            columns = [column[0] for column in result.description or []]
            return Answer(columns, result.fetchall() if columns else [])
        except UnicodeEncodeError as error:
            raise QueryError("The query is not UTF-8 text. Save it, or set the terminal, as UTF-8.") from error
        except duckdb.Error as error:
            raise QueryError(f"{error}\nTables: `select schema_name, table_name, comment from duckdb_tables()`.") from error


def _require_question(statements: list[duckdb.Statement]) -> None:
    """Raise QueryError unless it is one statement that asks. Before a `pivot`, DuckDB puts statements of its own making, without text."""
    if not statements:
        raise QueryError("There is no statement to run: the query is empty.")
    *made, last = statements
    if last.type not in _ASKING or any(one.query or one.type != duckdb.StatementType.CREATE for one in made):
        kinds = ", ".join(dict.fromkeys(one.type.name for one in statements))
        raise QueryError(f"Only one statement that asks is run: select, from, with, pivot, describe, show, explain. This is {kinds}.")


def as_csv(answer: Answer) -> str:
    """The answer as CSV, numbers with a decimal point, nothing for NULL."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(answer.rows)
    return text.getvalue()


def as_json(answer: Answer) -> str:
    """The answer as a JSON list of objects; decimals are JSON numbers with the digits they have, and what is no number is null.

    Raises:
        QueryError: two columns have the same name, so that an object would lose one.

    """
    if twice := {name for name in answer.columns if answer.columns.count(name) > 1}:
        raise QueryError(f"More than one column is called {', '.join(sorted(twice))}: give each a name of its own with `as`.")
    rows = [{name: _finite(value) for name, value in zip(answer.columns, row, strict=True)} for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=_json, allow_nan=False) + "\n"


def as_text(value: Any) -> str:
    """One value of a printed table."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _finite(value: Any) -> Any:
    """The value, with null for what JSON has no word for: NaN and the infinities, also inside lists and structs."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _finite(one) for name, one in value.items()}
    return value


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
