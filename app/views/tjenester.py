"""One service area: what it costs, what it gives, what it aims for, and what the reports say about it."""

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import data
import parts
from format import is_missing, listed, mill_kr, number, percent, plain, reason, unit

st.title("Tjenester")

omrader = data.rows(
    """select * from rapport.rapport_tjenesteomrade
    where avvik_mill_kr is not null or antall_nokkeltall + antall_mal + antall_utsagn > 0 order by rekkefolge"""
)
if omrader.empty:
    st.info("Utgaven har ingen tjenesteområder.")
    st.stop()
navn = dict(zip(omrader.tjenesteomrade_id, omrader.navn, strict=True))
asked = parts.asked("omrade", navn, next(iter(navn)))
head = st.empty()
valgt = st.selectbox("Tjenesteområde", list(navn), index=list(navn).index(asked), format_func=navn.__getitem__)
st.query_params["omrade"] = valgt
omrade = omrader[omrader.tjenesteomrade_id == valgt].iloc[0]

if is_missing(omrade.regnskap_mill_kr):
    okonomi = f"**{omrade.navn}** har ikke eget budsjett i årsberetningens tabell over tjenesteområdene."
else:
    netto = "brukte" if omrade.regnskap_mill_kr < 0 else "tjente"
    okonomi = (
        f"**{omrade.navn} {netto} {mill_kr(abs(omrade.regnskap_mill_kr), 1)} netto i {int(omrade.aar)}**, "
        f"{mill_kr(abs(omrade.avvik_mill_kr), 1)} {'bedre' if omrade.avvik_mill_kr >= 0 else 'svakere'} enn revidert budsjett."
    )
head.markdown(
    f"{okonomi} Rapportene har {number(omrade.antall_nokkeltall)} nøkkeltall, {number(omrade.antall_mal)} mål"
    f"{f' ({number(omrade.antall_mal_nadd)} nådd)' if omrade.antall_mal else ''} og "
    f"{number(omrade.antall_utsagn)} tallfestede utsagn om området."
)

if not is_missing(omrade.regnskap_mill_kr):
    st.header("Budsjett og regnskap", divider="gray")
    columns = st.columns(4)
    with columns[0]:
        parts.card("Regnskap", mill_kr(omrade.regnskap_mill_kr, 1), "Netto. Utgifter er negative.")
    with columns[1]:
        parts.card("Revidert budsjett", mill_kr(omrade.regulert_budsjett_mill_kr, 1), "Netto. Utgifter er negative.")
    with columns[2]:
        parts.card("Avvik", mill_kr(omrade.avvik_mill_kr, 1, sign=True), f"{percent(omrade.avvik_pst, sign=True)} av budsjettet.")
    with columns[3]:
        parts.card(
            "Koronapandemien",
            mill_kr(omrade.korona_virkning_mill_kr, 1, sign=True),
            "Ikke trykt for området i tabellen over pandemiens virkning."
            if is_missing(omrade.korona_virkning_mill_kr)
            else "Pandemiens virkning, positiv når den bedrer resultatet.",
        )
    parts.sources([table for table in (omrade.tabell_id, omrade.korona_tabell_id) if not is_missing(table)])

st.header("Nøkkeltall", divider="gray")
CATEGORIES = {
    "prioritering": "Prioritering: hva området koster",
    "produktivitet": "Produktivitet: hva pengene gir",
    "dekningsgrad": "Dekningsgrad: hvem som får",
    "kvalitet": "Kvalitet",
    "behov": "Behov",
    "utfyllende": "Utfyllende",
    "okonomi": "Økonomi",
}
DIRECTIONS = {"hoy_er_bra": "høyt er bra", "hoy_er_darlig": "lavt er bra", "noytral": "verken eller"}
nokkeltall = data.rows(
    """select nokkeltall.*, kilde.tittel as kilde from rapport.rapport_nokkeltall as nokkeltall
    inner join marts.dim_kilde as kilde on nokkeltall.kilde_id = kilde.kilde_id
    where tjenesteomrade_id = ? order by nokkeltall.kilde_id, tabell_id, rad, er_hovedenhet desc, aar desc, enhetstype, enhet desc""",
    valgt,
)


