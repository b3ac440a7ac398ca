"""The edition's datapackage.json: a Frictionless Data Package with checksums, schemas, keys, licences and where the build came from."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import duckdb

from kommunevarehus.catalog import Column, Relation
from kommunevarehus.editions import DATABASE, REPORT, manifest_sha256
from kommunevarehus.files import file_sha256
from kommunevarehus.project import Project

_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
_UNITS = {
    "_mill_kr": "mill. kr",
    "_1000_kr": "1000 kr",
    "_per_innbygger_kr": "kr per innbygger",
    "_kr": "kr",
    "_pst": "prosent",
    "_arsverk": "årsverk",
}


def describe(
    project: Project,
    folder: Path,
    edition_id: str,
    content: str,
    relations: list[Relation],
    database: duckdb.DuckDBPyConnection,
    checks: int,
) -> dict[str, Any]:
    """The manifest of the edition written in `folder`, whose relations `database` holds; `checks` rules of validation passed."""
    resources = [_resource(folder, relation, database) for relation in relations]
    resources.append(_file(folder, DATABASE, "duckdb", "Alle relasjonene i én DuckDB-fil, lesbar fra DuckDB 1.4."))
    resources.append(_file(folder, REPORT, "md", "Kontrollene som slapp utgaven gjennom, til å lese."))
    manifest = {
        "profile": "data-package",
        "name": "kommunevarehus",
        "id": edition_id,
        "title": "Kommunevarehus",
        "description": "Kommunale regnskap, nøkkeltall og folketall, med hvert tall ført tilbake til den trykte cellen.",
        "version": edition_id,
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "content_sha256": content,
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}],
        "sources": _sources(database),
        "build": _build(project),
        "validation": {"checks": checks, "passed": checks, "relation": "kvalitet.validering"},
        "resources": resources,
    }
    return manifest | {"manifest_sha256": manifest_sha256(manifest)}


def _file(folder: Path, name: str, form: str, description: str) -> dict[str, Any]:
    """A file that is not one relation."""
    return {
        "name": name,
        "path": name,
        "profile": "data-resource",
        "format": form,
        "description": description,
        "bytes": (folder / name).stat().st_size,
        "hash": f"sha256:{file_sha256(folder / name)}",
    }


def _resource(folder: Path, relation: Relation, database: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    path = f"parquet/{relation.full_name}.parquet"
    rows = database.sql(f"select count(*) from utgave.{relation.full_name}").fetchall()[0][0]
    schema: dict[str, Any] = {"fields": [_field(column) for column in relation.columns], "primaryKey": list(relation.key)}
    if relation.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [key.column], "reference": {"resource": key.reference, "fields": [key.field]}} for key in relation.foreign_keys
        ]
    return {
        "name": relation.full_name,
        "path": path,
        "profile": "data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": relation.description,
        "rows": rows,
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{file_sha256(folder / path)}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, str]:
    field = {"name": column.name, "type": _TYPES.get(column.type, "number"), "duckdb_type": column.type, "description": column.description}
    unit = next((unit for suffix, unit in _UNITS.items() if column.name.endswith(suffix)), None)
    return field | ({"unit": unit} if unit else {})


def _sources(database: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    rows = database.sql("select tittel, utgiver, url, lisens, fil_sha256 from utgave.marts.dim_kilde order by kilde_id").fetchall()
    names = ("title", "publisher", "path", "license", "file_sha256")
    return [{name: value for name, value in zip(names, row, strict=True) if value} for row in rows]


def _build(project: Project) -> dict[str, Any]:
    metadata = json.loads((project.target / "run_results.json").read_text("utf-8"))["metadata"]
    commit = _git(project, "rev-parse", "HEAD")
    return {
        "dbt_version": metadata["dbt_version"],
        "dbt_invocation_id": metadata["invocation_id"],
        "dbt_generated_at": metadata["generated_at"],
        "duckdb_version": duckdb.__version__,
        "git_commit": commit,
        "git_dirty": bool(_git(project, "status", "--porcelain")) if commit else None,
    }


def _git(project: Project, *arguments: str) -> str | None:
    """The output of git, or None where there is no git or no checkout."""
    try:
        done = subprocess.run(["git", "-C", str(project.root), *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
