"""What does the municipality own and owe, and what has it guaranteed for?"""

import pandas as pd
import streamlit as st

import blocks
import charts
import data
import filters
import municipality
import parts
from format import mill_kr, number
from language import _, pgettext
from vocabulary import term, terms


def draw() -> None:
    """What does the municipality own and owe, and what has it guaranteed for?"""
    kommune = municipality.now()
    aar = kommune.year
    balanse = data.rows(
        "select * from rapport.rapport_balanse where list_contains(?, enhet_id) and aar = ? order by oppstilling, rekkefolge, tabell_id, rad",
        *kommune.in_the_year,
    )
    oppstillinger = data.rows(
        "select * from rapport.rapport_oppstilling where list_contains(?, enhet_id) and aar = ? order by emne != 'balanse', tabell_id, rad",
        *kommune.in_the_year,
    )
    oppstillinger = oppstillinger[(oppstillinger.side == "okonomi/balanse") & ~oppstillinger.tabell_id.isin(balanse.tabell_id)]
    garanti = data.rows(
        "select * from rapport.rapport_garanti where list_contains(?, rapport_id) order by tabell_id, rekkefolge, aar",
        list(kommune.reports_of_the_year),
    )

    def balansen() -> None:
        """The balance sheet of the year: its two sides, and what is noted below the line."""
        sides = balanse[(balanse.nivaa == 0) & (balanse.radtype == "sum")]
        paa_sidene = balanse[balanse.side.isin(sides.navn)]
        memoria = balanse[~balanse.side.isin(sides.navn)]
        grupper = paa_sidene[paa_sidene.nivaa == 1]
        gjeld = grupper[grupper.navn == "Langsiktig gjeld"].storrelse_mill_kr
        if len(sides):
            st.markdown(
                (
                    _(
                        "Ved utgangen av {aar} eide {kommune} kommune for **{eiendeler}**, "
                        "og den langsiktige gjelden med pensjonsforpliktelser var **{gjeld}**."
                    )
                    if len(gjeld)
                    else _("Ved utgangen av {aar} eide {kommune} kommune for **{eiendeler}**.")
                ).format(
                    aar=aar,
                    kommune=kommune.name,
                    eiendeler=mill_kr(sides.iloc[0].storrelse_mill_kr),
                    gjeld=mill_kr(gjeld.iloc[0]) if len(gjeld) else "",
                )
            )
        if len(grupper):
            parts.chart(
                charts.stacked(grupper.assign(navn=terms(grupper.navn), side=terms(grupper.side))),
                _("Balansens to sider fordelt på hovedgrupper."),
            )
        parts.table(
            paa_sidene.assign(navn=terms(paa_sidene.navn), hovedgruppe=terms(paa_sidene.hovedgruppe), side=terms(paa_sidene.side)),
            {
                "navn": parts.Column(_("Post")),
                "hovedgruppe": parts.Column(_("Hovedgruppe")),
                "side": parts.Column(pgettext("balanse", "Side")),
                "storrelse_mill_kr": parts.Column(_("Mill. kr"), number),
            },
            f"balanse_{aar}",
            title=_("Balansen for {kommune} ved utgangen av {aar}").format(kommune=kommune.name, aar=aar),
            status="cellestatus",
        )
        st.caption(_("Begge sider er vist som positive beløp. Et negativt beløp trekker fra på sin side."))
        if len(memoria):
            st.subheader(_("Memoriakonti"))
            st.markdown(_("Det som står under streken i balansen, og ikke hører til noen av sidene."))
            parts.table(
                memoria.assign(navn=terms(memoria.navn)),
                {"navn": parts.Column(_("Post")), "belop_mill_kr": parts.Column(_("Mill. kr"), number)},
                f"memoriakonti_{aar}",
                title=_("Memoriakonti for {kommune} ved utgangen av {aar}").format(kommune=kommune.name, aar=aar),
                status="cellestatus",
            )
        parts.sources(balanse)

    def oppstillingen(rader: pd.DataFrame) -> None:
        """Another printed statement, as it stands: an opening balance, or where the year's means came from and went."""
        is_opening = rader.emne.iloc[0] == "balanse"
        st.header(_("Inngående balanse") if is_opening else term(rader.oppstillingsnavn.iloc[0]), divider="gray")
        st.markdown(
            _("Mill. kr. Eiendeler er positive, egenkapital og gjeld negative.")
            if is_opening
            else _("Mill. kr. Alle beløp er positive når de bedrer resultatet.")
        )
        blocks.printed_statement(rader)

    def garantiene_over_tid(rader: pd.DataFrame) -> None:
        """Guarantees by purpose, one column a year."""
        summer, detaljer = rader[rader.radtype == "sum"].sort_values("aar"), rader[rader.radtype == "detalj"]
        if not summer.empty:
            nyest, eldst = summer.iloc[-1], summer.iloc[0]
            said = _(
                "Garantiansvaret til {kommune} kommune var **{nyest}** ved utgangen av {nyest_aar}, mot {eldst} i {eldst_aar}."
            ).format(
                kommune=kommune.name,
                nyest=mill_kr(nyest.belop_mill_kr),
                nyest_aar=nyest.aar,
                eldst=mill_kr(eldst.belop_mill_kr),
                eldst_aar=eldst.aar,
            )
            st.markdown(" ".join(part for part in (said, kommune.borders(eldst.aar, nyest.aar)) if part))
        parts.chart(
            charts.lines(detaljer, "aar", "belop_mill_kr", "formal", _("Mill. kr")),
            _("Garantiansvar per formål over årene."),
        )
        wide = rader.pivot(index=["rekkefolge", "formal"], columns="aar", values="belop_mill_kr").reset_index()
        wide.columns = wide.columns.map(str)
        parts.table(
            wide,
            {"formal": parts.Column(_("Formål"))}
            | {str(year): parts.Column(_("{aar}, mill. kr").format(aar=year), number) for year in sorted(rader.aar.unique())},
            str(rader.oppstilling.iloc[0]),
            title=_("Garantiansvar per formål"),
        )
        parts.sources(rader)
        parts.footnotes(rader.tabell_id.unique())

    def garantiene_etter_mottaker(rader: pd.DataFrame, title: str) -> None:
        """Guarantees of one year, by who has them."""
        with st.expander(title):
            parts.table(
                rader,
                {
                    "mottaker": parts.Column(_("Mottaker"), norwegian=True),
                    "belop_mill_kr": parts.Column(_("Mill. kr"), lambda value: number(value, 1)),
                },
                str(rader.oppstilling.iloc[0]),
                title=title,
                status="cellestatus",
            )
            parts.sources(rader)

    if balanse.empty:
        municipality.lacks(
            _("Varehuset har balansen til {kommune} ved begynnelsen av {aar}, men ikke ved utgangen.")
            if (oppstillinger.emne == "balanse").any()
            else _("Varehuset har ingen balanse for {kommune} i {aar}.")
        )
    else:
        titler = parts.titles(balanse.tabell_id)
        if len(titler) > 1:
            valgt = filters.one(st, _("Balanse"), "balanse", titler)
            balanse = balanse[balanse.tabell_id == valgt]
        balansen()
    for _tabell, rader in oppstillinger.groupby("tabell_id", sort=False):
        oppstillingen(rader)
    if aar is not None:
        st.header(_("Garantiansvar"), divider="gray")
        if garanti.empty:
            municipality.lacks(_("Varehuset har ingen oversikt over hva {kommune} har garantert for i {aar}."))
        garanti["formal"] = terms(garanti.mottaker)
        titler = parts.titles(garanti.tabell_id)
        for tabell, rader in garanti.groupby("tabell_id", sort=False):
            if rader.aar.nunique() > 1:
                garantiene_over_tid(rader)
            else:
                garantiene_etter_mottaker(rader, titler[str(tabell)])
