"""The age groups over the years, what is expected of them, and whether an earlier expectation held."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

import charts
import data
import filters
import frame
import municipality
import parts
import people
from format import number, percent
from language import _
from people import People
from tables import Spread
from vocabulary import age_group, term


def draw() -> None:
    """The age group that is chosen, and the forecast of the municipality's newest report that has one."""
    people.require()
    _over_time()
    _forecast()


@frame.section
def _over_time() -> None:
    """One age group's share of everybody over the years, beside other municipalities and groups, and what is expected of it."""
    head = st.empty()
    chosen = people.choice(head)
    if chosen is None or chosen.first == chosen.last:
        return
    left, right = st.columns(2)
    names = _groups(chosen)
    group = filters.one(left, _("Aldersgruppe"), "gruppe", names, "eldre_80_pluss")
    others, standard = _others()
    beside = filters.several(right, _("Sammenlign med"), "med", others, standard)[:5]
    shares, expected = _shares(chosen, group, beside, others), _expected(chosen, group)
    head.markdown(_answer(chosen, names[group], shares))
    spans = _spans(shares)
    if expected.empty:
        _share_chart(names[group], shares)
    else:
        left, right = st.columns(2)
        with left:
            _share_chart(names[group], shares)
        with right:
            _expected_chart(chosen, names[group], expected)
    st.caption(
        spans
        + _(
            "Gruppene er veid: alle i aldersgruppen, av alle i gruppens kommuner, for år der minst ni av ti har tall. De er på dagens "
            "grenser, men en KOSTRA-gruppe er kommunene som var i den hvert år. Numrene på KOSTRA-gruppene ble brukt om igjen i 2020."
        )
    )
    with st.expander(_("Tallene som tabell")):
        _tables(chosen, group, names[group], shares, expected)
    parts.sources(chosen.tables)


def _groups(chosen: People) -> dict[str, str]:
    """The age groups there are, each with its name."""
    found = data.rows(
        """select aldersgruppe_id, any_value(aldersgruppe) as navn from rapport.rapport_aldersgruppe
        where kommunenr = ? and grenser = ? and sett != 'alle'
        group by aldersgruppe_id, sett, rekkefolge order by sett = 'malgruppe', rekkefolge""",
        chosen.number,
        chosen.borders,
    )
    return {row.aldersgruppe_id: age_group(row.navn) for row in found.itertuples()}


def _others() -> tuple[dict[str, str], list[str]]:
    """The groups and municipalities to compare with, by the key of each, and the two one begins with: the own group and the country."""
    found = data.rows(
        """select 'g-' || gruppe_id || '-' || uten_kommunenr as nokkel, any_value(gruppe) as navn, slag = 'landet' as er_landet, 0 as plass
        from rapport.rapport_gruppefolketall
        where (slag = 'landet' or gruppe_id in (
            select gruppe_id from marts.bro_kommunegruppe where kommunenr = $1 or kommunenr in (
                select kommunenr from marts.dim_kommune where kommunenr_2024 = $1 and navn = navn_2024
            )
        ))
            and uten_kommunenr = case when gruppe_id in (
                select gruppe_id from marts.bro_kommunegruppe where kommunenr = $1 and uten_seg_selv
            ) then $1 else '' end
        group by gruppe_id, uten_kommunenr, slag
        union all
        select 'k-' || enhet_id, navn || ' (' || enhet_id || ')', false, 1 from rapport.rapport_kommune where enhet_id != $1
        order by plass, er_landet, nokkel""",
        municipality.now().id,
    )
    own = [row.nokkel for row in found.itertuples() if row.plass == 0 and not row.er_landet][:1]
    country = [row.nokkel for row in found.itertuples() if row.er_landet][:1]
    return {row.nokkel: term(row.navn) for row in found.itertuples()}, own + country


def _shares(chosen: People, group: str, beside: list[str], others: dict[str, str]) -> pd.DataFrame:
    """The age group's share of everybody, year by year, of the municipality and of those beside it."""
    found = data.rows(
        """select * from (select '' as nokkel, aar, personer, andel_pst from rapport.rapport_aldersgruppe
        where kommunenr = $1 and grenser = $2 and aldersgruppe_id = $3 and aar between $4 and $5
        union all
        select 'k-' || kommunenr, aar, personer, andel_pst from rapport.rapport_aldersgruppe
        where grenser = (select cast(max(til_grenser) as varchar) from marts.bro_kommune) and aldersgruppe_id = $3 and aar between $4 and $5
            and list_contains($6, 'k-' || kommunenr)
        union all
        select 'g-' || gruppe_id || '-' || uten_kommunenr as nokkel, aar, personer, andel_veid_pst from rapport.rapport_gruppefolketall
        where aldersgruppe_id = $3 and aar between $4 and $5 and list_contains($6, 'g-' || gruppe_id || '-' || uten_kommunenr))
        order by nokkel != '', list_position($6, nokkel), aar""",
        chosen.number,
        chosen.borders,
        group,
        chosen.first,
        chosen.last,
        beside,
    )
    return found.assign(navn=[others.get(key, chosen.name) for key in found.nokkel])


