"""Did the municipality run at a surplus, and does it keep its own financial rules?"""

import streamlit as st

import blocks
import charts
import data
import parts
from format import mill_kr, number, percent
from language import _
from vocabulary import terms

st.title(_("Årsresultatet"))

resultat = data.rows("select * from rapport.rapport_arsresultat order by aar desc, rekkefolge")
if resultat.empty:
    st.info(_("Utgaven har ikke noe driftsregnskap."))
    st.stop()
aar = int(resultat.aar.iloc[0])
resultat = resultat[resultat.aar == aar]
netto = resultat[resultat.post_id == "netto_driftsresultat"].iloc[0]

st.markdown(
    (
        _(
            "Trondheim kommune gikk i {aar} med et netto driftsresultat på **{resultat}**, {andel} av driftsinntektene. "
            "Det er {avvik} bedre enn regulert budsjett."
        )
        if netto.avvik_mill_kr >= 0
        else _(
            "Trondheim kommune gikk i {aar} med et netto driftsresultat på **{resultat}**, {andel} av driftsinntektene. "
            "Det er {avvik} svakere enn regulert budsjett."
        )
    ).format(
        aar=aar,
        resultat=mill_kr(netto.regnskap_mill_kr),
        andel=percent(netto.andel_av_driftsinntekter_pst),
        avvik=mill_kr(abs(netto.avvik_mill_kr)),
    )
)

st.header(_("Bystyrets økonomiske handlingsregler"), divider="gray")
regler = data.rows("select * from rapport.rapport_handlingsregler where aar = ? order by linje", aar)
blocks.rules(regler)

st.header(_("Fra driftsinntekter til netto driftsresultat"), divider="gray")
foss = data.rows("select * from rapport.rapport_resultatfoss where aar = ? and foss = 'oppbygging' order by rekkefolge", aar)
parts.chart(
    charts.waterfall(foss.assign(navn=terms(foss.navn))),
    _("Fossediagram fra sum driftsinntekter til netto driftsresultat {resultat}.").format(resultat=mill_kr(netto.regnskap_mill_kr)),
)

st.header(_("Driftsregnskapet"), divider="gray")
st.markdown(_("Mill. kr. Alle beløp er positive når de bedrer resultatet. Avviket er beregnet av oss: regnskap minus regulert budsjett."))
parts.table(
    resultat.assign(navn=terms(resultat.navn)),
    {
        "navn": parts.Column(_("Post")),
        "opprinnelig_budsjett_mill_kr": parts.Column(_("Opprinnelig budsjett"), number),
        "regulert_budsjett_mill_kr": parts.Column(_("Regulert budsjett"), number),
        "regnskap_mill_kr": parts.Column(_("Regnskap"), number),
        "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, sign=True)),
        "andel_av_driftsinntekter_pst": parts.Column(_("% av inntektene"), lambda value: number(value, 1)),
    },
    f"driftsregnskap_{aar}",
    title=_("Driftsregnskapet {aar}").format(aar=aar),
    height=len(resultat),
)
parts.sources(resultat)
