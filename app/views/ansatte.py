"""Who works for the municipality: sick leave, how many, women and men, what they earn, apprentices, immigrant background."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

import data
import filters
import frame
import municipality
import parts
from format import is_missing, number, percent, plain_percent, year
from language import N_, _, note, own
from tables import Bullet, Course
from vocabulary import inline, reserved, term, terms

kommune = municipality.now()
_ITS_OWN = "where list_contains(?, rapport_id) and list_contains(?, enhet_id)"  # kommune.in_its_reports
# The chapters of the pay agreement, as their people are called: on the button, and in a sentence.
CHAPTERS = {
    "3": (N_("Ledere"), N_("Blant lederne")),
    "4": (N_("Sentralt avtalt lønn"), N_("Blant dem med sentralt avtalt lønn")),
    "5": (N_("Lokalt avtalt lønn"), N_("Blant dem med lokalt avtalt lønn")),
}


def draw() -> None:
    """Each part of which the year's reports have something."""
    if kommune.year is None:
        municipality.stop(_("Varehuset har ingen tall om ansatte for {kommune} i {aar}."))
    staff = data.rows(f"select * from rapport.rapport_bemanning {_ITS_OWN} order by tabell_id, rad", *kommune.in_its_reports)
    absence = _absence()
    if staff.empty and absence.empty:
        municipality.lacks(_("Varehuset har ingen tall om ansatte for {kommune} i {aar}."))
    if said := " ".join(filter(None, [_staff_in_words(staff), _absence_in_words(absence)])):
        st.markdown(said)
    if len(absence):
        _absences(absence)
    counted, sexes = _staff_tables(staff)
    if len(counted):
        _staff(counted)
    apprentices = data.rows(f"select * from rapport.rapport_larling {_ITS_OWN} order by tabell_id, rad", *kommune.in_its_reports)
    small = [partial(draw_rows, rows) for draw_rows, rows in ((_sexes, sexes), (_apprentices, apprentices)) if len(rows)]
    for column, draw_it in zip(st.columns(max(1, len(small)), gap="large"), small, strict=False):
        with column:
            draw_it()
    if chapters := _chapters():
        _pay(chapters)
    if len(
        background := data.rows(f"select * from rapport.rapport_innvandrerbakgrunn {_ITS_OWN} order by rad, aar", *kommune.in_its_reports)
    ):
        _background(background)


# Sick leave


def _absence() -> pd.DataFrame:
    """The areas' sick leave of the newest year that a report so far has, each with the years before, as lists."""
    return data.rows(
        """with tall as (
            select *, min(linje) over (partition by rapport_id, tema, enhet_id, aar) = linje as er_forst from rapport.rapport_sykefravaer
            where er_samlet and list_contains($1, rapport_id) and sykefravaer_trykt_pst is not null
        ),
        egne as (select * from tall where er_forst and list_contains($2, enhet_id)),
        snitt as (select tema, aar, any_value(enhet) as gruppe, any_value(sykefravaer_pst) as snitt_pst from tall
            where er_forst and not list_contains($2, enhet_id) group by tema, aar),
        samlet as (
            select egne.tema, egne.tema_navn, max(egne.aar) as aar,
                list({'aar': egne.aar, 'verdi': egne.sykefravaer_trykt_pst, 'er_brukt': egne.sykefravaer_pst is not null}
                    order by egne.aar) as aarene,
                arg_max(egne.utsagn_id, egne.aar) as utsagn_id, arg_max(egne.linje, egne.aar) as linje,
                arg_max(egne.kilde, egne.aar) as kilde, arg_max(coalesce(egne.tilnaerming, ''), egne.aar) as tilnaerming,
                arg_max(egne.sykefravaer_trykt_pst, egne.aar) as siste_pst, arg_max(egne.sykefravaer_pst is not null, egne.aar) as er_brukt,
                arg_max_null(snitt.gruppe, egne.aar) as gruppe, arg_max_null(snitt.snitt_pst, egne.aar) as snitt_pst
            from egne left join snitt on egne.tema = snitt.tema and egne.aar = snitt.aar
            group by egne.tema, egne.tema_navn
        )
        select *, count(*) filter (where er_brukt) over () as antall_brukt from samlet
        where aar = (select max(aar) from samlet) order by siste_pst desc""",
        list(kommune.reports_so_far),
        list(kommune.numbers),
    )


