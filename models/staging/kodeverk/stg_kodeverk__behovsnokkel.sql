select
    cast(aar as integer) as aar,
    sektor,
    kriterium,
    cast(vekt as decimal(9, 6)) as vekt
from {{ ref('behovsnokkel') }}
