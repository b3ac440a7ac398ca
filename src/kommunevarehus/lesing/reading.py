"""A table understood: its layout, what each row is, which reading of its numbers the arithmetic leaves, and what does not add up."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from kommunevarehus.lesing.arithmetic import Domain, Equation, Outcome, domain, holds_across, settle
from kommunevarehus.lesing.heads import Head
from kommunevarehus.lesing.layouts import Layout, Match, Sum, fold, normal, recognise, without_number
from kommunevarehus.lesing.numbers import BLANK, DEAR, Split, Value, may_be_one, number_of
from kommunevarehus.lesing.tables import Row, Table, unreadable

DERIVED = "avledet_sum"  # over an intermediate sum that is not printed: it may hold, but need not
CERTAIN, SETTLED, UNCERTAIN = "entydig", "regnestykke", "uklart"
# Two readings of a row are as good as one where the second costs this much more: its values would be of quite different size, or written
# strangely.
_CLEARLY_DEARER = 1.5
# A reading is like its row if its values are within about a third of each other, and unlike if they are so much further apart.
_LIKE, _UNLIKE = 0.35, 0.15
_INCOME = frozenset(
    {"sum_driftsinntekter", "sum_frie_disponible_inntekter", "sum_generelle_driftsinntekter", "balanse_sum_eiendeler", "rammetilskudd"}
)
# Where a number may begin with what is the label's, or a note: `Avskrivninger3 740 279`, `Brannbil 2 788 691`.
_LABELS_OWN = re.compile(r"\d| \d{1,2} \d{3}(?!\d)")
_MOST_TERMS = 14
_SUM_WORD = re.compile(r"^(?:sum|delsum|totalt?|i alt|netto|til fordeling)\b")
# What two statements of one year must agree on, whatever their layouts; signs aside.
_SAME_EVERYWHERE = (
    frozenset({"brutto_driftsresultat"}),
    frozenset({"netto_driftsresultat"}),
    frozenset({"netto_finansutgifter"}),
    frozenset({"sum_disponeringer"}),
    frozenset({"sum_fordelt_til_drift"}),
    frozenset({"regnskapsmessig_resultat", "balanse_regnskapsmessig_mindreforbruk"}),
)


@dataclass(frozen=True)
class Cell:
    """A cell as read: its value (None where it is unclear), how sure, the other values it may have, and what decided."""

    value: Value | None
    certainty: str
    alternatives: tuple[str, ...] = ()


@dataclass
class ReadRow:
    """A row as read: what it is, its cells, and the sign that makes its printed numbers improve the result when positive."""

    row: Row
    match: Match | None
    cells: list[Cell]
    note: str = ""
    effect: int | None = None
    turned: bool = False
    part_of: str = ""  # the label of the regulated sum that an own line goes into, and with what sign
    part_sign: int = 1


@dataclass(frozen=True)
class Finding:
    """Something that does not add up. `ours` if a row in it is unclear, so that it may be our reading."""

    kind: str
    text: str
    place: str
    column: str
    printed: Decimal
    computed: Decimal
    ours: bool


@dataclass
class ReadTable:
    """A table as read. `sign` is the table's convention: `-1` income negative, `1` effect on the result, `rad` all positive; `` unknown."""

    table: Table
    layout: Layout | None
    rows: list[ReadRow]
    sign: str = ""
    unit: str = ""
    unit_from: str = ""
    findings: list[Finding] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    decimals: int = 0

    def share(self, certainty: str) -> int:
        """How many cells are read with this certainty."""
        return sum(cell.certainty == certainty for row in self.rows for cell in row.cells)


def read_table(table: Table, layouts: Mapping[str, Layout]) -> ReadTable:
    """Understand one table: never fails; what is not understood is kept as cells with its title.

    Of layouts that know about as many of its rows, the one whose sums contradict the table least.
    """
    known: Sequence[Layout | None] = recognise(layouts, [row.label for row in _whole_labels(table.rows, None) if not row.empty])
    tried = known[:3] or [_open_layout(table, layouts)]
    return min((_read_as(table, layout) for layout in tried), key=lambda read: len(read.findings))


def read_tables(tables: Sequence[Table], layouts: Mapping[str, Layout]) -> list[ReadTable]:
    """Understand the tables of a source; one that goes on over a page, with its heads repeated, is one table."""
    read: list[tuple[Table, ReadTable]] = []
    for table in tables:
        one = read_table(table, layouts)
        if read and (joined := _joined(*read[-1], table, one, layouts)) is not None:
            read[-1] = joined
        else:
            read.append((table, one))
    return [one for _, one in read]


def _joined(
    first: Table, as_first: ReadTable, second: Table, as_second: ReadTable, layouts: Mapping[str, Layout]
) -> tuple[Table, ReadTable] | None:
    """Two tables as one, if they have the same columns and a layout knows the rows of both, none of them twice, with no less arithmetic."""
    heads = [[(head.kind, head.year, head.period) for head in table.heads] for table in (first, second)]
    if heads[0] != heads[1] or not heads[0] or first.count != second.count or len({first.unit, second.unit} - {None}) > 1:
        return None
    table = replace(first, rows=[*first.rows, *second.rows], unit=first.unit or second.unit)
    read = read_table(table, layouts)
    places = {row.place for row in second.rows}
    later = [row for row in read.rows if row.row.place in places and not row.row.empty]
    held, held_apart = _held(read), _held(as_first) + _held(as_second)
    if read.layout is None or read.layout.open_code is not None:
        return (table, read) if held > held_apart else None
    known = sum(row.match is not None for row in later)
    worse = len(read.findings) > len(as_first.findings) + len(as_second.findings)
    return (table, read) if known > 0.6 * len(later) and (held > held_apart or (held == held_apart and not worse)) else None


