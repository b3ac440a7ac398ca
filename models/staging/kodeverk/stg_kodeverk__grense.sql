select
    grense_id,
    cast(nullif(fra_aar, '') as integer) as fra_aar,
    cast(nullif(til_aar, '') as integer) as til_aar,
    navn,
    cast(verdi as decimal(18, 6)) as verdi,
    maaleenhet,
    kilde
from {{ ref('grense') }}
