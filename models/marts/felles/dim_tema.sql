{# What a statement or a goal is about, by name: a service area, or one of the themes of kodeverk/tema.csv. #}
with

tjenesteomrader as (
    select
        tjenesteomrade_id as tema,
        navn,
        tjenesteomrade_id,
        rekkefolge
    from {{ ref('stg_kodeverk__tjenesteomrade') }}
),

andre as (
    select
        tema,
        navn,
        cast(null as varchar) as tjenesteomrade_id,
        cast(null as integer) as rekkefolge
    from {{ ref('stg_kodeverk__tema') }}
),

dim_tema as (
    select * from tjenesteomrader
    union all
    select * from andre
)

select * from dim_tema
