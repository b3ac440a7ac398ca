{# What the findings decide, place by place: those that funn_virkning.csv says, and a mark on the places that a finding names and says no more of,
   there or within it. A place is a cell, a row or a table by the warehouse's ids, or what else a report has an id for (`annet`): a statement, a
   goal, a line. Of several effects that a place has, the strongest has the lowest `styrke`. #}
with

funn as (
    select * from {{ ref('int_funn__stedfestet') }}
),

oppgitt as (
    select * from {{ ref('stg_rapport__funn_virkning') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

tabeller as (
    select tabell_id from {{ ref('int_tabell__beskrevet') }}
    union all
    select tabell_id from {{ ref('stg_kodeverk__statistikktabell') }}
),

navngitte as (
    select
        rapport_id,
        fillinje,
        funn_id,
        unnest(list_value(sted_a, sted_b)) as sted
    from funn
),

steder as (
    select
        oppgitt.rapport_id,
        oppgitt.fillinje,
        pakker.kortnavn || '-' || oppgitt.funn_id as funn_id,
        pakker.kortnavn || '-' || oppgitt.sted as sted,
        oppgitt.virkning,
        {{ norsk_tall('oppgitt.verdi') }} as verdi,
        oppgitt.enhet as maaleenhet,
        oppgitt.grunn
    from oppgitt
    inner join pakker on oppgitt.rapport_id = pakker.rapport_id
    union all
    select distinct
        navngitte.rapport_id,
        navngitte.fillinje,
        navngitte.funn_id,
        navngitte.sted,
        'merk' as virkning,
        null as verdi,
        null as maaleenhet,
        null as grunn
    from navngitte
    inner join pakker on navngitte.rapport_id = pakker.rapport_id
    left join oppgitt
        on
            navngitte.rapport_id = oppgitt.rapport_id
            and navngitte.funn_id = concat(pakker.kortnavn, '-', oppgitt.funn_id)
            and starts_with(concat(pakker.kortnavn, '-', oppgitt.sted, '|'), navngitte.sted || '|')
    where navngitte.sted is not null and oppgitt.sted is null
),

int_funn__virkning as (
    select
        steder.rapport_id,
        steder.fillinje,
        steder.funn_id,
        steder.sted,
        tabeller.tabell_id,
        try_cast(nullif(split_part(steder.sted, '|', 2), '') as integer) as rad,
        nullif(split_part(steder.sted, '|', 3), '') as kolonne,
        case when tabeller.tabell_id is null then steder.sted end as annet,
        steder.virkning,
        steder.verdi,
        steder.maaleenhet,
        steder.grunn,
        {{ plass_i("list_value('erstatt', 'utelat', 'tell_ikke', 'merk')", 'steder.virkning') }} as styrke
    from steder
    left join tabeller on split_part(steder.sted, '|', 1) = tabeller.tabell_id
)

select * from int_funn__virkning
