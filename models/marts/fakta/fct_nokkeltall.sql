{# Every key figure of the reports: the cells whose row is an indicator and whose column measures it. A figure that a report prints in several
   tables is one figure: the first printing is kept, and the report's checks hold the others against it.
   Of several
   reports' prints, `er_valgt` is the one that is used. #}
with

celler as (
    select * from {{ godkjent('int_celle__avgjort') }}
    where er_nokkeltall
),

nokkeltall as (
    select
        rapport_id,
        rapport_aar,
        enhet_id,
        aar,
        kode as indikator_id,
        emne,
        verdi,
        status as cellestatus,
        plassering,
        tabell_id,
        rad,
        kolonne
    from celler
    qualify row_number() over (
        partition by kode, enhet_id, aar, rapport_id
        order by verdi is null, status = 'utledet', tabell_id, rad, kolonne
    ) = 1
),

rapporter as (
    select * from {{ ref('dim_rapport') }}
),

enheter as (
    select * from {{ ref('dim_enhet') }}
),

om_enheten as (
    select
        nokkeltall.*,
        coalesce(rapporter.kommune_id = enheter.kommune_id, false) as er_egen
    from nokkeltall
    inner join rapporter on nokkeltall.rapport_id = rapporter.rapport_id
    left join enheter on nokkeltall.enhet_id = enheter.enhet_id
),

fct_nokkeltall as (
    select
        rapport_id,
        enhet_id,
        aar,
        indikator_id,
        emne,
        verdi,
        cellestatus,
        plassering,
        tabell_id,
        rad,
        kolonne,
        {{ er_valgt_trykk(['enhet_id', 'aar', 'indikator_id'], 'verdi') }}
    from om_enheten
)

select * from fct_nokkeltall