def _spans(shares: pd.DataFrame) -> str:
    """Which of the lines do not have all of the municipality's own years, in a sentence each with a space after it."""
    own = shares[shares.nokkel == ""].aar
    said = []
    for name, years in shares[shares.nokkel != ""].groupby("navn", sort=False).aar:
        if (years.iloc[0], years.iloc[-1]) != (own.iloc[0], own.iloc[-1]):
            words = _("{navn} er tegnet for {fra}–{til}, årene varehuset har nok folketall til.")
            said.append(words.format(navn=name, fra=years.iloc[0], til=years.iloc[-1]) + " ")
    return "".join(said)


def _answer(chosen: People, group: str, shares: pd.DataFrame) -> str:
    """What share of everybody the age group was in the last year, and in the first."""
    own = shares[shares.nokkel == ""]
    first, last = own.iloc[0], own.iloc[-1]
    return _("**{gruppe} var {andel} av befolkningen i {kommune} i {til}**, mot {tidligere} i {fra}.").format(
        gruppe=group,
        kommune=chosen.name,
        andel=percent(last.andel_pst),
        til=last.aar,
        tidligere=percent(first.andel_pst),
        fra=first.aar,
    )


def _share_chart(group: str, shares: pd.DataFrame) -> None:
    st.header(_("Aldersgruppene over tid"), divider="gray")
    own = shares[shares.nokkel == ""]
    first, last = own.iloc[0], own.iloc[-1]
    parts.chart(
        charts.lines(shares, "aar", "andel_pst", "navn", _share(group)),
        _("{gruppe}: fra {tidligere} av befolkningen i {fra} til {andel} i {til}.").format(
            gruppe=group, fra=first.aar, til=last.aar, tidligere=percent(first.andel_pst), andel=percent(last.andel_pst)
        ),
    )


def _share(group: str) -> str:
    return _("{gruppe}: andel av befolkningen, %").format(gruppe=group)


def _expected(chosen: People, group: str) -> pd.DataFrame:
    """What is expected of the age group: the main alternative between the low and the high, after the years that have been."""
    found = data.rows(
        """select navn, aar, personer, tabell from rapport.rapport_framskriving
        where kommunenr = $1 and aldersgruppe_id = $2 and navn is not null
            and tabell = (select max_by(tabell, oppdatert) from rapport.rapport_framskriving where kommunenr = $1)
        union all
        select '' as navn, aar, personer, '' from rapport.rapport_aldersgruppe
        where kommunenr = $1 and aldersgruppe_id = $2 and grenser = (select cast(max(til_grenser) as varchar) from marts.bro_kommune)
        order by navn, aar""",
        chosen.number,
        group,
    )
    words = {"": _("Folketallet"), "hoved": _("Hovedalternativet"), "lav": _("Lav vekst"), "hoy": _("Høy vekst")}
    return found.assign(alternativ=found.navn.map(words)) if found.navn.any() else found.head(0)


def _expected_chart(chosen: People, group: str, expected: pd.DataFrame) -> None:
    st.header(_("Framskriving: {gruppe}").format(gruppe=group), divider="gray")
    parts.chart(
        charts.lines(expected, "aar", "personer", "alternativ", _("Personer 1. januar")),
        _("{gruppe} i {kommune}: folketallet, og framskrivingens lave, midlere og høye alternativ.").format(
            gruppe=group, kommune=chosen.name
        ),
    )
    st.caption(_("Kilde: SSB tabell {tabell}.").format(tabell=max(expected.tabell)))


def _tables(chosen: People, group: str, name: str, shares: pd.DataFrame, expected: pd.DataFrame) -> None:
    """The numbers of both charts."""
    parts.table(
        shares,
        {
            "navn": parts.Column(_("Kommune eller gruppe")),
            "aar": parts.Column(_("År"), right=True),
            "personer": parts.Column(_("Personer"), number),
            "andel_pst": parts.Column(_("Andel, %"), lambda value: number(value, 1)),
        },
        f"aldersgruppe_{chosen.number}_{group}",
        title=_share(name),
    )
    if len(expected):
        parts.table(
            expected,
            {
                "alternativ": parts.Column(_("Alternativ")),
                "aar": parts.Column(_("År"), right=True),
                "personer": parts.Column(_("Personer"), number),
            },
            f"framskriving_{chosen.number}_{group}",
            title=_("Framskriving for {kommune}").format(kommune=chosen.name),
        )


