"""Choices that stand in the page's address: a link shows what its sender saw, and what the reader chooses can be sent on.

A choice is kept by its widget's key, and the address is written after it. An address that the page has not written itself, from a link or
typed in, is news, and decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from language import _

_PAGE = "_filterside"


def begin(page: str) -> None:
    """Say which page the choices are on; the frame calls it before each page, with the page's address."""
    st.session_state[_PAGE] = page


def one(place: Any, label: str, name: str, options: Mapping[str, str], default: str | None = None) -> str:
    """The one of the options that is chosen from a list; `options` are the data's codes and the words the reader sees."""
    key = _prepare(name, options, default)
    chosen: str = place.selectbox(label, list(options), key=key, format_func=options.__getitem__)
    _write(name, chosen)
    return chosen


def buttons(place: Any, label: str, name: str, options: Mapping[str, str]) -> str:
    """The one of a few options that is chosen, all of them in sight."""
    key = _prepare(name, options, None)
    chosen: str = place.segmented_control(label, list(options), key=key, format_func=options.__getitem__, required=True)
    _write(name, chosen)
    return chosen


def several(
    place: Any, label: str, name: str, options: Mapping[str, str], default: Sequence[str] = (), placeholder: str | None = None
) -> list[str]:
    """Those of the options that are chosen, in the order they were; choosing none is choosing the default."""
    key = _key(name)
    asked = _news(name, key)
    wanted = asked.split(",") if asked is not None else st.session_state.get(key, default)
    known = [option for option in dict.fromkeys(wanted) if option in options]
    st.session_state[key] = known if _known(asked, bool(known)) else list(default)
    chosen = place.multiselect(
        label, list(options), key=key, format_func=options.__getitem__, placeholder=placeholder or _("Velg én eller flere")
    )
    kept = chosen or list(default)
    _write(name, "" if kept == list(default) else ",".join(kept))
    return kept


def span(place: Any, label: str, names: tuple[str, str], years: Sequence[int]) -> tuple[int, int]:
    """A first and a last year, of those that can be chosen; at first all of them.

    A slider with two ends can't be set by its key: what an address asks for makes a new one.
    """
    number = f"{_key(names[0])}-nummer"
    key = f"{number}-{st.session_state.get(number, 0)}"
    before: tuple[int, int] = st.session_state.get(key, (years[0], years[-1]))
    asked = [_news(name, key) or "" for name in names]
    wanted = sorted(int(text) if re.fullmatch("[0-9]{4}", text) else year for text, year in zip(asked, before, strict=True))
    is_option = set(wanted) <= set(years) and all(text.isdecimal() for text in asked if text)
    if any(asked) or not is_option:
        st.session_state[number] = st.session_state.get(number, 0) + 1
        key = f"{number}-{st.session_state[number]}"
        wanted = wanted if _known("".join(asked), is_option) and is_option else [years[0], years[-1]]
    chosen: tuple[int, int] = place.select_slider(label, years, value=tuple(wanted), key=key)
    for name, year in zip(names, chosen, strict=True):
        _write(name, str(year))
    return chosen


def _key(name: str) -> str:
    return f"{st.session_state.get(_PAGE, '')}-{name}"


def _news(name: str, key: str) -> str | None:
    """What a new address asks for; None where it says nothing, or what the page itself has written. `key` is the widget's."""
    value = st.query_params.get(name)
    return value if key not in st.session_state or value != st.session_state.get(f"{_key(name)}-skrevet") else None


def _known(asked: str | None, is_option: bool) -> bool:
    """Whether what is asked for can be chosen; if a link asks for something else, the reader is told."""
    if asked and not is_option:
        st.info(_("Lenken ba om noe som ikke finnes i denne utgaven. Siden viser standardvalget i stedet."), icon=":material/info:")
    return is_option or not asked


def _prepare(name: str, options: Mapping[str, str], default: str | None) -> str:
    """Put the choice where its widget finds it; returns the widget's key."""
    key = _key(name)
    asked = _news(name, key)
    wanted = st.session_state.get(key) if asked is None or not _known(asked, asked in options) else asked
    st.session_state[key] = wanted if wanted in options else default if default in options else next(iter(options))
    return key


def _write(name: str, chosen: str) -> None:
    """Write the choice in the address; an empty one needs no mention."""
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)
    st.session_state[f"{_key(name)}-skrevet"] = st.query_params.get(name)
