"""Queries that hold what a reader gets against itself: a row for each thing compared, whose `feil` says what is wrong, or is null."""

from __future__ import annotations


def as_in_fact(view: str, *columns: tuple[str, str, str], emne: str | None = None, year: int = 0) -> str:
    """What a reader meets in `view` is the fact's amount of the same cell, and no table of the subject, if there is one, is missing.

    The amount is of the view's year, or `year` years after.

    Each of `columns` is a column of the view, the fact's column that it must equal, and the version it is of.
    """
    shown = " union all ".join(
        f"select concat_ws(' ', t.rapport_id, t.tabell_id, t.rad) as sted, '{version}' as versjon, t.{column} as vist, "
        f"(select max(f.{measure}) from marts.fct_belop as f where f.tabell_id = t.tabell_id and f.rad = t.rad "
        f"and f.versjon = '{version}' and f.enhet_id = t.enhet_id and f.aar = t.aar + {year}) as belop from rapport.{view} as t"
        for column, measure, version in columns
    )
    versions = ", ".join(f"'{version}'" for *_, version in columns)
    wrong = "select case when vist is distinct from belop then concat(sted, ' ', versjon, ': ', vist, ' mot ', belop) end as feil from tall"
    if emne is None:
        return f"with tall as ({shown}) {wrong}"
    return f"""
    with tall as ({shown}),
    mangler as (
        select concat_ws(' ', rapport_id, tabell_id, 'mangler') as feil from marts.fct_belop
        where emne = '{emne}' and er_valgt_i_oppstillingen and versjon in ({versions})
        group by rapport_id, tabell_id having tabell_id not in (select tabell_id from rapport.{view})
    )
    {wrong}
    union all select feil from mangler
    """


def as_printed(relation: str, column: str) -> str:
    """The number in `column` is that of the printed cell it says it is."""
    return f"""
    select
        case
            when c.tabell_id is null then concat_ws(' ', t.tabell_id, t.rad, t.kolonne, 'er ingen celle')
            when t.{column} is distinct from c.verdi then concat_ws(' ', t.tabell_id, t.rad, t.kolonne, t.{column}, 'mot', c.verdi)
        end as feil
    from {relation} as t
    left join kvalitet.kildecelle as c on t.tabell_id = c.tabell_id and t.rad = c.rad and t.kolonne = c.kolonne
    where t.tabell_id in (select tabell_id from kvalitet.kildecelle)
    """


# An amount of a printed row, with the readers' sign and without.
_NUMBERS = """
    select tabell_id, rad, virkning_trykt_mill_kr as trykt, virkning_mill_kr as brukt from marts.fct_belop
    union all select tabell_id, rad, abs(virkning_trykt_mill_kr), abs(virkning_mill_kr) from marts.fct_belop
"""


def of_the_row(view: str, *columns: str) -> str:
    """Every amount in `columns` stands, as printed or as used, in the row of the printed table that the view says it is of."""
    numbers = " union all ".join(f"select tabell_id, rad, '{column}' as navn, {column} as vist from {view}" for column in columns)
    return f"""
    with
    tall as ({numbers}),
    trykte as (select tabell_id, rad, list(trykt) as trykt, list(brukt) as brukt from ({_NUMBERS}) group by all)
    select
        case
            when not coalesce(list_contains(trykte.trykt, tall.vist) or list_contains(trykte.brukt, tall.vist), false)
                then concat_ws(' ', tall.tabell_id, tall.rad, tall.navn, tall.vist)
        end as feil
    from tall left join trykte using (tabell_id, rad)
    where tall.vist is not null
    """


# An area's budget and accounts are the sum of the rows nearest the top that its table has of it: most often one.
AREAS = """
with
rader as (
    select * from rapport.rapport_budsjettavvik
    where emne = 'tjenesteomrade'
    qualify nivaa = min(nivaa) over (partition by tabell_id, tjenesteomrade_id)
),
summer as (
    select tabell_id, tjenesteomrade_id, sum(regulert_budsjett_mill_kr) as regulert, sum(regnskap_mill_kr) as regnskap
    from rader group by all
)
select
    case
        when omrader.regulert_budsjett_mill_kr is distinct from summer.regulert or omrader.regnskap_mill_kr is distinct from summer.regnskap
            then concat_ws(' ', omrader.enhet_id, omrader.aar, omrader.tjenesteomrade_id, omrader.regulert_budsjett_mill_kr,
                omrader.regnskap_mill_kr, 'mot', summer.regulert, summer.regnskap)
    end as feil
from rapport.rapport_tjenesteomrade as omrader
left join summer using (tabell_id, tjenesteomrade_id)
where omrader.tabell_id is not null
"""


# The columns that a view makes of the personnel figures of a printed row: measure, sex and part.
_SEXES = {"kvinner": "kvinner", "menn": "menn", "totalt": "begge"}
PIVOTED: dict[str, dict[str, tuple[str, str, str]]] = {
    "rapport.rapport_bemanning": {
        f"{name}_{shown}": (measure, sex, "")
        for name, measure in (("antall", "antall_ansatte"), ("arsverk", "arsverk"))
        for shown, sex in _SEXES.items()
    },
    "rapport.rapport_innvandrerbakgrunn": {f"antall_{part}": ("antall_ansatte", "begge", part) for part in ("fast", "vikar", "totalt")},
    "rapport.rapport_larling": {
        **{f"inntak_{shown}": ("inntak", sex, "") for shown, sex in _SEXES.items()},
        "sokere_totalt": ("sokere", "begge", ""),
        **{name: (name, "begge", "") for name in ("larekandidater", "maltall_kontrakter", "lopende_kontrakter")},
    },
    "rapport.rapport_lonn": {
        **{f"antall_{shown}": ("antall_ansatte", sex, "") for shown, sex in _SEXES.items()},
        **{f"antall_{shown}_trykt": ("antall_ansatte", sex, "") for shown, sex in _SEXES.items()},
        **{f"arslonn_{shown}_kr": ("arslonn_kr", sex, "") for shown, sex in _SEXES.items()},
    },
}