def _forecast() -> None:
    """What the newest report with a forecast expected, beside what came."""
    found = data.rows(
        """select *, row_number() over (order by prognose_id = 'alle', abs(differanse_personer) desc, rekkefolge) = 1 as er_storst
        from rapport.rapport_prognosetreff
        where rapport_id = (select max_by(rapport_id, fra_aar) from rapport.rapport_prognosetreff where list_contains(?, rapport_id))
        order by rekkefolge""",
        list(municipality.now().reports),
    )
    if found.empty:
        return
    report = data.first("select tittel, aar from marts.dim_rapport where rapport_id = ?", found.rapport_id.iloc[0])
    first, last = int(found.fra_aar.iloc[0]), int(found.til_aar.iloc[0])
    st.header(_("Traff prognosen for {fra}–{til}?").format(fra=first, til=last), divider="gray")
    st.markdown(_farthest(found, report["aar"]))
    said = [("snitt", _("ventet")), ("egen", _("faktisk"))]
    st.html(f'<p class="tegn bred">{"".join(f"<span><i class={kind}></i>{word}</span>" for kind, word in said)}</p>')
    parts.table(
        found.assign(navn=found.navn.map(age_group), spennet=_growths(found)),
        {
            "navn": parts.Column(_("Aldersgruppe")),
            "spennet": parts.Column(_("Vekst")),
            "prognose_vekst_pst": parts.Column(_("Ventet vekst, %"), lambda value: number(value, 1, sign=True), key=True),
            "faktisk_vekst_pst": parts.Column(_("Faktisk vekst, %"), lambda value: number(value, 1, sign=True), key=True),
            "prognose_personer_trykt": parts.Column(_("Ventet, trykt, personer"), lambda value: number(value, sign=True)),
            "prognose_vekst_personer": parts.Column(_("Ventet, regnet av oss, personer"), lambda value: number(value, sign=True)),
            "personer_fra": parts.Column(_("Folketallet vi regner av"), number),
            "faktisk_vekst_personer": parts.Column(_("Faktisk, personer"), lambda value: number(value, sign=True)),
            "differanse_personer": parts.Column(_("Forskjell, personer"), lambda value: number(value, sign=True)),
        },
        "prognosetreff",
        title=_("Ventet og faktisk befolkningsvekst"),
    )
    st.caption(_held_against(found, report))


def _growths(found: pd.DataFrame) -> list[Spread]:
    """What came beside what was expected, all on one scale from the least growth to the most."""
    pairs = [(Decimal(str(row.faktisk_vekst_pst)), Decimal(str(row.prognose_vekst_pst))) for row in found.itertuples()]
    scale = min(map(min, pairs)), max(map(max, pairs))
    return [Spread(actual, mean=(_("ventet"), expected), scale=scale) for actual, expected in pairs]


def _farthest(found: pd.DataFrame, year: int) -> str:
    """Where the forecast was farthest from what came."""
    row = found[found.er_storst].iloc[0]
    said = _("Prognosen fra {rapportaar} traff dårligst for {gruppe}: ventet {ventet}, faktisk {faktisk}.").format(
        rapportaar=year,
        gruppe=age_group(row.navn),
        ventet=percent(row.prognose_vekst_pst, sign=True),
        faktisk=percent(row.faktisk_vekst_pst, sign=True),
    )
    return " ".join([said, _("Vekst i prosent fra {fra} til {til}.").format(fra=row.fra_aar, til=row.til_aar)])


def _held_against(found: pd.DataFrame, report: dict[str, Any]) -> str:
    """On which borders the growth is measured, and where both are from."""
    chosen = municipality.now()
    said = []
    if set(found.grenser) == {"2024"}:
        said.append(_("Den faktiske veksten er målt på dagens grenser i begge ender."))
    if chosen.borders_from is not None and report["aar"] < chosen.borders_from:
        before = _("Prognosen gjaldt {kommune} før sammenslåingen med {andre}.")
        said.append(before.format(kommune=chosen.name, andre=chosen.merged_with))
    return " ".join([*said, _("Kilde: {kilde}, prosaen, og SSB tabell 07459.").format(kilde=report["tittel"])])
