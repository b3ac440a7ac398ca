"""One service area: what it costs and why, how it stands beside others and over the years, what it aims for, and what the reports say."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

import ark
import blocks
import charts
import data
import filters
import frame
import municipality
import parts
import peers
import uttak
import watch
from format import brief, is_missing, listed, measured, mill_kr, number, percent, plain, unit
from language import N_, _, ngettext, own, say
from tables import Spread
from vocabulary import CATEGORIES, DIRECTIONS, inline, term, terms

# What the area spent or earned, and how that was against the budget; a deviation below the limit is balance.
OUTCOMES = {
    (True, "mindreforbruk"): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, {avvik} mindre enn revidert budsjett."),
    (True, "merforbruk"): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, {avvik} mer enn revidert budsjett."),
    (True, "i_balanse"): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, i balanse med revidert budsjett."),
    (False, "mindreforbruk"): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, {avvik} mer enn revidert budsjett."),
    (False, "merforbruk"): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, {avvik} mindre enn revidert budsjett."),
    (False, "i_balanse"): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, i balanse med revidert budsjett."),
}
_OWN_YEARS = 2
_FIGURES = "nokkeltall_"  # what the files of the area's key figures begin with


@frame.section
def area() -> None:
    """Draw the service area that is chosen, with the answer above the choice."""
    areas = _areas()
    head = st.empty()
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    paper = right.empty()
    chosen = filters.one(left, _("Tjenesteområde"), "omrade", {row.tjenesteomrade_id: term(row.navn) for row in areas.itertuples()})
    row = next(row for row in areas.itertuples() if row.tjenesteomrade_id == chosen)
    head.markdown(_result(row))
    _budget(row)
    if not is_missing(row.forklaring):
        blocks.quote(*_explanation(row))
    attention = watch.things(chosen)
    if attention:
        watch.box(attention, _("Å se på"))
    figures = _figures(chosen)
    pictures = _key_figures(row)
    _goals(row)
    _findings(row, figures)
    _tables(row, figures)
    _statements(row)
    ark.button(paper, term(row.navn), _on_paper(row, attention, pictures))


def _explanation(area: Any) -> tuple[Any, str, Any, Any]:
    """What the report says of the area's deviation, and where."""
    return area.forklaring, area.forklaring_rapport_id, area.forklaring_linje_fra, area.forklaring_linje_til


def _on_paper(area: Any, attention: list[Any], pictures: list[ark.Picture]) -> ark.Content:
    """What of the area stands on one page: what the page has shown, and the report's own words where they are few."""
    shown = uttak.shown()
    figures = [item for item in shown if item.name.startswith(_FIGURES)]  # the budget is in the sentence
    return ark.Content(
        sentence=_result(area),
        things=attention,
        things_title=_("Å se på"),
        pictures=pictures,
        grid=ark.first_table([*figures, *shown]),
        quote=None if is_missing(area.forklaring) else blocks.quoted(*_explanation(area)),
        reports=list(municipality.now().reports_of_the_year),
    )


def _areas() -> pd.DataFrame:
    kommune = municipality.now()
    return data.rows(
        """select * from rapport.rapport_tjenesteomrade
        where enhet_id = ? and aar = ? and (avvik_mill_kr is not null or antall_nokkeltall + antall_mal + antall_utsagn > 0)
        order by art = 'sentral_bevilgning', rekkefolge""",
        kommune.id,
        kommune.year,
    )


def _result(area: Any) -> str:
    """What the area spent or earned in the year, against the budget."""
    name = term(area.navn)
    if is_missing(area.regnskap_mill_kr) or is_missing(area.utfall):
        return municipality.now().said(
            _("**{omrade}** i {kommune} kommune har ikke budsjett og regnskap i varehuset for {aar}."), omrade=name
        )
    return municipality.now().said(
        _(OUTCOMES[bool(area.regnskap_mill_kr < 0), area.utfall]),
        omrade=name,
        netto=mill_kr(abs(area.regnskap_mill_kr), 1),
        avvik=mill_kr(abs(area.avvik_mill_kr), 1),
    )


