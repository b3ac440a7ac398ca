{# Each statement with its number read: a Norwegian number, or one of the number words of kodeverk/tallord.csv. Without either, `verdi` is empty. #}
with

utsagn as (
    select * from {{ ref('stg_rapport__utsagn') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

tallord as (
    select * from {{ ref('stg_kodeverk__tallord') }}
),

tilnaerminger as (
    select * from {{ ref('stg_kodeverk__tilnaerming') }}
),

int_utsagn__lest as (
    select
        utsagn.rapport_id,
        pakker.kortnavn || '-' || utsagn.utsagn_id as utsagn_id,
        utsagn.fillinje,
        utsagn.kapittel,
        utsagn.tema,
        utsagn.gjelder,
        utsagn.enhet_id,
        utsagn.maal,
        utsagn.verditekst,
        {{ lest_tall('utsagn.verditekst', 'tallord') }} as verdi,
        {{ antall_desimaler('(' ~ prosatall('utsagn.verditekst') ~ ')') }} as desimaler,
        tallord.usikkerhet as ordusikkerhet,
        utsagn.enhet as maaleenhet,
        try_cast(utsagn.aar as integer) as aar,
        utsagn.sammenligning,
        utsagn.tilnaerming,
        tilnaerminger.merke as tilnaermingsmerke,
        coalesce(forbehold.omfang, 'uoppgitt') as omfang,
        coalesce(forbehold.utgave, 'uoppgitt') as utgave,
        try_cast(utsagn.linje as integer) as linje
    from utsagn
    inner join pakker on utsagn.rapport_id = pakker.rapport_id
    left join tallord on lower(utsagn.verditekst) = tallord.tallord
    left join {{ ref('stg_rapport__sammenlignbarhet') }} as forbehold
        on utsagn.rapport_id = forbehold.rapport_id and utsagn.utsagn_id = forbehold.sted
    left join tilnaerminger on utsagn.tilnaerming = tilnaerminger.tilnaerming
)

select * from int_utsagn__lest
