{# Seeds have no row number of their own: a table's footnotes keep the order they are written in by mark and by what they are about. #}
select
    tabell_id,
    merke,
    gjelder,
    tekst
from {{ ref('fotnoter') }}
