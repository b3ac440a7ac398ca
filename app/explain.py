"""Every figure explains itself: what it means, its unit, where it is printed and how we know, and which edition shows it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import data
import municipality
import provenance
import uttak
from format import edition_date, is_missing, number, plain, unit, year
from language import N_, _, ngettext, own, say
from uttak import Item

_SOURCES = 4


def about(item: Item) -> None:
    """The explanation of a table or a chart, and of the row of it that the reader chooses."""
    frame = item.figure.rows if item.figure else item.frame
    if frame is not None:
        places = provenance.places(frame)
        known = [at for at, place in enumerate(places) if place and (provenance.is_in_prose(place) or "|" in place)]
        if known:
            labels = _labels(frame)
            chosen = st.selectbox(_("Hvilket tall?"), known, format_func=labels.__getitem__, key=f"omrad-{item.place}")
            at = known[0] if chosen is None else chosen
            _row(frame.iloc[at], str(places[at]))
    sources = uttak.source_rows(item)
    for source in sources[:_SOURCES]:
        st.markdown(_source(source))
    if (more := len(sources) - _SOURCES) > 0:
        st.markdown(
            ngettext(
                "{antall} kilde til står i arket «Kilder» når du laster ned som Excel.",
                "{antall} kilder til står i arket «Kilder» når du laster ned som Excel.",
                more,
            ).format(antall=number(more))
        )
    said = _("Utgaven er fra {dato}. Adressen til det du ser: {adresse}")
    st.caption(said.format(dato=edition_date(item.edition), adresse=item.address))


def _labels(rows: pd.DataFrame) -> list[str]:
    """What each row is called in the list: its name, and its year where it has one."""
    names = next((name for name in ("navn", "stilling", "etikett", "mottaker", "tjenesteomrade", "mal", "gjelder") if name in rows), None)
    text = rows[names].map(str) if names else pd.Series([_("rad {rad}").format(rad=number(at + 1)) for at in range(len(rows))])
    return [
        f"{label}, {written}" if (written := year(of)) and written not in label else label
        for label, of in zip(text, rows["aar"] if "aar" in rows else [None] * len(rows), strict=True)
    ]


def _row(row: Any, place: str) -> None:
    """What the number means, where it is printed, how its sign is turned, and what we have found wrong with it."""
    _meaning(row.get("indikator_id"))
    st.html(provenance.quoted(place))
    if "|" in place:
        table, line, column, *_rest = [*place.split("|"), ""]
        _how_known(table, int(line), column)
        _sign(table)
    _findings(place)
    municipality.to(provenance.PAGE, _("Se det der det er trykt"), ":material/find_in_page:", **provenance.parameters(place))


def _meaning(indicator: Any) -> None:
    """What a key figure is, and what it is made of."""
    found = {} if is_missing(indicator) else data.first("select * from marts.dim_indikator where indikator_id = ?", str(indicator))
    if not found:
        return
    say(f"**{own(found['navn'])}** ({unit(found['maaleenhet'])}): {own(found['definisjon'])}")
    parts = [
        _(sentence).format(verdi=found[column])
        for sentence, column in (
            (N_("Teller: {verdi}."), "teller"),
            (N_("Nevner: {verdi}."), "nevner"),
            (N_("KOSTRA-funksjoner: {verdi}."), "kostra_funksjoner"),
        )
        if not is_missing(found[column])
    ]
    if parts:
        st.caption(" ".join(parts))


def _how_known(table: str, line: int, column: str) -> None:
    """How we know what the source does not say plainly: a number that is lost, or whose place is uncertain."""
    cells = data.rows(
        """select celle.*, kolonne.overskrift from kvalitet.kildecelle as celle
        left join kvalitet.kildekolonne as kolonne on celle.tabell_id = kolonne.tabell_id and celle.kolonne = kolonne.kolonne
        where celle.tabell_id = ? and rad = ? and (celle.kolonne = ? or ? = '') and grunnlag is not null order by kolonne.plass""",
        table,
        line,
        column,
        column,
    )
    for cell in cells.itertuples():
        value = _("{kolonne}: utledet som {verdi}.").format(kolonne=_heading(cell), verdi=plain(cell.verdi))
        st.markdown(f"{value} {_known(cell)}" if cell.status == "utledet" else f"{_heading(cell)}: {_known(cell)}")


def _heading(cell: Any) -> str:
    return str(cell.kolonne).replace("_", " ").capitalize() if is_missing(cell.overskrift) else str(cell.overskrift)


def _known(cell: Any) -> str:
    how = {
        "prosa": N_("Slik vet vi det: rapportens egen tekst. {grunnlag}"),
        "identitet": N_("Slik vet vi det: et regnestykke. {grunnlag}"),
        "person": N_("En person har sett på kilden. {grunnlag}"),
        "aar": N_("Kilden sier ikke året. {grunnlag}"),
        "rekkefolge": N_("Plassen er bare rekkefølgen i kildens tekst. {grunnlag}"),
    }
    return _(how.get(str(cell.plassering), "{grunnlag}")).format(grunnlag=cell.grunnlag)


def _sign(table: str) -> None:
    """Say it where the table's signs are not the reader's."""
    sign = data.first("select fortegn from marts.dim_kildetabell where tabell_id = ?", table).get("fortegn")
    if not is_missing(sign) and "negativ" in str(sign):
        st.caption(
            _("I tabellen: {fortegn}. Vi snur fortegnet, slik at et tall er positivt når det bedrer resultatet.").format(fortegn=sign)
        )


def _findings(place: str) -> None:
    """What we have found wrong with the row, or with the whole table, each with a link to it."""
    for finding in provenance.findings(place).itertuples():
        label = _("Vi fant en feil her: {tittel}").format(tittel=finding.tittel)
        municipality.to("kilder/funn", label, ":material/flag:", funn=finding.funn_id)
        say(own(finding.setning))


def _source(source: dict[str, str]) -> str:
    text = f"**{source['Tabell'] or source['Tittel']}** {source['Tittel'] if source['Tabell'] else ''}".strip()
    facts = [
        f"{text} ({source['Kilde']}, {source['Sted']}).",
        _("Enhet: {enhet}.").format(enhet=source["Enhet"]) if source["Enhet"] else "",
        _("Fortegn: {fortegn}.").format(fortegn=source["Fortegn"]) if source["Fortegn"] else "",
    ]
    return " ".join(fact for fact in facts if fact)
