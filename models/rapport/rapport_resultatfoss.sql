{# The operating result as a waterfall, twice: built up from income and expenditure, and from the budget to the accounts. Each step has where it
   starts and ends, so that a chart only draws. #}
with

poster as (
    select resultat.*, poster.er_fosstrinn
    from {{ ref('rapport_arsresultat') }} as resultat
    inner join {{ ref('dim_regnskapspost') }} as poster on resultat.post_id = poster.post_id
),

oppbygging as (
    select
        enhet_id,
        aar,
        'oppbygging' as foss,
        post_id,
        navn,
        radtype = 'resultat' as er_sluttsum,
        rekkefolge,
        regnskap_mill_kr as belop_mill_kr,
        tabell_id,
        rad
    from poster
    where er_fosstrinn
),

resultat as (
    select * from oppbygging where er_sluttsum and rekkefolge = (select max(rekkefolge) from oppbygging)
),

budsjett as (
    select poster.*
    from poster
    inner join resultat on poster.enhet_id = resultat.enhet_id and poster.aar = resultat.aar
    where poster.rekkefolge <= resultat.rekkefolge
),

budsjett_til_regnskap as (
    select
        enhet_id,
        aar,
        'budsjett_til_regnskap' as foss,
        post_id,
        navn,
        false as er_sluttsum,
        rekkefolge,
        avvik_mill_kr as belop_mill_kr,
        tabell_id,
        rad
    from budsjett
    where radtype = 'detalj' and avvik_mill_kr != 0
    union all
    select enhet_id, aar, 'budsjett_til_regnskap', post_id, navn || ', budsjett', false, 0, regulert_budsjett_mill_kr, tabell_id, rad
    from budsjett
    where post_id = (select post_id from resultat)
    union all
    select enhet_id, aar, 'budsjett_til_regnskap', post_id, navn || ', regnskap', true, rekkefolge, regnskap_mill_kr, tabell_id, rad
    from budsjett
    where post_id = (select post_id from resultat)
),

trinn as (
    select * from oppbygging
    union all
    select * from budsjett_til_regnskap
),

rapport_resultatfoss as (
    select
        enhet_id,
        aar,
        foss,
        rekkefolge,
        post_id,
        navn,
        er_sluttsum,
        belop_mill_kr,
        case
            when er_sluttsum then cast(0 as decimal(18, 3))
            else cast(sum(case when not er_sluttsum then belop_mill_kr else 0 end) over hittil - belop_mill_kr as decimal(18, 3))
        end as fra_mill_kr,
        case
            when er_sluttsum then belop_mill_kr
            else cast(sum(case when not er_sluttsum then belop_mill_kr else 0 end) over hittil as decimal(18, 3))
        end as til_mill_kr,
        tabell_id,
        rad
    from trinn
    window hittil as (partition by enhet_id, aar, foss order by rekkefolge)
)

select * from rapport_resultatfoss
