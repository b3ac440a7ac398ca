"""Whom a municipality is compared with, and where it stands among them: the choices, and the SQL that ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

import data
import filters
import municipality
from format import is_missing, number, plain
from language import N_, _
from tables import Course
from vocabulary import term

SIMILAR = 10  # municipalities of the list of similar ones
REPORT, OWN, ALIKE = "rapporten", "egne", "lignende"

# Every municipality's numbers: what reports print, and SSB's own; of several prints the one that is used.
_NUMBERS = """
    tall as (
        select n.rapport_id, n.tjenesteomrade_id, n.indikator_id, n.navn, n.maaleenhet, n.retning, n.kategori, n.aar, n.enhet_id,
            n.enhet, n.omfang, n.utgave, n.prisniva, n.sammenlignbar, n.verdi_trykt,
            coalesce(case when $adjusted then behov.behovsjustert_kr_per_innbygger end, n.verdi) as verdi,
            coalesce(behov.status = 'justert', false) as kan_justeres, n.funn_id, n.cellestatus, n.tabell_id, n.rad, n.kolonne,
            rapport.aar as rapportaar, rapport.kommune_id = $today as er_egen, enhet.kommune_id, n.enhetstype
        from rapport.rapport_nokkeltall as n
        inner join marts.dim_rapport as rapport on n.rapport_id = rapport.rapport_id
        left join marts.dim_enhet as enhet on n.enhet_id = enhet.enhet_id
        left join rapport.rapport_behovsjustert as behov
            on n.rapport_id = behov.rapport_id and n.tabell_id = behov.tabell_id and n.rad = behov.rad and n.kolonne = behov.kolonne
        where n.er_valgt
        union all by name
        select t.kilde as rapport_id, i.tjenesteomrade_id, t.indikator_id, i.navn, i.maaleenhet, i.retning, i.kategori, t.aar, t.enhet_id,
            enhet.navn as enhet, t.omfang, t.utgave, i.sammenlignbar, t.verdi_brukt as verdi, t.verdi_trykt,
            t.funn_id, t.status as cellestatus, t.aar as rapportaar, enhet.kommune_id, enhet.type as enhetstype
        from rapport.rapport_nokkeltall_over_tid as t
        inner join marts.dim_indikator as i on t.indikator_id = i.indikator_id
        inner join marts.dim_enhet as enhet on t.enhet_id = enhet.enhet_id
        where t.kildeslag = 'ssb'
    ),
    -- The newest report of the area that says anything of the municipality, its own before others', and of a key figure the year itself.
    egne as (
        select * from (
            select *, max((rapportaar, coalesce(er_egen, false))) over (partition by tjenesteomrade_id) as nyeste from tall
            where list_contains($numbers, enhet_id) and rapportaar <= $year
        )
        where (rapportaar, coalesce(er_egen, false)) = nyeste
        qualify row_number() over (partition by indikator_id order by aar = $year desc, aar desc, omfang) = 1
    ),
    andre as (
        select egne.indikator_id, tall.enhet_id, tall.kommune_id, tall.enhet, tall.verdi, tall.rapport_id = egne.rapport_id as i_rapporten
        from egne inner join tall
            on egne.indikator_id = tall.indikator_id and egne.aar = tall.aar and egne.omfang = tall.omfang
        where tall.enhetstype = 'kommune' and tall.verdi is not null and not list_contains($numbers, tall.enhet_id)
            -- Adjusted is held against adjusted only.
            and (tall.kan_justeres or not $adjusted or not coalesce(egne.kan_justeres, false))
    ),
    medlemmer as (
        select gruppe_id, any_value(gruppe) over (partition by gruppe_id) as gruppe, slag, kommunenr from marts.bro_kommunegruppe
        where $year between coalesce(gyldig_fra, 0) and coalesce(gyldig_til, 9999)
            and gruppe_id in (
                select gruppe_id from marts.bro_kommunegruppe
                where list_contains($numbers, kommunenr) and $year between coalesce(gyldig_fra, 0) and coalesce(gyldig_til, 9999)
            )
    ),
    valgte as (
        select distinct enhet_id from andre
        where ($peers = 'rapporten' and i_rapporten)
            or ($peers = 'egne' and list_contains($own, enhet_id))
            or ($peers = 'lignende' and kommune_id in (
                select lignende_kommunenr from rapport.rapport_lignende_kommune where kommunenr = $today and rekkefolge <= $similar))
            or coalesce(enhet_id in (select kommunenr from medlemmer where gruppe_id = $peers), false)
            or coalesce(kommune_id in (select kommunenr from medlemmer where gruppe_id = $peers), false)
    )
