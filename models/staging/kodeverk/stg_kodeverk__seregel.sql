select
    regel_id,
    cast(rekkefolge as integer) as rekkefolge,
    navn,
    maales_pa,
    kode,
    retning,
    cast(grense as decimal(18, 2)) as grense,
    grense_id,
    enhet,
    erstatter,
    setning,
    setning_uten_tall,
    forklaring,
    side
from {{ ref('seregel') }}
