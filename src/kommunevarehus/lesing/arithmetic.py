"""Arithmetic decides what was read: of all the ways to split the rows of a table, those that make its sums add up.

A sum of the layout (a total and its terms) must hold in every column, within half a unit of the last digit for each number in it. Its
signs are one of a few: all as printed (`+`), those of the layout (income and expenditure both positive), or one of these with one row
turned. The rows' candidates are tried together where there are at most MAX_COMBINATIONS of them; where there are more, each row keeps its
cheapest. Each sum narrows its rows to what some solution uses, and the sums are gone through again until nothing narrows: a row in two
sums carries what one decides to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kommunevarehus.lesing.numbers import Split

MAX_COMBINATIONS = 200_000
MAX_ROUNDS = 6
MAX_WORK = 1_000_000  # combinations of a sum tried with rows of the table's own
MAX_CHANCE = 0.2  # a sum that so many readings fit by chance proves none of them
UNTRIED = 1.5  # what costs so much more than the cheapest may be left untried
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Equation:
    """`total` = Σ weight × term over rows (by place in the table), `weights` being the layout's signs; `optional` rows may belong to it."""

    name: str
    total: int
    terms: tuple[int, ...]
    weights: tuple[int, ...]
    optional: tuple[int, ...] = ()


@dataclass
class Outcome:
    """How an equation came out: the signs and own rows it holds with, and the difference in each column (zeros where it holds)."""

    equation: Equation
    holds: bool
    signs: tuple[int, ...] = ()
    extra: tuple[tuple[int, int], ...] = ()
    differences: tuple[Decimal, ...] = ()
    unproved: bool = False  # rows without a reading, or nothing but blanks
    turned: tuple[int, ...] = ()  # columns in which it holds, but with the other sign than in the table's others


@dataclass
class Domain:
    """The candidates of one row that are still possible, as whole numbers of the table's smallest unit: shape (candidates, columns)."""

    splits: list[Split]
    numbers: Numbers
    alive: list[int] = field(default_factory=list)

    def living(self) -> Numbers:
        """The candidates still possible."""
        return self.numbers[self.alive]


def domain(splits: Sequence[Split], decimals: int) -> Domain:
    """A row's candidates as whole numbers; a blank and a dash count as nought, a per cent too."""
    factor = Decimal(10) ** decimals
    numbers = np.array(
        [[int((value.number or Decimal(0)) * factor) if not value.percent else 0 for value in split.values] for split in splits],
        dtype=np.int64,
    )
    return Domain(list(splits), numbers, list(range(len(splits))))


def _sign_sets(equation: Equation, prefer_layout: bool) -> list[tuple[int, ...]]:
    """The signs to try, likeliest first: as printed, the layout's, and each with one or two rows turned."""
    printed, layout = (1,) * len(equation.terms), equation.weights
    bases = [layout, printed] if prefer_layout else [printed, layout]
    bases += [tuple(-sign for sign in base) for base in list(bases)]
    sets = list(dict.fromkeys(bases))
    for base in bases[:2]:
        for turned in range(len(base)):
            sets.append(tuple(-sign if i == turned else sign for i, sign in enumerate(base)))
    for base in bases[:2]:
        for a, b in combinations(range(min(len(base), 8)), 2):
            sets.append(tuple(-sign if i in (a, b) else sign for i, sign in enumerate(base)))
    return list(dict.fromkeys(sets))


def _combine(terms: Sequence[Numbers], signs: Sequence[int]) -> Numbers:
    """The sums of every combination of the terms' candidates: shape (product, columns); the last term's candidates vary fastest."""
    total = np.zeros((1, terms[0].shape[1]), dtype=np.int64)
    for numbers, sign in zip(terms, signs, strict=True):
        total = (total[:, None, :] + sign * numbers[None, :, :]).reshape(-1, total.shape[1])
    return total


def _capped(domains: Sequence[Domain], limit: int) -> list[list[int]]:
    """Each domain's living candidates, the dearest dropped until all combinations are at most `limit`."""
    sizes = [len(one.alive) for one in domains]
    while np.prod(sizes, dtype=float) > limit and max(sizes) > 1:
        widest = max(range(len(sizes)), key=lambda i: sizes[i])
        sizes[widest] = max(1, min(sizes[widest] - 1, int(sizes[widest] * 0.8)))
    return [one.alive[:size] for one, size in zip(domains, sizes, strict=True)]


