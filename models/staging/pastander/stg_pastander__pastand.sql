with

pastander as (
    select 'arsberetning_2020' as kilde_id, * from {{ ref('ab2020_pastand') }}
),

lest as (
    select
        kilde_id,
        pastand_id,
        kapittel,
        tema,
        gjelder,
        maal,
        verditekst,
        coalesce({{ norsk_tall('verditekst') }}, cast(tallord.verdi as decimal(18, 6))) as verdi,
        enhet,
        cast(aar as integer) as aar,
        sammenligning,
        tilnaerming,
        cast(linje as integer) as linje
    from pastander
    left join {{ ref('tallord') }} as tallord on lower(pastander.verditekst) = tallord.tallord
)

select * from lest