def pivoted(view: str) -> str:
    """Each column that `view` makes of a printed row is its number of that measure, sex and part; a cell of several rows is in none."""
    numbers = " union all ".join(
        f"select tabell_id, rad, aar, '{column}' as navn, {column} as vist, {column.endswith('_trykt')} as er_trykt, "
        f"'{measure}' as maal, '{sex}' as kjonn, '{part}' as del from {view}"
        for column, (measure, sex, part) in PIVOTED[view].items()
    )
    return f"""
    with tall as ({numbers})
    select
        case
            when tall.vist is distinct from case when tall.er_trykt then f.verdi_trykt else f.verdi_brukt end
                then concat_ws(' ', tall.tabell_id, tall.rad, tall.navn, tall.vist, 'mot', f.verdi_brukt)
        end as feil
    from tall
    left join marts.fct_personell as f
        on tall.tabell_id = f.tabell_id and tall.rad = f.rad and tall.aar = f.aar and tall.maal = f.maal and tall.kjonn = f.kjonn
        and tall.del = coalesce(f.undergruppe, '') and f.gjelder_rader is null
    """


def marked(view: str) -> str:
    """A row that shows a number that a finding is about has the mark of one; a row that no finding is about has none."""
    return f"""
    with
    funn as (
        select tabell_id, rad, aar, funn_id from marts.fct_belop where funn_id is not null
        union all select tabell_id, rad, aar, funn_id from marts.fct_personell where funn_id is not null
    ),
    merker as (select tabell_id, rad, list(distinct funn_id) as funn, list(distinct aar) as aarene from funn group by all)
    select
        case when (v.funn_id is not null and not coalesce(list_contains(m.funn, v.funn_id), false))
            or (v.funn_id is null and list_contains(m.aarene, v.aar))
            then concat_ws(' ', v.tabell_id, v.rad, v.funn_id, 'mot', m.funn) end as feil
    from {view} as v left join merker as m using (tabell_id, rad)
    """


# A cell's number is what its text says, read once more in another way.
AS_WRITTEN = """
select
    case
        when verdi is distinct from
            try_cast(replace(regexp_replace(translate(raatekst, '\u2212\u2013', '--'), '[^-0-9,]', '', 'g'), ',', '.') as decimal(18, 6))
            then concat_ws(' ', tabell_id, rad, kolonne, verdi, 'mot', raatekst)
    end as feil
from kvalitet.kildecelle where status = 'verdi'
"""

# An amount is its printed number in mill. kr, and its effect is the amount with one sign or the other.
IN_MILLIONS = """
select
    case
        when abs(virkning_trykt_mill_kr) is distinct from abs(i_mill)
            or (funn_id is null and (belop_mill_kr is distinct from i_mill or virkning_mill_kr is distinct from virkning_trykt_mill_kr))
            then concat_ws(' ', tabell_id, rad, kolonne, belop_trykt, maaleenhet_trykt, belop_mill_kr, virkning_mill_kr)
    end as feil
from (
    select *, cast(cast(belop_trykt as decimal(28, 6)) * case maaleenhet_trykt
        when 'kr' then 0.000001 when '1000 kr' then 0.001 when 'mill. kr' then 1 when 'mrd. kr' then 1000 end as decimal(18, 6)) as i_mill
    from marts.fct_belop
) as belop
"""

# A number that no finding is about is used as it is printed.
UNTOUCHED = """
select
    case
        when funn_id is null and verdi_brukt is distinct from verdi_trykt
            then concat_ws(' ', tabell_id, rad, kolonne, verdi_brukt, 'mot', verdi_trykt)
    end as feil
from {fact}
"""

# What a view uses is what the fact uses of the same cell.
AS_USED = """
select
    case
        when v.verdi is distinct from f.verdi_brukt then concat_ws(' ', v.tabell_id, v.rad, v.kolonne, v.verdi, 'mot', f.verdi_brukt)
    end as feil
from {view} as v left join marts.fct_nokkeltall as f using (tabell_id, rad, kolonne)
"""

# The figure that is compared with others' is one of the unit's own key figures.
COMPARED = """
select
    case
        when not exists (
            select 1 from marts.fct_nokkeltall as f
            where (s.rapport_id, s.indikator_id, s.enhet_id, s.aar) = (f.rapport_id, f.indikator_id, f.enhet_id, f.aar)
                and s.verdi is not distinct from f.verdi_brukt and s.verdi_trykt is not distinct from f.verdi_trykt
        ) then concat_ws(' ', s.rapport_id, s.indikator_id, s.enhet_id, s.aar, s.verdi, s.verdi_trykt)
    end as feil
from rapport.rapport_sammenligning as s
"""

PRINTED_VERSIONS = tuple(
    (f"{version}_trykt_mill_kr", "virkning_trykt_mill_kr", version) for version in ("opprinnelig_budsjett", "regulert_budsjett", "regnskap")
)
PRINTED_DEVIATION = ("avvik_trykt_mill_kr", "virkning_trykt_mill_kr", "avvik")
YEAR_BEFORE = (
    ("regnskap_aret_for_mill_kr", "virkning_mill_kr", "regnskap"),
    ("regnskap_aret_for_trykt_mill_kr", "virkning_trykt_mill_kr", "regnskap"),
)
VERSIONS = (
    ("opprinnelig_budsjett_mill_kr", "virkning_mill_kr", "opprinnelig_budsjett"),
    ("regulert_budsjett_mill_kr", "virkning_mill_kr", "regulert_budsjett"),
    ("regnskap_mill_kr", "virkning_mill_kr", "regnskap"),
)

