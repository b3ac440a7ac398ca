"""The reconciliation catches a slip: change one digit of a detail cell, and a rule breaks whenever rounding cannot hide it.

All changes are tried at once, in the models' own compiled SQL on a copy of the built database: each change gets its own copy of the changed
figure and of every rule that uses it. What must be caught is computed here, in fractions, from the rules' terms alone.
"""

from __future__ import annotations

import math
import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest

from kommunevarehus.project import Project

SEED = 2020
CHANGES = 400
AT_LEAST = 200
MODELS = (
    ("intermediate", "int_avstemming__ledd", "intermediate/avstemming"),
    ("intermediate", "int_avstemming__beregnet", "intermediate/avstemming"),
    ("intermediate", "int_avstemming__holdt", "intermediate/avstemming"),
    ("kvalitet", "avstemming", "kvalitet"),
)

# Printed cells that a sum or a difference in their own table is computed from.
DETAILS = """
    select distinct tall.tabell_id, tall.rad, tall.kolonne, tall.trykt, tall.verdi, tall.ovre - tall.verdi
    from alle_ledd as ledd
    inner join intermediate.int_avstemming__regel as regler on ledd.rapport_id = regler.rapport_id and ledd.regel_id = regler.regel_id
    inner join intermediate.int_tall__samlet as tall
        on ledd.ledd_tabell_id = tall.tabell_id and ledd.ledd_rad = tall.rad and ledd.ledd_kolonne = tall.kolonne
    where regler.art in ('sum', 'differanse') and ledd.ledd_tabell_id = ledd.tabell_id and tall.er_trykt
    order by all
"""

# Every instance a change touches, as a rule of its own for that change, with the changed figure in place of the printed one.
TOUCHED = """
    create temp table berort as
    select
        ledd.rapport_id,
        concat(ledd.regel_id, '#', endring.nr) as regel_id,
        case when {venstre} then concat(ledd.tabell_id, '#', endring.nr) else ledd.tabell_id end as tabell_id,
        ledd.rad,
        ledd.kolonne,
        ledd.side,
        ledd.leddnr,
        case when {ledd} then concat(ledd.ledd_tabell_id, '#', endring.nr) else ledd.ledd_tabell_id end as ledd_tabell_id,
        ledd.ledd_rad,
        ledd.ledd_kolonne,
        ledd.koeffisient,
        case when {gang} then concat(ledd.gang_tabell_id, '#', endring.nr) else ledd.gang_tabell_id end as gang_tabell_id,
        ledd.gang_rad,
        ledd.gang_kolonne
    from endring
    inner join alle_ledd as ledd on exists (
        from alle_ledd as bruk
        where (bruk.regel_id, bruk.tabell_id, coalesce(bruk.rad, 0), bruk.kolonne)
            = (ledd.regel_id, ledd.tabell_id, coalesce(ledd.rad, 0), ledd.kolonne)
            and (
                (bruk.tabell_id = endring.tabell_id and bruk.rad = endring.rad and bruk.kolonne = endring.kolonne)
                or (bruk.ledd_tabell_id = endring.tabell_id and bruk.ledd_rad = endring.rad and bruk.ledd_kolonne = endring.kolonne)
                or (bruk.gang_tabell_id = endring.tabell_id and bruk.gang_rad = endring.rad and bruk.gang_kolonne = endring.kolonne)
            )
    )
""".format(
    venstre="ledd.tabell_id = endring.tabell_id and ledd.rad = endring.rad and ledd.kolonne = endring.kolonne",
    ledd="ledd.ledd_tabell_id = endring.tabell_id and ledd.ledd_rad = endring.rad and ledd.ledd_kolonne = endring.kolonne",
    gang="ledd.gang_tabell_id = endring.tabell_id and ledd.gang_rad = endring.rad and ledd.gang_kolonne = endring.kolonne",
)

SCENARIO = (
    "create or replace table intermediate.int_avstemming__regelledd as select * from berort",
    "create or replace table intermediate.int_avstemming__oppstillingsledd as select * from berort where false",
    """insert into intermediate.int_avstemming__regel
        select distinct berort.rapport_id, berort.regel_id, regler.tittel, regler.art, regler.faktor
        from berort inner join intermediate.int_avstemming__regel as regler
            on berort.rapport_id = regler.rapport_id and split_part(berort.regel_id, '#', 1) = regler.regel_id""",
    """insert into intermediate.int_tall__samlet by name
        select
            tall.* replace (
                concat(tall.tabell_id, '#', endring.nr) as tabell_id, endring.verdi as verdi,
                endring.verdi - endring.slingring as nedre, endring.verdi + endring.slingring as ovre
            )
        from endring inner join intermediate.int_tall__samlet as tall
            on endring.tabell_id = tall.tabell_id and endring.rad = tall.rad and endring.kolonne = tall.kolonne""",
)

