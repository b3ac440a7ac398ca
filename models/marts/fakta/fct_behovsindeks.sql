{# Need for spending per inhabitant, the country 1: each sector, and the official total (`samlet`) beside what the sectors and their shares give. #}
with

indekser as (
    select * from {{ ref('stg_demografi__behovsindeks') }}
),

sektorer as (
    select * from {{ ref('stg_kodeverk__behovssektor') }}
),

beregnet as (
    select
        indekser.aar,
        indekser.kommunenr,
        cast(round(sum(indekser.indeks * sektorer.andel), 4) as decimal(9, 4)) as indeks
    from indekser
    inner join sektorer on indekser.aar = sektorer.aar and indekser.sektor = sektorer.sektor
    group by indekser.aar, indekser.kommunenr
    having sum(sektorer.andel) = 1
)

select
    indekser.aar,
    indekser.kommunenr,
    indekser.sektor,
    coalesce(sektorer.navn, 'Samlet') as sektornavn,
    sektorer.tjenesteomrade_id,
    indekser.indeks,
    case when indekser.sektor = 'samlet' then beregnet.indeks end as indeks_beregnet,
    sektorer.andel,
    cast(round((indekser.indeks - 1) * sektorer.andel * 100, 2) as decimal(9, 2)) as bidrag_prosentpoeng,
    max(sektorer.kilde) over (partition by indekser.aar) as kilde
from indekser
left join sektorer on indekser.aar = sektorer.aar and indekser.sektor = sektorer.sektor
left join beregnet on indekser.aar = beregnet.aar and indekser.kommunenr = beregnet.kommunenr
