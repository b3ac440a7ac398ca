select
    tjenesteomrade_id,
    navn,
    art,
    i_asss,
    rekkefolge
from {{ ref('stg_kodeverk__tjenesteomrade') }}
