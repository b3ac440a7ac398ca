select
    kode as kapittel,
    navn,
    type,
    skjema,
    gyldig_fra,
    gyldig_til
from {{ ref('stg_kostra__kode') }}
where felt = 'kapittel'
