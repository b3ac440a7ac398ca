{# Each goal with its target and result read. #}
with

malene as (
    select * from {{ ref('stg_rapport__mal') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

tallord as (
    select * from {{ ref('stg_kodeverk__tallord') }}
),

int_mal__lest as (
    select
        malene.rapport_id,
        pakker.kortnavn || '-' || malene.mal_id as mal_id,
        malene.fillinje,
        malene.kapittel,
        malene.tema,
        malene.mal,
        coalesce(malene.ordlyd, 'gjengitt') as ordlyd,
        malene.indikator,
        malene.maltall as maltall_tekst,
        {{ lest_tall('malene.maltall', 'maltallord') }} as maltall,
        malene.maltall_tilnaerming,
        malene.enhet as maaleenhet,
        malene.vilkar,
        try_cast(malene.frist as integer) as frist_aar,
        malene.resultat as resultat_tekst,
        {{ lest_tall('malene.resultat', 'resultatord') }} as resultat,
        malene.resultat_tilnaerming,
        try_cast(malene.resultat_aar as integer) as maalt_aar,
        malene.status,
        malene.rapportens_vurdering,
        try_cast(malene.linje as integer) as linje
    from malene
    inner join pakker on malene.rapport_id = pakker.rapport_id
    left join tallord as maltallord on lower(malene.maltall) = maltallord.tallord
    left join tallord as resultatord on lower(malene.resultat) = resultatord.tallord
)

select * from int_mal__lest
