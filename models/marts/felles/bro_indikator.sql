{# Key figures of different reports that measure the same. #}
select
    indikator_id_2014,
    indikator_id_2020,
    forskjell
from {{ ref('stg_kodeverk__indikatorbro') }}
