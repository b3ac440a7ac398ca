"""What a chief executive opens on a Monday: the year's result and what explains it, five things to look at, and the figures."""

from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

import ark
import arkfigurer
import blocks
import data
import municipality
import parts
import since
import watch
from faner import regnskap
from format import is_missing, listed, mill_kr, number, percent, plain_percent
from language import N_, _, ngettext
from vocabulary import inline, reserved, term, terms

kommune = municipality.now()
aar = kommune.year


# The year's result, and what explains it: the net operating result, without a budget and with one, as the first words and after others.

_NET_FIRST = (
    N_("{kommune} kommune hadde i {aar} et **netto driftsresultat på {resultat}**."),
    N_("{kommune} kommune hadde i {aar} et **netto driftsresultat på {resultat}**, mot {budsjett} i regulert budsjett."),
)
_NET_AFTER = (N_("Netto driftsresultat ble **{resultat}**."), N_("Netto driftsresultat ble **{resultat}**, mot {budsjett} i budsjettet."))

_GROSS = (
    N_("{kommune} kommune hadde i {aar} et **brutto driftsresultat på {resultat}**."),
    N_("{kommune} kommune hadde i {aar} et **brutto driftsresultat på {resultat}**, mot {budsjett} i regulert budsjett."),
)
_SHARE_FIRST = N_("Netto driftsresultat i {kommune} kommune ble **{andel} av driftsinntektene** i {aar}.")
_SHARE_AFTER = N_("Netto driftsresultat ble **{andel} av driftsinntektene**.")


def deviations() -> pd.DataFrame:
    """What explains the difference between budget and accounts: as the report prints it, otherwise the posts that differ most."""
    printed = data.rows(
        """select navn, radtype, avvik_trykt_mill_kr as belop_mill_kr, funn_id, tabell_id, rad
        from rapport.rapport_oppstilling
        where list_contains(?, enhet_id) and aar = ? and emne = 'budsjettavvik' and avvik_trykt_mill_kr is not null
        order by radtype = 'sum', abs(avvik_trykt_mill_kr) desc, rad""",
        *kommune.in_the_year,
    )
    if not printed.empty:
        return printed
    return data.rows(
        """select navn, 'detalj' as radtype, belop_mill_kr, funn_id, tabell_id, rad
        from rapport.rapport_resultatfoss
        where list_contains(?, enhet_id) and aar = ? and foss = 'budsjett_til_regnskap' and rekkefolge > 0 and not er_sluttsum
        order by abs(belop_mill_kr) desc, rekkefolge limit 5""",
        *kommune.in_the_year,
    )


def opening(figures: pd.DataFrame, explained: pd.DataFrame) -> str:
    """The answer in words: what was left, why, and what the year ended with."""
    said = []
    total = explained[explained.radtype == "sum"]
    for row in total.itertuples():
        said.append(blocks.left_of_the_budget(row.belop_mill_kr, row.funn_id))
        causes = explained[(explained.radtype != "sum") & (explained.belop_mill_kr * row.belop_mill_kr > 0)].head(3)
        named = [f"{inline(term(cause.navn))} ({number(cause.belop_mill_kr, sign=True)})" for cause in causes.itertuples()]
        if named:
            said.append(_("Mest betyr {arsaker}.").format(arsaker=listed(named)))
    net = figures[figures.nokkel == "netto_driftsresultat"]
    for row in net.itertuples():
        sentences = _NET_AFTER if said else _NET_FIRST
        sentence = _(sentences[0 if is_missing(row.sammenlignet_verdi) else 1])
        said.append(_with_result(row, sentence))
    return " ".join(said)


def _with_result(row: Any, sentence: str) -> str:
    """A sentence with a result and its budget, and the mark of a finding that touches it."""
    result = mill_kr(row.verdi)
    written_out = kommune.said(sentence, resultat=result, budsjett=mill_kr(row.sammenlignet_verdi))
    # The amount is bold alone, or ends what is bold.
    return written_out.replace(f"{result}**", f"{result}**{parts.flag(row.funn_id)}", 1)


def without_the_net(figures: pd.DataFrame) -> str:
    """What is said where no statement has the net operating result: the gross one, and the net one's share as the report prints it."""
    said = []
    for row in figures[figures.nokkel == "brutto_driftsresultat"].itertuples():
        sentence = _GROSS[0 if is_missing(row.sammenlignet_verdi) else 1]
        said.append(_with_result(row, _(sentence)))
    for row in figures[figures.nokkel == "netto_driftsresultat_trykt_pst"].itertuples():
        said.append(kommune.said(_(_SHARE_AFTER if said else _SHARE_FIRST), andel=plain_percent(row.verdi)))
    return " ".join(said)


