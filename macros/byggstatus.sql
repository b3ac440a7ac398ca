{# On Spark a run builds a part, and what is taken home from it is marked by the one who does that: the hooks are about the build that is published. #}

{# What a run leaves out of seeds, models and tests, but for those that are asked together; a build that leaves out nothing is a whole one. #}
{% macro utelatt_av(kjort, slag=['seed', 'model', 'test']) %}
    {% set samlet = samlede_prover() | map(attribute='unique_id') | list %}
    {{ return(graph.nodes.values() | selectattr('resource_type', 'in', slag) | rejectattr('unique_id', 'in', kjort + samlet) | list) }}
{% endmacro %}

{# A whole build begins with empty schemas, so that the file holds what was built and not what was there before: DuckDB gives the room of what is
   replaced back to the file only where it ends. #}
{% macro tom_bygget() %}
    {{ adapter.dispatch('tom_bygget')() }}
{% endmacro %}

{% macro spark__tom_bygget() %}{% endmacro %}

{% macro duckdb__tom_bygget() %}
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
    {{ adapter.dispatch('merk_bygg_paabegynt')() }}
{% endmacro %}

{% macro spark__merk_bygg_paabegynt() %}{% endmacro %}

{% macro duckdb__merk_bygg_paabegynt() %}
    {% if execute and flags.WHICH in ('build', 'seed', 'run') %}
        {% do run_query("create schema if not exists bygg") %}
        {% do run_query("create or replace table bygg.status as select 'paabegynt' as status, '" ~ invocation_id ~ "' as invocation_id, 0 as prover") %}
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
        {% for del in node.config.meta.get('utsnitt', []) %}
            {% do innhold.append(innhold_av({'schema': node.schema, 'alias': del.navn, 'config': {'materialized': 'view'}})) %}
        {% endfor %}
    {% endfor %}
    {% if innhold %}{% do run_query('create or replace table bygg.innhold as ' ~ innhold | join(' union all ')) %}{% endif %}
{% endmacro %}

{% macro merk_bygg_ferdig(results) %}
    {{ adapter.dispatch('merk_bygg_ferdig')(results) }}
{% endmacro %}

{% macro spark__merk_bygg_ferdig(results) %}{% endmacro %}

{% macro duckdb__merk_bygg_ferdig(results) %}
    {% set daarlige = results | rejectattr('status', 'in', ['success', 'pass', 'no-op']) | list %}
    {% set kjort = results | map(attribute='node.unique_id') | list %}
    {% set slag = {'build': ['seed', 'model', 'test'], 'test': ['test']}.get(flags.WHICH) %}
    {% if execute and slag and not utelatt_av(kjort, slag) and not invocation_args_dict.get('empty') %}
        {% set brutt = still_samlede_prover(daarlige | map(attribute='node.unique_id') | list) %}
        {% if brutt %}
            select error('{{ brutt | length }} tests failed: {{ brutt | join(", ") }}')
        {% elif flags.WHICH == 'build' and not daarlige %}
            {% do forsegl_bygget() %}
            {% set prover = graph.nodes.values() | selectattr('resource_type', 'equalto', 'test') | list | length %}
            {% do run_query("update bygg.status set status = 'ferdig', prover = " ~ prover) %}
        {% endif %}
    {% endif %}
{% endmacro %}

{# Keys, references and closed vocabularies are declared beside each relation, and a whole run asks all of them in one statement, when everything is
   built: as nodes, one by one, the two hundred cost dbt a fifth of a build. selectors.yml leaves them out; named by --select they are nodes. #}
{% macro samlede_prover() %}
    {{ return(graph.nodes.values() | selectattr('test_metadata', 'defined') | selectattr('test_metadata.name', 'in', ['korn', 'finnes_i', 'tillatte_verdier']) | list) }}
{% endmacro %}

{# Asks those of which no relation is among the bad, says what they found, and returns the names of the tests that failed. #}
{% macro still_samlede_prover(daarlige) %}
    {% set sporringer, deler, brutt = {}, [], [] %}
    {% for prove in samlede_prover() if not prove.depends_on.nodes | select('in', daarlige) | list %}
        {% do sporringer.update({prove.name: prove_sql(prove)}) %}
        {% do deler.append("select '" ~ prove.name ~ "' as prove, count(*) as rader from (" ~ sporringer[prove.name] ~ ')') %}
    {% endfor %}
    {% if deler %}
        {% for prove, rader in run_query('select * from (' ~ deler | join(' union all ') ~ ') where rader > 0 order by prove').rows %}
            {% do brutt.append(prove) %}
            {{ log('\n' ~ prove ~ ': ' ~ rader ~ ' failing rows', info=true) }}
            {% do vis_rader(sporringer[prove]) %}
        {% endfor %}
    {% endif %}
    {{ return(brutt) }}
{% endmacro %}

{# The SQL of a declared test, by the macro that dbt makes of its block. #}
{% macro prove_sql(prove) %}
    {% set argumenter = dict(prove.test_metadata.kwargs, model=graph.nodes[prove.attached_node].relation_name) %}
    {% for annen in prove.depends_on.nodes if argumenter.get('i') == "ref('" ~ graph.nodes[annen].name ~ "')" %}
        {% do argumenter.update(i=graph.nodes[annen].relation_name) %}
    {% endfor %}
    {{ return(context['test_' ~ prove.test_metadata.name](**argumenter) | trim) }}
{% endmacro %}

{# The first rows of what a failed test finds, a line each. #}
{% macro vis_rader(sporring) %}
    {% set funn = run_query('select * from (' ~ sporring ~ ') as funn limit 10') %}
    {% for rad in funn.rows %}
        {% set felt = [] %}
        {% for navn in funn.column_names %}{% do felt.append(navn ~ '=' ~ rad[navn]) %}{% endfor %}
        {{ log('  ' ~ felt | join('  '), info=true) }}
    {% endfor %}
{% endmacro %}
