{# How a model becomes a relation. DuckDB replaces one whole or not at all in a single statement, so that nothing is built aside and renamed, as dbt
   does where a database cannot. That halves the time of a build: hundreds of models cost dbt more than their SQL costs DuckDB. #}
{% materialization table, adapter='duckdb' %}
    {% set relasjon = this.incorporate(type='table') %}
    {% do fjern_av_annet_slag(relasjon) %}
    {% call statement('main', auto_begin=False) %}
        create or replace table {{ relasjon }} as ({{ etter_kontrakt(hentet_fra_spark() or compiled_code) }})
    {% endcall %}
    {% do lag_utsnitt(relasjon) %}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{# What Spark has built and `kommunevarehus spark --hjem` brought here, in the place of what the model would compute; None if it has not. #}
{% macro hentet_fra_spark() %}
    {% set mappe = env_var('KOMMUNEVAREHUS_FRA_SPARK', '') | trim %}
    {% if mappe %}
        {% if mappe != env_var('KOMMUNEVAREHUS_FRA_SPARK_HOLDT', '') | trim %}
            {{ exceptions.raise_compiler_error('KOMMUNEVAREHUS_FRA_SPARK is for `kommunevarehus build`, which sees that what Spark built is whole, and of these models and packages. Run that, or unset it.') }}
        {% endif %}
        {% set fil = mappe ~ '/' ~ this.schema ~ '.' ~ this.identifier ~ '.parquet' %}
        {% if har_filer(fil) %}{{ return("select * from read_parquet('" ~ (fil | replace("'", "''")) ~ "')") }}{% endif %}
    {% endif %}
    {{ return(none) }}
{% endmacro %}

{% materialization view, adapter='duckdb' %}
    {% set relasjon = this.incorporate(type='view') %}
    {% do fjern_av_annet_slag(relasjon) %}
    {% call statement('main', auto_begin=False) %}
        create or replace view {{ relasjon }} as ({{ etter_kontrakt(compiled_code) }})
    {% endcall %}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{# Spark creates a table only where none is, and keeps a view of the same name in the way. #}
{% materialization table, adapter='spark' %}
    {% set relasjon = this.incorporate(type='table') %}
    {% do fjern_det_som_er_der(relasjon) %}
    {% call statement('main') %}
        create table {{ relasjon }} {{ file_format_clause() }} as {{ i_motorens_ord(etter_kontrakt(compiled_code)) }}
    {% endcall %}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{% materialization view, adapter='spark' %}
    {% set relasjon = this.incorporate(type='view') %}
    {% do fjern_det_som_er_der(relasjon) %}
    {% call statement('main') %}
        create view {{ relasjon }} as {{ i_motorens_ord(etter_kontrakt(compiled_code)) }}
    {% endcall %}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{# dbt reads a seed's cells, only to count them, and asks five times for what is one statement. The header has been held against the columns
   (seedhoder.sql), and what is a quote is not guessed from the file. #}
{% materialization seed, adapter='duckdb' %}
    {% set relasjon = this.incorporate(type='table') %}
    {% do fjern_av_annet_slag(relasjon) %}
    {% call statement('main', auto_begin=False) %}
        create or replace table {{ relasjon }} as
        select * from read_csv(
            '{{ model.original_file_path }}', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
            columns = { {%- for navn, type in config.get('column_types').items() %}{{ navn }}: '{{ type }}'{{ ', ' if not loop.last }}{% endfor -%} }
        )
    {% endcall %}
    {% do store_result('agate_table', response='', agate_table=none) %}{# dbt asks for the cells, to show them #}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{# dbt-spark puts a seed's cells into SQL as they are, and NULL as a word: Spark reads the file itself. #}
{% materialization seed, adapter='spark' %}
    {% set relasjon = this.incorporate(type='table') %}
    {% do fjern_det_som_er_der(relasjon) %}
    {% set visning = csvvisning(model.original_file_path) %}
    {% call statement('main') %}create table {{ relasjon }} using parquet as select * from {{ visning }}{% endcall %}
    {% do store_result('agate_table', response='', agate_table=none) %}{# dbt asks for the cells, to show them #}
    {{ return({'relations': [relasjon]}) }}
{% endmaterialization %}

{% macro fjern_det_som_er_der(relasjon) %}
    {% set gammel = load_cached_relation(relasjon) %}
    {% if gammel is not none %}{% do adapter.drop_relation(gammel) %}{% endif %}
{% endmacro %}

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
        {%- do hold_mot_kontrakten(sql) -%}
        select {% for kolonne in model.columns.values() %}cast({{ kolonne.name }} as {{ motortype(kolonne.data_type) }}) as {{ kolonne.name }}{{ ', ' if not loop.last }}{% endfor %} from ({{ sql }}) as modellen
    {%- else -%}
        {{ sql }}
    {%- endif -%}
{% endmacro %}

{# dbt holds the model's columns against the contract. It knows DuckDB's types; what a contract says of Spark's is what they are cast to. #}
{% macro hold_mot_kontrakten(sql) %}
    {{ adapter.dispatch('hold_mot_kontrakten')(sql) }}
{% endmacro %}

{# dbt asks the engine of both sides and takes the columns in pairs. Where they are the contract's, one question is enough; of others dbt says what is
   wrong. #}
{% macro duckdb__hold_mot_kontrakten(sql) %}
    {% set ventet, funnet = [], [] %}
    {% for kolonne in model.columns.values() %}{% do ventet.append(kolonne.name ~ ' ' ~ kolonne.data_type) %}{% endfor %}
    {% for kolonne in adapter.get_column_schema_from_query(sql) %}{% do funnet.append(kolonne.column ~ ' ' ~ kolonne.dtype | lower) %}{% endfor %}
    {% if not ventet or funnet | sort != ventet | sort %}{% do get_assert_columns_equivalent(sql) %}{% endif %}
{% endmacro %}

{% macro spark__hold_mot_kontrakten(sql) %}{% endmacro %}
