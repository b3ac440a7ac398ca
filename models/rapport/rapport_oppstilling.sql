{# The printed statements, row by row in their printed order, with one sign: every amount positive when it improves the result. A statement of a year
   is one report's, whole: that of its own year, else the newest; two reports, or two layouts, are never one statement. #}
with

belop as (
    select * from {{ ref('fct_belop') }}
    where versjon in ('opprinnelig_budsjett', 'regulert_budsjett', 'regnskap', 'avvik', 'inngaende_balanse', 'sum_inngaende_balanse')
),

valgte_merket as (
    select
        belop.enhet_id,
        belop.aar,
        belop.oppstilling,
        belop.rapport_id,
        row_number() over (
            partition by belop.enhet_id, belop.aar, belop.oppstilling
            order by {{ foretrukket_rapport('rapporter.aar', 'belop.aar') }}, belop.rapport_id
        ) = 1 as er_med
    from belop
    inner join {{ ref('dim_rapport') }} as rapporter on belop.rapport_id = rapporter.rapport_id
    group by belop.enhet_id, belop.aar, belop.oppstilling, belop.rapport_id, rapporter.aar
),

valgte as (
    select * from valgte_merket
    where er_med
),

rader as (
    select
        belop.enhet_id,
        belop.aar,
        belop.rapport_id,
        belop.oppstilling,
        belop.emne,
        belop.post_id,
        belop.tabell_id,
        belop.rad,
        max(case when belop.versjon = 'opprinnelig_budsjett' then belop.virkning_mill_kr end) as opprinnelig_budsjett_mill_kr,
        max(case when belop.versjon = 'regulert_budsjett' then belop.virkning_mill_kr end) as regulert_budsjett_mill_kr,
        max(case when belop.versjon = 'regnskap' then belop.virkning_mill_kr end) as regnskap_mill_kr,
        max(case when belop.versjon = 'opprinnelig_budsjett' then belop.virkning_trykt_mill_kr end) as opprinnelig_budsjett_trykt_mill_kr,
        max(case when belop.versjon = 'regulert_budsjett' then belop.virkning_trykt_mill_kr end) as regulert_budsjett_trykt_mill_kr,
        max(case when belop.versjon = 'regnskap' then belop.virkning_trykt_mill_kr end) as regnskap_trykt_mill_kr,
        coalesce(min(case when belop.virkning_trykt_mill_kr is null then belop.cellestatus end), 'verdi') as cellestatus,
        max(case when belop.versjon = 'avvik' then belop.virkning_trykt_mill_kr end) as avvik_trykt_mill_kr,
        max(case when belop.versjon = 'avvik' then belop.virkning_mill_kr end) as avvik_brukt_mill_kr,
        sum(case when belop.versjon in ('regulert_budsjett', 'regnskap', 'avvik') then belop.usikkerhet_mill_kr end) as slingring,
        min(belop.omfang) as omfang,
        min(belop.utgave) as utgave,
        min(belop.utgave_dato) as utgave_dato,
        min(belop.prisniva) as prisniva,
        min(belop.funn_id) as funn_id,
        coalesce(
            max(case when belop.versjon = 'sum_inngaende_balanse' then belop.virkning_mill_kr end),
            max(case when belop.versjon = 'inngaende_balanse' then belop.virkning_mill_kr end)
        ) as inngaende_balanse_mill_kr
    from belop
    inner join valgte
        on
            belop.enhet_id = valgte.enhet_id
            and belop.aar = valgte.aar
            and belop.oppstilling = valgte.oppstilling
            and belop.rapport_id = valgte.rapport_id
    group by belop.enhet_id, belop.aar, belop.rapport_id, belop.oppstilling, belop.emne, belop.post_id, belop.tabell_id, belop.rad
),

aret_for as (
    select * from belop
    where versjon = 'regnskap'
),

navn as (
    select
        tabeller.tabell_id,
        tabeller.oppstillingsnavn,
        emner.side
    from {{ ref('dim_kildetabell') }} as tabeller
    inner join {{ ref('stg_kodeverk__emne') }} as emner on tabeller.emne = emner.emne
),

rapport_oppstilling as (
    select
        rader.enhet_id,
        rader.aar,
        rader.rapport_id,
        rader.oppstilling,
        navn.oppstillingsnavn,
        rader.emne,
        navn.side,
        rader.post_id,
        poster.navn,
        poster.radtype,
        poster.nivaa,
        rader.rad as rekkefolge,
        rader.opprinnelig_budsjett_mill_kr,
        rader.regulert_budsjett_mill_kr,
        rader.regnskap_mill_kr,
        rader.opprinnelig_budsjett_trykt_mill_kr,
        rader.regulert_budsjett_trykt_mill_kr,
        rader.regnskap_trykt_mill_kr,
        {{ avviket() }} as avvik_mill_kr,
        {{ utfall('(' ~ avviket() ~ ')', 'rader.regulert_budsjett_mill_kr', 'grense.verdi') }} as utfall,
        {{ avvik_er_beregnet() }} as avvik_er_beregnet,
        rader.avvik_trykt_mill_kr,
        aret_for.virkning_mill_kr as regnskap_aret_for_mill_kr,
        aret_for.virkning_trykt_mill_kr as regnskap_aret_for_trykt_mill_kr,
        rader.inngaende_balanse_mill_kr,
        rader.cellestatus,
        rader.omfang,
        rader.utgave,
        rader.utgave_dato,
        rader.prisniva,
        coalesce(rader.funn_id, aret_for.funn_id) as funn_id,
        rader.tabell_id,
        rader.rad
    from rader
    inner join navn on rader.tabell_id = navn.tabell_id
    inner join {{ ref('dim_regnskapspost') }} as poster
        on rader.rapport_id = poster.rapport_id and rader.oppstilling = poster.oppstilling and rader.post_id = poster.post_id
    left join aret_for
        on
            rader.tabell_id = aret_for.tabell_id
            and rader.rad = aret_for.rad
            and rader.enhet_id = aret_for.enhet_id
            and rader.aar - 1 = aret_for.aar
    {{ grensen_i_aaret("'merforbruk_pst'", 'rader.aar') }}
)

select * from rapport_oppstilling
