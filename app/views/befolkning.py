"""Who lives here, and how many more will need schools and care?"""

import streamlit as st

import charts
import data
import parts
from format import is_missing, number, percent
from language import _

st.title(_("Befolkning"))

BORDERS = {"2024": "Dagens grenser", "opprinnelige": "Grensene som gjaldt det året"}
kommuner = data.rows(
    """select grenser, kommunenr, any_value(kommune) as kommune, min(aar) as fra, max(aar) as til from rapport.rapport_befolkning
    group by grenser, kommunenr order by grenser, kommune"""
)
if kommuner.empty:
    st.info(_("Utgaven har ingen folketall."))
    st.stop()

left, right = st.columns(2)
valg = [borders for borders in BORDERS if borders in set(kommuner.grenser)]
asked = st.query_params.get("grenser", valg[0])
grenser = left.selectbox("Grenser", valg, index=valg.index(asked) if asked in valg else 0, format_func=BORDERS.__getitem__)
mulige = kommuner[kommuner.grenser == grenser]
names = {row.kommunenr: f"{row.kommune} ({row.kommunenr})" for row in mulige.itertuples()}
asked = st.query_params.get("kommune", "5001" if grenser == "2024" else "1601")
kommunenr = right.selectbox("Kommune", list(names), index=list(names).index(asked) if asked in names else 0, format_func=names.__getitem__)
span = mulige[mulige.kommunenr == kommunenr].iloc[0]
kommune = str(span.kommune)
years = list(range(int(span.fra), int(span.til) + 1))


def ages(first: int, last: float) -> str:
    """`6–9 år`, `17 år`, `90 år og over`."""
    if is_missing(last):
        return f"{first} år og over"
    return f"{first} år" if first == last else f"{first}–{last:.0f} år"


def asked_year(name: str, default: int) -> int:
    """The year of a permalink, if it is one of those that can be chosen."""
    value = st.query_params.get(name, "")
    return int(value) if value.isdigit() and int(value) in years else default


fra, til = st.select_slider("Fra og til, 1. januar", years, value=(asked_year("fra", years[0]), asked_year("til", years[-1])))
st.query_params.from_dict({"grenser": grenser, "kommune": kommunenr, "fra": str(fra), "til": str(til)})
if fra == til:
    st.info(_("Velg to ulike år for å se veksten."))
    st.stop()

vekst = data.rows(
    """select * from rapport.rapport_befolkningsvekst
    where kommunenr = ? and grenser = ? and fra_aar = ? and til_aar = ? order by rekkefolge""",
    kommunenr,
    grenser,
    fra,
    til,
)
alle = vekst[vekst.aldersgruppe_id == "alle"].iloc[0]
grupper = vekst[vekst.aldersgruppe_id != "alle"]
sterkest = grupper.loc[grupper.vekst_personer.idxmax()]
st.markdown(
    f"**{kommune} hadde {number(alle.personer_til)} innbyggere 1. januar {til}**, {number(abs(alle.vekst_personer))} "
    f"{'flere' if alle.vekst_personer >= 0 else 'færre'} enn i {fra} ({percent(alle.vekst_pst, sign=True)}). "
    f"Sterkest vokste gruppen {sterkest.aldersgruppe} ({number(sterkest.vekst_personer, sign=True)})."
)

st.header(_("Vekst per aldersgruppe"), divider="gray")
parts.chart(
    charts.deviations(grupper, "vekst_personer", f"Endring i personer {fra}–{til}", labels="aldersgruppe", words=("Økning", "Nedgang")),
    "Endring i antall personer per aldersgruppe.",
)
parts.table(
    vekst,
    {
        "aldersgruppe": parts.Column(_("Aldersgruppe")),
        "personer_fra": parts.Column(f"Personer {fra}", number),
        "personer_til": parts.Column(f"Personer {til}", number),
        "vekst_personer": parts.Column(_("Endring"), lambda value: number(value, sign=True)),
        "vekst_pst": parts.Column(_("Endring, %"), lambda value: number(value, 1, sign=True)),
    },
    f"befolkningsvekst_{kommunenr}_{fra}_{til}",
    title=f"Befolkningsvekst i {kommune} fra {fra} til {til}",
)

