{# The columns of the printed tables in their printed order. #}
select
    tabell_id,
    kolonne,
    plass,
    overskrift,
    maaleenhet,
    rapport_id
from {{ godkjent('int_kolonne__tydet') }}