def _budget(area: Any) -> None:
    """The area's budget and accounts in a row, and what the pandemic did to them."""
    if is_missing(area.regnskap_mill_kr):
        return
    shown = pd.DataFrame([area._asdict()], dtype=object).assign(navn=term(area.navn))
    columns = {
        "navn": parts.Column(_("Mill. kr")),
        "regulert_budsjett_mill_kr": parts.Column(_("Revidert budsjett"), lambda value: number(value, 1)),
        "regnskap_mill_kr": parts.Column(_("Regnskap"), lambda value: number(value, 1), key=True),
        "avvik_mill_kr": parts.Column(_("Avvik"), lambda value: number(value, 1, sign=True), key=True),
        "avvik_pst": parts.Column(_("Avvik, %"), lambda value: percent(value, sign=True)),
        "korona_virkning_mill_kr": parts.Column(_("Pandemiens virkning"), lambda value: number(value, 1, sign=True)),
    }
    if is_missing(area.korona_virkning_mill_kr):
        del columns["korona_virkning_mill_kr"]
    parts.table(
        shown,
        columns,
        f"budsjett_{area.tjenesteomrade_id}_{area.aar}",
        title=_("Budsjett og regnskap for {omrade} {aar}").format(omrade=inline(term(area.navn)), aar=area.aar),
    )
    parts.sources([table for table in (area.tabell_id, area.korona_tabell_id) if not is_missing(table)])


# Key figures


def _figures(area: str) -> pd.DataFrame:
    """The area's key figures in all reports up to the year, as printed."""
    return data.rows(
        """select nokkeltall.*, kilde.tittel as kilde from rapport.rapport_nokkeltall as nokkeltall
        inner join marts.dim_kilde as kilde on nokkeltall.rapport_id = kilde.kilde_id
        where list_contains(?, nokkeltall.rapport_id) and tjenesteomrade_id = ?
        order by kilde.aar desc, nokkeltall.rapport_id, tabell_id, rad, er_hovedenhet desc, nokkeltall.aar desc, enhetstype, enhet desc""",
        list(municipality.now().reports_so_far),
        area,
    )


def _beside_others(area: str) -> pd.DataFrame:
    """Where the municipality stands among those that its newest report compares it with, key figure by key figure."""
    return data.rows(
        """with tall as (
            select *, max(aar) filter (where er_hovedenhet) over (partition by rapport_id) as siste
            from rapport.rapport_nokkeltall
            where list_contains(?, rapport_id) and tjenesteomrade_id = ? and verdi is not null
                and brukbar_til_sammenligning and sammenlignbar
        ),
        nyeste as (
            select rapport_id from tall inner join marts.dim_rapport using (rapport_id) order by dim_rapport.aar desc, rapport_id limit 1
        ),
        plassert as (
            select *, min(verdi) over nokkel as lavest, max(verdi) over nokkel as hoyest, min(rad) over nokkel as plass_i_tabellen,
                bool_or(er_hovedenhet) over nokkel and count(*) over nokkel > 2 as kan_vises,
                case when er_hovedenhet then 'egen' when enhetstype = 'kommune' then 'andre'
                    when enhetstype = 'gruppe'
                        or enhet_id in (select enhet_id from marts.dim_enhet where vekting is not null) then 'snitt'
                    else 'ytterst' end as slag
            from tall where aar = siste and rapport_id in (from nyeste)
            window nokkel as (partition by indikator_id)
        ),
        beside as (
            select *, case when hoyest > lavest then (verdi - lavest) / (hoyest - lavest) else 0.5 end as plass,
                max(verdi) filter (where slag = 'snitt') over (partition by indikator_id) as snitt,
                max(enhet) filter (where slag = 'snitt') over (partition by indikator_id) as snittets_navn
            from plassert where kan_vises
        )
        select *, slag = 'egen' and retning != 'noytral' and snitt is not null as er_vurdert,
            count(*) filter (where er_vurdert) over () as antall_vurdert,
            count(*) filter (where er_vurdert and (verdi > snitt) = (retning = 'hoy_er_bra') and verdi != snitt) over () as antall_bedre
        from beside order by tabell_id, plass_i_tabellen, slag""",
        list(municipality.now().reports_so_far),
        area,
    )


