{# The operating statement as a reader wants it: every amount positive when it improves the result, and in per cent of the operating income. #}
with

avvik as (
    select * from {{ ref('rapport_budsjettavvik') }}
),

driftsinntekter as (
    select
        enhet_id,
        aar,
        oppstilling,
        regnskap_mill_kr as driftsinntekter_mill_kr
    from avvik
    where kode = 'sum_driftsinntekter'
),

poster as (
    select
        post_id,
        forelder_post_id
    from {{ ref('dim_regnskapspost') }}
),

rapport_arsresultat as (
    select
        avvik.enhet_id,
        avvik.aar,
        avvik.kode as post_id,
        avvik.navn,
        avvik.radtype,
        avvik.nivaa,
        avvik.rekkefolge,
        poster.forelder_post_id,
        avvik.opprinnelig_budsjett_mill_kr,
        avvik.regulert_budsjett_mill_kr,
        avvik.regnskap_mill_kr,
        avvik.avvik_mill_kr,
        {{ prosent('avvik.regnskap_mill_kr', 'driftsinntekter.driftsinntekter_mill_kr') }} as andel_av_driftsinntekter_pst,
        avvik.avvik_kontroll,
        avvik.tabell_id,
        avvik.rad
    from avvik
    inner join driftsinntekter
        on
            avvik.enhet_id = driftsinntekter.enhet_id
            and avvik.aar = driftsinntekter.aar
            and avvik.oppstilling = driftsinntekter.oppstilling
    inner join poster on avvik.kode = poster.post_id
)

select * from rapport_arsresultat
