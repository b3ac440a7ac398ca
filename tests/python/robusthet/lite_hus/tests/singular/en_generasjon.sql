-- A build is of one generation: what the load test relies on to see a mixture.
select count(distinct generasjon) as antall
from {{ ref('fct_tall') }}
having count(distinct generasjon) > 1
