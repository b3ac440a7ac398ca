{# The operating result as a waterfall, twice: built up from income and expenditure, and from the budget to the accounts. Each step has where it
   starts and ends, so that a chart only draws. After a printed result the steps go on from it, which may be a rounding away from their sum. From
   budget to accounts the steps are the posts that are printed without parts. An excerpt that prints a sum or a result alone has no waterfall of what
   it consists of. #}
with

resultat as (
    select * from {{ ref('rapport_arsresultat') }}
),

deler as (
    select distinct
        enhet_id,
        aar,
        oppstilling,
        forelder_post_id
    from resultat
    where forelder_post_id is not null
),

trykte as (
    select
        poster.*,
        deler.forelder_post_id is not null as har_deler
    from resultat as poster
    left join deler
        on
            poster.enhet_id = deler.enhet_id
            and poster.aar = deler.aar
            and poster.oppstilling = deler.oppstilling
            and poster.post_id = deler.forelder_post_id
),

plasserte as (
    select
        *,
        rekkefolge = max(case when er_fosstrinn and radtype = 'resultat' then rekkefolge end) over (partition by enhet_id, aar, oppstilling)
            as er_resultatet,
        rekkefolge < max(case when er_fosstrinn and radtype = 'resultat' then rekkefolge end) over (partition by enhet_id, aar, oppstilling)
            as er_for_resultatet
    from trykte
),

poster_merket as (
    select
        *,
        bool_and(
            case
                when er_resultatet then har_deler
                when er_for_resultatet then har_deler or radtype = 'detalj' or (er_fosstrinn and radtype = 'sum')
            end
        ) over (partition by enhet_id, aar, oppstilling) as er_med
    from plasserte
),

poster as (
    select * from poster_merket
    where er_med
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
    where er_resultatet and regulert_budsjett_mill_kr is not null
    union all
    select
        *,
        'budsjett_til_regnskap' as foss,
        rekkefolge as plass,
        navn as trinnets_navn,
        false as er_sluttsum,
        avvik_mill_kr as belop_mill_kr
    from poster
    where er_for_resultatet and not har_deler and avvik_mill_kr != 0
    union all
    select
        *,
        'budsjett_til_regnskap' as foss,
        rekkefolge as plass,
        navn || ', regnskap' as trinnets_navn,
        true as er_sluttsum,
        regnskap_mill_kr as belop_mill_kr
    from poster
    where er_resultatet and regulert_budsjett_mill_kr is not null
),

delt as (
    select
        *,
        count(case when er_sluttsum then 1 end) over (partition by enhet_id, aar, oppstilling, foss order by plass) as del
    from trinn
),

hittil as (
    select
        *,
        cast(sum(belop_mill_kr) over (partition by enhet_id, aar, oppstilling, foss, del order by plass) as decimal(18, 6)) as sum_hittil
    from delt
),

rapport_resultatfoss as (
    select
        enhet_id,
        aar,
        rapport_id,
        oppstilling,
        foss,
        plass as rekkefolge,
        post_id,
        trinnets_navn as navn,
        er_sluttsum,
        belop_mill_kr,
        case when er_sluttsum then cast(0 as decimal(18, 6)) else cast(sum_hittil - belop_mill_kr as decimal(18, 6)) end as fra_mill_kr,
        case when er_sluttsum then belop_mill_kr else sum_hittil end as til_mill_kr,
        funn_id,
        tabell_id,
        rad
    from hittil
)

select * from rapport_resultatfoss
