"""Do the reports' own numbers agree, and where do they not?"""

import re

import streamlit as st

import data
import parts
from format import is_missing, number, short
from language import _

st.title(_("Avstemming"))

sammendrag = data.rows("select * from rapport.rapport_avstemming order by kilde_id, kapittel")
if sammendrag.empty:
    st.info(_("Utgaven har ingen avstemming."))
    st.stop()
kilder = data.rows("select kilde_id, tittel from marts.dim_kilde")
titler = dict(zip(kilder.kilde_id, kilder.tittel, strict=True))
funn = data.rows("select * from kvalitet.kildefunn order by list_position(['hoy', 'middels', 'lav'], alvorlighet), funn_id")
tall, eksakt, innenfor, avvik = (int(sammendrag[name].sum()) for name in ("tall", "stemmer_eksakt", "innenfor_avrunding", "avvik"))
st.markdown(
    f"Av **{number(tall)} publiserte tall** som kan regnes ut av andre, stemmer {number(eksakt)} eksakt og {number(innenfor)} innenfor det "
    f"avrundingen tillater; **{number(avvik)} avviker**, og hvert avvik er forklart blant {number(len(funn))} funn i kildene."
)

STATUSES = {
    "avvik": "Avvik",
    "innenfor_avrunding": "Innenfor avrunding",
    "stemmer_eksakt": "Stemmer eksakt",
    "kan_ikke_avgjores": "Kan ikke avgjøres",
}
SEVERITIES = {"hoy": "Høy", "middels": "Middels", "lav": "Lav"}


def in_words(code: str) -> str:
    """`tekst_mot_tabell` as `Tekst mot tabell`."""
    return code.replace("_", " ").capitalize()


def place_in_words(place: str) -> str:
    """`AB2020-05|15|avvik` as `AB2020-05, rad 15, kolonne avvik`; a statement and a line by the line they stand in."""
    if found := re.fullmatch(r"(?:AB2020|ASSS2014)-([PML])(\d{4})(?:-\d+)?", place):
        return f"{ {'P': 'Utsagn', 'M': 'Mål', 'L': 'Teksten'}[found[1]] }, linje {int(found[2])}"
    table, *rest = place.split("|")
    return ", ".join([table, *(f"{word} {part}" for word, part in zip(("rad", "kolonne"), rest, strict=False))])


