"""What surrounds every page: the search box, the switch for print, the look on paper."""

from __future__ import annotations

from typing import Any

import streamlit as st

import filters
import language
import printing
import theme
import uttak
from language import _

SEARCH_PAGE = "sok"


def around(page: Any) -> None:
    """Draw what stands above and beside a page, and make ready for it."""
    uttak.new_page(page.title)
    filters.begin(page.url_path)
    printing.style()
    with st.sidebar:
        printing.switch()
        language.switch()
        theme.say_language()
    _search_box(page.url_path)


def _search_box(page: str) -> None:
    """The box that finds things, on every page; what is written in it is shown on the search page, whose address has the words."""
    asked = st.query_params.get("q", "") if page == SEARCH_PAGE else ""
    if st.session_state.get("_sokt", "") != asked:
        st.session_state["_sokt"] = st.session_state["sokefelt"] = asked
    with st.container(horizontal=True, horizontal_alignment="right", key="sokerad"):
        text = st.text_input(
            _("Søk i tallene"),
            key="sokefelt",
            type="search",
            max_chars=100,
            placeholder=_("Søk: nøkkeltall, post, tjeneste, kommune …"),
            icon=":material/search:",
            label_visibility="collapsed",
            width=380,
        )
    if (text or "") != asked:
        st.switch_page(f"views/{SEARCH_PAGE}.py", query_params={"q": text or ""})
