{# Every value cell of the printed tables of `kildetabeller` (dbt_project.yml), one row a cell, in long form.

   A table's seed is wide: `rad, gruppe, etikett` and then one column per printed column; which columns those are is read from the seed's
   declaration. Figures share one seed that is long already: `tabell_id, rad, gruppe, etikett, kolonne, verdi`. A cell that is neither a number
   nor a known mark stops the build in staging, naming seed, row, column and text. #}
{% macro celler() %}
    {% for kilde_id, tabeller in var('kildetabeller').items() %}
        {% set ytre = loop %}
        {% for tabell in tabeller %}
            {% set relasjon = ref(tabell) %}
            {% set node = graph.nodes.get('seed.' ~ project_name ~ '.' ~ tabell) if execute else none %}
            {% set kolonner = (node.config.column_types.keys() if node else ['x']) | list %}
            {% if 'tabell_id' in kolonner %}
    select '{{ tabell }}' as seed, tabell_id, rad, gruppe, etikett, kolonne, verdi as raatekst
    from {{ relasjon }}
            {% else %}
    select '{{ tabell }}' as seed, cast(null as varchar) as tabell_id, rad, gruppe, etikett, kolonne, raatekst
    from {{ relasjon }}
        unpivot include nulls (raatekst for kolonne in ({{ kolonner | reject('in', ['rad', 'gruppe', 'etikett']) | join(', ') }}))
            {% endif %}
            {%- if not (loop.last and ytre.last) %}
    union all
            {% endif %}
        {% endfor %}
    {% endfor %}
{% endmacro %}

{# The rows of seeds that every report has one of (`pastander`, `mal` … in dbt_project.yml), with the report they are from. #}
{% macro samlet(liste) %}
    {% for kilde_id, seed in var(liste).items() %}
    select '{{ kilde_id }}' as kilde_id, '{{ seed }}' as seed, * from {{ ref(seed) }}
        {%- if not loop.last %}
    union all
        {% endif %}
    {% endfor %}
{% endmacro %}

{# NULL for a readable cell, otherwise stops the query with a message that says where the cell is. #}
{% macro krev_lesbar_celle(merke) -%}
    coalesce({{ merke }}, error(
        'seeds: ' || seed || '.csv, rad ' || rad || ', kolonne ' || kolonne || ': cannot read «' || raatekst
        || '». Expected a Norwegian number (1 234,5), a dash, N/A or an empty cell. Correct the cell as printed in the source.'
    ))
{%- endmacro %}
