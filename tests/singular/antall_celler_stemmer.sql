{# Each loaded table has the rows, columns and numbers that the inventory counted on the page: nothing is lost on the way in.
   In a source that lost numbers, `tallceller` counts the cells whose place is certain, printed marks included. #}
with

talt as (
    select
        tabell_id,
        count(distinct rad) as rader,
        count(distinct kolonne) as verdikolonner,
        count(case when status = 'verdi' then 1 end) as verdier,
        count(case when status in ('verdi', 'strek', 'ikke_tilgjengelig') then 1 end) as verdier_og_merker
    from {{ ref('kildecelle') }}
    group by tabell_id
)

select
    kildetabeller.tabell_id,
    talt.rader,
    kildetabeller.rader as ventet_rader,
    talt.verdikolonner,
    kildetabeller.verdikolonner as ventet_verdikolonner,
    talt.verdier,
    kildetabeller.tallceller as ventet_verdier
from {{ ref('dim_kildetabell') }} as kildetabeller
left join talt on kildetabeller.tabell_id = talt.tabell_id
where
    kildetabeller.er_lastet
    and kildetabeller.slag in ('tabell', 'figur')
    and (
        coalesce(kildetabeller.tallceller, -1) not in (talt.verdier, case when kildetabeller.kilde_id = 'asss_2014' then talt.verdier_og_merker end)
        or kildetabeller.rader != talt.rader
        or kildetabeller.verdikolonner != talt.verdikolonner
    ) is not false
