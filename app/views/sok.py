"""Where is it? Everything the edition holds, by its Norwegian words."""

import streamlit as st

import data
import municipality
import search
from format import is_missing, number
from language import N_, _, ngettext

# What a hit is called before its description, where the description does not say it itself.
KINDS = {
    "tjenesteomrade": ("", ":material/diversity_3:"),
    "nokkeltall": (N_("Nøkkeltall: {beskrivelse}"), ":material/speed:"),
    "post": ("", ":material/receipt_long:"),
    "mal": (N_("Mål: {beskrivelse}"), ":material/flag:"),
    "kommune": ("", ":material/location_city:"),
    "utsagn": (N_("Utsagn: {beskrivelse}"), ":material/format_quote:"),
    "funn": (N_("Funn i kildene: {beskrivelse}"), ":material/find_in_page:"),
    "tabell": ("", ":material/table_view:"),
}
text = st.query_params.get("q", "")
if not search.folded(text).strip():
    alle = data.first("select count(*) as antall from rapport.rapport_sok")
    st.markdown(
        _(
            "Skriv ett eller flere ord i søkefeltet øverst. Det leter i **{antall}** nøkkeltall, poster, "
            "tjenesteområder, kommuner, tabeller, mål, tallfestede utsagn og funn i kildene. "
            "Du kan skrive å, ø og æ eller a, o og ae, og ordene i hvilken form du vil."
        ).format(antall=number(alle["antall"]))
    )
    raise municipality.NothingToShowError

hits = search.find(text)
if hits.empty:
    st.markdown(_("Ingen treff på **{ord}** (0). Prøv færre ord, eller bare begynnelsen av et ord.").format(ord=search.quoted(text)))
    raise municipality.NothingToShowError
st.markdown(
    (
        _("**{antall}** treff på **{ord}**, de beste først. Legg til et ord for å snevre inn.")
        if len(hits) == search.MOST_HITS
        else ngettext("**{antall}** treff på **{ord}**, det beste først.", "**{antall}** treff på **{ord}**, det beste først.", len(hits))
    ).format(antall=number(len(hits)), ord=search.quoted(text))
)
for hit in hits.itertuples():
    kind, icon = KINDS[hit.art]
    with st.container(gap=None):
        if not is_missing(hit.side):
            municipality.to(hit.side, search.quoted(hit.tittel), icon, **search.address(hit.parametre))
        else:
            st.markdown(f"{icon} {search.quoted(hit.tittel)}")
        description = search.shortened(hit.beskrivelse)
        st.caption(search.quoted(_(kind).format(beskrivelse=description) if kind else description))