# Every printed sum is its parts, in the readers' one sign, within the rounding of them all; not where a part or the sum is a contradiction
# that the report's findings explain.
SUMS = """
with
forklart as (select tabell_id, rad, kolonne from kvalitet.avstemming where status = 'avvik'),
belop as (
    select f.*, p.forelder_post_id, p.fortegn, forklart.tabell_id is not null as er_forklart
    from marts.fct_belop as f
    inner join marts.dim_regnskapspost as p using (rapport_id, oppstilling, post_id)
    left join forklart on f.tabell_id = forklart.tabell_id and f.rad = forklart.rad and f.kolonne = forklart.kolonne
),
deler as (
    select tabell_id, kolonne, forelder_post_id as post_id, sum(virkning_mill_kr * fortegn) as sum_virkning,
        sum(usikkerhet_mill_kr) as slingring,
        bool_or(er_forklart or virkning_mill_kr is null) as er_unntatt
    from belop
    where forelder_post_id is not null
    group by tabell_id, kolonne, forelder_post_id
)
select
    case
        when abs(deler.sum_virkning - belop.virkning_mill_kr) > deler.slingring + belop.usikkerhet_mill_kr
            then concat_ws(' ', belop.rapport_id, belop.tabell_id, belop.kolonne, belop.post_id, belop.virkning_mill_kr, 'mot',
                deler.sum_virkning)
    end as feil
from belop
inner join deler on belop.tabell_id = deler.tabell_id and belop.kolonne = deler.kolonne and belop.post_id = deler.post_id
where not deler.er_unntatt and not belop.er_forklart and belop.virkning_mill_kr is not null
"""

# The posts whose sign is known of every municipality: 1 improves its result, -1 does the opposite.
_SIGNS = {
    "rammetilskudd": 1,
    "inntekts_og_formuesskatt": 1,
    "sum_driftsinntekter": 1,
    "lonnsutgifter": -1,
    "avskrivninger": -1,
    "sum_driftsutgifter": -1,
    "renteutgifter": -1,
    "avdrag_pa_lan": -1,
    "motpost_avskrivninger": 1,
    "investering_investeringer_i_anleggsmidler": -1,
    "investering_bruk_av_lanemidler": 1,
}


def signs(view: str, post: str) -> str:
    """Income is positive and expenditure negative, in the accounts and the budget, as a reader of `view` gets them."""
    values = ", ".join(f"('{code}', {sign})" for code, sign in _SIGNS.items())
    return f"""
    with
    ventet as (select * from (values {values}) as v(post_id, fortegn)),
    tall as (
        select rapport_id, aar, {post} as post_id, regnskap_mill_kr as tall, 'regnskap' as versjon from rapport.{view}
        union all
        select rapport_id, aar, {post}, regulert_budsjett_mill_kr, 'budsjett' from rapport.{view}
    )
    select case when tall * fortegn < 0 then concat_ws(' ', rapport_id, aar, post_id, versjon, tall) end as feil
    from tall inner join ventet using (post_id)
    """


# A deviation is the accounts less the budget: exactly where we computed it, within the rounding of the three where it is printed.
DEVIATION = """
with slingring as (
    select tabell_id, rad, enhet_id, aar, sum(usikkerhet_mill_kr) as slingring,
        max(case when versjon = 'avvik' then virkning_mill_kr end) as bare_avviket
    from marts.fct_belop
    where er_valgt_i_oppstillingen and versjon in ('regnskap', 'regulert_budsjett', 'avvik') group by all
)
select
    case
        when
            (
                regnskap_mill_kr - regulert_budsjett_mill_kr is null
                and (avvik_mill_kr is distinct from bare_avviket or (avvik_er_beregnet and avvik_mill_kr is not null))
            )
            or (avvik_mill_kr is null and regnskap_mill_kr - regulert_budsjett_mill_kr is not null)
            or abs(avvik_mill_kr - (regnskap_mill_kr - regulert_budsjett_mill_kr))
            > case when avvik_er_beregnet then 0 else slingring end
            then concat_ws(' ', rapport_id, tabell_id, rad, avvik_mill_kr, 'mot', regnskap_mill_kr - regulert_budsjett_mill_kr)
    end as feil
from {view} left join slingring using (tabell_id, rad, enhet_id, aar)
"""

# What a Norwegian municipality has of each for an inhabitant, in kroner: kroner taken for 1000 kr, or the reverse, is outside.
_SIZES = {
    "rammetilskudd": (1_000, 250_000),
    "inntekts_og_formuesskatt": (5_000, 250_000),
    "sum_driftsinntekter": (20_000, 600_000),
    "sum_driftsutgifter": (20_000, 600_000),
    "sum_fordelt_til_drift": (10_000, 400_000),
    "balanse_sum_eiendeler": (30_000, 3_000_000),
}


def sizes(view: str) -> str:
    """The amounts that every municipality has are of the size that they have, an inhabitant, as a reader of `view` gets them."""
    values = ", ".join(f"('{code}', {lowest}, {highest})" for code, (lowest, highest) in _SIZES.items())
    return f"""
    with
    ventet as (select * from (values {values}) as v(post_id, lavest, hoyest)),
    folk as (select kommunenr, aar, sum(personer) as personer from marts.fct_befolkning_i_dag group by all),
    tall as (
        select t.rapport_id, t.aar, t.post_id, v.lavest, v.hoyest,
            cast(abs(t.regnskap_mill_kr) as decimal(38, 6)) * 1000000 / nullif(folk.personer, 0) as kr
        from rapport.{view} as t
        inner join ventet as v using (post_id)
        inner join marts.dim_enhet as e on t.enhet_id = e.enhet_id
        inner join folk on e.kommune_id = folk.kommunenr and t.aar = folk.aar
        where t.regnskap_mill_kr is not null
    )
    select case when kr not between lavest and hoyest
        then concat_ws(' ', rapport_id, aar, post_id, round(kr), 'kr per innbygger') end as feil
    from tall
    """


