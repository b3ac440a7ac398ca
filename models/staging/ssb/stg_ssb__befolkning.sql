{# Statistics Norway's table 07459 as it stands: the years that ship, and what has been fetched, single years of age on the borders of the time.
   The country is `0` in the table. #}
{% set glober = ['seeds/demografi/07459*.parquet', innmappe() ~ '/ssb/07459/*.parquet'] %}
select
    case when kommunenr in ('0', '0000') then '0000' else kommunenr end as kommunenr,
    case kjonn when '1' then 'menn' when '2' then 'kvinner' else 'begge' end as kjonn,
    cast(rtrim(alder, '+') as integer) as alder_fra,
    case when not ends_with(alder, '+') then cast(alder as integer) end as alder_til,
    cast(aar as integer) as aar,
    cast(personer as integer) as personer,
    status,
    filename as fil,
    {{ utc('oppdatert') }} as oppdatert,
    {{ utc('hentet') }} as hentet
from read_parquet({{ filglober(glober) }}, union_by_name = true, filename = true)
