{# A note without a printed mark has an empty one. #}
select
    tabell_id,
    coalesce(merke, '') as merke,
    gjelder,
    tekst
from {{ ref('fotnoter') }}
