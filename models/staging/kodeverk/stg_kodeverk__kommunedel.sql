select
    del_id,
    kommunenr,
    cast(gyldig_fra as integer) as gyldig_fra,
    cast(gyldig_til as integer) as gyldig_til,
    cast(andel as decimal(9, 8)) as andel
from {{ ref('kommunedel') }}
