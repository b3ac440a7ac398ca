"""The accounts as a project of their own: the same files without the rest, which dbt reads and builds in a few seconds on either engine."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml
from varehus import ROOT, read_yaml

from kommunevarehus.project import Project

# What everyday builds on both engines, with all that it reads; `make test-full` builds everything.
LEAVES = ["rapport_kostra_konto", "rapport_kostra_identitet", "kostrakontroll", "dim_kapittel"]
_REF = re.compile(r"ref\('(\w+)'\)")
_MACRO = re.compile(r"\{% macro (\w+)\(.*?%\}(.*?)\{%-? endmacro", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def sources() -> dict[str, Path]:
    """Every model and seed of the project, by name."""
    return {path.stem: path for folder, kind in (("models", "sql"), ("seeds/kodeverk", "csv"), ("seeds/demografi", "csv"))
            for path in (ROOT / folder).rglob(f"*.{kind}")}  # fmt: skip


def slice_of(names: list[str]) -> set[str]:
    """These and all that they read, by the text of the models and of the macros that they call."""
    files = sources()
    macros = {name: body for path in (ROOT / "macros").rglob("*.sql") for name, body in _MACRO.findall(path.read_text("utf-8"))}
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if files[name].suffix == ".sql":
            text = _COMMENT.sub("", files[name].read_text("utf-8"))
            for called in set(re.findall(r"\b(\w+)\(", text)) & macros.keys():
                text += macros[called]
            waiting += _REF.findall(text)
    return found


def make(to: Path, extra: dict[str, str] | None = None) -> Project:
    """Write the project; `extra` are models besides, by name."""
    files = sources()
    kept = slice_of(LEAVES)
    for name in kept:
        _copy(files[name], to)
    for part in ("macros", "tests/generic", "profiles.yml", "seeds/regnskap"):
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, to / part)
    for path in [*(ROOT / "seeds/demografi").glob("*.parquet"), *(ROOT / "models").rglob("*.md")]:
        _copy(path, to)
    for path in [*(ROOT / "models").rglob("*.yml"), *(ROOT / "seeds").rglob("_*.yml")]:
        told = read_yaml(path)
        described = {kind: [one for one in told.get(kind, []) if one["name"] in kept] for kind in ("models", "seeds")}
        for one in described["models"]:
            for place in (one, *one.get("columns", [])):
                place["data_tests"] = [test for test in place.get("data_tests", []) if "finnes_i" not in test]
        if any(described.values()):
            _write(to / path.relative_to(ROOT), {"version": 2, **{kind: ones for kind, ones in described.items() if ones}})
    settings = read_yaml(ROOT / "dbt_project.yml")
    layers = settings["models"]["kommunevarehus"]
    layers["rapport"].pop("sok")
    for layer in [name for name in layers if not name.startswith("+") and not (to / "models" / name).is_dir()]:
        layers.pop(layer)
    if extra:
        layers["prove"] = {"+schema": "marts"}
        for name, text in extra.items():
            (to / "models/prove").mkdir(parents=True, exist_ok=True)
            (to / "models/prove" / f"{name}.sql").write_text(text, "utf-8")
    _write(to / "dbt_project.yml", settings)
    _copy(ROOT / "selectors.yml", to)
    return Project(to)


def _copy(path: Path, to: Path) -> None:
    target = to / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, target)


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
