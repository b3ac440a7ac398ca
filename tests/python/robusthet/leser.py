"""One reader of the load test, a process of its own: `python leser.py HOW LAGER EXPECTED.json SEED`, until its standard input is closed.

It asks the current edition again and again, in the way HOW says. Each answer carries the stamp of its edition, and is held against what
that edition must contain. At the end it prints what it saw as JSON.
"""

from __future__ import annotations

import json
import random
import select
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from kommunevarehus.editions import Store
from kommunevarehus.query import ask

QUESTION = """
    select
        (select utgave_id from kvalitet.utgave), (select innhold_sha256 from kvalitet.utgave),
        (select min(generasjon) from marts.fct_tall), (select max(generasjon) from marts.fct_tall), (select count(*) from marts.fct_tall),
        (select min(generasjon) from rapport.rapport_tall), (select max(generasjon) from rapport.rapport_tall),
        (select sum(antall) from rapport.rapport_tall), (select generasjon from kvalitet.oppsummering),
        (select avtrykk from kvalitet.oppsummering), (select count(*) from marts.dim_kilde), (select count(*) > 0 from kvalitet.validering)
"""
ONE = {"threads": 1}
Answer = tuple[Any, ...]


def through_the_resolved_link(store: Path) -> tuple[str, Answer]:
    """The DuckDB file, by the real path of the edition."""
    folder = (store / "gjeldende").resolve(strict=True)
    with duckdb.connect(str(folder / "kommunevarehus.duckdb"), read_only=True, config=ONE) as connection:
        return folder.name, connection.execute(QUESTION).fetchall()[0]


def through_the_link(store: Path) -> tuple[str, Answer]:
    """The DuckDB file, by the stable path, as most analysts open it."""
    with duckdb.connect(str(store / "gjeldende" / "kommunevarehus.duckdb"), read_only=True, config=ONE) as connection:
        answer = connection.execute(QUESTION).fetchall()[0]
    return answer[0], answer


def parquet(store: Path) -> tuple[str, Answer]:
    """The Parquet files of the edition that the link led to once; the stamp is the manifest's."""
    folder = (store / "gjeldende").resolve(strict=True)
    manifest = json.loads((folder / "datapackage.json").read_text("utf-8"))
    with duckdb.connect(config=ONE) as connection:
        for resource in manifest["resources"]:
            if resource["format"] == "parquet":
                schema, _, _ = resource["name"].partition(".")
                connection.execute(f"create schema if not exists {schema}")
                connection.execute(f"create view {resource['name']} as from '{folder / resource['path']}'")
                (rows,) = connection.execute(f"select count(*) from {resource['name']}").fetchall()[0]
                if rows != resource["rows"]:
                    raise AssertionError(f"{resource['name']} has {rows} rows, and {resource['rows']} by the manifest")
        connection.execute(
            "create table kvalitet.utgave as select ? as utgave_id, ? as innhold_sha256", [manifest["id"], manifest["content_sha256"]]
        )
        return folder.name, connection.execute(QUESTION).fetchall()[0]


def library(store: Path) -> tuple[str, Answer]:
    """What `kommunevarehus query` does."""
    edition = Store(store).require_current()
    return edition.id, ask(edition, QUESTION).rows[0]


HOWS: dict[str, Callable[[Path], tuple[str, Answer]]] = {
    "resolved link": through_the_resolved_link,
    "link": through_the_link,
    "parquet": parquet,
    "query": library,
}


def main() -> None:
    """Ask until told to stop, with pauses that leave the publisher time to make many editions to mix up."""
    how, store, expected_file, seed = sys.argv[1:]
    expected: dict[str, list[Any]] = json.loads(Path(expected_file).read_text("utf-8"))
    chance = random.Random(seed)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    while not select.select([sys.stdin], [], [], 0)[0]:
        try:
            edition, answer = HOWS[how](Path(store))
            seen[edition] += 1
            if answer[0] != edition or list(answer[2:]) != expected.get(answer[1]):
                wrong.append(f"{edition}: {answer}")
        except Exception as error:  # any error at all is what the test looks for
            wrong.append(f"{type(error).__name__}: {error}")
        time.sleep(chance.uniform(0, 0.8))
    print(json.dumps({"seen": seen, "wrong": wrong}))


main()
