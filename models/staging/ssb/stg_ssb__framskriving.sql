{# Every projection that has been fetched, whatever its table: the people expected on 1 January, on the borders that the table has. #}
select
    tabell,
    {{ utc('oppdatert') }} as oppdatert,
    {{ utc('hentet') }} as hentet,
    kommunenr,
    coalesce(nullif(regexp_extract(innhold, '[HLM]{4}', 0), ''), regexp_extract(innhold_tekst, '[HLM]{4}', 0)) as alternativ,
    cast(aar as integer) as aar,
    case kjonn when '1' then 'menn' when '2' then 'kvinner' else 'begge' end as kjonn,
    cast(trim(trailing '+' from alder) as integer) as alder_fra,
    case when not ends_with(alder, '+') then cast(alder as integer) end as alder_til,
    cast(personer as integer) as personer,
    status
from {{ landede_rader('ssb/*/*.personer.parquet', {
    'kommunenr': 'varchar', 'kjonn': 'varchar', 'alder': 'varchar', 'innhold': 'varchar', 'innhold_tekst': 'varchar', 'aar': 'varchar', 'personer': 'integer',
    'status': 'varchar', 'tabell': 'varchar', 'oppdatert': 'timestamptz', 'hentet': 'timestamptz'
}) }}
where tabell != '07459'
