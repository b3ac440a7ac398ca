select
    grense_id,
    navn,
    cast(verdi as decimal(18, 6)) as verdi,
    maaleenhet,
    cast(fra_aar as integer) as fra_aar,
    kilde
from {{ ref('grense') }}
