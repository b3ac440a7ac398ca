"""Did the municipality run at a surplus, why, and does it keep its own financial rules?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import blocks
import charts
import data
import filters
import frame
import municipality
import parts
import provenance
from format import is_missing, listed, mill_kr, number, percent
from language import N_, _, note, own
from vocabulary import inline, term, terms

_MOST = 3  # rows that are named in a sentence
_YEARS = 5  # columns that there is room for
_MEASURES = {"lopende": N_("Løpende priser"), "faste": N_("Faste priser"), "innbygger": N_("Per innbygger, faste priser")}


def draw() -> None:
    """Draw the year's headline, what explains it, the rules, and the operating statement."""
    kommune = municipality.now()
    rules = data.rows(
        "select * from rapport.rapport_handlingsregler where list_contains(?, enhet_id) and aar = ? order by linje", *kommune.in_the_year
    )
    operations = data.rows(
        "select * from rapport.rapport_arsresultat where list_contains(?, enhet_id) and aar = ? order by oppstilling, rad",
        *kommune.in_the_year,
    )
    others = data.rows(
        """select * from rapport.rapport_oppstilling where side = 'okonomi/resultat' and list_contains(?, enhet_id) and aar = ?
        order by emne != 'drift', oppstilling, tabell_id, rad""",
        *kommune.in_the_year,
    )
    others = others[~others.tabell_id.isin(operations.tabell_id)]
    if operations.empty and others.empty:
        municipality.lacks(_("Varehuset har ikke noe driftsregnskap for {kommune} i {aar}."))
        blocks.ratios(["netto_driftsresultat_pst"], _("Resultatet over årene"))
        blocks.council_rules(rules)
        raise municipality.NothingToShowError
    deviations, others = others[others.emne == "budsjettavvik"], others[others.emne != "budsjettavvik"]
    chosen = _chosen(operations)
    _answer(chosen, others, deviations)
    for _table, rows in deviations.groupby("tabell_id", sort=False):
        _why(rows)
    blocks.council_rules(rules)
    blocks.ratios(["netto_driftsresultat_pst"], _("Resultatet over årene"))
    if len(chosen):
        _how(chosen)
        _statement(chosen)
        _over_years(chosen)
    for _table, rows in others.groupby("tabell_id", sort=False):
        _printed(rows)
    if rules.empty:
        _no_rules()


def _no_rules() -> None:
    """Say that the council has no financial rules that year, and lead to the municipality's financial goals where there are any."""
    kommune = municipality.now()
    municipality.lacks(_("Varehuset har ikke noen økonomiske handlingsregler fra kommunestyret for {kommune} i {aar}."))
    reports = list(kommune.reports_of_the_year)
    if data.first("select mal_id from rapport.rapport_mal where list_contains(?, rapport_id) and tema = 'okonomi' limit 1", reports):
        municipality.to("mal", _("Se kommunens økonomiske mål"), ":material/flag:", tema="okonomi")


def _chosen(operations: pd.DataFrame) -> pd.DataFrame:
    """The operating statement that is shown, where the year has several."""
    if operations.empty:
        return operations
    titles = parts.titles(operations.tabell_id)
    chosen = filters.one(st, _("Oppstilling"), "oppstilling", titles) if len(titles) > 1 else next(iter(titles))
    return operations[operations.tabell_id == chosen]


def _answer(chosen: pd.DataFrame, others: pd.DataFrame, deviations: pd.DataFrame) -> None:
    """What the year ended with: what was left of the budget, and the net operating result."""
    kommune = municipality.now()
    totals = deviations[deviations.radtype != "detalj"].head(1)
    said = [
        blocks.left_of_the_budget(row.avvik_trykt_mill_kr, row.funn_id)
        for row in totals.itertuples()
        if not is_missing(row.avvik_trykt_mill_kr)
    ]
    result = next(chosen[chosen.post_id == "netto_driftsresultat"].itertuples(), None) if len(chosen) else None
    if result is not None:
        said.append(_net_result(result))
    else:
        said.append(blocks.result(others if chosen.empty else pd.concat([chosen, others])) or blocks.gross_result(chosen))
    if any(said):
        st.markdown(" ".join(filter(None, said)))
    elif len(chosen) or others.regnskap_mill_kr.notna().any():
        st.markdown(kommune.said(_("Driftsregnskapet til {kommune} kommune for {aar}, slik rapporten har det.")))
    else:
        municipality.lacks(_("Varehuset har budsjettet til {kommune} for {aar}, men ikke regnskapet."))


