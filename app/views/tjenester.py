"""One service area: what it costs and why, how it stands beside others and over the years, what it aims for, and what the reports say."""

from __future__ import annotations

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
import uttak
import watch
from format import brief, is_missing, measured, mill_kr, number, percent, plain, unit
from language import N_, _, ngettext, own, say
from vocabulary import CATEGORIES, inline, term, terms

# What the area spent or earned, and how that was against the budget; a deviation below the limit is balance.
OUTCOMES = {
    (True, "mindreforbruk"): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, {avvik} mindre enn revidert budsjett."),
    (True, "merforbruk"): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, {avvik} mer enn revidert budsjett."),
    (True, "i_balanse"): N_("**{omrade} i {kommune} kommune brukte {netto} netto i {aar}**, i balanse med revidert budsjett."),
    (False, "mindreforbruk"): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, {avvik} mer enn revidert budsjett."),
    (False, "merforbruk"): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, {avvik} mindre enn revidert budsjett."),
    (False, "i_balanse"): N_("**{omrade} i {kommune} kommune tjente {netto} netto i {aar}**, i balanse med revidert budsjett."),
}
_LINES = 6  # key figures that are drawn over the years; the tables have the others
_ACROSS = 3
_OWN_YEARS = 2


@frame.section
def area() -> None:
    """Draw the service area that is chosen, with the answer above the choice."""
    areas = _areas()
    head, paper = st.empty(), st.empty()
    chosen = filters.one(st, _("Tjenesteområde"), "omrade", {row.tjenesteomrade_id: term(row.navn) for row in areas.itertuples()})
    row = next(row for row in areas.itertuples() if row.tjenesteomrade_id == chosen)
    head.markdown(_result(row))
    _budget(row)
    if not is_missing(row.forklaring):
        blocks.quote(*_explanation(row))
    attention = watch.things(chosen)
    if attention:
        watch.box(attention, _("Å se på"))
    figures = _figures(chosen)
    _beside_others(chosen)
    _over_time(chosen)
    _goals(row)
    _findings(row, figures)
    _tables(row, figures)
    _statements(row)
    ark.button(paper, term(row.navn), _on_paper(row, attention))


def _explanation(area: Any) -> tuple[Any, str, Any, Any]:
    """What the report says of the area's deviation, and where."""
    return area.forklaring, area.forklaring_rapport_id, area.forklaring_linje_fra, area.forklaring_linje_til


