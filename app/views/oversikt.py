"""The year at a glance: eight figures, the council's rules, the largest deviations, and where to read more."""

import streamlit as st

import blocks
import data
import municipality
import parts
from format import is_missing, listed, mill_kr, number, percent, plain_percent
from language import N_, _, ngettext
from vocabulary import reserved, term

kommune = municipality.now()
aar = kommune.year
tall = data.rows(
    "select * from rapport.rapport_oversikt where list_contains(?, enhet_id) and aar = ? order by rekkefolge",
    *kommune.in_the_year,
)
oppstillinger = data.rows(
    "select * from rapport.rapport_oppstilling where list_contains(?, enhet_id) and aar = ? order by tabell_id, rad",
    *kommune.in_the_year,
)
rapporter = data.rows(
    """select rapport.rapport_id, rapport.tittel, count(tabell.tabell_id) as antall from marts.dim_rapport as rapport
    left join kvalitet.tabellstatus as tabell on rapport.rapport_id = tabell.rapport_id
    where list_contains(?, rapport.rapport_id) group by rapport.rapport_id, rapport.tittel order by rapport.rapport_id""",
    list(kommune.reports_of_the_year),
)
if aar is None or (tall.empty and oppstillinger.empty and rapporter.empty):
    municipality.stop(_("Varehuset har ikke hovedtallene for {kommune} i {aar}."))
regler = data.rows(
    """select *, count(*) over (partition by lesning) as antall_slik from rapport.rapport_handlingsregler
    where list_contains(?, enhet_id) and aar = ? order by linje""",
    list(kommune.numbers),
    aar,
)
omrader = data.rows(
    """select *, count(*) filter (where avvik_mill_kr < 0) over () as antall_over from rapport.rapport_tjenesteomrade
    where enhet_id = ? and aar = ? and avvik_mill_kr is not null order by avvik_mill_kr""",
    kommune.id,
    aar,
)


def written(value: object, unit: str, decimals: int) -> str:
    """A figure with its unit: `601 mill. kr`, `3,6 %`, `14 998`."""
    if unit == "mill. kr":
        return mill_kr(value, decimals)
    return plain_percent(value) if unit == "pst" else number(value, decimals)


READINGS = {
    "innfridd": N_("**{antall} innfridd**"),
    "ikke innfridd": N_("**{antall} ikke innfridd**"),
    "over båndet": N_("**{antall} over båndet**"),
    "langsiktig mål": N_("**{antall} mål på sikt**"),
    "kan ikke avgjøres": N_("**{antall} som ikke kan avgjøres**"),
}


def verdicts() -> str:
    """How we read the council's rules: how many are met, how many are not, and how many are neither."""
    counts = dict(zip(regler.lesning, regler.antall_slik, strict=True))
    return listed([_(sentence).format(antall=number(counts[word])) for word, sentence in READINGS.items() if word in counts])


netto = tall[tall.nokkel == "netto_driftsresultat"]
if netto.empty:
    said = blocks.result(oppstillinger) or _("Året {aar} for {kommune} kommune, i de tallene varehuset har.")
elif is_missing(netto.iloc[0].sammenlignet_verdi):
    said = _("{kommune} kommune gikk i {aar} med **{resultat} i netto driftsresultat**.")
else:
    said = _("{kommune} kommune gikk i {aar} med **{resultat} i netto driftsresultat**, mot {budsjett} i regulert budsjett.")
opening = [
    kommune.said(
        said,
        resultat=mill_kr(netto.iloc[0].verdi) if len(netto) else "",
        budsjett=mill_kr(netto.iloc[0].sammenlignet_verdi) if len(netto) else "",
    )
]
if len(regler):
    opening.append(
        _("Av kommunestyrets {antall} økonomiske handlingsregler er, slik vi leser tallene, {fordelt}.").format(
            antall=number(len(regler)), fordelt=verdicts()
        )
    )
if len(omrader):
    opening.append(
        _("{antall} av {alle} områder brukte mer enn budsjettet.").format(
            antall=number(omrader.antall_over.iloc[0]), alle=number(len(omrader))
        )
    )
st.markdown(" ".join(opening))

if len(tall):
    st.header(_("Året {aar} i tall").format(aar=aar), divider="gray")
for start in range(0, len(tall), 4):
    for column, figur in zip(st.columns(4), tall.iloc[start : start + 4].itertuples(), strict=False):
        with column, st.container(border=True, height="stretch"):
            figure = reserved(figur.tilnaerming, written(figur.verdi, figur.maaleenhet, figur.desimaler))
            against = written(figur.sammenlignet_verdi, figur.maaleenhet, figur.desimaler)
            compared = term(figur.sammenlignet_med)
            line = "" if is_missing(figur.linje) else " " + _("(prosaen, linje {linje})").format(linje=number(figur.linje))
            against_what = f"{compared[:1].upper()}{compared[1:]}{'' if ':' in compared else ':'} {against}{line}"
            held = _("Rapporten har ikke noe tall å måle mot.") if is_missing(figur.sammenlignet_verdi) else against_what
            flags = parts.flagged([figur.funn_id])
            st.markdown("\n\n".join((f"**{term(figur.navn)}**", f"### {figure}{' ⚑' if flags else ''}", held, *flags)))
            municipality.to(figur.side, term(figur.sidenavn), ":material/arrow_forward:")
