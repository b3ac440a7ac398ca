"""What does the municipality own and owe, and what has it guaranteed for?"""

import streamlit as st

import charts
import data
import parts
from format import mill_kr, number
from language import N_, _, pgettext
from vocabulary import terms

st.title(_("Balanse og garantier"))

balanse = data.rows("select * from rapport.rapport_balanse order by aar desc, rekkefolge")
if balanse.empty:
    st.info(_("Utgaven har ingen balanse."))
    st.stop()
aar = int(balanse.aar.iloc[0])
balanse = balanse[balanse.aar == aar]
topper = balanse[balanse.nivaa == 0]
grupper = balanse[balanse.nivaa == 1]
gjeld = grupper[grupper.navn == "Langsiktig gjeld"].storrelse_mill_kr
st.markdown(
    (
        _(
            "Ved utgangen av {aar} eide Trondheim kommune for **{eiendeler}**, "
            "og den langsiktige gjelden med pensjonsforpliktelser var **{gjeld}**."
        )
        if len(gjeld)
        else _("Ved utgangen av {aar} eide Trondheim kommune for **{eiendeler}**.")
    ).format(aar=aar, eiendeler=mill_kr(topper.iloc[0].storrelse_mill_kr), gjeld=mill_kr(gjeld.iloc[0]) if len(gjeld) else "")
)
parts.chart(
    charts.stacked(grupper.assign(navn=terms(grupper.navn), side=terms(grupper.side))), _("Balansens to sider fordelt på hovedgrupper.")
)
parts.table(
    balanse.assign(navn=terms(balanse.navn), hovedgruppe=terms(balanse.hovedgruppe), side=terms(balanse.side)),
    {
        "navn": parts.Column(_("Post")),
        "hovedgruppe": parts.Column(_("Hovedgruppe")),
        "side": parts.Column(pgettext("balanse", "Side")),
        "storrelse_mill_kr": parts.Column(_("Mill. kr"), number),
    },
    f"balanse_{aar}",
    title=_("Balansen ved utgangen av {aar}").format(aar=aar),
    status="cellestatus",
    height=len(balanse),
)
st.caption(_("Begge sider er vist som positive beløp. Et negativt beløp trekker fra på sin side."))
parts.sources(balanse)

st.header(_("Garantiansvar"), divider="gray")
garanti = data.rows("select * from rapport.rapport_garanti order by rekkefolge, aar")
garanti["formal"] = terms(garanti.mottaker)
over_tid = garanti[(garanti.oppstilling == "garantiansvar") & (garanti.radtype == "detalj")]
summer = garanti[(garanti.oppstilling == "garantiansvar") & (garanti.radtype == "sum")]
if not summer.empty:
    nyest, eldst = summer.iloc[-1], summer.iloc[0]
    st.markdown(
        _(
            "Garantiansvaret var **{nyest}** ved utgangen av {nyest_aar}, mot {eldst} i {eldst_aar}. "
            "Tall før 2020 gjelder Trondheim før sammenslåingen med Klæbu."
        ).format(nyest=mill_kr(nyest.belop_mill_kr), nyest_aar=nyest.aar, eldst=mill_kr(eldst.belop_mill_kr), eldst_aar=eldst.aar)
    )
parts.chart(
    charts.lines(over_tid, "aar", "belop_mill_kr", "formal", _("Mill. kr")),
    _("Garantiansvar per formål over årene."),
)
wide = (
    garanti[garanti.oppstilling == "garantiansvar"]
    .pivot(index=["rekkefolge", "formal"], columns="aar", values="belop_mill_kr")
    .reset_index()
)
wide.columns = wide.columns.map(str)
parts.table(
    wide,
    {"formal": parts.Column(_("Formål"))}
    | {str(year): parts.Column(_("{aar}, mill. kr").format(aar=year), number) for year in sorted(garanti.aar.unique())},
    "garantiansvar",
    title=_("Garantiansvar per formål"),
)
parts.sources(garanti[garanti.oppstilling == "garantiansvar"])
for oppstilling, title in (
    ("garantier_idrett", N_("Garantier til idrettsformål")),
    ("garantier_boliger_institusjoner", N_("Garantier til boliger og institusjoner")),
):
    with st.expander(_(title)):
        mottakere = garanti[garanti.oppstilling == oppstilling]
        parts.table(
            mottakere,
            {
                "mottaker": parts.Column(_("Mottaker"), norwegian=True),
                "belop_mill_kr": parts.Column(_("Mill. kr"), lambda value: number(value, 1)),
            },
            oppstilling,
            title=_(title),
            status="cellestatus",
        )
        parts.sources(mottakere)
