{# After a run: show the rows that each failed test found, so that nobody has to go and look for them. #}
{% macro vis_feilende_rader(results) %}
    {% if execute %}
        {% for resultat in results if resultat.status == 'fail' and resultat.node.resource_type == 'test' %}
            {% set funn = run_query('select * from (' ~ resultat.node.compiled_code ~ ') as funn limit 10') %}
            {{ log('\n' ~ resultat.node.name ~ ': ' ~ (resultat.node.description or 'failing rows') | trim, info=true) }}
            {% for rad in funn.rows %}
                {% set felt = [] %}
                {% for navn in funn.column_names %}{% do felt.append(navn ~ '=' ~ rad[navn]) %}{% endfor %}
                {{ log('  ' ~ felt | join('  '), info=true) }}
            {% endfor %}
        {% endfor %}
    {% endif %}
{% endmacro %}
