"""What was invested in, against the budget, and how was it paid for?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import data
import municipality
import parts
from format import is_missing, mill_kr, number, percent
from language import _
from vocabulary import inline, term, terms

# The posts that say what was spent in all, in the layouts that have such a post.
SPENT = ("investering_sum_investeringsutgifter", "investering_sum_utgifter")


def draw() -> None:
    """Draw what was invested in, area by area, and how it was paid for."""
    kommune = municipality.now()
    # Expenditure is a positive amount here: what was invested.
    found = data.rows(
        """select *, -opprinnelig_budsjett_mill_kr as opprinnelig, -regulert_budsjett_mill_kr as regulert, -regnskap_mill_kr as regnskap
        from rapport.rapport_budsjettavvik
        where emne in ('investeringsomrade', 'investering') and list_contains(?, enhet_id) and aar = ? order by tabell_id, rad""",
        *kommune.in_the_year,
    )
    printed = data.rows(
        """select * from rapport.rapport_oppstilling where side = 'okonomi/investeringer' and list_contains(?, enhet_id) and aar = ?
        order by tabell_id, rad""",
        *kommune.in_the_year,
    )
    # Where there is an original budget too, the statement has no room for how much of the revised one was used.
    with_original = printed[(printed.emne == "investering") & printed.opprinnelig_budsjett_mill_kr.notna()]
    found = found[~found.tabell_id.isin(with_original.tabell_id)]
    others = printed[~printed.tabell_id.isin(found.tabell_id)]
    if found.empty and others.empty:
        municipality.stop(_("Varehuset har ingen investeringer for {kommune} i {aar}."))
    areas, paid = found[found.emne == "investeringsomrade"], found[found.emne == "investering"]
    printed_areas, other_paid = others[others.emne == "investeringsomrade"], others[others.emne != "investeringsomrade"]
    if areas.empty:
        if said := _spent(printed):
            st.markdown(said)
        if printed_areas.empty:
            municipality.lacks(_("Varehuset har ingen investeringer per område for {kommune} i {aar}."))
    for _table, rows in areas.groupby("tabell_id", sort=False):
        _areas(rows)
    for _table, rows in printed_areas.groupby("tabell_id", sort=False):
        st.header(term(rows.oppstillingsnavn.iloc[0]), divider="gray")
        blocks.printed_statement(rows)
    _how_paid(paid, other_paid, dict(zip(printed.tabell_id, printed.oppstillingsnavn, strict=True)))


def _areas(rows: pd.DataFrame) -> None:
    """What was invested in, area by area, the largest first; the answer before them."""
    aar = municipality.now().year
    areas = rows[rows.radtype == "detalj"].sort_values("regnskap", ascending=False)
    for total, largest in zip(rows[rows.radtype == "sum"].head(1).itertuples(), areas.head(1).itertuples(), strict=False):
        st.markdown(_invested(total, largest))
    st.header(_("Brutto investeringer per område"), divider="gray")
    shown = pd.concat([areas, rows[rows.radtype != "detalj"]])
    parts.table(
        shown.assign(
            navn=terms(shown.navn), mangler=[_("ikke trykt i kilden") if is_missing(value) else "" for value in shown.opprinnelig]
        ),
        {
            "navn": parts.Column(_("Område")),
            "opprinnelig": parts.Column(_("Opprinnelig budsjett"), number, why="mangler"),
            "regulert": parts.Column(_("Revidert budsjett"), number),
            "regnskap": parts.Column(_("Regnskap"), number, key=True),
            "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, sign=True), key=True, bar=True),
            "avvik_pst": parts.Column(_("Avvik, %"), lambda value: number(value, 1, sign=True)),
        },
        f"brutto_investeringer_{aar}",
        title=_("Brutto investeringer per område {aar}").format(aar=aar),
    )
    parts.sources(rows, _("Brutto utgifter til bygg og anlegg, mill. kr. Positivt avvik er mindre brukt."))


def _invested(total: Any, largest: Any) -> str:
    """What was spent in all, how far from the budget, and on what most of it."""
    spent = mill_kr(total.regnskap)
    said = municipality.now().said(
        _(
            "{kommune} kommune investerte i {aar} for **{regnskap}** brutto i bygg og anlegg, {avvik} mindre enn revidert budsjett "
            "på {budsjett} ({andel}). Mest gikk til {omrade}: {omradets}."
        )
        if total.avvik_mill_kr >= 0
        else _(
            "{kommune} kommune investerte i {aar} for **{regnskap}** brutto i bygg og anlegg, {avvik} mer enn revidert budsjett "
            "på {budsjett} ({andel}). Mest gikk til {omrade}: {omradets}."
        ),
        regnskap=spent,
        avvik=mill_kr(abs(total.avvik_mill_kr)),
        budsjett=mill_kr(total.regulert),
        andel=percent(abs(total.avvik_pst)),
        omrade=inline(term(largest.navn)),
        omradets=mill_kr(largest.regnskap),
    )
    return parts.with_flag(said, spent, total.funn_id)


def _spent(printed: pd.DataFrame) -> str:
    """What was spent on investments in all, as the statement of the year has it."""
    for row in printed[printed.post_id.isin(SPENT) & printed.regnskap_mill_kr.notna()].head(1).itertuples():
        has_budget = not is_missing(row.regulert_budsjett_mill_kr)
        return municipality.now().said(
            _("{kommune} kommune hadde i {aar} investeringsutgifter på **{regnskap}**, mot {budsjett} i revidert budsjett.")
            if has_budget
            else _("{kommune} kommune hadde i {aar} investeringsutgifter på **{regnskap}**."),
            regnskap=mill_kr(-row.regnskap_mill_kr),
            budsjett=mill_kr(-row.regulert_budsjett_mill_kr) if has_budget else "",
        )
    return ""


def _how_paid(paid: pd.DataFrame, printed: pd.DataFrame, names: dict[str, str]) -> None:
    """How the investments were paid for: against the budget, or as it is printed; `names` has every table of the page."""
    if paid.empty and printed.empty:
        municipality.lacks(_("Varehuset har ingen oversikt over finansieringen for {kommune} i {aar}."))
        return
    st.header(_("Hvordan investeringene er finansiert"), divider="gray")
    st.markdown(
        _(
            "Oppstillingen gjelder hele investeringsregnskapet, også utlån og kjøp av aksjer. "
            "Utgifter er negative og finansiering positiv. Mill. kr."
        )
    )
    each = [
        *((rows, _against_budget) for _table, rows in paid.groupby("tabell_id", sort=False)),
        *((rows, blocks.printed_statement) for _table, rows in printed.groupby("tabell_id", sort=False)),
    ]
    _two_numbers(sorted(names))
    for rows, draw_rows in each:
        if len(each) > 1:
            st.subheader(term(names[rows.tabell_id.iloc[0]]))
        draw_rows(rows)


def _two_numbers(tables: list[str]) -> None:
    """Say where two of the page's tables print different numbers for the same thing."""
    found = data.rows(
        """select funn_id from kvalitet.kildefunn where list_contains($1, split_part(sted_a, '|', 1))
            and list_contains($1, split_part(sted_b, '|', 1)) and split_part(sted_a, '|', 1) != split_part(sted_b, '|', 1)
        order by funn_id""",
        tables,
    )
    if said := parts.flagged(found.funn_id):
        st.markdown(_("Tabellene på siden stemmer ikke med hverandre: {funn}.").format(funn=" · ".join(said)))


def _against_budget(rows: pd.DataFrame) -> None:
    aar = municipality.now().year
    parts.table(
        rows.assign(
            navn=terms(rows.navn),
            mangler=[_why_missing(row) for row in rows.itertuples()],
            er_uten_budsjett=rows.regulert_budsjett_mill_kr == 0,
        ),
        {
            "navn": parts.Column(_("Post")),
            "regulert_budsjett_mill_kr": parts.Column(_("Revidert budsjett"), number, why="mangler"),
            "regnskap_mill_kr": parts.Column(_("Regnskap"), number, key=True, why="mangler"),
            "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, sign=True), key=True, why="mangler"),
            "avvik_pst": parts.Column(
                _("Avvik, %"), lambda value: number(value, 1, sign=True), why="mangler", undefined="er_uten_budsjett"
            ),
        },
        f"finansiering_{aar}",
        title=_("Finansieringen av investeringene {aar}").format(aar=aar),
    )
    parts.sources(rows)


def _why_missing(row: Any) -> str:
    """Why a row has no deviation."""
    if is_missing(row.regulert_budsjett_mill_kr) or is_missing(row.regnskap_mill_kr):
        return _("ikke trykt i kilden")
    return _("budsjettet er null") if is_missing(row.avvik_pst) else ""