def beside(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """One row per key figure, one column per unit and year, and the reasons for what is missing; and the unit columns in order."""
    cells = frame.assign(
        kolonnenavn=[f"{name} {year}" for name, year in zip(frame.enhet, frame.aar, strict=True)],
        hvorfor=[reason(status) for status in frame.cellestatus],
    )
    units = list(dict.fromkeys(cells.kolonnenavn))
    rows: dict[str, dict[str, Any]] = {}
    reasons: dict[str, dict[str, str]] = {}
    for key, name, code, direction, label, value, why in cells[
        ["indikator_id", "navn", "maaleenhet", "retning", "kolonnenavn", "verdi", "hvorfor"]
    ].itertuples(index=False):
        row = rows.setdefault(key, {"navn": name, "enhet": unit(code), "leses": DIRECTIONS.get(direction, "")})
        row[label] = value
        reasons.setdefault(key, dict.fromkeys(units, "ikke i tabellen"))[label] = why
    for key, row in rows.items():
        missing = [f"{label}: {why}" for label, why in reasons[key].items() if why]
        row["mangler"] = listed(missing) if missing else ""
    return pd.DataFrame(rows.values(), columns=["navn", "enhet", "leses", "mangler", *units]), units


if nokkeltall.empty:
    st.markdown(f"Rapportene har ingen nøkkeltall for {omrade.navn.lower()}.")
for kilde, fra_kilden in nokkeltall.groupby("kilde", sort=False):
    st.subheader(str(kilde))
    kategorier = [key for key in CATEGORIES if key in set(fra_kilden.kategori)]
    for kategori in kategorier:
        gruppe = fra_kilden[fra_kilden.kategori == kategori]
        tabell, enheter = beside(gruppe)
        st.markdown(f"**{CATEGORIES[kategori]}**")
        parts.table(
            tabell,
            {"navn": parts.Column("Nøkkeltall", width=300), "enhet": parts.Column("Måleenhet")}
            | {label: parts.Column(label, plain) for label in enheter}
            | {"leses": parts.Column("Leses slik"), "mangler": parts.Column("Hvorfor tallet mangler")},
            f"nokkeltall_{valgt}_{gruppe.kilde_id.iloc[0]}_{kategori}",
            title=f"{omrade.navn}. {CATEGORIES[kategori]} ({kilde})",
            height=len(tabell),
        )
    with st.expander("Hva nøkkeltallene betyr"):
        for row in fra_kilden.drop_duplicates("indikator_id").itertuples():
            functions = "" if is_missing(row.kostra_funksjoner) else f" KOSTRA-funksjon {row.kostra_funksjoner.replace(';', ', ')}."
            st.markdown(f"**{row.navn}** ({unit(row.maaleenhet)}): {row.definisjon}{functions}")
    parts.sources(fra_kilden)
    parts.footnotes(fra_kilden.tabell_id.unique())
if omrade.i_asss and not nokkeltall.empty:
    st.page_link(
        "views/sammenligning.py",
        label=f"ASSS-tjenesteprofilen for {omrade.navn.lower()}",
        query_params={"omrade": valgt},
        icon=":material/arrow_forward:",
    )

st.header("Mål", divider="gray")
mal = data.rows("select * from rapport.rapport_mal where tema = ? order by kilde_id, linje, mal_id", valgt)
if mal.empty:
    st.markdown(f"Rapportene har ingen mål for {omrade.navn.lower()}.")
else:
    blocks.goals(mal, f"mal_{valgt}")

st.header("Hva rapportene sier", divider="gray")
utsagn = data.rows("select * from rapport.rapport_pastand where tema = ? order by kilde_id, linje, pastand_id", valgt)
if utsagn.empty:
    st.markdown(f"Rapportene har ingen tallfestede utsagn om {omrade.navn.lower()}.")
else:
    blocks.statements(utsagn, f"utsagn_{valgt}")
