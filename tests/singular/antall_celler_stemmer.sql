{# Each loaded table has the rows, columns and numbers that the inventory counted on the page: nothing is lost on the way in.
   Where a blank is a number that the source lost, `tallceller` counts the cells whose place is certain, printed marks included. #}
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
inner join {{ ref('kildetabell') }} as katalog on kildetabeller.tabell_id = katalog.tabell_id
left join talt on kildetabeller.tabell_id = talt.tabell_id
where
    kildetabeller.er_lastet
    and kildetabeller.slag in ('tabell', 'figur')
    and (
        coalesce(kildetabeller.tallceller, -1) not in (talt.verdier, case when katalog.tom_celle = 'tapt' then talt.verdier_og_merker end)
        or kildetabeller.rader != talt.rader
        or kildetabeller.verdikolonner != talt.verdikolonner
    ) is not false
