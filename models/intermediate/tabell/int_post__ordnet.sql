{# The rows of each layout a report uses, as a tree: posts of the accounts, or service areas. A package may add
   posts of its own to a shared layout. A post's level is the number of steps up to the top of its layout, its total of all. #}
with

bruk as (
    select distinct
        rapport_id,
        oppstilling,
        oppstilling_eier,
        kodeverk
    from {{ ref('int_tabell__beskrevet') }}
    where fil is not null
),

egne_og_delte as (
    select
        bruk.rapport_id,
        poster.oppstilling,
        poster.post_id,
        poster.navn,
        poster.forelder_post_id,
        try_cast(poster.fortegn as integer) as fortegn,
        poster.radtype,
        try_cast(poster.rekkefolge as integer) as rekkefolge,
        poster.tjenesteomrade_id,
        coalesce(poster.fosstrinn = 'ja', false) as er_fosstrinn,
        row_number() over (partition by bruk.rapport_id, bruk.oppstilling, poster.post_id order by poster.rapport_id desc) as nr
    from bruk
    inner join {{ ref('stg_rapport__post') }} as poster
        on bruk.oppstilling = poster.oppstilling and poster.rapport_id in (bruk.oppstilling_eier, bruk.rapport_id)
),

poster as (
    select
        rapport_id,
        oppstilling,
        post_id,
        navn,
        forelder_post_id,
        fortegn,
        radtype,
        rekkefolge,
        tjenesteomrade_id,
        er_fosstrinn
    from egne_og_delte
    where nr = 1
    union all
    select
        bruk.rapport_id,
        bruk.oppstilling,
        omrader.tjenesteomrade_id as post_id,
        omrader.navn,
        null as forelder_post_id,
        1 as fortegn,
        'detalj' as radtype,
        omrader.rekkefolge,
        omrader.tjenesteomrade_id,
        false as er_fosstrinn
    from bruk
    cross join {{ ref('stg_kodeverk__tjenesteomrade') }} as omrader
    where bruk.kodeverk = 'tjenesteomrade'
),

nivaaer as (
    {{ nivaaene('poster') }}
),

int_post__ordnet as (
    select
        poster.*,
        nivaaer.nivaa,
        nivaaer.topp_post_id
    from poster
    left join nivaaer
        on poster.rapport_id = nivaaer.rapport_id and poster.oppstilling = nivaaer.oppstilling and poster.post_id = nivaaer.post_id
)

select * from int_post__ordnet
