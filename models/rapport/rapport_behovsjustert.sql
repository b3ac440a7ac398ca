{# Cost per inhabitant beside what it would be with the country's need: each print's used figure, divided by the sector's index of the same year. A
   year without a key, a cost per person of a target group, an area that is no sector of it, and a unit that the key has no index of have none, and say so. #}
with

kostnader as (
    select
        nokkeltall.*,
        indikatorer.navn,
        indikatorer.tjenesteomrade_id,
        indikatorer.er_per_innbygger
    from {{ ref('fct_nokkeltall') }} as nokkeltall
    inner join {{ ref('dim_indikator') }} as indikatorer on nokkeltall.indikator_id = indikatorer.indikator_id
    where indikatorer.maaleenhet = 'kr_per_innbygger'
),

aarene as (
    select distinct aar from {{ ref('fct_behovsindeks') }}
),

sektorer as (
    select distinct tjenesteomrade_id from {{ ref('fct_behovsindeks') }}
)

select
    kostnader.rapport_id,
    kostnader.enhet_id,
    kostnader.aar,
    kostnader.indikator_id,
    kostnader.omfang,
    kostnader.navn,
    kostnader.tjenesteomrade_id,
    kostnader.verdi_brukt as kr_per_innbygger,
    behov.indeks as behovsindeks,
    behov.aar as behovsindeks_aar,
    {{ behovsjustert('kostnader.verdi_brukt', 'behov.indeks') }} as behovsjustert_kr_per_innbygger,
    case
        when behov.indeks is not null then 'justert'
        when not kostnader.er_per_innbygger then 'per_malgruppe'
        when aarene.aar is null then 'ingen_nokkel_for_aret'
        when kostnader.tjenesteomrade_id is not null and sektorer.tjenesteomrade_id is null then 'ingen_sektor'
        else 'ingen_indeks'
    end as status,
    kostnader.tabell_id,
    kostnader.rad,
    kostnader.kolonne,
    kostnader.er_valgt
from kostnader
left join aarene on kostnader.aar = aarene.aar
left join sektorer on kostnader.tjenesteomrade_id = sektorer.tjenesteomrade_id
{{ behovsindeksen('kostnader.enhet_id', 'kostnader.aar', 'kostnader.tjenesteomrade_id', 'kostnader.er_per_innbygger') }}
