{# What a fact has of each number: as printed, what we use of it where a finding decides otherwise, and whether it may stand in a comparison. `virkning` is
   int_funn__gjeldende, left joined: `erstatt` uses another number; what is left out (`utelat`) or counted elsewhere (`tell_ikke`) uses none. #}
{% macro verdi_brukt(verdi, virkning='virkninger') -%}
    case
        when {{ virkning }}.virkning = 'erstatt' then {{ virkning }}.verdi
        when {{ virkning }}.virkning in ('utelat', 'tell_ikke') then null
        else {{ verdi }}
    end
{%- endmacro %}

{# The effect that holds for a cell, to be joined as `virkninger`. #}
{% macro cellens_virkning(celler='celler') -%}
    left join {{ ref('int_funn__gjeldende') }} as virkninger
        on
            {{ celler }}.tabell_id = virkninger.tabell_id
            and {{ celler }}.rad = virkninger.rad
            and {{ celler }}.kolonne = virkninger.kolonne
{%- endmacro %}
