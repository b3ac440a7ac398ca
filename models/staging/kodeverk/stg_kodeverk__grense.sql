select
    grense_id,
    navn,
    cast(verdi as decimal(18, 6)) as verdi,
    maaleenhet,
    kilde
from {{ ref('grense') }}
