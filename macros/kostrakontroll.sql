{# The conditions that a code must meet, and must not: those that are not stated hold. #}
{% macro oppfyller(kode, intervaller, ikke_intervaller=none) -%}
    case when {{ intervaller }} is null then true else {{ i_intervall(kode, intervaller) }} end
    {%- if ikke_intervaller %} and case when {{ ikke_intervaller }} is null then true else not {{ i_intervall(kode, ikke_intervaller) }} end{% endif %}
{%- endmacro %}

{# A code of digits as a number; NULL if it is none. #}
{% macro kodetall(kode) -%}
    case when {{ har_monsteret('trim(' ~ kode ~ ')', '^[0-9]+$') }} then cast(trim({{ kode }}) as integer) end
{%- endmacro %}

{# A control's message with what the breach is about in the place of `{verdi}` and the others. #}
{% macro kontrollmelding() -%}
    {%- set innhold = {
        'konto': 'upper(substring(konto, 1, 1)) || substring(konto, 2)',
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
        {%- set ns.sql = 'replace(' ~ ns.sql ~ ", '{" ~ felt ~ "}', coalesce(cast(" ~ verdi ~ " as string), ''))" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}
