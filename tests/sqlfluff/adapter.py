"""What sqlfluff lacks of dbt: `adapter.dispatch`, here always DuckDB's, whose dialect the models are linted in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, name: str, package: str | None = None) -> Callable[..., Any]:
    """DuckDB's implementation of a macro; it stands in the file that asks."""
    return context[f"duckdb__{name}"]