def _absence_in_words(rows: pd.DataFrame) -> str:
    used = rows[rows.er_brukt.astype(bool)] if len(rows) else rows
    for highest in used.head(1).itertuples():
        said = (
            _(
                "Av de {antall} områdene med et tall vi bruker for {aar}, hadde {omrade} høyest sykefravær: **{sykefravaer}**. "
                "Rapportene har ikke et tall for hele kommunen."
            )
            if highest.antall_brukt > 1
            else _("Sykefraværet i {omrade} var **{sykefravaer}** i {aar}. Rapportene har ikke et tall for hele kommunen.")
        )
        return said.format(
            antall=number(highest.antall_brukt),
            aar=int(highest.aar),
            omrade=inline(term(highest.tema_navn)),
            sykefravaer=reserved(highest.tilnaerming or None, percent(highest.siste_pst)),
        )
    return ""


def _absences(rows: pd.DataFrame) -> None:
    """Each area's sick leave over the years."""
    st.header(_("Sykefravær"), divider="gray")
    # What a finding rejects stands as printed, and says so; it is no point of a line.
    lines = [tuple((int(point["aar"]), Decimal(str(point["verdi"]))) for point in years if point["er_brukt"]) for years in rows.aarene]
    courses = [Course(line, breaks=kommune.moved(line[0][0], line[-1][0]) if line else ()) for line in lines]
    groups = sorted(set(rows.gruppe.dropna()))
    parts.table(
        rows.assign(
            omrade=terms(rows.tema_navn),
            lopet=[course if len(course.points) > 1 else None for course in courses],
            for_aaret=["; ".join(_printed(point, plain_percent) for point in years[:-1]) for years in rows.aarene],
            siste=[reserved(row.tilnaerming or None, _printed(row.aarene[-1], plain_percent)) for row in rows.itertuples()],
            snittet=["" if is_missing(value) else percent(value) for value in rows.snitt_pst],
        ),
        {
            "omrade": parts.Column(_("Område")),
            "siste": parts.Column(_("Sykefravær"), right=True, key=True),
            "lopet": parts.Column(_("Utviklingen")),
            "for_aaret": parts.Column(_("Tidligere år"), right=True),
            "snittet": parts.Column(term(groups[0]) if len(groups) == 1 else _("Gruppen"), right=True),
        },
        "sykefravaer",
        title=_("Sykefravær per område"),
    )
    parts.prose(rows, kommune.borders(min(years[0]["aar"] for years in rows.aarene), rows.aar.max()))


def _printed(point: dict[str, Any], write: Callable[[Any], str]) -> str:
    """A printed share with its year, and with a word where we do not use it."""
    words = "{tall} ({aar})" if point["er_brukt"] else _("{tall} ({aar}, trykt, men brukes ikke)")
    return words.format(tall=write(point["verdi"]), aar=int(point["aar"]))


# How many


def _staff_in_words(rows: pd.DataFrame) -> str:
    counted = rows[rows.er_total & rows.arsverk_totalt.notna()] if len(rows) else rows
    for everybody in counted.head(1).itertuples():
        return _("Ved utgangen av {aar} hadde {kommune} kommune **{ansatte} ansatte** i {arsverk} årsverk. {kvinner} var kvinner.").format(
            aar=int(everybody.aar),
            kommune=kommune.name,
            ansatte=number(everybody.antall_totalt),
            arsverk=number(everybody.arsverk_totalt),
            kvinner=percent(everybody.andel_kvinner_pst),
        )
    return ""


