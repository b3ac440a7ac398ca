{# The operating statement as a reader wants it: every amount positive when it improves the result, and in per cent of the operating income where it
   is printed. What several reports print of a year is the one's whose operating income is used. #}
with

rader as (
    {{ belop_per_rad() }}
),

driftsinntekter as (
    select
        rapport_id,
        enhet_id,
        aar,
        oppstilling,
        regnskap_mill_kr as driftsinntekter_mill_kr
    from rader
    where emne = 'drift' and post_id = 'sum_driftsinntekter' and antall_regnskap = 1
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

rapport_arsresultat as (
    select
        rader.enhet_id,
        rader.aar,
        rader.rapport_id,
        rader.oppstilling,
        rader.post_id,
        poster.navn,
        poster.radtype,
        poster.nivaa,
        poster.rekkefolge,
        poster.er_fosstrinn,
        poster.forelder_post_id,
        rader.opprinnelig_budsjett_mill_kr,
        rader.regulert_budsjett_mill_kr,
        rader.regnskap_mill_kr,
        {{ avviket() }} as avvik_mill_kr,
        {{ avvik_er_beregnet() }} as avvik_er_beregnet,
        {{ prosent('rader.regnskap_mill_kr', 'driftsinntekter.driftsinntekter_mill_kr') }} as andel_av_driftsinntekter_pst,
        {{ avvik_kontroll() }} as avvik_kontroll,
        rader.er_omarbeidet,
        rader.omfang,
        rader.utgave,
        rader.utgave_dato,
        rader.prisniva,
        rader.funn_id,
        rader.tabell_id,
        rader.rad
    from rader
    left join driftsinntekter
        on
            rader.enhet_id = driftsinntekter.enhet_id
            and rader.aar = driftsinntekter.aar
            and rader.oppstilling = driftsinntekter.oppstilling
    inner join poster on rader.rapport_id = poster.rapport_id and rader.oppstilling = poster.oppstilling and rader.post_id = poster.post_id
    where
        rader.emne = 'drift'
        and rader.antall_regnskap = 1
        and rader.rapport_id = coalesce(driftsinntekter.rapport_id, rader.rapport_id)
)

select * from rapport_arsresultat
