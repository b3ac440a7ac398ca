{# All key figures of the reports, one row a figure and unit, with names and definition: what a page or a spreadsheet turns as it likes. #}
with

indikatorer as (
    select * from {{ ref('fct_nokkeltall') }}
),

definisjoner as (
    select * from {{ ref('dim_indikator') }}
),

enheter as (
    select * from {{ ref('dim_enhet') }}
),

rapporter as (
    select * from {{ ref('dim_rapport') }}
),

rapport_nokkeltall as (
    select
        indikatorer.rapport_id,
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
        coalesce(enheter.kommune_id = rapporter.kommune_id, false) as er_hovedenhet,
        indikatorer.omfang,
        indikatorer.utgave,
        indikatorer.utgave_dato,
        indikatorer.prisniva,
        definisjoner.sammenlignbar,
        indikatorer.verdi_brukt as verdi,
        indikatorer.verdi_trykt,
        {{ behovsjustert('indikatorer.verdi_brukt', 'behov.indeks') }} as behovsjustert_kr_per_innbygger,
        behov.aar as behovsindeks_aar,
        indikatorer.brukbar_til_sammenligning,
        indikatorer.funn_id,
        indikatorer.cellestatus,
        cast(
            count(distinct indikatorer.aar) over (partition by indikatorer.rapport_id, indikatorer.indikator_id) as integer
        ) as antall_aar,
        indikatorer.er_valgt,
        row_number() over (
            partition by rapporter.kommune_id, indikatorer.indikator_id, indikatorer.enhet_id, indikatorer.aar, indikatorer.omfang
            order by
                indikatorer.verdi_trykt is null,
                indikatorer.utgave != 'revidert',
                {{ foretrukket_rapport('rapporter.aar', 'indikatorer.aar') }},
                indikatorer.rapport_id asc
        ) = 1 as er_valgt_i_kommunens_rapporter,
        indikatorer.er_omarbeidet,
        indikatorer.tabell_id,
        indikatorer.rad,
        indikatorer.kolonne
    from indikatorer
    inner join definisjoner on indikatorer.indikator_id = definisjoner.indikator_id
    inner join enheter on indikatorer.enhet_id = enheter.enhet_id
    inner join rapporter on indikatorer.rapport_id = rapporter.rapport_id
    {{ behovsindeksen('indikatorer.enhet_id', 'indikatorer.aar', 'definisjoner.tjenesteomrade_id', 'definisjoner.er_per_innbygger') }}
)

select * from rapport_nokkeltall
