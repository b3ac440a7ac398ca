select
    kode as funksjon,
    navn,
    type,
    skjema,
    gyldig_fra,
    gyldig_til
from {{ ref('stg_kostra__kode') }}
where felt = 'funksjon'
