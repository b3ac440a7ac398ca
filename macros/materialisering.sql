{# How a model becomes a relation. DuckDB replaces one whole or not at all in a single statement, so that nothing is built aside and renamed, as dbt
   does where a database cannot. That halves the time of a build: hundreds of models cost dbt more than their SQL costs DuckDB. #}
{% materialization table, adapter='duckdb' %}
    {% set relasjon = this.incorporate(type='table') %}
    {% do fjern_av_annet_slag(relasjon) %}
    {% call statement('main', auto_begin=False) %}
        create or replace table {{ relasjon }} as ({{ etter_kontrakt(compiled_code) }})
    {% endcall %}
    {% do lag_utsnitt(relasjon) %}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {% set relasjon = this.incorporate(type='view') %}
    {% do fjern_av_annet_slag(relasjon) %}
    {% call statement('main', auto_begin=False) %}
        create or replace view {{ relasjon }} as ({{ etter_kontrakt(compiled_code) }})
    {% endcall %}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{# A table cannot replace a view, nor a view a table: what has the name from an earlier build goes first. #}
{% macro fjern_av_annet_slag(relasjon) %}
    {% set gammel = load_cached_relation(relasjon) %}
    {% if gammel is not none and gammel.type != relasjon.type %}{% do adapter.drop_relation(gammel) %}{% endif %}
{% endmacro %}

{# Parts of a model under names of their own, as its `meta.utsnitt` says: `navn`, `hvor`, and the columns they are `uten`. They are views of the model, and
   published like it; nodes of their own would be a contract each, saying the same. #}
{% macro lag_utsnitt(relasjon) %}
    {% for del in model.config.meta.get('utsnitt', []) %}
        {% call statement('utsnitt_' ~ loop.index, auto_begin=False) %}
            create or replace view {{ relasjon.incorporate(path={'identifier': del.navn}) }} as
            select {{ model.columns.keys() | reject('in', del.uten) | join(', ') }} from {{ relasjon }} where {{ del.hvor }}
        {% endcall %}
    {% endfor %}
{% endmacro %}

{# The model's SQL or, where it has a contract, that with the contract's columns in their order and types, after dbt has held the one against the
   other. #}
{% macro etter_kontrakt(sql) %}
    {%- if config.get('contract').enforced -%}
        {%- do get_assert_columns_equivalent(sql) -%}
        select {% for kolonne in model.columns.values() %}cast({{ kolonne.name }} as {{ kolonne.data_type }}) as {{ kolonne.name }}{{ ', ' if not loop.last }}{% endfor %} from ({{ sql }})
    {%- else -%}
        {{ sql }}
    {%- endif -%}
{% endmacro %}
