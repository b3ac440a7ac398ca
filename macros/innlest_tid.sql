{# A landed moment, which has its zone, as the time in UTC. #}
{% macro utc(kolonne) -%}
    timezone('UTC', cast({{ kolonne }} as timestamptz))
{%- endmacro %}
