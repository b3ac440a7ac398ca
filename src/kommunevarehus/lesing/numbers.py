"""The numbers of a printed row: every way its text can be split into the table's columns.

A text that lost its column borders can often be split in several ways: `4 930 5084 799 400` is two numbers, `Avskrivninger3 740 279` a note
and a number or a number. All splits that the writing of numbers allows are candidates, each with a cost: what is unusual in the table
costs, and so do values of very different size in one row. Arithmetic (arithmetic.py) decides between them; the cost only orders them.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import count as count_up
from itertools import pairwise

MINUS = "-\u2212\u2013\u2014"
_SPACES = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "|": " ", "\u2212": "-", "\u2013": "-", "\u2014": "-"})
_MARK = re.compile(r"(?<=\d)(?:[\u00b9\u00b2\u00b3]+| \d\)|\*+\)?)(?= |$)")  # a footnote's, behind a number
_BEHIND = "\x02"  # a minus behind its number, for certain
_MAX_CANDIDATES = 3000
_MOST_PLACES = 500
_MOST_PLACED = 20_000  # ways to place fewer values than there are columns, before they are compared
_WHOLE = 1.0  # a small whole number where all others have decimals
_GOES_ON = 0.15  # a number that ends where it could have gone on
_LONGEST = 300  # no row of a printed table is longer
_DEAREST = 7.0  # no row is written as strangely as this
# A split is considered if it costs at most this much more than the cheapest.
BAND = 3.0
DEAR = 3.0  # a reading that costs more is no reading to trust, unless the arithmetic proves it
NOTE = re.compile(r"\d{1,2}[a-z]?(?:, ?\d{1,2}[a-z]?){0,4}")
_PLAIN = re.compile(r"\d{1,12}")
_GROUP = re.compile(r"[ .]\d{3}")
# Only columns that stand without a space between them look like this.
_GLUED = re.compile(
    r"(?<!\d)\d{1,3} \d{4,6}(?:[ -]\d|$)|\d{4,6} \d{3}(?!\d)|(?<![\d,])(?:00|0{4,})(?!\d)|^0{2,}(?!\d)|%\d|\.\d{4,6}(?:\.|-|$)|,\d+[,.]"
    r"|,\d{3,} \d{3}"
)
_GLUED_DASH = re.compile(r"\d -?\d{1,3} \d{3}-|\d{3}-\d")
_DECIMALS = re.compile(r",\d+")
_PERCENT = re.compile(r" ?%")
# A goal: `> 50 %`, `< 11-12 %`, `11-12 %`. It is no number of the table.
_AIM = re.compile(r"[<>≤≥] ?\d{1,3}(?:,\d+)?(?: ?- ?\d{1,3}(?:,\d+)?)? ?%?")
_SPAN = re.compile(r"\d{1,3}(?:,\d+)? ?- ?\d{1,3}(?:,\d+)? ?%")


@dataclass(frozen=True)
class Value:
    """A cell: `number` is None for an empty one (`text` is then `-` or nothing). `percent` if it is printed with the sign."""

    text: str
    number: Decimal | None
    percent: bool = False


BLANK = Value("", None)


@dataclass(frozen=True)
class Split:
    """One way of reading a row: its values, one for each column, the note number before them, and its cost."""

    values: tuple[Value, ...]
    note: str = ""
    cost: float = 0.0


@dataclass(frozen=True)
class Style:
    """How a table writes its numbers: whether columns are glued, thousands unmarked, a minus stands apart, and notes are printed."""

    glued: bool = False
    plain: bool = False
    spaced_minus: bool = False
    notes: bool = False
    glued_notes: bool = False
    decimals: int = 0  # at most how many
    dots: bool = False
    trailing: bool = False  # a minus stands behind its number: `1 295-`
    goals: bool = False  # a column of goals: `11-12 %`
    zeros: bool = False  # what is empty is printed, as nought or dash: no blank vanishes
    bare_percent: bool = False  # per cents are printed without their sign: the head has it
    shares: int | None = None  # how many decimals the per cents have, where they are printed without their sign and not as the amounts are
    unparted: bool = False  # columns are glued, and nothing shows where a number ends
    note_glued: bool = False  # some row begins with what can only be a note and a number: `3740 279`


def tidy(text: str) -> str:
    """A text with one kind of space and of minus, and parentheses of a negative number as a minus."""
    text = _MARK.sub("", text.translate(_SPACES).lstrip(" *"))
    text = re.sub(r"\((\d[\d .,]*)\)", r" -\1 ", text)
    return text


def number_of(text: str) -> Value | None:
    """The value of a cell that stands alone (a sheet's or a web page's); None if it is no number, dash or blank."""
    tidied = re.sub(r"\s+", " ", tidy(text)).strip().rstrip("*").strip()
    if tidied == "":
        return BLANK
    if re.fullmatch(r"-+", tidied):
        return Value("-", None)
    tidied = re.sub(r"(?i)^kr\.? | kr\.?(?:,-)?$|,-$", "", tidied).strip()
    found = re.fullmatch(r"([-+]?) ?(\d{1,3}(?:(?: \d{3}){1,4}|(?:\.\d{3}){1,4})|\d{1,15})(?:,(\d{1,6}))? ?(%?)(-?)", tidied)
    if found is None and (point := re.fullmatch(r"([-+]?) ?(\d{1,15})\.(\d{1,2}) ?(%?)(-?)", tidied)):
        found = point
    if found is None:
        return None
    before, whole, fraction, percent, behind = found.groups()
    if before and behind:
        return None
    sign = before or behind
    digits = re.sub(r"[ .]", "", whole)
    return Value(tidied, Decimal(f"{'-' if sign == '-' else ''}{digits}{'.' + fraction if fraction else ''}"), bool(percent))


def is_aim(text: str) -> bool:
    """Whether a cell is a goal (`> 50 %`, `11-12 %`): it is no number of the table."""
    tidied = re.sub(r"\s+", " ", tidy(text)).strip()
    return bool(_AIM.fullmatch(tidied) or _SPAN.fullmatch(tidied))


def _decimal_ends(text: str, at: int, extra: float, style: Style) -> Iterator[tuple[int, float]]:
    """Where a number may end that may have decimals at `at`: behind all that stand there, or behind as many as the table has, if glued."""
    found = _DECIMALS.match(text, at)
    if not found:
        yield at, extra
        return
    usual = at + 1 + style.decimals
    if usual <= found.end():
        yield usual, extra
    if found.end() != usual and len(found.group()) <= 4 + style.glued:
        yield found.end(), extra + 0.5


def _value(text: str) -> Value:
    found = number_of(text)
    if found is None:  # cannot be: the pieces are built of what number_of reads
        raise ValueError(text)
    return found


def _pieces(text: str, at: int, style: Style) -> Iterator[tuple[Value, int, float]]:  # noqa: PLR0912  (one place for what a number is)
    """The values that can stand at `at`: each with where it ends and what it costs."""
    start = at
    sign, cost = "", 0.0
    if aim := _AIM.match(text, at):
        yield Value(aim.group().strip(), None, True), aim.end(), 0.0
        return
    if style.goals and (span := _SPAN.match(text, at)):
        yield Value(span.group().strip(), None, True), span.end(), 0.0
    if text[at] == "-":
        after = at + 1
        behind = text[after : after + 1]
        # An empty cell: a lone dash. Glued to a number it is more often that number's minus.
        yield (
            Value("-", None),
            after,
            ((0.6 if style.glued else 3.0) if behind.isdigit() else 0.0 if not style.spaced_minus or behind != " " else 0.3),
        )
        while after < len(text) and text[after] == " ":
            after += 1
        if after >= len(text) or not text[after].isdigit():
            return
        if after > at + 1:
            cost = 0.0 if style.spaced_minus else 2.0
        sign, at = "-", after
    if at >= len(text) or not text[at].isdigit():
        return
    run = _PLAIN.match(text, at)
    length = len(run.group()) if run else 0
    ends: list[tuple[int, float]] = []
    first_lengths = [1] if text[at] == "0" else list(range(1, min(3, length) + 1))
    for first in first_lengths:
        end = at + first
        mark = "." if style.dots and text[end : end + 1] == "." else " "
        ends.append((end, 0.0))
        while text[at] != "0" and (group := _GROUP.match(text, end)) and group.group()[0] == mark:
            end = group.end()
            if end - at > 15:
                break
            ends.append((end, 0.0))
    if length > 3 and text[at] != "0":
        ends.append((at + length, 0.0 if style.plain else 2.0))
    if style.decimals:
        ends = [way for end, extra in ends for way in _decimal_ends(text, end, 0.0 if length > 3 and not style.plain else extra, style)]
    for end, extra in ends:
        percent = _PERCENT.match(text, end)
        stop = percent.end() if percent else end
        glue = 0.0
        if stop < len(text) and text[stop].isdigit() and not percent:
            # Glued to the next number; a short number glued is rarer than a full group of three digits, or a nought.
            nought = text[at] == "0" and (style.glued or text[at - 1 : at] != " ")
            glue = (0.0 if style.glued else 1.0 if nought else 6.0 if style.plain else 2.5) + (
                0.6 if end - at in (1, 2) and not nought else 0.0
            )
        elif not style.plain and _GROUP.match(text, stop) and text[at] != "0":
            glue = _GOES_ON
        if not sign and (text[stop : stop + 1] == _BEHIND or (style.trailing and text[stop : stop + 1] == "-")):
            if style.glued and text[stop] == "-":  # it may be the next number's too
                yield Value(text[start:stop].strip(), _value(text[at:stop]).number, bool(percent)), stop, cost + extra + glue
            stop, glue = stop + 1, 0.0
        yield (
            Value(text[start:stop].replace(_BEHIND, "-").strip(), _value(sign + text[at:stop].replace(_BEHIND, "-")).number, bool(percent)),
            stop,
            cost + extra + glue,
        )


def _splits(text: str, count: int, style: Style, percent: frozenset[int] | None = None) -> list[tuple[tuple[Value, ...], float]]:
    """Every way to split `text` into exactly `count` values that costs at most BAND more than the cheapest; at most _MAX_CANDIDATES.

    The cheapest way to finish from each place is computed first, so that no way is followed that cannot end well.
    """
    size = len(text)
    pieces: dict[tuple[int, bool], list[tuple[Value, int, float]]] = {}
    cheapest: dict[tuple[int, int], float] = {}

    def skip(at: int) -> int:
        while at < size and text[at] == " ":
            at += 1
        return at

    def at_place(at: int, left: int) -> list[tuple[Value, int, float]]:
        column = count - left
        of_share = style.shares is not None and percent is not None and column in percent
        if (at, of_share) not in pieces:
            found = [] if of_share else [(value, skip(end), cost) for value, end, cost in _pieces(text, at, style)]
            if style.shares is not None and (of_share or percent is None):  # where blanks have vanished, any number may be a per cent
                for value, end, cost in _pieces(text, at, replace(style, decimals=style.shares)):
                    if of_share or _places(value) == style.shares:
                        found.append((replace(value, percent=True), skip(end), cost))
            pieces[at, of_share] = found
        if percent is None or style.bare_percent:
            return pieces[at, of_share]
        return [(v, end, cost + (1.5 if v.number and v.percent != (column in percent) else 0.0)) for v, end, cost in pieces[at, of_share]]

    def least(at: int, left: int) -> float:
        if at >= size:
            return 0.0 if left == 0 else math.inf
        if left == 0 or size - at < left:
            return math.inf
        key = (at, left)
        if key not in cheapest:
            cheapest[key] = math.inf
            cheapest[key] = min((cost + least(end, left - 1) for _, end, cost in at_place(at, left)), default=math.inf)
        return cheapest[key]

    start = skip(0)
    best = least(start, count)
    out: list[tuple[tuple[Value, ...], float]] = []
    if best > _DEAREST:
        return out
    order = count_up()
    queue: list[tuple[float, int, int, int, tuple[Value, ...], float]] = [(best, next(order), start, count, (), 0.0)]
    while queue and len(out) < _MAX_CANDIDATES:
        _, _, at, left, values, cost = heapq.heappop(queue)
        if at >= size:
            out.append((values, cost))
            continue
        for value, end, extra in at_place(at, left):
            whole = cost + extra + least(end, left - 1)
            if whole <= best + BAND:
                heapq.heappush(queue, (whole, next(order), end, left - 1, (*values, value), cost + extra))
    return out


def _spread(values: Sequence[Value]) -> float:
    """How many powers of ten the values of a row are apart; zeros, blanks and per cents count for nothing."""
    sizes = [abs(value.number) for value in values if value.number and not value.percent]
    return math.log10(float(max(sizes) / min(sizes))) if len(sizes) > 1 else 0.0


def _with_spread(values: tuple[Value, ...], note: str, cost: float, loose: frozenset[int] = frozenset()) -> Split:
    alike = [value for i, value in enumerate(values) if i not in loose] if loose else values
    return Split(values, note, cost + max(0.0, _spread(alike) - 1.3))


@lru_cache(maxsize=4096)
def splits(
    text: str, count: int, style: Style, percent: frozenset[int] | None = None, loose: frozenset[int] = frozenset()
) -> tuple[Split, ...]:
    """Every way to read the text behind a label as `count` values, cheapest first, within BAND of the cheapest; empty if there is none.

    `percent` are the columns of per cents, None where any may be; `loose` those whose numbers are of no particular size (deviations).
    With notes, a note number may stand first. Where a row has fewer values than columns, a blank cell vanished: it may have been anywhere.
    """
    led = text[:1] in " \t\xa0|"
    # A dash with two spaces behind it is no minus of the number that comes.
    text = re.sub(r" +", " ", re.sub(r"(?<=\d)-(?= {2,}\S)", _BEHIND, tidy(text))).strip()
    if not text:
        return (Split((BLANK,) * count),)
    if len(text) > _LONGEST:
        return ()
    # Where the table glues its notes to the label, a row whose text starts with a space has none, and one that does not has one.
    starts = [(text, "", 2.0 if style.glued_notes and not led else 0.0)]
    if style.notes:
        # A note that stands apart from its label stands apart from its number too.
        starts += [(text[len(note) :], note, _note_cost(text[len(note) :], led, style)) for note in _notes(text)]
    found: list[Split] = []
    for rest, note, cost in starts:
        found += [
            _with_spread(values, note, cost + extra + (_WHOLE if not note and _is_noted(values, style) else 0.0), loose)
            for values, extra in _splits(rest, count, style, percent)
        ]
    cheapest = min(found, key=lambda split: split.cost, default=None)
    if cheapest is None or style.notes or percent or cheapest.cost > 0.3 + _GOES_ON * (count - 1) or may_be_one(cheapest):
        best = cheapest.cost if cheapest is not None else math.inf
        for missing in range(1, count + 1):
            if math.comb(count, missing) > _MOST_PLACES:
                continue  # no print has so many columns in text
            shorter = [
                _with_spread(values, note, cost + extra)
                for rest, note, cost in starts
                for values, extra in (_splits(rest, count - missing, style) if rest.strip() else [((), 0.0)] if count == missing else [])
            ]
            lost = 1.5 + 0.3 * missing + 2.0 * style.zeros
            least = 0.3 if percent is not None else lost
            best = min(best, *(split.cost + lost for split in shorter)) if shorter else best
            for split in shorter:
                if split.cost + least > best + BAND or len(found) > _MOST_PLACED:
                    continue  # it would not be kept
                for values in placed(split.values, count):
                    strange = sum(1.5 for i, value in enumerate(values) if value.number and _misplaced(value, i, percent, style))
                    # A per cent is often left out; anything else seldom is.
                    usual = percent is not None and all(value is not BLANK or i in percent for i, value in enumerate(values))
                    found.append(Split(values, split.note, split.cost + (0.3 if usual else lost) + strange))
    found.sort(key=lambda split: split.cost)
    best = found[0].cost if found else 0.0
    unique: dict[tuple[Decimal | None, ...], Split] = {}
    for split in found:
        if split.cost <= best + BAND:
            unique.setdefault(tuple(value.number or Decimal(0) for value in split.values), split)
    return tuple(unique.values())


def _is_noted(values: Sequence[Value], style: Style) -> bool:
    """Whether the first of a row's values may be its note: it is small and whole, in a table with notes and decimals."""
    return (
        style.notes
        and style.decimals > 0
        and bool(values)
        and values[0].text.isdigit()
        and bool(NOTE.fullmatch(values[0].text))
        and bool(values[0].number)
    )


