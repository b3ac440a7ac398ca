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
_WITH_NUMBER = ("nokkeltall", "post")  # kinds that are a number of a municipality
OUTCOMES = {"merforbruk": N_("merforbruk"), "mindreforbruk": N_("mindreforbruk"), "i_balanse": N_("i balanse")}


def value(row: Any, kommune: municipality.Municipality) -> str:
    """A hit's number with its year and which way it points: `Kommunen 2020: 7,5 % (høyt er bra)`; the unit's own name before ours."""
    written = number(row.verdi) if row.maaleenhet == "personer" else ""
    if row.maaleenhet == "mill. kr":
        written = mill_kr(row.verdi, 0 if row.verdi % 1 == 0 else 1)
    written = written or measured(row.verdi, row.maaleenhet)
    if row.art == "kommune":
        return _("{antall} innbyggere 1. januar {aar}").format(antall=written, aar=row.aar)
    sted = kommune.name if is_missing(row.sted) else term(row.sted)
    if row.art == "tjenesteomrade":
        return _("{sted} {aar}: avvik fra budsjettet {tall}, {utfall}").format(
            sted=kommune.name, aar=row.aar, tall=mill_kr(row.verdi, 1, sign=True), utfall=_(OUTCOMES[row.retning])
        )
    if row.art == "nokkeltall" and row.retning in {"hoy_er_bra", "hoy_er_darlig"}:
        return _("{sted} {aar}: {tall} ({retning})").format(sted=sted, aar=row.aar, tall=written, retning=term(DIRECTIONS[row.retning]))
    return _("{sted} {aar}: {tall}").format(sted=sted, aar=row.aar, tall=written)


def nothing(found: search.Found, text: str) -> None:
    """No hit: what the reader may have meant, or what to try."""
    st.markdown(_("Ingen treff på **{ord}**.").format(ord=search.quoted(text)))
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
    words = found.instead or text
    if found.of:
        words = _("{ord} i {kommune}").format(ord=words, kommune=found.of.name)
    return said.format(antall=number(found.total), ord=search.quoted(words), viste=number(len(found.hits)))


def show(found: search.Found) -> None:
    """The hits, the best in sight, each with its number, year and direction where it has some, and the way to it."""
    kommune = found.of or municipality.now()
    numbers, touched = search.values(found.hits, kommune), search.touched(found.hits)
    hits = _ordered(list(found.hits.itertuples()), numbers, kommune)
    for at, hit in enumerate(hits[:_FIRST]):
        _hit(at, hit, numbers.get((hit.art, hit.nokkel)), touched.get(hit.nokkel), kommune)
    if more := hits[_FIRST:]:
        with st.expander(ngettext("{antall} treff til", "{antall} treff til", len(more)).format(antall=number(len(more)))):
            for at, hit in enumerate(more, start=_FIRST):
                _hit(at, hit, numbers.get((hit.art, hit.nokkel)), touched.get(hit.nokkel), kommune)


def _ordered(hits: list[Any], numbers: dict[tuple[str, str], Any], kommune: municipality.Municipality) -> list[Any]:
    """The best first, but a page before numbers older than the year that is shown.

    Where another municipality's figures are asked for, those that it has come before the rest.
    """
    if kommune.id != municipality.now().id:
        return sorted(hits, key=lambda hit: (hit.art, hit.nokkel) not in numbers)
    known = [numbers.get((hit.art, hit.nokkel)) for hit in hits]
    old = next((at for at, row in enumerate(known) if row is not None and kommune.year and row.aar < kommune.year), len(hits))
    pages = [hit for hit in hits[old:] if hit.art == "side"]
    return [*hits[:old], *pages, *(hit for hit in hits[old:] if hit.art != "side")]


def _hit(at: int, hit: Any, known: Any, finding: Any, kommune: municipality.Municipality) -> None:
    """A hit: the way to it, its number of the municipality, and what it is."""
    kind, icon = KINDS[hit.art]
    with st.container(gap=None, key=f"treff-{at}"):
        if is_missing(hit.side):
            st.markdown(f"{icon} {search.quoted(hit.tittel)}")
        else:
            way = search.address(hit.parametre)
            if kommune.id != municipality.now().id and municipality.ID not in way:
                way |= {municipality.ID: kommune.id} | ({municipality.YEAR: str(known.aar)} if known is not None else {})
            municipality.to(hit.side, search.quoted(hit.tittel), icon, **way)
        if known is not None:
            st.markdown(f"**{search.quoted(value(known, kommune))}**{parts.flag(known.funn_id)}")
        description = search.shortened(hit.beskrivelse)
        if known is not None and not is_missing(known.tabell_id):
            description = _("Post i «{tittel}».").format(tittel=parts.titles([known.tabell_id])[known.tabell_id])
        said = _(kind).format(beskrivelse=description) if kind else description
        if known is None and hit.art in _WITH_NUMBER and kommune.id:
            none = (
                _("Varehuset har ikke tallet for {kommune} til og med {aar}.")
                if kommune.year
                else _("Varehuset har ikke tallet for {kommune}.")
            )
            said = f"{said} {none.format(kommune=kommune.name, aar=kommune.year)}"
        st.caption(search.quoted(said) + parts.flag(finding))


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
