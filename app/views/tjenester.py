"""One service area: what it costs, what it gives, what it aims for, and what the reports say about it."""

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import data
import filters
import frame
import municipality
import parts
from format import is_missing, mill_kr, number, percent, unit
from language import N_, _, ngettext, own, say
from vocabulary import CATEGORIES, inline, term

kommune = municipality.now()
omrader = data.rows(
    """select * from rapport.rapport_tjenesteomrade
    where enhet_id = ? and aar = ? and (avvik_mill_kr is not null or antall_nokkeltall + antall_mal + antall_utsagn > 0)
    order by rekkefolge""",
    kommune.id,
    kommune.year,
)
if omrader.empty:
    municipality.stop(_("Varehuset har ingen tall om tjenesteområdene for {kommune} i {aar}."))

# What the area spent or earned, and whether that was better than the budget.
OUTCOMES = {
    (True, True): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, {avvik} bedre enn revidert budsjett."),
    (True, False): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, {avvik} svakere enn revidert budsjett."),
    (False, True): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, {avvik} bedre enn revidert budsjett."),
    (False, False): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, {avvik} svakere enn revidert budsjett."),
}
# One part at a time: an area with all of them is four tables long.
PARTS = {"nokkeltall": N_("Nøkkeltall"), "mal": N_("Mål"), "utsagn": N_("Hva rapportene sier")}


@frame.section
def tjenesteomradet() -> None:
    """The service area that is chosen, with the answer above the choice."""
    head = st.empty()
    valgt = filters.one(st, _("Tjenesteområde"), "omrade", {row.tjenesteomrade_id: term(row.navn) for row in omrader.itertuples()})
    omrade = data.first(
        "select * from rapport.rapport_tjenesteomrade where enhet_id = ? and aar = ? and tjenesteomrade_id = ?",
        kommune.id,
        kommune.year,
        valgt,
    )
    head.markdown(f"{resultat(omrade)} {innhold(omrade)}")
    if not is_missing(omrade["regnskap_mill_kr"]):
        budsjett_og_regnskap(omrade)

    deler = {"nokkeltall": nokkeltallene, "mal": malene, "utsagn": utsagnene}
    navn = {name: _(word) for name, word in PARTS.items() if omrade[f"antall_{name}"]}
    med_antall = {name: f"{word} ({number(omrade[f'antall_{name}'])})" for name, word in navn.items()}
    valgt_del = filters.buttons(st, _("Vis"), "vis", med_antall) if med_antall else None
    for name, draw in deler.items():
        if name == valgt_del:
            st.header(navn[name], divider="gray")
            draw(omrade)


def nokkeltallene(omrade: dict[str, Any]) -> None:
    """The area's key figures, report by report."""
    navn = inline(term(omrade["navn"]))
    nokkeltall = data.rows(
        """select nokkeltall.*, kilde.tittel as kilde from rapport.rapport_nokkeltall as nokkeltall
        inner join marts.dim_kilde as kilde on nokkeltall.rapport_id = kilde.kilde_id
        where list_contains(?, nokkeltall.rapport_id) and tjenesteomrade_id = ?
        order by kilde.aar desc, nokkeltall.rapport_id, tabell_id, rad, er_hovedenhet desc, nokkeltall.aar desc, enhetstype, enhet desc""",
        list(kommune.reports_so_far),
        omrade["tjenesteomrade_id"],
    )
    for kilde, rader in nokkeltall.groupby("kilde", sort=False):
        nokkeltall_fra(rader, navn, str(kilde))
    har_profil = data.first(
        "select 1 as ja from rapport.rapport_tjenesteprofil where list_contains(?, rapport_id) and tjenesteomrade_id = ?",
        list(kommune.reports_so_far),
        omrade["tjenesteomrade_id"],
    )
    if har_profil:
        municipality.to(
            "sammenligning",
            _("Tjenesteprofilen for {omrade}").format(omrade=navn),
            ":material/arrow_forward:",
            omrade=omrade["tjenesteomrade_id"],
        )


def malene(omrade: dict[str, Any]) -> None:
    """The area's goals."""
    valgt = omrade["tjenesteomrade_id"]
    mal = data.rows(
        """select mal.* from rapport.rapport_mal as mal inner join marts.dim_rapport as rapport on mal.rapport_id = rapport.rapport_id
        where list_contains(?, mal.rapport_id) and tema = ? order by rapport.aar desc, mal.rapport_id, linje, mal_id""",
        list(kommune.reports_so_far),
        valgt,
    )
    blocks.goals(mal, f"mal_{valgt}")


def utsagnene(omrade: dict[str, Any]) -> None:
    """What the reports say of the area in numbers."""
    valgt = omrade["tjenesteomrade_id"]
    utsagn = data.rows(
        """select utsagn.* from rapport.rapport_utsagn as utsagn
        inner join marts.dim_rapport as rapport on utsagn.rapport_id = rapport.rapport_id
        where list_contains(?, utsagn.rapport_id) and tema = ? order by rapport.aar desc, utsagn.rapport_id, linje, utsagn_id""",
        list(kommune.reports_so_far),
        valgt,
    )
    blocks.statements(utsagn, f"utsagn_{valgt}")


