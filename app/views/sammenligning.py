"""What does the municipality spend and get, compared with the other large cities?"""

import streamlit as st

import charts
import data
import parts
from format import is_missing, listed, number, plain, reason, unit

st.title("Sammenligning")

profiler = data.rows(
    """select profil.*, omrade.navn as tjenesteomrade from rapport.rapport_tjenesteprofil as profil
    inner join marts.dim_tjenesteomrade as omrade on profil.tjenesteomrade_id = omrade.tjenesteomrade_id
    order by omrade.rekkefolge, profil.tabell_id, profil.rad"""
)
if profiler.empty:
    st.info("Utgaven har ingen tjenesteprofiler.")
    st.stop()

navn = list(dict.fromkeys(profiler.tjenesteomrade))
ids = dict(zip(profiler.tjenesteomrade, profiler.tjenesteomrade_id, strict=True))
asked = next((name for name in navn if ids[name] == st.query_params.get("omrade")), navn[0])
valgt = st.selectbox("Tjenesteområde", navn, index=navn.index(asked))
st.query_params["omrade"] = ids[valgt]

profil = profiler[profiler.tjenesteomrade == valgt].copy()
med = profil[profil.indeks.notna()].copy()
VERDICTS = {True: "Bedre enn snittet", False: "Svakere enn snittet"}
med["vurdering"] = [
    VERDICTS.get(better, "Verken eller") for better in med.bedre_enn_snittet.map(lambda value: None if is_missing(value) else bool(value))
]
med["verdi_tekst"] = [f"{plain(row.verdi)} {unit(row.maaleenhet)}" for row in med.itertuples()]
med["snitt_tekst"] = [f"{plain(row.snitt_asss)} {unit(row.maaleenhet)}" for row in med.itertuples()]
better, worse = (med[med.vurdering == verdict] for verdict in VERDICTS.values())
aar = int(profil.aar.iloc[0])
st.markdown(
    f"I {aar} lå Trondheim **bedre enn snittet av de ti ASSS-kommunene** på {number(len(better))} og svakere på {number(len(worse))} "
    f"av de {number(len(med))} nøkkeltallene for {valgt.lower()} der kilden har både kommunens tall og snittet."
    + (f" {number(len(profil) - len(med))} nøkkeltall mangler tall." if len(profil) > len(med) else "")
)
if not med.empty:
    parts.chart(
        charts.profile(med),
        f"Tjenesteprofil for {valgt.lower()}: indeks der snittet av ASSS-kommunene er 100. Tallene står i tabellen under.",
    )
    st.caption("Båndet går fra laveste til høyeste ASSS-kommune. Om høyt er bra eller dårlig, står i tabellen.")

DIRECTIONS = {"hoy_er_bra": "høyt er bra", "hoy_er_darlig": "lavt er bra", "noytral": "verken eller"}
profil["enhet"] = profil.maaleenhet.map(unit)
profil["leses"] = profil.retning.map(DIRECTIONS)
profil["mangler"] = [
    listed(missing)
    if (
        missing := [
            f"{label}: {reason(status)}"
            for label, status in (("Trondheim", row.cellestatus), ("snitt", row.snitt_cellestatus))
            if reason(status)
        ]
    )
    else ""
    for row in profil.itertuples()
]
parts.table(
    profil,
    {
        "navn": parts.Column("Nøkkeltall"),
        "enhet": parts.Column("Enhet"),
        "verdi": parts.Column("Trondheim", plain),
        "snitt_asss": parts.Column("Snitt ASSS", plain),
        "lavest_asss": parts.Column("Lavest", plain),
        "hoyest_asss": parts.Column("Høyest", plain),
        "indeks": parts.Column("Indeks", lambda value: number(value, 1)),
        "leses": parts.Column("Leses slik"),
        "mangler": parts.Column("Hvorfor tallet mangler"),
    },
    f"tjenesteprofil_{ids[valgt]}_{aar}",
    height=len(profil),
)
parts.sources(profil)
with st.expander("Hva nøkkeltallene betyr"):
    for row in profil.itertuples():
        st.markdown(f"**{row.navn}**: {row.definisjon}")

st.header("Økonomiske nøkkeltall", divider="gray")
okonomi = data.rows(
    """select navn, aar, sammenlignet_enhet, verdi, sammenlignet_verdi, differanse, sammenlignet_cellestatus, tabell_id
    from rapport.rapport_sammenligning
    where tjenesteomrade_id = 'okonomi' and kilde_id = 'arsberetning_2020' order by rad, kolonne"""
)
parts.table(
    okonomi,
    {
        "navn": parts.Column("Nøkkeltall, % av brutto driftsinntekter"),
        "sammenlignet_enhet": parts.Column("Mot"),
        "verdi": parts.Column("Trondheim, %", lambda value: number(value, 1)),
        "sammenlignet_verdi": parts.Column("De andre, %", lambda value: number(value, 1)),
        "differanse": parts.Column("Forskjell, prosentpoeng", lambda value: number(value, 1, sign=True)),
    },
    "okonomiske_nokkeltall",
    status="sammenlignet_cellestatus",
)
parts.sources(okonomi)
