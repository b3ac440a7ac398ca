{# Names in the Norwegian order. A number's years are the source's where it says
   them, else those of the pieces of the country that lay in it (kodeverk/kommunedel.csv), which begin with the first borders known. The successors are
   every municipality of today that has a piece of it. #}
with

kommuner as (
    select * from {{ ref('stg_kodeverk__kommune') }}
),

numre as (
    select
        kommunenr,
        nullif(min(gyldig_fra), (select min(alle.gyldig_fra) from {{ ref('stg_kodeverk__kommunedel') }} as alle)) as gyldig_fra
    from {{ ref('stg_kodeverk__kommunedel') }}
    group by kommunenr
),

etterfolgere as (
    select
        fra_kommunenr,
        {{ tekster_samlet('til_kommunenr', ', ', ulike=true) }} as etterfolgere
    from {{ ref('bro_kommune') }}
    where til_grenser = (select max(alle.til_grenser) from {{ ref('bro_kommune') }} as alle) and fra_siste_aar is not null
    group by fra_kommunenr
    having max(fra_siste_aar) < max(til_grenser)
)

select
    kommuner.kommunenr,
    kommuner.navn,
    kommuner.navn_offisielt,
    cast(
        row_number() over (order by {{ norsk_orden('kommuner.navn') }}, kommuner.kommunenr, kommuner.kommunenr_2024) as integer
    ) as rekkefolge,
    coalesce(kommuner.gyldig_fra, numre.gyldig_fra) as gyldig_fra,
    kommuner.gyldig_til,
    -- SSB's list has the country, Svalbard, the shelf and what nobody knows among the municipalities, and none of them has ended
    kommuner.gyldig_til is not null
    or ({{ er_av_monsteret('kommuner.kommunenr_2024', "'[0-9]{4}'") }} and kommuner.kommunenr_2024 != '0000') as er_kommune,
    kommuner.kommunenr_2024,
    kommuner.navn_2024,
    kommuner.etterfolger_kilde,
    case when kommuner.gyldig_til is not null then etterfolgere.etterfolgere end as etterfolgere
from kommuner
left join numre on kommuner.kommunenr = numre.kommunenr
left join etterfolgere on kommuner.kommunenr = etterfolgere.fra_kommunenr
