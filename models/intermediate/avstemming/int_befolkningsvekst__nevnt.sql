{# The population growth that a rule names: its column is `kommunenr/grenser/aldersgruppe_id/fra_aar/til_aar/` and then personer_fra, personer_til,
   vekst_personer or vekst_pst. Persons are counted, so they are exact; the report's per cent is rounded once. #}
with

steder as (
    select * from {{ ref('int_regel__sted') }}
),

kolonner as (
    select distinct kolonne
    from steder
    where tabell_id = 'folketall'
),

nevnt as (
    select
        kolonne,
        string_split(kolonne, '/') as felt
    from kolonner
),

nyeste_grenser as (
    select max(til_grenser) as grenser from {{ ref('int_kommune__bro') }}
),

samlet as (
    select * from {{ ref('int_befolkning__samlet') }}
    where
        kommunenr in (
            select bro.fra_kommunenr
            from {{ ref('int_kommune__bro') }} as bro
            inner join nevnt on bro.til_kommunenr = list_extract(nevnt.felt, 1)
        )
        or kommunenr in (select list_extract(nevnt.felt, 1) from nevnt)
),

fort as (
    select * from {{ til_grenser('samlet', '(select grenser from nyeste_grenser)', ['alder_fra', 'alder_til'], 'personer') }}
),

folk as (
    select
        kommunenr,
        'opprinnelige' as grenser,
        aar,
        alder_fra,
        alder_til,
        personer
    from samlet
    union all
    select
        kommunenr,
        cast((select nyeste.grenser from nyeste_grenser as nyeste) as varchar) as grenser,
        aar,
        alder_fra,
        alder_til,
        personer
    from fort
),

grupper as (
    {{ aldersgruppert('folk') }}
),

vekst as (
    {{ befolkningsvekst('grupper') }}
),

malt as (
    select
        nevnt.kolonne,
        cast(case list_extract(nevnt.felt, 6)
            when 'personer_fra' then vekst.personer_fra
            when 'personer_til' then vekst.personer_til
            when 'vekst_personer' then vekst.vekst_personer
            when 'vekst_pst' then vekst.vekst_pst
        end as decimal(18, 6)) as verdi,
        list_extract(nevnt.felt, 6) = 'vekst_pst' as er_prosent
    from nevnt
    inner join vekst
        on
            list_extract(nevnt.felt, 1) = vekst.kommunenr
            and list_extract(nevnt.felt, 2) = vekst.grenser
            and list_extract(nevnt.felt, 3) = vekst.aldersgruppe_id
            and list_extract(nevnt.felt, 4) = cast(vekst.fra_aar as varchar)
            and list_extract(nevnt.felt, 5) = cast(vekst.til_aar as varchar)
),

befolkningsvekst as (
    select
        kolonne,
        verdi,
        case when er_prosent then 1 else 0 end as desimaler,
        case when er_prosent then {{ halv_enhet(1) }} else 0 end as slingring,
        case when er_prosent then 'pst' else 'antall' end as enhet
    from malt
    where verdi is not null
)

select * from befolkningsvekst