Interval = tuple[Fraction | float, Fraction | float]


@dataclass(frozen=True)
class Change:
    """One digit of one printed cell changed."""

    number: int
    table: str
    row: int
    column: str
    printed: str
    value: Decimal
    slack: Decimal


def change_one_digit(printed: str, rng: random.Random) -> str:
    """The printed number with one of its digits replaced by another."""
    place = rng.choice([place for place, sign in enumerate(printed) if sign.isdigit()])
    digit = rng.choice([digit for digit in "0123456789" if digit != printed[place]])
    return printed[:place] + digit + printed[place + 1 :]


def read_number(printed: str) -> Decimal:
    """A Norwegian number as Decimal; footnote marks and per cent signs are not part of it."""
    return Decimal(printed.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").rstrip("%*").replace(",", "."))


def product(one: Interval, other: Interval) -> Interval:
    """The interval of the products."""
    products = [a * b for a in one for b in other]
    return min(products), max(products)


def total(terms: list[Interval]) -> Interval:
    """The interval of the sum."""
    return sum((low for low, _ in terms), Fraction(0)), sum((high for _, high in terms), Fraction(0))


def apart(one: Interval, other: Interval) -> bool:
    """The two intervals do not meet."""
    return one[1] < other[0] or other[1] < one[0]


@pytest.fixture(scope="module")
def database(warehouse: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the built database, under the same name so that the compiled models find it."""
    copy = tmp_path_factory.mktemp("avstemming") / "kommunevarehus.duckdb"
    shutil.copy2(warehouse.root / "target" / "kommunevarehus.duckdb", copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("""
            create temp table alle_ledd as
            select * from intermediate.int_avstemming__regelledd
            union all by name
            select * from intermediate.int_avstemming__oppstillingsledd
        """)
        yield connection


@pytest.fixture(scope="module")
def changes(database: duckdb.DuckDBPyConnection) -> list[Change]:
    """A random sample, the same each time, of detail cells with one digit changed."""
    rng = random.Random(SEED)
    cells = database.execute(DETAILS).fetchall()
    sample = rng.sample(cells, min(CHANGES, len(cells)))
    return [
        Change(number, table, row, column, printed, read_number(change_one_digit(printed, rng)), slack)
        for number, (table, row, column, printed, _, slack) in enumerate(sample, start=1)
    ]


@pytest.fixture(scope="module")
def broken(warehouse: Project, database: duckdb.DuckDBPyConnection, changes: list[Change]) -> dict[int, set[str]]:
    """By change: the rules' instances that the warehouse's own SQL calls `avvik`."""
    database.execute(
        "create temp table endring (nr int, tabell_id text, rad int, kolonne text, verdi decimal(18, 6), slingring decimal(18, 6))"
    )
    database.executemany(
        "insert into endring values (?, ?, ?, ?, ?, ?)", [(c.number, c.table, c.row, c.column, c.value, c.slack) for c in changes]
    )
    for statement in (TOUCHED, *SCENARIO):
        database.execute(statement)
    for schema, model, folder in MODELS:
        compiled = warehouse.root / "target" / "compiled" / "kommunevarehus" / "models" / folder / f"{model}.sql"
        database.execute(f"create or replace table {schema}.{model} as {compiled.read_text(encoding='utf-8')}")
    found: dict[int, set[str]] = defaultdict(set)
    for number, instance in database.execute("""
        select
            cast(split_part(regel_id, '#', 2) as int),
            concat_ws('|', split_part(regel_id, '#', 1), split_part(tabell_id, '#', 1), rad, kolonne)
        from kvalitet.avstemming where status = 'avvik'
    """).fetchall():
        found[number].add(instance)
    return found


@pytest.fixture(scope="module")
def expected(database: duckdb.DuckDBPyConnection, broken: dict[int, set[str]]) -> dict[int, set[str]]:
    """By change: the instances that exact interval arithmetic, done here, says must break."""
    figures: dict[tuple[str, int, str], Interval] = {}
    derived = set()
    for is_printed, table, row, column, low, high in database.execute("""
        select er_trykt, tabell_id, coalesce(rad, 0), kolonne,
            case when status in ('tom', 'strek') then 0 else nedre end, case when status in ('tom', 'strek') then 0 else ovre end
        from intermediate.int_tall__samlet where verdi is not null or status in ('tom', 'strek')
    """).fetchall():
        # What a word leaves open (`over 200`) is without end there: only figures that are checked are, no rule computes from one.
        figures[table, row, column] = (-math.inf if low is None else Fraction(low), math.inf if high is None else Fraction(high))
        if not is_printed:
            derived.add((table, row, column))
    factors = dict(database.execute("select regel_id, faktor from intermediate.int_avstemming__regel").fetchall())
    instances: dict[tuple[str, str, int, str], dict[str, list[Interval | None]]] = defaultdict(lambda: defaultdict(list))
    for rule, table, row, column, side, place, times, coefficient in database.execute("""
        select regel_id, tabell_id, coalesce(rad, 0), kolonne, side, (ledd_tabell_id, coalesce(ledd_rad, 0), ledd_kolonne),
            case when gang_tabell_id is not null then (gang_tabell_id, coalesce(gang_rad, 0), gang_kolonne) end, koeffisient
        from berort
    """).fetchall():
        figure, other = figures.get(tuple(place)), figures.get(tuple(times)) if times else (Fraction(1), Fraction(1))
        weight = (Fraction(coefficient), Fraction(coefficient))
        instances[rule, table, row, column][side].append(product(weight, product(figure, other)) if figure and other else None)
    found: dict[int, set[str]] = defaultdict(set)
    for (rule, table, row, column), sides in instances.items():
        printed = figures.get((table, row, column))
        terms = [term for side in sides.values() for term in side]
        if printed is None or (table, row, column) in derived or None in terms:
            continue
        factor = Fraction(factors[rule])
        low, high = (bound * factor for bound in total([term for term in sides["teller"] if term]))
        computed = low, high
        if "nevner" in sides:
            below = total([term for term in sides["nevner"] if term])
            if below[0] <= 0 <= below[1]:
                continue
            computed = product(computed, (1 / below[1], 1 / below[0]))
        if apart(computed, printed):
            name, number = rule.split("#")
            found[int(number)].add("|".join([name, table.split("#")[0], *([str(row)] if row else []), column]))
    return found


@pytest.fixture(scope="module")
def already(database: duckdb.DuckDBPyConnection, warehouse: Project) -> set[str]:
    """The instances that disagree in the sources as they are."""
    with duckdb.connect(str(warehouse.root / "target" / "kommunevarehus.duckdb"), read_only=True) as built:
        return {
            row[0]
            for row in built.execute(
                "select concat_ws('|', regel_id, tabell_id, rad, kolonne) from kvalitet.avstemming where status = 'avvik'"
            ).fetchall()
        }


def test_every_slip_that_rounding_cannot_hide_is_caught(
    changes: list[Change],
    broken: dict[int, set[str]],
    expected: dict[int, set[str]],
    already: set[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    must = {change.number for change in changes if expected[change.number] - already}
    caught = {change.number for change in changes if broken[change.number] - already}
    with capsys.disabled():
        print("\n\ntable          changed  must be caught  caught  share")
        for table in [*sorted({change.table for change in changes}), "all"]:
            numbers = {change.number for change in changes if table in {"all", change.table}}
            share = len(numbers & caught) / len(numbers)
            print(f"{table:<15}{len(numbers):>7}{len(numbers & must):>16}{len(numbers & caught):>8}{share:>7.0%}")
    missed = [change for change in changes if change.number in must - caught]
    assert len(changes) >= AT_LEAST
    assert len(must) >= AT_LEAST
    assert not missed, missed


def test_the_models_and_the_fractions_agree_on_every_instance(
    changes: list[Change], broken: dict[int, set[str]], expected: dict[int, set[str]]
) -> None:
    differ = {
        change: broken[change.number] ^ expected[change.number] for change in changes if broken[change.number] != expected[change.number]
    }
    assert not differ


def test_a_change_of_a_digit_changes_the_number() -> None:
    rng = random.Random(SEED)
    for printed in ("-4 140", "92,7", "11%", "2 413*", "0"):
        assert read_number(change_one_digit(printed, rng)) != read_number(printed)
