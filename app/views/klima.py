"""Does the municipality reach its climate goals, and which way do emissions go?"""

import streamlit as st

import charts
import data
import parts
from format import MISSING, is_missing, measured, number, plain, unit
from language import _

st.title(_("Klima"))

klimamal = data.rows("select * from rapport.rapport_klimamal order by hovednummer, nummer")
indikatorer = data.rows(
    """select indikator.*, kilde.tittel as kilde from rapport.rapport_klimaindikator as indikator
    inner join marts.dim_kilde as kilde on indikator.kilde_id = kilde.kilde_id order by linje, aar"""
)
if klimamal.empty:
    st.info(_("Utgaven har ingen klimamål."))
    st.stop()
statuser = klimamal.status.value_counts()
utslipp = indikatorer[
    indikatorer.gjelder.str.startswith("Direkte klimagassutslipp i") & indikatorer.forrige_verdi.notna() & ~indikatorer.er_mal
]
st.markdown(
    f"Klimaplanen har **{number(klimamal.hovednummer.nunique())} mål**, og noen av dem er delt. Av de {number(len(klimamal))} delmålene er "
    f"{number(statuser.get('nådd', 0))} nådd, {number(statuser.get('på vei', 0))} på vei, "
    f"{number(statuser.get('ikke nådd', 0))} ikke nådd og {number(statuser.get('ikke målt', 0))} ikke målt."
    + (
        f" De direkte utslippene i Trondheim var **{measured(utslipp.iloc[-1].verdi, utslipp.iloc[-1].maaleenhet)}** i "
        f"{int(utslipp.iloc[-1].aar)}, mot {plain(utslipp.iloc[-1].forrige_verdi)} i {int(utslipp.iloc[-1].forrige_aar)}."
        if len(utslipp)
        else ""
    )
)

st.header(_("Klimaplanens mål"), divider="gray")
for start in range(0, len(klimamal), 2):
    for column, rad in zip(st.columns(2), klimamal.iloc[start : start + 2].itertuples(), strict=False):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**Mål {rad.nummer}.** {rad.mal}")
            status = f"{MISSING} (ikke oppgitt)" if is_missing(rad.status) else str(rad.status).capitalize()
            frist = "" if is_missing(rad.frist_aar) else f" Frist: {int(rad.frist_aar)}."
            words = "" if is_missing(rad.rapportens_vurdering) else f" Rapportens ord: «{rad.rapportens_vurdering}»."
            parts.badge(status)
            st.markdown(f"{rad.tiltak_eller_status}")
            st.caption(f"Linje {number(rad.linje)}.{frist}{words}")
with st.expander(_("Målene som tabell")):
    parts.table(
        klimamal.assign(frist=["" if is_missing(value) else str(int(value)) for value in klimamal.frist_aar]),
        {
            "nummer": parts.Column(_("Nr.")),
            "mal": parts.Column(_("Mål"), width=260),
            "status": parts.Column(_("Status")),
            "frist": parts.Column(_("Frist")),
            "rapportens_vurdering": parts.Column(_("Rapportens ord")),
            "tiltak_eller_status": parts.Column(_("Hva rapporten sier er gjort"), width=400),
        },
        "klimamal",
        title=_("Klimamålene"),
        lines=4,
    )
st.caption(
    _(
        "Rapporten viser status med trafikklys. Fargene finnes ikke i kildens tekst og er ikke gjettet; "
        "statusen her følger av det rapporten skriver."
    )
)
parts.sources(klimamal)
st.page_link("views/mal_og_resultater.py", label="Alle målene om klima", query_params={"tema": "klima"}, icon=":material/arrow_forward:")

st.header(_("Utviklingen"), divider="gray")
serier = indikatorer[(indikatorer.antall_aar > 1) & ~indikatorer.er_mal].sort_values(["gjelder", "maal", "aar"])
st.markdown(
    f"Rapporten gir {number(len(serier.drop_duplicates(['gjelder', 'maal'])))} klimatall for mer enn ett år. "
    "Tall for 2020 gjelder Trondheim med Klæbu, tidligere tall Trondheim før sammenslåingen. "
    "Aksene begynner ikke på null."
)
grupper = [group for _, group in serier.groupby(["gjelder", "maal"], sort=False)]
for start in range(0, len(grupper), 3):
    for column, gruppe in zip(st.columns(3), grupper[start : start + 3], strict=False):
        with column:
            forste = gruppe.iloc[0]
            st.markdown(f"**{forste.gjelder}**  \n{forste.maal}")
            parts.chart(
                charts.small_lines(gruppe, "verdi", unit(forste.maaleenhet)),
                f"{forste.gjelder}, {forste.maal}, per år.",
            )
parts.prose(serier)

st.header(_("Alle klimatallene"), divider="gray")
bare = st.segmented_control("Vis", ["Alle", "Målinger", "Måltall"], default="Alle", key="vis", bind="query-params") or "Alle"
vist = indikatorer if bare == "Alle" else indikatorer[indikatorer.er_mal == (bare == "Måltall")]
parts.table(
    vist.assign(
        aaret=vist.aar.map(lambda value: "" if is_missing(value) else str(int(value))),
        tallet=[measured(row.verdi, row.maaleenhet) for row in vist.itertuples()],
        forrige=[
            "" if is_missing(row.forrige_verdi) else f"{measured(row.forrige_verdi, row.maaleenhet)} ({int(row.forrige_aar)})"
            for row in vist.itertuples()
        ],
        linjen=[number(value) for value in vist.linje],
    ),
    {
        "gjelder": parts.Column(_("Hva det gjelder"), width="medium"),
        "maal": parts.Column(_("Hva som er målt"), width="medium"),
        "aaret": parts.Column(_("År")),
        "tallet": parts.Column(_("Tall")),
        "forrige": parts.Column(_("Forrige år i rapporten")),
        "linjen": parts.Column(_("Linje"), right=True),
    },
    "klimatall",
    title=_("Tall om klima i rapporten"),
    lines=2,
)
parts.prose(vist)
