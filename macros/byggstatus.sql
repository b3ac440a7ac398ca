{# What a run leaves out of seeds, models and tests; a build that leaves out nothing is a whole one. #}
{% macro utelatt_av(kjort) %}
    {{ return(graph.nodes.values() | selectattr('resource_type', 'in', ['seed', 'model', 'test']) | rejectattr('unique_id', 'in', kjort) | list) }}
{% endmacro %}

{# A whole build begins with empty schemas, so that the file holds what was built and not what was there before: DuckDB gives the room of what is
   replaced back to the file only where it ends. #}
{% macro tom_bygget() %}
    {% if execute and flags.WHICH == 'build' and not utelatt_av(selected_resources) %}
        {% for skjema in graph.nodes.values() | selectattr('resource_type', 'in', ['seed', 'model']) | map(attribute='schema') | unique %}
            {% do run_query('drop schema if exists ' ~ skjema ~ ' cascade; create schema ' ~ skjema) %}
        {% endfor %}
        {% do run_query('checkpoint') %}
    {% endif %}
{% endmacro %}

{# The database says itself whether it is a whole build that passed every test: `paabegynt` from the first statement of a run that changes it,
   `ferdig` only after a full `dbt build` without an error. A killed, failed or partial run can therefore never be published. #}
{% macro merk_bygg_paabegynt() %}
    {% if execute and flags.WHICH in ('build', 'seed', 'run') %}
        {% do run_query("create schema if not exists bygg") %}
        {% do run_query("create or replace table bygg.status as select 'paabegynt' as status, '" ~ invocation_id ~ "' as invocation_id") %}
    {% endif %}
{% endmacro %}

{# What a published relation holds, as a number of rows and a sum over them; of a view, what it says. #}
{% macro innhold_av(node) %}
    {% set navn = node.schema ~ '.' ~ (node.alias or node.name) %}
    {% if node.config.materialized == 'view' %}
        select '{{ navn }}' as relasjon, 0 as rader, cast(hash(sql) as varchar) as avtrykk
        from duckdb_views() where schema_name = '{{ node.schema }}' and view_name = '{{ node.alias or node.name }}'
    {% else %}
        select '{{ navn }}' as relasjon, count(*) as rader, cast(coalesce(sum(hash(hele_raden)), 0) as varchar) as avtrykk from {{ navn }} as hele_raden
    {% endif %}
{% endmacro %}

{# Only what dbt built and tested is published: what the relations held then is written down, and validation reads them again. #}
{% macro forsegl_bygget() %}
    {% set innhold = [] %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' and node.schema in ('marts', 'rapport', 'kvalitet') %}
        {% do innhold.append(innhold_av(node)) %}
    {% endfor %}
    {% if innhold %}{% do run_query('create or replace table bygg.innhold as ' ~ innhold | join(' union all ')) %}{% endif %}
{% endmacro %}

{% macro merk_bygg_ferdig(results) %}
    {% set daarlige = results | rejectattr('status', 'in', ['success', 'pass', 'no-op']) | list %}
    {% set kjort = results | map(attribute='node.unique_id') | list %}
    {% if execute and flags.WHICH == 'build' and not daarlige and not utelatt_av(kjort) and not invocation_args_dict.get('empty') %}
        {% do forsegl_bygget() %}
        {% do run_query("update bygg.status set status = 'ferdig'") %}
    {% endif %}
{% endmacro %}