def _rounding(decimals: int, unit: str | None) -> int:
    """What amounts are rounded to, in units of their last digit: kroner where there are øre, which sums often leave out."""
    return 100 if decimals == 2 and unit in (None, "kr") else 1


def _held(read: ReadTable) -> int:
    return sum(outcome.holds and not outcome.unproved for outcome in read.outcomes)


def _read_as(table: Table, layout: Layout | None) -> ReadTable:
    """The table as one of a layout."""
    whole = _whole_labels(table.rows, layout)
    lines = [row for i, row in enumerate(whole) if not row.heading or _is_empty_post(whole, i, layout)]
    matches = _matches(lines, layout)
    kept = [(row, match) for row, match in zip(lines, matches, strict=True) if _stays(row, match, layout)]
    # A heading with dashes is a heading: what follows stands under it.
    rows = [row for row, _ in kept]
    decimals = _decimals(rows)
    read = ReadTable(replace_rows(table, rows), layout, [], decimals=decimals)
    domains = {i: domain(row.candidates, decimals) for i, row in enumerate(rows) if row.candidates and not row.empty}
    before = {i: len(one.alive) for i, one in domains.items()}
    _by_deviation(table, domains, decimals)
    equations, apart = _equations(layout, [match for _, match in kept], rows)
    # What specifies a sum below it is the report's own: the sum's terms stand on its other side.
    kept = [(row, None if i in apart else match) for i, (row, match) in enumerate(kept)]
    own, unexplained = _own_sums(rows, domains, layout)
    equations += own
    outcomes = settle({i: d for i, d in domains.items() if not _percent_row(kept[i][1], d)}, equations, _rounding(decimals, table.unit))
    chosen = _by_likeness(
        {i: d for i, d in domains.items() if not _percent_row(kept[i][1], d)}, equations, outcomes, _rounding(decimals, table.unit)
    )
    read.outcomes = [outcome for outcome in outcomes.values() if outcome.holds or outcome.equation.name not in ("delsum", DERIVED)]
    proved = {
        row
        for outcome in outcomes.values()
        if outcome.holds and not outcome.unproved
        for row in (outcome.equation.total, *outcome.equation.terms, *(r for r, _ in outcome.extra))
    }
    refuted = {row for outcome in outcomes.values() if not outcome.holds for row in (outcome.equation.total, *outcome.equation.terms)}
    may_vanish = not table.style.zeros or any(
        BLANK in row.candidates[0].values for row in rows if row.candidates and not row.empty and row.cells is None
    )
    usually_led = sum(row.tail[:1] == " " for row in rows) * 2 > len(rows)
    unsaid = (bool(table.heads) and len(table.heads) != table.count) or table.style.unparted
    # A column whose signs are the opposite of the others': what improves the result in it, a person must say.
    turned = _opposite(outcomes.values(), domains, [match for _, match in kept], layout)
    for outcome in outcomes.values():
        outcome.turned = tuple(column for column in outcome.turned if column in turned)
    for i, (row, match) in enumerate(kept):
        odd = table.style.glued and (row.tail[:1] == " ") != usually_led
        # Where nobody says what the columns are, or how many, a sum that holds in all of them does.
        nobody = unsaid or (table.undecided and i not in proved)
        known = _Known(i in proved, i in refuted, i in unexplained, i in chosen, may_vanish, odd, nobody, table.style.spaced_minus)
        one = _read_row(row, match, domains.get(i), before.get(i, 0), table.count, known)
        one.cells = [_doubted(cell) if column in turned else cell for column, cell in enumerate(one.cells)]
        read.rows.append(one)
    for outcome in outcomes.values():
        for number, sign in outcome.extra:
            read.rows[number].part_of, read.rows[number].part_sign = _code(kept[outcome.equation.total][1]), sign
    _signs(read, list(outcomes.values()))
    read.findings = _findings(read, list(outcomes.values()))
    read.unit, read.unit_from = _unit(read)
    return read


def _opposite(
    outcomes: Collection[Outcome], domains: Mapping[int, Domain], matches: Sequence[Match | None], layout: Layout | None
) -> set[int]:
    """The columns that hold with turned signs only, and in which all income, or all expenditure, has the other sign than beside it.

    Where it is one row only, its sign is a misprint, and the sum contradicts it.
    """
    asked = {column for outcome in outcomes for column in outcome.turned}
    totals = {one.total for one in layout.sums} if layout is not None else set()
    found: set[int] = set()
    for column in asked:
        flips: dict[int, list[bool]] = defaultdict(list)
        for i, one in domains.items():
            match = matches[i]
            if match is None or match.code in totals or match.unit == "pst":
                continue
            signs = np.sign(one.living()[0])
            beside = {int(sign) for at, sign in enumerate(signs) if at not in asked and sign}
            if signs[column] and len(beside) == 1:
                flips[match.sign].append(int(signs[column]) not in beside)
        if any(all(group) for group in flips.values()) and sum(map(sum, flips.values())) > 1:
            found.add(column)
    return found


