{# What decides whether a number may be held beside another, as sammenlignbarhet.csv says of a cell, its row, its column or its table: the nearest that
   says it. What the source does not say is `uoppgitt`; a price level that it does not say is none. #}
{% macro cellens_forbehold(celler='celler') -%}
    {%- for navn, sted in [
        ('tabellens', celler ~ '.tabell'), ('radens', "concat_ws('|', " ~ celler ~ '.tabell, ' ~ celler ~ '.rad)'),
        ('kolonnens', "concat_ws('|', " ~ celler ~ ".tabell, '*', " ~ celler ~ '.kolonne)'),
        ('cellens', "concat_ws('|', " ~ celler ~ '.tabell, ' ~ celler ~ '.rad, ' ~ celler ~ '.kolonne)')
    ] %}
    left join {{ ref('stg_rapport__sammenlignbarhet') }} as {{ navn }} on {{ celler }}.rapport_id = {{ navn }}.rapport_id and {{ sted }} = {{ navn }}.sted
    {%- endfor %}
{%- endmacro %}

{# The four columns of it, where the cells are joined with `cellens_forbehold`. #}
{% macro forbeholdet() -%}
    {%- for felt in ['omfang', 'utgave', 'utgave_dato', 'prisniva'] %}
        {%- set sagt = "coalesce(cellens." ~ felt ~ ", radens." ~ felt ~ ", kolonnens." ~ felt ~ ", tabellens." ~ felt ~ ")" %}
        {%- if felt == 'utgave_dato' %}try_cast({{ sagt }} as date) as utgave_dato
        {%- elif felt == 'prisniva' %}{{ sagt }} as prisniva
        {%- else %}coalesce({{ sagt }}, 'uoppgitt') as {{ felt }}
        {%- endif %}{{ '' if loop.last else ',\n        ' }}
    {%- endfor %}
{%- endmacro %}
