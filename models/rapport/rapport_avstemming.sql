{# How the recomputed figures of each chapter came out. A statement belongs to the chapter it stands in. #}
with

avstemming as (
    select * from {{ ref('avstemming') }}
),

kapitler as (
    select
        tabell_id as sted,
        kapittel
    from {{ ref('dim_kildetabell') }}
    union all
    select
        utsagn_id as sted,
        kapittel
    from {{ ref('fct_utsagn') }}
),

rapport_avstemming as (
    select
        avstemming.dokument as rapport_id,
        coalesce(kapitler.kapittel, '') as kapittel,
        cast(count(*) as integer) as tall,
        cast(count(case when avstemming.status = 'stemmer_eksakt' then 1 end) as integer) as stemmer_eksakt,
        cast(count(case when avstemming.status = 'innenfor_avrunding' then 1 end) as integer) as innenfor_avrunding,
        cast(count(case when avstemming.status = 'avvik' then 1 end) as integer) as avvik,
        cast(count(case when avstemming.status = 'kan_ikke_avgjores' then 1 end) as integer) as kan_ikke_avgjores,
        cast(count(case when avstemming.status = 'stemmer_med_funn' then 1 end) as integer) as stemmer_med_funn,
        cast(count(case when avstemming.status = 'kan_ikke_feile' then 1 end) as integer) as kan_ikke_feile
    from avstemming
    left join kapitler on kapitler.sted = case when avstemming.rad is null then avstemming.kolonne else avstemming.tabell_id end
    group by avstemming.dokument, coalesce(kapitler.kapittel, '')
)

select * from rapport_avstemming
