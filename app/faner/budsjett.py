"""Was the budget kept, where not and why, and what did the pandemic cost?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import charts
import data
import municipality
import parts
from format import listed, mill_kr, number, percent
from language import N_, _
from vocabulary import inline, term, terms

_NAMED = 3  # areas that are named in a sentence


def draw() -> None:
    """Draw the areas against their budgets with the reasons, the way from budget to accounts, and the pandemic."""
    kommune = municipality.now()
    areas = data.rows(
        """select *, count(*) filter (where utfall = 'merforbruk' and art is distinct from 'sentral_bevilgning') over () as antall_over,
            count(*) filter (where art is distinct from 'sentral_bevilgning') over () as antall
        from rapport.rapport_budsjettavvik where emne = 'tjenesteomrade' and list_contains(?, enhet_id) and aar = ?
        order by art = 'sentral_bevilgning', avvik_mill_kr""",
        *kommune.in_the_year,
    )
    printed = data.rows(
        """select *, radtype = 'detalj' and regnskap_mill_kr < 0 and avvik_mill_kr is not null as er_omrade,
            count(*) filter (where er_omrade and utfall = 'merforbruk') over (partition by tabell_id) as antall_over,
            count(*) filter (where er_omrade) over (partition by tabell_id) as antall
        from rapport.rapport_oppstilling
        where side = 'okonomi/budsjett' and emne != 'korona' and list_contains(?, enhet_id) and aar = ? order by tabell_id, rad""",
        *kommune.in_the_year,
    )
    printed = printed[~printed.tabell_id.isin(areas.tabell_id)]
    steps = data.rows(
        """select *, not er_sluttsum
                and abs(belop_mill_kr) = max(abs(belop_mill_kr)) filter (where not er_sluttsum) over (partition by oppstilling) as er_storst
        from rapport.rapport_resultatfoss
        where list_contains(?, enhet_id) and aar = ? and foss = 'budsjett_til_regnskap' order by oppstilling, rekkefolge""",
        *kommune.in_the_year,
    )
    pandemic = data.rows(
        "select * from rapport.rapport_korona where list_contains(?, enhet_id) and aar = ? order by rekkefolge", *kommune.in_the_year
    )
    if areas.empty and printed.empty and steps.empty and pandemic.empty:
        municipality.stop(_("Varehuset har ikke budsjett mot regnskap for {kommune} i {aar}."))
    if areas.empty and printed.empty:
        municipality.lacks(_("Varehuset har ikke budsjett og regnskap per tjenesteområde for {kommune} i {aar}."))
    if len(areas):
        _areas(areas.assign(navn=terms(areas.navn)))
    for _table, rows in printed.groupby("tabell_id", sort=False):
        _granted(rows)
    if len(steps):
        _from_budget_to_accounts(steps[steps.oppstilling == steps.oppstilling.iloc[0]])
    if len(pandemic):
        _pandemic(pandemic)


def _overspent(rows: pd.DataFrame) -> str:
    """How many areas used more than their budget, and which most; a deviation below the limit is none."""
    worst = rows[rows.utfall == "merforbruk"].sort_values("avvik_mill_kr").head(_NAMED)
    named = [f"{term(row.navn)} ({mill_kr(-row.avvik_mill_kr, 1)})" for row in worst.itertuples()]
    return municipality.now().said(
        _("I {aar} brukte **{antall} av {alle}** områder i {kommune} kommune mer enn revidert budsjett. Størst merforbruk hadde {omrader}.")
        if named
        else _("I {aar} brukte **{antall} av {alle}** områder i {kommune} kommune mer enn revidert budsjett."),
        antall=number(rows.antall_over.iloc[0]),
        alle=number(rows.antall.iloc[0]),
        omrader=listed(named),
    )


def _limit() -> str:
    """What a deviation must be to be called one."""
    limit = data.first(
        "select verdi from marts.dim_grense where grense_id = 'merforbruk_pst' and ? between fra_aar and coalesce(til_aar, 9999)",
        municipality.now().year,
    )
    return _("Et avvik under {grense} av budsjettet regner vi som balanse.").format(grense=percent(limit["verdi"])) if limit else ""


def _areas(areas: pd.DataFrame) -> None:
    """The service areas against their budgets; the central grants stand below them, and are counted nowhere."""
    kommune = municipality.now()
    st.markdown(f"{_overspent(areas)} {_limit()}")
    title = kommune.said(_("Tjenesteområdene mot budsjettet {aar}"))
    _area_table(areas[areas.art != "sentral_bevilgning"], _("Område"), title, f"tjenesteomrader_{kommune.year}")
    central = areas[areas.art == "sentral_bevilgning"]
    if len(central):
        heading = _("Sentrale bevilgninger")
        _area_table(central, heading, f"{heading} {kommune.year}", f"sentrale_bevilgninger_{kommune.year}")
    parts.sources(areas, _("Mill. kr. Utgifter er negative. Positivt avvik er mindreforbruk, negativt er merforbruk."))
    _reasons()


# What an area's deviation is called where it spends money, and where it earns more than it spends.
_OUTCOMES = {"merforbruk": N_("merforbruk"), "mindreforbruk": N_("mindreforbruk"), "i_balanse": N_("i balanse")}
_EARNED = {"merforbruk": N_("mindreinntekt"), "mindreforbruk": N_("merinntekt"), "i_balanse": N_("i balanse")}


def _outcome(row: Any) -> str:
    names = _EARNED if row.regnskap_mill_kr > 0 else _OUTCOMES
    return _(names[row.utfall]) if row.utfall in names else ""


def _area_table(rows: pd.DataFrame, heading: str, title: str, name: str) -> None:
    parts.table(
        rows.assign(ble=[_outcome(row) for row in rows.itertuples()]),
        {
            "navn": parts.Column(heading),
            "regulert_budsjett_mill_kr": parts.Column(_("Revidert budsjett"), lambda value: number(value, 1)),
            "regnskap_mill_kr": parts.Column(_("Regnskap"), lambda value: number(value, 1)),
            "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, 1, sign=True), key=True, bar=True),
            "avvik_pst": parts.Column(_("Avvik, %"), lambda value: number(value, 1, sign=True)),
            "ble": parts.Column(_("Det ble"), key=True),
        },
        name,
        title=title,
    )


def _reasons() -> None:
    """Why: each area's deviation with the report's own words on it, those that used more first."""
    kommune = municipality.now()
    found = data.rows(
        """select * from rapport.rapport_tjenesteomrade
        where enhet_id = ? and aar = ? and forklaring is not null and avvik_mill_kr is not null
        order by utfall != 'merforbruk', abs(avvik_mill_kr) desc""",
        kommune.id,
        kommune.year,
    )
    if found.empty:
        return
    st.header(_("Hvorfor, i rapportens egne ord"), divider="gray")
    over = found[found.utfall == "merforbruk"]
    rest = found[found.utfall != "merforbruk"]
    over = list(over.itertuples())
    for start in range(0, len(over), 2):
        for column, row in zip(st.columns(2, gap="large"), over[start : start + 2], strict=False):
            with column:
                _reason(row)
    if len(rest):
        with st.expander(_("Områdene som holdt budsjettet: {antall} forklaringer").format(antall=number(len(rest)))):
            for row in rest.itertuples():
                _reason(row)


def _reason(row: Any) -> None:
    amount = mill_kr(row.avvik_mill_kr, 1, sign=True)
    label = f"{term(row.navn)}: {amount} ({percent(row.avvik_pst, sign=True)})"
    if row.art == "sentral_bevilgning":
        st.markdown(f"**{label}**")
    else:
        municipality.to("tjenester", label, ":material/arrow_forward:", omrade=row.tjenesteomrade_id)
    blocks.quote(row.forklaring, row.forklaring_rapport_id, row.forklaring_linje_fra, row.forklaring_linje_til)


def _granted(rows: pd.DataFrame) -> None:
    """What the council granted each area, and what it used: the sums, and what earns money, are no areas that can use too much."""
    st.header(term(rows.oppstillingsnavn.iloc[0]), divider="gray")
    if rows.antall.iloc[0]:
        st.markdown(f"{_overspent(rows[rows.er_omrade])} {_limit()}")
        st.markdown(_("Netto, mill. kr. Utgifter er negative. Positivt avvik er mindreforbruk, negativt er merforbruk."))
    else:
        st.markdown(_("Netto, mill. kr. Utgifter er negative. Oppstillingen har ikke noe regulert budsjett å måle mot."))
    blocks.printed_statement(rows)


def _from_budget_to_accounts(steps: pd.DataFrame) -> None:
    """The operating result, from the budget to the accounts."""
    kommune = municipality.now()
    steps = steps.assign(navn=terms(steps.navn))
    st.header(_("Fra budsjett til regnskap"), divider="gray")
    first, last = steps.iloc[0], steps.iloc[-1]
    # Not every statement goes on to the net result: what the bars lead to is the statement's.
    said = kommune.said(
        _("Brutto driftsresultat i {kommune} kommune gikk fra {budsjett} i regulert budsjett til **{regnskap}** i regnskapet.")
        if last.post_id == "brutto_driftsresultat"
        else _("Netto driftsresultat i {kommune} kommune gikk fra {budsjett} i regulert budsjett til **{regnskap}** i regnskapet."),
        budsjett=mill_kr(first.belop_mill_kr),
        regnskap=mill_kr(last.belop_mill_kr),
    )
    largest = [
        _("Det største trinnet er {post}: {belop}.").format(post=inline(row.navn), belop=mill_kr(row.belop_mill_kr, sign=True))
        for row in steps[steps.er_storst].head(1).itertuples()
    ]
    st.markdown(" ".join([said, *largest]))
    parts.chart(
        charts.waterfall(steps),
        _("Fra {budsjett} til {regnskap} mill. kr: hvor regnskapet ble bedre og svakere enn regulert budsjett.").format(
            budsjett=number(first.belop_mill_kr), regnskap=number(last.belop_mill_kr)
        ),
        numbers=[f"{row.navn} {number(row.belop_mill_kr, sign=not row.er_sluttsum)}" for row in steps.itertuples()],
    )
    parts.sources(steps)
    municipality.to("okonomi/resultat", _("Hele driftsregnskapet"), ":material/arrow_forward:")


def _pandemic(rows: pd.DataFrame) -> None:
    """What the pandemic cost, and which areas it cost most."""
    st.header(_("Koronapandemien"), divider="gray")
    said: list[str] = []
    for total in rows[rows.nivaa == 0].head(1).itertuples():
        said.append(
            (
                _(
                    "Økte inntekter og reduserte kostnader veide mer enn opp for tapte inntekter og merkostnader: "
                    "samlet virkning **{virkning}**{flagg}."
                )
                if total.virkning_mill_kr >= 0
                else _(
                    "Økte inntekter og reduserte kostnader veide ikke opp for tapte inntekter og merkostnader: "
                    "samlet virkning **{virkning}**{flagg}."
                )
            ).format(virkning=mill_kr(total.virkning_mill_kr, 1, sign=True), flagg=parts.flag(total.funn_id))
        )
    areas = rows[rows.tjenesteomrade_id.notna() & rows.virkning_mill_kr.notna()].sort_values("virkning_mill_kr")
    areas = areas.assign(navn=terms(areas.navn))
    for worst in areas.head(1).itertuples():
        said.append(
            _("Pandemien kostet {omrade} mest: **{belop}**{flagg}.").format(
                omrade=inline(worst.navn), belop=mill_kr(abs(worst.virkning_mill_kr), 1), flagg=parts.flag(worst.funn_id)
            )
        )
    st.markdown(" ".join(said))
    parts.findings(rows[rows.nivaa == 0].head(1), areas.head(1))
    with st.expander(_("Pandemiens virkning, område for område og post for post")):
        if len(areas):
            parts.chart(
                charts.deviations(areas, "virkning_mill_kr", _("Virkning, mill. kr")),
                _("Pandemiens virkning per tjenesteområde, mill. kr."),
            )
        parts.table(
            rows.assign(navn=terms(rows.navn)),
            {
                "navn": parts.Column(_("Post")),
                "virkning_mill_kr": parts.Column(_("Virkning, mill. kr"), lambda value: number(value, 1, sign=True), key=True),
            },
            f"korona_{municipality.now().year}",
            title=_("Koronapandemiens virkning {aar}").format(aar=municipality.now().year),
            status="cellestatus",
        )
        st.caption(_("Positive tall bedrer resultatet."))
    parts.sources(rows)
