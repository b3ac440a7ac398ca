with

korona as (
    select * from {{ ref('fct_belop') }}
    where emne = 'korona' and er_valgt_i_oppstillingen
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

rapport_korona as (
    select
        korona.enhet_id,
        korona.aar,
        korona.rapport_id,
        korona.post_id,
        poster.navn,
        poster.radtype,
        poster.nivaa,
        poster.rekkefolge,
        overordnet.navn as forelder,
        poster.tjenesteomrade_id,
        korona.virkning_mill_kr,
        korona.cellestatus,
        korona.funn_id,
        korona.tabell_id,
        korona.rad,
        korona.kolonne
    from korona
    inner join poster on korona.rapport_id = poster.rapport_id and korona.oppstilling = poster.oppstilling and korona.post_id = poster.post_id
    left join poster as overordnet
        on
            poster.rapport_id = overordnet.rapport_id
            and poster.oppstilling = overordnet.oppstilling
            and poster.forelder_post_id = overordnet.post_id
)

select * from rapport_korona
