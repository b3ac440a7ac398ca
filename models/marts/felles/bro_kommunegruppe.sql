select
    gruppe_id,
    gruppe,
    slag,
    kommunenr,
    gyldig_fra,
    gyldig_til,
    uten_seg_selv
from {{ ref('stg_kodeverk__kommunegruppe') }}
