{# Every printed table and figure of the reports, also those whose numbers are lost, and the tables of the statistics. #}
with

tabeller as (
    select * from {{ godkjent('int_tabell__beskrevet') }}
),

statistikk as (
    select * from {{ ref('stg_kodeverk__statistikktabell') }}
),

dim_kildetabell as (
    select
        tabell_id,
        rapport_id as kilde_id,
        slag,
        nummer,
        kapittel,
        tittel,
        tjenesteomrade_id,
        linje_fra,
        rader,
        verdikolonner,
        tallceller,
        celler_i_alt,
        status,
        enhet,
        fortegn,
        oppstilling,
        oppstillingsnavn,
        emne,
        fil,
        fil is not null as er_lastet
    from tabeller
    union all
    select
        tabell_id,
        kilde_id,
        slag,
        nummer,
        kapittel,
        tittel,
        tjenesteomrade_id,
        linje_fra,
        rader,
        verdikolonner,
        tallceller,
        celler_i_alt,
        status,
        enhet,
        fortegn,
        oppstilling,
        null as oppstillingsnavn,
        'befolkning' as emne,
        seed as fil,
        true as er_lastet
    from statistikk
)

select * from dim_kildetabell