# Every step begins where the last ended, and a result is what the steps before it come to, within the rounding of the printed amounts. A
# statement has a waterfall unless it is an excerpt that prints a sum without its parts.
WATERFALL = """
with
resultater as (
    select rapport_id, enhet_id, aar, oppstilling, max(rekkefolge) as rekkefolge from rapport.rapport_arsresultat
    where er_fosstrinn and radtype = 'resultat' group by all
),
slingring as (
    select enhet_id, aar, oppstilling, sum(usikkerhet_mill_kr) as slingring from marts.fct_belop
    where er_valgt_i_oppstillingen and versjon in ('regnskap', 'regulert_budsjett') group by all
),
trinn as (
    select *, lag(til_mill_kr) over stegene as forrige, coalesce(lag(er_sluttsum) over stegene, false) as etter_sum
    from rapport.rapport_resultatfoss
    window stegene as (partition by enhet_id, aar, oppstilling, foss order by rekkefolge)
)
select
    case
        when
            til_mill_kr - fra_mill_kr is distinct from belop_mill_kr
            or abs(case when er_sluttsum then til_mill_kr else fra_mill_kr end - coalesce(forrige, 0))
            > case when er_sluttsum or etter_sum then slingring else 0 end
            or (forrige is null and er_sluttsum)
            then concat_ws(' ', rapport_id, foss, navn, fra_mill_kr, til_mill_kr, 'etter', forrige)
    end as feil
from trinn inner join slingring using (enhet_id, aar, oppstilling)
union all
select concat_ws(' ', r.rapport_id, r.aar, 'har ingen foss') from resultater as r
where not exists (
    select 1 from rapport.rapport_arsresultat as a
    where (a.enhet_id, a.aar, a.oppstilling) = (r.enhet_id, r.aar, r.oppstilling) and a.rekkefolge <= r.rekkefolge
        and a.radtype != 'detalj' and not (a.er_fosstrinn and a.radtype = 'sum')
        and a.post_id not in (
            select b.forelder_post_id from rapport.rapport_arsresultat as b
            where (b.enhet_id, b.aar, b.oppstilling) = (r.enhet_id, r.aar, r.oppstilling) and b.forelder_post_id is not null))
    and (r.enhet_id, r.aar, r.oppstilling) not in (select (enhet_id, aar, oppstilling) from rapport.rapport_resultatfoss)
"""

# Assets and what they are financed by are the same amount, and both sides are there, but in an excerpt; a lost sum cannot be held.
BALANCE = """
with sider as (
    select b.rapport_id, b.enhet_id, b.aar, b.oppstilling, count(distinct b.side) as sider, sum(b.belop_mill_kr) as rest,
        sum(f.usikkerhet_mill_kr) as slingring, bool_or(b.belop_mill_kr is null or t.status = 'delvis') as er_ufullstendig
    from rapport.rapport_balanse as b
    inner join (select tabell_id, status from marts.dim_kildetabell) as t using (tabell_id)
    inner join marts.fct_belop as f using (rapport_id, enhet_id, aar, oppstilling, post_id, tabell_id, rad, kolonne)
    where b.nivaa = 0 and b.radtype = 'sum' -- what is below the line, such as guarantees, is no side
    group by all
)
select case when not er_ufullstendig and (sider != 2 or abs(rest) > slingring)
    then concat_ws(' ', rapport_id, aar, sider, 'sider', rest, 'til rest') end as feil
from sider
"""

# Operating income of a Norwegian municipality is some 60 000 to 250 000 kr an inhabitant: kroner taken for 1000 kr, or the reverse, is not.
PER_INHABITANT = """
with folk as (select kommunenr, aar, sum(personer) as personer from marts.fct_befolkning_i_dag group by all),
inntekt as (
    select a.rapport_id, a.aar, cast(a.regnskap_mill_kr as decimal(38, 6)) * 1000000 / nullif(folk.personer, 0) as kr
    from rapport.rapport_arsresultat as a
    inner join marts.dim_enhet as e on a.enhet_id = e.enhet_id
    inner join folk on e.kommune_id = folk.kommunenr and a.aar = folk.aar
    where a.post_id = 'sum_driftsinntekter'
)
select case when kr not between 20000 and 600000 then concat_ws(' ', rapport_id, aar, round(kr), 'kr per innbygger') end as feil
from inntekt
"""

# A key figure is of the size of the same table's other units: a factor of a hundred or a thousand is a misplaced comma, or one unit for
# another. A count follows the size of the unit, and the lowest and highest of many may be far from the rest.
SAME_SIZE = """
with tall as (
    select f.rapport_id, f.tabell_id, f.rad, f.indikator_id, f.enhet_id, f.aar, abs(f.verdi_trykt) as verdi,
        median(abs(f.verdi_trykt)) over (partition by f.tabell_id, f.rad, f.aar) as midten,
        count(*) over (partition by f.tabell_id, f.rad, f.aar) as antall
    from marts.fct_nokkeltall as f
    inner join marts.dim_indikator as i using (indikator_id)
    where f.verdi_trykt != 0 and i.maaleenhet != 'antall'
        and not starts_with(f.enhet_id, 'lavest_') and not starts_with(f.enhet_id, 'hoyest_')
)
select
    case
        when verdi > 30 * midten or verdi * 30 < midten
            then concat_ws(' ', rapport_id, tabell_id, rad, indikator_id, enhet_id, aar, verdi, 'blant', midten)
    end as feil
from tall
where antall >= 2
"""

