{# Where the landed files are: `inn`, or the folder that KOMMUNEVAREHUS_INN names. #}
{% macro innmappe() %}{{ return(env_var('KOMMUNEVAREHUS_INN', '') or 'inn') }}{% endmacro %}

{# The landed accounts as a relation: a Parquet file for each source file (src/kommunevarehus/landing.py); no rows if nothing is landed. #}
{% macro landede_poster() -%}
    {%- set glob = (innmappe() ~ '/kostra/aar=*/*.parquet') | replace("'", "''") -%}
    {%- if execute and run_query("select count(*) from glob('" ~ glob ~ "')").rows[0][0] -%}
        read_parquet('{{ glob }}', hive_partitioning = false)
    {%- else -%}
        (select {% for navn, type in landede_kolonner().items() %}cast(null as {{ type }}) as {{ navn }}{{ ', ' if not loop.last }}{% endfor %} limit 0)
    {%- endif -%}
{%- endmacro %}

{% macro landede_kolonner() %}
    {{ return({
        'kilde': 'varchar', 'fil': 'varchar', 'sha256': 'varchar', 'linje': 'integer', 'raalinje': 'varchar', 'lest': 'timestamp',
        'skjema': 'varchar', 'aar': 'integer', 'kvartal': 'integer', 'region': 'varchar', 'kommunenr': 'varchar', 'orgnr': 'varchar',
        'foretaksnr': 'varchar', 'kontoklasse': 'varchar', 'funksjon': 'varchar', 'art': 'varchar', 'kapittel': 'varchar', 'sektor': 'varchar',
        'belop_1000_kr': 'bigint', 'belop_kr': 'decimal(18,2)', 'versjon': 'varchar', 'budsjettaar': 'integer', 'konto_tekst': 'varchar',
        'umappet': 'boolean',
    }) }}
{% endmacro %}
