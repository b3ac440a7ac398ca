{# Every report in the warehouse, and the municipality it is about. `kommune_id` is that municipality's number today. #}
with

pakker as (
    select * from {{ godkjent('stg_rapport__pakke') }}
),

kommuner as (
    select
        kommunenr,
        min(kommunenr_2024) as kommune_id
    from {{ ref('stg_kodeverk__kommune') }}
    group by kommunenr
),

dim_rapport as (
    select
        pakker.rapport_id,
        pakker.kortnavn,
        pakker.tittel,
        pakker.hovedenhet_id as enhet_id,
        coalesce(kommuner.kommune_id, pakker.hovedenhet_id) as kommune_id,
        pakker.aar,
        pakker.utgiver
    from pakker
    left join kommuner on pakker.hovedenhet_id = kommuner.kommunenr
)

select * from dim_rapport
