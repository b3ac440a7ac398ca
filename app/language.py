"""The reader's language: words from gettext catalogues, and numbers as that language writes them.

The viewer is written in Norwegian bokmål, which is the msgid of every text. A folder `locale/<code>/LC_MESSAGES` with a `viewer.po` is a
language the reader can choose; what it lacks stands in bokmål (docs/oversettelse.md).
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from streamlit.runtime.scriptrunner import get_script_run_ctx

DEFAULT, PARAMETER = "nb", "sprak"
CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "viewer"
_CHOSEN, _IN_ADDRESS, _SWITCH = "_sprak", "_sprak_i_adressen", "sprakvalg"
P = ParamSpec("P")
T = TypeVar("T")

# What this thread speaks. A run of a page says it once; what is drawn outside such a run, as a fragment is, asks the session.
_spoken: ContextVar[Speech | None] = ContextVar("spoken", default=None)


@dataclass(frozen=True)
class Speech:
    """A language: its code in the address, its words, its own name, and how it writes numbers."""

    code: str
    words: gettext.NullTranslations
    name: str
    tag: str
    decimal: str
    group: str
    percent: str
    digits: dict[int, str]  # what turns Python's `1,234.5` into this language's


@cache
def speech(code: str) -> Speech:
    """The language with this code, read from its catalogue once.

    Raises:
        KeyError: there is no catalogue for it.

    """
    locale, words = Locale.parse("nb_NO"), gettext.NullTranslations()
    if code != DEFAULT:
        path = _path(code)
        if code not in available():
            raise KeyError(code)
        with path.open("rb") as file:
            catalogue = read_po(file)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        words = gettext.GNUTranslations(compiled)
        locale = catalogue.locale or Locale.parse(code)
    symbols = locale.number_symbols["latn"]
    return Speech(
        code=code,
        words=words,
        name=_own_name(locale),
        tag=str(locale).replace("_", "-"),
        decimal=symbols["decimal"],
        group=symbols["group"],
        percent=locale.percent_formats[None].suffix[0],
        digits={ord(","): symbols["group"], ord("."): symbols["decimal"]},
    )


def _path(code: str) -> Path:
    return CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def _own_name(locale: Locale) -> str:
    name = str(locale.language_name)
    return name[:1].upper() + name[1:]


@cache
def available() -> tuple[str, ...]:
    """The codes a reader can choose: bokmål, and every language with a catalogue."""
    return (DEFAULT, *sorted(path.name for path in CATALOGUES.iterdir() if _path(path.name).is_file()))


def current() -> Speech:
    """The language of what is being drawn."""
    return _spoken.get() or _of_session()


def _of_session() -> Speech:
    return speech(st.session_state.get(_CHOSEN, DEFAULT)) if get_script_run_ctx(suppress_warning=True) else speech(DEFAULT)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything inside is written in the language with this code."""
    token = _spoken.set(speech(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def bound(write: Callable[P, T]) -> Callable[P, T]:
    """The function in the language of now, whenever and wherever it is called: a file is written, and a choice named, after the run."""
    code = current().code

    def written(*args: P.args, **kwargs: P.kwargs) -> T:
        with speaking(code):
            return write(*args, **kwargs)

    return written


# Words


def _(message: str) -> str:
    """The text in the reader's language."""
    return current().words.gettext(message)


def ngettext(one: str, many: str, count: Any) -> str:
    """The text for this many, in the reader's language."""
    return current().words.ngettext(one, many, int(count))


def pgettext(context: str, message: str) -> str:
    """The text in the reader's language where the Norwegian word alone could mean two things."""
    return current().words.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for the catalogues where it is not shown yet."""
    return message


def own(text: Any) -> str:
    """A text of the sources' own, for `say` and `note`: marked as Norwegian where the reader's language is another."""
    return f'<span lang="{DEFAULT}">{escape(str(text), quote=False)}</span>' if _is_foreign() else str(text)


def say(text: str) -> None:
    """Write a text that quotes the sources."""
    st.markdown(text, unsafe_allow_html=_is_foreign())


def note(text: str) -> None:
    """Write a caption that quotes the sources."""
    st.caption(text, unsafe_allow_html=_is_foreign())


def _is_foreign() -> bool:
    return current().code != DEFAULT


# The reader's choice


def begin() -> None:
    """Find the language of this run and keep it in the address, where bokmål needs no mention.

    A new address decides, then the switch, then what the reader last read in another tab.
    """
    state, asked = st.session_state, st.query_params.get(PARAMETER)
    new = asked if asked != state.get(_IN_ADDRESS) else None
    wanted = (new, state.get(_SWITCH), state.get(_CHOSEN), st.context.cookies.get(PARAMETER), DEFAULT)
    code = next(code for code in wanted if code in available())
    state[_CHOSEN] = state[_SWITCH] = code
    state[_IN_ADDRESS] = None if code == DEFAULT else code
    _spoken.set(speech(code))
    if code == DEFAULT:
        st.query_params.pop(PARAMETER, None)
    elif asked != code:
        st.query_params[PARAMETER] = code


def switch() -> None:
    """The switch in the sidebar, each language by its own name."""
    codes = available()
    if len(codes) > 1:
        st.segmented_control(_("Språk"), codes, key=_SWITCH, format_func=lambda code: speech(code).name, required=True)
    if current().code != DEFAULT:
        st.caption(_("Navn, definisjoner og sitater er kildenes egne og står på norsk."))


def address(parameters: dict[str, str]) -> dict[str, str]:
    """The parameters of a permalink, with the language where it has to be said."""
    code = current().code
    return parameters if code == DEFAULT else parameters | {PARAMETER: code}


def link(target: str) -> str:
    """A link to a page of the viewer that opens in the reader's language, also in a new tab."""
    code = current().code
    return target if code == DEFAULT else f"{target}{'&' if '?' in target else '?'}{PARAMETER}={code}"


def vega() -> dict[str, Any]:
    """The language's numbers as a chart wants them."""
    spoken = current()
    return {
        "number": {
            "decimal": spoken.decimal,
            "thousands": spoken.group,
            "grouping": [3],
            "currency": ["", "\u00a0kr"],
            "minus": "\u2212",
            "percent": spoken.percent,
        }
    }
