{# Ratios are computed from decimals and rounded once, half away from zero; DuckDB's `/` gives DOUBLE, whose rounding is wrong at halves.
   The quotient is therefore rounded in whole numbers: sign × (2·|teller|·10^d + |nevner|) // (2·|nevner|), in millionths. #}
{% macro kvot(teller, nevner, desimaler=1, faktor=1) -%}
    {%- set t = 'cast(cast(' ~ teller ~ ' as decimal(24, 6)) * 1000000 as hugeint)' -%}
    {%- set n = 'cast(cast(' ~ nevner ~ ' as decimal(24, 6)) * 1000000 as hugeint)' -%}
    {%- set skala = faktor * 10 ** desimaler -%}
    cast(
        case
            when {{ nevner }} = 0 then null
            else {{ fortegnet(teller) }} * {{ fortegnet(nevner) }} * {{ heltallsdelt('2 * abs(' ~ t ~ ') * ' ~ skala ~ ' + abs(' ~ n ~ ')', '2 * abs(' ~ n ~ ')') }}
        end as decimal(28, 0)
    ) * cast({{ '%.*f' | format(desimaler, 10 ** -desimaler) }} as decimal(18, {{ desimaler }}))
{%- endmacro %}

{# How an area's year ended: in balance where the deviation is smaller than the limit, in per cent of the budget. #}
{% macro utfall(avvik, budsjett, grense_pst) -%}
    case
        when {{ avvik }} is null or {{ budsjett }} is null or {{ grense_pst }} is null then null
        when {{ avvik }} = 0 or 100 * abs({{ avvik }}) < {{ grense_pst }} * abs({{ budsjett }}) then 'i_balanse'
        when {{ avvik }} < 0 then 'merforbruk'
        else 'mindreforbruk'
    end
{%- endmacro %}

{# The limit that holds in a year, one row or none (the rule en_grense_per_aar). #}
{% macro grensen_i_aaret(grense_id, aar, navn='grense') -%}
    left join {{ ref('dim_grense') }} as {{ navn }}
        on {{ navn }}.grense_id = {{ grense_id }} and {{ aar }} between {{ navn }}.fra_aar and coalesce({{ navn }}.til_aar, 9999)
{%- endmacro %}

{# teller in per cent of nevner, one decimal: DECIMAL(18, 1). #}
{% macro prosent(teller, nevner, desimaler=1) -%}
    cast({{ kvot(teller, nevner, desimaler, 100) }} as decimal(18, {{ desimaler }}))
{%- endmacro %}

{# The same of whole numbers, nevner positive: millions of rows need no more than 64 bits. 2 for the half that is rounded. #}
{% macro hele_kvot(teller, nevner, faktor=1) -%}
    cast(
        case
            when {{ nevner }} > 0
                then
                    {{ fortegnet(teller) }}
                    * {{ heltallsdelt('2 * abs(cast(' ~ teller ~ ' as bigint)) * ' ~ 10 * faktor ~ ' + ' ~ nevner, '2 * cast(' ~ nevner ~ ' as bigint)') }}
        end as decimal(18, 0)
    ) * cast(0.1 as decimal(2, 1))
{%- endmacro %}

{# teller / nevner in exact whole-number arithmetic, for a positive nevner and decimals of at most eight places: the quotient in millionths rounded
   down (kvot_ned) or up (kvot_opp), so that an interval of quotients never comes out narrower than it is. #}
{% macro kvot_ned(teller, nevner) -%}
    {{ milliondeler(heltallskvot_ned(hundremilliondeler(teller) ~ ' * 1000000', hundremilliondeler(nevner))) }}
{%- endmacro %}

{% macro kvot_opp(teller, nevner) -%}
    {{ milliondeler('-1 * (' ~ heltallskvot_ned('-1 * ' ~ hundremilliondeler(teller) ~ ' * 1000000', hundremilliondeler(nevner)) ~ ')') }}
{%- endmacro %}

{# teller / nevner rounded once, half away from zero, to as many decimals as the row says: a whole number of units of the last of them. #}
{% macro kvot_i_enheter(teller, nevner, desimaler) -%}
    {%- set t = hundremilliondeler(teller) -%}
    {%- set n = hundremilliondeler(nevner) -%}
    {{ fortegnet(t) }} * {{ heltallsdelt('2 * abs(' ~ t ~ ') * cast(power(10, ' ~ desimaler ~ ') as hugeint) + ' ~ n, '2 * ' ~ n) }}
{%- endmacro %}

{% macro hundremilliondeler(tall) -%}
    cast(cast({{ tall }} as decimal(38, 8)) * 100000000 as hugeint)
{%- endmacro %}

{% macro milliondeler(tall) -%}
    cast(cast({{ tall }} as decimal(32, 0)) * cast(0.000001 as decimal(18, 6)) as decimal(38, 6))
{%- endmacro %}

{# The quotient is cut towards zero; a remainder below zero says that the floor is one lower. #}
{% macro heltallskvot_ned(teller, nevner) -%}
    ({{ heltallsdelt(teller, nevner) }} - case when ({{ teller }}) % {{ nevner }} < 0 then 1 else 0 end)
{%- endmacro %}
{# Half a unit of the last printed digit: what a printed number may be off by. #}
{% macro halv_enhet(desimaler) -%}
    cast(cast(power(10, -{{ desimaler }}) as decimal(18, 6)) * cast(0.5 as decimal(2, 1)) as decimal(18, 6))
{%- endmacro %}
