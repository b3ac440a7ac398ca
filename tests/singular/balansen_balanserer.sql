{# Assets equal equity and debt in every report's balance sheet, unit and year: the identity an auditor looks at first. A sheet that is printed
   otherwise is a contradiction that a finding explains; one without both sums is an excerpt, or a fault of the package (int_kontroll__helhet); and a
   lost number cannot be held against anything. #}
with

summer as (
    select * from {{ ref('fct_belop') }}
    where post_id in ('balanse_sum_eiendeler', 'balanse_sum_egenkapital_og_gjeld') and versjon = 'regnskap'
),

forklart as (
    select
        tabell_id,
        rad,
        kolonne
    from {{ ref('avstemming') }}
    where status = 'avvik' and kildefunn_id is not null
)

select
    summer.tabell_id,
    summer.enhet_id,
    summer.aar,
    sum(case when summer.post_id = 'balanse_sum_eiendeler' then summer.virkning_mill_kr end) as eiendeler,
    sum(case when summer.post_id = 'balanse_sum_egenkapital_og_gjeld' then summer.virkning_mill_kr end) as egenkapital_og_gjeld
from summer
left join forklart on summer.tabell_id = forklart.tabell_id and summer.rad = forklart.rad and summer.kolonne = forklart.kolonne
group by summer.tabell_id, summer.enhet_id, summer.aar
having
    count(distinct summer.post_id) = 2
    and bool_and(summer.virkning_mill_kr is not null)
    and (eiendeler + egenkapital_og_gjeld = 0) is not true
    and count(forklart.tabell_id) = 0
