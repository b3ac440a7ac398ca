{# What the reports expected of the population; the figures are statements in the prose. #}
with

prognoser as (
    select * from {{ godkjent('stg_rapport__prognose') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

fct_prognose as (
    select
        prognoser.rapport_id,
        prognoser.prognose_id,
        prognoser.navn,
        cast(prognoser.alder_fra as integer) as alder_fra,
        cast(prognoser.alder_til as integer) as alder_til,
        cast(prognoser.fra_aar as integer) as fra_aar,
        cast(prognoser.til_aar as integer) as til_aar,
        prognoser.kommunenr,
        prognoser.grenser,
        pakker.kortnavn || '-' || prognoser.utsagn_pst as utsagn_pst,
        pakker.kortnavn || '-' || prognoser.utsagn_personer as utsagn_personer,
        cast(prognoser.rekkefolge as integer) as rekkefolge
    from prognoser
    inner join pakker on prognoser.rapport_id = pakker.rapport_id
)

select * from fct_prognose
