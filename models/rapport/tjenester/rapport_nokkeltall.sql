{# All key figures of both reports, one row a figure and unit, with names and definition: what a page or a spreadsheet turns as it likes. #}
with

indikatorer as (
    select * from {{ ref('fct_indikator') }}
),

definisjoner as (
    select * from {{ ref('dim_indikator') }}
),

enheter as (
    select * from {{ ref('dim_enhet') }}
),

rapport_nokkeltall as (
    select
        indikatorer.kilde_id,
        definisjoner.tjenesteomrade_id,
        indikatorer.indikator_id,
        definisjoner.navn,
        definisjoner.definisjon,
        definisjoner.maaleenhet,
        definisjoner.kategori,
        definisjoner.retning,
        definisjoner.kostra_funksjoner,
        indikatorer.aar,
        indikatorer.enhet_id,
        enheter.navn as enhet,
        enheter.type as enhetstype,
        enheter.er_hovedenhet,
        indikatorer.verdi,
        indikatorer.cellestatus,
        cast(
            count(distinct indikatorer.aar) over (partition by indikatorer.kilde_id, indikatorer.indikator_id) as integer
        ) as antall_aar,
        indikatorer.tabell_id,
        indikatorer.rad,
        indikatorer.kolonne
    from indikatorer
    inner join definisjoner on indikatorer.indikator_id = definisjoner.indikator_id
    inner join enheter on indikatorer.enhet_id = enheter.enhet_id
)

select * from rapport_nokkeltall
