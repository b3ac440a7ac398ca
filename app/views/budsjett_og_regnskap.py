"""Was the budget kept, where not, and what did the pandemic cost?"""

import streamlit as st

import charts
import data
import parts
from format import listed, mill_kr, number

st.title("Budsjett og regnskap")

alle = data.rows("select * from rapport.rapport_budsjettavvik order by aar desc, rekkefolge")
omrader = alle[alle.oppstilling == "tjenesteomrader"]
if omrader.empty:
    st.info("Utgaven har ingen tjenesteområder med budsjett og regnskap.")
    st.stop()
aar = int(omrader.aar.iloc[0])
omrader = omrader[omrader.aar == aar].sort_values("avvik_mill_kr")
over = omrader[omrader.avvik_mill_kr < 0]
worst = [f"{row.navn} ({mill_kr(-row.avvik_mill_kr, 1)})" for row in over.head(3).itertuples()]
st.markdown(
    f"I {aar} brukte **{number(len(over))} av {number(len(omrader))}** områder mer enn revidert budsjett. "
    + (f"Størst merforbruk hadde {listed(worst)}." if worst else "Ingen brukte mer enn budsjettet.")
)

MILL = {"regulert_budsjett_mill_kr": "Revidert budsjett", "regnskap_mill_kr": "Regnskap"}


def amounts(decimals: int, *, deviation: bool = True) -> dict[str, parts.Column]:
    """The columns that all budget tables share."""
    columns = {"navn": parts.Column("Område")} | {
        key: parts.Column(label, lambda value: number(value, decimals)) for key, label in MILL.items()
    }
    if deviation:
        columns["avvik_mill_kr"] = parts.Column("Avvik", lambda value: number(value, decimals, sign=True))
        columns["avvik_pst"] = parts.Column("Avvik, %", lambda value: number(value, 1, sign=True))
    return columns


st.header("Avvik per tjenesteområde", divider="gray")
st.markdown("Mill. kr. Positivt avvik er mindreforbruk, negativt er merforbruk.")
parts.chart(
    charts.deviations(omrader, "avvik_mill_kr", "Avvik, mill. kr"), "Avvik fra budsjett per tjenesteområde. Tallene står i tabellen under."
)
parts.table(omrader, amounts(1), f"tjenesteomrader_{aar}")
st.caption("Utgifter er negative beløp i tabellen: alle tall er positive når de bedrer kommunens resultat.")
parts.sources(omrader)

st.header("Investeringer", divider="gray")
st.markdown("Brutto utgifter til bygg og anlegg, mill. kr. Positivt avvik er mindre brukt enn budsjettert.")
brutto = alle[(alle.oppstilling == "brutto_investeringer") & (alle.aar == aar)].assign(
    regulert=lambda frame: -frame.regulert_budsjett_mill_kr, regnskap=lambda frame: -frame.regnskap_mill_kr
)
parts.chart(
    charts.budget_and_actual(brutto[brutto.radtype == "detalj"].sort_values("regnskap", ascending=False)),
    "Brutto investeringer per område, regnskap mot budsjett. Tallene står i tabellen under.",
)
parts.table(
    brutto,
    {
        "navn": parts.Column("Område"),
        "regulert": parts.Column("Revidert budsjett", number),
        "regnskap": parts.Column("Regnskap", number),
        "avvik_mill_kr": parts.Column("Avvik", lambda value: number(value, sign=True)),
    },
    f"brutto_investeringer_{aar}",
)
parts.sources(brutto)
with st.expander("Finansieringen av investeringene"):
    finansiering = alle[(alle.oppstilling == "bevilgningsoversikt_investering") & (alle.aar == aar)]
    parts.table(finansiering, amounts(0), f"bevilgningsoversikt_investering_{aar}")
    parts.sources(finansiering)

st.header("Koronapandemien", divider="gray")
korona = data.rows("select * from rapport.rapport_korona where aar = ? order by rekkefolge", aar)
if not korona.empty:
    total = korona[korona.nivaa == 0].iloc[0].virkning_mill_kr
    st.markdown(
        f"Økte inntekter og reduserte kostnader veide {'mer enn' if total >= 0 else 'ikke'} opp for tapte inntekter og merkostnader: "
        f"samlet virkning **{mill_kr(total, 1, sign=True)}**."
    )
    tjenester = korona[korona.tjenesteomrade_id.notna()].sort_values("virkning_mill_kr")
    parts.chart(
        charts.deviations(tjenester, "virkning_mill_kr", "Virkning, mill. kr"),
        "Koronapandemiens virkning per tjenesteområde. Tallene står i tabellen under.",
    )
    parts.table(
        korona,
        {
            "navn": parts.Column("Post"),
            "forelder": parts.Column("Del av"),
            "virkning_mill_kr": parts.Column("Virkning", lambda value: number(value, 1, sign=True)),
        },
        f"korona_{aar}",
        status="cellestatus",
    )
    parts.sources(korona)
