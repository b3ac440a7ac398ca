"""What was invested in, against the budget, and how was it paid for?"""

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import charts
import data
import municipality
import parts
from format import is_missing, mill_kr, number, percent
from language import _
from vocabulary import inline, term, terms

# The posts that say what was spent in all, in the layouts that have such a post.
SPENT = ("investering_sum_investeringsutgifter", "investering_sum_utgifter")


def draw() -> None:
    """What was invested in, against the budget, and how was it paid for?"""
    kommune = municipality.now()
    aar = kommune.year
    # Expenditure is a positive amount here: what was invested.
    alle = data.rows(
        """select *, -opprinnelig_budsjett_mill_kr as opprinnelig, -regulert_budsjett_mill_kr as regulert, -regnskap_mill_kr as regnskap
        from rapport.rapport_budsjettavvik
        where emne in ('investeringsomrade', 'investering') and list_contains(?, enhet_id) and aar = ? order by tabell_id, rad""",
        list(kommune.numbers),
        aar,
    )
    alle_oppstillinger = data.rows(
        "select * from rapport.rapport_oppstilling where list_contains(?, enhet_id) and aar = ? order by tabell_id, rad",
        *kommune.in_the_year,
    )
    alle_oppstillinger = alle_oppstillinger[alle_oppstillinger.side == "okonomi/investeringer"]
    # Where there is an original budget too, the statement has no room for how much of the revised one was used.
    med_opprinnelig = alle_oppstillinger[
        (alle_oppstillinger.emne == "investering") & alle_oppstillinger.opprinnelig_budsjett_mill_kr.notna()
    ]
    alle = alle[~alle.tabell_id.isin(med_opprinnelig.tabell_id)]
    oppstillinger = alle_oppstillinger[~alle_oppstillinger.tabell_id.isin(alle.tabell_id)]
    brutto, finansiering = alle[alle.emne == "investeringsomrade"], alle[alle.emne == "investering"]

    def omradene(brutto: pd.DataFrame) -> None:
        """What was invested in, area by area."""
        omrader = brutto[brutto.radtype == "detalj"].sort_values("regnskap", ascending=False)
        for total, storst in zip(brutto[brutto.radtype == "sum"].head(1).itertuples(), omrader.head(1).itertuples(), strict=False):
            st.markdown(
                (
                    _(
                        "{kommune} kommune investerte i {aar} for **{regnskap}** brutto i bygg og anlegg, {avvik} mindre enn revidert budsjett "
                        "på {budsjett} ({andel}). Mest gikk til {omrade}: {omradets}."
                    )
                    if total.avvik_mill_kr >= 0
                    else _(
                        "{kommune} kommune investerte i {aar} for **{regnskap}** brutto i bygg og anlegg, {avvik} mer enn revidert budsjett "
                        "på {budsjett} ({andel}). Mest gikk til {omrade}: {omradets}."
                    )
                ).format(
                    kommune=kommune.name,
                    aar=aar,
                    regnskap=mill_kr(total.regnskap),
                    avvik=mill_kr(abs(total.avvik_mill_kr)),
                    budsjett=mill_kr(total.regulert),
                    andel=percent(abs(total.avvik_pst)),
                    omrade=inline(term(storst.navn)),
                    omradets=mill_kr(storst.regnskap),
                )
            )

        st.header(_("Brutto investeringer per område"), divider="gray")
        st.markdown(
            _(
                "Brutto utgifter til bygg og anlegg, mill. kr. Søylen er regnskapet og streken revidert budsjett. "
                "Positivt avvik er mindre brukt."
            )
        )
        parts.chart(
            charts.budget_and_actual(omrader.assign(navn=terms(omrader.navn))),
            _("Brutto investeringer per område, regnskap mot revidert budsjett."),
        )
        parts.table(
            brutto.assign(
                navn=terms(brutto.navn), mangler=[_("ikke trykt i kilden") if is_missing(value) else "" for value in brutto.opprinnelig]
            ),
            {
                "navn": parts.Column(_("Område")),
                "opprinnelig": parts.Column(_("Opprinnelig budsjett"), number),
                "regulert": parts.Column(_("Revidert budsjett"), number),
                "regnskap": parts.Column(_("Regnskap"), number),
                "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, sign=True)),
                "avvik_pst": parts.Column(_("Avvik, %"), lambda value: number(value, 1, sign=True)),
                "mangler": parts.Column(_("Hvorfor tallet mangler")),
            },
            f"brutto_investeringer_{aar}",
            title=_("Brutto investeringer per område {aar}").format(aar=aar),
        )
        parts.sources(brutto)

    def said_of_the_statements() -> str:
        """What was spent on investments in all, as the statement of the year has it."""
        spent = alle_oppstillinger[alle_oppstillinger.post_id.isin(SPENT) & alle_oppstillinger.regnskap_mill_kr.notna()]
        for row in spent.head(1).itertuples():
            sentence = (
                _("{kommune} kommune hadde i {aar} investeringsutgifter på **{regnskap}**.")
                if is_missing(row.regulert_budsjett_mill_kr)
                else _("{kommune} kommune hadde i {aar} investeringsutgifter på **{regnskap}**, mot {budsjett} i revidert budsjett.")
            )
            budget = "" if is_missing(row.regulert_budsjett_mill_kr) else mill_kr(-row.regulert_budsjett_mill_kr)
            return kommune.said(sentence, regnskap=mill_kr(-row.regnskap_mill_kr), budsjett=budget)
        return ""

    def why_missing(row: Any) -> str:
        """Why a row has no deviation."""
        if is_missing(row.regulert_budsjett_mill_kr) or is_missing(row.regnskap_mill_kr):
            return _("ikke trykt i kilden")
        return _("budsjettet er null") if is_missing(row.avvik_pst) else ""

    def finansieringen(finansiering: pd.DataFrame) -> None:
        """How the investments were paid for, against the budget."""
        parts.table(
            finansiering.assign(navn=terms(finansiering.navn), mangler=[why_missing(row) for row in finansiering.itertuples()]),
            {
                "navn": parts.Column(_("Post")),
                "regulert_budsjett_mill_kr": parts.Column(_("Revidert budsjett"), number),
                "regnskap_mill_kr": parts.Column(_("Regnskap"), number),
                "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, sign=True)),
                "avvik_pst": parts.Column(_("Avvik, %"), lambda value: number(value, 1, sign=True)),
                "mangler": parts.Column(_("Hvorfor tallet mangler")),
            },
            f"finansiering_{aar}",
            title=_("Finansieringen av investeringene {aar}").format(aar=aar),
        )
        parts.sources(finansiering)

    if alle.empty and oppstillinger.empty:
        municipality.stop(_("Varehuset har ingen investeringer for {kommune} i {aar}."))
    omradeoppstillinger = oppstillinger[oppstillinger.emne == "investeringsomrade"]
    if brutto.empty:
        if said := said_of_the_statements():
            st.markdown(said)
        if omradeoppstillinger.empty:
            municipality.lacks(_("Varehuset har ingen investeringer per område for {kommune} i {aar}."))
    for _tabell, rader in brutto.groupby("tabell_id", sort=False):
        omradene(rader)
    for _tabell, rader in omradeoppstillinger.groupby("tabell_id", sort=False):
        st.header(term(rader.oppstillingsnavn.iloc[0]), divider="gray")
        blocks.printed_statement(rader)

    andre = oppstillinger[oppstillinger.emne != "investeringsomrade"]
    if finansiering.empty and andre.empty:
        municipality.lacks(_("Varehuset har ingen oversikt over finansieringen for {kommune} i {aar}."))
    else:
        st.header(_("Hvordan investeringene er finansiert"), divider="gray")
        st.markdown(
            _(
                "Oppstillingen gjelder hele investeringsregnskapet, også utlån og kjøp av aksjer. "
                "Utgifter er negative og finansiering positiv. Mill. kr."
            )
        )
    several = finansiering.tabell_id.nunique() + andre.tabell_id.nunique() > 1
    for rader, draw in [
        *((rader, finansieringen) for _tabell, rader in finansiering.groupby("tabell_id", sort=False)),
        *((rader, blocks.printed_statement) for _tabell, rader in andre.groupby("tabell_id", sort=False)),
    ]:
        if several:
            navn = alle_oppstillinger[alle_oppstillinger.tabell_id == rader.tabell_id.iloc[0]].oppstillingsnavn.iloc[0]
            st.subheader(term(navn))
        draw(rader)
