"""What surrounds every page: the search box and the tray, the look on paper, its sections, and the word when something fails."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec

import streamlit as st

import filters
import fragment
import language
import municipality
import printing
import theme
import tray
import uttak
from format import number
from kommunevarehus.project import EditionError
from language import _, ngettext

SEARCH_PAGE, CASE = "sok", "saksgrunnlag"
P = ParamSpec("P")
_log = logging.getLogger("kommunevarehus")


def around(page: Any, *, is_about_it: bool) -> None:
    """Draw what stands above and beside a page, and make ready for it; a page that is about the municipality says so in its title."""
    uttak.new_page(page.title)
    municipality.begin(page.url_path)
    chosen = municipality.now()
    filters.begin(page.url_path, f"{chosen.id}-{chosen.year}", chosen.as_parameters())
    title = municipality.titled(page.title) if is_about_it else page.title
    st.set_page_config(page_title=title)
    printing.style()
    with st.sidebar:
        municipality.choice()
        language.switch()
        theme.say_language()
        tray.remember()
    _heading(title, page.url_path)
    municipality.say_unknown()


def _heading(title: str, page: str) -> None:
    """The page's title, and beside it the box that finds things; what is written in it is shown on the search page, by its address."""
    asked = st.query_params.get("q", "") if page == SEARCH_PAGE else ""
    if st.session_state.get("_sokt", "") != asked:
        st.session_state["_sokt"] = st.session_state["sokefelt"] = asked
    with st.container(horizontal=True, horizontal_alignment="right", key="sokerad"):
        st.title(title)
        text = st.text_input(
            _("Søk i tallene"),
            key="sokefelt",
            type="search",
            max_chars=100,
            placeholder=_("Søk: nøkkeltall, post, tjeneste, kommune …"),
            icon=":material/search:",
            label_visibility="collapsed",
            width=330,
        )
        if count := len(tray.items()):
            label = ngettext("Saksgrunnlag: {antall} del", "Saksgrunnlag: {antall} deler", count).format(antall=number(count))
            municipality.to(CASE, label, ":material/inventory_2:")
    tray.told()
    if (text or "") != asked:
        st.switch_page(f"views/{SEARCH_PAGE}.py", query_params=municipality.parameters({"q": text or ""}))


def section(draw: Callable[P, None]) -> Callable[P, None]:
    """A part of a page that is drawn anew alone when one of its choices changes; nothing outside it may depend on them."""

    @fragment.alone
    @functools.wraps(draw)
    def alone(*args: P.args, **kwargs: P.kwargs) -> None:
        with language.speaking(language.current().code), told(), uttak.within(draw.__name__):
            draw(*args, **kwargs)

    return alone


@contextmanager
def told() -> Iterator[None]:
    """What fails inside is a sentence to the reader, not a traceback: that there is no edition to show, or that we have an error."""
    try:
        yield
    except EditionError as error:
        st.title(_("Ingen utgave å vise"))
        st.info(
            _("Kjør `make warehouse` i prosjektmappen for å bygge, validere og publisere en utgave, og last siden på nytt.")
            + f"\n\n{error}"
        )
    except Exception:
        _log.exception("A page could not be shown")
        st.error(_("Noe gikk galt, og denne delen av siden kan ikke vises. Feilen er skrevet i visningens logg."))
