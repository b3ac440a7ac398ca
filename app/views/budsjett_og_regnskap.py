"""Was the budget kept, where not and why, and what did the pandemic cost?"""

import streamlit as st

import blocks
import charts
import data
import filters
import frame
import parts
from format import listed, mill_kr, number
from language import _
from vocabulary import inline, terms

st.title(_("Budsjett og regnskap"))

omrader = data.rows(
    """select *, count(*) filter (where avvik_mill_kr < 0) over () as antall_over from rapport.rapport_budsjettavvik
    where oppstilling = 'tjenesteomrader'
        and aar = (select max(aar) from rapport.rapport_budsjettavvik where oppstilling = 'tjenesteomrader')
    order by avvik_mill_kr"""
)
if omrader.empty:
    st.info(_("Utgaven har ingen tjenesteområder med budsjett og regnskap."))
    st.stop()
aar = int(omrader.aar.iloc[0])
omrader = omrader.assign(navn=terms(omrader.navn))
worst = [f"{row.navn} ({mill_kr(-row.avvik_mill_kr, 1)})" for row in omrader.head(3).itertuples() if row.avvik_mill_kr < 0]
st.markdown(
    (
        _("I {aar} brukte **{antall} av {alle}** områder mer enn revidert budsjett. Størst merforbruk hadde {omrader}.")
        if worst
        else _("I {aar} brukte **{antall} av {alle}** områder mer enn revidert budsjett.")
    ).format(aar=aar, antall=number(omrader.antall_over.iloc[0]), alle=number(len(omrader)), omrader=listed(worst))
)

st.header(_("Avvik per tjenesteområde"), divider="gray")
st.markdown(_("Mill. kr. Positivt avvik er mindreforbruk, negativt er merforbruk."))
parts.chart(charts.deviations(omrader, "avvik_mill_kr", _("Avvik, mill. kr")), _("Avvik fra budsjett per tjenesteområde."))
parts.table(
    omrader,
    {
        "navn": parts.Column(_("Område")),
        "regulert_budsjett_mill_kr": parts.Column(_("Revidert budsjett"), lambda value: number(value, 1)),
        "regnskap_mill_kr": parts.Column(_("Regnskap"), lambda value: number(value, 1)),
        "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, 1, sign=True)),
        "avvik_pst": parts.Column(_("Avvik, %"), lambda value: number(value, 1, sign=True)),
    },
    f"tjenesteomrader_{aar}",
    title=_("Budsjett og regnskap per tjenesteområde {aar}").format(aar=aar),
)
st.caption(_("Utgifter er negative beløp i tabellen: alle tall er positive når de bedrer kommunens resultat."))
parts.sources(omrader)


@frame.section
def omradet() -> None:
    """What the report says in numbers about one service area."""
    st.header(_("Hva rapporten sier om et område"), divider="gray")
    navn = dict(zip(omrader.tjenesteomrade_id, omrader.navn, strict=True))
    valgt = filters.one(st, _("Tjenesteområde"), "omrade", navn)
    utsagn = data.rows("select * from rapport.rapport_utsagn where tema = ? and aar = ? order by rapport_id, linje, utsagn_id", valgt, aar)
    if utsagn.empty:
        st.markdown(_("Rapporten har ingen tallfestede utsagn om {omrade} i {aar}.").format(omrade=inline(navn[valgt]), aar=aar))
    else:
        blocks.statements(utsagn, f"utsagn_{valgt}_{aar}")
    st.page_link(
        "views/tjenester.py",
        label=_("Alt om {omrade}").format(omrade=inline(navn[valgt])),
        query_params={"omrade": valgt},
        icon=":material/arrow_forward:",
    )


omradet()

st.header(_("Fra budsjett til regnskap"), divider="gray")
foss = data.rows(
    """select *, not er_sluttsum and abs(belop_mill_kr) = max(abs(belop_mill_kr)) filter (where not er_sluttsum) over () as er_storst
    from rapport.rapport_resultatfoss where aar = ? and foss = 'budsjett_til_regnskap' order by rekkefolge""",
    aar,
)
if not foss.empty:
    foss = foss.assign(navn=terms(foss.navn))
    storst = foss[foss.er_storst].iloc[0]
    st.markdown(
        _(
            "Netto driftsresultat gikk fra {budsjett} i regulert budsjett til **{regnskap}** i regnskapet. "
            "Det største trinnet er {post}: {belop}."
        ).format(
            budsjett=mill_kr(foss.iloc[0].belop_mill_kr),
            regnskap=mill_kr(foss.iloc[-1].belop_mill_kr),
            post=inline(storst.navn),
            belop=mill_kr(storst.belop_mill_kr, sign=True),
        )
    )
    parts.chart(charts.waterfall(foss), _("Fossediagram fra netto driftsresultat i regulert budsjett til regnskapet."))
    parts.table(
        foss,
        {"navn": parts.Column(_("Post")), "belop_mill_kr": parts.Column(_("Mill. kr"), lambda value: number(value, sign=True))},
        f"budsjett_til_regnskap_{aar}",
        title=_("Netto driftsresultat fra budsjett til regnskap {aar}").format(aar=aar),
    )
    st.caption(_("Hvert trinn er regnskap minus regulert budsjett, positivt når det bedrer resultatet."))
    parts.sources(foss)

st.header(_("Koronapandemien"), divider="gray")
korona = data.rows("select * from rapport.rapport_korona where aar = ? order by rekkefolge", aar)
if not korona.empty:
    total = korona[korona.nivaa == 0].iloc[0].virkning_mill_kr
    st.markdown(
        (
            _(
                "Økte inntekter og reduserte kostnader veide mer enn opp for tapte inntekter og merkostnader: "
                "samlet virkning **{virkning}**."
            )
            if total >= 0
            else _(
                "Økte inntekter og reduserte kostnader veide ikke opp for tapte inntekter og merkostnader: samlet virkning **{virkning}**."
            )
        ).format(virkning=mill_kr(total, 1, sign=True))
    )
    tjenester = korona[korona.tjenesteomrade_id.notna()].sort_values("virkning_mill_kr").assign(navn=lambda frame: terms(frame.navn))
    parts.chart(
        charts.deviations(tjenester, "virkning_mill_kr", _("Virkning, mill. kr")),
        _("Koronapandemiens virkning per tjenesteområde."),
    )
    parts.table(
        korona.assign(navn=terms(korona.navn)),
        {
            "navn": parts.Column(_("Post")),
            "forelder": parts.Column(_("Del av"), norwegian=True),
            "virkning_mill_kr": parts.Column(_("Virkning, mill. kr"), lambda value: number(value, 1, sign=True)),
        },
        f"korona_{aar}",
        title=_("Koronapandemiens virkning {aar}").format(aar=aar),
        status="cellestatus",
    )
    parts.sources(korona)
