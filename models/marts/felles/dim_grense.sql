{# The limits that judgements are made by, and the norms that key figures are held against: each with its value and whose it is. #}
select
    grense_id,
    coalesce(fra_aar, 0) as fra_aar,
    til_aar,
    navn,
    verdi,
    maaleenhet,
    kilde
from {{ ref('stg_kodeverk__grense') }}
