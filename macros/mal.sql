{# Which side of a target (nedre, ovre; either may be missing) a figure falls on: under, innenfor, over. #}
{% macro side_av_mal(tall) -%}
    case
        when {{ tall }} > coalesce(ovre, nedre) then 'over'
        when {{ tall }} < coalesce(nedre, ovre) then 'under'
        when {{ tall }} is not null then 'innenfor'
    end
{%- endmacro %}

{# Whether a figure meets its target. A level to reach in the long run (`pa_sikt`) is neither met nor broken in a single year, and a figure above
   a band is no failure to reach it: NULL. #}
{% macro innfrir_mal(tall) -%}
    case maltype
        when 'mellom' then case when {{ tall }} <= ovre then {{ tall }} >= nedre end
        when 'minst' then {{ tall }} >= nedre
        when 'under' then {{ tall }} < ovre
    end
{%- endmacro %}