# What the reconciliation held is what the reader is shown.
PROSE = """
select
    case when u.verdi_trykt is distinct from a.trykt_verdi then concat_ws(' ', u.utsagn_id, u.verdi_trykt, 'mot', a.trykt_verdi) end as feil
from kvalitet.avstemming as a
left join rapport.rapport_utsagn as u on a.kolonne = u.utsagn_id
where a.tabell_id = 'utsagn'
"""

CELLS = """
select
    case
        when c.verdi is distinct from a.trykt_verdi then concat_ws(' ', a.tabell_id, a.rad, a.kolonne, c.verdi, 'mot', a.trykt_verdi)
    end as feil
from kvalitet.avstemming as a
left join kvalitet.kildecelle as c on a.tabell_id = c.tabell_id and a.rad = c.rad and a.kolonne = c.kolonne
where a.tabell_id != 'utsagn'
"""

_CELL_FACTS = ("marts.fct_belop", "marts.fct_nokkeltall", "marts.fct_personell", "marts.fct_analyse")
# What the facts of the cells say of a row of the print, and besides of a cell.
_OF_THE_ROW = (
    *("rapport_id", "enhet_id", "aar", "emne", "oppstilling", "regnskapsdel", "post_id", "indikator_id", "omfang", "utgave", "prisniva"),
    *("er_valgt", "er_total"),
)
_OF_THE_CELL = (
    *_OF_THE_ROW,
    *(
        "versjon",
        "maal",
        "kjonn",
        "utgave_dato",
        "cellestatus",
        "funn_id",
        "brukbar_til_sammenligning",
        "virkning_mill_kr",
        "er_omarbeidet",
    ),
)


def of_its_cell(view: str, columns: set[str]) -> str:
    """What a row of `view` says of the cell, or the row, of the print that it is of, a fact says of it under the same name.

    Whose number it is and of which year, what it is of, whether a finding is about it: all that is in the view under the fact's name.
    """
    place = [column for column in ("tabell_id", "rad", "kolonne") if column in columns]
    shared = [column for column in (_OF_THE_CELL if "kolonne" in columns else _OF_THE_ROW) if column in columns]
    said = " union all by name ".join(f"select * from {fact}" for fact in _CELL_FACTS)
    same = " and ".join(f"v.{column} is not distinct from f.{column}" for column in [*place, *shared])
    return f"""
    with fakta as ({said})
    select case when not exists (select 1 from fakta as f where {same})
            then concat_ws(' ', {", ".join(f"v.{column}" for column in [*place, *shared])}, 'er ikke slik i faktaet') end as feil
    from {view} as v
    where v.tabell_id in (select tabell_id from kvalitet.kildecelle)
    """


# What a cell is coded with, by its row or its column.
_CODED = (
    *("rapport_id", "enhet_id", "aar", "emne", "oppstilling", "regnskapsdel", "post_id", "indikator_id", "versjon", "periode", "omfang"),
    *("utgave", "utgave_dato", "prisniva", "gruppe", "etikett", "kjonn", "undergruppe", "maal", "tjenesteomrade_id", "er_total"),
)


def of_row_or_column(fact: str, columns: set[str]) -> str:
    """What a fact says of a cell, its row says in all its columns or its column in all its rows: a cell apart is a slip."""
    held = [column for column in _CODED if column in columns]
    different = ", ".join(f"count(distinct coalesce(cast({column} as varchar), '')) as {column}" for column in held)
    most = ", ".join(f"max({column}) as {column}" for column in held)
    apart = ", ".join(f"case when r.{column} > 1 and k.{column} > 1 then '{column}' end" for column in held)
    return f"""
    with
    rader as (select tabell_id, rad, {different} from {fact} group by all),
    kolonner as (select tabell_id, kolonne, {different} from {fact} group by all)
    select case when ulike != '' then concat_ws(' ', tabell_id, ulike, 'er verken radens eller kolonnens') end as feil
    from (
        select tabell_id, concat_ws(', ', {apart}) as ulike
        from (select tabell_id, {most} from rader group by all) as r
        inner join (select tabell_id, {most} from kolonner group by all) as k using (tabell_id)
    )
    """


# What has a key of its own, and what a view says of it under the fact's name, or another: the fact, its key, and the columns.
_STATEMENT = ("rapport_id", "tema", "gjelder", "enhet_id", "maal", "aar", "verdi_trykt", "maaleenhet_trykt", "maaleenhet", "retning")
KEYED: dict[str, tuple[str, tuple[str, ...], dict[str, str]]] = {
    "utsagn_id": (
        "marts.fct_utsagn",
        ("utsagn_id",),
        {name: name for name in (*_STATEMENT, "verdi_med_fortegn", "funn_id", "tilnaerming", "tilnaermingsmerke", "linje")}
        | {name: name for name in ("kapittel", "verditekst", "sammenligning")}
        | {"verdi": "verdi_brukt", "sykefravaer_pst": "verdi_brukt", "sykefravaer_trykt_pst": "verdi_trykt"},
    ),
    "mal_id": (
        "marts.fct_mal",
        ("mal_id",),
        {
            name: name
            for name in (
                "rapport_id",
                "tema",
                "mal",
                "ordlyd",
                "maltall",
                "maaleenhet",
                "vilkar",
                "frist_aar",
                "resultat_trykt",
                "resultat",
            )
        }
        | {name: name for name in ("maalt_aar", "brukbar_til_sammenligning", "funn_id", "linje", "kapittel", "indikator")}
        | {
            name: name
            for name in ("maltall_tekst", "maltall_tilnaerming", "resultat_tekst", "resultat_tilnaerming", "rapportens_vurdering")
        },
    ),
    "klimamal_id": (
        "marts.fct_klimamal",
        ("klimamal_id",),
        {name: name for name in ("rapport_id", "nummer", "mal", "tiltak_eller_status", "trafikklys", "tabell_id", "rad", "linje")},
    ),
    "prognose_id": (
        "marts.fct_prognose",
        ("rapport_id", "prognose_id"),
        {name: name for name in ("fra_aar", "til_aar", "kommunenr", "grenser", "utsagn_pst", "utsagn_personer")},
    ),
    "regel_id": (
        "marts.fct_handlingsregel",
        ("rapport_id", "regel_id"),
        {name: name for name in ("enhet_id", "navn", "formulering", "nevner", "maltype", "korrigert_for", "rapportens_vurdering")}
        | {"utsagn_id": "utsagn_faktisk"},
    ),
}


