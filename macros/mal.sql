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

{# The same in a word: what we read of a figure and its target, beside the report's own verdict. #}
{% macro lest_mot_mal(tall) -%}
    case
        when {{ tall }} is null then 'kan ikke avgjøres'
        when maltype = 'pa_sikt' then 'langsiktig mål'
        when {{ innfrir_mal(tall) }} then 'innfridd'
        when not {{ innfrir_mal(tall) }} then 'ikke innfridd'
        else 'over båndet'
    end
{%- endmacro %}