st.header(f"Alderssammensetningen 1. januar {til}", divider="gray")
pyramide = data.rows(
    "select * from rapport.rapport_befolkning where kommunenr = ? and grenser = ? and aar = ? order by kjonn, alder_fra",
    kommunenr,
    grenser,
    til,
)
if set(pyramide.kjonn) == {"begge"}:
    st.info(_("Kilden deler ikke folketallet på kjønn for disse grensene. Velg dagens grenser for å se alderspyramiden."))
else:
    pyramide["gruppe"] = [ages(row.alder_fra, row.alder_til) for row in pyramide.itertuples()]
    parts.chart(charts.pyramid(pyramide), f"Alderspyramide for {kommune} 1. januar {til}.")
    st.caption(
        _("Høyden på en blokk er antall årstrinn i gruppen, bredden er personer per årstrinn. Gruppen 90 år og over er tegnet over ti år.")
    )
    parts.table(
        pyramide,
        {"gruppe": parts.Column(_("Alder")), "kjonn": parts.Column(_("Kjønn")), "personer": parts.Column(_("Personer"), number)},
        f"befolkning_{kommunenr}_{til}",
        title=f"Befolkningen i {kommune} etter alder og kjønn 1. januar {til}",
    )
parts.sources(["SSB-07459" if grenser == "2024" else "SSB-07459-OPPRINNELIGE"])
if grenser == "opprinnelige":
    st.caption(
        _("Tall på grensene som gjaldt det året kan ikke sammenlignes på tvers av en kommunesammenslåing, som Trondheim og Klæbu i 2020.")
    )

treff = data.rows("select * from rapport.rapport_prognosetreff order by rekkefolge")
if not treff.empty:
    start, slutt = int(treff.fra_aar.iloc[0]), int(treff.til_aar.iloc[0])
    st.header(f"Traff prognosen for {start}–{slutt}?", divider="gray")
    bom = treff.loc[treff.differanse_personer.abs()[treff.prognose_id != "alle"].idxmax()]
    st.markdown(
        f"ASSS-rapporten ventet at Trondheim skulle vokse mellom {start} og {slutt}. Størst var bommen for **{bom.navn}**: ventet "
        f"{percent(bom.prognose_vekst_pst, sign=True)}, faktisk {percent(bom.faktisk_vekst_pst, sign=True)}, "
        f"{number(abs(bom.differanse_personer))} personer {'flere' if bom.differanse_personer > 0 else 'færre'} enn ventet."
    )
    parts.chart(charts.forecast(treff), "Ventet og faktisk vekst per aldersgruppe i prosent.")
    parts.table(
        treff,
        {
            "navn": parts.Column(_("Aldersgruppe")),
            "prognose_vekst_pst": parts.Column(_("Ventet vekst, %"), lambda value: number(value, 1, sign=True)),
            "faktisk_vekst_pst": parts.Column(_("Faktisk vekst, %"), lambda value: number(value, 1, sign=True)),
            "prognose_vekst_personer": parts.Column(_("Ventet, personer"), lambda value: number(value, sign=True)),
            "faktisk_vekst_personer": parts.Column(_("Faktisk, personer"), lambda value: number(value, sign=True)),
            "differanse_personer": parts.Column(_("Forskjell, personer"), lambda value: number(value, sign=True)),
        },
        "prognosetreff",
        title=_("Ventet og faktisk befolkningsvekst"),
    )
    st.caption(
        _(
            "Prognosen (SSBs hovedalternativ, MMMM) gjaldt Trondheim før sammenslåingen med Klæbu. Den faktiske veksten er målt på "
            "dagens grenser i begge ender, så Klæbu er med både før og etter. Kilde: ASSS-rapporten, prosaen i kapittel 4, og SSB tabell 07459."
        )
    )
