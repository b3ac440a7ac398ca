{# What an amount of one year is multiplied by to be in the prices of another: a year's change is from the year before, chained and rounded
   once, forward as back. Both years must be in the series of one vintage. #}
with

-- The years from the first, as far as none is missing.
endringer as (
    select
        serie,
        argang,
        kilde,
        {{ liste_samlet('cast(1 + endring_pst * 0.01 as decimal(9, 6))', 'aar') }} as satser,
        min(aar) as forste_aar
    from (
        select
            *,
            aar - row_number() over (partition by serie, argang, kilde order by aar) as avstand,
            min(aar) over (partition by serie, argang, kilde) - 1 as forste_avstand
        from {{ ref('stg_kodeverk__deflator') }}
    ) as nummerert
    where avstand = forste_avstand
    group by serie, argang, kilde
),

aarene as (
    select
        *,
        unnest({{ tallrekke('0', 'array_length(satser)') }}) as antall
    from endringer
),

-- The level of each year, the last year before the series 1; eighteen decimals are chained, eight are shown.
nivaer as (
    select
        serie,
        argang,
        kilde,
        cast(forste_aar - 1 + antall as integer) as aar,
        {{ kjedet(
            listeutsnitt('satser', '1', 'antall'), 'cast(1 as decimal(38, 18))', 'cast(cast(hittil as decimal(21, 18)) * en as decimal(38, 18))'
        ) }} as niva
    from aarene
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
