select
    tilnaerming,
    merke,
    cast(nedre_enheter as decimal(18, 6)) as nedre_enheter,
    cast(ovre_enheter as decimal(18, 6)) as ovre_enheter
from {{ ref('tilnaerming') }}
