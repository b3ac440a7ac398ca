{# What somebody has put in by hand: the CSV files of a glob under the folder of landed files, all text, with these columns; no rows if there are none. #}
{% macro landede_csv(glob, kolonner) -%}
    {%- set filer = (innmappe() ~ '/' ~ glob) | replace("'", "''") -%}
    {%- if execute and run_query("select count(*) from glob('" ~ filer ~ "')").rows[0][0] -%}
        (select {{ kolonner | join(', ') }} from read_csv('{{ filer }}', all_varchar = true, header = true))
    {%- else -%}
        (select {% for navn in kolonner %}cast(null as varchar) as {{ navn }}{{ ', ' if not loop.last }}{% endfor %} limit 0)
    {%- endif -%}
{%- endmacro %}
