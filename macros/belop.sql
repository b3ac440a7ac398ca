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
        sum(case when versjon in ('regulert_budsjett', 'regnskap', 'avvik') then usikkerhet_mill_kr end) as slingring,
        count(case when versjon = 'regulert_budsjett' then 1 end) as antall_budsjett,
        count(case when versjon = 'regnskap' then 1 end) as antall_regnskap,
        bool_or(er_omarbeidet and versjon = 'regnskap') as er_omarbeidet,
        min(funn_id) as funn_id
    from {{ ref('fct_belop') }}
    where er_valgt and versjon in ('opprinnelig_budsjett', 'regulert_budsjett', 'regnskap', 'avvik')
    group by all
{%- endmacro %}

{# The printed deviation against ours. #}
{% macro avvik_kontroll() -%}
    case
        when avvik_trykt_mill_kr is null then 'ikke_trykt'
        when regnskap_mill_kr - regulert_budsjett_mill_kr = avvik_trykt_mill_kr then 'stemmer_eksakt'
        when abs(regnskap_mill_kr - regulert_budsjett_mill_kr - avvik_trykt_mill_kr) <= slingring then 'innenfor_avrunding'
        else 'avvik'
    end
{%- endmacro %}

{# The deviation a reader gets: the printed one, or ours where none is printed or the printed one is wrong (`avvik_er_beregnet`). #}
{% macro avviket() -%}
    case when {{ avvik_er_beregnet() }} then cast(regnskap_mill_kr - regulert_budsjett_mill_kr as decimal(18, 6)) else avvik_trykt_mill_kr end
{%- endmacro %}

{% macro avvik_er_beregnet() -%}
    ({{ avvik_kontroll() }} not in ('stemmer_eksakt', 'innenfor_avrunding'))
{%- endmacro %}

{# Which print of a figure is used where several reports have it, and whether they differ: a report about the unit
   itself before others' (`er_egen`), the own year's before the newest. What `etter` holds for goes after all others. #}
{% macro er_valgt_trykk(nokkel, tall, etter=none) -%}
    {%- set nokkelen = nokkel | join(', ') -%}
    row_number() over (
        partition by {{ nokkelen }} order by {{ tall }} is null, {{ etter ~ ', ' if etter }}not er_egen, rapport_aar != aar, rapport_aar desc, rapport_id, tabell_id
    ) = 1 as er_valgt,
    coalesce(min({{ tall }}) over (partition by {{ nokkelen }}) != max({{ tall }}) over (partition by {{ nokkelen }}), false) as er_omarbeidet
{%- endmacro %}
