"""What is published: relations, columns and keys, read from dbt's manifest so that they are written down once, in the models' YAML."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kommunevarehus.project import EditionError, Project

PUBLISHED_SCHEMAS = ("marts", "rapport", "kvalitet")


@dataclass(frozen=True)
class Column:
    """A published column; `type` is the DuckDB type of its contract."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class ForeignKey:
    """`column` holds values of `field` in the relation `reference` (schema.name)."""

    column: str
    reference: str
    field: str


@dataclass(frozen=True)
class Relation:
    """A published table. `key` is its grain: the columns that name a row."""

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def full_name(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"


VALIDATION = Relation(
    schema="kvalitet",
    name="validering",
    description="Én rad per kontroll i valideringen som slapp utgaven gjennom.",
    columns=(
        Column("relasjon", "VARCHAR", "Relasjonen som er kontrollert."),
        Column("regel", "VARCHAR", "Kontrollens navn."),
        Column("art", "VARCHAR", "Hva slags kontroll: forventningen i Great Expectations, eller avtrykket av det som ble bygd."),
        Column("kolonner", "VARCHAR", "Kolonnene den gjelder."),
        Column("bestatt", "BOOLEAN", "Om kontrollen er bestått."),
        Column("observert", "VARCHAR", "Det kontrollen så."),
    ),
    key=("relasjon", "regel"),
)


def published_relations(project: Project) -> list[Relation]:
    """The relations that an edition holds, in order of schema and name, without `kvalitet.validering`, which validation itself makes.

    Raises:
        EditionError: the warehouse has not been built.

    """
    path = project.target / "manifest.json"
    if not path.is_file():
        raise EditionError("There is no build to publish. Run `kommunevarehus build` first.")
    manifest = json.loads(path.read_text("utf-8"))
    nodes = manifest["nodes"]
    keys: dict[str, tuple[str, ...]] = {}
    foreign: dict[str, list[ForeignKey]] = {}
    for node in nodes.values():
        metadata = node.get("test_metadata")
        if not metadata:
            continue
        arguments = metadata["kwargs"]
        if metadata["name"] == "korn":
            keys[node["attached_node"]] = tuple(arguments["kolonner"])
        elif metadata["name"] == "finnes_i":
            referred = next(
                nodes[parent] for parent in node["depends_on"]["nodes"] if nodes[parent]["name"] == arguments["i"].split("'")[1]
            )
            if referred["schema"] in PUBLISHED_SCHEMAS:  # a reader cannot follow a key into a catalogue that only the build has
                foreign.setdefault(node["attached_node"], []).append(
                    ForeignKey(arguments["kolonne"], f"{referred['schema']}.{referred['name']}", arguments["felt"])
                )
    relations = [
        Relation(
            schema=node["schema"],
            name=node["name"],
            description=node["description"],
            columns=tuple(Column(c["name"], c["data_type"].upper(), c["description"]) for c in node["columns"].values()),
            key=keys[node["unique_id"]],
            foreign_keys=tuple(foreign.get(node["unique_id"], ())),
        )
        for node in nodes.values()
        if _is_published(node)
    ]
    parts = [
        _part(relation, part)
        for relation, node in zip(relations, (node for node in nodes.values() if _is_published(node)), strict=True)
        for part in node["config"].get("meta", {}).get("utsnitt", [])
    ]
    return sorted([*relations, *parts], key=lambda relation: relation.full_name)


def _is_published(node: dict[str, Any]) -> bool:
    return node["resource_type"] == "model" and node["schema"] in PUBLISHED_SCHEMAS


def _part(relation: Relation, part: dict[str, Any]) -> Relation:
    """Some rows and columns of a relation under a name of their own (macros/materialisering.sql)."""
    columns = tuple(column for column in relation.columns if column.name not in part["uten"])
    return Relation(relation.schema, part["navn"], part["beskrivelse"], columns, tuple(part["korn"]))
