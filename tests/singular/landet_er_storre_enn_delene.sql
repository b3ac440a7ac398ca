{# On today's borders, each year and sex: the country has more people than the municipalities we hold, and both are there. Protects against a
   year, a sex or the country's rows lost from the seed. #}
select
    aar,
    kjonn,
    sum(case when kommunenr = '0000' then personer end) as landet,
    sum(case when kommunenr != '0000' then personer end) as kommunene
from {{ ref('fct_befolkning') }}
where grenser = '2024'
group by aar, kjonn
having (landet > kommunene) is not true
