select
    prisaar,
    sektor,
    alder_fra,
    alder_til,
    sats_kr,
    kilde
from {{ ref('stg_demografi__sats') }}
