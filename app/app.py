"""The viewer's frame: navigation, which edition is shown, and where the figures are from. The pages are in app/views."""

from __future__ import annotations

from typing import Any

import streamlit as st

import data
import frame
import language
from format import number
from language import N_, _, ngettext

PAGES = {
    "": [
        ("oversikt", N_("Oversikt"), ":material/home:"),
    ],
    N_("Økonomi"): [
        ("arsresultatet", N_("Årsresultatet"), ":material/account_balance:"),
        ("budsjett_og_regnskap", N_("Budsjett og regnskap"), ":material/bar_chart:"),
        ("investeringer", N_("Investeringer"), ":material/construction:"),
        ("balanse_og_garantier", N_("Balanse og garantier"), ":material/balance:"),
    ],
    N_("Tjenester og mål"): [
        ("tjenester", N_("Tjenester"), ":material/diversity_3:"),
        ("mal_og_resultater", N_("Mål og resultater"), ":material/flag:"),
        ("organisasjon", N_("Organisasjon"), ":material/badge:"),
        ("klima", N_("Klima"), ":material/eco:"),
    ],
    N_("Sammenligning"): [
        ("sammenligning", N_("Sammenligning"), ":material/compare_arrows:"),
        ("befolkning", N_("Befolkning"), ":material/groups:"),
    ],
    N_("Om tallene"): [
        ("slik_leser_du_tallene", N_("Slik leser du tallene"), ":material/menu_book:"),
        ("avstemming", N_("Avstemming"), ":material/rule:"),
        ("kilder", N_("Kilder"), ":material/table_view:"),
        ("datakvalitet", N_("Datakvalitet"), ":material/fact_check:"),
    ],
    N_("Ta med"): [
        ("saksgrunnlag", N_("Saksgrunnlag"), ":material/post_add:"),
    ],
}


def main() -> None:
    """Draw the frame and the chosen page inside it; a missing edition is a sentence, not an error."""
    language.begin()
    st.set_page_config(page_title="Kommunevarehus", page_icon=":material/warehouse:", layout="wide")
    page = st.navigation(
        {
            (_(section) if section else ""): [
                st.Page(f"views/{name}.py", title=_(title), icon=icon, url_path=name, default=name == "oversikt")
                for name, title, icon in pages
            ]
            for section, pages in PAGES.items()
        }
        | {_("Søk"): [st.Page(f"views/{frame.SEARCH_PAGE}.py", title=_("Søk"), url_path=frame.SEARCH_PAGE, visibility="hidden")]},
        expanded=True,
    )
    with frame.told():
        data.begin()
        frame.around(page)
        page.run()
        _say_edition(data.manifest())


def _say_edition(manifest: dict[str, Any]) -> None:
    """Below every page: which edition it shows, and whose figures they are."""
    st.divider()
    checks = manifest["validation"]["checks"]
    titles = "; ".join(f"{source['title']} ({source['publisher']}, {source['license']})" for source in manifest["sources"])
    st.caption(
        ngettext(
            "Utgave {utgave}, {antall} kontroll bestått. Kilder: {kilder}.",
            "Utgave {utgave}, {antall} kontroller bestått. Kilder: {kilder}.",
            checks,
        ).format(utgave=manifest["id"], antall=number(checks), kilder=titles)
    )


main()
