with

koder as (
    select 'art' as felt, art as kode, navn, type, skjema, skjema_oslo, gyldig_fra, gyldig_til from {{ ref('kostra_art') }}
    union all
    select 'funksjon' as felt, funksjon, navn, type, skjema, skjema_oslo, gyldig_fra, gyldig_til from {{ ref('kostra_funksjon') }}
    union all
    select 'kapittel' as felt, kapittel, navn, type, skjema, null, gyldig_fra, gyldig_til from {{ ref('kostra_kapittel') }}
    union all
    select 'sektor' as felt, sektor, null, null, skjema, null, gyldig_fra, gyldig_til from {{ ref('kostra_sektor') }}
),

lest as (
    select
        felt,
        kode,
        navn,
        type,
        skjema,
        skjema_oslo,
        cast(gyldig_fra as integer) as gyldig_fra,
        cast(gyldig_til as integer) as gyldig_til
    from koder
)

select * from lest