def _net_result(result: Any) -> str:
    """The net operating result against the budget."""
    amount = mill_kr(result.regnskap_mill_kr)
    said = municipality.now().said(
        _("Netto driftsresultat i {aar} ble **{resultat}**, {andel} av driftsinntektene.")
        if is_missing(result.avvik_mill_kr)
        else _("Netto driftsresultat i {aar} ble **{resultat}**, {andel} av driftsinntektene og {avvik} bedre enn regulert budsjett.")
        if result.avvik_mill_kr >= 0
        else _("Netto driftsresultat i {aar} ble **{resultat}**, {andel} av driftsinntektene og {avvik} svakere enn regulert budsjett."),
        resultat=amount,
        andel=percent(result.andel_av_driftsinntekter_pst),
        avvik="" if is_missing(result.avvik_mill_kr) else mill_kr(abs(result.avvik_mill_kr)),
    )
    return parts.with_flag(said, amount, result.funn_id)


def _why(rows: pd.DataFrame) -> None:
    """What the deviation is made of, as the report has it in numbers and in words."""
    st.header(_("Hvorfor ble det slik?"), divider="gray")
    largest = rows[rows.radtype == "detalj"].sort_values("avvik_trykt_mill_kr", key=abs, ascending=False).head(_MOST)
    named = [f"{inline(term(row.navn))} ({number(row.avvik_trykt_mill_kr, sign=True)})" for row in largest.itertuples()]
    st.markdown(_("Mest betydde {poster}.").format(poster=listed(named)))
    first = rows.iloc[0]
    said = data.rows("select * from marts.fct_forklaring where rapport_id = ? and tema = 'okonomi' order by linje_fra", first.rapport_id)
    numbers, words = st.columns([5, 6]) if len(said) else (st.container(), st.container())
    with numbers:
        parts.table(
            rows.assign(navn=terms(rows.navn)),
            {
                "navn": parts.Column(_("Avvik fra revidert budsjett")),
                "avvik_trykt_mill_kr": parts.Column(_("Mill. kr"), lambda value: number(value, sign=True), bar=True),
            },
            f"{first.oppstilling}_{first.aar}",
            title=f"{term(first.oppstillingsnavn)} {first.aar}",
            status="cellestatus",
        )
        parts.sources(rows, _("Mill. kr, positivt når det bedrer resultatet."))
    with words:
        for row in said.itertuples():
            blocks.quote(row.sitat, row.rapport_id, row.linje_fra, row.linje_til)


def _how(chosen: pd.DataFrame) -> None:
    """How the result comes about: what operations took of the income, and what is left of that after interest and instalments."""
    steps = data.rows(
        """select *, count(*) filter (where er_sluttsum) over (order by rekkefolge) >= 1 as er_resultat from rapport.rapport_resultatfoss
        where foss = 'oppbygging' and oppstilling = ? and list_contains(?, enhet_id) and aar = ? order by rekkefolge""",
        chosen.oppstilling.iloc[0],
        *municipality.now().in_the_year,
    )
    if steps.empty:
        return
    steps = steps.assign(navn=terms(steps.navn))
    st.header(_("Fra inntekter til resultat"), divider="gray")
    left, right = st.columns(2)
    # The first result ends what operations took of the income, and begins what is left of it.
    result = steps[steps.er_resultat]
    income = pd.concat([steps[~steps.er_resultat], result.head(1)])
    # A print may have nothing but the sum of what operations cost.
    of_income = _("Hva driftsinntektene på {forst} gikk til. Mill. kr.")
    if len(income) > 3:
        of_income = _("Av driftsinntektene på {forst} gikk mest til {storst}: {belop}. Mill. kr.")
    of_result = _("Av brutto {forst} ble netto {sist}. Mill. kr, i en annen målestokk enn inntektene.")
    for column, part, message in ((left, income, of_income), (right, result, of_result)):
        # A print that does not say what is left in the end has nothing for the bars to come to.
        if (~part.er_sluttsum.iloc[1:]).any() and (part is income or part.er_sluttsum.iloc[-1]):
            numbers = [f"{row.navn} {number(row.belop_mill_kr)}" for row in part.itertuples()]
            largest = part.iloc[1:][~part.er_sluttsum.iloc[1:]].sort_values("belop_mill_kr", key=abs, ascending=False).iloc[0]
            said = message.format(
                forst=mill_kr(part.belop_mill_kr.iloc[0]),
                storst=inline(largest.navn),
                belop=number(abs(largest.belop_mill_kr)),
                sist=mill_kr(part.belop_mill_kr.iloc[-1]),
            )
            with column:
                parts.chart(charts.waterfall(part), said, numbers=numbers)


