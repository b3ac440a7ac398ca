{# Every value cell of the printed tables of `kildetabeller` (dbt_project.yml), one row a cell, in long form.

   All of these seeds have the same shape: `rad, gruppe, etikett` and then one column per printed column; which columns those are is read from
   the seed's declaration. A cell that is neither a number nor a known mark stops the build here, naming seed, row, column and text. #}
{% macro celler() %}
    {% for kilde_id, tabeller in var('kildetabeller').items() %}
        {% set ytre = loop %}
        {% for tabell in tabeller %}
            {% set relasjon = ref(tabell) %}
            {% set node = graph.nodes.get('seed.' ~ project_name ~ '.' ~ tabell) if execute else none %}
            {% set verdikolonner = (node.config.column_types.keys() if node else ['x']) | reject('in', ['rad', 'gruppe', 'etikett']) | list %}
    select '{{ tabell }}' as seed, rad, gruppe, etikett, kolonne, raatekst
    from {{ relasjon }} unpivot include nulls (raatekst for kolonne in ({{ verdikolonner | join(', ') }}))
            {%- if not (loop.last and ytre.last) %}
    union all
            {% endif %}
        {% endfor %}
    {% endfor %}
{% endmacro %}

{# NULL for a readable cell, otherwise stops the query with a message that says where the cell is. #}
{% macro krev_lesbar_celle(merke) -%}
    coalesce({{ merke }}, error(
        'seeds: ' || seed || '.csv, rad ' || rad || ', kolonne ' || kolonne || ': cannot read «' || raatekst
        || '». Expected a Norwegian number (1 234,5), a dash, N/A or an empty cell. Correct the cell as printed in the source.'
    ))
{%- endmacro %}
