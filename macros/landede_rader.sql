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
