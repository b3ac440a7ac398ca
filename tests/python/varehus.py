"""Copies of the project, the real command on them, and what the tests compare: used by the fixtures and the tests."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from kommunevarehus.editions import Store
from kommunevarehus.project import Project
from tolket import borrow_parsed

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
_SETTINGS = ("dbt_project.yml", "profiles.yml", "selectors.yml", "constraints.txt")
_PARTS = ("seeds", "models", "macros", "tests/generic", "tests/singular", *_SETTINGS)

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment with `extra`, without what points at another project and without what a `make` around us was told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMUNEVAREHUS_", "DBT_", "MAKE", "MFLAGS"))}
    return kept | extra


def run_command(project: Project, *arguments: str, stdin: str | None = None, **environment: str) -> Done:
    """Run the installed command `kommunevarehus` on a project as a process of its own."""
    return subprocess.run(
        [str(BIN / "kommunevarehus"), *arguments],
        cwd=project.root,
        env=clean_environment(KOMMUNEVAREHUS_ROOT=str(project.root), **environment),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def output(done: Done) -> str:
    """What a command said, on both channels."""
    return done.stdout + done.stderr


def copy_sources(to: Path) -> Project:
    """Copy what a build depends on, without anything built."""
    for part in _PARTS:
        source, target = ROOT / part, to / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    return Project(to)


def borrow_build(project: Project) -> None:
    """Give a copy of the sources the checkout's own build, if it has one: where it is the build of these sources, `build` runs nothing.

    Whether it is, `build` finds out by content; and `validate`, whether the results beside it are of that build and of these rules.
    """
    ours = Project(ROOT)
    if (ours.target / "bygg.json").is_file():
        shutil.copytree(ours.target, project.target, ignore=shutil.ignore_patterns("*.wal"))
    borrow_parsed(project)


def copy_project(project: Project, to: Path) -> Project:
    """Copy a project with its build and its editions."""
    shutil.copytree(project.root, to, symlinks=True, ignore=shutil.ignore_patterns("logs"))
    borrow_parsed(Project(to))
    return Project(to)


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file, read as dbt reads it."""
    return dict(yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder by its SHA-256, every link by where it points; the lock file is not content."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file() and path.name != ".las":
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def age(store: Store, seconds: float = 3_600) -> None:
    """Let every edition have been published, and have ceased to be current, so long ago that it may be pruned by count."""
    then = time.time() - seconds
    for edition in store.editions():
        os.utime(edition.path, (then, then))


def remove(folder: Path) -> None:
    """Remove a folder that may hold read-only editions."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)
