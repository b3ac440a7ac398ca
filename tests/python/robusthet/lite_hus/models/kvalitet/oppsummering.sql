select
    generasjon,
    cast(count(*) as integer) as antall_rader,
    cast(sum(belop_mill_kr) as decimal(18, 3)) as sum_mill_kr,
    sha256(string_agg(merknad, '' order by rad)) as avtrykk
from {{ ref('fct_tall') }}
group by generasjon
