"""What the population demands, what its change costs, and which municipalities are like this one."""

from __future__ import annotations

import streamlit as st

import charts
import data
import municipality
import parts
import people
import provenance
from format import number, percent
from language import N_, _
from vocabulary import terms

_NO_RATES = N_(
    "**Ingen satser er lagt inn**, så varehuset kan ikke si det. Satsene, hva en innbygger i hver alder koster i hver sektor, er "
    "kommunens egne, og varehuset finner ikke på noen."
)
_COSTS = {
    True: N_("**Endringen i folketallet gjorde {kommune} {belop} mill. kr dyrere i {aar}**, med uendret standard, i {prisaar}-priser."),
    False: N_("**Endringen i folketallet gjorde {kommune} {belop} mill. kr billigere i {aar}**, med uendret standard, i {prisaar}-priser."),
}


def draw() -> None:
    """The need index, the cost of the change, and the municipalities that are alike."""
    people.require()
    _need()
    _cost()
    _alike()


def _need() -> None:
    """What an inhabitant is reckoned to need beside the country's mean, and which sectors make it so."""
    valgt = municipality.now()
    behov = data.rows(
        """select * from marts.fct_behovsindeks where kommunenr = $1
        and aar = (select max(aar) from marts.fct_behovsindeks where kommunenr = $1) order by sektor != 'samlet', andel desc""",
        valgt.id,
    )
    if behov.empty:
        return
    samlet, sektorer = behov.iloc[0], behov[behov.sektor != "samlet"]
    st.header(_("Hva befolkningen krever"), divider="gray")
    st.markdown(
        _("**Beregnet utgiftsbehov per innbygger i {kommune} er {indeks} av landets i {aar}**, etter nøkkelen i inntektssystemet.").format(
            kommune=valgt.name, indeks=percent(samlet.indeks * 100), aar=samlet.aar
        )
    )
    parts.table(
        sektorer.assign(sektornavn=terms(sektorer.sektornavn)),
        {
            "sektornavn": parts.Column(_("Sektor")),
            "indeks": parts.Column(_("Behov, landet = 1"), lambda value: number(value, 3)),
            "bidrag_prosentpoeng": parts.Column(
                _("Trekker opp eller ned, prosentpoeng"), lambda value: number(value, 2, sign=True), bar=True
            ),
        },
        f"behov_{valgt.id}",
        title=_("Beregnet utgiftsbehov i {kommune}").format(kommune=valgt.name),
    )
    st.caption(_("Kilde: {kilde}.").format(kilde=provenance.source(samlet.kilde)))


def _cost() -> None:
    """What the change in the population costs, from the municipality's own rates; without them, that it cannot be said."""
    valgt = municipality.now()
    st.header(_("Hva endringen i folketallet koster"), divider="gray")
    kostnader = data.rows(
        """select *,
            sektor = 'alle' and aar = max(aar) filter (grunnlag = 'folketall' and sektor = 'alle') over () as er_nyeste
        from rapport.rapport_demografikostnad where kommunenr = $1
            and prisaar = (select max(prisaar) from rapport.rapport_demografikostnad where kommunenr = $1)
        order by aar, sektor = 'alle', sektor""",
        valgt.id,
    )
    if kostnader.empty:
        st.markdown(_(_NO_RATES))
        st.caption(_("Metoden er den Teknisk beregningsutvalg bruker. Økonomiavdelingen legger inn satsene."))
        return
    alle = kostnader[kostnader.sektor == "alle"]
    for row in kostnader[kostnader.er_nyeste].itertuples():
        words = _(_COSTS[bool(row.demografikostnad_mill_kr >= 0)])
        st.markdown(words.format(kommune=valgt.name, belop=number(abs(row.demografikostnad_mill_kr), 1), aar=row.aar, prisaar=row.prisaar))
    if not alle.empty:
        parts.chart(
            charts.deviations(
                alle.assign(aaret=alle.aar.map(str)),
                "demografikostnad_mill_kr",
                _("Kostnad fra året før, mill. kr"),
                labels="aaret",
                words=(_("Dyrere"), _("Billigere")),
            ),
            _("Hva endringen i folketallet koster {kommune} fra år til år.").format(kommune=valgt.name),
        )
    ord_for = {"folketall": _("Folketallet"), "framskriving": _("Framskrivingen")}
    parts.table(
        kostnader[::-1].assign(  # the newest year first
            sektor=[_("Alle sektorene") if sektor == "alle" else sektor for sektor in kostnader.sektor[::-1]],
            grunnlag=kostnader.grunnlag.map(ord_for),
        ),
        {
            "sektor": parts.Column(_("Sektor")),
            "aar": parts.Column(_("År"), right=True),
            "grunnlag": parts.Column(_("Regnet av")),
            "demografikostnad_mill_kr": parts.Column(_("Kostnad fra året før, mill. kr"), lambda value: number(value, 1, sign=True)),
            "vekst_pst": parts.Column(_("Av utgiften året før, %"), lambda value: number(value, 2, sign=True)),
        },
        f"demografikostnad_{valgt.id}",
        title=_("Hva endringen i folketallet koster {kommune}").format(kommune=valgt.name),
    )
    kilder = data.rows("select distinct kilde from marts.fct_demografisats where prisaar = ? order by 1", int(kostnader.prisaar.iloc[0]))
    st.caption(
        _("Satsene er kommunens egne: {kilder}. Metoden er den Teknisk beregningsutvalg bruker.").format(kilder="; ".join(kilder.kilde))
    )


def _alike() -> None:
    """The ten municipalities that are most like this one, and in what."""
    valgt = municipality.now()
    lignende = data.rows(
        """select enhet.navn, lik.* from rapport.rapport_lignende_kommune as lik inner join marts.dim_enhet as enhet
        on lik.lignende_kommunenr = enhet.enhet_id where lik.kommunenr = ? and lik.rekkefolge <= 10 order by lik.rekkefolge""",
        valgt.id,
    )
    if lignende.empty:
        return
    st.header(_("Kommuner som ligner"), divider="gray")
    parts.table(
        lignende.assign(navn=terms(lignende.navn)),
        {
            "navn": parts.Column(_("Kommune")),
            "lignende_personer": parts.Column(_("Innbyggere"), number, key=True),
            "avstand_storrelse_pst": parts.Column(_("Størrelse, forskjell i %"), lambda value: number(value, 1)),
            "avstand_alder_prosentpoeng": parts.Column(_("Alder, prosentpoeng"), lambda value: number(value, 1)),
            "avstand_behov_prosentpoeng": parts.Column(_("Behov, prosentpoeng"), lambda value: number(value, 1)),
            "avstand": parts.Column(_("Avstand i alt"), lambda value: number(value, 2), key=True),
        },
        f"lignende_{valgt.id}",
        title=_("Kommuner som ligner {kommune}").format(kommune=valgt.name),
    )
    st.caption(
        _(
            "Folketallet er fra {aar}. Størrelse er hvor mye større den største er, alder er andelen som måtte hatt en annen alder, og "
            "behov er forskjellen i behovsindeks. Avstanden i alt er summen, hver delt på sin median. Inntekter er ikke med."
        ).format(aar=lignende.aar.iloc[0])
    )
