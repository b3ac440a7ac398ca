{# Cost per inhabitant beside what it would be with the country's need: each print's used figure, divided by the sector's index of the same year. A
   year without a key, an area that is no sector of it, and a unit that is no municipality have none, and say so. #}
with

kostnader as (
    select
        nokkeltall.*,
        indikatorer.navn,
        indikatorer.tjenesteomrade_id,
        enheter.kommune_id
    from {{ ref('fct_nokkeltall') }} as nokkeltall
    inner join {{ ref('dim_indikator') }} as indikatorer on nokkeltall.indikator_id = indikatorer.indikator_id
    inner join {{ ref('dim_enhet') }} as enheter on nokkeltall.enhet_id = enheter.enhet_id
    where indikatorer.maaleenhet = 'kr_per_innbygger'
),

indekser as (
    select * from {{ ref('fct_behovsindeks') }}
    where tjenesteomrade_id is not null
)

select
    kostnader.rapport_id,
    kostnader.enhet_id,
    kostnader.aar,
    kostnader.indikator_id,
    kostnader.navn,
    kostnader.tjenesteomrade_id,
    kostnader.verdi_brukt as kr_per_innbygger,
    indekser.indeks as behovsindeks,
    indekser.aar as behovsindeks_aar,
    cast({{ kvot('kostnader.verdi_brukt', 'indekser.indeks', 0) }} as decimal(18, 0)) as behovsjustert_kr_per_innbygger,
    case
        when indekser.indeks is not null then 'justert'
        when kostnader.aar not in (select nokler.aar from indekser as nokler) then 'ingen_nokkel_for_aret'
        when kostnader.tjenesteomrade_id not in (select nokler.tjenesteomrade_id from indekser as nokler) then 'ingen_sektor'
        else 'ingen_indeks'
    end as status,
    kostnader.tabell_id,
    kostnader.rad,
    kostnader.kolonne,
    kostnader.er_valgt
from kostnader
left join indekser
    on
        kostnader.kommune_id = indekser.kommunenr
        and kostnader.tjenesteomrade_id = indekser.tjenesteomrade_id
        and kostnader.aar = indekser.aar