def _key_figures(area: Any) -> list[ark.Picture]:
    """The key figures of the newest report, a row each: beside the others, and over the years. Returns the pictures of them for paper."""
    kommune, beside = municipality.now(), _beside_others(area.tjenesteomrade_id)
    courses = {row.indikator_id: row for row in peers.over_time(area.tjenesteomrade_id).itertuples()}
    mine, others = beside[beside.slag == "egen"], beside[beside.slag == "andre"]
    if mine.empty:
        return []
    st.header(_("Nøkkeltallene"), divider="gray")
    st.markdown(_stands(mine, others))
    drawn = {key: peers.course(courses[key]) for key in mine.indikator_id if key in courses}
    reasons = list(dict.fromkeys(reason for course in drawn.values() for _year, reason in course.breaks if reason))
    mean = next((term(name) for name in mine.snittets_navn.dropna()), "")
    signs = {"egen": kommune.name, "prikk": listed(list(terms(others.enhet.drop_duplicates()))), "snitt": mean, "brudd": listed(reasons)}
    st.html(f'<p class="tegn">{"".join(f"<span><i class={kind}></i>{escape(said)}</span>" for kind, said in signs.items() if said)}</p>')
    shown = mine.assign(
        maalt=[unit(row.maaleenhet) for row in mine.itertuples()],
        spennet=[_spread(row, others[others.indikator_id == row.indikator_id]) for row in mine.itertuples()],
        lopet=[replace(drawn[row.indikator_id], mean=None) if row.indikator_id in drawn else None for row in mine.itertuples()],
        forrige=[_before(courses.get(row.indikator_id)) for row in mine.itertuples()],
        leses=["" if row.retning == "noytral" else term(DIRECTIONS[row.retning]) for row in mine.itertuples()],
    )
    year = mine.aar.iloc[0]
    parts.table(
        shown,
        {
            "navn": parts.Column(_("Nøkkeltall"), norwegian=True),
            "maalt": parts.Column(_("Måleenhet")),
            "verdi": parts.Column(_("{kommune} {aar}").format(kommune=kommune.name, aar=year), plain, key=True),
            "spennet": parts.Column(_("Lavest til høyest")),
            "snitt": parts.Column(_("Snitt"), plain),
            "lopet": parts.Column(_("Over årene")),
            "forrige": parts.Column(_("Forrige tall"), right=True),
            "leses": parts.Column(_("Leses slik")),
        },
        f"{_FIGURES}{area.tjenesteomrade_id}_{year}",
        title=_("Nøkkeltall for {omrade}, {kommune} blant andre").format(omrade=inline(term(area.navn)), kommune=kommune.name),
    )
    parts.sources(mine)
    with st.container(horizontal=True):
        municipality.to("sammenligning", _("Sammenlign med andre kommuner"), ":material/compare_arrows:", omrade=area.tjenesteomrade_id)
    if any(reason for course in drawn.values() for reason in course.breaks):
        st.caption(kommune.borders(kommune.borders_from - 1 if kommune.borders_from else None, kommune.borders_from))
    most = sorted((courses[key] for key in drawn), key=lambda row: (-row.antall, row.retning == "noytral"))
    return _pictures(beside, most)


def _stands(mine: pd.DataFrame, others: pd.DataFrame) -> str:
    """How many of the key figures that are good or bad are better than the mean."""
    first = mine.iloc[0]
    said = (
        ngettext(
            "{kommune} er bedre enn snittet på **{antall} av {alle}** nøkkeltall der høyt eller lavt er bra, i {aar}.",
            "{kommune} er bedre enn snittet på **{antall} av {alle}** nøkkeltall der høyt eller lavt er bra, i {aar}.",
            first.antall_vurdert,
        )
        if first.antall_vurdert
        else _("{kommune} blant {antall_andre} andre i {aar}.")
    )
    return said.format(
        kommune=municipality.now().name,
        antall=number(first.antall_bedre),
        alle=number(first.antall_vurdert),
        antall_andre=number(others.enhet_id.nunique()),
        aar=first.aar,
    )


