{# What the warehouse knows of each service area of each municipality in each year it has a report: the year's budget and accounts, the effect of the
   pandemic, by the report that is used, the report's own words on why, and how many key figures, goals and statements the reports have up to and including that year. #}
with

rapporter as (
    select * from {{ ref('dim_rapport') }}
),

rapportaar as (
    select distinct
        kommune_id,
        aar
    from rapporter
),

omrader as (
    select
        rapportaar.kommune_id as enhet_id,
        rapportaar.aar,
        omrader.*
    from rapportaar
    cross join {{ ref('dim_tjenesteomrade') }} as omrader
    where omrader.art != 'tema'
),

-- One statement a year, whole; of it the rows nearest its top where several are of one area.
budsjettrader_merket as (
    select
        avvik.*,
        enheter.kommune_id,
        dense_rank() over (
            partition by enheter.kommune_id, avvik.aar
            order by {{ foretrukket_rapport('rapporter.aar', 'avvik.aar') }}, avvik.rapport_id, avvik.oppstilling
        ) = 1 as er_med
    from {{ ref('rapport_budsjettavvik') }} as avvik
    inner join {{ ref('dim_enhet') }} as enheter on avvik.enhet_id = enheter.enhet_id
    inner join rapporter on avvik.rapport_id = rapporter.rapport_id
    where avvik.emne = 'tjenesteomrade' and avvik.tjenesteomrade_id is not null
),

budsjettrader as (
    select * from budsjettrader_merket
    where er_med
),

budsjett as (
    select
        kommune_id,
        aar,
        tjenesteomrade_id,
        cast(sum(regulert_budsjett_mill_kr) as decimal(18, 6)) as regulert_budsjett_mill_kr,
        cast(sum(regnskap_mill_kr) as decimal(18, 6)) as regnskap_mill_kr,
        cast(sum(avvik_mill_kr) as decimal(18, 6)) as avvik_mill_kr,
        {{ prosent('sum(avvik_mill_kr)', 'abs(sum(regulert_budsjett_mill_kr))') }} as avvik_pst,
        bool_or(avvik_er_beregnet) as avvik_er_beregnet,
        min(funn_id) as funn_id,
        min(tabell_id) as tabell_id
    from (
        select
            *,
            min(nivaa) over (partition by kommune_id, aar, tjenesteomrade_id) as oversteniva
        from budsjettrader
    ) as overst
    where nivaa = oversteniva
    group by kommune_id, aar, tjenesteomrade_id
),

koronarader_merket as (
    select
        korona.*,
        enheter.kommune_id,
        dense_rank() over (
            partition by enheter.kommune_id, korona.aar
            order by {{ foretrukket_rapport('rapporter.aar', 'korona.aar') }}, korona.rapport_id, korona.tabell_id
        ) = 1 as er_med
    from {{ ref('rapport_korona') }} as korona
    inner join {{ ref('dim_enhet') }} as enheter on korona.enhet_id = enheter.enhet_id
    inner join rapporter on korona.rapport_id = rapporter.rapport_id
    where korona.tjenesteomrade_id is not null
),

koronarader as (
    select * from koronarader_merket
    where er_med
),

korona as (
    select
        kommune_id,
        aar,
        tjenesteomrade_id,
        cast(sum(virkning_mill_kr) as decimal(18, 6)) as virkning_mill_kr,
        min(funn_id) as funn_id,
        min(tabell_id) as tabell_id
    from (
        select
            *,
            min(nivaa) over (partition by kommune_id, aar, tjenesteomrade_id) as oversteniva
        from koronarader
    ) as overst
    where nivaa = oversteniva
    group by kommune_id, aar, tjenesteomrade_id
),

nokkeltall as (
    select
        rapportaar.kommune_id,
        rapportaar.aar,
        nokkeltall.tjenesteomrade_id,
        count(distinct nokkeltall.indikator_id) as antall
    from rapportaar
    inner join rapporter on rapportaar.kommune_id = rapporter.kommune_id and rapportaar.aar >= rapporter.aar
    inner join {{ ref('rapport_nokkeltall') }} as nokkeltall on rapporter.rapport_id = nokkeltall.rapport_id
    group by rapportaar.kommune_id, rapportaar.aar, nokkeltall.tjenesteomrade_id
),

-- What is said of an area under another theme is the area's too.
sagt as (
    select
        rapportaar.kommune_id,
        rapportaar.aar,
        temaer.tema,
        count(case when temaer.slag = 'utsagn' then 1 end) as antall_utsagn,
        count(mal.mal_id) as antall_mal,
        count(case when mal.status = 'nådd' then 1 end) as antall_nadd,
        count(case when mal.status in ('nådd', 'ikke nådd') then 1 end) as antall_avgjort
    from rapportaar
    inner join rapporter on rapportaar.kommune_id = rapporter.kommune_id and rapportaar.aar >= rapporter.aar
    inner join {{ ref('bro_tema') }} as temaer on rapporter.rapport_id = temaer.rapport_id
    left join {{ ref('rapport_mal') }} as mal on temaer.slag = 'mal' and temaer.id = mal.mal_id
    group by rapportaar.kommune_id, rapportaar.aar, temaer.tema
),

rapporter_med_budsjett as (
    select distinct rapport_id
    from budsjettrader
),

-- The words of the report whose budget and accounts are used; of an area without them, those of the year's first report that explains it.
forklaringer_merket as (
    select
        enheter.kommune_id,
        rapporter.aar,
        forklart.*,
        dense_rank() over (
            partition by enheter.kommune_id, rapporter.aar, forklart.tema
            order by brukte.rapport_id is null, forklart.rapport_id
        ) = 1 as er_med
    from {{ ref('fct_forklaring') }} as forklart
    inner join rapporter on forklart.rapport_id = rapporter.rapport_id
    inner join {{ ref('dim_enhet') }} as enheter on rapporter.enhet_id = enheter.enhet_id
    left join rapporter_med_budsjett as brukte on forklart.rapport_id = brukte.rapport_id
),

forklaringer as (
    select * from forklaringer_merket
    where er_med
),

forklaring as (
    select
        kommune_id,
        aar,
        tema,
        min(rapport_id) as rapport_id,
        {{ tekster_samlet('sitat', '\n', 'linje_fra') }} as sitat,
        min(linje_fra) as linje_fra,
        max(linje_til) as linje_til
    from forklaringer
    group by kommune_id, aar, tema
),

rapport_tjenesteomrade as (
    select
        omrader.enhet_id,
        omrader.aar,
        omrader.tjenesteomrade_id,
        omrader.navn,
        omrader.art,
        omrader.i_asss,
        omrader.rekkefolge,
        budsjett.regulert_budsjett_mill_kr,
        budsjett.regnskap_mill_kr,
        budsjett.avvik_mill_kr,
        budsjett.avvik_pst,
        {{ utfall('budsjett.avvik_mill_kr', 'budsjett.regulert_budsjett_mill_kr', 'grense.verdi') }} as utfall,
        korona.virkning_mill_kr as korona_virkning_mill_kr,
        cast(coalesce(nokkeltall.antall, 0) as integer) as antall_nokkeltall,
        cast(coalesce(sagt.antall_mal, 0) as integer) as antall_mal,
        cast(coalesce(sagt.antall_nadd, 0) as integer) as antall_mal_nadd,
        cast(coalesce(sagt.antall_avgjort, 0) as integer) as antall_mal_avgjort,
        cast(coalesce(sagt.antall_utsagn, 0) as integer) as antall_utsagn,
        budsjett.avvik_er_beregnet,
        budsjett.funn_id,
        korona.funn_id as korona_funn_id,
        budsjett.tabell_id,
        korona.tabell_id as korona_tabell_id,
        forklaring.sitat as forklaring,
        forklaring.rapport_id as forklaring_rapport_id,
        forklaring.linje_fra as forklaring_linje_fra,
        forklaring.linje_til as forklaring_linje_til
    from omrader
    left join budsjett
        on
            omrader.enhet_id = budsjett.kommune_id
            and omrader.aar = budsjett.aar
            and omrader.tjenesteomrade_id = budsjett.tjenesteomrade_id
    left join korona
        on
            omrader.enhet_id = korona.kommune_id
            and omrader.aar = korona.aar
            and omrader.tjenesteomrade_id = korona.tjenesteomrade_id
    left join nokkeltall
        on
            omrader.enhet_id = nokkeltall.kommune_id
            and omrader.aar = nokkeltall.aar
            and omrader.tjenesteomrade_id = nokkeltall.tjenesteomrade_id
    left join sagt
        on
            omrader.enhet_id = sagt.kommune_id
            and omrader.aar = sagt.aar
            and omrader.tjenesteomrade_id = sagt.tema
    left join forklaring
        on
            omrader.enhet_id = forklaring.kommune_id
            and omrader.aar = forklaring.aar
            and omrader.tjenesteomrade_id = forklaring.tema
    {{ grensen_i_aaret("'merforbruk_pst'", 'omrader.aar') }}
)

select * from rapport_tjenesteomrade
