{# Statistics Norway's table 07459 as it stands: the years that ship, and what has been fetched, single years of age on the borders of the time.
   The country is `0` in the table. #}
{% set kolonner = {
    'kommunenr': 'varchar', 'kjonn': 'varchar', 'alder': 'varchar', 'aar': 'integer', 'personer': 'integer', 'status': 'varchar',
    'oppdatert': 'timestamptz', 'hentet': 'timestamptz',
} %}
{% set glober = ['seeds/demografi/07459*.parquet', innmappe() ~ '/ssb/07459/*.parquet'] %}
select
    case when kommunenr in ('0', '0000') then '0000' else kommunenr end as kommunenr,
    case kjonn when '1' then 'menn' when '2' then 'kvinner' else 'begge' end as kjonn,
    cast(trim(trailing '+' from alder) as integer) as alder_fra,
    case when alder not like '%+' then cast(alder as integer) end as alder_til,
    cast(aar as integer) as aar,
    cast(personer as integer) as personer,
    status,
    fil,
    {{ utc('oppdatert') }} as oppdatert,
    {{ utc('hentet') }} as hentet
from {{ parquet_med_filnavn(glober, kolonner) }} as svar
