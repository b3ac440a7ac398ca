{# A count of heads or cases follows the size of the municipality: it is no measure to compare two by. #}
select
    indikator_id,
    navn,
    definisjon,
    maaleenhet,
    teller,
    nevner,
    kostra_funksjoner,
    register,
    tjenesteomrade_id,
    kategori,
    retning,
    maaleenhet != 'antall' as sammenlignbar
from {{ ref('stg_kodeverk__indikator') }}