"""


def _ask(sql: str, area: str = "", peers: str = REPORT, own: Sequence[str] = (), *, adjusted: bool = False) -> pd.DataFrame:
    kommune = municipality.now()
    values = {
        "numbers": list(kommune.numbers),
        "year": kommune.year,
        "today": kommune.id,
        "area": area,
        "peers": peers,
        "own": list(own),
        "similar": SIMILAR,
        "adjusted": adjusted,
    }
    return data.named_rows(f"with {_NUMBERS} {sql}", values)


def areas() -> dict[str, str]:
    """The areas with numbers of the municipality, by their names in the reader's language."""
    found = _ask(
        """select omrade.tjenesteomrade_id, omrade.navn from marts.dim_tjenesteomrade as omrade
        where tjenesteomrade_id in (select tjenesteomrade_id from egne where verdi is not null) order by art = 'tjeneste', rekkefolge"""
    )
    return {row.tjenesteomrade_id: term(row.navn) for row in found.itertuples()}


def choose(place: Any, area: str) -> tuple[str, list[str]]:
    """The choice of whom to compare with: its code, and the municipalities if the reader chooses them."""
    found = _ask(
        """select 'rapporten' as id, '' as navn, count(distinct andre.enhet_id) as antall, 0 as plass from andre
        inner join egne using (indikator_id) where andre.i_rapporten and egne.tjenesteomrade_id = $area
        union all
        select medlemmer.gruppe_id, medlemmer.gruppe, count(distinct andre.enhet_id),
            list_position(['kostra', 'storby', 'fylke', 'landet'], medlemmer.slag)
        from andre inner join egne using (indikator_id)
        inner join medlemmer on andre.kommune_id = medlemmer.kommunenr or andre.enhet_id = medlemmer.kommunenr
        where egne.tjenesteomrade_id = $area group by all
        union all
        select 'lignende', '', count(distinct andre.enhet_id), 8 from andre inner join egne using (indikator_id)
        inner join rapport.rapport_lignende_kommune as lignende
            on andre.kommune_id = lignende.lignende_kommunenr and lignende.kommunenr = $today and lignende.rekkefolge <= $similar
        where egne.tjenesteomrade_id = $area
        order by plass nulls last, navn""",
        area,
    )
    words = {REPORT: _("Kommunene i rapporten"), ALIKE: _("Kommuner som ligner")}
    options = {
        row.id: _("{gruppe} ({antall} med tall)").format(gruppe=words.get(row.id) or term(row.navn), antall=number(row.antall))
        for row in found.itertuples()
        if row.antall
    }
    names = _ask(
        """select distinct andre.enhet_id, andre.enhet from andre inner join egne using (indikator_id) where egne.tjenesteomrade_id = $area
        order by andre.enhet collate da""",
        area,
    )
    known = {row.enhet_id: term(row.enhet) for row in names.itertuples()}
    if not options:
        return REPORT, []
    chosen = filters.one(place, _("Sammenlign med"), "med", options | {OWN: _("Kommuner jeg velger selv")})
    own = filters.several(place, _("Kommuner"), "kommuner", known, list(known)) if chosen == OWN else []
    return chosen, own


def can_be_adjusted(area: str) -> bool:
    """Whether some of the area's costs can be shown adjusted for need: SSB's key of the year is in the warehouse."""
    return not _ask("select 1 from egne where tjenesteomrade_id = $area and kan_justeres limit 1", area).empty


