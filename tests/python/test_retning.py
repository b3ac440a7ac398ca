"""The house: what may refer to what, and that nobody's name is in its walls."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from varehus import ROOT

from kommunevarehus.project import Project

Node = dict[str, Any]
# What the models of a layer may read. Staging reads files, and the two models that every kind of package file is read by.
READS = {
    "staging": {"seed"},
    "intermediate": {"staging", "intermediate"},
    "marts": {"staging", "intermediate", "marts"},
    "rapport": {"marts", "rapport"},
    "kvalitet": {"staging", "intermediate", "marts", "kvalitet"},
}
BASE = {"stg_rapport__fil", "stg_rapport__felt"}
# A report may hold what was computed against what was printed (kvalitet), and use the product's own catalogues.
CATALOGUE = "stg_kodeverk__"
CHECKED = {"avstemming", "kildefunn"}


@pytest.fixture(scope="module")
def nodes(warehouse: Project) -> dict[str, Node]:
    """The nodes of the manifest of a real build."""
    manifest = json.loads((warehouse.target / "manifest.json").read_text("utf-8"))
    return dict(manifest["nodes"])


def layer(node: Node) -> str:
    """The layer of a model, by its folder; `seed` for a seed."""
    return "seed" if node["resource_type"] == "seed" else node["path"].split("/")[0]


def may_read(reader: Node, read: Node) -> bool:
    """Whether the house lets one model read another."""
    name, where = read["name"], layer(reader)
    if where == "staging" and name in BASE:
        return reader["path"].startswith("staging/rapport/")
    if where == "rapport":
        helper = "/mellomledd/" in read["path"] and "/mellomledd/" not in reader["path"].replace(read["path"], "")
        return layer(read) in READS[where] or name.startswith(CATALOGUE) or name in CHECKED or helper
    return layer(read) in READS[where]


def test_every_reference_runs_down(nodes: dict[str, Node]) -> None:
    upward = sorted(
        f"{node['name']} ({layer(node)}) reads {nodes[parent]['name']} ({layer(nodes[parent])})"
        for node in nodes.values()
        if node["resource_type"] == "model"
        for parent in node["depends_on"]["nodes"]
        if parent in nodes and not may_read(node, nodes[parent])
    )
    assert upward == []


def test_every_layer_was_looked_at(nodes: dict[str, Node]) -> None:
    seen = {layer(node) for node in nodes.values() if node["resource_type"] == "model"}
    assert seen == set(READS)


def test_the_direction_is_one_that_can_be_broken(nodes: dict[str, Node]) -> None:
    """What the rule must refuse, it refuses."""
    by_name = {node["name"]: node for node in nodes.values() if node["resource_type"] in {"model", "seed"}}
    for reader, read in (
        ("stg_rapport__tabell", "int_celle__lest"),
        ("stg_kodeverk__kommune", "stg_rapport__fil"),
        ("int_celle__lest", "fct_belop"),
        ("int_celle__lest", "kommune"),
        ("fct_belop", "rapport_arsresultat"),
        ("rapport_arsresultat", "stg_rapport__celle"),
        ("rapport_arsresultat", "int_celle__kodet"),
        ("kildecelle", "rapport_arsresultat"),
    ):
        assert not may_read(by_name[reader], by_name[read]), (reader, read)


# Names


NAMES = re.compile(r"trondheim|(?<!\d)(?:5001|1601)(?!\d)|arsberetning[_-]2020|asss[_-]2014", re.IGNORECASE)
WHERE = (
    "models/**/*.sql",
    "macros/**/*.sql",
    "src/**/*.py",
    "src/**/*.sql",
    "app/**/*.py",
    "tests/generic/**/*.sql",
    "tests/singular/**/*.sql",
)
# Comments and docstrings may give an example; in the rest of the file, nobody is named.
SAID = {
    ".sql": re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL),
    ".py": re.compile(r'^[^\S\n]*(?:[rR]?"""(?:.|\n)*?""")|#[^\n]*', re.MULTILINE),
}
# «as 5001-arsberetning-2020» shows an engineer what a report is called.
EXAMPLE = re.compile(r"(?:\bas|\be\.g\.|\bsom) [«`']?\d{4}-[a-z]+-\d{4}")


# Names of groups and areas that the packages that ship have, listed so that they get a translation: words of the data, not of the product.
WORDS = re.compile(r'^    N_\("[^"]+"\),$', re.MULTILINE)


def named(text: str, suffix: str) -> list[str]:
    """The names in the code of a file."""
    without = EXAMPLE.sub("", SAID[suffix].sub(lambda found: "\n" * found[0].count("\n"), text))
    return [f"{number}: {line.strip()}" for number, line in enumerate(without.splitlines(), start=1) if NAMES.search(line)]


def files() -> list[Path]:
    """What the product is made of."""
    return sorted(path for pattern in WHERE for path in ROOT.glob(pattern))


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_is_named_in_the_walls(path: Path) -> None:
    text = path.read_text("utf-8")
    assert named(WORDS.sub("", text) if path == ROOT / "app" / "vocabulary.py" else text, path.suffix) == []


def test_a_name_in_the_walls_would_be_seen() -> None:
    assert len(files()) > 150
    assert named("select 1 from x where enhet_id = '5001' -- Trondheim", ".sql") == ["1: select 1 from x where enhet_id = '5001'"]
    assert named("{# as 5001 #}\nselect 1\nwhere rapport_id = '1601-asss-2014'", ".sql") == ["3: where rapport_id = '1601-asss-2014'"]
    assert named('"""Trondheim."""\nname = "Trondheim"  # 5001', ".py") == ['2: name = "Trondheim"']
    assert named("x = 'Expected an id, as 5001-arsberetning-2020.'", ".py") == []
    assert named("x = 15001 + 50010", ".py") == []


# What collects rows into one value: in no order of its own, so that two builds of the same files would differ.
COLLECTED = re.compile(r"\b(?:string_agg|array_agg|group_concat|list)\(")


def unordered(sql: str) -> list[str]:
    """The calls that collect rows without saying in which order."""
    found = []
    for call in COLLECTED.finditer(sql):
        depth, end = 1, call.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        if "order by" not in sql[call.start() : end] and not sql[end:].startswith(" over "):
            found.append(sql[call.start() : end])
    return found


def test_what_is_collected_has_an_order() -> None:
    paths = [path for folder in ("models", "macros", "src/kommunevarehus") for path in (ROOT / folder).rglob("*.sql")]
    assert len(paths) > 200
    assert {str(path.relative_to(ROOT)): calls for path in paths if (calls := unordered(path.read_text("utf-8")))} == {}


def test_a_collection_without_order_would_be_seen() -> None:
    assert unordered("select string_agg(f(a), ', '), list(b order by b), list(c) over w from t group by d") == ["string_agg(f(a), ', ')"]