def as_keyed(view: str, key: str, columns: set[str]) -> str:
    """What a view says of a statement, a goal, a forecast or a rule is what its fact says."""
    fact, keys, names = KEYED[key]
    pairs = [(column, name) for column, name in names.items() if column in columns]
    wrong = ", ".join(
        f"case when v.{column} is distinct from f.{name} then concat('{column}: ', v.{column}, ' mot ', f.{name}) end"
        for column, name in pairs
    )
    found = " and ".join(f"v.{column} = f.{column}" for column in keys)
    return f"""
    select nullif(concat_ws(' ', case when f.{keys[-1]} is null then concat(v.{keys[-1]}, ' er ikke i faktaet') end, {wrong}), '') as feil
    from {view} as v left join {fact} as f on {found}
    """


# The growth that was forecast, with all its decimals: the view shows one of them.
_FORECAST = "(select f.verdi_brukt from marts.fct_utsagn as f where f.utsagn_id = utsagn_pst)"
# A figure of a view that is computed of others in the same view: of what, and to how many decimals. Where it can be computed, it is there.
COMPUTED: dict[str, dict[str, tuple[str, int]]] = {
    "marts.fct_behovsindeks": {"bidrag_prosentpoeng": ("100 * (indeks - 1) * andel", 2)},
    "rapport.rapport_aldersgruppe": {
        "andel_pst": (
            "100.0 * personer / nullif(max(case when aldersgruppe_id = 'alle' then personer end) "
            "over (partition by kommunenr, grenser, aar), 0)",
            1,
        ),
    },
    "rapport.rapport_arsresultat": {
        "andel_av_driftsinntekter_pst": (
            "100 * regnskap_mill_kr / nullif(max(case when post_id = 'sum_driftsinntekter' then regnskap_mill_kr end) "
            "over (partition by enhet_id, aar, oppstilling), 0)",
            1,
        ),
    },
    "rapport.rapport_bemanning": {
        "andel_kvinner_pst": ("100.0 * antall_kvinner / nullif(antall_kvinner + antall_menn, 0)", 1),
        "arsverk_av_ansatte_pst": ("100.0 * arsverk_totalt / nullif(antall_totalt, 0)", 1),
    },
    "rapport.rapport_budsjettavvik": {"avvik_pst": ("100 * avvik_mill_kr / nullif(abs(regulert_budsjett_mill_kr), 0)", 1)},
    "rapport.rapport_tjenesteomrade": {"avvik_pst": ("100 * avvik_mill_kr / nullif(abs(regulert_budsjett_mill_kr), 0)", 1)},
    "rapport.rapport_befolkningsvekst": {
        "vekst_personer": ("personer_til - personer_fra", 0),
        "vekst_pst": ("100.0 * (personer_til - personer_fra) / nullif(personer_fra, 0)", 1),
    },
    "rapport.rapport_faste_priser": {
        "virkning_i_prisaaret_mill_kr": ("virkning_mill_kr * faktor", 6),
        "per_innbygger_kr": ("virkning_i_prisaaret_mill_kr * 1000000 / nullif(innbyggere, 0)", 0),
    },
    "rapport.rapport_klimaindikator": {"endring": ("verdi - forrige_verdi", 6)},
    "rapport.rapport_lonn": {"kvinners_lonn_av_menns_pst": ("100.0 * arslonn_kvinner_kr / nullif(arslonn_menn_kr, 0)", 1)},
    "rapport.rapport_maloppnaelse": {
        "antall_avgjort": ("antall_nadd + antall_ikke_nadd", 0),
        "antall_mal": ("antall_avgjort + antall_pa_vei + antall_ikke_malt", 0),
        "andel_nadd_pst": ("100.0 * antall_nadd / nullif(antall_avgjort, 0)", 1),
    },
    "rapport.rapport_plassering": {
        "indeks": ("case when indeks is not null then 100 * verdi / nullif(gruppe_verdi, 0) end", 1),
        "indeks_lavest": ("min(indeks) over (partition by rapport_id, indikator_id, aar, omfang)", 1),
        "indeks_hoyest": ("max(indeks) over (partition by rapport_id, indikator_id, aar, omfang)", 1),
    },
    "rapport.rapport_prognosetreff": {
        "faktisk_vekst_personer": ("personer_til - personer_fra", 0),
        "faktisk_vekst_pst": ("100.0 * (personer_til - personer_fra) / nullif(personer_fra, 0)", 1),
        "prognose_vekst_personer": (f"personer_fra * {_FORECAST} / 100", 0),
        "differanse_personer": ("faktisk_vekst_personer - prognose_vekst_personer", 0),
        "differanse_prosentpoeng": (f"faktisk_vekst_pst - {_FORECAST}", 1),
    },
    "rapport.rapport_sammenligning": {
        "differanse": ("case when kan_sammenlignes then verdi - sammenlignet_verdi end", 6),
        "forhold_pst": ("case when forhold_pst is not null then 100 * verdi / nullif(sammenlignet_verdi, 0) end", 1),
    },
    "rapport.rapport_tjenesteprofil": {
        "indeks": ("case when indeks is not null then 100 * verdi / nullif(snitt_asss, 0) end", 1),
        "indeks_lavest": ("case when indeks_lavest is not null then 100 * lavest_asss / nullif(snitt_asss, 0) end", 1),
        "indeks_hoyest": ("case when indeks_hoyest is not null then 100 * hoyest_asss / nullif(snitt_asss, 0) end", 1),
    },
}


