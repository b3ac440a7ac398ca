"""The two lanes: `make test` is everyday's, in minutes; `make test-full` is all there is.

A test is in the full lane if it is marked `full`, or if it is named here with the reason. No test is in neither.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EVERYDAY_WIDTH = 1280

# Files and folders below tests/ of which everything is in the full lane, and why.
FULL = {
    "python/robusthet": "faults injected, inputs mutated, readers and publishers by the hundred, old clients",
    "python/test_feil_i_seeds.py": "a build of its own for each slip; int_kontroll__* have unit tests, which `make test` runs",
    "app/test_fiendtlig.py": "hostile values in every parameter of every page",
    "app/test_tilgjengelighet.py": "axe on every page, in every width and language",
}
# Single tests, by file and name: those that build the warehouse anew, and the variants of what everyday tries once.
FULL_TESTS = {
    "python/test_utgivelse.py": {
        "test_a_build_from_nothing_with_another_number_of_threads_gives_the_same_bytes": "a second build from nothing",
        "test_verify_finds_a_changed_file": "every kind of damage to every kind of file",
        "test_frictionless_would_find_a_foreign_key_without_its_row": "a copy of the edition, read whole",
    },
    "app/test_oversettelse.py": {
        "test_english_without_tables_is_a_friendly_sentence": "every page drawn once more",
    },
}


def full_reason(item: pytest.Item) -> str | None:
    """Why a test is in the full lane only; None if it is everyday's."""
    if item.get_closest_marker("full"):
        return "marked in its file"
    path = item.path.relative_to(ROOT / "tests").as_posix()
    for named, reason in FULL.items():
        if path == named or path.startswith(f"{named}/"):
            return reason
    name = getattr(item, "originalname", item.name)
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    if parameters.get("width", EVERYDAY_WIDTH) != EVERYDAY_WIDTH:
        return f"another width than {EVERYDAY_WIDTH}"
    return FULL_TESTS.get(path, {}).get(name)
