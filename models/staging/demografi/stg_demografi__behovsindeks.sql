select
    cast(aar as integer) as aar,
    kommunenr,
    sektor,
    cast(indeks as decimal(9, 4)) as indeks
from {{ ref('behovsindeks') }}
