{# A key figure's line over the years: what reports print as dated points, and SSB's series where it is fetched. Of several prints, `er_valgt` is the
   one that is used. #}
with

nokkeltall as (
    select * from {{ ref('fct_nokkeltall') }}
),

ssb as (
    select * from {{ ref('fct_ssb_verdi') }}
),

kilder as (
    select * from {{ ref('bro_indikatorkilde') }}
    where status in ('kode', 'etikett')
),

indikatorer as (
    select * from {{ ref('dim_indikator') }}
),

punkter as (
    select
        enhet_id,
        indikator_id,
        aar,
        rapport_id as kilde,
        'rapport' as kildeslag,
        verdi_trykt,
        verdi_brukt,
        funn_id,
        cellestatus as status,
        omfang,
        utgave,
        cast(null as timestamp) as oppdatert,
        er_valgt
    from nokkeltall

    union all

    select
        case
            when ssb.region = 'EAK' then 'landet'
            when ssb.region = 'EAKUO' then 'landet_uten_oslo'
            -- As the groups of kommunegruppe; the numbers of the KOSTRA groups were used again in 2020.
            when ssb.region like 'EKG%' then concat('kostra_', ssb.region[4:], case when ssb.aar < 2020 then '_til_2019' end)
            when ssb.region like 'EKA%' then concat('fylke_', ssb.region[4:])
            else ssb.region
        end as enhet_id,
        kilder.indikator_id,
        ssb.aar,
        'ssb-' || ssb.tabell as kilde,
        'ssb' as kildeslag,
        ssb.verdi as verdi_trykt,
        ssb.verdi as verdi_brukt,
        cast(null as varchar) as funn_id,
        ssb.status,
        kilder.omfang,
        ssb.utgave,
        ssb.oppdatert,
        true as er_valgt
    from ssb
    inner join kilder
        on
            ssb.tabell = kilder.tabell
            and ssb.innhold = kilder.innhold
            and ssb.begrep = kilder.begrep
            and ssb.funksjon = kilder.funksjon
            and ssb.art = kilder.art
            and ssb.inndeling = kilder.inndeling
)

select
    punkter.enhet_id,
    punkter.indikator_id,
    indikatorer.navn,
    indikatorer.maaleenhet,
    punkter.aar,
    punkter.kilde,
    punkter.kildeslag,
    punkter.verdi_trykt,
    punkter.verdi_brukt,
    {{ behovsjustert('punkter.verdi_brukt', 'behov.indeks') }} as behovsjustert_kr_per_innbygger,
    behov.aar as behovsindeks_aar,
    punkter.funn_id,
    punkter.status,
    punkter.omfang,
    punkter.utgave,
    punkter.oppdatert,
    punkter.er_valgt
from punkter
inner join indikatorer on punkter.indikator_id = indikatorer.indikator_id
{{ behovsindeksen('punkter.enhet_id', 'punkter.aar', 'indikatorer.tjenesteomrade_id', 'indikatorer.er_per_innbygger') }}
