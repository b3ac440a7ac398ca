"""The charts of a municipality's sheet of paper: those of the year's accounts that there are, and then those of its population."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

import ark
import blocks
import charts
import data
import municipality
from format import mill_kr, number, percent
from language import _
from vocabulary import age_group, ages, term, terms

_YEARS = 10  # back in time, of the growth


def of_the_year(explained: pd.DataFrame) -> list[ark.Picture]:
    """The first three there are: what explains the result, the areas against their budgets, the result over the years, the population."""
    found = [*_explanation(explained), *_areas(), *_over_the_years()]
    return found[: ark.MOST] if len(found) >= ark.MOST else [*found, *population()[1]][: ark.MOST]


def _explanation(explained: pd.DataFrame) -> list[ark.Picture]:
    steps = explained[explained.radtype != "sum"]
    if steps.empty:
        return []
    title = _("Bidrag til avviket fra budsjettet, mill. kr")
    rows = steps.assign(navn=terms(steps.navn))
    return [ark.Picture(title, partial(charts.deviations, rows, "belop_mill_kr", title), ark.tables_of(steps))]


def _areas() -> list[ark.Picture]:
    """The service areas that are not in balance, from the one that spent most above its budget to the one that spent most below."""
    kommune = municipality.now()
    rows = data.rows(
        """select navn, avvik_mill_kr, funn_id, tabell_id from rapport.rapport_tjenesteomrade
        where enhet_id = ? and aar = ? and art = 'tjeneste' and utfall != 'i_balanse' and avvik_mill_kr is not null
        order by avvik_mill_kr""",
        kommune.id,
        kommune.year,
    )
    if rows.empty:
        return []
    worst = rows.iloc[0]
    title = _("{omrade}: {belop} mot budsjettet").format(omrade=term(worst.navn), belop=mill_kr(worst.avvik_mill_kr, 1, sign=True))
    shown = rows.assign(navn=terms(rows.navn))
    note = _("Områdene som holdt budsjettet, er ikke tegnet.")
    return [ark.Picture(title, partial(charts.deviations, shown, "avvik_mill_kr", _("Avvik, mill. kr")), ark.tables_of(rows), note)]


def _over_the_years() -> list[ark.Picture]:
    """The ratios that are known for more than one year up to the chosen one."""
    kommune = municipality.now()
    found = data.rows(
        """select * from rapport.rapport_styringstall
        where enhet_id = ? and aar <= ? qualify count(*) over (partition by indikator_id) > 1
        order by indikator_id != 'netto_driftsresultat_pst', indikator_id, aar""",
        kommune.id,
        kommune.year,
    )
    found = found.assign(navn=terms(found.navn))
    return [_ratio(rows) for _indicator, rows in found.groupby("indikator_id", sort=False)]


def _ratio(rows: pd.DataFrame) -> ark.Picture:
    drawn, title = blocks.history(rows)
    reported = rows[rows.kildeslag == "rapport"]
    tables = ark.tables_of(rows.assign(tabell_id=rows.kilde.where(rows.kildeslag == "oppstilling")))
    return ark.Picture(title, drawn, tables, " ".join(blocks.as_reported(reported)), sorted(set(reported.kilde)))


def population() -> tuple[ark.Grid | None, list[ark.Picture]]:
    """The population at the end of the chosen year, or the newest: its growth as a table; its ages, growth and years as charts."""
    kommune = municipality.now()
    years = data.rows(
        """select grenser, aar, personer, max(aar) over () as siste, min(aar) over () as forste from rapport.rapport_aldersgruppe
        where kommunenr = $1 and aldersgruppe_id = 'alle' and ($2 is null or aar <= $2 + 1)
            and grenser = (select min(grenser) from rapport.rapport_aldersgruppe where kommunenr = $1) order by aar""",
        kommune.id,
        kommune.year,
    )
    if years.empty:
        return None, []
    last = years.iloc[-1]
    growth = data.rows(
        """select * from rapport.rapport_befolkningsvekst where kommunenr = ? and grenser = ? and til_aar = ?
            and fra_aar >= ? qualify fra_aar = min(fra_aar) over () order by rekkefolge""",
        kommune.id,
        last.grenser,
        int(last.siste),
        int(last.siste) - _YEARS,
    )
    pictures = [*_ages(last), *_growth(growth), *_years(years, kommune.name)]
    return _growth_table(growth), pictures


_STATISTICS = {"2024": "SSB-07459", "opprinnelige": "SSB-07459-OPPRINNELIGE"}


def _years(years: pd.DataFrame, name: str) -> list[ark.Picture]:
    last, title = years.iloc[-1], _("Innbyggere 1. januar")
    if last.forste == last.siste:
        return []
    said = _("{antall} innbyggere 1. januar {aar}").format(antall=number(last.personer), aar=last.aar)
    drawn = partial(charts.lines, years.assign(navn=name), "aar", "personer", "navn", title)
    return [ark.Picture(said, drawn, [_STATISTICS[last.grenser]])]


def _growth(growth: pd.DataFrame) -> list[ark.Picture]:
    groups = growth[growth.aldersgruppe_id != "alle"]
    if groups.empty:
        return []
    first, most = groups.iloc[0], groups.sort_values("vekst_personer", ascending=False).iloc[0]
    said = _("{gruppe} vokste mest: {antall} personer fra {fra} til {til}")
    if most.vekst_personer <= 0:
        said = _("Ingen aldersgruppe vokste fra {fra} til {til}")
    title = said.format(
        gruppe=age_group(most.aldersgruppe), antall=number(most.vekst_personer, sign=True), fra=first.fra_aar, til=first.til_aar
    )
    rows = groups.assign(aldersgruppe=groups.aldersgruppe.map(age_group))
    words = (_("Økning"), _("Nedgang"))
    drawn = partial(charts.deviations, rows, "vekst_personer", title, labels="aldersgruppe", words=words)
    return [ark.Picture(title, drawn, [_STATISTICS[first.grenser]])]


def _ages(last: Any) -> list[ark.Picture]:
    rows = data.rows(
        """select *, row_number() over (order by begge_kjonn desc, alder_fra, kjonn) = 1 as er_storst from (
            select *, sum(personer_per_aarstrinn) over (partition by alder_fra) as begge_kjonn
            from rapport.rapport_befolkning where kommunenr = ? and grenser = ? and aar = ?
        ) order by kjonn, alder_fra""",
        municipality.now().id,
        last.grenser,
        int(last.siste),
    )
    if rows.empty:
        return []
    rows = rows.assign(gruppe=[ages(row.alder_fra, row.alder_til) for row in rows.itertuples()])
    largest = rows[rows.er_storst].iloc[0]
    title = _("De største årskullene 1. januar {aar} er {alder}: i snitt {antall} personer per årstrinn").format(
        aar=last.siste, alder=largest.gruppe, antall=number(largest.begge_kjonn)
    )
    return [ark.Picture(title, partial(charts.pyramid, rows), [_STATISTICS[last.grenser]])]


def _growth_table(growth: pd.DataFrame) -> ark.Grid | None:
    if growth.empty:
        return None
    first = growth.iloc[0]
    rows = [
        [
            age_group(row.aldersgruppe),
            number(row.personer_fra),
            number(row.personer_til),
            number(row.vekst_personer, sign=True),
            percent(row.vekst_pst, sign=True),
        ]
        for row in growth.itertuples()
    ]
    years = [_("Personer {aar}").format(aar=year) for year in (first.fra_aar, first.til_aar)]
    headings = [_("Aldersgruppe"), *years, _("Endring"), _("Endring, %")]
    title = _("Befolkningsvekst fra {fra} til {til}").format(fra=first.fra_aar, til=first.til_aar)
    return ark.Grid(title, headings, rows, [False, True, True, True, True], [_STATISTICS[first.grenser]])