def _on_paper(area: Any, attention: list[Any]) -> ark.Content:
    """What of the area stands on one page: what the page has shown, and the report's own words where they are few."""
    shown = uttak.shown()
    return ark.Content(
        sentence=_result(area),
        things=attention,
        things_title=_("Å se på"),
        pictures=ark.of_items(shown),
        grid=ark.first_table(shown),
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


def _beside_others(area: str) -> None:
    """Where the municipality stands among those that its newest report compares it with, key figure by key figure."""
    kommune = municipality.now()
    found = data.rows(
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
                max(verdi) filter (where slag = 'snitt') over (partition by indikator_id) as snitt
            from plassert where kan_vises
        )
        select *, slag = 'egen' and retning != 'noytral' and snitt is not null as er_vurdert,
            count(*) filter (where er_vurdert) over () as antall_vurdert,
            count(*) filter (where er_vurdert and (verdi > snitt) = (retning = 'hoy_er_bra') and verdi != snitt) over () as antall_bedre
        from beside order by tabell_id, plass_i_tabellen, slag""",
        list(kommune.reports_so_far),
        area,
    )
    mine = found[found.slag == "egen"]
    if mine.empty:
        return
    st.header(_("Ved siden av de andre"), divider="gray")
    shown = found[found.slag != "ytterst"]
    shown = shown.assign(
        enhet=terms(shown.enhet),
        verdi_tekst=[measured(row.verdi, row.maaleenhet) for row in shown.itertuples()],
        tekst=[_beside_the_mean(row) if row.slag == "egen" else "" for row in shown.itertuples()],
    )
    parts.chart(
        charts.strips(shown),
        _stands(mine),
    )
    st.caption(
        _(
            "Hver rad går fra det laveste til det høyeste tallet. Ruten er {kommune}, prikkene de andre kommunene, streken snittet. "
            "Om høyt er bra, står i tabellen."
        ).format(kommune=kommune.name)
    )
    municipality.to("sammenligning", _("Sammenlign med andre kommuner"), ":material/compare_arrows:", omrade=area)


def _stands(mine: pd.DataFrame) -> str:
    """How many of the key figures that are good or bad are better than the mean, and how the chart is read."""
    first = mine.iloc[0]
    message = (
        _("Bedre enn snittet i {antall} av {alle} nøkkeltall der det er bra å ligge høyt eller lavt, {aar}.")
        if first.antall_vurdert
        else _("{kommune} blant de andre i {aar}.")
    ).format(kommune=municipality.now().name, antall=first.antall_bedre, alle=first.antall_vurdert, aar=first.aar)
    marks = _("Ruten er {kommune}, prikkene de andre kommunene, streken snittet.").format(kommune=municipality.now().name)
    return " ".join([message, _("Tallet til høyre er kommunens eget, og snittet etter det."), marks])


def _beside_the_mean(row: Any) -> str:
    mine = plain(row.verdi)
    return mine if is_missing(row.snitt) else _("{tall} · snitt {snitt}").format(tall=mine, snitt=plain(row.snitt))


_BREAKS = {"sammenslaing": N_("ny kommune"), "definisjon": N_("ny definisjon"), "hull": ""}


def _over_time(area: str) -> None:
    """The key figures with several years: what reports print, as dated points, and SSB's series where it is fetched."""
    kommune = municipality.now()
    found = data.rows(
        """with punkter as (
            select coalesce(bro.indikator_id_2020, tid.indikator_id) as serie, tid.*, indikator.retning, bro.forskjell
            from rapport.rapport_nokkeltall_over_tid as tid
            inner join marts.dim_indikator as indikator on tid.indikator_id = indikator.indikator_id
            left join marts.bro_indikator as bro on tid.indikator_id = bro.indikator_id_2014
            where indikator.tjenesteomrade_id = ? and list_contains(?, tid.enhet_id) and tid.verdi_brukt is not null and tid.er_valgt
            qualify row_number() over (partition by serie, tid.aar order by tid.kildeslag, tid.kilde) = 1
        ),
        brutt as (
            select *, case
                    when lag(aar) over serien is null then null
                    when lag(aar) over serien < ? and aar >= ? then 'sammenslaing'
                    when indikator_id != lag(indikator_id) over serien then 'definisjon'
                    when aar > 1 + lag(aar) over serien then 'hull'
                end as brudd
            from punkter window serien as (partition by serie order by aar)
        )
        select *, verdi_brukt as verdi, count(brudd) over (partition by serie order by aar) as strekning,
            max_by(navn, aar) over (partition by serie) as serienavn, max_by(maaleenhet, aar) over (partition by serie) as serieenhet,
            count(*) over (partition by serie) as antall, max(aar) over (partition by serie) as siste,
            max(retning != 'noytral') over (partition by serie) as har_retning
        from brutt
        qualify antall > 1
        order by antall desc, har_retning desc, serie, aar""",
        area,
        list(kommune.numbers),
        kommune.borders_from,
        kommune.borders_from,
    )
    if found.empty:
        return
    series = [rows for _serie, rows in found.groupby("serie", sort=False)]
    st.header(_("Over årene"), divider="gray")
    for start in range(0, min(len(series), _LINES), _ACROSS):
        for column, rows in zip(st.columns(_ACROSS), series[start : start + _ACROSS], strict=False):
            with column:
                _line(rows)
    if len(series) > _LINES:
        more = len(series) - _LINES
        st.caption(
            ngettext("{antall} nøkkeltall til har flere år.", "{antall} nøkkeltall til har flere år.", more).format(antall=number(more))
        )
    breaks = found[found.brudd == "sammenslaing"]
    if len(breaks):
        st.caption(kommune.borders(kommune.borders_from - 1 if kommune.borders_from else None, kommune.borders_from))


def _line(rows: pd.DataFrame) -> None:
    last = rows.iloc[-1]
    breaks = {int(row.aar): _(_BREAKS[row.brudd]) for row in rows.itertuples() if not is_missing(row.brudd) and _BREAKS[row.brudd]}
    parts.chart(
        charts.history(rows, [plain(value) for value in rows.verdi], breaks),
        _("{navn}: {tall} i {aar}").format(navn=last.serienavn, tall=brief(last.verdi, last.serieenhet), aar=last.aar),
        numbers=[f"{row.aar}: {plain(row.verdi)}" for row in rows.itertuples()],
    )


def _tables(area: Any, figures: pd.DataFrame) -> None:
    """All key figures as the reports print them, the newest report's first."""
    if figures.empty:
        return
    st.header(_("Alle nøkkeltallene"), divider="gray")
    for at, (source, rows) in enumerate(figures.groupby("kilde", sort=False)):
        if at == 0:
            _table(area, rows, str(source))
        else:
            with st.expander(_("Nøkkeltallene i {kilde}").format(kilde=source)):
                _table(area, rows, str(source))


def _table(area: Any, rows: pd.DataFrame, source: str) -> None:
    """The key figures of one report, and what they mean."""
    categories = {key: term(words) for key, words in CATEGORIES.items() if key in set(rows.kategori)}
    # Of the municipality's own long series the last years; the printed table has the others.
    rows = rows[~rows.er_hovedenhet | (rows.aar > rows.aar.max() - _OWN_YEARS)]
    table, columns = blocks.beside(rows, list(categories))
    parts.table(
        table,
        {"navn": parts.Column(_("Nøkkeltall"), norwegian=True), "enhet": parts.Column(_("Måleenhet"))}
        | columns
        | {"leses": parts.Column(_("Leses slik"))},
        f"nokkeltall_{area.tjenesteomrade_id}_{rows.rapport_id.iloc[0]}",
        title=_("Nøkkeltall for {omrade} ({kilde})").format(omrade=inline(term(area.navn)), kilde=source),
    )
    parts.sources(rows)
    parts.footnotes(rows.tabell_id.unique())
    with st.expander(_("Hva nøkkeltallene betyr")):
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
    found = parts.flagged([*said.funn_id, *figures.funn_id, area.funn_id, area.korona_funn_id])
    if found:
        st.header(_("Feil vi fant i kildene"), divider="gray")
        say("\n".join(f"- {finding}" for finding in found))


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


if _areas().empty:
    municipality.stop(_("Varehuset har ingen tall om tjenesteområdene for {kommune} i {aar}."))
area()
