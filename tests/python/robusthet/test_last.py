"""Twenty readers and a publisher that never rests: no reader sees an error, a missing table or a mixture of two editions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from varehus import age

from kommunevarehus.editions import Store
from kommunevarehus.publication import KEEP, publish
from robusthet.hus import HERE, ROWS, House, environment, imprint, leftovers, wrong_with

READERS = 20
GRACE = 15.0  # how long the publisher keeps what it published or what was current: at several editions a second, minutes are hundreds
SECONDS = float(os.environ.get("KOMMUNEVAREHUS_LAST_SEKUNDER", "60"))
HOWS = ("resolved link", "link", "parquet", "query")


def expected(house: House) -> list[object]:
    """What leser.QUESTION must answer, after the stamp, on an edition of this house."""
    one = house.generation
    return [one, one, ROWS, one, one, ROWS, one, imprint(one), 1, True]


def process(script: str, arguments: list[str], house: House, store: Store) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HERE / script), *arguments],
        env=environment(house.project, store),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_readers_meet_one_whole_edition_at_a_time(
    store: Store, house: House, houses: Mapping[str, House], tmp_path: Path, tallies: dict[str, Counter[str]]
) -> None:
    answers = tmp_path / "ventet.json"
    answers.write_text(json.dumps({content: expected(one) for content, one in houses.items()}), "utf-8")
    first = store.require_current().id
    readers = {
        number: process("leser.py", [HOWS[number % len(HOWS)], str(store.root), str(answers), str(number)], house, store)
        for number in range(READERS)
    }
    publisher = process("utgiver.py", [str(GRACE), *(str(one.project.root) for one in houses.values())], house, store)
    time.sleep(SECONDS)
    published = json.loads(publisher.communicate()[0])
    reports = {number: json.loads(reader.communicate()[0]) for number, reader in readers.items()}

    tally = tallies.setdefault(f"load, {READERS} readers in {SECONDS:.0f} s", Counter())
    seen: Counter[str] = Counter()
    for number, report in reports.items():
        seen.update(report["seen"])
        tally[f"queries through the {HOWS[number % len(HOWS)]}"] += sum(report["seen"].values())
    wrong = [problem for report in reports.values() for problem in report["wrong"]]
    tally["editions published"] = len(published)
    tally["editions seen"] = len(seen)
    tally["errors, missing tables and mixtures"] = len(wrong)

    assert wrong == []
    assert publisher.returncode == 0
    assert len(published) > 1, "the publisher did not get to publish; give it more time with KOMMUNEVAREHUS_LAST_SEKUNDER"
    assert len(seen) > 1
    assert set(seen) <= {first, *published}
    assert all(report["seen"] for report in reports.values())
    changed = {edition.id: edition.path.stat().st_mtime for edition in store.editions()}
    old = [one for one, moment in changed.items() if moment < max(changed.values()) - GRACE - 1]
    assert len(old) <= KEEP
    assert leftovers(store) == []
    assert wrong_with(store.root / "gjeldende", houses) == []


LOOK = """
import json, os, select, sys
looks, misses = 0, []
while looks % 1000 or not select.select([sys.stdin], [], [], 0)[0]:
    looks += 1
    try:
        os.stat(sys.argv[1])
    except OSError as error:
        misses.append(str(error))
print(json.dumps([looks, misses[:3]]))
"""


def test_the_link_is_never_away_while_it_is_swapped(store: Store, house: House, tallies: dict[str, Counter[str]]) -> None:
    manifest = str(store.root / "gjeldende" / "datapackage.json")
    with subprocess.Popen([sys.executable, "-c", LOOK, manifest], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as looker:
        with store.lock():
            for _ in range(500):
                for edition in store.editions():
                    store.point_to(edition)
        looks, misses = json.loads(looker.communicate()[0])
    tallies.setdefault("the link during 1000 swaps", Counter()).update({"looks": looks, "misses": len(misses)})
    assert misses == []
    assert looks > 10_000


def test_an_open_reader_survives_the_pruning_of_its_edition(store: Store, house: House) -> None:
    edition = store.require_current()
    with (
        duckdb.connect(str(edition.database), read_only=True) as connection,
        pq.ParquetFile(edition.path / "parquet" / "marts.fct_tall.parquet") as parquet,
    ):
        for _ in range(2):
            publish(house.project, force=True, keep=1, grace=0)
        assert not edition.path.exists()
        assert connection.execute("select utgave_id from kvalitet.utgave").fetchall() == [(edition.id,)]
        assert connection.execute("select count(*), sum(belop_mill_kr) from marts.fct_tall").fetchall() == [
            (ROWS, Decimal(ROWS * (ROWS + 1) // 2))
        ]
        assert parquet.read().num_rows == ROWS


def test_a_reader_that_dawdles_between_the_link_and_the_file_still_finds_it(
    store: Store, house: House, houses: Mapping[str, House]
) -> None:
    """An edition stays for minutes after it ceased to be current, however many follow: far longer than from the link to the file."""
    resolved = (store.root / "gjeldende").resolve()
    for _ in range(5):
        publish(house.project, force=True, keep=1)
        assert wrong_with(resolved, houses) == []
    age(store)
    publish(house.project, force=True, keep=1)
    assert not resolved.exists()


def test_the_current_edition_is_never_pruned(store: Store, house: House) -> None:
    first = store.editions()[0]
    store.rollback(first.id)
    assert first.id not in store.prune(1, grace=0)
    assert store.require_current() == first
