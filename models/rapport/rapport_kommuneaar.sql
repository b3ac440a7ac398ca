{# The years a reader can choose between for each municipality: those of its reports, and those its reports give accounts for. The first is the
   newest with a year's result. #}
with

rapporter as (
    select * from {{ ref('dim_rapport') }}
),

enheter as (
    select * from {{ ref('dim_enhet') }}
),

regnskap as (
    select distinct
        enheter.kommune_id,
        belop.aar,
        belop.emne = 'drift' and belop.post_id = 'netto_driftsresultat' as er_resultat
    from {{ ref('fct_belop') }} as belop
    inner join enheter on belop.enhet_id = enheter.enhet_id and enheter.kommune_id is not null
    where belop.versjon = 'regnskap' and belop.er_valgt_i_oppstillingen and belop.belop_mill_kr is not null
),

aarene as (
    select
        kommune_id,
        aar
    from rapporter
    union
    select
        kommune_id,
        aar
    from regnskap
),

rapport_kommuneaar as (
    select
        aarene.kommune_id as enhet_id,
        aarene.aar,
        coalesce(bool_or(regnskap.er_resultat), false) as har_resultat,
        cast(
            row_number() over (
                partition by aarene.kommune_id order by coalesce(bool_or(regnskap.er_resultat), false) desc, aarene.aar desc
            ) as integer
        ) as rekkefolge
    from aarene
    left join regnskap on aarene.kommune_id = regnskap.kommune_id and aarene.aar = regnskap.aar
    group by aarene.kommune_id, aarene.aar
)

select * from rapport_kommuneaar