def explanation(explained: pd.DataFrame) -> None:
    """The posts that explain the result, with bars."""
    is_printed = "sum" in set(explained.radtype)
    decimals = 0 if is_printed else 1
    st.header(_("Hva forklarer resultatet?") if is_printed else _("Hvor avviker regnskapet mest fra budsjettet?"), divider="gray")
    parts.table(
        explained.assign(navn=terms(explained.navn)),
        {
            "navn": parts.Column(_("Post")),
            "belop_mill_kr": parts.Column(_("Bidrag, mill. kr"), partial(number, decimals=decimals, sign=True), key=True, bar=True),
        },
        f"avvik_{aar}",
        title=_("Avvik fra budsjettet {aar}, mill. kr").format(aar=aar),
    )
    parts.sources(explained)


# The figures

_MARKS = {
    "bedre": ("▲", N_("Bedre enn {hva} {tall}")),
    "svakere": ("▼", N_("Svakere enn {hva} {tall}")),
    "likt": ("", N_("Likt med {hva} {tall}")),
}


def written(value: object, unit: str, decimals: int) -> str:
    """A figure with its unit: `601 mill. kr`, `3,6 %`, `14 998`."""
    if unit == "mill. kr":
        return mill_kr(value, decimals)
    return plain_percent(value) if unit == "pst" else number(value, decimals)


def against(row: Any) -> str:
    """What a figure is held against, and which side of it is the better."""
    if is_missing(row.sammenlignet_verdi):
        return "" if row.nokkel == "innbyggere" else _("Rapporten har ikke noe tall å måle mot.")
    what, figure = term(row.sammenlignet_med), written(row.sammenlignet_verdi, row.maaleenhet, row.desimaler)
    if row.vurdering in _MARKS:
        return _(_MARKS[row.vurdering][1]).format(hva=what if ":" in what else f"{what}:", tall=figure)
    return f"{what[:1].upper()}{what[1:]}{'' if ':' in what else ':'} {figure}"


def tile(row: Any) -> str:
    """A figure as a tile that leads to its page."""
    mark = _MARKS[row.vurdering][0] if row.vurdering in _MARKS else ""
    sign = f'<span class="{escape(row.vurdering)}" aria-hidden="true">{mark}</span> ' if mark else ""
    figure = reserved(row.tilnaerming, written(row.verdi, row.maaleenhet, row.desimaler))
    return (
        f'<div class="hovedtall"><a href="{escape(municipality.link(row.side))}" target="_self">{escape(term(row.navn))}</a>'
        f"<strong>{escape(figure)}{parts.flag_in_html(row.funn_id)}</strong><span>{sign}{escape(against(row))}</span></div>"
    )


def figures_of_the_year(figures: pd.DataFrame) -> None:
    """The few figures, each against its budget or its goal."""
    st.header(_("Året {aar} i tall").format(aar=aar), divider="gray")
    st.html(f'<div class="hovedtallene">{"".join(tile(row) for row in figures.itertuples())}</div>')
    notes = []
    if "mal_nadd" in set(figures.nokkel):
        notes.append(_("Målene er talt fra rapportens tekst."))
    for people in figures[figures.grenser.notna()].head(1).itertuples():
        if kommune.borders_from is not None and people.aar < kommune.borders_from <= int(people.grenser):
            said = _("Innbyggerne er talt {dato}, innenfor dagens grenser, med {andre}.")
            notes.append(kommune.said(said, dato=f"{people.per_dato:%d.%m.%Y}", andre=kommune.merged_with))
    if notes:
        st.caption(" ".join(notes))


# The service areas against their budgets


def _outcome(outcome: str, count: int) -> str:
    """How many areas ended so."""
    if outcome == "merforbruk":
        said = ngettext("{antall} brukte mer enn budsjettet", "{antall} brukte mer enn budsjettet", count)
    elif outcome == "i_balanse":
        said = ngettext("{antall} holdt det", "{antall} holdt det", count)
    else:
        said = ngettext("{antall} brukte mindre", "{antall} brukte mindre", count)
    return said.format(antall=number(count))


