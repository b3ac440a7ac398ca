"""What was invested in, against the budget, and how was it paid for?"""

import streamlit as st

import charts
import data
import municipality
import parts
from format import is_missing, mill_kr, number, percent
from language import _
from vocabulary import inline, term, terms

st.title(_("Investeringer"))

kommune = municipality.now()
aar = kommune.year
# Expenditure is a positive amount here: what was invested.
alle = data.rows(
    """select *, -opprinnelig_budsjett_mill_kr as opprinnelig, -regulert_budsjett_mill_kr as regulert, -regnskap_mill_kr as regnskap
    from rapport.rapport_budsjettavvik
    where emne in ('investeringsomrade', 'investering') and list_contains(?, enhet_id) and aar = ? order by tabell_id, rekkefolge""",
    list(kommune.numbers),
    aar,
)
brutto, finansiering = alle[alle.emne == "investeringsomrade"], alle[alle.emne == "investering"]


def omradene() -> None:
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
        height=len(brutto),
    )
    parts.sources(brutto)


def finansieringen() -> None:
    """How the investments were paid for."""
    st.header(_("Hvordan investeringene er finansiert"), divider="gray")
    st.markdown(
        _(
            "Bevilgningsoversikten gjelder hele investeringsregnskapet, også utlån og kjøp av aksjer. "
            "Utgifter er negative og finansiering positiv. Mill. kr."
        )
    )
    parts.table(
        finansiering.assign(
            navn=terms(finansiering.navn),
            mangler=[_("budsjettet er null") if is_missing(value) else "" for value in finansiering.avvik_pst],
        ),
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
        height=len(finansiering),
    )
    parts.sources(finansiering)


if alle.empty:
    municipality.stop(_("Varehuset har ingen investeringer med budsjett og regnskap for {kommune} i {aar}."))
if brutto.empty:
    municipality.lacks(_("Varehuset har ingen investeringer per område for {kommune} i {aar}."))
else:
    omradene()
if finansiering.empty:
    municipality.lacks(_("Varehuset har ingen oversikt over finansieringen for {kommune} i {aar}."))
else:
    finansieringen()
