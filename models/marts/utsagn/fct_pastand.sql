with

pastander as (
    select * from {{ ref('stg_pastander__pastand') }}
),

tilnaerminger as (
    select * from {{ ref('tilnaerming') }}
),

fct_pastand as (
    select
        pastander.pastand_id,
        pastander.kilde_id,
        pastander.kapittel,
        pastander.tema,
        pastander.gjelder,
        pastander.enhet_id,
        pastander.maal,
        pastander.verditekst,
        pastander.verdi,
        pastander.maaleenhet,
        pastander.aar,
        pastander.sammenligning,
        pastander.tilnaerming,
        tilnaerminger.merke as tilnaermingsmerke,
        pastander.linje
    from pastander
    left join tilnaerminger on pastander.tilnaerming = tilnaerminger.tilnaerming
)

select * from fct_pastand
