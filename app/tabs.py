"""The tabs of a page: one choice in its address, of which one part is drawn. A place in the viewer is a page, or `page/tab`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

import filters
from language import _

PARAMETER = "fane"


def show(parts: Mapping[str, tuple[str, Callable[[], None]]]) -> None:
    """Draw the part that is chosen; `parts` are its name in the address, its title for `_`, and what draws it. At first the first."""
    titles = {name: _(title) for name, (title, _draw) in parts.items()}
    chosen = filters.buttons(st, _("Vis"), PARAMETER, titles)
    parts[chosen][1]()


def address(place: str) -> tuple[str, dict[str, str]]:
    """The page of a place, and the parameter that leads to its tab: `okonomi/budsjett`, or `tjenester`, which has none."""
    page, _slash, tab = place.partition("/")
    return page, {PARAMETER: tab} if tab else {}
