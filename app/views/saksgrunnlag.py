"""Can I have it in my case paper by noon? What has been chosen on the pages, as one document."""

import datetime as dt
from functools import partial

import streamlit as st

import municipality
import sakspapir
import tray
import uttak
from format import number
from language import _, bound, ngettext

valgt = tray.items()
tabeller = sum(item.figure is None for item in valgt)
figurer = len(valgt) - tabeller
st.markdown(
    ngettext(
        "Saksgrunnlaget har **{antall}** del: {tabeller} og {figurer}.",
        "Saksgrunnlaget har **{antall}** deler: {tabeller} og {figurer}.",
        len(valgt),
    ).format(
        antall=number(len(valgt)),
        tabeller=ngettext("{antall} tabell", "{antall} tabeller", tabeller).format(antall=number(tabeller)),
        figurer=ngettext("{antall} figur", "{antall} figurer", figurer).format(antall=number(figurer)),
    )
    if valgt
    else _("Saksgrunnlaget har **0** deler.")
    + " "
    + _("Velg «Om tallene og uttak» under en tabell eller en figur på en side, og så «Legg til i saksgrunnlag».")
)
if not valgt:
    st.markdown(_("Listen følger nettleseren din, også i nye faner. Dokumentet får overskrift, tekst, tabeller, figurer og kilder."))
    raise municipality.NothingToShowError

navn = municipality.titled(_("Saksgrunnlag"))
tittel = uttak.writable(st.text_input(_("Tittel på dokumentet"), navn, max_chars=200, key="sak-tittel") or navn)
innledning = uttak.writable(st.text_area(_("Innledning"), max_chars=5000, key="sak-innledning", height=100) or "")
FILES = (
    (_("Last ned som Word"), "docx", sakspapir.WORD, sakspapir.word),
    (_("Last ned som side for utskrift"), "html", "text/html", sakspapir.page),
)
with st.container(horizontal=True):
    for label, ending, mime, write in FILES:
        st.download_button(
            label,
            bound(partial(write, valgt, tittel, innledning)),
            f"{uttak.file_name(tittel)}_{dt.date.today():%Y%m%d}.{ending}",
            mime,
            key=f"sak-{ending}",
            on_click="ignore",
            icon=":material/download:",
        )
st.caption(_("Siden for utskrift er én fil som åpnes i nettleseren; velg «Skriv ut» og «Lagre som PDF» der for å få en PDF."))


def move(at: int, steps: int) -> None:
    """Move a part up or down the document."""
    valgt.insert(at + steps, valgt.pop(at))


def remove(at: int) -> None:
    """Take a part out of the document."""
    valgt.pop(at)


def edit(item: uttak.Item, field: str, key: str) -> None:
    """Keep what the reader wrote about a part."""
    setattr(item, field, uttak.writable(st.session_state[key] or item.title))


st.header(_("Delene"), divider="gray")
for at, item in enumerate(valgt):
    key = f"{item.page}-{item.name}-{item.address}"
    with st.container(border=True):
        origin = _("{nummer}. Tabell fra siden «{side}»") if item.figure is None else _("{nummer}. Figur fra siden «{side}»")
        st.caption(origin.format(nummer=number(at + 1), side=item.page))
        st.text_input(
            _("Overskrift"), item.title, max_chars=200, key=f"tittel-{key}", on_change=edit, args=(item, "title", f"tittel-{key}")
        )
        st.text_area(
            _("Tekst"), item.text, max_chars=5000, height=80, key=f"tekst-{key}", on_change=edit, args=(item, "text", f"tekst-{key}")
        )
        with st.container(horizontal=True):
            st.button(_("Opp"), key=f"opp-{key}", icon=":material/arrow_upward:", disabled=at == 0, on_click=move, args=(at, -1))
            st.button(
                _("Ned"), key=f"ned-{key}", icon=":material/arrow_downward:", disabled=at == len(valgt) - 1, on_click=move, args=(at, 1)
            )
            st.button(_("Fjern"), key=f"fjern-{key}", icon=":material/delete:", on_click=remove, args=(at,))
