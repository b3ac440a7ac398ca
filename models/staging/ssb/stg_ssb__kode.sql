{# Codes of the lists of KLASS, as `kommunevarehus hent` landed them: a row a code, list and answer, with what it lies under and the years it was so.
   KLASS' last day is the first one on which it no longer holds. #}
{%- set kolonner = {
    'liste': 'varchar', 'spurt': 'varchar', 'kode': 'varchar', 'navn': 'varchar', 'overordnet': 'varchar', 'gyldig_fra': 'varchar',
    'gyldig_til': 'varchar', 'hentet': 'timestamptz'
} %}
select
    liste,
    spurt,
    kode,
    navn,
    overordnet,
    cast(year(cast(gyldig_fra as date)) as integer) as gyldig_fra,
    cast(year(cast(gyldig_til as date) - 1) as integer) as gyldig_til,
    {{ utc('hentet') }} as hentet
from {{ landede_rader('ssb/klass/*.klass.parquet', kolonner) }}
