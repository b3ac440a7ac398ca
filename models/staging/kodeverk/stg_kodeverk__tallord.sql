select
    tallord,
    cast(verdi as decimal(18, 6)) as verdi,
    cast(usikkerhet as decimal(18, 6)) as usikkerhet
from {{ ref('tallord') }}