def _solutions(
    total: Domain, terms: Sequence[Domain], signs: Sequence[int], tolerance: int, limit: int, columns: Sequence[int] | None = None
) -> tuple[set[int], list[set[int]]] | None:
    """The candidates of total and terms that some solution uses; None if there is no solution.

    What was left out for want of room, and is not clearly dearer than the cheapest, has not been tried: it is kept, as if it were used.
    """
    picked = _capped([*terms, total], limit)
    if columns is None:
        columns = range(total.numbers.shape[1])
    sums = _combine([one.numbers[chosen][:, list(columns)] for one, chosen in zip(terms, picked[:-1], strict=True)], signs)
    used_total: set[int] = set()
    used: list[set[int]] = [set() for _ in terms]
    shape = [len(chosen) for chosen in picked[:-1]]
    for index in picked[-1]:
        holds = np.flatnonzero((np.abs(sums - total.numbers[index][list(columns)]) <= tolerance).all(axis=1))
        if not len(holds):
            continue
        used_total.add(index)
        for place, which in enumerate(np.unravel_index(holds, shape)):
            used[place].update(picked[place][i] for i in set(which.tolist()))
    if not used_total:
        return None
    for one, chosen, keep in zip([*terms, total], picked, [*used, used_total], strict=True):
        keep.update(i for i in set(one.alive) - set(chosen) if one.splits[i].cost < one.splits[one.alive[0]].cost + UNTRIED)
    return used_total, used


def settle(domains: Mapping[int, Domain], equations: Sequence[Equation], unit: int = 1) -> dict[int, Outcome]:
    """Narrow the rows' candidates by the equations, and say how each equation came out, by its place.

    `unit` is what the amounts are rounded to, in the domains' whole numbers. Rows without a candidate are in no `domains`.
    """
    outcomes: dict[int, Outcome] = {}
    votes = [0, 0]  # printed, layout
    tried: dict[int, tuple[int, ...]] = {}
    for _ in range(MAX_ROUNDS):
        changed = False
        for number, equation in enumerate(equations):
            left = tuple(len(domains[row].alive) for row in (equation.total, *equation.terms, *equation.optional) if row in domains)
            if number in outcomes and not outcomes[number].holds and tried[number] == left:
                continue  # it failed with the same readings
            tried[number] = left
            outcome, narrowed = _settle_one(domains, equation, unit, prefer_layout=votes[1] > votes[0], known=outcomes.get(number))
            if number not in outcomes and outcome.holds and not outcome.unproved:
                varied = len(set(equation.weights)) > 1 or equation.weights[:1] == (-1,)
                if varied:
                    votes[1 if outcome.signs == equation.weights else 0] += 1
            outcomes[number] = outcome
            changed |= narrowed
        if not changed:
            break
    return outcomes


