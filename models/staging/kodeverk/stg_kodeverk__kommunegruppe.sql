select
    gruppe_id,
    gruppe,
    slag,
    kommunenr,
    cast(gyldig_fra as integer) as gyldig_fra,
    cast(gyldig_til as integer) as gyldig_til,
    uten_seg_selv = 'ja' as uten_seg_selv
from {{ ref('kommunegruppe') }}
