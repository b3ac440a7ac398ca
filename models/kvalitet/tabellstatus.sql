{# What each printed table and figure holds, also those whose numbers were lost. #}
with

tabeller as (
    select * from {{ ref('dim_kildetabell') }}
),

celler as (
    select
        tabell_id,
        count(*) as celler,
        count(case when status = 'verdi' then 1 end) as verdi,
        count(case when status = 'utledet' then 1 end) as utledet,
        count(case when status = 'tapt' then 1 end) as tapt,
        count(case when status not in ('verdi', 'utledet', 'tapt') then 1 end) as uten_tall
    from {{ ref('kildecelle') }}
    group by tabell_id
),

tabellstatus as (
    select
        tabeller.tabell_id,
        tabeller.kilde_id as rapport_id,
        tabeller.slag,
        tabeller.nummer,
        tabeller.kapittel,
        tabeller.tittel,
        tabeller.status,
        tabeller.er_lastet,
        cast(coalesce(celler.celler, 0) as integer) as celler,
        cast(coalesce(celler.verdi, 0) as integer) as verdi,
        cast(coalesce(celler.utledet, 0) as integer) as utledet,
        cast(coalesce(celler.tapt, 0) as integer) as tapt,
        cast(coalesce(celler.uten_tall, 0) as integer) as uten_tall
    from tabeller
    left join celler on tabeller.tabell_id = celler.tabell_id
    where tabeller.slag != 'statistikktabell'
)

select * from tabellstatus
