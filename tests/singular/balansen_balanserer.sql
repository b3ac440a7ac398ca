{# Assets equal equity and debt, for every unit and year: the identity an auditor looks at first. #}
select
    enhet_id,
    aar,
    sum(case when post_id = 'balanse_sum_eiendeler' then belop_mill_kr end) as eiendeler,
    sum(case when post_id = 'balanse_sum_egenkapital_og_gjeld' then belop_mill_kr end) as egenkapital_og_gjeld
from {{ ref('fct_balanse') }}
group by enhet_id, aar
having (eiendeler + egenkapital_og_gjeld = 0) is not true
