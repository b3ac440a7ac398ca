"""What dbt has parsed in the checkout, lent to a copy of it: it spares each build in a copy some seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgpack

from kommunevarehus.pipeline import _PARSED, _PARSED_FROM, _parsed_from
from kommunevarehus.project import Project

ROOT = Path(__file__).resolve().parents[1]


def borrow_parsed(project: Project) -> None:
    """Let dbt begin from what it has parsed in the checkout, if that is of the YAML files that the copy has.

    It names the folder of the parsing. dbt sees what else has been changed since. That a project which is copied is parsed anew has
    a test (test_pakke_inn.py).
    """
    ours, here, there = ROOT / "target", _parsed_from(Project(ROOT)), _parsed_from(project)
    if (ours / _PARSED).is_file() and _text(ours / _PARSED_FROM) == here and here.split("\n")[1] == there.split("\n")[1]:
        project.target.mkdir(exist_ok=True)
        parsed = _moved(msgpack.unpackb((ours / _PARSED).read_bytes()), str(ROOT), str(project.root))
        (project.target / _PARSED).write_bytes(msgpack.packb(parsed))
        (project.target / _PARSED_FROM).write_text(there, "utf-8")


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _moved(value: Any, old: str, new: str) -> Any:
    """What is parsed, with another folder in the place of the one that it names."""
    if isinstance(value, dict):
        return {key: _moved(part, old, new) for key, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, old, new) for part in value]
    return new if value == old else value
