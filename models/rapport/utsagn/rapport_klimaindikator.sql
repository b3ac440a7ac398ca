{# The climate figures of the prose, each beside the same figure of the last earlier year the report gives. A figure the report repeats is one row. #}
with

indikatorer as (
    select
        rapport_id,
        gjelder,
        maal,
        maaleenhet,
        aar,
        verdi_brukt as verdi,
        coalesce(sammenligning, '') = 'mål' as er_mal,
        min(utsagn_id) as utsagn_id,
        min(verdi_trykt) as verdi_trykt,
        min(maaleenhet_trykt) as maaleenhet_trykt,
        min(tilnaerming) as tilnaerming,
        min(funn_id) as funn_id,
        min(linje) as linje,
        cast(count(*) as integer) as antall_steder
    from {{ ref('fct_utsagn') }}
    where tema = 'klima'
    group by rapport_id, gjelder, maal, maaleenhet, aar, verdi_brukt, coalesce(sammenligning, '') = 'mål'
),

forrige as (
    select
        *,
        lag(aar) over (partition by rapport_id, gjelder, maal, maaleenhet, er_mal order by aar, utsagn_id) as forrige_aar,
        lag(verdi) over (partition by rapport_id, gjelder, maal, maaleenhet, er_mal order by aar, utsagn_id) as forrige_verdi,
        cast(count(*) over (partition by rapport_id, gjelder, maal, maaleenhet, er_mal) as integer) as antall_aar
    from indikatorer
),

rapport_klimaindikator as (
    select
        utsagn_id,
        rapport_id,
        gjelder,
        maal,
        maaleenhet,
        er_mal,
        aar,
        verdi,
        verdi_trykt,
        maaleenhet_trykt,
        tilnaerming,
        funn_id,
        forrige_aar,
        forrige_verdi,
        cast(verdi - forrige_verdi as decimal(18, 6)) as endring,
        antall_aar,
        antall_steder,
        linje
    from forrige
)

select * from rapport_klimaindikator
