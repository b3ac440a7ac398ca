"""Where is it? Everything the edition holds, by its Norwegian words."""

from pathlib import Path

import streamlit as st

import data
import search
from format import is_missing, number
from language import _

# What a hit is called before its description, where the description does not say it itself.
KINDS = {
    "tjenesteomrade": ("", ":material/diversity_3:"),
    "nokkeltall": ("Nøkkeltall: ", ":material/speed:"),
    "post": ("", ":material/receipt_long:"),
    "mal": ("Mål: ", ":material/flag:"),
    "kommune": ("", ":material/location_city:"),
    "utsagn": ("Utsagn: ", ":material/format_quote:"),
    "funn": ("Funn i kildene: ", ":material/find_in_page:"),
    "tabell": ("", ":material/table_view:"),
}
HERE = Path(__file__).parent

st.title(_("Søk"))

text = st.query_params.get("q", "")
if not search.folded(text).strip():
    counts = data.rows("select art, count(*) as antall from rapport.rapport_sok group by art")
    st.markdown(
        f"Skriv ett eller flere ord i søkefeltet øverst. Det leter i **{number(counts.antall.sum())}** nøkkeltall, poster, "
        "tjenesteområder, kommuner, tabeller, mål, tallfestede utsagn og funn i kildene. "
        "Du kan skrive å, ø og æ eller a, o og ae, og ordene i hvilken form du vil."
    )
    st.stop()

hits = search.find(text)
if hits.empty:
    st.markdown(f"Ingen treff på **{search.quoted(text)}** (0). Prøv færre ord, eller bare begynnelsen av et ord.")
    st.stop()
st.markdown(
    f"**{number(len(hits))}** treff på **{search.quoted(text)}**"
    + (", de beste først. Legg til et ord for å snevre inn." if len(hits) == search.MOST_HITS else ", det beste først.")
)
for hit in hits.itertuples():
    kind, icon = KINDS[hit.art]
    with st.container(gap=None):
        if not is_missing(hit.side) and (HERE / f"{hit.side}.py").exists():
            st.page_link(f"views/{hit.side}.py", label=search.quoted(hit.tittel), icon=icon, query_params=search.address(hit.parametre))
        else:
            st.markdown(f"{icon} {search.quoted(hit.tittel)}")
        st.caption(search.quoted(f"{kind}{search.shortened(hit.beskrivelse)}"))