def _spread(row: Any, others: pd.DataFrame) -> Spread:
    """A key figure among the others and their mean."""
    mean = None if is_missing(row.snitt) else (term(row.snittets_navn), Decimal(str(row.snitt)))
    ends = (Decimal(str(row.lavest)), Decimal(str(row.hoyest)))
    return Spread(Decimal(str(row.verdi)), tuple(zip(terms(others.enhet), map(Decimal, map(str, others.verdi)), strict=True)), mean, ends)


def _before(row: Any) -> str:
    """The number of the year before it, or the last one before a gap, with its year."""
    return "" if row is None or is_missing(row.forrige) else f"{plain(row.forrige)} ({int(row.forrige_aar)})"


def _pictures(beside: pd.DataFrame, courses: list[Any]) -> list[ark.Picture]:
    """What of the key figures is drawn on a sheet of paper: all beside the others, and those with most years."""
    mine = beside[beside.slag == "egen"]
    shown = beside[beside.slag != "ytterst"]
    shown = shown.assign(
        enhet=terms(shown.enhet),
        verdi_tekst=[measured(row.verdi, row.maaleenhet) for row in shown.itertuples()],
        tekst=[_beside_the_mean(row) if row.slag == "egen" else "" for row in shown.itertuples()],
    )
    note = _("Ruten er {kommune}, prikkene de andre kommunene, streken snittet.").format(kommune=municipality.now().name)
    title = re.sub(r"\*\*", "", _stands(mine, beside[beside.slag == "andre"])).rstrip(".")
    pictures = [ark.Picture(title, partial(charts.strips, shown), ark.tables_of(mine), note)]
    for row in courses[: ark.MOST - 1]:
        rows, values, breaks = peers.dated(row)
        title = _("{navn}: {tall} i {aar}").format(navn=row.navn, tall=brief(row.siste, row.maaleenhet), aar=int(row.siste_aar))
        pictures.append(ark.Picture(title, partial(charts.history, rows, values, breaks)))
    return pictures


def _beside_the_mean(row: Any) -> str:
    mine = plain(row.verdi)
    return mine if is_missing(row.snitt) else _("{tall} · snitt {snitt}").format(tall=mine, snitt=plain(row.snitt))


def _tables(area: Any, figures: pd.DataFrame) -> None:
    """All key figures as the reports print them, the newest report's first."""
    if figures.empty:
        return
    for source, rows in figures.groupby("kilde", sort=False):
        with st.expander(_("Alle nøkkeltallene, kommune for kommune, i {kilde}").format(kilde=source)):
            _table(area, rows, str(source))


def _table(area: Any, rows: pd.DataFrame, source: str) -> None:
    """The key figures of one report, and what they mean."""
    categories = {key: term(words) for key, words in CATEGORIES.items() if key in set(rows.kategori)}
    # Of the municipality's own long series the last years; the printed table has the others.
    rows = rows[~rows.er_hovedenhet | (rows.aar > rows.aar.max() - _OWN_YEARS)]
    table, columns = blocks.beside(rows, list(categories))
    parts.table(
        table,
        {"navn": parts.Column(_("Nøkkeltall"), norwegian=True), "enhet": parts.Column(_("Måleenhet"))} | columns,
        f"nokkeltall_{area.tjenesteomrade_id}_{rows.rapport_id.iloc[0]}",
        title=_("Nøkkeltall for {omrade} ({kilde})").format(omrade=inline(term(area.navn)), kilde=source),
    )
    parts.sources(rows)
    parts.footnotes(rows.tabell_id.unique())
    say("\n\n".join(map(_meaning, rows.drop_duplicates("indikator_id").itertuples())))


def _meaning(row: Any) -> str:
    """What a key figure means, and the KOSTRA functions it is of."""
    codes = [] if is_missing(row.kostra_funksjoner) else row.kostra_funksjoner.split(";")
    functions = ngettext("KOSTRA-funksjon {koder}.", "KOSTRA-funksjon {koder}.", len(codes)).format(koder=", ".join(codes))
    return f"**{own(row.navn)}** ({unit(row.maaleenhet)}): {own(row.definisjon)} {functions if codes else ''}"