def _decimals(rows: Sequence[Row]) -> int:
    """How many decimals the amounts have, at most two: as the likeliest readings of a fifth of the rows have them."""
    likeliest = [row.candidates[0].values for row in rows if row.candidates]
    most = Counter(
        max((-int(v.number.normalize().as_tuple().exponent) for v in values if v.number and not v.percent), default=0)
        for values in likeliest
    )
    return max((min(places, 2) for places, times in most.items() if places > 0 and times >= 0.2 * len(likeliest)), default=0)


def _stays(row: Row, match: Match | None, layout: Layout | None) -> bool:
    """Whether a line is a row: one without numbers is, if the layout has a post of its name."""
    if row.empty:
        return match is not None and match.code != _open(layout)
    return match is not None or not _only_dashes(row) or _known(row, layout)


_GOES_ON = re.compile(r"(?i)(?:[,/–-]|(?<![a-zæøå])(?:og|til|av|for|i|på|fra|frå|med|som|eller|mot|ved|under))$")


_PART_OF = re.compile(r"(?i)\(?(?:herav|derav|av dette|hvorav|kvarav)(?![a-zæøå])")
_LONGEST_HALF = 60  # letters of a label; more is a paragraph's line


def _small(row: Row) -> bool:
    return row.label[:1].islower() or row.label[:1] == "("


def _whole_labels(rows: Sequence[Row], layout: Layout | None) -> list[Row]:
    """The rows with labels that the print has on two lines as one: the numbers stand beside the first half, or beside the second.

    The layout knows the whole. Where it does not, the first half ends with a word that goes on; or it has no numbers, and the second half
    is the only row that begins with a small letter. What follows a whole row is a remark (`herav lønn …`), and no part of its label.
    """
    found: list[Row] = []
    listed = any(_small(row) and not row.heading and not before.heading for before, row in pairwise(rows))
    for row in rows:
        above = found[-1] if found else None
        if above is None or above.heading == row.heading or (row.empty and not row.heading) or (above.empty and not above.heading):
            found.append(row)
            continue
        both = f"{above.label} {row.label}"
        if _PART_OF.match(row.label):
            found.append(row)
            continue
        goes_on = _GOES_ON.search(above.label) and not _small(above) and len(above.label) <= _LONGEST_HALF
        small = _small(row) and (goes_on or (above.heading and not listed))
        known = layout is not None and layout.code_of(both)
        halves = layout is not None and (layout.code_of(row.label if above.heading else above.label) or layout.code_of(above.label))
        if known or (not halves and (small or (above.heading and goes_on))):
            group = (
                next((one.label for one in reversed(found[:-1]) if one.heading and not _small(one)), "") if above.heading else above.group
            )
            found[-1] = replace(row if above.heading else above, label=both, group=group)
        else:
            found.append(row)
    return found


def _is_empty_post(rows: Sequence[Row], at: int, layout: Layout | None) -> bool:
    """Whether a line of words is a post printed empty: the layout has several of its name, and a later row is another of them."""
    if layout is None:
        return False
    code, name = layout.code_of(rows[at].label), fold(normal(without_number(rows[at].label)))
    several = len({entry[0] for entry in layout.folded.get(name, ())}) > 1
    return bool(code) and several and any(layout.code_of(row.label) == code for row in rows[at + 1 :] if not row.empty)


def _known(row: Row, layout: Layout | None) -> bool:
    """Whether the layout has the row's label, be it for another row."""
    return layout is not None and bool(layout.code_of(row.label))


def _open(layout: Layout | None) -> str | None:
    return layout.open_code if layout else None


def replace_rows(table: Table, rows: Sequence[Row]) -> Table:
    """The table with these rows."""
    return replace(table, rows=list(rows))


def _code(match: Match | None) -> str:
    return match.code if match else ""


def _only_dashes(row: Row) -> bool:
    return (
        bool(row.candidates)
        and all(value.number is None for value in row.candidates[0].values)
        and "-" in row.tail
        and len(row.candidates) == 1
    )


def _percent_row(match: Match | None, one: Domain) -> bool:
    return (match is not None and match.unit == "pst") or (
        any(value.percent for value in one.splits[0].values) and all(value.percent or not value.number for value in one.splits[0].values)
    )


def _open_layout(table: Table, layouts: Mapping[str, Layout]) -> Layout | None:
    """A layout whose rows are the municipality's own (areas, projects), known by its sum, and by its title where several have the same."""
    labels = [row.label for row in table.rows]
    found = []
    for layout in layouts.values():
        if layout.open_code is None or _titled(table.title, layout.name) is False:
            continue
        known = [label for label in labels if (match := layout.match(label, "", {})) is not None and match.code != layout.open_code]
        if known:
            found.append(layout)
    if len(found) > 1:
        found = [layout for layout in found if _titled(table.title, layout.name)]
    return found[0] if len(found) == 1 else None


# What a title says of a statement: its schema, its section, the part of the accounts, and what kind of statement it is.
_SAID = (
    re.compile(r"(?i)(?<!\w)([12] ?[ab])(?!\w)"),
    re.compile(r"(?<!\d)(5 ?[-\u2010-\u2013] ?\d)(?!\d)"),
    re.compile(r"(?i)(?<![a-zæøå])(drift|investering)(?:en|er|ar|a|s(?:regnskap|rekneskap|budsjett|prosjekt)\w*)?(?![a-zæøå])"),
    re.compile(r"(?i)(skjema|bevilgning|løyving)"),
)


