{# A value is a Norwegian number, or one of the number words of kodeverk/tallord.csv; anything else stops the build. #}
with

pastander as (
    {{ samlet('pastander') }}
),

tallord as (
    select * from {{ ref('tallord') }}
),

lest as (
    select
        pastander.kilde_id,
        pastander.seed,
        pastander.pastand_id,
        pastander.kapittel,
        pastander.tema,
        pastander.gjelder,
        pastander.enhet_id,
        pastander.maal,
        pastander.verditekst,
        {{ lest_tall('verditekst', 'tallord') }} as verdi,
        {{ antall_desimaler('(' ~ prosatall('pastander.verditekst') ~ ')') }} as desimaler,
        cast(tallord.usikkerhet as decimal(18, 6)) as ordusikkerhet,
        pastander.enhet as maaleenhet,
        cast(pastander.aar as integer) as aar,
        pastander.sammenligning,
        pastander.tilnaerming,
        cast(pastander.linje as integer) as linje
    from pastander
    left join tallord on lower(pastander.verditekst) = tallord.tallord
)

select * from lest
