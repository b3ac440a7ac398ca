select
    aldersgruppe_id,
    navn,
    cast(alder_fra as integer) as alder_fra,
    cast(alder_til as integer) as alder_til,
    cast(rekkefolge as integer) as rekkefolge
from {{ ref('aldersgruppe') }}
