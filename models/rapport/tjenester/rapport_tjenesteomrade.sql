{# What the warehouse knows of each service area of each municipality: the newest budget and accounts, the effect of the pandemic, and how many key
   figures, goals and statements there are. #}
with

rapporter as (
    select * from {{ ref('dim_rapport') }}
),

omrader as (
    select
        kommuner.kommune_id as enhet_id,
        omrader.*
    from (select distinct kommune_id from rapporter) as kommuner -- noqa: ST05
    cross join {{ ref('dim_tjenesteomrade') }} as omrader
    where omrader.art != 'tema'
),

budsjett as (
    select
        avvik.*,
        rapporter.kommune_id
    from {{ ref('rapport_budsjettavvik') }} as avvik
    inner join rapporter on avvik.rapport_id = rapporter.rapport_id
    where avvik.emne = 'tjenesteomrade'
    qualify avvik.aar = max(avvik.aar) over (partition by rapporter.kommune_id)
),

korona as (
    select
        korona.*,
        rapporter.kommune_id
    from {{ ref('rapport_korona') }} as korona
    inner join rapporter on korona.rapport_id = rapporter.rapport_id
    where korona.tjenesteomrade_id is not null
),

nokkeltall as (
    select
        rapporter.kommune_id,
        nokkeltall.tjenesteomrade_id,
        count(distinct nokkeltall.indikator_id) as antall
    from {{ ref('rapport_nokkeltall') }} as nokkeltall
    inner join rapporter on nokkeltall.rapport_id = rapporter.rapport_id
    group by rapporter.kommune_id, nokkeltall.tjenesteomrade_id
),

mal as (
    select
        rapporter.kommune_id,
        mal.tema,
        sum(mal.antall_mal) as antall,
        sum(mal.antall_nadd) as antall_nadd
    from {{ ref('rapport_maloppnaelse') }} as mal
    inner join rapporter on mal.rapport_id = rapporter.rapport_id
    group by rapporter.kommune_id, mal.tema
),

utsagn as (
    select
        rapporter.kommune_id,
        utsagn.tema,
        count(*) as antall
    from {{ ref('rapport_utsagn') }} as utsagn
    inner join rapporter on utsagn.rapport_id = rapporter.rapport_id
    group by rapporter.kommune_id, utsagn.tema
),

rapport_tjenesteomrade as (
    select
        omrader.enhet_id,
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
    left join budsjett on omrader.enhet_id = budsjett.kommune_id and omrader.tjenesteomrade_id = budsjett.tjenesteomrade_id
    left join korona
        on omrader.enhet_id = korona.kommune_id and omrader.tjenesteomrade_id = korona.tjenesteomrade_id and budsjett.aar = korona.aar
    left join nokkeltall on omrader.enhet_id = nokkeltall.kommune_id and omrader.tjenesteomrade_id = nokkeltall.tjenesteomrade_id
    left join mal on omrader.enhet_id = mal.kommune_id and omrader.tjenesteomrade_id = mal.tema
    left join utsagn on omrader.enhet_id = utsagn.kommune_id and omrader.tjenesteomrade_id = utsagn.tema
)

select * from rapport_tjenesteomrade