def standing(area: str, peers: str, own: Sequence[str], *, adjusted: bool = False) -> pd.DataFrame:
    """Each key figure of an area: the municipality's number, the others', the group the report prints, and its rank among those with one.

    `adjusted` takes the costs that can be, for need; the others stand as they are.

    `navnene` and `verdiene` are the others; `gruppe` and `gruppe_verdi` the printed group, or `gruppene` and `gruppetallene` where the
    report has several; `lavest` and `hoyest` its ends where they are printed; `plass` of `antall` where the number may be ranked, the
    highest first but where low is good. `antall_best`, `antall_sist`, `antall_rangert`, `antall_bedre` and `antall_mot_snitt` say it for
    them all.
    """
    return _ask(
        """, mot as (
            select andre.indikator_id, list(andre.enhet order by andre.verdi) as navnene, list(andre.verdi order by andre.verdi) as verdiene
            from andre inner join valgte using (enhet_id) group by andre.indikator_id
        ),
        grupper as (
            select egne.indikator_id,
                list(tall.enhet order by tall.enhet) filter (where tall.enhet_id not in ('lavest_asss', 'hoyest_asss')) as gruppene,
                list(tall.verdi order by tall.enhet) filter (where tall.enhet_id not in ('lavest_asss', 'hoyest_asss')) as gruppetallene,
                case when len(gruppene) = 1 then gruppene[1] end as gruppe,
                case when len(gruppene) = 1 then gruppetallene[1] end as gruppe_verdi,
                max(tall.verdi) filter (where tall.enhet_id = 'lavest_asss') as lavest,
                max(tall.verdi) filter (where tall.enhet_id = 'hoyest_asss') as hoyest
            from egne inner join tall
                on egne.rapport_id = tall.rapport_id and egne.indikator_id = tall.indikator_id and egne.aar = tall.aar
                    and egne.omfang = tall.omfang
            where tall.enhetstype != 'kommune' and tall.verdi is not null and $peers = 'rapporten'
                and (tall.kan_justeres or not $adjusted or not coalesce(egne.kan_justeres, false))
            group by egne.indikator_id
        ),
        plassert as (
            select egne.*, $adjusted and coalesce(egne.kan_justeres, false) as er_justert,
                coalesce(mot.navnene, []) as navnene, coalesce(mot.verdiene, []) as verdiene, grupper.* exclude (indikator_id),
                egne.sammenlignbar and egne.verdi is not null and len(mot.verdiene) > 0 as er_rangert,
                case when er_rangert then len(list_filter(
                    mot.verdiene, lambda v: case when egne.retning = 'hoy_er_darlig' then v < egne.verdi else v > egne.verdi end)) + 1
                end as plass,
                case when er_rangert then len(mot.verdiene) + 1 end as antall
            from egne left join mot using (indikator_id) left join grupper using (indikator_id)
            where egne.tjenesteomrade_id = $area
        )
        select *,
            count(*) filter (where er_rangert and retning != 'noytral') over () as antall_rangert,
            count(*) filter (where plass = 1 and retning != 'noytral') over () as antall_best,
            count(*) filter (where plass = antall and antall > 1 and retning != 'noytral') over () as antall_sist,
            count(*) filter (where sammenlignbar and gruppe_verdi is not null and verdi is not null and retning != 'noytral') over ()
                as antall_mot_snitt,
            count(*) filter (where sammenlignbar
                and case retning when 'hoy_er_bra' then verdi > gruppe_verdi when 'hoy_er_darlig' then verdi < gruppe_verdi end) over ()
                as antall_bedre
        from plassert order by tabell_id, rad, navn""",
        area,
        peers,
        own,
        adjusted=adjusted,
    )


# What may not be compared with the years before it, and why; a gap in the years is no reason, but no line crosses it.
BREAKS = {
    "sammenslaing": N_("ny kommune"),
    "definisjon": N_("ny definisjon"),
    "konsern": N_("fra kommunen til konsernet"),
    "kommunen": N_("fra konsernet til kommunen"),
    "hull": "",
}


