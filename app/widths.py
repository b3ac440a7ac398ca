"""How wide a table's columns are, and how tall its rows, so that no text is cut: what does not fit on one line wraps inside its column.

Widths are in CSS pixels. A text's width is the sum of its letters' in the viewer's font at the grid's size, as Chromium measures them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

ROOM = 890  # a table in a window of 1280 pixels, beside its scroll bar; in a wider one, the columns of numbers take the rest
_HEIGHTS = {1: 35, 2: 66, 3: 78}  # of a row, by its lines of text; the grid wraps texts in rows of more than 64 pixels only
_MARGINS, _PADDING = 16, 20  # left and right of what is in a cell, and the same with some slack
_SORTED = 12  # the arrow in the heading of a column that the table is sorted by
_LONGEST = 5  # so many of a column's longest texts decide how wide it is
_LETTERS = {
    letter: width
    for width, letters in {
        2.75: " \u00a0",
        3.25: "|",
        3.5: "ijl.,:;",
        3.75: "I",
        4.0: "f",
        4.25: "-()",
        4.75: "rt",
        5.0: "/",
        5.25: "²",
        5.75: "s",
        6.0: "z«»",
        6.25: "x",
        6.5: "cvy",
        6.75: "JLY–",
        7.0: "0123456789aegkåéF\u2212_",
        7.25: "VX",
        7.5: "houøAESTZÅ",
        7.75: "bdnpq",
        8.0: "CKPR",
        8.25: "B",
        8.5: "D",
        8.75: "G",
        9.0: "NU",
        9.25: "HOQØ",
        10.0: "w",
        10.25: "M",
        11.0: "æW",
        11.5: "mÆ%",
    }.items()
    for letter in letters
}


@lru_cache(maxsize=20_000)
def width(text: str) -> float:
    """How wide a text is on one line."""
    return sum(_LETTERS.get(letter, 12.0) for letter in text)


@lru_cache(maxsize=2000)
def fitted(columns: tuple[tuple[str, tuple[str, ...]], ...], room: int) -> tuple[list[int], int]:
    """The widths of text columns, each a heading and its texts, and the height of a row: as low as it can be if they are to fit the room.

    What does not fit on three lines is wider than its room; the table scrolls sideways.
    """
    longest = [sorted(set(texts), key=width)[-_LONGEST:] for _heading, texts in columns]
    least = [max(ceil(width(heading)) + _SORTED, _longest_word(texts)) + _PADDING for heading, texts in columns]
    wide: list[int] = []
    for lines, height in _HEIGHTS.items():
        wide = [max(low, _narrowest(texts, lines) + _PADDING) for low, texts in zip(least, longest, strict=True)]
        if sum(wide) <= room:
            return wide, height
    return wide, _HEIGHTS[3]


def least(heading: str) -> int:
    """The width of a column whose heading is wider than what is in it, as numbers are; the grid gives them this itself."""
    return ceil(width(heading)) + _MARGINS


def _longest_word(texts: Sequence[str]) -> int:
    return ceil(max((width(word) for text in texts for word in text.split(" ")), default=0.0))


def _narrowest(texts: Sequence[str], lines: int) -> int:
    """The least width in which each of the texts takes so many lines at most."""
    low, high = _longest_word(texts), ceil(max(map(width, texts), default=0.0))
    while lines > 1 and high - low > 4:
        middle = (low + high) // 2
        if all(_lines(text, middle) <= lines for text in texts):
            high = middle
        else:
            low = middle
    return high


def _lines(text: str, room: float) -> int:
    """How many lines a text takes in a column with this room, broken between words."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = width(word)
        if used and used + width(" ") + wide > room:
            lines, used = lines + 1, wide
        else:
            used += wide + (width(" ") if used else 0.0)
    return lines
