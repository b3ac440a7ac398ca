"""The project's own models outside dbt: rendered and run one by one, as they are needed, in a database in memory.

It is for what should be answered in seconds, such as whether one report package is sound. dbt stays the only one who builds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryDirectory
from types import CodeType, TracebackType
from typing import Any

import duckdb
import jinja2

from kommunevarehus.project import Project
from kommunevarehus.seeds import seed_files

MEMORY = "4GB"
# Everybody in the country, of whom a rule asks for a few, and most packages for none: not read before somebody asks.
_VIEWS = frozenset({"stg_ssb__befolkning", "int_befolkning__samlet"})
_SYNTAX = jinja2.Environment(autoescape=False, extensions=["jinja2.ext.do"])


@cache
def _code(source: str) -> CodeType:
    """A template's Python, which is the same whatever it is rendered with: who checks many packages compiles each model once."""
    return _SYNTAX.compile(source)


class Models:
    """The models and seeds of a project in an empty database, each made when something first refers to it.

    `globs` are the files that the report packages are read from, in the place of all that the project knows.
    """

    def __init__(self, project: Project, globs: Iterable[str], environment: Mapping[str, str] | None = None) -> None:
        """`environment` is what the models see as environment variables."""
        models, seeds = (project.root / "models").rglob("*.sql"), seed_files(project)
        self._files = {path.stem: path for path in (*models, *seeds)}
        self._made: set[str] = set()
        self._spill = TemporaryDirectory(prefix="kommunevarehus", ignore_cleanup_errors=True)
        # What has no room in memory goes by way of the disk: a file may be of any size.
        self._connection = duckdb.connect(config={"threads": 2, "memory_limit": MEMORY, "temp_directory": self._spill.name})
        self._connection.execute(f"set file_search_path = '{_escaped(str(project.root))}'")  # as dbt, which is run there
        variables = {"KOMMUNEVAREHUS_INN": str(project.landed), **(environment or {})}
        quoted = ", ".join(f"'{_escaped(glob)}'" for glob in globs)
        self._jinja = _SYNTAX.overlay()
        self._jinja.globals = _SYNTAX.globals | {
            "ref": self._ref,
            "config": lambda **_: "",
            "execute": True,
            "env_var": lambda name, default="": variables.get(name, default),
            "fromjson": json.loads,
            "return": _give_back,
            "run_query": self._run_query,
            # dbt's word for an engine's own implementation of a macro: the engine here is DuckDB
            "adapter": {"dispatch": lambda name: self._jinja.globals[f"duckdb__{name}"]},
        }
        for path in sorted((project.root / "macros").rglob("*.sql")):
            for name, text in _macros(path.read_text("utf-8")):
                self._jinja.globals[name] = _returning(self._template(text), name)
        self._jinja.globals["rapportfiler"] = lambda: f"read_blob([{quoted}])"

    def __enter__(self) -> Models:  # noqa: D105
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # noqa: D105
        self._connection.close()
        self._spill.cleanup()

    def give(self, name: str, select: str, **relations: Any) -> None:
        """Make the table that models refer to as `name`: a query, of Arrow data under the names given."""
        for relation, data in relations.items():
            self._connection.register(relation, data)
        self._connection.execute(
            f"{'insert into' if name in self._made else 'create table'} {name} {'' if name in self._made else 'as'} {select}"
        )
        for relation in relations:
            self._connection.unregister(relation)
        self._made.add(name)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query; the models in it are named as in a model: `{{ ref('int_rapport__feil') }}`.

        Raises:
            duckdb.Error: a model cannot be run.

        """
        return self._connection.execute(self._template(sql).render()).fetchall()

    def _template(self, source: str) -> jinja2.Template:
        return jinja2.Template.from_code(self._jinja, _code(source), self._jinja.globals)

    def _run_query(self, sql: str) -> _Answer:
        return _Answer(self._connection.execute(sql).fetchall())

    def _ref(self, name: str) -> str:
        if name not in self._made:
            path = self._files[name]
            if path.suffix == ".csv":
                sql = f"from read_csv('{_escaped(str(path))}', all_varchar = true, header = true, delim = ',', quote = '\"')"
            else:
                sql = self._template(path.read_text("utf-8")).render()
            kind = "view" if name in _VIEWS else "table"
            self._connection.execute(f"create {kind} {name} as {sql}")
            self._made.add(name)
        return name


@dataclass(frozen=True)
class _Answer:
    """What a macro sees of a query's answer."""

    rows: list[tuple[Any, ...]]


class _GivenBackError(Exception):
    """A macro has returned a value: dbt has `return`, Jinja has not."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


def _give_back(value: Any) -> None:
    raise _GivenBackError(value)


def _returning(template: jinja2.Template, name: str) -> Callable[..., Any]:
    """A template's macro, with the value it returns in the place of its text; read when it is called, since it then sees all others."""

    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return getattr(template.module, name)(*arguments, **named)
        except _GivenBackError as given:
            return given.value

    return call


def _macros(text: str) -> list[tuple[str, str]]:
    """The macros of a file, each by its name: they find each other among the globals, and so as what returns a value."""
    return [(found[1], found[0]) for found in re.finditer(r"\{%-?\s*macro\s+(\w+).*?endmacro\s*-?%\}", text, re.DOTALL)]


def _escaped(text: str) -> str:
    return text.replace("'", "''")
