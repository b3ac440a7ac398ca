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
        unnest([poster.post_id, poster.forelder_post_id, poster.topp_post_id]) as post_id
    from poster
    inner join rader on poster.rapport_id = rader.rapport_id and poster.oppstilling = rader.oppstilling and poster.post_id = rader.kode
),

dim_regnskapspost as (
    select
        rapport_id,
        oppstilling,
        post_id,
        navn,
        forelder_post_id,
        topp_post_id,
        fortegn,
        nivaa,
        radtype,
        rekkefolge,
        tjenesteomrade_id,
        er_fosstrinn
    from poster
    where
        post_id = tjenesteomrade_id
        or (rapport_id, oppstilling, post_id) in (select (rapport_id, oppstilling, post_id) from brukte)
)

select * from dim_regnskapspost
