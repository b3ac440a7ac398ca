{# The amounts of each printed row beside each other, in the readers' one sign, of the prints that are used. The printed deviation is held against ours in
   exact rounding arithmetic: each number stands for half a unit of its last digit either side. Where it holds, it is the deviation: the report had
   the amounts before they were rounded. #}
{% macro belop_per_rad() -%}
    select
        enhet_id,
        aar,
        rapport_id,
        oppstilling,
        emne,
        post_id,
        tabell_id,
        rad,
        max(case when versjon = 'opprinnelig_budsjett' then virkning_mill_kr end) as opprinnelig_budsjett_mill_kr,
        max(case when versjon = 'regulert_budsjett' then virkning_mill_kr end) as regulert_budsjett_mill_kr,
        max(case when versjon = 'regnskap' then virkning_mill_kr end) as regnskap_mill_kr,
        max(case when versjon = 'avvik' then virkning_trykt_mill_kr end) as avvik_trykt_mill_kr,
        max(case when versjon = 'avvik' then virkning_mill_kr end) as avvik_brukt_mill_kr,
        sum(case when versjon in ('regulert_budsjett', 'regnskap', 'avvik') then usikkerhet_mill_kr end) as slingring,
        count(case when versjon = 'regulert_budsjett' then 1 end) as antall_budsjett,
        count(case when versjon = 'regnskap' then 1 end) as antall_regnskap,
        bool_or(er_omarbeidet and versjon = 'regnskap') as er_omarbeidet,
        min(omfang) as omfang,
        min(utgave) as utgave,
        min(utgave_dato) as utgave_dato,
        min(prisniva) as prisniva,
        min(funn_id) as funn_id
    from {{ ref('fct_belop') }}
    where er_valgt_i_oppstillingen and versjon in ('opprinnelig_budsjett', 'regulert_budsjett', 'regnskap', 'avvik')
    group by enhet_id, aar, rapport_id, oppstilling, emne, post_id, tabell_id, rad
{%- endmacro %}

{# The printed deviation against ours. #}
{% macro avvik_kontroll() -%}
    case
        when avvik_trykt_mill_kr is null then 'ikke_trykt'
        when regnskap_mill_kr - regulert_budsjett_mill_kr is null then 'ikke_beregnet'
        when regnskap_mill_kr - regulert_budsjett_mill_kr = avvik_trykt_mill_kr then 'stemmer_eksakt'
        when abs(regnskap_mill_kr - regulert_budsjett_mill_kr - avvik_trykt_mill_kr) <= slingring then 'innenfor_avrunding'
        else 'avvik'
    end
{%- endmacro %}

{# The deviation a reader gets: the printed one, or ours where none is printed or the printed one is wrong (`avvik_er_beregnet`). Where a table prints
   nothing but the deviation, it is that, if no finding rejects it. #}
{% macro avviket() -%}
    case {{ avvik_kontroll() }}
        when 'stemmer_eksakt' then avvik_trykt_mill_kr
        when 'innenfor_avrunding' then avvik_trykt_mill_kr
        when 'ikke_beregnet' then avvik_brukt_mill_kr
        else cast(regnskap_mill_kr - regulert_budsjett_mill_kr as decimal(18, 6))
    end
{%- endmacro %}

{% macro avvik_er_beregnet() -%}
    ({{ avvik_kontroll() }} in ('ikke_trykt', 'avvik'))
{%- endmacro %}

{# A report's print of a year before another's: the own year's, else the newest. #}
{% macro foretrukket_rapport(rapport_aar, aar) -%}
    {{ rapport_aar }} != {{ aar }}, {{ rapport_aar }} desc
{%- endmacro %}

{# Whether a print of a figure is the one that is used where several have it: a number before none, a report about the unit itself before others'
   (`er_egen`), the preferred report, and of one report the subject that ranks first. What `etter` holds for goes after all others. #}
{% macro valgt_trykk(nokkel, tall, rang='0', etter=none) -%}
    row_number() over (
        partition by {{ nokkel | join(', ') }}
        order by
            {{ tall }} is null, {{ etter ~ ', ' if etter }}not er_egen, {{ foretrukket_rapport('rapport_aar', 'aar') }}, {{ rang }} nulls last, rapport_id, tabell_id, rad, kolonne
    ) = 1
{%- endmacro %}

{# Whether the reports' prints of a figure differ by more than rounding: each stands for half a unit of its last digit either side (`halv`), and no
   number lies in all of those. 1,234 and 1,2 are one figure, 1,2 and 1,3 are two. One report may print it in two units: that is not another figure. #}
{% macro omarbeidet_trykk(nokkel, tall, halv='usikkerhet_mill_kr') -%}
    {%- set hver = 'over (partition by ' ~ nokkel | join(', ') ~ ')' -%}
    coalesce(
        max({{ tall }} - {{ halv }}) {{ hver }} >= min({{ tall }} + {{ halv }}) {{ hver }}
        and min(case when {{ tall }} is not null then rapport_id end) {{ hver }} != max(case when {{ tall }} is not null then rapport_id end) {{ hver }},
        false
    )
{%- endmacro %}