st.header(_("Funn i kildene"), divider="gray")
asked = funn[funn.funn_id == st.query_params.get("funn", "")]
first, second, third = st.columns(3)
kilde = first.selectbox(
    "Rapport",
    ["", *dict.fromkeys(funn.kilde_id)],
    format_func=lambda key: titler.get(key, "Alle rapporter"),
    key="rapport",
    bind="query-params",
)
types = sorted(funn.type.unique())
kind = second.selectbox(
    "Type", ["", *types], format_func=lambda key: in_words(key) if key else "Alle typer", key="type", bind="query-params"
)
severity = third.selectbox(
    "Alvorlighet", ["", *SEVERITIES], format_func=lambda key: SEVERITIES.get(key, "Alle grader"), key="alvorlighet", bind="query-params"
)
utvalg = funn[
    ((funn.kilde_id == kilde) | (kilde == "")) & ((funn.type == kind) | (kind == "")) & ((funn.alvorlighet == severity) | (severity == ""))
]
st.markdown(f"{number(len(utvalg))} funn.")
if not utvalg.empty:
    ids = list(utvalg.funn_id)
    start = ids.index(asked.funn_id.iloc[0]) if not asked.empty and asked.funn_id.iloc[0] in ids else 0
    labels = dict(zip(funn.funn_id, funn.tittel, strict=True))
    valgt = st.selectbox("Velg et funn", ids, index=start, format_func=lambda key: f"{key}: {labels[key]}")
    st.query_params["funn"] = valgt
    rad = utvalg[utvalg.funn_id == valgt].iloc[0]
    with st.container(border=True):
        st.subheader(rad.tittel)
        st.caption(f"{in_words(rad.type)} · alvorlighet {SEVERITIES[rad.alvorlighet].lower()} · {titler[rad.kilde_id]}")
        places = [(rad.sted_a, rad.verdi_a)] + ([] if is_missing(rad.sted_b) else [(rad.sted_b, rad.verdi_b)])
        for column, (place, value) in zip(st.columns(2), places, strict=False):
            column.markdown(f"*{place_in_words(place)}*" + ("" if is_missing(value) else f"\n\n**{value}**"))
        st.markdown(rad.vurdering)
        st.markdown(f"**Vi bruker:** {rad.vi_bruker}")
        regnet = data.rows(
            "select tittel, utregning, trykt, enhet from kvalitet.avstemming where kildefunn_id = ? order by avstemming_id", valgt
        )
        for linje in regnet.head(5).itertuples():
            st.markdown(f"{linje.tittel}: {linje.utregning}, trykt **{linje.trykt}** {'' if is_missing(linje.enhet) else linje.enhet}")
        if len(regnet) > 5:
            st.caption(f"Funnet forklarer {number(len(regnet))} avvik; de står i tabellen under.")
    parts.table(
        utvalg.assign(
            art=utvalg.type.map(in_words),
            grad=utvalg.alvorlighet.map(SEVERITIES),
            a=utvalg.sted_a.map(place_in_words),
            b=utvalg.sted_b.map(place_in_words, na_action="ignore"),
        ),
        {
            "funn_id": parts.Column(_("Funn")),
            "tittel": parts.Column(_("Hva")),
            "art": parts.Column(_("Type")),
            "grad": parts.Column(_("Alvorlighet")),
            "a": parts.Column(_("Sted")),
            "verdi_a": parts.Column(_("Der står")),
            "b": parts.Column(_("Mot")),
            "verdi_b": parts.Column(_("Der står det")),
            "vurdering": parts.Column(_("Vurdering")),
        },
        "kildefunn",
        title=_("Funn i kildene"),
    )

st.header(_("Tallene som er regnet ut på nytt"), divider="gray")
status = (
    st.segmented_control("Status", list(STATUSES), default="avvik", format_func=STATUSES.__getitem__, key="status", bind="query-params")
    or "avvik"
)
rader = data.rows(
    """select tittel, tabell_id, rad, kolonne, trykt, beregnet, differanse, enhet, utregning, kildefunn_id from kvalitet.avstemming
    where status = ? order by dokument, tabell_id, rad, kolonne""",
    status,
)
if rader.empty:
    st.markdown(_("Ingen tall har denne statusen."))
else:
    parts.table(
        rader,
        {
            "tittel": parts.Column(_("Hva som skal stemme")),
            "trykt": parts.Column(_("Trykt")),
            "beregnet": parts.Column(_("Beregnet"), short),
            "differanse": parts.Column(_("Forskjell"), short),
            "enhet": parts.Column(_("Enhet")),
            "utregning": parts.Column(_("Utregning")),
            "kildefunn_id": parts.Column(_("Funnets id")),
            "tabell_id": parts.Column(_("Tabell")),
            "rad": parts.Column(_("Rad"), number),
            "kolonne": parts.Column(_("Kolonne")),
        },
        f"avstemming_{status}",
        title=f"Tall regnet ut på nytt: {STATUSES[status].lower()}",
    )

st.header(_("Kapittel for kapittel"), divider="gray")
parts.table(
    sammendrag.assign(kilde=sammendrag.kilde_id.map(titler)),
    {
        "kilde": parts.Column(_("Rapport")),
        "kapittel": parts.Column(_("Kapittel")),
        "tall": parts.Column(_("Tall"), number),
        "stemmer_eksakt": parts.Column(_("Stemmer eksakt"), number),
        "innenfor_avrunding": parts.Column(_("Innenfor avrunding"), number),
        "avvik": parts.Column(_("Avvik"), number),
        "kan_ikke_avgjores": parts.Column(_("Kan ikke avgjøres"), number),
    },
    "avstemming_kapitler",
    title=_("Avstemming kapittel for kapittel"),
)
st.caption(
    _(
        "Et trykt tall står for intervallet det er avrundet fra. Intervallene føres gjennom utregningen uten avrunding; "
        "bare når de ikke overlapper, er det et avvik."
    )
)
