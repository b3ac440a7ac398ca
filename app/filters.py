"""Choices that stand in the page's address: a link shows what its sender saw, and what the reader chooses can be sent on.

A choice is kept by its widget's key, and the address is written after it, from the first choice on that is not the default. An address
that the page has not written itself, from a link, typed in or gone back to, is news, and decides; one without a name asks for its default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from language import _

_PAGE, _OF, _CHOSEN = "_filterside", "_filtrene_gjelder", "_valgene"
# What the next page begins with where it has the same choice: the service area, and whom the municipality is compared with.
_FOLLOWS = frozenset({"omrade", "mot"})


def begin(page: str, of: str, chosen: Mapping[str, str]) -> None:
    """Say which page the choices are on, and whose: of another municipality or year, a choice that nobody made is its own default.

    The frame calls it before each page, with the page's address, and with what is `chosen` outside the page but belongs to what it shows.
    """
    st.session_state.update({_PAGE: page, _OF: of, _CHOSEN: dict(chosen)})


def chosen() -> dict[str, str]:
    """What the page shows, as the parameters of an address: each choice, also where it is the default and the address need not say it."""
    choices = {name: choice for name, choice in st.session_state.get(_CHOSEN, {}).items() if choice}
    return choices | st.query_params.to_dict()


def one(place: Any, label: str, name: str, options: Mapping[str, str], default: str | None = None) -> str:
    """The one of the options that is chosen from a list; `options` are the data's codes and the words the reader sees."""
    first = _followed(name, options) or (default if default is not None and default in options else next(iter(options)))
    key = _prepare(name, options, first)
    choice: str = place.selectbox(label, list(options), key=key, format_func=options.__getitem__)
    _write(name, choice, first)
    return choice


def buttons(place: Any, label: str, name: str, options: Mapping[str, str], default: str | None = None) -> str:
    """The one of a few options that is chosen, all of them in sight; at first the first, or the default."""
    default = default if default is not None and default in options else next(iter(options))
    key = _prepare(name, options, default)
    choice: str = place.segmented_control(label, list(options), key=key, format_func=options.__getitem__, required=True)
    _write(name, choice, default)
    return choice


def several(
    place: Any, label: str, name: str, options: Mapping[str, str], default: Sequence[str] = (), placeholder: str | None = None
) -> list[str]:
    """Those of the options that are chosen, in the order they were; choosing none is choosing the default."""
    key = _key(name)
    asked = _news(name, key)
    wanted = st.session_state[key] if asked is None else asked.split(",") if asked else default
    known = [option for option in dict.fromkeys(wanted) if option in options]
    st.session_state[key] = known if _known(name, asked, bool(known)) else list(default)
    choices = place.multiselect(
        label, list(options), key=key, format_func=options.__getitem__, placeholder=placeholder or _("Velg én eller flere")
    )
    kept = choices or list(default)
    _write(name, ",".join(kept), ",".join(default))
    return kept


def year(place: Any, label: str, name: str, years: Sequence[int]) -> int:
    """The year that is chosen on a slider; at first the last."""
    options = {str(choice): str(choice) for choice in years}
    default = str(years[-1])
    if len(options) == 1:
        return years[-1]
    key = _prepare(name, options, default)
    choice: str = place.select_slider(label, list(options), key=key)
    _write(name, choice, default)
    return int(choice)


def span(place: Any, label: str, names: tuple[str, str], years: Sequence[int]) -> tuple[int, int]:
    """A first and a last year, of those that can be chosen; at first all of them.

    A slider with two ends can't be set by its key: what an address asks for makes a new one.
    """
    number = f"{_key(names[0])}-nummer"
    key = f"{number}-{st.session_state.get(number, 0)}"
    ends = (years[0], years[-1])
    asked = [_news(name, key) for name in names]
    wanted = sorted(
        before if text is None else int(text) if re.fullmatch("[0-9]{4}", text) else end
        for text, before, end in zip(asked, st.session_state.get(key, ends), ends, strict=True)
    )
    is_option = set(wanted) <= set(years) and all(text.isdecimal() for text in asked if text)
    if any(text is not None for text in asked) or not is_option:
        st.session_state[number] = st.session_state.get(number, 0) + 1
        key = f"{number}-{st.session_state[number]}"
        wanted = wanted if is_option or _known(names[0], "".join(filter(None, asked)), is_option) else list(ends)
    choice: tuple[int, int] = place.select_slider(label, years, value=tuple(wanted), key=key)
    for name, year, end in zip(names, choice, ends, strict=True):
        _write(name, str(year), str(end))
    return choice


def _key(name: str) -> str:
    return f"{st.session_state.get(_PAGE, '')}-{st.session_state.get(_OF, '')}-{name}"


def _followed(name: str, options: Mapping[str, str]) -> str:
    """What was chosen last on another page, if this one has it: its default from then on, so that coming here is one step."""
    if name not in _FOLLOWS:
        return ""
    state, kept = st.session_state, f"{_key(name)}-forvalg"
    choice, page = state.get(_last(name), ("", ""))
    if page != state.get(_PAGE, "") and choice in options:
        state[kept] = choice
        state.pop(_key(name), None)
    return str(state[kept]) if state.get(kept) in options else ""


def _last(name: str) -> str:
    return f"{name}-{st.session_state.get(_OF, '')}-sist"


def _written(name: str) -> str:
    return f"{st.session_state.get(_PAGE, '')}-{name}-skrevet"


def _news(name: str, key: str) -> str | None:
    """What a new address asks for, empty where that is the default; None if the address is not new. `key` is the widget's.

    When a choice draws its section anew, the address is none: it may not have heard of the choice before.
    """
    context = get_script_run_ctx()
    asked: str = st.query_params.get(name, "")
    if key not in st.session_state:
        return asked
    is_own = bool(context and context.fragment_ids_this_run) or asked == st.session_state.get(_written(name), "")
    return None if is_own else asked


def _known(name: str, asked: str | None, is_option: bool) -> bool:
    """Whether what is asked for can be chosen; if a link asks for something else, the reader is told.

    What the page itself wrote for another municipality is no link's.
    """
    if asked and not is_option and asked != st.session_state.get(_written(name)):
        say_unknown()
    return is_option


def say_unknown() -> None:
    """Tell the reader that a link asks for what is not there."""
    st.info(_("Lenken ba om noe som ikke finnes i denne utgaven. Siden viser standardvalget i stedet."), icon=":material/info:")


def _prepare(name: str, options: Mapping[str, str], default: str) -> str:
    """Put the choice where its widget finds it; returns the widget's key."""
    key = _key(name)
    asked = _news(name, key)
    wanted = st.session_state[key] if asked is None else asked
    st.session_state[key] = wanted if _known(name, asked, wanted in options) else default
    return key


def _write(name: str, choice: str, default: str) -> None:
    """Write the choice in the address; not a default of which the address is silent, so that a page one comes to is one step, not two."""
    st.session_state[_CHOSEN][name] = choice
    if name in _FOLLOWS and (choice != default or _last(name) in st.session_state):
        st.session_state[_last(name)] = (choice, st.session_state.get(_PAGE, ""))
    if not choice:
        st.query_params.pop(name, None)
    elif choice != default or name in st.query_params:
        st.query_params[name] = choice
    st.session_state[_written(name)] = st.query_params.get(name, "")
