"""The viewer's frame: navigation, which edition is shown, and where the figures are from. The pages are in app/views."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

import data
import frame
import language
import municipality
from format import edition_date, number
from kommunevarehus.lesing import inbox
from language import N_, _, ngettext

ICON = Path(__file__).with_name("ikon.png")  # a file of our own: an icon of the fonts would be fetched from the net
START, NOT_FOUND = "oversikt", "finnes_ikke"
_CAME_BY = "_kom_fra_adressen"
# The pages in the order of the menu: their address, title and sign.
PAGES = (
    (START, N_("Oversikt"), ":material/home:"),
    ("okonomi", N_("Økonomi"), ":material/account_balance:"),
    ("tjenester", N_("Tjenester"), ":material/diversity_3:"),
    ("sammenligning", N_("Sammenligning"), ":material/compare_arrows:"),
    ("mal", N_("Mål"), ":material/flag:"),
    ("ansatte", N_("Ansatte"), ":material/badge:"),
    ("befolkning", N_("Befolkning"), ":material/groups:"),
    ("kilder", N_("Kilder og kontroll"), ":material/fact_check:"),
)
# The page that writes files: only where the viewer was started with --inn is it a page at all.
INBOX = ("les_inn", N_("Les inn"), ":material/upload_file:")


def main() -> None:
    """Draw the frame and the chosen page inside it; a missing edition is a sentence, not an error."""
    language.begin()
    st.set_page_config(page_title="Kommunevarehus", page_icon=str(ICON), layout="wide")
    page = st.navigation(
        [
            st.Page(f"views/{name}.py", title=_(title), icon=icon, url_path="" if name == START else name, default=name == START)
            for name, title, icon in _menu()
        ]
        + _hidden(),
        expanded=True,
    )
    with frame.told():
        data.begin()
        frame.around(page, is_about_it=page.url_path in {"", *(name for name, _title, _icon in PAGES)})
        with suppress(municipality.NothingToShowError):
            page.run()
        _say_edition(data.manifest())


def _say_edition(manifest: dict[str, Any]) -> None:
    """Below every page: which edition it shows, and whose figures they are. A statistic is said by its number."""
    checks = manifest["validation"]["checks"]
    sources = data.rows(
        """select string_agg(distinct navn, ', ' order by navn) as titler, utgiver, lisens from (
            select kilde_id, utgiver, lisens,
                case when kilde_id in (select rapport_id from marts.dim_rapport) then tittel else split_part(tittel, ':', 1) end as navn
            from marts.dim_kilde
            where list_contains(?, kilde_id) or kilde_id not in (select rapport_id from marts.dim_rapport)
        )
        group by utgiver, lisens order by min(kilde_id)""",
        list(municipality.now().reports_of_the_year),
    )
    titles = "; ".join(f"{source.titler} ({source.utgiver}, {source.lisens})" for source in sources.itertuples())
    st.caption(
        ngettext(
            "Utgaven er fra {dato} og har bestått {antall} kontroll. Kilder: {kilder}.",
            "Utgaven er fra {dato} og har bestått {antall} kontroller. Kilder: {kilder}.",
            checks,
        ).format(dato=edition_date(manifest["id"]), antall=number(checks), kilder=titles),
        help=_("Utgave {utgave}").format(utgave=manifest["id"]),
    )


def _menu() -> tuple[tuple[str, str, str], ...]:
    return (*PAGES, INBOX) if inbox.is_open() else PAGES


def _hidden() -> list[Any]:
    """The pages that are not in the navigation, and last the one for an address that no page has: Streamlit says so in English only."""
    pages = {
        frame.SEARCH_PAGE: (frame.SEARCH_PAGE, _("Søk")),
        frame.CASE: (frame.CASE, _("Saksgrunnlag")),
        START: (START, _("Oversikt")),  # whose own address is empty
        NOT_FOUND: (NOT_FOUND, _("Siden finnes ikke")),
    }
    known = pages.keys() | {name for name, _title, _icon in _menu()}
    if (unknown := _came_by()) not in known | {""}:
        pages[unknown] = pages[NOT_FOUND]
    return [st.Page(f"views/{view}.py", title=title, url_path=name, visibility="hidden") for name, (view, title) in pages.items()]


def _came_by() -> str:
    """The page this session was first asked for; the back button leads there for as long as the session lasts."""
    state, context = st.session_state, get_script_run_ctx()
    if _CAME_BY not in state:
        name = (context.pages_manager.intended_page_name if context else None) or ""
        # No page can have a slash, or spaces at its ends; and `st.context.url` would cut a page's name off a host that ends with it.
        host = str(st.context.url or "").rpartition("/")[0]
        is_possible = "/" not in name and name == name.strip() and not (name and host.endswith(name))
        state[_CAME_BY] = name if is_possible else NOT_FOUND
        if not is_possible:
            st.switch_page(st.Page(f"views/{NOT_FOUND}.py", url_path=NOT_FOUND))
    return str(state[_CAME_BY])


main()
