with

koder as (
    select
        'art' as felt,
        art as kode,
        navn,
        type,
        skjema,
        cast(null as string) as skjema_oslo,
        skjema_bydel,
        gyldig_fra,
        gyldig_til
    from {{ ref('kostra_art') }}
    union all
    select
        'funksjon' as felt,
        funksjon as kode,
        navn,
        type,
        skjema,
        skjema_oslo,
        skjema_bydel,
        gyldig_fra,
        gyldig_til
    from {{ ref('kostra_funksjon') }}
    union all
    select
        'kapittel' as felt,
        kapittel as kode,
        navn,
        type,
        skjema,
        cast(null as string) as skjema_oslo,
        cast(null as string) as skjema_bydel,
        gyldig_fra,
        gyldig_til
    from {{ ref('kostra_kapittel') }}
    union all
    select
        'sektor' as felt,
        sektor as kode,
        cast(null as string) as navn,
        cast(null as string) as slag,
        skjema,
        cast(null as string) as skjema_oslo,
        cast(null as string) as skjema_bydel,
        gyldig_fra,
        gyldig_til
    from {{ ref('kostra_sektor') }}
),

lest as (
    select
        felt,
        kode,
        navn,
        type,
        skjema,
        skjema_oslo,
        skjema_bydel,
        cast(gyldig_fra as integer) as gyldig_fra,
        cast(gyldig_til as integer) as gyldig_til
    from koder
)

select * from lest