def _settle_one(
    domains: Mapping[int, Domain], equation: Equation, unit: int, *, prefer_layout: bool, known: Outcome | None
) -> tuple[Outcome, bool]:
    rows = [equation.total, *equation.terms]
    if any(row not in domains for row in rows):
        return Outcome(equation, holds=False, unproved=True), False
    total, terms = domains[equation.total], [domains[row] for row in equation.terms]
    # As the warehouse does it: half a unit of each number that is not nothing.
    tolerance = (len(terms) // 2 + 1) * unit
    sign_sets = _sign_sets(equation, prefer_layout)
    if known and known.holds and not known.extra:
        sign_sets = [known.signs, *sign_sets[:4]]
    extras: list[tuple[tuple[int, int], ...]] = [()]
    found = _try(total, terms, sign_sets, tolerance, [], [])
    if found is None:
        readings = min(float(np.prod([len(one.alive) for one in (*terms, total)], dtype=float)), MAX_COMBINATIONS)
        for extra in _extra_sets(equation, domains)[: max(4, int(MAX_WORK / readings))]:
            extra_domains = [domains[row] for row, _ in extra]
            found = _try(total, terms, sign_sets[:4], tolerance, extra_domains, [sign for _, sign in extra])
            if found is not None:
                extras = [extra]
                break
    if found is None:
        return _failed(equation, domains, sign_sets, unit), False
    signs, (used_total, used) = found
    involved = [total, *terms, *(domains[row] for row, _ in extras[0])]
    zeros = tuple(Decimal(0) for _ in range(total.numbers.shape[1]))
    if _chance(involved, tolerance) > MAX_CHANCE:  # with so many readings, some would fit whatever is printed
        return Outcome(equation, True, signs, extras[0], zeros, unproved=True), False
    changed = False
    for one, keep in zip(involved, [used_total, *used], strict=True):
        kept = [i for i in one.alive if i in keep]
        if kept and len(kept) < len(one.alive):
            one.alive = kept
            changed = True
    proved = any((one.living() != 0).any() for one in terms) or bool((total.living() != 0).any())
    return Outcome(equation, True, signs, extras[0], zeros, unproved=not proved), changed


def _chance(involved: Sequence[Domain], tolerance: int) -> float:
    """How many of the readings together would fit the sum by chance, by how narrow each column is for numbers of their size."""
    readings = float(np.prod([len(one.alive) for one in involved], dtype=float))
    if readings <= 1:
        return 0.0
    sizes = np.max([np.abs(one.living()[0]) for one in involved], axis=0).astype(float)
    return readings * float(np.prod(np.minimum(1.0, (2 * tolerance + 1) / (1.0 + sizes))))


def _try(
    total: Domain,
    terms: Sequence[Domain],
    sign_sets: Sequence[tuple[int, ...]],
    tolerance: int,
    extra: Sequence[Domain],
    extra_signs: Sequence[int],
) -> tuple[tuple[int, ...], tuple[set[int], list[set[int]]]] | None:
    """The first signs with which the equation holds, and what the solutions of the likeliest signs use together."""
    combinations_of_all = float(np.prod([len(one.alive) for one in (*terms, *extra, total)], dtype=float))
    for place, signs in enumerate(sign_sets):
        if place >= 4 and combinations_of_all > 5_000:
            break  # many readings and any signs: something always fits
        found = _solutions(total, [*terms, *extra], [*signs, *extra_signs], tolerance, MAX_COMBINATIONS if place < 4 else 20_000)
        if found is not None:
            return signs, found
    return None


def _extra_sets(equation: Equation, domains: Mapping[int, Domain]) -> list[tuple[tuple[int, int], ...]]:
    """Own rows that may belong to the sum: each alone, then all of them, added or taken away."""
    rows = [row for row in equation.optional if row in domains and (domains[row].numbers != 0).any()][:6]
    sets: list[tuple[tuple[int, int], ...]] = []
    for row in rows:
        sets += [((row, 1),), ((row, -1),)]
    for size in range(2, len(rows) + 1):
        for chosen in combinations(rows, size):
            sets += [tuple((row, 1) for row in chosen), tuple((row, -1) for row in chosen)]
    return sets[:40]


def _failed(equation: Equation, domains: Mapping[int, Domain], sign_sets: Sequence[tuple[int, ...]], unit: int) -> Outcome:
    """What is missing in each column with the cheapest readings: with the signs, and the own row, that make most columns hold.

    An own row is taken only where one column is left, which is then the print's; a column may hold with the signs of the others turned.
    """
    total, terms = domains[equation.total].living()[0], [domains[row].living()[0] for row in equation.terms]
    limit = (len(terms) + 2) * unit
    tried = [(signs, total - sum(sign * one for one, sign in zip(terms, signs, strict=True))) for signs in sign_sets]
    bases = tried[:4] if len(terms) > 1 else tried
    # of equals, the signs of the table's other sums: they stand first
    signs, gaps = min(bases, key=lambda one: int((np.abs(one[1]) > limit).sum()))
    wrong = np.abs(gaps) > limit
    turned = tuple(int(i) for i in np.flatnonzero(wrong) if len(terms) > 1 and any(abs(other[i]) <= limit for _, other in bases))
    if len(turned) == int(wrong.sum()) and not wrong.all():
        return Outcome(equation, False, signs, (), tuple(Decimal(int(gap)) for gap in gaps), turned=turned)
    extra: tuple[tuple[int, int], ...] = ()
    for rows in _extra_sets(equation, domains) if int(wrong.sum()) > 1 and len(gaps) > 1 else ():
        more = sum(sign * domains[row].living()[0] for row, sign in rows)
        for tried_signs, without in bases:
            left = np.abs(without - more) > limit
            explained = wrong & ~left & (np.abs(more) > limit)
            if int(left.sum()) == 1 and explained.any():
                signs, gaps, extra, wrong = tried_signs, without - more, rows, left
        if extra:
            break
    return Outcome(equation, False, signs, extra, tuple(Decimal(int(gap)) for gap in gaps))


def holds_across(values: Numbers, account: int, budget: int, deviation: int, tolerance: int) -> NDArray[np.bool_]:
    """For each candidate of a row, whether its deviation column is accounts less budget, or the opposite."""
    difference = values[:, account] - values[:, budget]
    holds: NDArray[np.bool_] = (np.abs(difference - values[:, deviation]) <= tolerance) | (
        np.abs(difference + values[:, deviation]) <= tolerance
    )
    return holds
