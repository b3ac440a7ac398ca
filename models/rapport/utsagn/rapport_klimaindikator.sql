{# The climate figures of the prose, each beside the same figure of the last earlier year the report gives. A figure the report repeats is one row. #}
with

indikatorer as (
    select
        rapport_id,
        gjelder,
        maal,
        maaleenhet,
        aar,
        verdi,
        coalesce(sammenligning, '') = 'mål' as er_mal,
        min(utsagn_id) as utsagn_id,
        min(linje) as linje,
        cast(count(*) as integer) as antall_steder
    from {{ ref('fct_utsagn') }}
    where tema = 'klima'
    group by all
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
        forrige_aar,
        forrige_verdi,
        cast(verdi - forrige_verdi as decimal(18, 6)) as endring,
        antall_aar,
        antall_steder,
        linje
    from forrige
)

select * from rapport_klimaindikator
