"""The small warehouse, built once a session; a store of its own for each test; and the tallies, printed after the run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import hypothesis
import pytest

from kommunevarehus.editions import Store
from kommunevarehus.pipeline import build
from kommunevarehus.publication import publish
from robusthet.hus import GENERATIONS, House, copy_small_project

# Hypothesis keeps no files in the checkout, and tries the same inputs on every run.
hypothesis.configuration.set_hypothesis_home_dir("/tmp/hypothesis-kommunevarehus")
hypothesis.settings.register_profile("robusthet", database=None, derandomize=True, deadline=None)

_TALLIES = pytest.StashKey[dict[str, Counter[str]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TALLIES] = {}


@pytest.fixture(scope="session")
def tallies(pytestconfig: pytest.Config) -> dict[str, Counter[str]]:
    """What was counted, by heading; shown after the run."""
    return pytestconfig.stash[_TALLIES]


@pytest.fixture(scope="session")
def faults(tallies: dict[str, Counter[str]]) -> Counter[str]:
    """Faults injected, by kind, and `editions lost`."""
    return tallies.setdefault("faults injected", Counter({"editions lost": 0}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the tallies."""
    for heading, counts in config.stash.get(_TALLIES, {}).items():
        terminalreporter.section(f"robusthet: {heading}")
        for what, number in counts.items():
            terminalreporter.line(f"{number:>8}  {what}")


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, House]:
    """The generations by their content hash, built by dbt and validated by Great Expectations. Tests leave them as they are."""
    found = {}
    scratch = tmp_path_factory.mktemp("generasjoner")
    with pytest.MonkeyPatch.context() as patch:
        for generation in GENERATIONS:
            project = copy_small_project(scratch / generation, generation)
            patch.setenv("KOMMUNEVAREHUS_LAGER", str(scratch / f"lager-{generation}"))
            build(project, echo=print)
            edition = publish(project).edition
            found[edition.manifest["content_sha256"]] = House(project, generation, edition.manifest["content_sha256"])
    assert len(found) == len(GENERATIONS)
    return found


@pytest.fixture(scope="session")
def house(houses: Mapping[str, House]) -> House:
    """The first generation."""
    return next(iter(houses.values()))


@pytest.fixture
def store(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of the test's own, with two editions; `Project.store` is this one for as long as the test runs."""
    root = tmp_path / "lager"
    monkeypatch.setenv("KOMMUNEVAREHUS_LAGER", str(root))
    for _ in range(2):
        publish(house.project, force=True)
    yield Store(root)
    for folder, _, _ in os.walk(tmp_path):  # editions are read-only, and pytest should be able to remove them
        if not Path(folder).is_symlink():
            Path(folder).chmod(0o755)
