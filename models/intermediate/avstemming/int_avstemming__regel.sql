{# The rules as each report has them: its own, the layouts', and the two that int_avstemming__oppstillingsledd holds, with the factor. #}
with

regler as (
    select
        *,
        {{ regelnokkel() }} as regelnokkel
    from {{ ref('stg_rapport__regel') }}
),

lest as (
    select * from {{ ref('int_regel__lest') }}
    where side = 'venstre'
),

rapporter as (
    select rapport_id from {{ ref('stg_rapport__pakke') }}
),

med_faktor as (
    select
        regler.rapport_id,
        regler.regel_id,
        regler.tittel,
        regler.art,
        lest.faktor
    from regler
    inner join lest on regler.regelnokkel = lest.regelnokkel
    union all
    select
        cast(null as varchar) as rapport_id,
        'poster_i_sum' as regel_id,
        'Trykt sum mot summen av postene under den' as tittel,
        'sum' as art,
        cast(1 as decimal(18, 6)) as faktor
    union all
    select
        cast(null as varchar) as rapport_id,
        'trykte_avvik' as regel_id,
        'Trykt avvik mot forskjellen mellom regnskap og budsjett på samme rad' as tittel,
        'differanse' as art,
        cast(1 as decimal(18, 6)) as faktor
),

regel as (
    select
        rapporter.rapport_id,
        med_faktor.regel_id,
        med_faktor.tittel,
        med_faktor.art,
        med_faktor.faktor
    from med_faktor
    inner join rapporter on coalesce(med_faktor.rapport_id, rapporter.rapport_id) = rapporter.rapport_id
)

select * from regel
