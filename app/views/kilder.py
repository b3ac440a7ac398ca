"""Every printed table and figure, as it stands in the source: what is there, what is lost, and what we have derived."""

import pandas as pd
import streamlit as st

import data
import parts
from format import is_missing, number, plain
from language import _

st.title(_("Kilder"))

tabeller = data.rows(
    """select status.*, kilde.tittel as kilde, tabell.enhet, tabell.fortegn, tabell.linje_fra from kvalitet.tabellstatus as status
    inner join marts.dim_kilde as kilde on status.kilde_id = kilde.kilde_id
    inner join marts.dim_kildetabell as tabell on status.tabell_id = tabell.tabell_id order by status.tabell_id"""
)
if tabeller.empty:
    st.info(_("Utgaven har ingen tabeller fra kildene."))
    st.stop()
st.markdown(
    f"Rapportene har **{number(len(tabeller))} tabeller og figurer**. "
    f"{number((tabeller.status == 'komplett').sum())} er hele i kildens tekst, "
    f"{number((tabeller.status == 'delvis').sum())} har mistet noen tall og "
    f"{number((tabeller.status == 'tapt').sum())} de fleste. "
    f"Av {number(tabeller.celler.sum())} celler er {number(tabeller.tapt.sum())} tapt og {number(tabeller.utledet.sum())} utledet."
)

st.header(_("En tabell som trykt"), divider="gray")
titler = {row.tabell_id: f"{row.tabell_id}: {parts.short(row.tittel)}" for row in tabeller.itertuples()}
asked = parts.asked("tabell", titler, next(iter(titler)))
valgt = st.selectbox("Tabell eller figur", list(titler), index=list(titler).index(asked), format_func=titler.__getitem__)
st.query_params["tabell"] = valgt
tabell = tabeller[tabeller.tabell_id == valgt].iloc[0]
st.subheader(parts.short(tabell.tittel))
facts = [
    tabell.kilde,
    "" if is_missing(tabell.kapittel) else str(tabell.kapittel),
    "" if is_missing(tabell.nummer) else f"{tabell.slag} {tabell.nummer}",
    "" if is_missing(tabell.linje_fra) else f"linje {number(tabell.linje_fra)}",
    "" if is_missing(tabell.enhet) else f"enhet {tabell.enhet}",
    "" if is_missing(tabell.fortegn) else f"fortegn: {tabell.fortegn}",
]
st.caption("Kilde: " + "; ".join(fact for fact in facts if fact) + ".")

celler = data.rows(
    """select celle.*, kolonne.overskrift, kolonne.plass from kvalitet.kildecelle as celle
    left join kvalitet.kildekolonne as kolonne on celle.tabell_id = kolonne.tabell_id and celle.kolonne = kolonne.kolonne
    where celle.tabell_id = ? order by rad, plass""",
    valgt,
)


def as_printed(status: str, raw: object, value: object) -> str:
    """The cell as the reader of the report saw it; what the source lost is marked, and so is what we derived."""
    if status == "tapt":
        return "tapt"
    if status == "utledet":
        return f"{plain(value)} (utledet)"
    return "" if is_missing(raw) else str(raw)


if celler.empty:
    st.info(
        "Tabellen har tekst og ingen tall. Innholdet er gjengitt med egne ord på siden Klima."
        if tabell.slag == "tekst"
        else "Alle tallene i denne er tapt i kildens tekst, og radene kan ikke gjenskapes."
    )
else:
    st.markdown(
        f"{number(tabell.celler)} celler: {number(tabell.verdi)} trykte tall, {number(tabell.tapt)} tapt, "
        f"{number(tabell.utledet)} utledet og {number(tabell.uten_tall)} uten tall i kilden (blank, strek eller N/A)."
    )
    celler["tekst"] = [as_printed(row.status, row.raatekst, row.verdi) for row in celler.itertuples()]
    kolonner = celler.drop_duplicates("kolonne").sort_values("plass")
    bred = celler.pivot(index="rad", columns="kolonne", values="tekst")
    radene = celler.drop_duplicates("rad").set_index("rad")[["gruppe", "etikett"]].join(bred).reset_index()
    overskrifter = {row.kolonne: row.kolonne if is_missing(row.overskrift) else str(row.overskrift) for row in kolonner.itertuples()}
    # The same printed heading may stand over several columns; the column's own name then tells them apart.
    twice = pd.Series(list(overskrifter.values())).duplicated(keep=False)
    labels = {
        name: f"{heading} ({name.replace('_', ' ')})" if double else heading
        for (name, heading), double in zip(overskrifter.items(), twice, strict=True)
    }
    parts.table(
        radene.assign(radnr=[number(value) for value in radene.rad]),
        {"radnr": parts.Column(_("Rad"), width="small", right=True)}
        | ({"gruppe": parts.Column(_("Gruppe"))} if radene.gruppe.notna().any() else {})
        | {"etikett": parts.Column(_("Tekst i raden"), width="medium")}
        | {name: parts.Column(label, right=True) for name, label in labels.items()},
        f"kilde_{valgt}",
        title=titler[valgt],
        height=min(len(radene), 40),
    )
    grunnlag = celler[celler.grunnlag.notna()]
    if len(grunnlag):
        with st.expander(f"Grunnlaget for {number(len(grunnlag))} celler"):
            parts.table(
                grunnlag.assign(radnr=[number(value) for value in grunnlag.rad]),
                {
                    "radnr": parts.Column(_("Rad"), right=True),
                    "etikett": parts.Column(_("Tekst i raden")),
                    "overskrift": parts.Column(_("Kolonne")),
                    "status": parts.Column(_("Status")),
                    "grunnlag": parts.Column(_("Grunnlag"), width="large"),
                },
                f"grunnlag_{valgt}",
                title=f"Grunnlaget for utledede tall i {valgt}",
                lines=2,
            )
    parts.footnotes([valgt])

st.header(_("Alle tabellene og figurene"), divider="gray")
left, right = st.columns(2)
kilder = dict(zip(tabeller.kilde_id, tabeller.kilde, strict=True))
kilde = left.selectbox(
    "Rapport",
    ["alle", *kilder],
    format_func=lambda value: "Begge rapportene" if value == "alle" else kilder[value],
    key="rapport",
    bind="query-params",
)
tilstand = right.selectbox(
    "Tilstand", ["alle", *dict.fromkeys(tabeller.status)], format_func=str.capitalize, key="tilstand", bind="query-params"
)
utvalg = tabeller[((tabeller.kilde_id == kilde) | (kilde == "alle")) & ((tabeller.status == tilstand) | (tilstand == "alle"))]
st.markdown(f"Utvalget har {number(len(utvalg))} tabeller og figurer med {number(utvalg.tapt.sum())} tapte tall.")
parts.table(
    utvalg.assign(tittelen=utvalg.tittel.map(parts.short)),
    {
        "tabell_id": parts.Column(_("Tabell")),
        "tittelen": parts.Column(_("Tittel"), width="large"),
        "slag": parts.Column(_("Slag")),
        "status": parts.Column(_("Tilstand")),
        "celler": parts.Column(_("Celler"), number),
        "verdi": parts.Column(_("Trykte tall"), number),
        "utledet": parts.Column(_("Utledet"), number),
        "tapt": parts.Column(_("Tapt"), number),
        "uten_tall": parts.Column(_("Uten tall"), number),
    },
    "kildetabeller",
    title=_("Tabeller og figurer i kildene"),
)
