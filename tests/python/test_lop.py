"""The lanes of tests/lop.py: every test is in one, what is named there exists, and the Makefile runs each test once."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from varehus import ROOT, clean_environment

from lop import FULL, FULL_TESTS

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def collected(*arguments: str) -> set[str]:
    """The ids of the tests that a run would run."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "--no-header", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {line for line in done.stdout.splitlines() if "::" in line and line.startswith("tests/")}


@pytest.fixture(scope="module")
def lanes() -> list[set[str]]:
    """The tests of everyday and of the rest, by the commands that `make` would run."""
    found = []
    for lane in re.findall(r"\$\(PARTS\) LANE=(?:'([^']+)'|(\w+))$", MAKEFILE, re.MULTILINE):
        command = ["make", "-n", *re.findall(r"^PARTS = (.+)$", MAKEFILE, re.MULTILINE)[0].split(), f"LANE={''.join(lane)}"]
        said = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True).stdout
        parts = [collected("-m", marked, *files.split()) for marked, files in re.findall(r"/pytest -m '(.+?)' (.+)$", said, re.MULTILINE)]
        assert len(parts) == 3
        assert sum(map(len, parts)) == len(set().union(*parts)), "a test is in two parts"
        found.append(set().union(*parts))
    return found


def test_every_test_is_in_one_lane(lanes: list[set[str]]) -> None:
    everyday, rest = lanes
    assert everyday.isdisjoint(rest)
    assert everyday | rest == collected()
    assert len(everyday) > 300
    assert len(rest) > 100


def test_what_is_named_as_full_is_there(lanes: list[set[str]]) -> None:
    _, rest = lanes
    for path in FULL:
        assert any(test.startswith(f"tests/{path}") for test in rest), path
    for path, names in FULL_TESTS.items():
        for name in names:
            assert any(re.match(rf"tests/{re.escape(path)}::{name}(\[|$)", test) for test in rest), (path, name)


def test_ci_runs_everything_once() -> None:
    said = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.findall(r"make ([a-z -]+)", said.splitlines()[-1]) == ["test-full"]
    assert re.search(r"^test-full: test$", MAKEFILE, re.MULTILINE)
