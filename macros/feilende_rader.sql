{# After a run: show the rows that each failed test found, so that nobody has to go and look for them. #}
{% macro vis_feilende_rader(results) %}
    {% if execute %}
        {% for resultat in results if resultat.status == 'fail' and resultat.node.resource_type == 'test' %}
            {{ log('\n' ~ resultat.node.name ~ ': ' ~ (resultat.node.description or 'failing rows') | trim, info=true) }}
            {% do vis_rader(resultat.node.compiled_code) %}
        {% endfor %}
    {% endif %}
{% endmacro %}

{# After a run: the packages that were left out, each fault by file, line and column. `kommunevarehus build` says the same. #}
{% macro vis_utelatte_pakker() %}
    {{ adapter.dispatch('vis_utelatte_pakker')() }}
{% endmacro %}

{# `kommunevarehus build` says which. #}
{% macro spark__vis_utelatte_pakker() %}{% endmacro %}

{% macro duckdb__vis_utelatte_pakker() %}
    {% set feil = load_relation(api.Relation.create(database=target.database, schema='intermediate', identifier='int_rapport__feil')) if execute %}
    {% if execute and flags.WHICH in ('build', 'run') and feil %}
        {% set funn = run_query("select rapport_id, fil, linje, kolonne, melding from " ~ feil ~ " where rapport_id != '' order by rapport_id, trinn, fil, linje, kolonne nulls first, melding") %}
        {% set pakker = funn.columns['rapport_id'].values_distinct() | list %}
        {% if pakker %}{{ log('\nPackages left out: ' ~ pakker | sort | join(', '), info=true) }}{% endif %}
        {% for rad in funn.rows %}
            {{ log('  ' ~ rad['rapport_id'] ~ '/' ~ rad['fil'] ~ ', line ' ~ rad['linje'] ~ (', column ' ~ rad['kolonne'] if rad['kolonne']) ~ ': ' ~ rad['melding'], info=true) }}
        {% endfor %}
    {% endif %}
{% endmacro %}
