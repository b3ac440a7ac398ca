{# The municipality a report is about beside each other unit, key figure by key figure, within one report and year. #}
with

indikatorer as (
    select * from {{ ref('fct_nokkeltall') }}
),

egne as (
    select indikatorer.*
    from indikatorer
    inner join {{ ref('dim_enhet') }} as enheter on indikatorer.enhet_id = enheter.enhet_id
    inner join {{ ref('dim_rapport') }} as rapporter on indikatorer.rapport_id = rapporter.rapport_id and enheter.kommune_id = rapporter.kommune_id
),

sammenlignet as (
    select
        egne.rapport_id,
        egne.indikator_id,
        egne.aar,
        egne.enhet_id,
        egne.omfang,
        egne.utgave,
        egne.verdi_trykt,
        egne.verdi_brukt as verdi,
        egne.cellestatus,
        egne.funn_id,
        andre.enhet_id as sammenlignet_enhet_id,
        andre.verdi_trykt as sammenlignet_verdi_trykt,
        andre.verdi_brukt as sammenlignet_verdi,
        andre.cellestatus as sammenlignet_cellestatus,
        andre.funn_id as sammenlignet_funn_id,
        andre.utgave as sammenlignet_utgave,
        egne.brukbar_til_sammenligning and andre.brukbar_til_sammenligning as kan_sammenlignes,
        andre.tabell_id,
        andre.rad,
        andre.kolonne
    from egne
    inner join indikatorer as andre
        on
            egne.rapport_id = andre.rapport_id
            and egne.indikator_id = andre.indikator_id
            and egne.aar = andre.aar
            and egne.omfang = andre.omfang
            and egne.enhet_id != andre.enhet_id
),

rapport_sammenligning as (
    select
        sammenlignet.rapport_id,
        definisjoner.tjenesteomrade_id,
        sammenlignet.indikator_id,
        definisjoner.navn,
        definisjoner.maaleenhet,
        definisjoner.kategori,
        definisjoner.retning,
        sammenlignet.aar,
        sammenlignet.enhet_id,
        sammenlignet.omfang,
        sammenlignet.utgave,
        sammenlignet.verdi,
        sammenlignet.verdi_trykt,
        sammenlignet.funn_id,
        sammenlignet.cellestatus,
        sammenlignet.sammenlignet_enhet_id,
        enheter.navn as sammenlignet_enhet,
        sammenlignet.sammenlignet_verdi,
        sammenlignet.sammenlignet_verdi_trykt,
        sammenlignet.sammenlignet_funn_id,
        sammenlignet.sammenlignet_cellestatus,
        sammenlignet.sammenlignet_utgave,
        sammenlignet.kan_sammenlignes,
        case when sammenlignet.kan_sammenlignes then sammenlignet.verdi - sammenlignet.sammenlignet_verdi end as differanse,
        case
            when sammenlignet.kan_sammenlignes and sammenlignet.verdi >= 0 and sammenlignet.sammenlignet_verdi > 0
                then {{ prosent('sammenlignet.verdi', 'sammenlignet.sammenlignet_verdi') }}
        end as forhold_pst,
        egen_justert.behovsjustert_kr_per_innbygger,
        annen_justert.behovsjustert_kr_per_innbygger as sammenlignet_behovsjustert_kr_per_innbygger,
        case
            when sammenlignet.kan_sammenlignes
                then egen_justert.behovsjustert_kr_per_innbygger - annen_justert.behovsjustert_kr_per_innbygger
        end as behovsjustert_differanse,
        egen_justert.behovsindeks_aar,
        sammenlignet.tabell_id,
        sammenlignet.rad,
        sammenlignet.kolonne
    from sammenlignet
    inner join {{ ref('dim_indikator') }} as definisjoner on sammenlignet.indikator_id = definisjoner.indikator_id
    inner join {{ ref('dim_enhet') }} as enheter on sammenlignet.sammenlignet_enhet_id = enheter.enhet_id
    left join {{ ref('rapport_behovsjustert') }} as egen_justert
        on
            sammenlignet.rapport_id = egen_justert.rapport_id
            and sammenlignet.enhet_id = egen_justert.enhet_id
            and sammenlignet.aar = egen_justert.aar
            and sammenlignet.indikator_id = egen_justert.indikator_id
            and sammenlignet.omfang = egen_justert.omfang
    left join {{ ref('rapport_behovsjustert') }} as annen_justert
        on
            sammenlignet.rapport_id = annen_justert.rapport_id
            and sammenlignet.sammenlignet_enhet_id = annen_justert.enhet_id
            and sammenlignet.aar = annen_justert.aar
            and sammenlignet.indikator_id = annen_justert.indikator_id
            and sammenlignet.omfang = annen_justert.omfang
)

select * from rapport_sammenligning
