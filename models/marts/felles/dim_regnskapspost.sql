{# The posts of the layouts that each report uses: those it prints, and what they are summed into. A shared layout knows more lines than any one
   municipality prints. #}
with

poster as (
    select * from {{ godkjent('int_post__ordnet') }}
),

rader as (
    select * from {{ ref('int_rad__kodet') }}
),

brukte as (
    select
        poster.rapport_id,
        poster.oppstilling,
        unnest(list_value(poster.post_id, poster.forelder_post_id, poster.topp_post_id)) as post_id
    from poster
    inner join rader on poster.rapport_id = rader.rapport_id and poster.oppstilling = rader.oppstilling and poster.post_id = rader.kode
),

dim_regnskapspost as (
    select
        poster.rapport_id,
        poster.oppstilling,
        poster.post_id,
        poster.navn,
        poster.forelder_post_id,
        poster.topp_post_id,
        poster.fortegn,
        poster.nivaa,
        poster.radtype,
        poster.rekkefolge,
        poster.tjenesteomrade_id,
        poster.er_fosstrinn
    from poster
    left join (select distinct * from brukte) as brukte -- noqa: ST05
        on poster.rapport_id = brukte.rapport_id and poster.oppstilling = brukte.oppstilling and poster.post_id = brukte.post_id
    where brukte.post_id is not null or poster.post_id = poster.tjenesteomrade_id
)

select * from dim_regnskapspost