def _misplaced(value: Value, column: int, percent: frozenset[int] | None, style: Style) -> bool:
    """Whether a number is written as a per cent and stands in a column of amounts, or the other way round."""
    told = style.shares is not None or not style.bare_percent
    return percent is not None and told and value.percent != (column in percent)


def _places(value: Value) -> int:
    """How many decimals a number is printed with."""
    return len(value.text.partition(",")[2].rstrip("% -"))


def may_be_one(split: Split) -> bool:
    """Whether two values side by side could be one with a space for its thousands, and a blank lost: `97` and `369`."""
    texts = [value.text for value in split.values]
    return any(
        re.search(r"\d$", left) and "," not in left and re.fullmatch(r"\d{3}(?:,\d+)?", right) for left, right in pairwise(texts)
    ) or any(re.fullmatch(r"-? ?\d{1,3}", left) and re.fullmatch(r"\d{3}(?: \d{3})*(?:,\d+)?", right) for left, right in pairwise(texts))


def _note_cost(rest: str, led: bool, style: Style) -> float:
    """What it costs to take a note from before `rest`. One that stands apart from its label stands apart from its number too."""
    if not led or not (style.glued_notes or (rest[:1].isdigit() and not style.glued)):
        return 0.0
    return 2.0 if style.glued_notes or style.note_glued else 4.0


