{# A row number stands once in its table. #}
select
    'seeds: ' || seed || '.csv' as fil,
    rad,
    coalesce(tabell_id || ', ', '') || 'radnummeret står ' || count(*) || ' ganger; ventet 1, 2, 3 … nedover siden' as melding
from {{ ref('stg_kildetabeller__celle') }}
group by seed, tabell_id, rad, kolonne
having count(*) > 1