def computed(view: str) -> str:
    """Each figure that is computed of others in the same row, or of the rows beside it, is what they come to."""
    columns = COMPUTED[view]
    expected = ", ".join(f"{expression} as ventet_{column}" for column, (expression, _) in columns.items())
    wrong = ", ".join(
        f"case when ({column} is null and ventet_{column} is not null) "
        f"or abs({column} - ventet_{column}) > 0.5000001 * power(10, -{decimals}) "
        f"then concat('{column}: ', {column}, ' mot ', ventet_{column}) end"
        for column, (_, decimals) in columns.items()
    )
    return f"select nullif(concat_ws(' ', {wrong}), '') as feil from (select *, {expected} from {view})"


# A statement's number is that of its words where they have digits, it is used as printed where no finding is about it, and it has the sign
# of its direction: less is less.
STATEMENTS = """
select
    case
        when
            (funn_id is null and verdi_brukt is distinct from verdi_trykt)
            or (
                funn_id is null
                and verdi_med_fortegn is distinct from case retning when 'opp' then verdi_brukt when 'ned' then -verdi_brukt end
            )
            or abs(verdi_med_fortegn) is distinct from case when retning is not null then abs(verdi_brukt) end
            or (
                not regexp_matches(verditekst, '½|/|frac')
                and verdi_trykt != try_cast(replace(regexp_replace(regexp_replace(
                    regexp_extract(translate(verditekst, '\u2212\u2013', '--'),
                    '-? ?[0-9][0-9 \u00a0\u2007-\u200a\u202f]*([.][0-9]{3})*(,[0-9]+)?'),
                    '[ \u00a0\u2007-\u200a\u202f.]', '', 'g'), ',$', ''), ',', '.') as decimal(18, 6))
            )
            then concat_ws(' ', utsagn_id, verditekst, verdi_trykt, verdi_brukt, retning, verdi_med_fortegn)
    end as feil
from marts.fct_utsagn
"""

# A goal's number and its result are those of their words, where they have digits; a result that a finding rejects is not used.
GOALS = """
select
    case
        when maltall != try_cast(replace(regexp_extract(maltall_tekst, '^[0-9]+(?:,[0-9]+)?$'), ',', '.') as decimal(18, 6))
            or resultat_trykt != try_cast(replace(regexp_extract(resultat_tekst, '^[0-9]+(?:,[0-9]+)?$'), ',', '.') as decimal(18, 6))
            or (maltall is null and regexp_full_match(maltall_tekst, '[0-9]+(,[0-9]+)?'))
            or (resultat_trykt is null and regexp_full_match(resultat_tekst, '[0-9]+(,[0-9]+)?'))
            or resultat is distinct from case when brukbar_til_sammenligning then resultat_trykt end
            then concat_ws(' ', mal_id, maltall_tekst, maltall, resultat_tekst, resultat_trykt, resultat)
    end as feil
from marts.fct_mal
"""

# What a municipality's people are is one number, whichever view says it: all of them, by sex and age, by age group, and in the fact.
PEOPLE = """
with
folket as (
    select kommunenr, grenser, aar, max(personer) filter (relasjon = 'folketall') as folketall,
        max(personer) filter (relasjon = 'befolkning') as befolkning, max(personer) filter (relasjon = 'aldersgruppe') as alle,
        max(personer) filter (relasjon = 'aldersgrupper') as grupper, max(personer) filter (relasjon = 'faktum') as faktum
    from (
        select 'folketall' as relasjon, kommunenr, grenser, aar, personer from rapport.rapport_folketall
        union all
        select 'befolkning', kommunenr, grenser, aar, sum(personer) from rapport.rapport_befolkning group by all
        union all
        select 'aldersgruppe', kommunenr, grenser, aar, personer from rapport.rapport_aldersgruppe where aldersgruppe_id = 'alle'
        union all
        select 'aldersgrupper', kommunenr, grenser, aar, sum(personer) from rapport.rapport_aldersgruppe where sett = 'alder' group by all
        union all
        select 'faktum', kommunenr, grenser, aar, sum(personer) from marts.fct_befolkning group by all
        union all
        select 'faktum', kommunenr, grenser, aar, sum(personer) from marts.fct_befolkning_i_dag group by all
    ) as tall
    group by all
)
select
    case
        when
            befolkning != folketall or alle != folketall or grupper != folketall or faktum != folketall
            or (alle is null) != (grupper is null)
            then concat_ws(' ', kommunenr, grenser, aar, folketall, befolkning, alle, grupper, faktum)
    end as feil
from folket where kommunenr != '0000' -- the country is what its parts have figures for
"""

# A series has the number of the report that it says it is from.
SERIES = """
select
    case
        when
            v.verdi_trykt is distinct from f.verdi_trykt or v.verdi_brukt is distinct from f.verdi_brukt
            or v.funn_id is distinct from f.funn_id
            then concat_ws(' ', v.kilde, v.enhet_id, v.indikator_id, v.aar, v.verdi_trykt, 'mot', f.verdi_trykt)
    end as feil
from rapport.rapport_nokkeltall_over_tid as v
left join marts.fct_nokkeltall as f
    on (v.kilde, v.enhet_id, v.indikator_id, v.aar, v.omfang) = (f.rapport_id, f.enhet_id, f.indikator_id, f.aar, f.omfang)
where v.kildeslag = 'rapport'
"""

