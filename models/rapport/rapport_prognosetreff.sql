{# What a report expected of the population against what came. The borders may have moved since, so the expected growth in per cent is held against
   the growth within the borders that the package chooses, the same at both ends, and its persons are that per cent of the population within them in
   the first year; the persons as printed, on the borders of the time, stand beside it. #}
with

prognoser as (
    select * from {{ ref('fct_prognose') }}
),

utsagn as (
    select
        utsagn_id,
        verdi_brukt as verdi
    from {{ ref('fct_utsagn') }}
),

befolkning as (
    select * from {{ ref('fct_befolkning') }}
    union all
    select * from {{ ref('fct_befolkning_i_dag') }}
),

utvikling as (
    select
        prognoser.rapport_id,
        prognoser.prognose_id,
        prognoser.navn,
        prognoser.alder_fra,
        prognoser.alder_til,
        prognoser.fra_aar,
        prognoser.til_aar,
        prognoser.kommunenr,
        prognoser.grenser,
        prognoser.utsagn_pst,
        prognoser.utsagn_personer,
        prognoser.rekkefolge,
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
    group by
        prognoser.rapport_id, prognoser.prognose_id, prognoser.navn, prognoser.alder_fra, prognoser.alder_til, prognoser.fra_aar,
        prognoser.til_aar, prognoser.kommunenr, prognoser.grenser, prognoser.utsagn_pst, prognoser.utsagn_personer, prognoser.rekkefolge
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
    inner join utsagn as vekst on utvikling.utsagn_pst = vekst.utsagn_id
    left join utsagn as personer on utvikling.utsagn_personer = personer.utsagn_id
),

rapport_prognosetreff as (
    select
        rapport_id,
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
        utsagn_pst,
        utsagn_personer
    from holdt
)

select * from rapport_prognosetreff
