{# Guarantees by purpose over the years, and by receiver where the report names them. #}
with

garantier as (
    select * from {{ ref('fct_belop') }}
    where emne = 'garanti' and er_valgt_i_oppstillingen
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

rapport_garanti as (
    select
        garantier.enhet_id,
        garantier.aar,
        garantier.rapport_id,
        garantier.oppstilling,
        garantier.etikett as mottaker,
        poster.radtype,
        poster.rekkefolge,
        garantier.belop_mill_kr,
        garantier.cellestatus,
        garantier.funn_id,
        garantier.tabell_id,
        garantier.rad,
        garantier.kolonne
    from garantier
    inner join poster
        on garantier.rapport_id = poster.rapport_id and garantier.oppstilling = poster.oppstilling and garantier.post_id = poster.post_id
)

select * from rapport_garanti
