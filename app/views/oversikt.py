"""The year at a glance: eight figures, the council's rules, the largest deviations, and where to read more."""

import streamlit as st

import blocks
import data
import parts
from format import is_missing, listed, mill_kr, number, percent, plain_percent
from language import N_, _, ngettext
from vocabulary import reserved, term

st.title(_("Oversikt"))

tall = data.rows("select * from rapport.rapport_oversikt order by aar desc, rekkefolge")
if tall.empty:
    st.info(_("Utgaven har ikke tallene for et helt år."))
    st.stop()
aar = int(tall.aar.iloc[0])
tall = tall[tall.aar == aar]
regler = data.rows(
    """select *, count(*) filter (where innfrir) over () as antall_innfridd,
        count(*) filter (where not innfrir) over () as antall_ikke_innfridd,
        count(*) filter (where innfrir is null) over () as antall_pa_sikt
    from rapport.rapport_handlingsregler where aar = ? order by linje""",
    aar,
)
omrader = data.rows(
    """select *, count(*) filter (where avvik_mill_kr < 0) over () as antall_over from rapport.rapport_tjenesteomrade
    where aar = ? and avvik_mill_kr is not null order by avvik_mill_kr""",
    aar,
)


def written(value: object, unit: str, decimals: int) -> str:
    """A figure with its unit: `601 mill. kr`, `3,6 %`, `14 998`."""
    if unit == "mill. kr":
        return mill_kr(value, decimals)
    return plain_percent(value) if unit == "pst" else number(value, decimals)


def verdicts() -> str:
    """How many of the council's rules are met, how many are not, and how many are targets for the long run."""
    met, broken, long = regler.iloc[0][["antall_innfridd", "antall_ikke_innfridd", "antall_pa_sikt"]]
    said = [
        ngettext("**{antall} innfridd**", "**{antall} innfridd**", met).format(antall=number(met)) if met else "",
        ngettext("**{antall} ikke innfridd**", "**{antall} ikke innfridd**", broken).format(antall=number(broken)) if broken else "",
        ngettext("**{antall} mål på sikt**", "**{antall} mål på sikt**", long).format(antall=number(long)) if long else "",
    ]
    return listed([part for part in said if part])


netto = tall[tall.nokkel == "netto_driftsresultat"]
opening = [
    _("Trondheim kommune gikk i {aar} med **{resultat} i netto driftsresultat**, mot {budsjett} i regulert budsjett.").format(
        aar=aar, resultat=mill_kr(netto.iloc[0].verdi), budsjett=mill_kr(netto.iloc[0].sammenlignet_verdi)
    )
    if len(netto)
    else _("Året {aar} for Trondheim kommune.").format(aar=aar)
]
if len(regler):
    opening.append(
        _("Av bystyrets {antall} økonomiske handlingsregler er {fordelt}.").format(antall=number(len(regler)), fordelt=verdicts())
    )
if len(omrader):
    opening.append(
        _("{antall} av {alle} områder brukte mer enn budsjettet.").format(
            antall=number(omrader.antall_over.iloc[0]), alle=number(len(omrader))
        )
    )
st.markdown(" ".join(opening))

st.header(_("Året {aar} i tall").format(aar=aar), divider="gray")
for start in range(0, len(tall), 4):
    for column, figur in zip(st.columns(4), tall.iloc[start : start + 4].itertuples(), strict=False):
        with column, st.container(border=True, height="stretch"):
            figure = reserved(figur.tilnaerming, written(figur.verdi, figur.maaleenhet, figur.desimaler))
            against = written(figur.sammenlignet_verdi, figur.maaleenhet, figur.desimaler)
            compared = term(figur.sammenlignet_med)
            line = "" if is_missing(figur.linje) else " " + _("(prosaen, linje {linje})").format(linje=number(figur.linje))
            said = f"{compared[:1].upper()}{compared[1:]}{'' if ':' in compared else ':'} {against}{line}"
            st.markdown(f"**{term(figur.navn)}**\n\n### {figure}\n\n{said}")
            st.page_link(f"views/{figur.side}.py", label=term(figur.sidenavn), icon=":material/arrow_forward:")
parts.sources(tall)
st.caption(_("Målene er talt fra rapportens prosa. Hvert mål står med sin linje på siden Mål og resultater."))

st.header(_("Bystyrets økonomiske handlingsregler"), divider="gray")
blocks.rules(regler)

st.header(_("De største avvikene fra budsjettet"), divider="gray")
left, right = st.columns(2)
for column, title, rows in (
    (left, _("Størst merforbruk"), omrader[omrader.avvik_mill_kr < 0].head(3)),
    (right, _("Størst mindreforbruk"), omrader[omrader.avvik_mill_kr > 0].tail(3).iloc[::-1]),
):
    with column:
        st.subheader(title)
        for row in rows.itertuples():
            st.page_link(
                "views/tjenester.py",
                label=f"{term(row.navn)}: {mill_kr(row.avvik_mill_kr, 1, sign=True)} ({percent(row.avvik_pst, sign=True)})",
                query_params={"omrade": row.tjenesteomrade_id},
            )
        if rows.empty:
            st.markdown(_("Ingen."))
parts.sources(omrader)

st.header(_("Funn å kjenne til"), divider="gray")
funn = data.rows("select funn_id, tittel, alvorlighet from kvalitet.kildefunn where rapport_id = '5001-arsberetning-2020' order by funn_id")
alvorlige = funn[funn.alvorlighet == "hoy"]
st.markdown(
    _(
        "Årsberetningen motsier seg selv eller er uklar på {antall} steder vi har funnet; "
        "{alvorlige} av dem betyr mye for en leser, blant dem:"
    ).format(antall=number(len(funn)), alvorlige=number(len(alvorlige)))
)
for row in alvorlige.head(3).itertuples():
    st.page_link("views/avstemming.py", label=row.tittel, icon=":material/rule:", query_params={"funn": row.funn_id})

st.header(_("Spørsmålene du kan få svar på"), divider="gray")
QUESTIONS = {
    "budsjett_og_regnskap": N_("Holdt vi budsjettet, hvor ikke, og hvorfor?"),
    "arsresultatet": N_("Er vi innenfor bystyrets økonomiske handlingsregler?"),
    "sammenligning": N_("Hva bruker og får vi, mot de andre storbyene?"),
    "mal_og_resultater": N_("Hvor står vi på målene?"),
    "befolkning": N_("Hva krever befolkningsutviklingen?"),
    "kilder": N_("Kan jeg stole på dette tallet, og hvor er det fra?"),
}
columns = st.columns(2)
for index, (page, question) in enumerate(QUESTIONS.items()):
    columns[index % 2].page_link(f"views/{page}.py", label=_(question), icon=":material/arrow_forward:")
