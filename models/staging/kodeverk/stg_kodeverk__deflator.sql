select
    serie,
    cast(argang as date) as argang,
    cast(aar as integer) as aar,
    cast(endring_pst as decimal(9, 4)) as endring_pst,
    kilde
from {{ ref('deflator') }}
