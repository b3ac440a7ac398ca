select
    cast(aar as integer) as aar,
    sektor,
    navn,
    cast(andel as decimal(9, 6)) as andel,
    tjenesteomrade_id,
    kilde
from {{ ref('behovssektor') }}
