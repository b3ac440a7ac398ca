{# Hold every seed's header against the columns declared for it, before anything is loaded: dbt takes whatever columns a CSV has, and would
   notice a lost or swapped one late or never. #}
{% macro kontroller_seedhoder() %}
    {{ adapter.dispatch('kontroller_seedhoder')() }}
{% endmacro %}

{# `kommunevarehus` has held the headers against the catalogue before it begins. #}
{% macro spark__kontroller_seedhoder() %}{% endmacro %}

{% macro duckdb__kontroller_seedhoder() %}
    {% if execute and flags.WHICH in ('build', 'seed', 'run', 'test') %}
        {% set feil, sporringer = [], [] %}
        {% set seeds = graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | list %}
        {% for seed in seeds %}
            {% do sporringer.append("select " ~ loop.index0 ~ " as nr, split_part(ltrim(content, chr(65279)), chr(10), 1) as hode from read_text('" ~ seed.original_file_path ~ "')") %}
        {% endfor %}
        {% for nr, hode in (run_query(sporringer | join(' union all ')).rows if seeds else []) %}
            {% set seed = seeds[nr | int] %}
            {% set ventet = (seed.config.column_types or {}).keys() | list %}
            {% set funnet = (hode or '') | trim %}
            {% if funnet != ventet | join(',') %}
                {% do feil.append(melding_om_seedhode(seed.original_file_path, ventet, funnet.split(',') if funnet else [])) %}
            {% endif %}
        {% endfor %}
        {% if feil %}{{ exceptions.raise_compiler_error(feil | join('\n')) }}{% endif %}
    {% endif %}
{% endmacro %}

{% macro melding_om_seedhode(fil, ventet, funnet) %}
    {% set mangler = ventet | reject('in', funnet) | list %}
    {% set ukjent = funnet | reject('in', ventet) | list %}
    {% set hva %}
        {%- if not funnet -%} the file is empty
        {%- elif not ventet -%} no columns are declared for it
        {%- elif mangler or ukjent -%}
            {{- 'missing column ' ~ mangler | join(', ') if mangler }}{{ '; ' if mangler and ukjent }}{{ 'unknown column ' ~ ukjent | join(', ') if ukjent -}}
        {%- else -%} the columns are in another order
        {%- endif -%}
    {% endset %}
    {{ return(fil ~ ', row 1: ' ~ hva ~ '. Expected the header ' ~ ventet | join(',') ~ ' but found ' ~ (funnet | join(',') or 'nothing')
        ~ '. Correct the file, or the column_types in the YAML file beside it.') }}
{% endmacro %}
