{# What an amount of one year is multiplied by to be in the prices of another: a year's change is from the year before, chained and rounded
   once, forward as back. Both years must be in the series of one vintage. #}
with recursive

endringer as (
    select * from {{ ref('stg_kodeverk__deflator') }}
),

-- The level of each year, the last year before the series 1; eighteen decimals are chained, eight are shown.
nivaer as (
    select
        serie,
        argang,
        kilde,
        min(aar) - 1 as aar,
        cast(1 as decimal(38, 18)) as niva
    from endringer
    group by serie, argang, kilde
    union all
    select
        nivaer.serie,
        nivaer.argang,
        nivaer.kilde,
        endringer.aar,
        cast(cast(nivaer.niva as decimal(21, 18)) * cast(1 + endringer.endring_pst * 0.01 as decimal(9, 6)) as decimal(38, 18)) as niva
    from nivaer
    inner join endringer
        on nivaer.serie = endringer.serie and nivaer.argang = endringer.argang and nivaer.aar + 1 = endringer.aar
)

select
    fra.serie,
    fra.argang,
    fra.aar,
    til.aar as prisaar,
    cast({{ kvot('til.niva * 1000000', 'fra.niva * 1000000', 6) }} as decimal(18, 6)) as faktor,
    fra.kilde
from nivaer as fra
inner join nivaer as til on fra.serie = til.serie and fra.argang = til.argang