def _notes(text: str) -> Iterator[str]:
    """The note numbers that a text may begin with, shortest first: `2`, `24`, `2,4`, `7, 21`."""
    seen = set()
    for end in range(1, min(len(text), 14) + 1):
        piece = text[:end]
        if NOTE.fullmatch(piece) and _ascending(piece) and piece not in seen:
            seen.add(piece)
            yield piece


def _ascending(notes: str) -> bool:
    """Whether several notes are in order, as they are printed: `7, 21`, and not `7,90,50`."""
    numbers = [re.sub(r"\D", "", note) for note in notes.split(",")]
    return all(not one.startswith("0") for one in numbers) and all(int(a) <= int(b) for a, b in pairwise(numbers))


def placed(values: tuple[Value, ...], count: int) -> Iterator[tuple[Value, ...]]:
    """Every way to place values in order among `count` columns, the others blank."""
    if not values:
        yield (BLANK,) * count
        return
    for first in range(count - len(values) + 1):
        for rest in placed(values[1:], count - first - 1) if len(values) > 1 else [(BLANK,) * (count - first - 1)]:
            yield ((BLANK,) * first) + (values[0],) + tuple(rest)


def _decimals_of_shares(tidied: Sequence[str], shares: int) -> tuple[int, int] | None:
    """How many decimals the amounts have and how many the per cents, in rows with this many columns of per cents; None if as many."""
    if not shares or any("%" in tail for tail in tidied):
        return None
    places = Counter(len(end) for tail in tidied for end in re.findall(r"(?<!^\d)(?<!^\d\d),(\d{1,3})(?=-?(?: |$))", tail))
    if not places:
        return None
    (most, times), *others = places.most_common()
    if sum(places.values()) <= shares * len(tidied):  # no more than a per cent has, in a row
        return (0, most) if times >= 0.9 * sum(places.values()) else None
    return (most, others[0][0]) if others and others[0][1] > 0.3 * shares * len(tidied) and len(others) == 1 else None