# Goals, findings, statements: also those that were read under another theme


def _goals(area: Any) -> None:
    goals = data.rows(
        """select mal.* from rapport.rapport_mal as mal
        inner join marts.bro_tema as temaer on temaer.slag = 'mal' and mal.mal_id = temaer.id
        inner join marts.dim_rapport as rapport on mal.rapport_id = rapport.rapport_id
        where list_contains(?, mal.rapport_id) and temaer.tema = ? order by rapport.aar desc, mal.rapport_id, linje, mal_id""",
        list(municipality.now().reports_so_far),
        area.tjenesteomrade_id,
    )
    if goals.empty:
        return
    st.header(_("Målene"), divider="gray")
    st.markdown(
        _("Slik vi leser dem, er **{nadd} av {avgjort}** mål som er målt, nådd.").format(
            nadd=number(area.antall_mal_nadd), avgjort=number(area.antall_mal_avgjort)
        )
    )
    blocks.goals(goals, f"mal_{area.tjenesteomrade_id}")


def _findings(area: Any, figures: pd.DataFrame) -> None:
    """What the reports say against themselves about the area, the gravest first."""
    said = data.rows(
        """select coalesce(utsagn.funn_id, mal.funn_id) as funn_id from marts.bro_tema as temaer
        left join rapport.rapport_utsagn as utsagn on temaer.slag = 'utsagn' and temaer.id = utsagn.utsagn_id
        left join rapport.rapport_mal as mal on temaer.slag = 'mal' and temaer.id = mal.mal_id
        where list_contains(?, temaer.rapport_id) and temaer.tema = ?""",
        list(municipality.now().reports_so_far),
        area.tjenesteomrade_id,
    )
    ids = [*said.funn_id, *figures.funn_id, area.funn_id, area.korona_funn_id]
    found, older = parts.flagged_by_age(ids, municipality.now().year)
    if not found and not older:
        return
    st.header(_("Feil vi fant i kildene"), divider="gray")
    if found:
        with st.container(key="funnliste"):
            say("\n".join(f"- {finding}" for finding in found))
    if older:
        heading = ngettext("{antall} feil i eldre rapporter", "{antall} feil i eldre rapporter", len(older)).format(
            antall=number(len(older))
        )
        with st.expander(heading):
            say("\n".join(f"- {finding}" for finding in older))


def _statements(area: Any) -> None:
    """What the reports otherwise say of the area in numbers."""
    statements = data.rows(
        """select utsagn.* from rapport.rapport_utsagn as utsagn
        inner join marts.bro_tema as temaer on temaer.slag = 'utsagn' and utsagn.utsagn_id = temaer.id
        inner join marts.dim_rapport as rapport on utsagn.rapport_id = rapport.rapport_id
        where list_contains(?, utsagn.rapport_id) and temaer.tema = ?
        order by rapport.aar desc, utsagn.rapport_id, linje, utsagn_id""",
        list(municipality.now().reports_so_far),
        area.tjenesteomrade_id,
    )
    if statements.empty:
        return
    with st.expander(_("Hva rapportene ellers sier i tall ({antall})").format(antall=number(len(statements)))):
        blocks.statements(statements, f"utsagn_{area.tjenesteomrade_id}")


if _areas().empty and (granted := blocks.granted_areas()):
    st.markdown(
        municipality.now().said(
            ngettext(
                "Rapportene om {kommune} i {aar} har budsjett og regnskap for {antall} område, men ikke mer om det.",
                "Rapportene om {kommune} i {aar} har budsjett og regnskap for {antall} områder, men ikke mer om hvert av dem.",
                granted,
            ),
            antall=number(granted),
        )
    )
    municipality.to("okonomi/budsjett", _("Se områdene mot budsjettet"), ":material/account_balance:")
    raise municipality.NothingToShowError
if _areas().empty:
    municipality.stop(_("Varehuset har ingen tall om tjenesteområdene for {kommune} i {aar}."))
area()
