{# `010-599 700` as a list of intervals; NULL, no condition, for nothing. #}
{% macro kodeintervaller(felt) -%}
    list_transform(string_split(nullif({{ felt }}, ''), ' '), lambda kode: struct_pack(
        fra := cast(split_part(kode, '-', 1) as integer),
        til := cast(coalesce(nullif(split_part(kode, '-', 2), ''), kode) as integer)
    ))
{%- endmacro %}

{# Whether a code, as a number, is in one of the intervals. A code that is no number is in none. #}
{% macro i_intervall(kode, intervaller) -%}
    coalesce(len(list_filter({{ intervaller }}, lambda i: {{ kode }} between i.fra and i.til)) > 0, false)
{%- endmacro %}

{# The conditions that a code must meet, and must not: those that are not stated hold. #}
{% macro oppfyller(kode, intervaller, ikke_intervaller=none) -%}
    case when {{ intervaller }} is null then true else {{ i_intervall(kode, intervaller) }} end
    {%- if ikke_intervaller %} and case when {{ ikke_intervaller }} is null then true else not {{ i_intervall(kode, ikke_intervaller) }} end{% endif %}
{%- endmacro %}

{# A code of digits as a number; NULL if it is none. #}
{% macro kodetall(kode) -%}
    case when regexp_full_match(trim({{ kode }}), '[0-9]+') then cast(trim({{ kode }}) as integer) end
{%- endmacro %}

{# A whole amount as `-1 234 567`. #}
{% macro helt_belop(tall) -%}
    replace(format('{:,}', cast({{ tall }} as bigint)), ',', ' ')
{%- endmacro %}

{# A control's message with what the breach is about in the place of `{verdi}` and the others. #}
{% macro kontrollmelding() -%}
    {%- set innhold = {
        'konto': "upper(konto[1]) || konto[2:]",
        'funksjon': 'funksjon',
        'art': 'art',
        'belop': helt_belop('belop_1000_kr'),
        'verdi': "case when kontroll = '015' then verdi else trim(verdi) end",
        'skal': "case when trim(skal) = '' then 'blankt' else trim(skal) end",
        'linjer': 'skal',
        'skjema': 'skjema',
        'aar': 'aargang',
        'a': helt_belop('a'),
        'b': helt_belop('b'),
        'sum': helt_belop('a + b'),
        'toleranse': 'toleranse',
        'detalj': "case detalj"
            ~ " when 'finnes_ikke' then ' Koden finnes ikke.'"
            ~ " when 'utgatt' then ' Koden gikk ut etter ' || skal || '.'"
            ~ " when 'ny' then ' Koden gjelder først fra ' || skal || '.'"
            ~ " when 'annet_skjema' then ' Koden hører til skjema ' || replace(skal, ' ', ', ') || '.' end",
    } -%}
    {%- set ns = namespace(sql='mal') -%}
    {%- for felt, verdi in innhold.items() -%}
        {%- set ns.sql = 'replace(' ~ ns.sql ~ ", '{" ~ felt ~ "}', coalesce(cast(" ~ verdi ~ " as varchar), ''))" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}