# A rule of the council is judged by the numbers of its sentences: its limits, what it came to, and what it is corrected to.
COUNCIL_RULES = """
select
    case
        when v.nedre_pst is distinct from nedre.verdi_brukt or v.ovre_pst is distinct from ovre.verdi_brukt
            or v.faktisk_pst is distinct from faktisk.verdi_brukt or v.faktisk_trykt_pst is distinct from faktisk.verdi_trykt
            or v.korrigert_pst is distinct from korrigert.verdi_brukt or v.funn_id is distinct from faktisk.funn_id
            or v.linje is distinct from faktisk.linje or v.tilnaerming is distinct from faktisk.tilnaerming or v.aar is distinct
                from faktisk.aar
            or v.side != case
                when v.faktisk_pst < coalesce(v.nedre_pst, v.ovre_pst) then 'under'
                when v.faktisk_pst > coalesce(v.ovre_pst, v.nedre_pst) then 'over'
                else 'innenfor'
            end
            then concat_ws(' ', v.rapport_id, v.regel_id, v.nedre_pst, v.ovre_pst, v.faktisk_pst, v.korrigert_pst, v.side)
    end as feil
from rapport.rapport_handlingsregler as v
left join marts.fct_handlingsregel as f using (rapport_id, regel_id)
left join marts.fct_utsagn as nedre on f.utsagn_nedre = nedre.utsagn_id
left join marts.fct_utsagn as ovre on f.utsagn_ovre = ovre.utsagn_id
left join marts.fct_utsagn as faktisk on f.utsagn_faktisk = faktisk.utsagn_id
left join marts.fct_utsagn as korrigert on f.utsagn_korrigert = korrigert.utsagn_id
"""

# Every number that a finding can be about, as printed and as used.
_OF_FINDINGS = """
with tall as (
    select tabell_id, rad, kolonne, null as utsagn_id, virkning_trykt_mill_kr as trykt, virkning_mill_kr as brukt,
        brukbar_til_sammenligning as brukbar, funn_id from marts.fct_belop
    union all
    select tabell_id, rad, kolonne, null, verdi_trykt, verdi_brukt, brukbar_til_sammenligning, funn_id from marts.fct_nokkeltall
    union all
    select tabell_id, rad, kolonne, null, verdi_trykt, verdi_brukt, brukbar_til_sammenligning, funn_id from marts.fct_personell
    union all
    select tabell_id, rad, kolonne, null, verdi_trykt, verdi_brukt, brukbar_til_sammenligning, funn_id from marts.fct_analyse
    union all
    select null, null, null, utsagn_id, verdi_trykt, verdi_brukt, brukbar_til_sammenligning, funn_id from marts.fct_utsagn
)
"""

# What a finding decides of a number, the fact has: a rejected one is not used, a replaced one is another.
FINDINGS = f"""
{_OF_FINDINGS}
select
    case
        when
            (s.virkning in ('utelat', 'tell_ikke') and (t.brukt is not null or t.brukbar))
            or (s.virkning = 'erstatt' and (t.brukt = s.verdi) is not true and (t.utsagn_id is not null or t.brukt = t.trykt))
            then concat_ws(' ', s.funn_id, s.sted, s.virkning, t.trykt, t.brukt)
    end as feil
from marts.bro_funnsted as s
inner join tall as t
    on t.funn_id = s.funn_id
    and (s.utsagn_id = t.utsagn_id
        or (s.tabell_id = t.tabell_id and coalesce(s.rad = t.rad, true) and coalesce(s.kolonne = t.kolonne, true)))
where s.virkning != 'merk'
"""

# A number has the mark of the finding that holds for it, and no other: of those whose places it is in, the one with the strongest effect,
# then the one that says its place most narrowly, then the gravest. A place is a cell, a row, a column, a statement, a goal; or a whole
# table, where funn_virkning.csv says so (`grunn`): a table that funn.csv only names is marked as a table, not number by number. A number
# that may not be used is not said to be usable.
MARKED = f"""
{_OF_FINDINGS},
merkede as (
    select tabell_id, rad, kolonne, utsagn_id, brukt, brukbar, funn_id from tall
    union all
    select null, null, null, mal_id, resultat, brukbar_til_sammenligning and resultat_trykt is not null, funn_id from marts.fct_mal
),
steder as (
    select tabell_id, rad, kolonne, utsagn_id, funn_id, list_position(['erstatt', 'utelat', 'tell_ikke', 'merk'], virkning) as styrke,
        cast(rad is null as integer) + cast(kolonne is null as integer) as bredde,
        list_position(['hoy', 'middels', 'lav'], alvorlighet) as alvor
    from marts.bro_funnsted
    left join kvalitet.kildefunn using (funn_id)
    where tabell_id is null or rad is not null or kolonne is not null or grunn is not null
),
truffet as (
    select m.tabell_id, m.rad, m.kolonne, m.utsagn_id, s.funn_id, s.styrke, s.bredde, s.alvor
    from merkede as m
    inner join steder as s
        on m.tabell_id = s.tabell_id and coalesce(s.rad = m.rad, true) and coalesce(s.kolonne = m.kolonne, true)
    union all
    select null, null, null, m.utsagn_id, s.funn_id, s.styrke, 0, s.alvor from merkede as m inner join steder as s using (utsagn_id)
),
ventet as (
    select tabell_id, rad, kolonne, utsagn_id, arg_min(funn_id, (styrke, bredde, alvor, funn_id)) as funn_id from truffet group by all
)
select
    case
        when m.funn_id is distinct from v.funn_id or (m.brukt is null and m.brukbar)
            then concat_ws(' ', m.tabell_id, m.rad, m.kolonne, m.utsagn_id, m.funn_id, 'mot', v.funn_id, m.brukt, m.brukbar)
    end as feil
from merkede as m
left join ventet as v
    on m.tabell_id is not distinct from v.tabell_id and m.rad is not distinct from v.rad and m.kolonne is not distinct from v.kolonne
        and m.utsagn_id is not distinct from v.utsagn_id
"""
