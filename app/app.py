"""The viewer's frame: navigation, which edition is shown, and where the figures are from. The pages are in app/views."""

from __future__ import annotations

import streamlit as st

import data
import frame
from kommunevarehus.project import EditionError

PAGES = {
    "": [
        ("oversikt", "Oversikt", ":material/home:"),
    ],
    "Økonomi": [
        ("arsresultatet", "Årsresultatet", ":material/account_balance:"),
        ("budsjett_og_regnskap", "Budsjett og regnskap", ":material/bar_chart:"),
        ("investeringer", "Investeringer", ":material/construction:"),
        ("balanse_og_garantier", "Balanse og garantier", ":material/balance:"),
    ],
    "Tjenester og mål": [
        ("tjenester", "Tjenester", ":material/diversity_3:"),
        ("mal_og_resultater", "Mål og resultater", ":material/flag:"),
        ("organisasjon", "Organisasjon", ":material/badge:"),
        ("klima", "Klima", ":material/eco:"),
    ],
    "Sammenligning": [
        ("sammenligning", "Sammenligning", ":material/compare_arrows:"),
        ("befolkning", "Befolkning", ":material/groups:"),
    ],
    "Om tallene": [
        ("slik_leser_du_tallene", "Slik leser du tallene", ":material/menu_book:"),
        ("avstemming", "Avstemming", ":material/rule:"),
        ("kilder", "Kilder", ":material/table_view:"),
        ("datakvalitet", "Datakvalitet", ":material/fact_check:"),
    ],
    "Ta med": [
        ("saksgrunnlag", "Saksgrunnlag", ":material/post_add:"),
    ],
}


def main() -> None:
    """Draw the frame and the chosen page inside it; a missing edition is a sentence, not an error."""
    st.set_page_config(page_title="Kommunevarehus", page_icon=":material/warehouse:", layout="wide")
    page = st.navigation(
        {
            section: [
                st.Page(f"views/{name}.py", title=title, icon=icon, url_path=name, default=name == "oversikt")
                for name, title, icon in pages
            ]
            for section, pages in PAGES.items()
        }
        | {"Søk": [st.Page(f"views/{frame.SEARCH_PAGE}.py", title="Søk", url_path=frame.SEARCH_PAGE, visibility="hidden")]},
        expanded=True,
    )
    try:
        data.begin()
        manifest = data.manifest()
        frame.around(page)
        page.run()
    except EditionError as error:
        st.title("Ingen utgave å vise")
        st.info(f"Kjør `make warehouse` i prosjektmappen for å bygge, validere og publisere en utgave, og last siden på nytt.\n\n{error}")
        return
    st.divider()
    titles = "; ".join(f"{source['title']} ({source['publisher']}, {source['license']})" for source in manifest["sources"])
    st.caption(f"Utgave {manifest['id']}, {manifest['validation']['checks']} kontroller bestått. Kilder: {titles}.")


main()
