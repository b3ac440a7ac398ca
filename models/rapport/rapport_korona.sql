with

korona as (
    select * from {{ ref('fct_koronaeffekt') }}
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

rapport_korona as (
    select
        korona.enhet_id,
        korona.aar,
        korona.post_id,
        poster.navn,
        poster.radtype,
        poster.nivaa,
        poster.rekkefolge,
        overordnet.navn as forelder,
        korona.tjenesteomrade_id,
        korona.virkning_mill_kr,
        korona.cellestatus,
        korona.tabell_id,
        korona.rad,
        korona.kolonne
    from korona
    inner join poster on korona.post_id = poster.post_id
    left join poster as overordnet on poster.forelder_post_id = overordnet.post_id
)

select * from rapport_korona
