"""The documentation is true: the README's queries answer what it says, its counts are the build's, and its commands and files exist."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

import pytest
from skrivefeil import KINDS_OF_SLIPS
from varehus import ROOT, clean_environment, output, run_command

from kommunevarehus.project import Project

README = (ROOT / "README.md").read_text("utf-8")
QUESTIONS = re.findall(r"\*\*([^*]+)\*\*\n\n```sql\n(.+?)```\n\n```text\n(.+?)```", README, re.DOTALL)


def words(text: str) -> list[list[str]]:
    """A printed table without its spacing."""
    return [re.split(r" {2,}", line.strip()) for line in text.strip().splitlines()]


def test_readme_has_five_questions() -> None:
    assert len(QUESTIONS) == 5


@pytest.mark.parametrize(("question", "sql", "answer"), QUESTIONS, ids=[question for question, _, _ in QUESTIONS])
def test_readme_query_answers_what_it_says(warehouse: Project, question: str, sql: str, answer: str) -> None:
    done = run_command(warehouse, "query", "-", stdin=sql)
    assert done.returncode == 0, output(done)
    assert words(done.stdout) == words(answer), question


def test_readme_counts_are_the_builds(warehouse: Project) -> None:
    specification = importlib.util.spec_from_file_location("tall", ROOT / "docs" / "tall.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert module.counts(warehouse.database) in README, "run `make docs`"
    assert module.coverage(warehouse.database) in README, "run `make docs`"


def test_readme_has_the_table_of_slips_that_was_measured() -> None:
    """The README's short table is docs/dekning.md's, with every kind of slip, the catalogues and the models."""
    marks = r"<!-- skrivefeil:begynn -->\n(.+?)<!-- skrivefeil:slutt -->"
    [short], [measured] = (re.findall(marks, text, re.DOTALL) for text in (README, (ROOT / "docs" / "dekning.md").read_text("utf-8")))
    assert short == measured, "run `make dekning`"
    shares = re.findall(r"\| (\d+) of (\d+) \((\d+\.\d)%\)", short)
    assert len(shares) == 2 * len(KINDS_OF_SLIPS) + 3
    assert [share for found, made, share in shares if f"{int(found) / int(made):.1%}" != f"{share}%"] == []


def test_linked_files_exist() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_readme_make_targets_exist() -> None:
    rules = re.findall(r"^([a-z -]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)  # one rule may make several
    targets = {target for rule in rules for target in rule.split()}
    named = set(re.findall(r"`?make ([a-z-]+)", README))
    assert named <= targets, named - targets


def test_documentation_names_no_path_of_a_machine() -> None:
    for page in [ROOT / "README.md", ROOT / "Makefile", *(ROOT / "docs").rglob("*.md")]:
        assert not re.search(r"(?<![\w.])/(home|work|tmp|Users)/", page.read_text("utf-8")), page


@pytest.mark.parametrize(
    "script", sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("bench/*.py"), *ROOT.glob("docs/*.py")))
)
def test_a_script_that_make_runs_finds_all_it_needs(script: str) -> None:
    """Read as `python <script>` reads it, without being run."""
    read = f"import runpy, sys; sys.path.insert(0, {str((ROOT / script).parent)!r}); runpy.run_path({script!r}, run_name='lest')"
    done = subprocess.run([sys.executable, "-c", read], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
