select
    tjenesteomrade_id,
    navn,
    art,
    i_asss = 'ja' as i_asss,
    cast(rekkefolge as integer) as rekkefolge
from {{ ref('tjenesteomrade') }}