def _areas() -> pd.DataFrame:
    """The service areas with a budget, from the one that spent most above it; otherwise the areas that the council granted money to."""
    return data.rows(
        """with tjenester as (
            select navn, tjenesteomrade_id, avvik_mill_kr, avvik_pst, utfall from rapport.rapport_tjenesteomrade
            where enhet_id = $1 and aar = $3 and art = 'tjeneste' and utfall is not null
        ),
        bevilget as (
            select navn, null as tjenesteomrade_id, avvik_mill_kr, null as avvik_pst, utfall from rapport.rapport_oppstilling
            where list_contains($2, enhet_id) and aar = $3 and emne = 'bevilgning_omrade' and radtype = 'detalj'
                and regnskap_mill_kr < 0 and utfall is not null and not exists (from tjenester)
        )
        select omrade.*, grense.verdi as grense_pst, count(*) over () as antall, count(*) over (partition by utfall) as antall_slik
        from (from tjenester union all from bevilget) as omrade
        left join marts.dim_grense as grense
            on grense.grense_id = 'merforbruk_pst' and $3 between grense.fra_aar and coalesce(grense.til_aar, 9999)
        order by avvik_mill_kr, navn""",
        kommune.id,
        list(kommune.numbers),
        aar,
    )


def areas(found: pd.DataFrame) -> None:
    """How many areas kept their budgets, and those furthest from them, either way."""
    is_granted = found.tjenesteomrade_id.isna().all()
    st.header(_("Områdene mot budsjettet") if is_granted else _("Tjenesteområdene mot budsjettet"), divider="gray")
    counts = dict(zip(found.utfall, found.antall_slik, strict=True))
    said = [_outcome(outcome, counts[outcome]) for outcome in ("merforbruk", "i_balanse", "mindreforbruk") if outcome in counts]
    st.markdown(
        (
            _("Av **{alle}** områder: {fordelt}. Avvik under {grense} av budsjettet regner vi som å holde det.")
            if is_granted
            else _("Av **{alle}** tjenesteområder: {fordelt}. Avvik under {grense} av budsjettet regner vi som å holde det.")
        ).format(alle=number(found.antall.iloc[0]), fordelt=listed(said), grense=percent(found.grense_pst.iloc[0]))
    )
    for title, rows in (
        (_("Størst merforbruk"), found[found.utfall == "merforbruk"].head(3)),
        (_("Størst mindreforbruk"), found[found.utfall == "mindreforbruk"].tail(3).iloc[::-1]),
    ):
        with st.container(gap="xsmall"):
            st.subheader(title)
            for row in rows.itertuples():
                label = f"{term(row.navn)}: {mill_kr(row.avvik_mill_kr, 1, sign=True)}"
                if is_granted:
                    municipality.to("okonomi/budsjett", label)
                else:
                    municipality.to("tjenester", f"{label} ({percent(row.avvik_pst, sign=True)})", omrade=row.tjenesteomrade_id)
            if rows.empty:
                st.markdown(_("Ingen."))


# What the page is made of


def population() -> None:
    """Of a municipality without reports: how many live there, and what to look at."""
    newest = data.first(
        """select aar, personer from rapport.rapport_aldersgruppe where kommunenr = ? and aldersgruppe_id = 'alle'
        order by aar desc, grenser limit 1""",
        kommune.id,
    )
    if not newest:
        municipality.stop(_("Varehuset har ikke hovedtallene for {kommune} i {aar}."))
    words = _("{kommune} hadde **{antall} innbyggere** 1. januar {aar}. Varehuset har folketall for kommunen, men ingen rapporter ennå.")
    if has_accounts := regnskap.is_loaded():
        words = _("{kommune} hadde **{antall} innbyggere** 1. januar {aar}. Varehuset har folketall og regnskap, men ingen rapporter ennå.")
    said = words.format(kommune=kommune.name, antall=number(newest["personer"]), aar=newest["aar"])
    st.markdown(said)
    if has_accounts:
        municipality.to("okonomi/regnskap", _("Se regnskapet til {kommune}").format(kommune=kommune.name), ":material/account_balance:")
    paper = st.empty()
    found = watch.things()
    if found:
        watch.box(found, _title(found))
    grid, pictures = arkfigurer.population()
    for column, picture in zip(st.columns(max(1, len(pictures))), pictures, strict=False):
        with column:
            parts.chart(picture.draw(), f"{picture.title}. {picture.note}".strip())
    municipality.to("befolkning", _("Se folketallet i {kommune}").format(kommune=kommune.name), ":material/groups:")
    _button(paper, said, found, pictures, grid)


