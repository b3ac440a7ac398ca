{# The need of each municipality and sector beside a cost: joined on the cost's own unit, year and service area, so that a year without a key, a unit
   that is no municipality and an area that is no sector have none. A cost per
   person of one age has none either: the index is per inhabitant, and would count the ages twice. The country's is 1: that is what the index is measured against. #}
{% macro behovsindeksen(enhet_id, aar, tjenesteomrade_id, er_per_innbygger) -%}
    left join
        (
            select
                kommunenr as enhet_id,
                aar,
                tjenesteomrade_id,
                indeks
            from {{ ref('fct_behovsindeks') }}
            where tjenesteomrade_id is not null
            union all
            select distinct
                'landet' as enhet_id,
                aar,
                tjenesteomrade_id,
                cast(1 as decimal(9, 4)) as indeks
            from {{ ref('fct_behovsindeks') }}
            where tjenesteomrade_id is not null
        ) as behov
        on
            {{ enhet_id }} = behov.enhet_id
            and {{ aar }} = behov.aar
            and {{ tjenesteomrade_id }} = behov.tjenesteomrade_id
            and {{ er_per_innbygger }}
{%- endmacro %}

{# What a cost per inhabitant would be with the country's need, in whole kroner. #}
{% macro behovsjustert(verdi, indeks) -%}
    cast({{ kvot(verdi, indeks, 0) }} as decimal(18, 0))
{%- endmacro %}
