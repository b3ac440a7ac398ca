{# Where landed files are: `inn`, or the folder that KOMMUNEVAREHUS_INN names. #}
{% macro innmappe() %}{{ return(env_var('KOMMUNEVAREHUS_INN', '') | trim or 'inn') }}{% endmacro %}

{# What commands have landed of one kind, with these columns (name: type): the Parquet files of a glob under the folder of landed files; no rows if
   there are none, since DuckDB refuses a glob without files. #}
{% macro landede_rader(glob, kolonner) -%}
    {%- set filer = (innmappe() ~ '/' ~ glob) | replace("'", "''") -%}
    {%- if execute and run_query("select count(*) from glob('" ~ filer ~ "')").rows[0][0] -%}
        (select {{ kolonner | join(', ') }} from read_parquet('{{ filer }}', union_by_name = true, hive_partitioning = false))
    {%- else -%}
        (select {% for navn, type in kolonner.items() %}cast(null as {{ type }}) as {{ navn }}{{ ', ' if not loop.last }}{% endfor %} limit 0)
    {%- endif -%}
{%- endmacro %}

{# The globs that have files, as an SQL list, since DuckDB refuses a glob without: the first ships with the project and always has. #}
{% macro filglober(glober) -%}
    {%- set funnet = [] -%}
    {%- for glob in glober -%}
        {%- set tekst = glob | replace("'", "''") -%}
        {%- if loop.first or (execute and run_query("select count(*) from glob('" ~ tekst ~ "')").rows[0][0]) -%}
            {%- do funnet.append(tekst) -%}
        {%- endif -%}
    {%- endfor -%}
    ['{{ funnet | join("', '") }}']
{%- endmacro %}

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
