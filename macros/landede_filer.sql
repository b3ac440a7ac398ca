{# What somebody has put in by hand: the CSV files of a glob under the folder of landed files, all text, with these columns; no rows if there are none. #}
{% macro landede_csv(glob, kolonner) -%}
    {%- set filer = innmappe() ~ '/' ~ glob -%}
    {%- if execute and har_filer(filer) -%}
        {{ csv_i(filer, kolonner) }}
    {%- else -%}
        (select {% for navn in kolonner %}cast(null as string) as {{ navn }}{{ ', ' if not loop.last }}{% endfor %} limit 0)
    {%- endif -%}
{%- endmacro %}

{% macro csv_i(glob, kolonner) -%}
    {{ adapter.dispatch('csv_i')(glob, kolonner) }}
{%- endmacro %}

{% macro duckdb__csv_i(glob, kolonner) -%}
    (select {{ kolonner | join(', ') }} from read_csv('{{ glob | replace("'", "''") }}', all_varchar = true, header = true))
{%- endmacro %}

{% macro spark__csv_i(glob, kolonner) -%}
    {%- set deler = [] -%}
    {%- for fil in sparkfiler(glob) if flags.WHICH in ('build', 'run') -%}{%- do deler.append('select ' ~ kolonner | join(', ') ~ ' from ' ~ csvvisning(fil)) -%}{%- endfor -%}
    {{ sparkkopi(deler | join(' union all ')) }}
{%- endmacro %}
