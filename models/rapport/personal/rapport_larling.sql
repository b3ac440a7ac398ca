{# Apprentices by trade: applicants and admitted, women beside men, and the running contracts against the number the municipality aims for. #}
with

larlinger as (
    select * from {{ ref('fct_personell') }}
    where emne = 'larling'
),

fag as (
    select
        enhet_id,
        aar,
        tabell_id,
        rad,
        rapport_id,
        oppstilling,
        etikett as fag,
        max(case when maal = 'sokere' and kjonn = 'begge' then cast(verdi_brukt as integer) end) as sokere_totalt,
        max(case when maal = 'inntak' and kjonn = 'kvinner' then cast(verdi_brukt as integer) end) as inntak_kvinner,
        max(case when maal = 'inntak' and kjonn = 'menn' then cast(verdi_brukt as integer) end) as inntak_menn,
        max(case when maal = 'inntak' and kjonn = 'begge' then cast(verdi_brukt as integer) end) as inntak_totalt,
        max(case when maal = 'larekandidater' then cast(verdi_brukt as integer) end) as larekandidater,
        max(case when maal = 'maltall_kontrakter' then cast(verdi_brukt as integer) end) as maltall_kontrakter,
        max(case when maal = 'lopende_kontrakter' then cast(verdi_brukt as integer) end) as lopende_kontrakter,
        max(case when verdi_trykt is null then cellestatus end) as cellestatus,
        min(funn_id) as funn_id
    from larlinger
    group by enhet_id, aar, tabell_id, rad, rapport_id, oppstilling, etikett
),

rapport_larling as (
    select
        fag.enhet_id,
        fag.aar,
        fag.rapport_id,
        fag.oppstilling,
        fag.fag,
        fag.fag like 'Total%' as er_total,
        fag.sokere_totalt,
        fag.inntak_kvinner,
        fag.inntak_menn,
        fag.inntak_totalt,
        fag.larekandidater,
        fag.maltall_kontrakter,
        fag.lopende_kontrakter,
        fag.cellestatus,
        fag.funn_id,
        fag.tabell_id,
        fag.rad
    from fag
)

select * from rapport_larling
