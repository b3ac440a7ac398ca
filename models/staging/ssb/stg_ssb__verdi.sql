{# Cells of KOSTRA's tables, as `kommunevarehus hent` landed them: a row a cell and an answer, so a cell that was fetched twice has two. #}
{%- set kolonner = {
    'tabell': 'varchar', 'region': 'varchar', 'omfang': 'varchar', 'funksjon': 'varchar', 'art': 'varchar', 'kapittel': 'varchar',
    'begrep': 'varchar', 'inndeling': 'varchar', 'innhold': 'varchar', 'innhold_tekst': 'varchar', 'aar': 'integer', 'enhet': 'varchar', 'verdi': 'decimal(18, 6)',
    'status': 'varchar', 'oppdatert': 'timestamptz', 'hentet': 'timestamptz'
} %}
select
    tabell,
    region,
    omfang,
    funksjon,
    art,
    kapittel,
    begrep,
    inndeling,
    innhold,
    innhold_tekst,
    aar,
    enhet,
    verdi,
    status,
    {{ utc('oppdatert') }} as oppdatert,
    {{ utc('hentet') }} as hentet
from {{ landede_rader('ssb/*/*.verdi.parquet', kolonner) }}
