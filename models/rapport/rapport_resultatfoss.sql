{# The operating result as a waterfall, twice: built up from income and expenditure, and from the budget to the accounts. Each step has where it
   starts and ends, so that a chart only draws. #}
with

poster as (
    select
        resultat.*,
        poster.er_fosstrinn,
        resultat.rekkefolge = max(resultat.rekkefolge) filter (where poster.er_fosstrinn) over (partition by resultat.enhet_id, resultat.aar)
            as er_resultatet,
        resultat.rekkefolge < max(resultat.rekkefolge) filter (where poster.er_fosstrinn) over (partition by resultat.enhet_id, resultat.aar)
            as er_for_resultatet
    from {{ ref('rapport_arsresultat') }} as resultat
    inner join {{ ref('dim_regnskapspost') }} as poster on resultat.post_id = poster.post_id
),

trinn as (
    select
        *,
        'oppbygging' as foss,
        rekkefolge as plass,
        navn as trinnets_navn,
        radtype = 'resultat' as er_sluttsum,
        regnskap_mill_kr as belop_mill_kr
    from poster
    where er_fosstrinn
    union all
    select
        *,
        'budsjett_til_regnskap' as foss,
        0 as plass,
        navn || ', budsjett' as trinnets_navn,
        false as er_sluttsum,
        regulert_budsjett_mill_kr as belop_mill_kr
    from poster
    where er_resultatet
    union all
    select
        *,
        'budsjett_til_regnskap' as foss,
        rekkefolge as plass,
        navn as trinnets_navn,
        false as er_sluttsum,
        avvik_mill_kr as belop_mill_kr
    from poster
    where er_for_resultatet and radtype = 'detalj' and avvik_mill_kr != 0
    union all
    select
        *,
        'budsjett_til_regnskap' as foss,
        rekkefolge as plass,
        navn || ', regnskap' as trinnets_navn,
        true as er_sluttsum,
        regnskap_mill_kr as belop_mill_kr
    from poster
    where er_resultatet
),

hittil as (
    select
        *,
        cast(sum(case when er_sluttsum then 0 else belop_mill_kr end) over (partition by enhet_id, aar, foss order by plass) as decimal(18, 3))
            as sum_hittil
    from trinn
),

rapport_resultatfoss as (
    select
        enhet_id,
        aar,
        foss,
        plass as rekkefolge,
        post_id,
        trinnets_navn as navn,
        er_sluttsum,
        belop_mill_kr,
        case when er_sluttsum then cast(0 as decimal(18, 3)) else cast(sum_hittil - belop_mill_kr as decimal(18, 3)) end as fra_mill_kr,
        case when er_sluttsum then belop_mill_kr else sum_hittil end as til_mill_kr,
        tabell_id,
        rad
    from hittil
)

select * from rapport_resultatfoss
