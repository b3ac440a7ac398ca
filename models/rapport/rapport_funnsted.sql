{# Where each finding touches the figures, so that a table can mark its rows: a cell, a row, a whole table, or a statement. #}
with

funn as (
    select * from {{ ref('kildefunn') }}
),

steder as (
    select
        funn_id,
        unnest([sted_a, sted_b]) as sted
    from funn
),

delt as (
    select distinct
        funn_id,
        sted,
        split_part(sted, '|', 1) as forste_del,
        cast(nullif(split_part(sted, '|', 2), '') as integer) as rad,
        nullif(split_part(sted, '|', 3), '') as kolonne
    from steder
    where sted is not null
),

rapport_funnsted as (
    select
        delt.funn_id,
        delt.sted,
        tabeller.tabell_id,
        delt.rad,
        delt.kolonne,
        case when tabeller.tabell_id is null then delt.forste_del end as utsagn_id,
        funn.tittel,
        funn.alvorlighet
    from delt
    inner join funn on delt.funn_id = funn.funn_id
    left join {{ ref('dim_kildetabell') }} as tabeller on delt.forste_del = tabeller.tabell_id
)

select * from rapport_funnsted
