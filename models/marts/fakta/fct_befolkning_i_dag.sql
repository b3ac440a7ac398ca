{# The newest borders, back in time. A source that has counted on them goes before figures carried there, unless those are by sex. #}
with

nyeste_grenser as (
    select max(til_grenser) as grenser from {{ ref('int_kommune__bro') }}
),

-- the fact itself, not a name for it: it is read several times, and under a name of its own DuckDB would keep all of it in memory
fort as {{ ikke_husket() }} (
    select * from {{ til_grenser(
        ref('fct_befolkning'), '(select grenser from nyeste_grenser)', ['kjonn', 'alder_fra'], 'personer', ['alder_til', 'tabell_id', 'oppdatert', 'hentet'],
        entydig=true
    ) }}
),

talt as (
    select
        befolkning.*,
        kildetabeller.tabell_id
    from {{ ref('stg_demografi__befolkning') }} as befolkning
    inner join {{ ref('stg_kodeverk__statistikktabell') }} as kildetabeller on befolkning.seed = kildetabeller.seed
    where befolkning.kommunenr != '0000'
),

delt_pa_kjonn as (
    select distinct
        kommunenr,
        aar
    from fort
    where kjonn != 'begge' and kommunenr in (select talt.kommunenr from talt)
),

talt_ellers as (
    select distinct talt.kommunenr || talt.aar as sted
    from talt
    left join delt_pa_kjonn on talt.kommunenr = delt_pa_kjonn.kommunenr and talt.aar = delt_pa_kjonn.aar
    where delt_pa_kjonn.kommunenr is null
),

samlet as (
    select
        kommunenr,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer,
        tabell_id,
        oppdatert,
        hentet
    from fort
    where (kommunenr || aar) not in (select talt_ellers.sted from talt_ellers)
    union all
    select
        kommunenr,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer,
        tabell_id,
        null as oppdatert,
        null as hentet
    from talt
    where (kommunenr || aar) in (select talt_ellers.sted from talt_ellers)
)

select
    kommunenr,
    cast((select nyeste_grenser.grenser from nyeste_grenser) as varchar) as grenser,
    aar,
    kjonn,
    alder_fra,
    alder_til,
    personer,
    tabell_id,
    oppdatert,
    hentet
from samlet