def _button(paper: Any, said: str, things: list[Any], pictures: list[ark.Picture], grid: ark.Grid | None) -> None:
    """The page as a sheet of paper."""
    reports = list(kommune.reports_of_the_year)
    ark.button(paper, _("Oversikt"), ark.Content(said, things, _title(things), pictures, grid, reports=reports))


def _title(found: list[Any]) -> str:
    return _("Fem ting å se på") if len(found) == watch.FEW else _("Ting å se på")


def contents(statements: pd.DataFrame) -> None:
    """What the warehouse has of the year: its statements, each with its page, and the reports with all their tables."""
    st.header(_("Dette har varehuset for {aar}").format(aar=aar), divider="gray")
    with st.container(horizontal=True, gap="small"):
        for row in statements.drop_duplicates("oppstillingsnavn").itertuples():
            municipality.to(row.side, term(row.oppstillingsnavn), ":material/table_chart:")
    found = data.rows(
        """select rapport.rapport_id, rapport.tittel, count(tabell.tabell_id) as antall from marts.dim_rapport as rapport
        left join kvalitet.tabellstatus as tabell on rapport.rapport_id = tabell.rapport_id
        where list_contains(?, rapport.rapport_id) group by rapport.rapport_id, rapport.tittel order by rapport.rapport_id""",
        list(kommune.reports_of_the_year),
    )
    for row in found.itertuples():
        label = ngettext("{rapport}: {antall} tabell eller figur", "{rapport}: {antall} tabeller og figurer", row.antall)
        municipality.to(
            "kilder/tabeller", label.format(rapport=row.tittel, antall=number(row.antall)), ":material/description:", rapport=row.rapport_id
        )
    if found.empty and not statements.empty:
        other = listed([parts.report(report) for report in statements.rapport_id.unique()])
        st.caption(kommune.said(_("Varehuset har ingen rapport om {aar} selv. Tallene er fra {rapporter}."), rapporter=other))


def page() -> None:
    """The page, from its answer to its sources."""
    since.last_time()
    if aar is None and kommune.id:
        population()
        return
    figures = data.rows(
        "select * from rapport.rapport_oversikt where list_contains(?, enhet_id) and aar = ? order by rekkefolge", *kommune.in_the_year
    )
    statements = data.rows(
        "select * from rapport.rapport_oppstilling where list_contains(?, enhet_id) and aar = ? order by tabell_id, rad",
        *kommune.in_the_year,
    )
    if figures.empty and statements.empty and not kommune.reports_of_the_year:
        municipality.stop(_("Varehuset har ikke hovedtallene for {kommune} i {aar}."))
    explained = deviations()
    said = (
        opening(figures, explained)
        or blocks.result(statements)
        or without_the_net(figures)
        or _("Året {aar} for {kommune} kommune, i de tallene varehuset har.")
    )
    said = kommune.said(said) if "{" in said else said
    words, button = st.columns([5, 1], vertical_alignment="center")
    words.markdown(said)
    paper = button.empty()
    found = watch.things()
    watch.box(found, _title(found))
    if len(figures):
        figures_of_the_year(figures)
    against_budget, reports = _areas(), kommune.reports_of_the_year
    _beside(len(explained) and partial(explanation, explained), len(against_budget) and partial(areas, against_budget))
    _beside(watch.findings_first(reports) and partial(watch.grave_findings, reports), partial(contents, statements))
    grid = _figures_on_paper(figures) if len(figures) else arkfigurer.population()[0]
    _button(paper, said, found, arkfigurer.of_the_year(explained), grid)


def _beside(*draws: Any) -> None:
    """Draw what there is of these beside each other, where there is room."""
    known = [draw for draw in draws if draw]
    for column, draw in zip(st.columns(max(1, len(known)), gap="large"), known, strict=False):
        with column:
            draw()


def _figures_on_paper(figures: pd.DataFrame) -> ark.Grid:
    """The year's figures as a table, each against its budget or its goal."""
    rows = [
        [
            term(row.navn),
            reserved(row.tilnaerming, written(row.verdi, row.maaleenhet, row.desimaler)) + parts.flag(row.funn_id),
            against(row),
        ]
        for row in figures.itertuples()
    ]
    headings = [_("Hovedtall"), _("Tall"), _("Målt mot")]
    return ark.Grid(_("Året {aar} i tall").format(aar=aar), headings, rows, [False, True, False], ark.tables_of(figures))


page()
