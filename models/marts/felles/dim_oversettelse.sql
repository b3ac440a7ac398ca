{# The words of the data in other languages. The shared catalogue's word is used before a package's, and of the packages' the first one's. #}
with

felles as (
    select * from {{ ref('stg_kodeverk__oversettelse') }}
),

pakker as (
    select * from {{ godkjent('stg_rapport__oversettelse') }}
),

alle as (
    select
        '' as rapport_id,
        0 as fillinje,
        sprak,
        tekst,
        oversettelse
    from felles
    union all
    select
        rapport_id,
        fillinje,
        sprak,
        tekst,
        oversettelse
    from pakker
),

ordnet as (
    select
        sprak,
        tekst,
        oversettelse,
        row_number() over (partition by sprak, tekst order by rapport_id, fillinje) = 1 as er_med
    from alle
),

dim_oversettelse as (
    select
        sprak,
        tekst,
        oversettelse
    from ordnet
    where er_med
)

select * from dim_oversettelse
