{# Every key figure of the reports: the cells whose row is an indicator and whose column measures it. A figure that a report prints in several
   tables is one figure: the first printing is kept, and the report's checks hold the others against it. Whether it is the municipality's own accounts or
   the group's (`omfang`) makes two figures of it; of several reports' prints of one, `er_valgt` is the one that is used, a revised before a
   preliminary. #}
with

celler as (
    select * from {{ godkjent('int_celle__avgjort') }}
    where er_nokkeltall
),

med_forbehold as (
    select
        celler.*,
        {{ forbeholdet() }}
    from celler
    {{ cellens_forbehold() }}
),

nokkeltall_merket as (
    select
        *,
        row_number() over (
            partition by indikator_id, enhet_id, aar, omfang, rapport_id
            order by verdi is null, status = 'utledet', tabell_id, rad, kolonne
        ) = 1 as er_med
    from med_forbehold
),

nokkeltall as (
    select * from nokkeltall_merket
    where er_med
),

rapporter as (
    select * from {{ ref('dim_rapport') }}
),

enheter as (
    select * from {{ ref('dim_enhet') }}
),

indikatorer as (
    select * from {{ ref('dim_indikator') }}
),

om_enheten as (
    select
        nokkeltall.rapport_id,
        nokkeltall.rapport_aar,
        nokkeltall.enhet_id,
        nokkeltall.aar,
        nokkeltall.indikator_id,
        nokkeltall.emne,
        nokkeltall.omfang,
        nokkeltall.utgave,
        nokkeltall.utgave_dato,
        nokkeltall.prisniva,
        nokkeltall.verdi as verdi_trykt,
        cast({{ verdi_brukt('nokkeltall.verdi') }} as decimal(18, 6)) as verdi_brukt,
        ({{ verdi_brukt('nokkeltall.verdi') }}) is not null and coalesce(indikatorer.sammenlignbar, false) as brukbar_til_sammenligning,
        virkninger.funn_id,
        {{ halv_enhet('nokkeltall.desimaler') }} as halv,
        nokkeltall.status as cellestatus,
        nokkeltall.plassering,
        nokkeltall.tabell_id,
        nokkeltall.rad,
        nokkeltall.kolonne,
        coalesce(rapporter.kommune_id = enheter.kommune_id, false) as er_egen
    from nokkeltall
    inner join rapporter on nokkeltall.rapport_id = rapporter.rapport_id
    left join enheter on nokkeltall.enhet_id = enheter.enhet_id
    left join indikatorer on nokkeltall.indikator_id = indikatorer.indikator_id
    {{ cellens_virkning('nokkeltall') }}
),

fct_nokkeltall as (
    select
        rapport_id,
        enhet_id,
        aar,
        indikator_id,
        emne,
        omfang,
        utgave,
        utgave_dato,
        prisniva,
        verdi_trykt,
        verdi_brukt,
        brukbar_til_sammenligning,
        funn_id,
        cellestatus,
        plassering,
        tabell_id,
        rad,
        kolonne,
        {{ valgt_trykk(['enhet_id', 'aar', 'indikator_id', 'omfang'], 'verdi_trykt', etter="utgave != 'revidert'") }} as er_valgt,
        {{ omarbeidet_trykk(['enhet_id', 'aar', 'indikator_id', 'omfang'], 'verdi_trykt', 'halv') }} as er_omarbeidet
    from om_enheten
)

select * from fct_nokkeltall
