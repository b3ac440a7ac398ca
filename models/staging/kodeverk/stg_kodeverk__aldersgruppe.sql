select
    aldersgruppe_id,
    navn,
    cast(alder_fra as integer) as alder_fra,
    cast(alder_til as integer) as alder_til,
    sett,
    cast(rekkefolge as integer) as rekkefolge
from {{ ref('aldersgruppe') }}
