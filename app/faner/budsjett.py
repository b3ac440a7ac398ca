"""Was the budget kept, where not and why, and what did the pandemic cost?"""

import pandas as pd
import streamlit as st

import blocks
import charts
import data
import filters
import frame
import municipality
import parts
from format import listed, mill_kr, number
from language import _
from vocabulary import inline, term, terms


def draw() -> None:
    """Was the budget kept, where not and why, and what did the pandemic cost?"""
    kommune = municipality.now()
    aar = kommune.year
    omrader = data.rows(
        """select *, count(*) filter (where avvik_mill_kr < 0) over () as antall_over from rapport.rapport_budsjettavvik
        where emne = 'tjenesteomrade' and list_contains(?, enhet_id) and aar = ? order by avvik_mill_kr""",
        list(kommune.numbers),
        aar,
    )
    omrader = omrader.assign(navn=terms(omrader.navn))
    foss = data.rows(
        """select *, not er_sluttsum
                and abs(belop_mill_kr) = max(abs(belop_mill_kr)) filter (where not er_sluttsum) over (partition by oppstilling) as er_storst
        from rapport.rapport_resultatfoss
        where list_contains(?, enhet_id) and aar = ? and foss = 'budsjett_til_regnskap' order by oppstilling, rekkefolge""",
        list(kommune.numbers),
        aar,
    )
    oppstillinger = data.rows(
        """select *,
            count(*) filter (where radtype = 'detalj' and avvik_mill_kr < 0) over (partition by tabell_id) as antall_over,
            count(*) filter (where radtype = 'detalj' and avvik_mill_kr is not null) over (partition by tabell_id) as antall_poster
        from rapport.rapport_oppstilling
        where side = 'budsjett_og_regnskap' and emne != 'korona' and list_contains(?, enhet_id) and aar = ? order by tabell_id, rad""",
        list(kommune.numbers),
        aar,
    )
    oppstillinger = oppstillinger[~oppstillinger.tabell_id.isin(omrader.tabell_id)]
    korona = data.rows(
        "select * from rapport.rapport_korona where list_contains(?, enhet_id) and aar = ? order by rekkefolge",
        *kommune.in_the_year,
    )

    def omradene() -> None:
        """The service areas against their budgets."""
        worst = [f"{row.navn} ({mill_kr(-row.avvik_mill_kr, 1)})" for row in omrader.head(3).itertuples() if row.avvik_mill_kr < 0]
        st.markdown(
            (
                _(
                    "I {aar} brukte **{antall} av {alle}** områder i {kommune} kommune mer enn revidert budsjett. "
                    "Størst merforbruk hadde {omrader}."
                )
                if worst
                else _("I {aar} brukte **{antall} av {alle}** områder i {kommune} kommune mer enn revidert budsjett.")
            ).format(
                aar=aar,
                kommune=kommune.name,
                antall=number(omrader.antall_over.iloc[0]),
                alle=number(len(omrader)),
                omrader=listed(worst),
            )
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
        med_omrade = omrader[omrader.tjenesteomrade_id.notna()]
        navn = dict(zip(med_omrade.tjenesteomrade_id, med_omrade.navn, strict=True))
        valgt = filters.one(st, _("Tjenesteområde"), "omrade", navn)
        utsagn = data.rows(
            """select * from rapport.rapport_utsagn where list_contains(?, rapport_id) and tema = ? and aar = ?
            order by rapport_id, linje, utsagn_id""",
            list(kommune.reports_of_the_year),
            valgt,
            aar,
        )
        if utsagn.empty:
            st.markdown(_("Rapporten har ingen tallfestede utsagn om {omrade} i {aar}.").format(omrade=inline(navn[valgt]), aar=aar))
        else:
            blocks.statements(utsagn, f"utsagn_{valgt}_{aar}")
        municipality.to("tjenester", _("Alt om {omrade}").format(omrade=inline(navn[valgt])), ":material/arrow_forward:", omrade=valgt)

    def bevilgningene(rader: pd.DataFrame) -> None:
        """What the council granted each area, and what it used: the sums stand among the rows, and are not held against them."""
        poster = rader[(rader.radtype == "detalj") & rader.avvik_mill_kr.notna()].sort_values("avvik_mill_kr")
        poster = poster.assign(navn=terms(poster.navn))
        st.header(term(rader.oppstillingsnavn.iloc[0]), divider="gray")
        if poster.empty:
            st.markdown(_("Netto, mill. kr. Utgifter er negative. Oppstillingen har ikke noe regulert budsjett å måle mot."))
        else:
            worst = [f"{row.navn} ({mill_kr(-row.avvik_mill_kr, 1)})" for row in poster.head(3).itertuples() if row.avvik_mill_kr < 0]
            st.markdown(
                kommune.said(
                    _(
                        "I {aar} brukte **{antall} av {alle}** områder i {kommune} kommune mer enn revidert budsjett. "
                        "Størst merforbruk hadde {omrader}."
                    )
                    if worst
                    else _("I {aar} brukte **{antall} av {alle}** områder i {kommune} kommune mer enn revidert budsjett."),
                    antall=number(poster.antall_over.iloc[0]),
                    alle=number(poster.antall_poster.iloc[0]),
                    omrader=listed(worst),
                )
            )
            parts.chart(charts.deviations(poster, "avvik_mill_kr", _("Avvik, mill. kr")), _("Avvik fra budsjett per område."))
            st.markdown(_("Netto, mill. kr. Utgifter er negative. Positivt avvik er mindreforbruk, negativt er merforbruk."))
        blocks.printed_statement(rader)

    def fra_budsjett_til_regnskap() -> None:
        """The net operating result, from the budget to the accounts."""
        st.header(_("Fra budsjett til regnskap"), divider="gray")
        trinn = foss[foss.oppstilling == foss.oppstilling.iloc[0]].assign(navn=lambda frame: terms(frame.navn))
        storst = trinn[trinn.er_storst]
        said = _(
            "Netto driftsresultat i {kommune} kommune gikk fra {budsjett} i regulert budsjett til **{regnskap}** i regnskapet."
        ).format(kommune=kommune.name, budsjett=mill_kr(trinn.iloc[0].belop_mill_kr), regnskap=mill_kr(trinn.iloc[-1].belop_mill_kr))
        largest = [
            _("Det største trinnet er {post}: {belop}.").format(post=inline(row.navn), belop=mill_kr(row.belop_mill_kr, sign=True))
            for row in storst.head(1).itertuples()
        ]
        st.markdown(" ".join([said, *largest]))
        parts.chart(charts.waterfall(trinn), _("Fossediagram fra netto driftsresultat i regulert budsjett til regnskapet."))
        parts.table(
            trinn,
            {"navn": parts.Column(_("Post")), "belop_mill_kr": parts.Column(_("Mill. kr"), lambda value: number(value, sign=True))},
            f"budsjett_til_regnskap_{aar}",
            title=_("Netto driftsresultat fra budsjett til regnskap {aar}").format(aar=aar),
        )
        st.caption(_("Hvert trinn er avviket fra regulert budsjett, positivt når det bedrer resultatet."))
        parts.sources(trinn)

    def pandemien() -> None:
        """What the pandemic cost."""
        st.header(_("Koronapandemien"), divider="gray")
        for total in korona[korona.nivaa == 0].head(1).itertuples():
            st.markdown(
                (
                    _(
                        "Økte inntekter og reduserte kostnader veide mer enn opp for tapte inntekter og merkostnader: "
                        "samlet virkning **{virkning}**."
                    )
                    if total.virkning_mill_kr >= 0
                    else _(
                        "Økte inntekter og reduserte kostnader veide ikke opp for tapte inntekter og merkostnader: "
                        "samlet virkning **{virkning}**."
                    )
                ).format(virkning=mill_kr(total.virkning_mill_kr, 1, sign=True))
            )
        tjenester = korona[korona.tjenesteomrade_id.notna()].sort_values("virkning_mill_kr").assign(navn=lambda frame: terms(frame.navn))
        if not tjenester.empty:
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

    if omrader.empty and oppstillinger.empty:
        municipality.lacks(_("Varehuset har ikke budsjett og regnskap per tjenesteområde for {kommune} i {aar}."))
    if not omrader.empty:
        omradene()
        if omrader.tjenesteomrade_id.notna().any():
            omradet()
    for _tabell, rader in oppstillinger.groupby("tabell_id", sort=False):
        bevilgningene(rader)
    if not foss.empty:
        fra_budsjett_til_regnskap()
    if not korona.empty:
        pandemien()
