{# Where landed files are: KOMMUNEVAREHUS_INN, or `inn` in the project. #}
{% macro innmappe() -%}
    {{ return(env_var('KOMMUNEVAREHUS_INN', '') | trim or 'inn') }}
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
