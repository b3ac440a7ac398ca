{# Ratios are computed from decimals and rounded once, half away from zero; DuckDB's `/` gives DOUBLE, whose rounding is wrong at halves.
   The quotient is therefore rounded in whole numbers: sign × (2·|teller|·10^d + |nevner|) // (2·|nevner|), in millionths. #}
{% macro kvot(teller, nevner, desimaler=1, faktor=1) -%}
    {%- set t = 'cast(cast(' ~ teller ~ ' as decimal(24, 6)) * 1000000 as hugeint)' -%}
    {%- set n = 'cast(cast(' ~ nevner ~ ' as decimal(24, 6)) * 1000000 as hugeint)' -%}
    {%- set skala = faktor * 10 ** desimaler -%}
    cast(
        case
            when {{ nevner }} = 0 then null
            else sign({{ teller }}) * sign({{ nevner }}) * ((2 * abs({{ t }}) * {{ skala }} + abs({{ n }})) // (2 * abs({{ n }})))
        end as decimal(28, 0)
    ) * cast({{ '%.*f' | format(desimaler, 10 ** -desimaler) }} as decimal(18, {{ desimaler }}))
{%- endmacro %}

{# teller in per cent of nevner, one decimal: DECIMAL(18, 1). #}
{% macro prosent(teller, nevner, desimaler=1) -%}
    cast({{ kvot(teller, nevner, desimaler, 100) }} as decimal(18, {{ desimaler }}))
{%- endmacro %}
