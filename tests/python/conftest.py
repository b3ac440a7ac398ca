"""The warehouse, built and published once per session by the real command, and cheap copies of it for tests that change something."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from varehus import ROOT, Done, borrow_build, copy_project, copy_sources, output, remove, run_command, snapshot

from kommunevarehus.catalog import Relation, published_relations
from kommunevarehus.project import Project
from tolket import borrow_parsed


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions called in this process must not find another project or store by the environment either."""
    for name in [name for name in os.environ if name.startswith(("KOMMUNEVAREHUS_", "DBT_"))]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a build and one published edition. Tests must leave it as it is; those that change something use `scratch`."""
    project = copy_sources(tmp_path_factory.mktemp("varehus") / "prosjekt")
    borrow_build(project)
    for command in ("build --strict", "publish"):
        done = run_command(project, *command.split())
        assert done.returncode == 0, output(done)
    return project


@pytest.fixture(scope="session")
def relations(warehouse: Project) -> list[Relation]:
    """The published relations, as dbt's manifest has them."""
    return published_relations(warehouse)


@pytest.fixture
def scratch(warehouse: Project, tmp_path: Path) -> Iterator[Project]:
    """A copy of the warehouse that a test may break; removed afterwards."""
    project = copy_project(warehouse, tmp_path / "prosjekt")
    yield project
    remove(project.root)


@pytest.fixture
def unbuilt(tmp_path: Path) -> Iterator[Project]:
    """A project as it is after a clone: nothing built, nothing published."""
    project = copy_sources(tmp_path / "prosjekt")
    yield project
    remove(project.root)


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project's models, catalogues and layouts without any report package."""
    project = copy_sources(tmp_path_factory.mktemp("skall") / "prosjekt")
    shutil.rmtree(project.root / "seeds" / "rapporter")
    (project.root / "seeds" / "rapporter").mkdir()
    borrow_parsed(project)
    return project


@pytest.fixture
def house(shell: Project) -> Iterator[Project]:
    """The shell with the two packages that ship, which a test may break; one of them can be checked in a second."""
    folder = shell.root / "seeds" / "rapporter"
    shutil.rmtree(folder)
    shutil.copytree(ROOT / "seeds" / "rapporter", folder)
    yield shell


@pytest.fixture(scope="session")
def rejected(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Done, dict[str, str]]:
    """A project whose seeds dbt accepts and validation does not, an age group having a digit too many; after an attempt to publish it.

    The project, what `publish` said, and the store as it was before.
    """
    project = copy_project(warehouse, tmp_path_factory.mktemp("avvist") / "prosjekt")
    seed = project.root / "seeds" / "demografi" / "befolkning.csv"
    text = seed.read_text("utf-8")
    row = re.search(r"^\d+,0301,2023,menn,35,.*$", text, re.MULTILINE)
    assert row
    seed.write_text(text.replace(row[0], f"{row[0]}0"), "utf-8")
    built = run_command(project, "build")
    assert built.returncode == 0, output(built)
    before = snapshot(project.store)
    return project, run_command(project, "publish"), before