def _statement(chosen: pd.DataFrame) -> None:
    """The operating statement, post by post."""
    aar = municipality.now().year
    st.header(_("Driftsregnskapet"), divider="gray")
    amounts = {
        "opprinnelig_budsjett_mill_kr": parts.Column(_("Opprinnelig budsjett"), number),
        "regulert_budsjett_mill_kr": parts.Column(_("Regulert budsjett"), number),
        "regnskap_mill_kr": parts.Column(_("Regnskap"), number, key=True),
        "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, sign=True), key=True),
    }
    parts.table(
        chosen.assign(navn=terms(chosen.navn)),
        {"navn": parts.Column(_("Post"))}
        | {name: column for name, column in amounts.items() if chosen[name].notna().any()}
        | {"andel_av_driftsinntekter_pst": parts.Column(_("% av inntektene"), lambda value: number(value, 1))},
        f"driftsregnskap_{aar}",
        title=_("Driftsregnskapet {aar}").format(aar=aar),
    )
    parts.sources(
        chosen,
        _(
            "Mill. kr. Alle beløp er positive når de bedrer resultatet. Avviket er som trykt; der det ikke er trykt, "
            "eller er regnet feil, er det regnskap minus regulert budsjett."
        )
        if chosen.regulert_budsjett_mill_kr.notna().any()
        else _("Mill. kr. Alle beløp er positive når de bedrer resultatet."),
    )


@frame.section
def _over_years(chosen: pd.DataFrame) -> None:
    """The sums of the statement over the years it is printed for: as they were, in the prices of the year, and per inhabitant."""
    main = chosen[chosen.radtype.isin(["sum", "resultat"])]
    numbers, year = municipality.now().in_the_year
    rows = data.rows(
        """select aar, post_id, any_value(tabell_id) as tabell_id, any_value(funn_id) as funn_id,
            max(virkning_i_prisaaret_mill_kr) filter (where prisserie = 'lopende') as lopende,
            max(virkning_i_prisaaret_mill_kr) filter (where prisserie = 'kommunal_deflator' and prisaar = $1) as faste,
            max(per_innbygger_kr) filter (where prisserie = 'kommunal_deflator' and prisaar = $1) as innbygger,
            any_value(folketall_dato) as folketall_dato,
            any_value(priskilde) filter (where prisserie = 'kommunal_deflator') as priskilde
        from rapport.rapport_faste_priser
        where list_contains($2, enhet_id) and oppstilling = $3 and list_contains($4, post_id) and aar <= $1
            and versjon = 'regnskap' and er_nyeste_argang
        group by aar, post_id qualify dense_rank() over (order by aar desc) <= $5 order by aar""",
        year,
        numbers,
        chosen.oppstilling.iloc[0],
        list(main.post_id),
        _YEARS,
    )
    years = list(dict.fromkeys(rows.aar))
    if len(years) < 2:  # one year is in the statement
        return
    st.header(_("Hovedpostene over årene"), divider="gray")
    known = {name: _(words) for name, words in _MEASURES.items() if rows[name].notna().any()}
    measure = filters.buttons(st, _("Vis beløpene i"), "priser", known)
    heading = _("{aar}, kr") if measure == "innbygger" else _("{aar}, mill. kr")
    wide = rows.pivot(index="post_id", columns="aar", values=measure).rename(columns=str).reset_index()
    found = rows[["post_id", "funn_id"]].dropna().drop_duplicates("post_id")
    shown = main[["post_id", "navn", "radtype"]].drop_duplicates("post_id").merge(wide, on="post_id").merge(found, on="post_id", how="left")
    parts.table(
        shown.assign(navn=terms(shown.navn)),
        {"navn": parts.Column(_("Post"))}
        | {str(aar): parts.Column(heading.format(aar=aar), number, key=aar in years[-2:]) for aar in years},
        f"hovedposter_{measure}_{year}",
        title=_("Hovedpostene i driftsregnskapet, {priser}").format(priser=known[measure].lower()),
    )
    if measure != "lopende":
        note(
            _("{aar}-kroner, med kommunal deflator: {kilde}.").format(
                aar=year, kilde=provenance.source(own(next(iter(rows.priskilde.dropna()), "")))
            )
        )
    if measure == "innbygger":
        dates = rows.dropna(subset="folketall_dato").drop_duplicates("aar")
        each = [f"{row.aar}: {row.folketall_dato:%d.%m.%Y}" for row in dates.itertuples()]
        note(_("Folketallet er per {datoer}.").format(datoer="; ".join(each)))
    if borders := municipality.now().borders(years[0], years[-1]):
        st.markdown(borders)
    parts.findings(rows)
    parts.sources(rows)


def _printed(rows: pd.DataFrame) -> None:
    """Another printed statement of the operations, as it stands."""
    st.header(term(rows.oppstillingsnavn.iloc[0]), divider="gray")
    st.markdown(_("Mill. kr. Alle beløp er positive når de bedrer resultatet."))
    blocks.printed_statement(rows)
