select
    aar,
    generasjon,
    cast(count(*) as integer) as antall,
    cast(sum(belop_mill_kr) as decimal(18, 3)) as belop_mill_kr
from {{ ref('fct_tall') }}
group by aar, generasjon
