{# How the year goes: what is accounted so far beside the budget of the same months, the year's budget and the prognosis, post by post as one report
   prints them. Positive improves the result. The months that several reports print are taken from the one that is chosen for them. #}
with

belop as (
    select * from {{ ref('fct_belop') }}
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

hittil as (
    select
        enhet_id,
        aar,
        periode,
        rapport_id,
        oppstilling,
        post_id,
        nr,
        tabell_id,
        rad,
        max(case when versjon = 'regnskap_hittil' then virkning_mill_kr end) as regnskap_hittil_mill_kr,
        max(case when versjon = 'budsjett_hittil' then virkning_mill_kr end) as budsjett_hittil_mill_kr,
        max(case when versjon = 'avvik_hittil' then virkning_trykt_mill_kr end) as avvik_hittil_trykt_mill_kr,
        max(case when versjon = 'prognose' then virkning_mill_kr end) as prognose_mill_kr,
        min(funn_id) as funn_id
    from belop
    where periode != '01-12' and er_valgt_i_oppstillingen
    group by enhet_id, aar, periode, rapport_id, oppstilling, post_id, nr, tabell_id, rad
),

aret as (
    select
        tabell_id,
        rad,
        enhet_id,
        aar,
        max(case when versjon = 'regulert_budsjett' then virkning_mill_kr end) as regulert_budsjett_mill_kr,
        max(case when versjon = 'opprinnelig_budsjett' then virkning_mill_kr end) as opprinnelig_budsjett_mill_kr
    from belop
    where periode = '01-12'
    group by tabell_id, rad, enhet_id, aar
),

rapport_hittil_i_ar as (
    select
        hittil.enhet_id,
        hittil.aar,
        hittil.periode,
        hittil.rapport_id,
        hittil.oppstilling,
        hittil.post_id,
        poster.navn,
        poster.radtype,
        poster.rekkefolge,
        hittil.regnskap_hittil_mill_kr,
        hittil.budsjett_hittil_mill_kr,
        coalesce(
            cast(hittil.regnskap_hittil_mill_kr - hittil.budsjett_hittil_mill_kr as decimal(18, 6)), hittil.avvik_hittil_trykt_mill_kr
        ) as avvik_hittil_mill_kr,
        coalesce(aret.regulert_budsjett_mill_kr, aret.opprinnelig_budsjett_mill_kr) as arsbudsjett_mill_kr,
        hittil.prognose_mill_kr,
        {{ prosent('hittil.regnskap_hittil_mill_kr', 'coalesce(aret.regulert_budsjett_mill_kr, aret.opprinnelig_budsjett_mill_kr)') }} as forbruk_pst,
        hittil.funn_id,
        hittil.tabell_id,
        hittil.rad
    from hittil
    inner join poster
        on hittil.rapport_id = poster.rapport_id and hittil.oppstilling = poster.oppstilling and hittil.post_id = poster.post_id
    left join aret
        on hittil.tabell_id = aret.tabell_id and hittil.rad = aret.rad and hittil.enhet_id = aret.enhet_id and hittil.aar = aret.aar
)

select * from rapport_hittil_i_ar