def _without(tail: str, count: int, percent: frozenset[int]) -> str:
    """A row without its per cents, if each of its columns has a number with decimals, so that they can be told."""
    numbers = list(re.finditer(r"-? ?\d[\d .]*,\d+-?", tail))
    if len(numbers) != count:
        return tail
    for column in sorted(percent, reverse=True):
        start, end = numbers[column].span()
        tail = f"{tail[:start]}%{tail[end:]}"
    return tail


def style_of(tails: Sequence[str], notes: bool, count: int | None, goals: bool = False, percent: frozenset[int] = frozenset()) -> Style:
    """How the rows of a table write their numbers, from all of them together; `percent` are the columns of per cents."""
    tidied = [re.sub(r" +", " ", tidy(tail)).strip() for tail in tails]
    text = "\n".join(tidied)
    apart = _decimals_of_shares(tidied, len(percent))
    amounts = re.sub(r"-?\d+(?:,\d+)? ?%", "%", text)  # per cents may have their minus otherwise
    if apart is not None:
        amounts = re.sub(rf"-?\d+,\d{{{apart[1]}}}(?!\d)", "%", amounts)
    elif percent:
        amounts = "\n".join(_without(tail, count or 0, percent) for tail in amounts.split("\n"))
    attached = len(re.findall(r"-\d", amounts))
    glued = sum(bool(_GLUED.search(tail)) for tail in tidied)
    # Thousands are unmarked (`3 290678` is a note and a number): then nothing parts columns that are glued.
    unmarked = 4 * sum(bool(re.search(r"(?:^|[ -])\d{5,}(?= |$|-)", tail)) for tail in tidied) > len(tails) and len(tails) > 10 * sum(
        bool(re.search(r"\d \d{3}(?!\d)", tail)) for tail in tidied
    )
    unparted = unmarked and 2 * sum(len(re.findall(r"\d+", tail)) >= (count or 1) for tail in tidied if tail) < len(tails)
    glued = len(tails) if unparted else 0 if unmarked else glued
    # Where columns are not glued, a dash that touches the number before it is that number's.
    behind = len(re.findall(r"\d-(?= |$)", amounts, re.M))
    trailing = attached <= (behind // 4 if percent else 0) and glued <= (len(tails) // 4 if notes else 0) and behind > 0
    glued += 0 if trailing else sum(not _GLUED.search(tail) and bool(_GLUED_DASH.search(tail)) for tail in tidied)
    # Where columns are glued, a dash between two numbers may be either's, if none stands where only one of them can have it.
    if glued and re.search(r"\d-\d", amounts) and not re.search(r"(?:^|(?<=[ %]))- ?\d", amounts, re.M):
        trailing = True
    spaced = 0 if trailing else len(re.findall(r"(?:^|[ \d])- \d", text, re.M))
    plain = sum(bool(re.search(r"(?:^|[ -])\d{4,}(?= |$|-)", tail)) and not re.search(r"\d{4,} \d{3}(?!\d)", tail) for tail in tidied)
    # The columns may be glued behind the decimals: how many they are, is seen where rows end, if not in a per cent.
    after_comma = len(re.findall(r"\d,\d", text))
    ends = Counter(len(end) for end in re.findall(r",(\d{1,3})-?(?: ?%)?$", text, re.M))
    decimals = ends.most_common(1)[0][0] if ends else 0
    seen = max((len(end) for end in re.findall(r",(\d{1,3})(?=[ -]|$)", text, re.M)), default=0)
    dots = len(re.findall(r"\d\.\d{3}(?!\d)", text)) > len(tails) // 3
    led = sum(tail[:1] in " \t\xa0" for tail in tails)
    style = Style(
        glued_notes=notes and led >= 3 and sum(tail[:1].isdigit() for tail in tails) >= 2,
        glued=glued > plain or glued > len(tails) // 4,
        plain=plain > glued or plain > len(tails) // 4,
        spaced_minus=spaced > 3 * attached,
        notes=notes,
        decimals=apart[0]
        if apart is not None
        else decimals
        if after_comma > max(1, len(tails) // 3) or re.search(r"\d,\d ?%", text)
        else 0,
        shares=apart[1] if apart is not None else None,
        dots=dots,
        trailing=trailing,
        goals=goals,
        note_glued=any(re.match(r"\d{4,6} \d{3}(?!\d)", tail) for tail in tidied),
        unparted=unparted,
        zeros=any(re.search(r"[1-9]\d* (?:0|-)(?: -?\d|$)|(?:^| )(?:0|-) -?[1-9]", tail) for tail in tidied) and not spaced,
    )
    if count and apart is None and style.decimals and 0 < seen < 3 and seen != style.decimals:
        style = _cheapest([tail for tail in tails if "," in tail], count, (style, replace(style, decimals=seen)))
    # A lone dash before a number is its minus or an empty cell: whichever reads these rows most cheaply.
    lone = [tail for tail in tails if re.search(r"(?:^|[ \d])- \d", tidy(tail))]
    if not count or not lone or (spaced > 3 * attached and attached > 3):
        return style
    return _cheapest(lone, count, (style, replace(style, spaced_minus=not style.spaced_minus)), percent or None)


def _cheapest(tails: Sequence[str], count: int, styles: Sequence[Style], percent: frozenset[int] | None = None) -> Style:
    """Of several ways that a table may be written, the one that reads some of its rows most cheaply; the first of equals."""
    return min(
        styles, key=lambda tried: sum(found[0].cost if (found := splits(tail, count, tried, percent)) else 9.0 for tail in tails[:25])
    )
