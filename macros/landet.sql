{# The columns of landed accounts: a Parquet file for each source file (src/kommunevarehus/landing.py). #}
{% macro landede_kolonner() %}
    {{ return({
        'kilde': 'varchar', 'fil': 'varchar', 'sha256': 'varchar', 'linje': 'integer', 'raalinje': 'varchar', 'lest': 'timestamp',
        'skjema': 'varchar', 'aar': 'integer', 'kvartal': 'integer', 'region': 'varchar', 'kommunenr': 'varchar', 'orgnr': 'varchar',
        'foretaksnr': 'varchar', 'kontoklasse': 'varchar', 'funksjon': 'varchar', 'art': 'varchar', 'kapittel': 'varchar', 'sektor': 'varchar',
        'belop_1000_kr': 'bigint', 'belop_kr': 'decimal(18,2)', 'versjon': 'varchar', 'budsjettaar': 'integer', 'konto_tekst': 'varchar',
        'umappet': 'boolean',
    }) }}
{% endmacro %}
