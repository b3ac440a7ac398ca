{# The findings with their places by the warehouse's ids. A place in one of the statistics keeps its own. #}
with

funn as (
    select * from {{ ref('stg_rapport__funn') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

statistikk as (
    select * from {{ ref('stg_kodeverk__statistikktabell') }}
),

int_funn__stedfestet as (
    select
        funn.rapport_id,
        pakker.kortnavn || '-' || funn.funn_id as funn_id,
        funn.fillinje,
        funn.tittel,
        funn.type,
        case when a.tabell_id is not null then funn.sted_a else pakker.kortnavn || '-' || funn.sted_a end as sted_a,
        funn.verdi_a,
        case when b.tabell_id is not null then funn.sted_b else pakker.kortnavn || '-' || funn.sted_b end as sted_b,
        funn.verdi_b,
        funn.vurdering,
        funn.vi_bruker,
        funn.alvorlighet
    from funn
    inner join pakker on funn.rapport_id = pakker.rapport_id
    left join statistikk as a on funn.sted_a = a.tabell_id
    left join statistikk as b on funn.sted_b = b.tabell_id
)

select * from int_funn__stedfestet
