{# The country as the source sums it, for years in which a municipality's figures are missing. #}
with

fra_ssb as (
    select
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer,
        oppdatert,
        hentet,
        bool_or(kjonn != 'begge') over (partition by aar, oppdatert, hentet) as er_delt,
        '07459' as seed
    from {{ ref('stg_ssb__befolkning') }}
    where kommunenr = '0000'
),

valgt as (
    select
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer,
        oppdatert,
        hentet,
        seed
    from fra_ssb
    where er_delt = (kjonn != 'begge') and personer is not null
    union all
    select
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer,
        null as oppdatert,
        null as hentet,
        seed
    from {{ ref('stg_demografi__befolkning') }}
    where kommunenr = '0000'
),

svar as (
    select
        aar,
        oppdatert,
        hentet,
        seed,
        row_number() over (partition by aar order by oppdatert desc nulls last, hentet desc nulls last, seed desc) as nr
    from (select distinct aar, oppdatert, hentet, seed from valgt) as alle
),

siste as (
    select * from svar
    where nr = 1
),

fct_befolkning_landet as (
    select
        valgt.aar,
        valgt.kjonn,
        valgt.alder_fra,
        valgt.alder_til,
        valgt.personer,
        kildetabeller.tabell_id,
        valgt.oppdatert
    from valgt
    inner join siste
        on
            valgt.aar = siste.aar
            and valgt.seed = siste.seed
            and valgt.oppdatert is not distinct from siste.oppdatert
            and valgt.hentet is not distinct from siste.hentet
    inner join {{ ref('stg_kodeverk__statistikktabell') }} as kildetabeller on valgt.seed = kildetabeller.seed
)

select * from fct_befolkning_landet