def _titled(title: str, name: str) -> bool | None:
    """Whether a title says that a table is of the layout of this name: no if it says another, None if it says too little."""
    said, own = (
        [{re.sub(r"\W", "", one.lower()).replace("løyving", "bevilgning") for one in mark.findall(text)} for mark in _SAID]
        for text in (title, name)
    )
    schema, section, part, kind = ((a & b, bool(a and b) and not a & b) for a, b in zip(said, own, strict=True))
    if schema[1] or section[1] or part[1]:
        return False
    return bool(schema[0] or section[0] or (part[0] and len(said[2]) == 1 and kind[0])) or None


def _matches(rows: Sequence[Row], layout: Layout | None) -> list[Match | None]:
    if layout is None:
        return [None] * len(rows)
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    found: list[Match | None] = []
    for row in rows:
        match = layout.match(row.label, row.group, seen)
        if match is None and row.candidates and any(value.number for value in row.candidates[0].values):
            named = layout.sum_of(row.label)
            match = named if named is not None and named.code not in taken else None
        # An abbreviation or a slip does not take the place of a post that stands there with its own name.
        if match is not None and match.distance and match.code in taken:
            match = None
        names = {normal(row.label), normal(without_number(row.label))}
        for name in names | {fold(name) for name in names}:
            seen[name] += 1
        if match is not None:
            taken.add(match.code)
        elif layout.open_code is not None:
            match = Match(layout.open_code, layout.open_sign, 0, "*")
        found.append(match)
    exact = {match.code for match in found if match is not None and not match.distance}
    return [None if match is not None and match.distance and match.code in exact else match for match in found]


def _by_deviation(table: Table, domains: Mapping[int, Domain], decimals: int) -> None:
    """Where a column is the deviation between two others, a row's readings for which it is not are dropped, if some are."""
    if len(table.heads) != table.count:
        return
    for at, head in enumerate(table.heads):
        if head.kind != "avvik":
            continue
        accounts = [i for i, other in enumerate(table.heads) if other.kind in ("regnskap", "aar")]
        budgets = [i for i, other in enumerate(table.heads) if other.kind in ("regulert_budsjett", "budsjett", "opprinnelig_budsjett")]
        if not accounts or not budgets:
            continue
        pairs = [(a, b) for a in accounts for b in budgets if table.heads[a].year == table.heads[b].year] or [(accounts[0], budgets[0])]
        votes = {
            pair: sum(bool(holds_across(one.numbers[:1], *pair, at, 1)[0]) for one in domains.values() if one.numbers[0].any())
            for pair in pairs
        }
        pair = max(votes, key=lambda p: votes[p])
        for one in domains.values():
            holds = holds_across(one.numbers, *pair, at, 1)
            kept = [i for i in one.alive if holds[i]]
            if kept and (one.numbers[kept] != 0).any():
                one.alive = kept
        # `better than the budget` in every row: such deviations need not add up, and each is known by its own two columns.
        ways = [
            sum(bool((abs(sign * (n[:, pair[0]] - n[:, pair[1]]) - n[:, at]) <= 1).all()) and bool(n[:, at].any()) for n in living)
            for living in [[one.living() for one in domains.values()]]
            for sign in (1, -1)
        ]
        if min(ways) * 6 >= len(domains) and sum(ways) * 4 >= 3 * sum(bool(one.living()[:, at].any()) for one in domains.values()):
            for one in domains.values():
                one.numbers[:, at] = 0


def _equations(layout: Layout | None, matches: Sequence[Match | None], rows: Sequence[Row]) -> tuple[list[Equation], set[int]]:
    """The layout's sums as equations over the rows that are here, and the rows that repeat what a sum is made of, on its other side."""
    if layout is None:
        return [], set()
    at: dict[str, list[int]] = defaultdict(list)
    for i, match in enumerate(matches):
        if match is not None and match.unit != "pst" and not rows[i].empty:
            at[match.code].append(i)
    found = []
    apart: set[int] = set()
    past = _past_missing(layout, at.keys())
    derived = {one.total for one in past}
    for one in [*layout.sums, *past]:
        totals = at.get(one.total, [])
        terms = [
            (i, weight * layout.signs.get(code, 1) * layout.signs.get(one.total, 1)) for code, weight in one.terms for i in at.get(code, [])
        ]
        if len(totals) != 1 or not terms or layout.open_code in {code for code, _ in one.terms}:
            continue
        total = totals[0]
        # The terms stand above their sum, or below it; what stands on the other side is a specification.
        sides = [[term for term in terms if term[0] < total], [term for term in terms if term[0] > total]]
        terms = max(sides, key=len)
        if one.name == "poster_i_sum" and one.total in derived:
            continue
        if one.name == "poster_i_sum" and len(terms) > 1:
            apart.update(i for i, _ in min(sides, key=len))
        if one.name not in ("disponert",) and len(one.terms) > 1 and len(terms) == 1 and len(one.terms) > 2:
            continue  # an excerpt: one line of a sum proves nothing
        places = [i for i, _ in terms] + [total]
        first = max((i + 1 for i in range(min(places)) if matches[i] is not None), default=0)
        own = tuple(i for i in range(first, max(places)) if matches[i] is None and normal(rows[i].label))
        found.append(Equation(one.name, total, tuple(i for i, _ in terms), tuple(w for _, w in terms), own))
    return [one for one in found if not apart & {one.total, *one.terms}], apart


