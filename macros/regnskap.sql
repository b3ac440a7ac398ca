{# A file of seeds/regnskap. #}
{% macro regnskapsfil(navn) -%}
    {{ csvfil('seeds/regnskap/' ~ navn ~ '.csv') }}
{%- endmacro %}

{# Whether a code is in one of the intervals of `010..285 429`; a longer code is in the one it begins with: 411 is in 41. #}
{% macro kode_i(kode, fra, til) -%}
    ({{ kode }} >= {{ fra }} and ({{ kode }} <= {{ til }} or {{ begynner_med(kode, til) }}))
{%- endmacro %}

{# Texts of codes taken apart: one row a text and an interval in it. #}
{% macro intervaller(felt, kilde) -%}
    select
        {{ felt }},
        split_part(intervall, '..', 1) as fra,
        case when contains(intervall, '..') then split_part(intervall, '..', 2) else intervall end as til
    from (select {{ felt }}, {{ hver_del(felt) }} as intervall from (select distinct {{ felt }} from {{ kilde }}) as felter) as delt
{%- endmacro %}

{# The inhabitants of each municipality, in the borders it had that year. #}
{% macro innbyggere_i_aaret() -%}
    select
        kommunenr,
        aar,
        sum(personer) as personer
    from {{ ref('fct_befolkning') }}
    group by kommunenr, aar
{%- endmacro %}

{# factor × teller / nevner with two decimals, rounded once, half away from zero: whole ten-thousandths divided as whole numbers. #}
{% macro andel_avrundet(teller, nevner, faktor) -%}
    {%- set t = stort_heltall('cast(' ~ teller ~ ' as decimal(28, 4)) * 10000') -%}
    {%- set n = stort_heltall('cast(' ~ nevner ~ ' as decimal(28, 4)) * 10000') -%}
    case
        when {{ nevner }} != 0
            then cast(cast(
                {{ fortegnet(teller) }} * {{ fortegnet(nevner) }}
                * {{ heltallsdelt('2 * abs(' ~ t ~ ') * ' ~ 100 * faktor ~ ' + abs(' ~ n ~ ')', '2 * abs(' ~ n ~ ')') }} as decimal(18, 0)
            ) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
    end
{%- endmacro %}
