{# What the ASSS report expected of the population against what came. The projection was made for Trondheim before the merger with Klæbu, so its
   growth in per cent is held against the growth within today's borders at both ends, and its persons are that per cent of today's borders'
   population in the first year; the persons as printed, on the borders of the time, stand beside it. #}
with

prognoser as (
    select
        prognose_id,
        navn,
        cast(alder_fra as integer) as alder_fra,
        cast(alder_til as integer) as alder_til,
        cast(fra_aar as integer) as fra_aar,
        cast(til_aar as integer) as til_aar,
        kommunenr,
        grenser,
        pastand_pst,
        pastand_personer,
        cast(rekkefolge as integer) as rekkefolge
    from {{ ref('befolkningsprognose') }}
),

pastander as (
    select
        pastand_id,
        verdi
    from {{ ref('fct_pastand') }}
),

befolkning as (
    select * from {{ ref('fct_befolkning') }}
),

utvikling as (
    select
        prognoser.*,
        cast(sum(case when befolkning.aar = prognoser.fra_aar then befolkning.personer end) as integer) as personer_fra,
        cast(sum(case when befolkning.aar = prognoser.til_aar then befolkning.personer end) as integer) as personer_til
    from prognoser
    inner join befolkning
        on
            prognoser.kommunenr = befolkning.kommunenr
            and prognoser.grenser = befolkning.grenser
            and befolkning.aar in (prognoser.fra_aar, prognoser.til_aar)
            and prognoser.alder_fra <= befolkning.alder_fra
            and (prognoser.alder_til is null or prognoser.alder_til >= befolkning.alder_til)
    group by all
),

holdt as (
    select
        utvikling.*,
        vekst.verdi as prognose_vekst_pst,
        personer.verdi as prognose_personer_trykt,
        cast({{ kvot('(utvikling.personer_fra * vekst.verdi)', '100', 0) }} as integer) as prognose_vekst_personer,
        utvikling.personer_til - utvikling.personer_fra as faktisk_vekst_personer,
        {{ prosent('(utvikling.personer_til - utvikling.personer_fra)', 'utvikling.personer_fra') }} as faktisk_vekst_pst
    from utvikling
    inner join pastander as vekst on utvikling.pastand_pst = vekst.pastand_id
    left join pastander as personer on utvikling.pastand_personer = personer.pastand_id
),

rapport_prognosetreff as (
    select
        prognose_id,
        navn,
        rekkefolge,
        kommunenr,
        grenser,
        fra_aar,
        til_aar,
        personer_fra,
        personer_til,
        cast(prognose_vekst_pst as decimal(18, 1)) as prognose_vekst_pst,
        faktisk_vekst_pst,
        cast(faktisk_vekst_pst - prognose_vekst_pst as decimal(18, 1)) as differanse_prosentpoeng,
        prognose_vekst_personer,
        faktisk_vekst_personer,
        faktisk_vekst_personer - prognose_vekst_personer as differanse_personer,
        cast(prognose_personer_trykt as integer) as prognose_personer_trykt,
        pastand_pst,
        pastand_personer
    from holdt
)

select * from rapport_prognosetreff