parts.sources(tall)
if "mal_nadd" in set(tall.nokkel):
    st.caption(_("Målene er talt fra rapportens prosa. Hvert mål står med sin linje på siden Mål og resultater."))

if "innbyggere" in set(tall.nokkel) and kommune.borders_from is not None and aar < kommune.borders_from:
    st.caption(kommune.said(_("Innbyggerne er talt innenfor dagens grenser, med {andre}."), andre=kommune.merged_with))

blocks.council_rules(regler)


def innholdet() -> None:
    """What the warehouse has of the year: the statements with the page that shows each, and the reports with all their tables."""
    st.header(_("Dette har varehuset for {aar}").format(aar=aar), divider="gray")
    left, right = st.columns(2)
    with left:
        for row in oppstillinger.drop_duplicates("tabell_id").itertuples():
            municipality.to(row.side, term(row.oppstillingsnavn), ":material/table_chart:")
    with right:
        for row in rapporter.itertuples():
            label = ngettext("{rapport}: {antall} tabell eller figur", "{rapport}: {antall} tabeller og figurer", row.antall)
            municipality.to("kilder/tabeller", label.format(rapport=row.tittel, antall=number(row.antall)), rapport=row.rapport_id)
        if rapporter.empty:
            other = listed([parts.report(report) for report in oppstillinger.rapport_id.unique()])
            st.markdown(kommune.said(_("Varehuset har ingen rapport om {aar} selv. Tallene er fra {rapporter}."), rapporter=other))


def avvikene() -> None:
    """The areas furthest from their budgets, either way."""
    st.header(_("De største avvikene fra budsjettet"), divider="gray")
    left, right = st.columns(2)
    for column, title, rows in (
        (left, _("Størst merforbruk"), omrader[omrader.avvik_mill_kr < 0].head(3)),
        (right, _("Størst mindreforbruk"), omrader[omrader.avvik_mill_kr > 0].tail(3).iloc[::-1]),
    ):
        with column:
            st.subheader(title)
            for row in rows.itertuples():
                label = f"{term(row.navn)}: {mill_kr(row.avvik_mill_kr, 1, sign=True)} ({percent(row.avvik_pst, sign=True)})"
                municipality.to("tjenester", label, omrade=row.tjenesteomrade_id)
            if rows.empty:
                st.markdown(_("Ingen."))
    parts.sources(omrader)


def funnene() -> None:
    """What the year's reports say against themselves."""
    st.header(_("Funn å kjenne til"), divider="gray")
    alvorlige = funn[funn.alvorlighet == "hoy"]
    st.markdown(
        _("Disse motsigelsene i rapporten for {aar} betyr mye for en leser:").format(aar=aar)
        if len(alvorlige)
        else _("Ingen av motsigelsene vi har funnet i rapporten for {aar}, betyr mye for en leser.").format(aar=aar)
    )
    for row in alvorlige.itertuples():
        municipality.to("kilder/funn", row.tittel, ":material/flag:", funn=row.funn_id)
    if len(funn) > len(alvorlige):
        municipality.to("kilder/funn", _("Alle funnene, også de mindre viktige"), ":material/arrow_forward:")


if len(oppstillinger) or len(rapporter):
    innholdet()
if not omrader.empty:
    avvikene()
funn = data.rows(
    "select funn_id, tittel, alvorlighet from kvalitet.kildefunn where list_contains(?, rapport_id) order by funn_id",
    list(kommune.reports_of_the_year),
)
if not funn.empty:
    funnene()

st.header(_("Spørsmålene du kan få svar på"), divider="gray")
QUESTIONS = {
    "okonomi/budsjett": N_("Holdt vi budsjettet, hvor ikke, og hvorfor?"),
    "okonomi/resultat": N_("Er vi innenfor kommunestyrets økonomiske handlingsregler?"),
    "sammenligning": N_("Hva bruker og får vi, mot andre kommuner?"),
    "mal": N_("Hvor står vi på målene?"),
    "befolkning": N_("Hva krever befolkningsutviklingen?"),
    "kilder/tabeller": N_("Kan jeg stole på dette tallet, og hvor er det fra?"),
}
columns = st.columns(2)
for index, (page, question) in enumerate(QUESTIONS.items()):
    municipality.to(page, _(question), ":material/arrow_forward:", place=columns[index % 2])
