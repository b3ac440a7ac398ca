"""Parts of a page that are drawn anew alone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import ParamSpec

import streamlit as st

P = ParamSpec("P")
_within: ContextVar[bool] = ContextVar("within", default=False)


def alone(draw: Callable[P, None]) -> Callable[P, None]:
    """A part that is drawn anew alone when one of its choices changes; inside another such part, it is drawn anew with that.

    Streamlit's fragments can be nested, but a reader who chooses again while the outer one is being drawn then loses the page: what the
    inner one has drawn is sent, what it stands in is not, and the browser gives up (docs/decisions/0007).
    """

    @st.fragment
    @functools.wraps(draw)
    def outermost(*args: P.args, **kwargs: P.kwargs) -> None:
        token = _within.set(True)
        try:
            draw(*args, **kwargs)
        finally:
            _within.reset(token)

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
        (draw if _within.get() else outermost)(*args, **kwargs)

    return drawn
