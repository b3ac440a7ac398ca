with

befolkning as (
    select * from {{ ref('stg_demografi__befolkning') }}
),

kildetabeller as (
    select * from {{ ref('stg_kodeverk__statistikktabell') }}
),

fct_befolkning as (
    select
        befolkning.kommunenr,
        befolkning.grenser,
        befolkning.aar,
        befolkning.kjonn,
        befolkning.alder_fra,
        befolkning.alder_til,
        befolkning.personer,
        kildetabeller.tabell_id,
        befolkning.rad,
        'personer' as kolonne
    from befolkning
    inner join kildetabeller on befolkning.seed = kildetabeller.seed
)

select * from fct_befolkning
