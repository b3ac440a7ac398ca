"""The year at a glance: eight figures, the council's rules, the largest deviations, and where to read more."""

import streamlit as st

import blocks
import data
import parts
from format import NBSP, is_missing, listed, mill_kr, number, percent, plain
from language import _

st.title(_("Oversikt"))

tall = data.rows("select * from rapport.rapport_oversikt order by aar desc, rekkefolge")
if tall.empty:
    st.info(_("Utgaven har ikke tallene for et helt år."))
    st.stop()
aar = int(tall.aar.iloc[0])
tall = tall[tall.aar == aar]
regler = data.rows("select * from rapport.rapport_handlingsregler where aar = ? order by linje", aar)
omrader = data.rows("select * from rapport.rapport_tjenesteomrade where aar = ? and avvik_mill_kr is not null order by avvik_mill_kr", aar)


def written(value: object, unit: str, decimals: int) -> str:
    """A figure with its unit: `601 mill. kr`, `3,6 %`, `14 998`."""
    if unit == "mill. kr":
        return mill_kr(value, decimals)
    return f"{plain(value)}{NBSP}%" if unit == "pst" else number(value, decimals)


verdicts = regler.innfrir.map(lambda value: "mål på sikt" if is_missing(value) else "innfridd" if value else "ikke innfridd").value_counts()
netto = tall[tall.nokkel == "netto_driftsresultat"]
st.markdown(
    (
        f"Trondheim kommune gikk i {aar} med **{mill_kr(netto.iloc[0].verdi)} i netto driftsresultat**, mot "
        f"{mill_kr(netto.iloc[0].sammenlignet_verdi)} i regulert budsjett. "
        if len(netto)
        else f"Året {aar} for Trondheim kommune. "
    )
    + (
        f"Av bystyrets {number(len(regler))} økonomiske handlingsregler er "
        + listed(
            [
                f"**{number(verdicts[verdict])} {verdict}**"
                for verdict in ("innfridd", "ikke innfridd", "mål på sikt")
                if verdict in verdicts
            ]
        )
        + ". "
        if len(regler)
        else ""
    )
    + f"{number((omrader.avvik_mill_kr < 0).sum())} av {number(len(omrader))} områder brukte mer enn budsjettet."
)

st.header(f"Året {aar} i tall", divider="gray")
for start in range(0, len(tall), 4):
    for column, figur in zip(st.columns(4), tall.iloc[start : start + 4].itertuples(), strict=False):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{figur.navn}**")
            approximately = "" if is_missing(figur.tilnaerming) else f"{figur.tilnaerming} "
            st.markdown(f"### {approximately}{written(figur.verdi, figur.maaleenhet, figur.desimaler)}")
            against = written(figur.sammenlignet_verdi, figur.maaleenhet, figur.desimaler)
            line = "" if is_missing(figur.linje) else f" (prosaen, linje {number(figur.linje)})"
            st.markdown(f"{figur.sammenlignet_med.capitalize()}{'' if ':' in figur.sammenlignet_med else ':'} {against}{line}")
            st.page_link(f"views/{figur.side}.py", label=figur.sidenavn, icon=":material/arrow_forward:")
parts.sources(tall)
st.caption(_("Målene er talt fra rapportens prosa. Hvert mål står med sin linje på siden Mål og resultater."))

st.header(_("Bystyrets økonomiske handlingsregler"), divider="gray")
blocks.rules(regler)

st.header(_("De største avvikene fra budsjettet"), divider="gray")
left, right = st.columns(2)
for column, title, rows in (
    (left, "Størst merforbruk", omrader[omrader.avvik_mill_kr < 0].head(3)),
    (right, "Størst mindreforbruk", omrader[omrader.avvik_mill_kr > 0].tail(3).iloc[::-1]),
):
    with column:
        st.subheader(title)
        for row in rows.itertuples():
            st.page_link(
                "views/tjenester.py",
                label=f"{row.navn}: {mill_kr(row.avvik_mill_kr, 1, sign=True)} ({percent(row.avvik_pst, sign=True)})",
                query_params={"omrade": row.tjenesteomrade_id},
            )
        if rows.empty:
            st.markdown(_("Ingen."))
parts.sources(omrader)

st.header(_("Funn å kjenne til"), divider="gray")
funn = data.rows("select funn_id, tittel, alvorlighet from kvalitet.kildefunn where kilde_id = 'arsberetning_2020' order by funn_id")
alvorlige = funn[funn.alvorlighet == "hoy"]
st.markdown(
    f"Årsberetningen motsier seg selv eller er uklar på {number(len(funn))} steder vi har funnet; "
    f"{number(len(alvorlige))} av dem betyr mye for en leser, blant dem:"
)
for row in alvorlige.head(3).itertuples():
    st.page_link("views/avstemming.py", label=row.tittel, icon=":material/rule:", query_params={"funn": row.funn_id})

st.header(_("Spørsmålene du kan få svar på"), divider="gray")
QUESTIONS = {
    "budsjett_og_regnskap": "Holdt vi budsjettet, hvor ikke, og hvorfor?",
    "arsresultatet": "Er vi innenfor bystyrets økonomiske handlingsregler?",
    "sammenligning": "Hva bruker og får vi, mot de andre storbyene?",
    "mal_og_resultater": "Hvor står vi på målene?",
    "befolkning": "Hva krever befolkningsutviklingen?",
    "kilder": "Kan jeg stole på dette tallet, og hvor er det fra?",
}
columns = st.columns(2)
for index, (page, question) in enumerate(QUESTIONS.items()):
    columns[index % 2].page_link(f"views/{page}.py", label=question, icon=":material/arrow_forward:")
