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
        count(*) filter (kjonn != 'begge') over (partition by aar, oppdatert, hentet) > 0 as er_delt,
        '07459' as seed
    from {{ ref('stg_ssb__befolkning') }}
    where kommunenr = '0000'
),

valgt as (
    select * exclude (er_delt) from fra_ssb
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

siste as (
    select distinct on (aar)
        aar,
        oppdatert,
        hentet,
        seed
    from valgt
    order by aar asc, oppdatert desc nulls last, hentet desc nulls last, seed desc
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
