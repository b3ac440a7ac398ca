select
    cast(tabell_nr as integer) as tabell_nr,
    tabell,
    cast(linje as integer) as linje,
    navn,
    formel,
    indikator_id
from {{ regnskapsfil('asss_tabeller') }}