def resultat(omrade: dict[str, Any]) -> str:
    """What the area spent or earned in the year, against the budget."""
    navn = term(omrade["navn"])
    if is_missing(omrade["regnskap_mill_kr"]):
        return kommune.said(_("**{omrade}** i {kommune} kommune har ikke budsjett og regnskap i varehuset for {aar}."), omrade=navn)
    return _(OUTCOMES[bool(omrade["regnskap_mill_kr"] < 0), bool(omrade["avvik_mill_kr"] >= 0)]).format(
        omrade=navn,
        kommune=kommune.name,
        netto=mill_kr(abs(omrade["regnskap_mill_kr"]), 1),
        aar=int(omrade["aar"]),
        avvik=mill_kr(abs(omrade["avvik_mill_kr"]), 1),
    )


def innhold(omrade: dict[str, Any]) -> str:
    """How much the reports have about the area."""
    return (
        _(
            "Rapportene har {nokkeltall} nøkkeltall, {mal} mål (slik vi leser dem, er {nadd} av {avgjort} målte nådd) "
            "og {utsagn} tallfestede utsagn om området."
        )
        if omrade["antall_mal"]
        else _("Rapportene har {nokkeltall} nøkkeltall, {mal} mål og {utsagn} tallfestede utsagn om området.")
    ).format(
        nokkeltall=number(omrade["antall_nokkeltall"]),
        mal=number(omrade["antall_mal"]),
        nadd=number(omrade["antall_mal_nadd"]),
        avgjort=number(omrade["antall_mal_avgjort"]),
        utsagn=number(omrade["antall_utsagn"]),
    )


def budsjett_og_regnskap(omrade: dict[str, Any]) -> None:
    """The area's budget and accounts as four cards."""
    st.header(_("Budsjett og regnskap"), divider="gray")
    columns = st.columns(4)
    with columns[0]:
        parts.card(_("Regnskap"), mill_kr(omrade["regnskap_mill_kr"], 1), _("Netto. Utgifter er negative."), finding=omrade["funn_id"])
    with columns[1]:
        parts.card(_("Revidert budsjett"), mill_kr(omrade["regulert_budsjett_mill_kr"], 1), _("Netto. Utgifter er negative."))
    with columns[2]:
        parts.card(
            _("Avvik"),
            mill_kr(omrade["avvik_mill_kr"], 1, sign=True),
            _("{andel} av budsjettet.").format(andel=percent(omrade["avvik_pst"], sign=True)),
            finding=omrade["funn_id"],
        )
    with columns[3]:
        parts.card(
            _("Koronapandemien"),
            mill_kr(omrade["korona_virkning_mill_kr"], 1, sign=True),
            _("Ikke trykt for området i tabellen over pandemiens virkning.")
            if is_missing(omrade["korona_virkning_mill_kr"])
            else _("Pandemiens virkning, positiv når den bedrer resultatet."),
            finding=omrade["korona_funn_id"],
        )
    parts.sources([table for table in (omrade["tabell_id"], omrade["korona_tabell_id"]) if not is_missing(table)])


def nokkeltall_fra(rader: pd.DataFrame, omrade: str, kilde: str) -> None:
    """The key figures of one report, by category, and what they mean."""
    st.subheader(kilde)
    kategorier = {key: term(words) for key, words in CATEGORIES.items() if key in set(rader.kategori)}
    tabell, kolonner = blocks.beside(rader, list(kategorier))
    parts.table(
        tabell.assign(kategori=[kategorier[key].split(":")[0] for key in tabell.kategori]),
        {
            "navn": parts.Column(_("Nøkkeltall"), norwegian=True),
            "enhet": parts.Column(_("Måleenhet")),
        }
        | kolonner
        | {"kategori": parts.Column(_("Kategori")), "leses": parts.Column(_("Leses slik"))},
        f"nokkeltall_{rader.tjenesteomrade_id.iloc[0]}_{rader.rapport_id.iloc[0]}",
        title=_("Nøkkeltall for {omrade} ({kilde})").format(omrade=omrade, kilde=kilde),
    )
    st.caption(". ".join(kategorier.values()) + ".")
    with st.expander(_("Hva nøkkeltallene betyr")):
        say("\n\n".join(map(betydning, rader.drop_duplicates("indikator_id").itertuples())))
    parts.sources(rader)
    parts.footnotes(rader.tabell_id.unique())


def betydning(row: Any) -> str:
    """What a key figure means, and the KOSTRA functions it is of."""
    codes = [] if is_missing(row.kostra_funksjoner) else row.kostra_funksjoner.split(";")
    functions = ngettext("KOSTRA-funksjon {koder}.", "KOSTRA-funksjon {koder}.", len(codes)).format(koder=", ".join(codes))
    return f"**{own(row.navn)}** ({unit(row.maaleenhet)}): {own(row.definisjon)} {functions if codes else ''}"


tjenesteomradet()
