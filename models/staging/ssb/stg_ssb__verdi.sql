{# Cells of KOSTRA's tables, as `kommunevarehus hent` landed them: a row a cell and an answer, so a cell that was fetched twice has two. #}
{%- set kolonner = {
    'tabell': 'varchar', 'region': 'varchar', 'omfang': 'varchar', 'funksjon': 'varchar', 'art': 'varchar', 'kapittel': 'varchar',
    'begrep': 'varchar', 'inndeling': 'varchar', 'innhold': 'varchar', 'innhold_tekst': 'varchar', 'aar': 'integer', 'enhet': 'varchar', 'verdi': 'decimal(18, 6)',
    'status': 'varchar', 'oppdatert': 'timestamp with time zone', 'hentet': 'timestamp with time zone'
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
    cast(timezone('UTC', oppdatert) as timestamp) as oppdatert,
    cast(timezone('UTC', hentet) as timestamp) as hentet
from {{ landede_rader('ssb/*/*.verdi.parquet', kolonner) }}
