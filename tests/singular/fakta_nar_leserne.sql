{# What joins a fact to its catalogues drops no row in silence: every amount has its post, every key figure its indicator and unit, and each relation
   that readers get has as many rows as the fact it comes from. A statement is left out only where another report's print of the same year is used. And
   of a figure that several reports or layouts print, one row is chosen. #}
{% set rad_for_rad = [
    ('rapport_nokkeltall', 'fct_nokkeltall', 'true'),
    ('rapport_utsagn', 'fct_utsagn', 'true'),
    ('rapport_mal', 'fct_mal', 'true'),
    ('rapport_klimamal', 'fct_klimamal', 'true'),
    ('rapport_handlingsregler', 'fct_handlingsregel', 'true'),
    ('rapport_prognosetreff', 'fct_prognose', 'true'),
    ('rapport_balanse', 'fct_belop', "emne = 'balanse' and versjon = 'regnskap' and er_valgt_i_oppstillingen"),
    ('rapport_garanti', 'fct_belop', "emne = 'garanti' and er_valgt_i_oppstillingen"),
    ('rapport_korona', 'fct_belop', "emne = 'korona' and er_valgt_i_oppstillingen"),
] %}
{% set linje_for_linje = [
    ('rapport_bemanning', 'fct_personell', "emne = 'bemanning'"),
    ('rapport_larling', 'fct_personell', "emne = 'larling'"),
    ('rapport_innvandrerbakgrunn', 'fct_personell', "emne = 'innvandrerbakgrunn'"),
    ('rapport_lonn', 'fct_personell', "emne = 'lonn' and maal in ('antall_ansatte', 'arslonn_kr')"),
    ('rapport_budsjettavvik', 'fct_belop', "versjon = 'regulert_budsjett' and er_valgt_i_oppstillingen"),
] %}
with

belop as (
    select * from {{ ref('fct_belop') }}
),

nokkeltall as (
    select * from {{ ref('fct_nokkeltall') }}
),

driftsinntekter as (
    select * from belop
    where emne = 'drift' and post_id = 'sum_driftsinntekter' and versjon = 'regnskap' and er_valgt_i_oppstillingen
),

drift as (
    select distinct
        belop.tabell_id,
        belop.rad,
        belop.enhet_id,
        belop.aar
    from belop
    left join driftsinntekter
        on
            belop.enhet_id = driftsinntekter.enhet_id
            and belop.aar = driftsinntekter.aar
            and belop.oppstilling = driftsinntekter.oppstilling
    where
        belop.emne = 'drift'
        and belop.versjon = 'regnskap'
        and belop.er_valgt_i_oppstillingen
        and belop.rapport_id = coalesce(driftsinntekter.rapport_id, belop.rapport_id)
),

lest as (
    {% for relasjon, _, _ in rad_for_rad + linje_for_linje %}
        select
            '{{ relasjon }}' as relasjon,
            count(*) as rader
        from {{ ref(relasjon) }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

ventet as (
    {% for relasjon, fakta, utvalg in rad_for_rad + linje_for_linje %}
        select
            '{{ relasjon }}' as relasjon,
            {% if (relasjon, fakta, utvalg) in rad_for_rad %}
                count(*) as rader
            {% else %}
                count(distinct concat_ws('|', tabell_id, rad, enhet_id, aar)) as rader
            {% endif %}
        from {{ ref(fakta) }}
        where {{ utvalg }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
)

select
    lest.relasjon,
    concat('ventet ', ventet.rader, ' rader, har ', lest.rader) as melding
from lest
inner join ventet on lest.relasjon = ventet.relasjon
where lest.rader != ventet.rader
union all
select
    'fct_belop' as relasjon,
    concat_ws('|', belop.rapport_id, belop.oppstilling, belop.post_id) || ' er ikke i dim_regnskapspost' as melding
from belop
left join {{ ref('dim_regnskapspost') }} as poster
    on belop.rapport_id = poster.rapport_id and belop.oppstilling = poster.oppstilling and belop.post_id = poster.post_id
where poster.post_id is null
union all
select
    'fct_nokkeltall' as relasjon,
    concat_ws('|', nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.enhet_id) || ' er ikke i dim_indikator og dim_enhet' as melding
from nokkeltall
left join {{ ref('dim_indikator') }} as indikatorer on nokkeltall.indikator_id = indikatorer.indikator_id
left join {{ ref('dim_enhet') }} as enheter on nokkeltall.enhet_id = enheter.enhet_id
where indikatorer.indikator_id is null or enheter.enhet_id is null
union all
select
    'rapport_arsresultat' as relasjon,
    concat_ws('|', drift.tabell_id, drift.rad, drift.enhet_id, drift.aar) || ' mangler' as melding
from drift
left join {{ ref('rapport_arsresultat') }} as resultat
    on drift.tabell_id = resultat.tabell_id and drift.rad = resultat.rad and drift.enhet_id = resultat.enhet_id and drift.aar = resultat.aar
where resultat.tabell_id is null
union all
select
    'fct_belop' as relasjon,
    concat_ws('|', enhet_id, aar, regnskapsdel, post_id, versjon, nr) || ' er ikke valgt én gang' as melding
from belop
group by enhet_id, aar, regnskapsdel, post_id, versjon, nr
having count(case when er_valgt then 1 end) != 1
