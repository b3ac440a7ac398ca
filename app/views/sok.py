"""Where is it? Everything the edition holds, by its Norwegian words, and by English and Nynorsk ones."""

from typing import Any

import streamlit as st

import data
import municipality
import parts
import search
from format import is_missing, measured, mill_kr, number
from language import N_, _, ngettext
from vocabulary import DIRECTIONS, term

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
    "side": ("", ":material/web:"),
}
_FIRST = 12  # hits that are in sight
OUTCOMES = {"merforbruk": N_("merforbruk"), "mindreforbruk": N_("mindreforbruk"), "i_balanse": N_("i balanse")}


def value(row: Any) -> str:
    """A hit's number with its year and which way it points: `Kommunen 2020: 7,5 % (høyt er bra)`."""
    kommune = municipality.now()
    written = number(row.verdi) if row.maaleenhet == "personer" else ""
    if row.maaleenhet == "mill. kr":
        written = mill_kr(row.verdi, 0 if row.verdi % 1 == 0 else 1)
    written = written or measured(row.verdi, row.maaleenhet)
    if row.art == "kommune":
        return _("{antall} innbyggere 1. januar {aar}").format(antall=written, aar=row.aar)
    if row.art == "tjenesteomrade":
        return _("{sted} {aar}: avvik fra budsjettet {tall}, {utfall}").format(
            sted=kommune.name, aar=row.aar, tall=mill_kr(row.verdi, 1, sign=True), utfall=_(OUTCOMES[row.retning])
        )
    if row.art == "nokkeltall" and row.retning in {"hoy_er_bra", "hoy_er_darlig"}:
        return _("{sted} {aar}: {tall} ({retning})").format(
            sted=term(row.sted), aar=row.aar, tall=written, retning=term(DIRECTIONS[row.retning])
        )
    return _("{sted} {aar}: {tall}").format(sted=kommune.name if is_missing(row.sted) else term(row.sted), aar=row.aar, tall=written)


def nothing(found: search.Found, text: str) -> None:
    """No hit: what the reader may have meant, or what to try."""
    st.markdown(_("Ingen treff på **{ord}** (0).").format(ord=search.quoted(text)))
    if found.meant:
        municipality.to("sok", _("Mente du «{ord}»?").format(ord=search.quoted(found.meant)), ":material/spellcheck:", q=found.meant)
    else:
        st.markdown(_("Prøv færre ord, eller bare begynnelsen av et ord."))


def heading(found: search.Found, text: str) -> str:
    """How many hits there are, and how many are shown."""
    if found.total > len(found.hits):
        said = _("**{antall}** treff på **{ord}**. Her er de {viste} beste, det beste først. Legg til et ord for å snevre inn.")
    else:
        said = ngettext(
            "**{antall}** treff på **{ord}**, det beste først.", "**{antall}** treff på **{ord}**, det beste først.", found.total
        )
    return said.format(antall=number(found.total), ord=search.quoted(found.instead or text), viste=number(len(found.hits)))


def show(found: search.Found) -> None:
    """The hits, the best in sight, each with its number, year and direction where it has some, and the way to it."""
    numbers, touched, hits = search.values(found.hits), search.touched(found.hits), list(found.hits.itertuples())
    _hits(hits[:_FIRST], numbers, touched, 0)
    if more := hits[_FIRST:]:
        with st.expander(ngettext("{antall} treff til", "{antall} treff til", len(more)).format(antall=number(len(more)))):
            _hits(more, numbers, touched, _FIRST)


def _hits(hits: list[Any], numbers: dict[tuple[str, str], Any], touched: dict[str, str], before: int) -> None:
    for at, hit in enumerate(hits, start=before):
        kind, icon = KINDS[hit.art]
        with st.container(gap=None, key=f"treff-{at}"):
            if is_missing(hit.side):
                st.markdown(f"{icon} {search.quoted(hit.tittel)}")
            else:
                municipality.to(hit.side, search.quoted(hit.tittel), icon, **search.address(hit.parametre))
            if known := numbers.get((hit.art, hit.nokkel)):
                st.markdown(f"**{search.quoted(value(known))}**{parts.flag(known.funn_id)}")
            description = search.shortened(hit.beskrivelse)
            st.caption(
                search.quoted(_(kind).format(beskrivelse=description) if kind else description) + parts.flag(touched.get(hit.nokkel))
            )


def page() -> None:
    """What the words in the address find; without words, what can be found."""
    text = st.query_params.get("q", "")
    if not search.folded(text).strip():
        every = data.first("select count(*) as antall from rapport.rapport_sok")
        st.markdown(
            _(
                "Skriv ett eller flere ord i søkefeltet øverst. Det leter i **{antall}** nøkkeltall, poster, "
                "tjenesteområder, kommuner, sider, figurer, tabeller, mål, tallfestede utsagn og funn i kildene. "
                "Du kan skrive bokmål, nynorsk eller engelsk, å, ø og æ eller a, o og ae, og ordene i hvilken form du vil."
            ).format(antall=number(every["antall"]))
        )
        return
    found = search.find(text)
    if found.hits.empty:
        nothing(found, text)
        return
    st.markdown(heading(found, text))
    show(found)


page()
