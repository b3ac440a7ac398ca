{# What each statement and goal is about: the theme it was read under, and the others it belongs to. Of a service area, all that is said of it. #}
with

temaer as (
    select
        'utsagn' as slag,
        utsagn_id as id,
        rapport_id,
        tema,
        true as er_hovedtema
    from {{ ref('fct_utsagn') }}
    union all
    select
        'mal' as slag,
        mal_id as id,
        rapport_id,
        tema,
        true as er_hovedtema
    from {{ ref('fct_mal') }}
    union all
    select
        case when valg.mal_id is null then 'utsagn' else 'mal' end as slag,
        concat(pakker.kortnavn, '-', coalesce(valg.mal_id, valg.utsagn_id)) as id,
        valg.rapport_id,
        valg.tema,
        false as er_hovedtema
    from {{ godkjent('stg_rapport__temavalg') }} as valg
    inner join {{ ref('stg_rapport__pakke') }} as pakker on valg.rapport_id = pakker.rapport_id
),

bro_tema as (
    select
        slag,
        id,
        rapport_id,
        tema,
        bool_or(er_hovedtema) as er_hovedtema
    from temaer
    group by slag, id, rapport_id, tema
)

select * from bro_tema
