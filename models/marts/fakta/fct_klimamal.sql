{# The goals of the reports' climate plans, in their tables of text. #}
with

klimamal as (
    select * from {{ godkjent('stg_rapport__klimamal') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

fct_klimamal as (
    select
        pakker.kortnavn || '-' || klimamal.klimamal_id as klimamal_id,
        klimamal.rapport_id,
        klimamal.nummer,
        klimamal.mal,
        klimamal.tiltak_eller_status,
        klimamal.trafikklys,
        pakker.kortnavn || '-' || klimamal.tabell as tabell_id,
        cast(klimamal.rad as integer) as rad,
        cast(klimamal.linje as integer) as linje
    from klimamal
    inner join pakker on klimamal.rapport_id = pakker.rapport_id
)

select * from fct_klimamal
