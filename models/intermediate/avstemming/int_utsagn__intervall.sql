{# The interval a number in prose stands for: half a unit of its last printed digit, or what its approximation mark says in
   kodeverk/tilnaerming.csv, in units of its last digit that is not zero. No bound on a side that the mark leaves open. #}
with

utsagn as (
    select * from {{ ref('int_utsagn__lest') }}
),

tilnaerminger as (
    select * from {{ ref('stg_kodeverk__tilnaerming') }}
),

malt as (
    select
        *,
        coalesce(ordusikkerhet, {{ halv_enhet('desimaler') }}) as halv_enhet,
        case
            when ordusikkerhet is not null then 2 * ordusikkerhet
            when desimaler > 0 or verdi = 0 then 2 * {{ halv_enhet('desimaler') }}
            else cast(power(
                10, length(trim(trailing '0' from cast(cast(abs(verdi) as hugeint) as varchar))) * -1
                + length(cast(cast(abs(verdi) as hugeint) as varchar))
            ) as decimal(18, 6
            ))
        end as sifferenhet
    from utsagn
),

intervall as (
    select
        malt.rapport_id,
        malt.utsagn_id,
        malt.verditekst,
        malt.verdi,
        cast(coalesce(malt.desimaler, length(trim(trailing '0' from split_part(cast(malt.verdi as varchar), '.', 2)))) as integer) as desimaler,
        malt.maaleenhet,
        cast(
            malt.verdi - case when malt.tilnaerming is null then malt.halv_enhet else tilnaerminger.nedre_enheter * malt.sifferenhet end
            as decimal(25, 12)
        ) as nedre,
        cast(
            malt.verdi + case when malt.tilnaerming is null then malt.halv_enhet else tilnaerminger.ovre_enheter * malt.sifferenhet end
            as decimal(25, 12)
        ) as ovre
    from malt
    left join tilnaerminger on malt.tilnaerming = tilnaerminger.tilnaerming
)

select * from intervall
