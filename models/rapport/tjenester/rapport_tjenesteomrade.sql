{# What the warehouse knows of each service area: the newest budget and accounts, the effect of the pandemic, and how many key figures, goals and
   statements there are. #}
with

omrader as (
    select * from {{ ref('dim_tjenesteomrade') }}
    where art != 'tema'
),

budsjett as (
    select * from {{ ref('rapport_budsjettavvik') }}
    where oppstilling = 'tjenesteomrader'
    qualify aar = max(aar) over ()
),

korona as (
    select * from {{ ref('rapport_korona') }}
    where tjenesteomrade_id is not null
),

nokkeltall as (
    select
        tjenesteomrade_id,
        count(distinct indikator_id) as antall
    from {{ ref('rapport_nokkeltall') }}
    group by tjenesteomrade_id
),

mal as (
    select
        tema,
        sum(antall_mal) as antall,
        sum(antall_nadd) as antall_nadd
    from {{ ref('rapport_maloppnaelse') }}
    group by tema
),

utsagn as (
    select
        tema,
        count(*) as antall
    from {{ ref('rapport_pastand') }}
    group by tema
),

rapport_tjenesteomrade as (
    select
        omrader.tjenesteomrade_id,
        omrader.navn,
        omrader.art,
        omrader.i_asss,
        omrader.rekkefolge,
        budsjett.aar,
        budsjett.regulert_budsjett_mill_kr,
        budsjett.regnskap_mill_kr,
        budsjett.avvik_mill_kr,
        budsjett.avvik_pst,
        korona.virkning_mill_kr as korona_virkning_mill_kr,
        cast(coalesce(nokkeltall.antall, 0) as integer) as antall_nokkeltall,
        cast(coalesce(mal.antall, 0) as integer) as antall_mal,
        cast(coalesce(mal.antall_nadd, 0) as integer) as antall_mal_nadd,
        cast(coalesce(utsagn.antall, 0) as integer) as antall_utsagn,
        budsjett.tabell_id,
        korona.tabell_id as korona_tabell_id
    from omrader
    left join budsjett on omrader.tjenesteomrade_id = budsjett.tjenesteomrade_id
    left join korona on omrader.tjenesteomrade_id = korona.tjenesteomrade_id and budsjett.aar = korona.aar
    left join nokkeltall on omrader.tjenesteomrade_id = nokkeltall.tjenesteomrade_id
    left join mal on omrader.tjenesteomrade_id = mal.tema
    left join utsagn on omrader.tjenesteomrade_id = utsagn.tema
)

select * from rapport_tjenesteomrade
