"""Every figure explains itself: what it means, its unit, the printed cell it is from, and which edition shows it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import data
import municipality
import uttak
from format import is_missing, number, plain, reason, unit
from language import N_, _, ngettext, own, say
from uttak import Item

_CELL = ["tabell_id", "rad"]
_SOURCES = 4


def about(item: Item) -> None:
    """The explanation of a table or a chart, and of the row of it that the reader chooses."""
    frame = item.figure.rows if item.figure else item.frame
    if frame is not None and set(_CELL) <= set(frame.columns):
        rows = frame[frame[_CELL].notna().all(axis=1)].reset_index(drop=True)
        if len(rows):
            labels = _labels(rows)
            chosen = st.selectbox(_("Rad i tabellen"), range(len(rows)), format_func=labels.__getitem__, key=f"omrad-{item.place}")
            _row(rows.iloc[chosen or 0])
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
    st.caption(_("Utgave {utgave}. Adressen til det du ser: {adresse}").format(utgave=item.edition, adresse=item.address))


def _labels(rows: pd.DataFrame) -> list[str]:
    names = next((name for name in ("navn", "stilling", "etikett", "mottaker", "tjenesteomrade") if name in rows), None)
    text = rows[names].map(str) if names else rows["rad"].map(lambda row: _("rad {rad}").format(rad=number(row)))
    return [
        f"{label}, {year}" if not is_missing(year) else label
        for label, year in zip(text, rows["aar"] if "aar" in rows else [None] * len(rows), strict=True)
    ]


def _row(row: Any) -> None:
    table, line = str(row["tabell_id"]), int(row["rad"])
    if not is_missing(indicator := row.get("indikator_id")):
        found = data.first("select * from marts.dim_indikator where indikator_id = ?", str(indicator))
        if found:
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
            st.caption(" ".join(parts))
    cells = data.rows(
        """select celle.etikett, coalesce(kolonne.overskrift, celle.kolonne) as overskrift, celle.raatekst, celle.verdi, celle.status,
            celle.plassering, celle.grunnlag
        from kvalitet.kildecelle as celle
        left join kvalitet.kildekolonne as kolonne on celle.tabell_id = kolonne.tabell_id and celle.kolonne = kolonne.kolonne
        where celle.tabell_id = ? and celle.rad = ? order by kolonne.plass""",
        table,
        line,
    )
    if cells.empty:
        return
    st.markdown(
        _("**Slik er det trykt** i {tabell}, rad {rad}: «{etikett}»").format(tabell=table, rad=number(line), etikett=cells.etikett.iloc[0])
    )
    st.markdown("\n".join(f"- {_printed(cell)}" for cell in cells.itertuples()))
    _findings(table, line)


def _printed(cell: Any) -> str:
    printed = _("ingenting") if is_missing(cell.raatekst) or not str(cell.raatekst).strip() else f"`{cell.raatekst}`"
    why = reason(cell.status)
    if cell.status == "utledet":
        sentence = _("{kolonne}: {trykt}, utledet som {verdi}")
    else:
        sentence = _("{kolonne}: {trykt} ({grunn})") if why else _("{kolonne}: {trykt}, lest som {verdi}")
    told = sentence.format(kolonne=cell.overskrift, trykt=printed, verdi=plain(cell.verdi), grunn=why)
    return told if is_missing(cell.grunnlag) else f"{told}. {_known(cell)}"


def _known(cell: Any) -> str:
    """How we know that the number stands there, and what it is."""
    how = {
        "prosa": N_("Slik vet vi det: rapportens egen tekst. {grunnlag}"),
        "identitet": N_("Slik vet vi det: et regnestykke. {grunnlag}"),
        "rekkefolge": N_("Plassen er bare rekkefølgen i kildens tekst. {grunnlag}"),
    }
    return _(how.get(str(cell.plassering), "{grunnlag}")).format(grunnlag=cell.grunnlag)


def _findings(table: str, line: int) -> None:
    """What we have found wrong with the row, or with the whole table, each with a link to it."""
    found = data.rows(
        """select funn_id, any_value(tittel) as tittel, string_agg(distinct setning, ' ') as setning from rapport.rapport_funnsted
        where tabell_id = ? and (rad is null or rad = ?) group by funn_id order by funn_id""",
        table,
        line,
    )
    for finding in found.itertuples():
        label = _("Funn {funn}: {tittel}").format(funn=finding.funn_id, tittel=finding.tittel)
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
