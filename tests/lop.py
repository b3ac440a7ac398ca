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
    "python/test_feil_i_seeds.py": "each slip of each kind; int_kontroll__* have unit tests, which `make test` runs",
    "python/test_kostra_regnskap.py": "a country's accounts by an oracle; everyday has the models' unit tests and test_eksempel.py",
    "app/test_fiendtlig.py": "hostile values in every parameter of every page",
    "app/test_tilgjengelighet.py": "axe on every page, in every width and language",
}
# Tests that use one of these fixtures: it builds the warehouse once more.
FULL_FIXTURES = {
    "python/test_befolkning.py": {"fetched": "a build with what SSB could have answered; everyday has the models' unit tests"},
    "python/test_ny_rapport.py": {"two": "everyday has the guests of test_pakker.py, and two municipalities in app/test_kommuner.py"},
    "python/test_pakker_sammen.py": {"together": "every package three times over; everyday builds each once"},
}
# Single tests, by file and name, or by name and parameters: those that build anew, and the variants of what everyday tries once.
FULL_TESTS = {
    "python/test_katalog.py": {
        "test_the_sql_of_the_cases_is_the_sql_that_dbt_runs": "dbt compiles every declared test; everyday has one of each kind",
    },
    "python/test_lese_rapport.py": {
        "test_the_same_tables_in_another_format_are_read_the_same[.html]": "another format than a workbook",
        "test_the_same_tables_in_another_format_are_read_the_same[.docx]": "another format than a workbook",
    },
    "python/test_pakke_inn.py": {
        "test_a_copied_project_builds_from_its_own_files": "a build in another folder",
        "test_a_fault_in_what_all_share_stops_the_build": "another build that fails; everyday has the strict one",
    },
    "python/test_skrivefeil.py": {
        "test_slips_in_cells_are_noticed": "slips drawn at random; everyday has chosen ones (test_katalogfelt.py)",
        "test_without_the_sources_text_most_lost_commas_are_still_noticed": "slips drawn at random",
    },
    "python/test_utgivelse.py": {
        "test_a_build_from_nothing_with_another_number_of_threads_gives_the_same_bytes": "a second build from nothing",
        "test_verify_finds_a_changed_file": "every kind of damage to every kind of file",
        "test_frictionless_finds_the_data_to_be_what_the_manifest_says": "a minute; everyday asks DuckDB of types, keys and references",
        "test_frictionless_would_find_a_foreign_key_without_its_row": "a test of the one above",
    },
    "python/test_validering.py": {
        "test_a_flipped_sign_stops_the_publication[the sign of a layout]": "a build; everyday flips it in a report view",
        "test_a_flipped_sign_stops_the_publication[the sign of a post]": "a build; everyday flips it in a report view",
    },
    "app/test_oversettelse.py": {
        "test_english_without_tables_is_a_friendly_sentence": "every page drawn once more",
    },
}
# The tabs that their pages open with; app/test_sider.py holds it.
FIRST_TABS = {"okonomi/resultat", "mal/mal", "befolkning/folketall", "kilder/funn"}
# Parametrized tests of which everyday takes the places that are pages, or the first tab of one.
PAGES_ONLY = {
    "app/test_nettleser.py": {"test_a_place_fits_calls_nobody_else_and_survives_a_reload": "another tab of a page that everyday opens"},
}


def full_reason(item: pytest.Item) -> str | None:
    """Why a test is in the full lane only; None if it is everyday's."""
    if item.get_closest_marker("full"):
        return "marked in its file"
    path = item.path.relative_to(ROOT / "tests").as_posix()
    for named, reason in FULL.items():
        if path == named or path.startswith(f"{named}/"):
            return reason
    for fixture, reason in FULL_FIXTURES.get(path, {}).items():
        if fixture in getattr(item, "fixturenames", ()):
            return reason
    name = getattr(item, "originalname", item.name)
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    if parameters.get("width", EVERYDAY_WIDTH) != EVERYDAY_WIDTH:
        return f"another width than {EVERYDAY_WIDTH}"
    if name in PAGES_ONLY.get(path, {}) and "/" in (place := str(parameters["place"])) and place not in FIRST_TABS:
        return PAGES_ONLY[path][name]
    single = FULL_TESTS.get(path, {})
    return single.get(item.name, single.get(name))
