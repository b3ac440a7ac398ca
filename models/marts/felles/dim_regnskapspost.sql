{# A post's level is the number of steps up to the top of its statement, its total of all. #}
with recursive

poster as (
    select * from {{ ref('regnskapspost') }}
),

nivaaer as (
    select
        post_id,
        0 as nivaa,
        post_id as topp_post_id
    from poster
    where forelder_post_id is null
    union all
    select
        poster.post_id,
        nivaaer.nivaa + 1 as nivaa,
        nivaaer.topp_post_id
    from poster
    inner join nivaaer on poster.forelder_post_id = nivaaer.post_id
),

dim_regnskapspost as (
    select
        poster.post_id,
        poster.oppstilling,
        poster.navn,
        poster.forelder_post_id,
        nivaaer.topp_post_id,
        cast(poster.fortegn as integer) as fortegn,
        nivaaer.nivaa,
        poster.radtype,
        cast(poster.rekkefolge as integer) as rekkefolge,
        poster.tjenesteomrade_id,
        poster.fosstrinn = 'ja' as er_fosstrinn
    from poster
    left join nivaaer on poster.post_id = nivaaer.post_id
)

select * from dim_regnskapspost
