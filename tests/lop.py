"""The two lanes: `make test` is everyday's, in minutes; `make test-full` is all there is.

A test is in the full lane if it is marked `full`, or if it is named here with the reason. No test is in neither.
"""

from __future__ import annotations

from collections.abc import Iterator
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
REJECTED = "a build that validation refuses for a digit; everyday has one that it refuses for a sign (test_validering.py)"
# Tests that use one of these fixtures: it builds the warehouse once more.
FULL_FIXTURES = {
    "python/test_befolkning.py": {"fetched": "a build with what SSB could have answered; everyday has the models' unit tests"},
    "python/test_ny_rapport.py": {"two": "everyday has the guests of test_pakker.py, and two municipalities in app/test_kommuner.py"},
    "python/test_kommando.py": {"rejected": REJECTED},
    "python/test_pakker_sammen.py": {"together": "every package three times over; everyday builds each once"},
    "python/test_utgivelse.py": {"rejected": REJECTED},
    "python/test_validering.py": {"rejected": REJECTED},
}
# Single tests, by file and name, or by name and parameters: those that build anew, and the variants of what everyday tries once.
FULL_TESTS = {
    "python/test_katalog.py": {
        "test_the_sql_of_the_cases_is_the_sql_that_dbt_runs": "dbt compiles every declared test; everyday has one of each kind",
    },
    "python/test_hent.py": {
        "test_the_parts_are_the_whole_and_none_is_too_large": "questions of any size; everyday has the country's plan",
        "test_killed_three_times_it_ends_with_the_undisturbed_data": "a process killed; everyday has each answer that fails",
    },
    "python/test_pakke_inn.py": {
        "test_a_copied_project_builds_from_its_own_files": "a build in another folder",
        "test_a_fault_in_what_all_share_stops_the_build": "another build that fails; everyday has the strict one",
        "test_a_changed_order_of_columns_in_the_yaml_is_seen_by_the_next_build": "dbt parses everything twice",
        "test_sjekk_and_the_build_find_the_same_faults": "another build; everyday has what each of them says",
    },
    "python/test_skrivefeil.py": {
        "test_slips_in_cells_are_noticed": "slips drawn at random; everyday has chosen ones (test_katalogfelt.py)",
        "test_without_the_sources_text_most_lost_commas_are_still_noticed": "slips drawn at random",
        "test_what_was_once_accepted_without_a_word_is_noticed": "more chosen slips; everyday has test_katalogfelt.py's",
        "test_a_copy_without_a_slip_is_without_a_fault": "a test of the one above",
    },
    "python/test_utgivelse.py": {
        "test_a_build_from_nothing_with_another_number_of_threads_gives_the_same_bytes": "a second build from nothing",
        "test_verify_finds_a_changed_file": "every kind of damage to every kind of file",
        "test_frictionless_finds_the_data_to_be_what_the_manifest_says": "all relations as CSV; everyday asks DuckDB of types and keys",
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
# Parametrized tests of which everyday takes the first value of a parameter, by file, name and parameter.
FIRST_OF = {
    "python/test_kommando.py": {"test_every_subcommand_explains_itself_and_its_options": {"option": "the short way to ask for help"}},
    "python/test_lese_rapport.py": {"test_the_same_tables_in_another_format_are_read_the_same": {"kind": "another format than a workbook"}},
    "python/test_meldinger.py": {
        "test_a_description_that_is_no_object_is_one_fault": {"text": "another text that is none"},
        "test_every_printed_space_parts_thousands": {"space": "another space"},
    },
    "python/test_tegn_og_plass.py": {"test_invisible_characters_do_not_break_matching": {"name": "another invisible character"}},
}
# Parametrized tests of which everyday takes the places that are pages, or the tab that a page opens with (held by app/test_sider.py).
PAGES_ONLY = {
    "app/test_nettleser.py": {"test_a_place_fits_calls_nobody_else_and_survives_a_reload": "another tab of a page that everyday opens"},
    "app/test_uttak.py": {"test_all_of_a_place_can_be_taken_along": "another tab of a page that everyday takes along"},
}
FIRST_TABS = {"okonomi/resultat", "mal/mal", "befolkning/folketall", "kilder/funn"}


def full_reason(item: pytest.Item) -> str | None:
    """Why a test is in the full lane only; None if it is everyday's."""
    return next(_reasons(item), None)


def _reasons(item: pytest.Item) -> Iterator[str]:
    if item.get_closest_marker("full"):
        yield "marked in its file"
    path = item.path.relative_to(ROOT / "tests").as_posix()
    yield from (reason for named, reason in FULL.items() if path == named or path.startswith(f"{named}/"))
    fixtures = getattr(item, "fixturenames", ())
    yield from (reason for fixture, reason in FULL_FIXTURES.get(path, {}).items() if fixture in fixtures)
    name = getattr(item, "originalname", item.name)
    yield from (reason for named, reason in FULL_TESTS.get(path, {}).items() if named in (item.name, name))
    if call := getattr(item, "callspec", None):
        if call.params.get("width", EVERYDAY_WIDTH) != EVERYDAY_WIDTH:
            yield f"another width than {EVERYDAY_WIDTH}"
        yield from (reason for parameter, reason in FIRST_OF.get(path, {}).get(name, {}).items() if call.indices[parameter])
        if name in PAGES_ONLY.get(path, {}) and "/" in call.params["place"] and call.params["place"] not in FIRST_TABS:
            yield PAGES_ONLY[path][name]