def _staff_tables(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the tables that count full-time equivalents, and of those that only tell women from men."""
    counted = rows[rows.arsverk_totalt.notna()].tabell_id.unique() if len(rows) else []
    return (rows[rows.tabell_id.isin(counted)], rows[~rows.tabell_id.isin(counted)]) if len(rows) else (rows, rows)


def _sexes(rows: pd.DataFrame) -> None:
    """How many are women and men, where a table says no more."""
    st.header(_("Kvinner og menn"), divider="gray")
    for table, of_it in rows.groupby("tabell_id", sort=False):
        parts.table(
            of_it.assign(radtype=["sum" if total else "post" for total in of_it.er_total]),
            {
                "omrade": parts.Column(_("Område"), norwegian=True),
                "antall_kvinner": parts.Column(_("Kvinner"), number, key=True),
                "antall_menn": parts.Column(_("Menn"), number, key=True),
                "andel_kvinner_pst": parts.Column(_("Kvinner, %"), _one_decimal, key=True, bar=True),
            },
            f"{of_it.oppstilling.iloc[0]}_{kommune.year}",
            title=parts.titles([table])[str(table)],
            status="cellestatus",
        )
        parts.sources(of_it)
        parts.footnotes([str(table)])


def _staff(rows: pd.DataFrame) -> None:
    """The employees of each area."""
    st.header(_("Ansatte og årsverk"), divider="gray")
    for table, of_it in rows.groupby("tabell_id", sort=False):
        parts.table(
            of_it.assign(radtype=["sum" if total else "post" for total in of_it.er_total]),
            {
                "omrade": parts.Column(_("Område"), norwegian=True),
                "antall_totalt": parts.Column(_("Ansatte"), number, key=True),
                "arsverk_totalt": parts.Column(_("Årsverk"), number),
                "antall_kvinner": parts.Column(_("Kvinner"), number),
                "antall_menn": parts.Column(_("Menn"), number),
                "andel_kvinner_pst": parts.Column(_("Kvinner, %"), _one_decimal, key=True, bar=True),
                "arsverk_av_ansatte_pst": parts.Column(_("Stillingsstørrelse, %"), _one_decimal),
            },
            f"{of_it.oppstilling.iloc[0]}_{kommune.year}",
            title=parts.titles([table])[str(table)],
            status="cellestatus",
        )
        parts.sources(of_it)
        parts.footnotes([str(table)])


def _signed(value: Any) -> str:
    return number(value, 1, sign=True)


def _one_decimal(value: Any) -> str:
    return number(value, 1)


# Pay


def _chapters() -> dict[str, str]:
    """The pay tables of the year's reports: those of one chapter of the agreement by it, others by their titles."""
    tables = data.rows(
        """select coalesce(nullif(regexp_extract(tittel, 'kapittel ([0-9]+)', 1), ''), tabell_id) as kapittel, tabell_id, tittel
        from marts.dim_kildetabell
        where tabell_id in (select tabell_id from rapport.rapport_lonn where list_contains(?, rapport_id)) order by tabell_id""",
        list(kommune.reports_of_the_year),
    )
    by_chapter = tables[tables.kapittel.isin(CHAPTERS)]
    kept = by_chapter if len(by_chapter) else tables
    return {
        row.kapittel: _(CHAPTERS[row.kapittel][0]) if row.kapittel in CHAPTERS else parts.short(row.tittel) for row in kept.itertuples()
    }


@frame.section
def _pay(chapters: dict[str, str]) -> None:
    """What women and men earn, position by position."""
    st.header(_("Lønn"), divider="gray")
    chosen = filters.buttons(st, _("Hvem"), "kapittel", chapters)
    rows = data.rows(
        """select *, kvinners_lonn_av_menns_pst - 100 as forskjell_pst,
            count(*) filter (where not er_total and kvinners_lonn_av_menns_pst is not null) over () as antall_begge,
            count(*) filter (where not er_total and kvinners_lonn_av_menns_pst < 100) over () as antall_under
        from rapport.rapport_lonn
        where list_contains(?, rapport_id)
            and tabell_id in (select tabell_id from marts.dim_kildetabell where tabell_id = ? or contains(tittel, 'kapittel ' || ?))
        order by er_total desc, arslonn_totalt_kr desc nulls last, rad""",
        list(kommune.reports_of_the_year),
        chosen,
        chosen,
    )
    for total in rows[rows.er_total & rows.kvinners_lonn_av_menns_pst.notna()].head(1).itertuples():
        st.markdown(
            _(
                "{hvem} tjente kvinner i snitt **{andel} av det menn gjorde**: {kvinner} kroner mot {menn}. "
                "Kvinner tjente minst i {antall} av de {alle} stillingene som har begge kjønn."
            ).format(
                hvem=_(CHAPTERS[chosen][1]) if chosen in CHAPTERS else _("I denne tabellen"),
                andel=percent(total.kvinners_lonn_av_menns_pst),
                kvinner=number(total.arslonn_kvinner_kr),
                menn=number(total.arslonn_menn_kr),
                antall=number(total.antall_under),
                alle=number(total.antall_begge),
            )
        )
    parts.table(
        rows.assign(
            radtype=["sum" if total else "post" for total in rows.er_total],
            mangler=[_("bare ett kjønn i stillingen") if is_missing(value) else "" for value in rows.kvinners_lonn_av_menns_pst],
        ),
        {
            "stilling": parts.Column(_("Stilling"), norwegian=True),
            "arslonn_kvinner_kr": parts.Column(_("Kvinner, kr"), number, why="mangler"),
            "arslonn_menn_kr": parts.Column(_("Menn, kr"), number, why="mangler"),
            "forskjell_pst": parts.Column(
                _("Kvinner mot menn, %"), lambda value: number(value, 1, sign=True), key=True, bar=True, why="mangler"
            ),
            "antall_kvinner_trykt": parts.Column(_("Antall kvinner"), number),
            "antall_menn_trykt": parts.Column(_("Antall menn"), number),
        },
        f"lonn_kapittel_{chosen}",
        title=_("Lønn per stilling: {hvem}").format(hvem=chapters[chosen]),
    )
    parts.sources(rows)


# Apprentices and background


def _apprentices(rows: pd.DataFrame) -> None:
    """Apprentices: applicants, admitted and running contracts."""
    st.header(_("Lærlinger"), divider="gray")
    contracts = rows[rows.lopende_kontrakter.notna() | rows.maltall_kontrakter.notna()]
    contracts = rows[rows.tabell_id.isin(contracts.tabell_id)]
    admitted = rows[~rows.tabell_id.isin(contracts.tabell_id)]
    if len(admitted[admitted.er_total]) and len(contracts[contracts.er_total]):
        entry, running = admitted[admitted.er_total].iloc[0], contracts[contracts.er_total].iloc[0]
        st.markdown(
            _(
                "{sokere} søkte læreplass i {aar}, og **{inntak} ble tatt inn**. "
                "I januar {kontraktsaar} hadde kommunen {kontrakter} løpende kontrakter, mot et måltall på {maltall}."
            ).format(
                sokere=number(entry.sokere_totalt),
                aar=int(entry.aar),
                inntak=number(entry.inntak_totalt),
                kontraktsaar=int(running.aar),
                kontrakter=number(running.lopende_kontrakter),
                maltall=number(running.maltall_kontrakter),
            )
        )
    with st.expander(_("Kontrakter, søkere og inntak, fag for fag")):
        if len(contracts):
            _contracts(contracts)
        if len(admitted):
            _admitted(admitted)
        parts.footnotes(rows.tabell_id.unique())
    parts.sources(rows)


def _admitted(rows: pd.DataFrame) -> None:
    parts.table(
        rows.assign(radtype=["sum" if total else "post" for total in rows.er_total]),
        {
            "fag": parts.Column(_("Fag"), norwegian=True),
            "sokere_totalt": parts.Column(_("Søkere"), number, key=True),
            "inntak_totalt": parts.Column(_("Tatt inn"), number, key=True),
            "inntak_kvinner": parts.Column(_("Kvinner"), number),
            "inntak_menn": parts.Column(_("Menn"), number),
            "larekandidater": parts.Column(_("Lærekandidater"), number),
        },
        "larlinger_inntak",
        title=_("Søkere og inntak av lærlinger"),
        status="cellestatus",
    )


def _contracts(rows: pd.DataFrame) -> None:
    both = rows.lopende_kontrakter.notna() & rows.maltall_kontrakter.notna()
    parts.table(
        rows.assign(
            radtype=["sum" if total else "post" for total in rows.er_total],
            kulen=[
                Bullet(Decimal(str(row.lopende_kontrakter)), Decimal(str(row.maltall_kontrakter))) if drawn else None
                for row, drawn in zip(rows.itertuples(), both, strict=True)
            ],
        ),
        {
            "fag": parts.Column(_("Fag"), norwegian=True),
            "kulen": parts.Column(_("Kontrakter mot måltall")),
            "lopende_kontrakter": parts.Column(_("Løpende kontrakter"), number, key=True),
            "maltall_kontrakter": parts.Column(_("Måltall"), number, key=True),
        },
        "larekontrakter",
        title=_("Aktive lærekontrakter"),
        status="cellestatus",
    )
    for shared in rows[rows.felles_for.notna()].drop_duplicates("felles_for").itertuples():
        note(
            _("{fag}: {kontrakter} løpende kontrakter til sammen, mot et felles måltall på {maltall}.").format(
                fag=own(shared.felles_for), kontrakter=number(shared.lopende_felles), maltall=number(shared.maltall_felles)
            )
        )


def _background(rows: pd.DataFrame) -> None:
    """Employees with an immigrant background, at the last count beside the one before."""
    st.header(_("Ansatte med innvandrerbakgrunn"), divider="gray")
    last = rows[rows.aar == rows.aar.max()]
    for total in last[last.er_total].tail(1).itertuples():
        change = 0 if is_missing(total.endring_totalt) else int(total.endring_totalt)
        sentence = (
            _("**{antall} ansatte** hadde innvandrerbakgrunn ved tellingen i {aar}, {endring} flere enn året før.")
            if change > 0
            else _("**{antall} ansatte** hadde innvandrerbakgrunn ved tellingen i {aar}, {endring} færre enn året før.")
            if change < 0
            else _("**{antall} ansatte** hadde innvandrerbakgrunn ved tellingen i {aar}.")
        )
        st.markdown(sentence.format(antall=number(total.antall_totalt), aar=int(total.aar), endring=number(abs(change))))
    before = {(row.stillingsgruppe, int(row.aar)): row.antall_totalt for row in rows.itertuples()}
    parts.table(
        last.assign(
            radtype=["sum" if total else "post" for total in last.er_total],
            aret_for=[before.get((row.stillingsgruppe, int(row.aar) - 1)) for row in last.itertuples()],
        ),
        {
            "stillingsgruppe": parts.Column(_("Stillingsgruppe"), norwegian=True),
            "aret_for": parts.Column(year(int(rows.aar.max()) - 1), number),
            "antall_totalt": parts.Column(year(rows.aar.max()), number, key=True),
            "endring_totalt": parts.Column(_("Endring"), lambda value: number(value, sign=True), key=True),
            "antall_fast": parts.Column(_("Av dem fast ansatte"), number),
            "antall_vikar": parts.Column(_("Vikarer"), number),
        },
        "innvandrerbakgrunn",
        title=_("Ansatte med innvandrerbakgrunn"),
        status="cellestatus",
    )
    parts.sources(last)
    parts.footnotes(last.tabell_id.unique())


draw()
