{# Every statement with a number in the reports' prose, with the names of what and whom it is about. #}
with

pastander as (
    select * from {{ ref('fct_pastand') }}
),

tema as (
    select * from {{ ref('int_tema__navngitt') }}
),

kilder as (
    select * from {{ ref('dim_kilde') }}
),

enheter as (
    select * from {{ ref('dim_enhet') }}
),

rapport_pastand as (
    select
        pastander.pastand_id,
        pastander.kilde_id,
        kilder.tittel as kilde,
        pastander.kapittel,
        pastander.tema,
        tema.navn as tema_navn,
        pastander.gjelder,
        pastander.enhet_id,
        enheter.navn as enhet,
        pastander.maal,
        pastander.verditekst,
        pastander.verdi,
        pastander.maaleenhet,
        pastander.aar,
        pastander.sammenligning,
        pastander.tilnaerming,
        pastander.tilnaermingsmerke,
        pastander.linje
    from pastander
    inner join tema on pastander.tema = tema.tema
    inner join kilder on pastander.kilde_id = kilder.kilde_id
    left join enheter on pastander.enhet_id = enheter.enhet_id
)

select * from rapport_pastand
