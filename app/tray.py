"""The tray: what a reader has chosen for a case paper, kept on the server by a random cookie, so that it survives a reload and new tabs.

It is bounded: so many parts for a reader, and so many in all, the longest unused readers' first to go. A restart of the server empties it.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from uttak import Item

PARAMETER = "saksgrunnlag"
MOST, MOST_IN_ALL = 30, 400
_READER, _ADDED = "_leseren", "_lagt_i_skuffen"
_TOKEN = re.compile(r"[0-9a-f]{32}")
_REMEMBER = """<script>document.cookie = "{name}={token}; path=/; max-age=2592000; SameSite=Lax";</script>"""


class Trays:
    """The readers' trays, the longest unused first."""

    def __init__(self) -> None:
        """Begin with none."""
        self._trays: OrderedDict[str, list[Item]] = OrderedDict()
        self._lock = Lock()

    def of(self, reader: str) -> list[Item]:
        """The reader's tray; others that were longest unused give way where there is too much in all."""
        with self._lock:
            tray = self._trays.setdefault(reader, [])
            self._trays.move_to_end(reader)
            while len(self._trays) > MOST_IN_ALL or (len(self._trays) > 1 and sum(map(len, self._trays.values())) > MOST_IN_ALL):
                self._trays.popitem(last=False)
            return tray


@st.cache_resource(show_spinner=False)
def _trays() -> Trays:
    return Trays()


def items() -> list[Item]:
    """What the reader has chosen, in order; changing it changes the tray."""
    return _trays().of(_reader())


def put(item: Item) -> bool:
    """Add an item as it is shown now, in the place of itself if it is there already; returns whether there was room."""
    chosen = items()
    for at, other in enumerate(chosen):
        if (other.page, other.name, other.address) == (item.page, item.name, item.address):
            chosen[at] = item
            return True
    if len(chosen) >= MOST:
        return False
    chosen.append(item)
    return True


def remember() -> None:
    """Give the reader's browser the key of the tray."""
    with st.container(key="skuffen"):
        st.html(_REMEMBER.format(name=PARAMETER, token=_reader()), unsafe_allow_javascript=True)


def _reader() -> str:
    state = st.session_state
    if _READER not in state:
        asked = str(st.context.cookies.get(PARAMETER, ""))
        state[_READER] = asked if _TOKEN.fullmatch(asked) else secrets.token_hex(16)
    return str(state[_READER])


def tell(message: str) -> None:
    """Say in the next run that something was added, and draw the page anew, with the tray's count."""
    st.session_state[_ADDED] = message
    st.rerun(scope="app")


def told() -> None:
    """Say what the last run added."""
    if message := st.session_state.pop(_ADDED, None):
        st.toast(message, icon=":material/check:")
