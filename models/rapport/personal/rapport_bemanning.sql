{# Head count and full-time equivalents by area: women beside men, the share of women and how much of a full-time equivalent an employee is. #}
with

bemanning as (
    select * from {{ ref('fct_personell') }}
    where emne = 'bemanning'
),

omrader as (
    select
        enhet_id,
        aar,
        tabell_id,
        rad,
        rapport_id,
        oppstilling,
        etikett as omrade,
        er_total,
        max(case when maal = 'antall_ansatte' and kjonn = 'kvinner' then cast(verdi_brukt as integer) end) as antall_kvinner,
        max(case when maal = 'antall_ansatte' and kjonn = 'menn' then cast(verdi_brukt as integer) end) as antall_menn,
        max(case when maal = 'antall_ansatte' and kjonn = 'begge' then cast(verdi_brukt as integer) end) as antall_totalt,
        max(case when maal = 'arsverk' and kjonn = 'kvinner' then cast(verdi_brukt as integer) end) as arsverk_kvinner,
        max(case when maal = 'arsverk' and kjonn = 'menn' then cast(verdi_brukt as integer) end) as arsverk_menn,
        max(case when maal = 'arsverk' and kjonn = 'begge' then cast(verdi_brukt as integer) end) as arsverk_totalt,
        max(case when verdi_trykt is null then cellestatus end) as cellestatus,
        min(funn_id) as funn_id
    from bemanning
    group by enhet_id, aar, tabell_id, rad, rapport_id, oppstilling, etikett, er_total
),

rapport_bemanning as (
    select
        omrader.enhet_id,
        omrader.aar,
        omrader.rapport_id,
        omrader.oppstilling,
        omrader.omrade,
        omrader.er_total,
        omrader.antall_kvinner,
        omrader.antall_menn,
        omrader.antall_totalt,
        omrader.arsverk_kvinner,
        omrader.arsverk_menn,
        omrader.arsverk_totalt,
        {{ prosent('omrader.antall_kvinner', '(omrader.antall_kvinner + omrader.antall_menn)') }} as andel_kvinner_pst,
        {{ prosent('omrader.arsverk_totalt', 'omrader.antall_totalt') }} as arsverk_av_ansatte_pst,
        omrader.cellestatus,
        omrader.funn_id,
        omrader.tabell_id,
        omrader.rad
    from omrader
)

select * from rapport_bemanning
