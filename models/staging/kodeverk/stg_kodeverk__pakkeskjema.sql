select
    fil,
    cast(nr as integer) as nr,
    kolonne,
    type,
    pakrevd,
    verdier,
    referanse,
    unik
from {{ ref('pakkeskjema') }}
