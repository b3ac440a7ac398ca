{# Where each finding touches the figures and what it does there, so that a table, a card or a chart can mark them: a cell, a row, a whole table, or a
   statement or goal by its id. `setning` is what a reader is told. #}
with

steder as (
    select * from {{ ref('bro_funnsted') }}
),

funn as (
    select * from {{ ref('kildefunn') }}
),

rapport_funnsted as (
    select
        steder.funn_id,
        steder.sted,
        steder.tabell_id,
        steder.rad,
        steder.kolonne,
        steder.utsagn_id,
        steder.virkning,
        funn.tittel,
        coalesce(steder.grunn, funn.vi_bruker) as setning,
        funn.alvorlighet
    from steder
    inner join funn on steder.funn_id = funn.funn_id
)

select * from rapport_funnsted
