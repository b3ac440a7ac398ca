with

malene as (
    {{ samlet('mal') }}
),

tallord as (
    select * from {{ ref('tallord') }}
),

lest as (
    select
        malene.* exclude (linje, frist, resultat_aar),
        case when malene.maltall is not null then {{ lest_tall('maltall', 'maltallord', tabell='malene', id='mal_id') }} end as maltall_verdi,
        case when malene.resultat is not null then {{ lest_tall('resultat', 'resultatord', tabell='malene', id='mal_id') }} end as resultat_verdi,
        cast(malene.frist as integer) as frist_aar,
        cast(malene.resultat_aar as integer) as maalt_aar,
        cast(malene.linje as integer) as kildelinje
    from malene
    left join tallord as maltallord on lower(malene.maltall) = maltallord.tallord
    left join tallord as resultatord on lower(malene.resultat) = resultatord.tallord
)

select * from lest
