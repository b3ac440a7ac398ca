{# Every statement with a number in the reports' prose, with the names of what and whom it is about. #}
with

utsagn as (
    select * from {{ ref('fct_utsagn') }}
),

tema as (
    select * from {{ ref('dim_tema') }}
),

kilder as (
    select * from {{ ref('dim_kilde') }}
),

enheter as (
    select * from {{ ref('dim_enhet') }}
),

rapport_utsagn as (
    select
        utsagn.utsagn_id,
        utsagn.rapport_id,
        kilder.tittel as kilde,
        utsagn.kapittel,
        utsagn.tema,
        tema.navn as tema_navn,
        utsagn.gjelder,
        utsagn.enhet_id,
        enheter.navn as enhet,
        utsagn.maal,
        utsagn.verditekst,
        utsagn.verdi_brukt as verdi,
        utsagn.maaleenhet,
        utsagn.verdi_trykt,
        utsagn.maaleenhet_trykt,
        utsagn.retning,
        utsagn.verdi_med_fortegn,
        utsagn.funn_id,
        utsagn.aar,
        utsagn.sammenligning,
        utsagn.tilnaerming,
        utsagn.tilnaermingsmerke,
        utsagn.omfang,
        utsagn.utgave,
        utsagn.linje
    from utsagn
    inner join tema on utsagn.tema = tema.tema
    inner join kilder on utsagn.rapport_id = kilder.kilde_id
    left join enheter on utsagn.enhet_id = enheter.enhet_id
)

select * from rapport_utsagn
