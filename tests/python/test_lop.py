"""The lanes of tests/lop.py: every test is in one, what is named there exists, and the Makefile runs each test once."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from varehus import ROOT, clean_environment

from lop import FIRST_OF, FULL, FULL_FIXTURES, FULL_TESTS, PAGES_ONLY

# Collects in a process of its own, and says of each test whether it is marked `full`.
COLLECT = """
import json, pytest
class Collected:
    def pytest_collection_finish(self, session):
        self.tests = {item.nodeid: item.get_closest_marker("full") is not None for item in session.items}
collected = Collected()
status = pytest.main(["--collect-only", "-qq", "--no-header"], plugins=[collected])
print()
print(json.dumps(collected.tests))
raise SystemExit(status)
"""


def runs(*arguments: str) -> list[tuple[str, str]]:
    """The mark and the files of each run of pytest that a command of `make` would make, whatever the `make` that runs this was told."""
    environment = {
        name: value for name, value in clean_environment().items() if name not in {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "LANE"}
    }
    done = subprocess.run(["make", "-n", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return re.findall(r"/pytest -m '(.*?)' (.+)$", done.stdout, re.MULTILINE)


@pytest.fixture(scope="module")
def marked() -> dict[str, bool]:
    """The id of every test there is, and whether it is in the full lane only."""
    done = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def everything(marked: dict[str, bool]) -> set[str]:
    """Every test there is."""
    return set(marked)


@pytest.fixture(scope="module")
def lanes(marked: dict[str, bool], everything: set[str]) -> list[set[str]]:
    """The tests of everyday and of the rest, by the commands that `make` would run: the files of its parts, and the mark of its lane."""
    for goal, mark in (("test", "not full"), ("test-full", "")):
        parts = runs(goal)
        assert {of for of, _ in parts} == {mark}
        files = [name for _, names in parts for name in names.split()]
        of = {test: [name for name in files if test.startswith((f"{name}::", f"{name}/"))] for test in everything}
        assert {test: names for test, names in of.items() if len(names) != 1} == {}, "in no part, or in two"
    return [{test for test in everything if not marked[test]}, {test for test in everything if marked[test]}]


def test_every_test_is_in_one_lane(lanes: list[set[str]], everything: set[str]) -> None:
    everyday, rest = lanes
    assert rest < everything
    assert len(everyday) > 300
    assert len(rest) > 100


def test_what_is_named_as_full_is_there(lanes: list[set[str]]) -> None:
    everyday, rest = lanes
    for path in FULL:
        assert any(test.startswith(f"tests/{path}") for test in rest), path
    for path, names in FULL_TESTS.items():
        for name in names:
            assert any(re.fullmatch(rf"tests/{re.escape(path)}::{re.escape(name)}(\[.*)?", test) for test in rest), (path, name)
    for path, fixtures in FULL_FIXTURES.items():
        text = (ROOT / "tests" / path).read_text("utf-8")
        for fixture in fixtures:
            used = re.findall(rf"^def (test_\w+)\([^)]*\b{fixture}: ", text, re.MULTILINE)
            assert used and {f"tests/{path}::{name}" for name in used} <= rest, (path, fixture)
    for path, names in [*PAGES_ONLY.items(), *FIRST_OF.items()]:
        for name in names:
            tried = [{test for test in lane if test.startswith(f"tests/{path}::{name}[")} for lane in (everyday, rest)]
            assert all(tried), (path, name)


def test_ci_runs_everything_once() -> None:
    """What it makes last is what `make test-full` makes."""
    said = (ROOT / ".ci" / "run").read_text("utf-8")
    [wanted] = re.findall(r"^exec make ([^#]+?)\s*(?:#.*)?$", said.splitlines()[-1])
    assert runs(*wanted.split()) == runs("test-full")