def _past_missing(layout: Layout, here: Collection[str]) -> list[Sum]:
    """The sums of posts whose own sum is not printed: they go into the nearest one above it that is."""
    terms: dict[str, list[tuple[str, int]]] = defaultdict(list)
    derived: set[str] = set()
    for code in here:
        above, weight = layout.posts[code].parent if code in layout.posts else "", layout.posts[code].weight if code in layout.posts else 1
        steps = 0
        while above and above not in here and above in layout.posts:
            weight, above, steps = weight * layout.posts[above].weight, layout.posts[above].parent, steps + 1
        if above in here:
            terms[above].append((code, weight))
            if steps:
                derived.add(above)
    return [Sum(DERIVED, total, tuple(terms[total])) for total in derived]


def _own_sums(rows: Sequence[Row], domains: Mapping[int, Domain], layout: Layout | None) -> tuple[list[Equation], set[int]]:
    """Sums of a table that no layout knows, or of its own rows: `Sum …` over the rows above it, if that holds; and rows where none does."""
    if layout is not None and layout.open_code is None:
        return [], set()
    found: list[Equation] = []
    unexplained: set[int] = set()
    sums: list[int] = []
    inside: set[int] = set()
    for i, row in enumerate(rows):
        if i not in domains or row.empty or not _is_sum(row, layout):
            continue
        last = max((s for s in sums if s < i), default=-1)
        since = [j for j in range(last + 1, i) if j in domains]
        free = [j for j in range(i) if j in domains and j not in inside]
        group = [j for j in since if rows[j].group == row.group]
        ways = [tuple(dict.fromkeys(terms)) for terms in (group, since, free, [s for s in sums if s not in inside] + since)]
        for unique in ways:
            if not unique or len(unique) > _MOST_TERMS:
                continue
            equation = Equation("delsum", i, unique, (1,) * len(unique))
            trial = {j: Domain(domains[j].splits, domains[j].numbers, list(domains[j].alive)) for j in (i, *unique)}
            outcome = settle(trial, [equation])[0]
            if outcome.holds and not outcome.unproved and set(outcome.signs) == {1}:
                found.append(equation)
                inside.update(unique)
                break
        else:
            first = [abs(_first(domains, i) - sum(_first(domains, j) for j in way)) <= len(way) // 2 + 1 for way in ways if way]
            unexplained |= {*since, i} if max(map(len, ways)) <= _MOST_TERMS and not any(first) else set()
        sums.append(i)
    return found, unexplained


def _first(domains: Mapping[int, Domain], row: int) -> int:
    """A row's number in the first column, as it is most cheaply read."""
    return int(domains[row].living()[0][0])


def _is_sum(row: Row, layout: Layout | None) -> bool:
    """Whether a row says that it is a sum, or the layout does: `Til investeringer i anleggsmidler skjema 2A`."""
    known = layout.posts.get(layout.code_of(row.label)) if layout is not None else None
    return bool(_SUM_WORD.match(normal(without_number(row.label)))) or (known is not None and known.kind == "sum")


def _likeness(split: Split) -> float:
    """How far the values of a row are from each other, as the mean distance of their logarithms from the middle one."""
    sizes = sorted(math.log(abs(float(value.number))) for value in split.values if value.number and not value.percent)
    return sum(abs(size - sizes[len(sizes) // 2]) for size in sizes) / len(sizes) if len(sizes) > 1 else 0.0


def _by_likeness(domains: dict[int, Domain], equations: Sequence[Equation], outcomes: dict[int, Outcome], unit: int) -> set[int]:
    """Rows that several solutions of a sum leave open, where one is clearly likest the row's other columns: chosen, if all sums still hold.

    A note number glued before a number often leaves such a pair: a million more in one row, a million less in the next.
    """
    holding = {
        row
        for outcome in outcomes.values()
        if outcome.holds and not outcome.unproved
        for row in (outcome.equation.total, *outcome.equation.terms)
    }
    chosen: set[int] = set()
    refused: set[int] = set()
    while True:
        best: tuple[float, int, int] | None = None
        for i in sorted(holding - refused):
            if len(domains[i].alive) < 2:
                continue
            ranked = sorted((_likeness(domains[i].splits[k]), k) for k in domains[i].alive)
            if ranked[0][0] <= _LIKE and ranked[1][0] - ranked[0][0] >= _UNLIKE and (best is None or ranked[0][0] < best[0]):
                best = (ranked[0][0], i, ranked[0][1])
        if best is None:
            return chosen
        saved = {i: list(one.alive) for i, one in domains.items()}
        domains[best[1]].alive = [best[2]]
        again = settle(domains, equations, unit)
        if any(outcome.holds and not again[number].holds for number, outcome in outcomes.items()):
            for i, alive in saved.items():
                domains[i].alive = alive
            refused.add(best[1])
        else:
            chosen.update(i for i, alive in saved.items() if len(alive) > len(domains[i].alive))
            outcomes.update(again)


@dataclass(frozen=True)
class _Known:
    """What the arithmetic says of a row: in a sum that holds, in one that does not, chosen as likest; and if blanks vanish in its table."""

    proved: bool
    refuted: bool
    unexplained: bool  # below it is a sum of the report's own that nothing adds up to
    chosen: bool
    may_vanish: bool
    odd_start: bool  # columns are glued, and this row's label ends otherwise than the others': a digit may be the label's
    columns_unsaid: bool  # there are heads, but not as many as columns
    spaced_minus: bool  # a minus stands apart from its number


def _read_row(row: Row, match: Match | None, one: Domain | None, before: int, count: int, known: _Known) -> ReadRow:
    if row.empty:
        return ReadRow(row, match, [Cell(BLANK, CERTAIN)] * count)
    if one is None:
        return ReadRow(row, match, _unread(row, count))
    alive = [one.splits[i] for i in one.alive]
    best = alive[0]
    narrowed = len(alive) < before or known.chosen
    # A blank that vanished is a guess until arithmetic says where it was.
    guessed = any(value is BLANK or value == BLANK for value in best.values) and row.cells is None
    # A number that begins where the label ends may have a note number first.
    doubtful = (
        (known.refuted and row.tail[:1].isdigit())
        or (known.unexplained and _LABELS_OWN.match(row.tail))
        or ((known.refuted or known.may_vanish) and may_be_one(best))
        or _label_may_end_in_number(row.tail, best)
        or (known.spaced_minus and any(a.text == "-" and b.number and b.text[0] != "-" for a, b in pairwise(best.values)))
    )
    glued = any(re.search(r"\d{10}", value.text) for value in best.values)  # kroner in two columns, or more than any municipality has
    dear = row.cells is None and (glued or known.columns_unsaid or (not known.proved and (best.cost > DEAR or doubtful)))
    dearer = before > 1 and len(alive) > 1 and alive[1].cost - best.cost >= _CLEARLY_DEARER and best.cost <= 1.0
    clear = dearer and not (known.proved or guessed or dear)
    cells = []
    for column in range(count):
        options = list(dict.fromkeys(_shown(split.values[column]) for split in alive))
        value = best.values[column]
        doubted = dear or (column == 0 and known.odd_start and row.cells is None and not known.proved)
        if (len(options) == 1 and not doubted) or (clear and not doubted):
            cells.append(Cell(value, SETTLED if narrowed or (guessed and known.proved) else CERTAIN))
        else:
            cells.append(Cell(None, UNCERTAIN, tuple(options)))
    if row.numbered and best.note and any(cell.certainty != UNCERTAIN for cell in cells):
        return ReadRow(replace(row, label=f"{row.label} {best.note}"), match, cells)
    return ReadRow(row, match, cells, best.note)


def _label_may_end_in_number(tail: str, best: Split) -> bool:
    """Whether the first digits may be the label's (`Brannbil 2 788 691 700`): without them, the row's values are more like each other."""
    first = best.values[0] if best.values else BLANK
    if not re.match(r" \d{1,2} \d{3}(?!\d)", tail) or best.note or first.number is None:
        return False
    rest = number_of(re.sub(r"^\d{1,2} ", "", first.text))
    if rest is None or not rest.number:
        return False
    without = _likeness(replace(best, values=(rest, *best.values[1:])))
    return without <= _LIKE and _likeness(best) - without >= _UNLIKE


def _doubted(cell: Cell) -> Cell:
    """A cell that is read, but whose sign a person must say; an empty one stays."""
    if cell.value is None or not cell.value.number:
        return cell
    return Cell(None, UNCERTAIN, (f"{cell.value.number}", f"{-cell.value.number}"))


def _shown(value: Value) -> str:
    return "" if value.number is None or value.number == 0 else f"{value.number}"


def _unread(row: Row, count: int) -> list[Cell]:
    if row.cells is None:
        return [Cell(None, UNCERTAIN, (row.tail.strip(),)) for _ in range(count)]
    read = [number_of(cell) for cell in row.cells]
    return [
        Cell(None, UNCERTAIN, (cell,)) if unreadable(cell) else Cell(Value(cell, None) if value is None else value, CERTAIN)
        for cell, value in zip(row.cells, read, strict=True)
    ]


def _number(cell: Cell) -> Decimal:
    return cell.value.number if cell.value is not None and cell.value.number is not None and not cell.value.percent else Decimal(0)


def _signs(read: ReadTable, outcomes: Sequence[Outcome]) -> None:
    """The table's sign convention, by its rows' printed signs, and the rows that are printed the other way round, by the sums that hold."""
    layout = read.layout
    if layout is None:
        return
    votes: Counter[str] = Counter()
    totals = {code for one in layout.sums for code in [one.total]}
    for row in read.rows:
        if row.match is None or row.match.code in totals or row.match.unit == "pst":
            continue
        for cell in row.cells:
            number = _number(cell)
            if number:
                positive = number > 0
                votes["rad"] += positive
                votes["-1"] += positive == (row.match.sign < 0)
                votes["1"] += positive == (row.match.sign > 0)
    if not votes:
        return
    best: tuple[float, str, dict[int, int]] | None = None
    for sign in sorted(("rad", "-1", "1"), key=lambda one: -votes[one]):
        effects: dict[int, int] = {}
        against = -0.001 * votes[sign]
        for related in _related(read, outcomes):
            wrong = sum(effect != _base(sign, read.rows[i].match) for i, effect in related.items())
            polarity = -1 if wrong * 2 > len(related) else 1
            against += min(wrong, len(related) - wrong)
            effects.update({i: polarity * effect for i, effect in related.items()})
        if best is None or against < best[0]:
            best = (against, sign, effects)
    if best is None:
        return
    read.sign = best[1]
    for i, row in enumerate(read.rows):
        base = _base(read.sign, row.match)
        row.effect = best[2].get(i, base)
        row.turned = row.effect != base


def _related(read: ReadTable, outcomes: Sequence[Outcome]) -> list[dict[int, int]]:
    """Rows tied to each other by sums that hold: the effect each one's printed sign has on the result, but for a common sign."""
    groups: list[dict[int, int]] = []
    for outcome in sorted(outcomes, key=lambda one: -one.equation.total):
        if not outcome.holds or outcome.unproved or outcome.equation.name == "delsum":
            continue
        total = read.rows[outcome.equation.total]
        if not any(_number(cell) for cell in total.cells):
            continue
        tied = {outcome.equation.total: 1}
        for place, weight, found in zip(outcome.equation.terms, outcome.equation.weights, outcome.signs, strict=True):
            row = read.rows[place]
            if any(_number(cell) for cell in row.cells):
                tied[place] = found * weight * (row.match.sign if row.match else 1) * (total.match.sign if total.match else 1)
        for group in [group for group in groups if group.keys() & tied.keys()]:
            shared = next(iter(group.keys() & tied.keys()))
            turn = tied[shared] * group[shared]
            for place, effect in group.items():
                tied.setdefault(place, turn * effect)
            groups.remove(group)
        groups.append(tied)
    return groups


def _base(sign: str, match: Match | None) -> int | None:
    if not sign:
        return None
    return (match.sign if match else 1) if sign == "rad" else int(sign)


def column_name(heads: Sequence[Head], count: int, at: int) -> str:
    """What a column is called to a reader."""
    return heads[at].text if len(heads) == count else f"kolonne {at + 1}"


def _findings(read: ReadTable, outcomes: Sequence[Outcome]) -> list[Finding]:
    found = []
    factor = Decimal(10) ** read.decimals
    by_rows = _held_by_rows(read)
    for outcome in outcomes:
        equation = outcome.equation
        if outcome.holds or outcome.unproved or equation.name in ("delsum", DERIVED):
            continue
        total = read.rows[equation.total]
        involved = [total, *(read.rows[i] for i in (*equation.terms, *(row for row, _ in outcome.extra)))]
        if any(
            other.equation.name != "disponert" and {equation.total, *equation.terms} == {other.equation.total, *other.equation.terms}
            for other in outcomes
            if equation.name == "disponert"
        ):
            continue
        if equation.name == "disponert" and not any(_number(cell) for cell in read.rows[equation.terms[0]].cells):
            continue
        tolerance = max(Decimal(len(equation.terms) + 2) / 2, Decimal(2)) * _rounding(read.decimals, read.table.unit)
        for column, gap in enumerate(outcome.differences):
            if abs(gap) <= tolerance:
                continue
            if column in outcome.turned or column in by_rows:
                continue
            printed = _number(total.cells[column])
            name = column_name(read.table.heads, read.table.count, column)
            ours = any(row.cells[column].certainty == UNCERTAIN for row in involved)
            parts = "; ".join(f"{without_number(row.row.label)} {_number(row.cells[column]):,}".replace(",", " ") for row in involved[1:])
            text = (
                f"{without_number(total.row.label)} er trykt som {printed:,}".replace(",", " ") + f"; leddene ({parts}) gir et annet tall"
            )
            found.append(Finding(equation.name, text, total.row.place, name, printed, printed - gap / factor, ours))
    return found + _turned(read, outcomes) + _deviations(read)


def _held_by_rows(read: ReadTable) -> set[int]:
    """The columns of deviations in which every row is what its two amounts give, some with the opposite sign: they need not add up."""
    table = read.table
    kinds = [head.kind for head in table.heads] if len(table.heads) == table.count else []
    accounts = [i for i, kind in enumerate(kinds) if kind in ("regnskap", "aar")]
    budgets = [i for i, kind in enumerate(kinds) if kind in ("regulert_budsjett", "budsjett", "opprinnelig_budsjett")]
    found: set[int] = set()
    for at in (i for i, kind in enumerate(kinds) if kind == "avvik"):
        for a, b in ((a, b) for a in accounts for b in budgets):
            rows = [row.cells for row in read.rows if _whole(row, (a, b, at))]
            gaps = [(_number(cells[a]) - _number(cells[b]), _number(cells[at])) for cells in rows]
            signs = {gap * shown > 0 for gap, shown in gaps if gap and shown}
            if gaps and len(signs) == 2 and all(abs(abs(gap) - abs(shown)) <= 1 for gap, shown in gaps):
                found.add(at)
    return found


def _turned(read: ReadTable, outcomes: Sequence[Outcome]) -> list[Finding]:
    """The columns that are printed with the opposite signs of the table's others, each once: our doubt, for a person to decide."""
    found: dict[int, Finding] = {}
    for outcome in outcomes:
        row = read.rows[outcome.equation.total]
        for column in outcome.turned:
            name = column_name(read.table.heads, read.table.count, column)
            label = without_number(row.row.label)
            text = f"{name} er trykt med motsatt fortegn av de andre kolonnene: {label} stemmer bare når fortegnene snus"
            found.setdefault(column, Finding("fortegn", text, row.row.place, name, Decimal(0), Decimal(0), ours=True))
    return list(found.values())


def _deviations(read: ReadTable) -> list[Finding]:
    """A printed deviation that is neither accounts less budget nor the opposite, or has the other sign than the table's others."""
    table = read.table
    if len(table.heads) != table.count:
        return []
    found = []
    for at, head in enumerate(table.heads):
        if head.kind != "avvik":
            continue
        pairs = [
            (a, b)
            for a, x in enumerate(table.heads)
            for b, y in enumerate(table.heads)
            if x.kind in ("regnskap", "aar") and y.kind in ("regulert_budsjett", "budsjett", "opprinnelig_budsjett") and x.year == y.year
        ]
        whole = [row for row in read.rows if _whole(row, (*{i for pair in pairs for i in pair}, at))]
        ways = [(a, b, sign, by_effect) for a, b in pairs for by_effect in (False, True) for sign in (1, -1)]
        if not ways or not whole:
            continue
        # `better than the budget` is positive in an income's row and an expenditure's: then the row's effect turns it
        computed = {
            way: [
                way[2] * ((row.effect or 1) if way[3] else 1) * (_number(row.cells[way[0]]) - _number(row.cells[way[1]])) for row in whole
            ]
            for way in ways
        }
        printed = [_number(row.cells[at]) for row in whole]
        held = {way: sum(abs(x - y) <= 1 for x, y in zip(computed[way], printed, strict=True)) for way in ways}
        best = max(ways, key=lambda way: held[way])
        if held[best] * 2 < len(whole):
            continue
        signs_agree = held[best] * 4 >= 3 * len(whole)
        for row, right, value in zip(whole, computed[best], printed, strict=True):
            either = not signs_agree or (best[3] and row.match is None)  # what a row of its own improves, nobody says
            if abs(right - value) > 1 and (not either or abs(right + value) > 1):
                what = f"{without_number(row.row.label)}: avviket er trykt som {value}, kolonnene gir {right}"
                found.append(Finding("avvik", what, row.row.place, head.text, value, right, ours=False))
    return found


def _is_percent(cell: Cell) -> bool:
    return cell.value is not None and cell.value.percent


def _whole(row: ReadRow, columns: Sequence[int]) -> bool:
    return all(row.cells[i].certainty != UNCERTAIN and not _is_percent(row.cells[i]) for i in columns) and any(
        _number(row.cells[i]) for i in columns
    )


def _unit(read: ReadTable) -> tuple[str, str]:  # noqa: PLR0911  (one answer for each sign of a unit)
    """The table's unit and where it is from: printed, or concluded from how large its numbers are."""
    if read.table.unit:
        return read.table.unit, "trykt"
    values = [cell.value for row in read.rows for cell in row.cells if cell.value is not None and cell.value.number is not None]
    if values and sum(value.percent for value in values) * 2 > len(values):
        return "pst", "trykt"
    largest = max((abs(value.number) for value in values if value.number is not None), default=Decimal(0))
    if read.decimals:
        return ("kr", "øre i tallene") if read.decimals == 2 and largest >= 1_000_000 else ("", "")
    unclear = [number_of(text) for row in read.rows for cell in row.cells if cell.certainty == UNCERTAIN for text in cell.alternatives]
    largest = max([largest, *(abs(value.number) for value in unclear if value is not None and value.number is not None)])
    # No municipality's total is 40 billion kroner but Oslo's; none's income is under 20 million, or its investments under one.
    if largest >= 40_000_000:
        return "kr", "størrelsen"
    if read.layout is None and all(head.kind in ("aar", "endring", "maal", "snitt", "ukjent") for head in read.table.heads):
        return "", ""  # people, fees, pupils: a number's size says nothing
    income = read.layout is not None and any(row.match and row.match.code in _INCOME for row in read.rows)
    if (income and largest >= 20_000) or 1_000 <= largest < 1_000_000:
        return "1000 kr", "størrelsen"
    return "", ""


def across(tables: Sequence[ReadTable]) -> list[Finding]:
    """What two tables of one report print differently and should not: the same result of the same year and version."""
    seen: dict[tuple[int, str, int, str], tuple[Decimal, str, ReadRow, ReadTable]] = {}
    found = []
    factors = {"kr": Decimal("0.001"), "1000 kr": Decimal(1), "mill. kr": Decimal(1000), "mrd. kr": Decimal(1_000_000)}
    for read in tables:
        if read.layout is None or len(read.table.heads) != read.table.count or read.unit not in factors:
            continue
        for row in read.rows:
            group = next((i for i, codes in enumerate(_SAME_EVERYWHERE) if row.match and row.match.code in codes), None)
            if group is None:
                continue
            for head, cell in zip(read.table.heads, row.cells, strict=True):
                if head.year is None or head.named or cell.certainty == UNCERTAIN or not _number(cell):
                    continue
                amount = abs(_number(cell)) * factors[read.unit]
                key = (group, head.kind, head.year, head.period)
                if key not in seen:
                    seen[key] = (amount, read.table.title, row, read)
                    continue
                other, title, first, _ = seen[key]
                if abs(other - amount) > Decimal("1.5"):
                    label, here = without_number(row.row.label), read.table.title
                    text = f"{label} ({head.text}) er {amount} tusen kroner i «{here}» og {other} i «{title}»"
                    found.append(
                        Finding("tabell_mot_tabell", text, f"{row.row.place}; {first.row.place}", head.text, amount, other, ours=False)
                    )
    return found


__all__ = ["CERTAIN", "SETTLED", "UNCERTAIN", "Cell", "Finding", "ReadRow", "ReadTable", "across", "np", "read_table", "read_tables"]
