{# Every printed number is in a fact, or it is said why not: a table that feeds nothing would otherwise be loaded and never seen. A key figure
   that a report repeats is in fct_indikator once, by its first printing (gjentatte_nokkeltall_er_like holds the others against it). #}
with

fakta as (
    {% for fakta in [
        'fct_asss_analyse', 'fct_balanse', 'fct_bemanning', 'fct_driftsregnskap', 'fct_effektivitet', 'fct_garanti', 'fct_gebyr', 'fct_indikator',
        'fct_innvandrerbakgrunn', 'fct_investeringsomrade', 'fct_investeringsregnskap', 'fct_koronaeffekt', 'fct_larling', 'fct_lonn',
        'fct_produksjonsindeks', 'fct_tjenesteomrade_budsjett', 'fct_utgiftsbehov', 'fct_budsjettavvik',
    ] %}
        select
            tabell_id,
            rad,
            kolonne
        from {{ ref(fakta) }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

brudd as (
    select
        celler.tabell_id || '|' || celler.kolonne as nokkel,
        count(*) || ' tall i ' || celler.tabell_id || ', kolonne ' || celler.kolonne || ' står ikke i noen faktatabell' as melding
    from {{ ref('int_kildecelle__kodet') }} as celler
    left join fakta on celler.tabell_id = fakta.tabell_id and celler.rad = fakta.rad and celler.kolonne = fakta.kolonne
    where celler.verdi is not null and fakta.tabell_id is null and not celler.er_nokkeltall
    group by celler.tabell_id, celler.kolonne
)

{{ brudd_uten_unntak('cellene_nar_fakta') }}
