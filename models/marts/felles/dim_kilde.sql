{# Every source: the reports, and the statistics. #}
with

statistikk as (
    select * from {{ ref('stg_kodeverk__kilde') }}
),

pakker as (
    select * from {{ godkjent('stg_rapport__pakke') }}
),

dim_kilde as (
    select
        kilde_id,
        tittel,
        utgiver,
        aar,
        url,
        lisens,
        fil_sha256,
        merknad
    from statistikk
    union all
    select
        rapport_id as kilde_id,
        tittel,
        utgiver,
        aar,
        url,
        lisens,
        fil_sha256,
        merknad
    from pakker
)

select * from dim_kilde
