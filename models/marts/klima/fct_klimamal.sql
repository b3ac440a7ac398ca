select
    klimamal_id,
    kilde_id,
    nummer,
    mal,
    tiltak_eller_status,
    trafikklys,
    tabell_id,
    cast(rad as integer) as rad,
    cast(linje as integer) as linje
from {{ ref('stg_pastander__klimamal') }}
