"""Did the municipality run at a surplus, and does it keep its own financial rules?"""

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import charts
import data
import filters
import municipality
import parts
from format import is_missing, mill_kr, number, percent
from language import _
from vocabulary import term, terms


def draw() -> None:
    """Did the municipality run at a surplus, and does it keep its own financial rules?"""
    kommune = municipality.now()
    aar = kommune.year
    regler = data.rows(
        "select * from rapport.rapport_handlingsregler where list_contains(?, enhet_id) and aar = ? order by linje",
        *kommune.in_the_year,
    )
    alle = data.rows(
        "select * from rapport.rapport_arsresultat where list_contains(?, enhet_id) and aar = ? order by oppstilling, rad",
        *kommune.in_the_year,
    )
    oppstillinger = data.rows(
        """select * from rapport.rapport_oppstilling where list_contains(?, enhet_id) and aar = ?
        order by emne != 'drift', oppstilling, tabell_id, rad""",
        *kommune.in_the_year,
    )
    oppstillinger = oppstillinger[(oppstillinger.side == "okonomi/resultat") & ~oppstillinger.tabell_id.isin(alle.tabell_id)]
    if alle.empty and oppstillinger.empty:
        municipality.lacks(_("Varehuset har ikke noe driftsregnskap for {kommune} i {aar}."))
        blocks.council_rules(regler)
        raise municipality.NothingToShowError

    def said_of_the_result(netto: Any) -> str:
        """The net operating result against the budget."""
        return (
            _("{kommune} kommune gikk i {aar} med et netto driftsresultat på **{resultat}**, {andel} av driftsinntektene.")
            if is_missing(netto.avvik_mill_kr)
            else _(
                "{kommune} kommune gikk i {aar} med et netto driftsresultat på **{resultat}**, {andel} av driftsinntektene. "
                "Det er {avvik} bedre enn regulert budsjett."
            )
            if netto.avvik_mill_kr >= 0
            else _(
                "{kommune} kommune gikk i {aar} med et netto driftsresultat på **{resultat}**, {andel} av driftsinntektene. "
                "Det er {avvik} svakere enn regulert budsjett."
            )
        ).format(
            kommune=kommune.name,
            aar=aar,
            resultat=mill_kr(netto.regnskap_mill_kr),
            andel=percent(netto.andel_av_driftsinntekter_pst),
            avvik="" if is_missing(netto.avvik_mill_kr) else mill_kr(abs(netto.avvik_mill_kr)),
        )

    def driftsregnskapet() -> None:
        """The operating statement: how the result comes about, and post by post."""
        foss = data.rows(
            "select * from rapport.rapport_resultatfoss where list_contains(?, enhet_id) and aar = ? order by rekkefolge",
            *kommune.in_the_year,
        )
        foss = foss[(foss.foss == "oppbygging") & (foss.oppstilling == resultat.oppstilling.iloc[0])]
        if len(foss) and netto is not None:
            st.header(_("Fra driftsinntekter til netto driftsresultat"), divider="gray")
            parts.chart(
                charts.waterfall(foss.assign(navn=terms(foss.navn))),
                _("Fossediagram fra sum driftsinntekter til netto driftsresultat {resultat}.").format(
                    resultat=mill_kr(netto.regnskap_mill_kr)
                ),
            )

        st.header(_("Driftsregnskapet"), divider="gray")
        st.markdown(
            _(
                "Mill. kr. Alle beløp er positive når de bedrer resultatet. Avviket er som trykt; der det ikke er trykt, "
                "eller er regnet feil, er det regnskap minus regulert budsjett."
            )
            if resultat.regulert_budsjett_mill_kr.notna().any()
            else _("Mill. kr. Alle beløp er positive når de bedrer resultatet.")
        )
        budget = {
            "opprinnelig_budsjett_mill_kr": parts.Column(_("Opprinnelig budsjett"), number),
            "regulert_budsjett_mill_kr": parts.Column(_("Regulert budsjett"), number),
            "regnskap_mill_kr": parts.Column(_("Regnskap"), number),
            "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, sign=True)),
        }
        parts.table(
            resultat.assign(navn=terms(resultat.navn)),
            {
                "navn": parts.Column(_("Post")),
            }
            | {name: column for name, column in budget.items() if resultat[name].notna().any()}
            | {"andel_av_driftsinntekter_pst": parts.Column(_("% av inntektene"), lambda value: number(value, 1))},
            f"driftsregnskap_{aar}",
            title=_("Driftsregnskapet {aar}").format(aar=aar),
        )
        parts.sources(resultat)

    def oppstillingen(rader: pd.DataFrame) -> None:
        """Another printed statement of the operations, as it stands."""
        st.header(term(rader.oppstillingsnavn.iloc[0]), divider="gray")
        st.markdown(_("Mill. kr. Alle beløp er positive når de bedrer resultatet."))
        blocks.printed_statement(rader)

    resultat, netto = alle, None
    if len(alle):
        titler = parts.titles(alle.tabell_id)
        valgt = filters.one(st, _("Oppstilling"), "oppstilling", titler) if len(titler) > 1 else next(iter(titler))
        resultat = alle[alle.tabell_id == valgt]
        netto = next(resultat[resultat.post_id == "netto_driftsresultat"].itertuples(), None)
    if netto is not None:
        st.markdown(said_of_the_result(netto))
    elif said := blocks.result(oppstillinger if alle.empty else pd.concat([resultat, oppstillinger])):
        st.markdown(said)
    elif len(alle) or oppstillinger.regnskap_mill_kr.notna().any():
        st.markdown(kommune.said(_("Driftsregnskapet til {kommune} kommune for {aar}, slik rapporten har det.")))
    else:
        municipality.lacks(_("Varehuset har budsjettet til {kommune} for {aar}, men ikke regnskapet."))

    blocks.council_rules(regler)

    if len(alle):
        driftsregnskapet()
    for _tabell, rader in oppstillinger.groupby("tabell_id", sort=False):
        oppstillingen(rader)
    if regler.empty:
        municipality.lacks(_("Varehuset har ikke noen økonomiske handlingsregler fra kommunestyret for {kommune} i {aar}."))
