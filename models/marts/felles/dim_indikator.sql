{# Every key figure: the catalogue's, and those that a report brings itself, by the report's short name and its own id.
   A count of heads or cases follows the size of the municipality: it is no measure to compare two by. #}
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
    nullif(rapport_id, '') as rapport_id,
    maaleenhet != 'antall' as sammenlignbar,
    coalesce(maaleenhet = 'kr_per_innbygger' and lower(nevner) = 'innbyggere', false) as er_per_innbygger
from {{ ref('int_indikator__samlet') }}
where rapport_id = '' or rapport_id in (select godkjente.rapport_id from {{ ref('int_rapport__godkjent') }} as godkjente)
