{# The amounts of each printed row beside each other, in the readers' one sign, of the prints that are used. The printed deviation is held against ours in
   exact rounding arithmetic: each number stands for half a unit of its last digit either side. #}
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
        max(case when versjon = 'avvik' then belop_mill_kr end) as avvik_trykt_mill_kr,
        max(case when versjon = 'avvik' then virkning_mill_kr end) as avvik_trykt_virkning_mill_kr,
        sum(case when versjon in ('regulert_budsjett', 'regnskap', 'avvik') then usikkerhet_mill_kr end) as slingring,
        count(case when versjon = 'regulert_budsjett' then 1 end) as antall_budsjett,
        count(case when versjon = 'regnskap' then 1 end) as antall_regnskap,
        bool_or(er_omarbeidet and versjon = 'regnskap') as er_omarbeidet
    from {{ ref('fct_belop') }}
    where er_valgt and versjon in ('opprinnelig_budsjett', 'regulert_budsjett', 'regnskap', 'avvik')
    group by all
{%- endmacro %}

{# The printed deviation against ours. #}
{% macro avvik_kontroll() -%}
    case
        when avvik_trykt_mill_kr is null then 'ikke_trykt'
        when regnskap_mill_kr - regulert_budsjett_mill_kr = avvik_trykt_virkning_mill_kr then 'stemmer_eksakt'
        when abs(regnskap_mill_kr - regulert_budsjett_mill_kr - avvik_trykt_virkning_mill_kr) <= slingring then 'innenfor_avrunding'
        else 'avvik'
    end
{%- endmacro %}

{# Which print of a figure is used where several reports have it, and whether they differ: a report about the unit
   itself before others' (`er_egen`), the own year's before the newest. #}
{% macro er_valgt_trykk(nokkel, tall) -%}
    {%- set nokkelen = nokkel | join(', ') -%}
    row_number() over (
        partition by {{ nokkelen }} order by {{ tall }} is null, not er_egen, rapport_aar != aar, rapport_aar desc, rapport_id, tabell_id
    ) = 1 as er_valgt,
    coalesce(min({{ tall }}) over (partition by {{ nokkelen }}) != max({{ tall }}) over (partition by {{ nokkelen }}), false) as er_omarbeidet
{%- endmacro %}
