select
    kommunenr,
    navn,
    gyldig_fra,
    gyldig_til,
    kommunenr_2024,
    navn_2024
from {{ ref('stg_kodeverk__kommune') }}
