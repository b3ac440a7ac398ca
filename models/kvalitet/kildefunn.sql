{# Every contradiction in the sources, with both places, both values and what we use. The
   start of its id is that of the report's tables. #}
with

funn as (
    select * from {{ ref('funn') }}
),

forkortelser as (
    select distinct
        kilde_id,
        split_part(tabell_id, '-', 1) as forkortelse
    from {{ ref('kildetabell') }}
    where slag in ('tabell', 'figur')
),

kildefunn as (
    select
        funn.funn_id,
        forkortelser.kilde_id,
        funn.tittel,
        funn.type,
        funn.sted_a,
        funn.verdi_a,
        funn.sted_b,
        funn.verdi_b,
        funn.vurdering,
        funn.vi_bruker,
        funn.alvorlighet
    from funn
    left join forkortelser on split_part(funn.funn_id, '-', 1) = forkortelser.forkortelse
)

select * from kildefunn
