{# Every number that a municipality has had. Names in the Norwegian order: DuckDB's own order has Å before Ø, its `nb` has Å as A, and `da` is right. #}
select
    kommunenr,
    navn,
    navn_offisielt,
    cast(row_number() over (order by navn collate da, kommunenr, kommunenr_2024) as integer) as rekkefolge,
    gyldig_fra,
    gyldig_til,
    kommunenr_2024,
    navn_2024
from {{ ref('stg_kodeverk__kommune') }}
