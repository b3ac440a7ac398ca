"""How wide a table's columns are, and how tall its rows, so that no text is cut: what does not fit on one line wraps inside its column.

Widths are in CSS pixels. A text's width is the sum of its letters' in the viewer's font at the grid's size, measured in Chromium and
rounded up to half a pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

ROOM = 884  # a table in a window of 1280 pixels, beside its scroll bar; in a wider one, the columns of numbers take the rest
_HEIGHTS = {1: 35, 2: 66, 3: 78}  # of a row, by its lines of text; the grid wraps texts in rows of more than 64 pixels only
_PADDING = 20
_SORTED = 12  # the arrow in the heading of a column that the table is sorted by
_LONGEST = 5  # so many of a column's longest texts decide how wide it is
_LETTERS = {
    letter: width
    for width, letters in {
        3.0: " \u00a0",
        3.5: "ij.,:;|",
        4.0: "lI",
        4.5: "f-()",
        5.0: "rt/",
        5.5: "²",
        6.0: "sz",
        6.5: "cx«»",
        7.0: "0123456789ekvyéFJLY–\u2212_",
        7.5: "agåESVX",
        8.0: "bdhnopquøACPRTZÅ",
        8.5: "BK",
        9.0: "DG",
        9.5: "HNOQUØ",
        10.5: "wM",
        11.0: "æ",
        11.5: "W",
        12.0: "mÆ%",
    }.items()
    for letter in letters
}


@lru_cache(maxsize=20_000)
def width(text: str) -> float:
    """How wide a text is on one line."""
    return sum(_LETTERS.get(letter, 8.0) for letter in text)


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


def numeric(heading: str) -> int:
    """The width that the grid gives a column of numbers with this heading, which is wider than they are."""
    return ceil(width(heading) + _PADDING)


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
