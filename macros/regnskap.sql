{# A file of seeds/regnskap as text, whatever it holds: a header alone is no rows. #}
{% macro regnskapsfil(navn) -%}
    read_csv('seeds/regnskap/{{ navn }}.csv', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {
        {%- for kolonne in kolonner_i(navn) %}'{{ kolonne }}': 'varchar'{{ ', ' if not loop.last }}{% endfor %}
    })
{%- endmacro %}

{% macro kolonner_i(navn) %}
    {% if not execute %}{{ return(['tom']) }}{% endif %}
    {{ return((run_query("select trim(split_part(content, chr(10), 1)) from read_text('seeds/regnskap/" ~ navn ~ ".csv')").rows[0][0]).split(',')) }}
{% endmacro %}

{# Whether a code is in one of the intervals of `010..285 429`; a longer code is in the one it begins with: 411 is in 41. #}
{% macro kode_i(kode, fra, til) -%}
    ({{ kode }} >= {{ fra }} and ({{ kode }} <= {{ til }} or starts_with({{ kode }}, {{ til }})))
{%- endmacro %}

{# Texts of codes taken apart: one row a text and an interval in it. #}
{% macro intervaller(felt, kilde) -%}
    select
        {{ felt }},
        split_part(intervall, '..', 1) as fra,
        case when contains(intervall, '..') then split_part(intervall, '..', 2) else intervall end as til
    from (select distinct {{ felt }}, unnest(string_split({{ felt }}, ' ')) as intervall from {{ kilde }})
{%- endmacro %}

{# The inhabitants of each municipality in the borders it had that year: those of today where no others are known. #}
{% macro innbyggere_i_aaret() -%}
    select
        kommunenr,
        aar,
        sum(personer) as personer
    from (
        select *, rank() over (partition by kommunenr, aar order by grenser != 'opprinnelige', grenser) as valg
        from {{ ref('fct_befolkning') }}
    )
    where valg = 1
    group by kommunenr, aar
{%- endmacro %}