def over_time(area: str) -> pd.DataFrame:
    """Each key figure of an area with numbers for more than one year: `trykte` and `serie` are lists of years and numbers.

    A key figure that a later report measures by another definition goes on under the later one's name. A year has the relation's
    choice of its numbers: the municipality's own or its group's, as the newest year has it, where both are there. `bruddene` are the years
    that may not be compared with those before them, each with a word of `BREAKS`. `snitt` is the mean of the last four years with a number
    since the last break, `mot_snittet` how the last number is against it, `siste` the last number, and `forrige` the one before it.
    """
    return _ask(
        """, linjene as (
            select t.linje_id as serie_id, t.indikator_id, t.navn, t.maaleenhet, i.retning, t.aar, t.kildeslag, t.snitt_siste_aar,
                t.mot_snittet, t.brudd as brutt_ved, t.brudd_grunn as grunn,
                t.verdi_brukt as verdi, t.linjerang, t.omfang = 'konsern' as er_konsern,
                er_konsern = first_value(t.omfang = 'konsern') over (
                    partition by t.linje_id order by t.aar desc, t.omfang = 'konsern'
                ) as er_linjens
            from rapport.rapport_nokkeltall_over_tid as t inner join marts.dim_indikator as i on t.indikator_id = i.indikator_id
            where list_contains($numbers, t.enhet_id) and t.linjerang is not null and i.tjenesteomrade_id = $area and t.aar <= $year
        ),
        punkter as (
            select * from linjene
            qualify row_number() over (partition by serie_id, aar, kildeslag order by er_linjens desc, linjerang) = 1
                and er_linjens = first_value(er_linjens) over (partition by serie_id, aar order by er_linjens desc)
        ),
        aarene as (
            select * from punkter qualify row_number() over (partition by serie_id, aar order by linjerang) = 1
        ),
        brutt as (
            select *, lag(aar) over serien as forrige_aar, lag(verdi) over serien as forrige, case
                    when forrige_aar is null then null
                    when brutt_ved in ('sammenslaing', 'definisjon') then brutt_ved
                    when er_konsern != lag(er_konsern) over serien then if(er_konsern, 'konsern', 'kommunen')
                    when aar > 1 + forrige_aar then 'hull'
                end as brudd
            from aarene window serien as (partition by serie_id order by aar)
        )
        select punkter.serie_id as indikator_id, max_by(punkter.navn, punkter.aar) as navn,
            max_by(punkter.maaleenhet, punkter.aar) as maaleenhet, max_by(punkter.retning, punkter.aar) as retning,
            list({'aar': punkter.aar, 'verdi': punkter.verdi} order by punkter.aar) filter (where kildeslag = 'rapport') as trykte,
            list({'aar': punkter.aar, 'verdi': punkter.verdi} order by punkter.aar) filter (where kildeslag = 'ssb') as serie,
            any_value(bruddene.bruddene) as bruddene, any_value(bruddene.forrige) as forrige,
            any_value(bruddene.forrige_aar) as forrige_aar, any_value(bruddene.snitt) as snitt,
            any_value(bruddene.mot_snittet) as mot_snittet,
            any_value(bruddene.siste) as siste, any_value(bruddene.siste_aar) as siste_aar,
            any_value(bruddene.antall) as antall
        from punkter
        inner join (
            select serie_id, count(*) as antall, max(aar) as siste_aar, max_by(verdi, aar) as siste,
                max_by(forrige, aar) as forrige, max_by(forrige_aar, aar) as forrige_aar,
                arg_max_null(snitt_siste_aar, aar) as snitt, arg_max_null(mot_snittet, aar) as mot_snittet,
                list({'aar': aar, 'brudd': brudd, 'grunn': grunn} order by aar) filter (where brudd is not null) as bruddene
            from brutt group by serie_id
        ) as bruddene on punkter.serie_id = bruddene.serie_id
        where bruddene.antall > 1
        group by punkter.serie_id order by max(bruddene.siste_aar) desc, max(bruddene.antall) desc, navn""",
        area,
    )


def course(row: Any) -> Course:
    """A key figure of `over_time` as a line over the years, with its breaks."""
    prints, series = (
        tuple((int(point["aar"]), Decimal(str(point["verdi"]))) for point in _list(value)) for value in (row.trykte, row.serie)
    )
    reasons = {kind: _(words) if words else "" for kind, words in BREAKS.items()}
    breaks = tuple(
        (int(entry["aar"]), reasons[entry["brudd"]] if is_missing(entry["grunn"]) else term(entry["grunn"]))
        for entry in _list(row.bruddene)
    )
    return Course(prints, series, None if is_missing(row.snitt) else Decimal(str(row.snitt)), breaks)


def dated(row: Any) -> tuple[pd.DataFrame, list[str], dict[int, str]]:
    """A key figure of `over_time` as `charts.history` draws it: its years, their numbers as written, and its breaks with a reason."""
    line = course(row)
    points = sorted(dict([*line.points, *line.series]).items())
    stretch, starts = 0, {year for year, _reason in line.breaks}
    rows = []
    for year, value in points:
        stretch += year in starts
        rows.append({"aar": year, "verdi": value, "strekning": stretch})
    return pd.DataFrame(rows), [plain(value) for _year, value in points], {year: reason for year, reason in line.breaks if reason}


def _list(value: Any) -> list[Mapping[str, Any]]:
    return list(value) if isinstance(value, Sequence | np.ndarray) else []
