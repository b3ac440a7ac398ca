select
    nokkel,
    cast(rekkefolge as integer) as rekkefolge,
    navn,
    hentes_fra,
    kode,
    maaleenhet,
    cast(desimaler as integer) as desimaler,
    sammenlignet_med,
    side,
    sidenavn,
    i_stedet_for,
    retning
from {{ ref('oversiktstall') }}
