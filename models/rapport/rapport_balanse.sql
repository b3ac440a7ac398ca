{# The balance sheet as a reader wants it: what the municipality owns and how it is paid for, both as positive amounts. #}
with

balanse as (
    select * from {{ ref('fct_balanse') }}
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

rapport_balanse as (
    select
        balanse.enhet_id,
        balanse.aar,
        balanse.post_id,
        poster.navn,
        poster.radtype,
        poster.nivaa,
        poster.rekkefolge,
        hovedgrupper.navn as hovedgruppe,
        sider.navn as side,
        balanse.belop_mill_kr,
        cast(balanse.belop_mill_kr * sign(topper.belop_mill_kr) as decimal(18, 3)) as storrelse_mill_kr,
        balanse.cellestatus,
        balanse.tabell_id,
        balanse.rad,
        balanse.kolonne
    from balanse
    inner join poster on balanse.post_id = poster.post_id
    inner join poster as sider on poster.topp_post_id = sider.post_id
    inner join balanse as topper
        on poster.topp_post_id = topper.post_id and balanse.enhet_id = topper.enhet_id and balanse.aar = topper.aar
    left join poster as hovedgrupper on hovedgrupper.nivaa = 1 and hovedgrupper.post_id in (poster.post_id, poster.forelder_post_id)
)

select * from rapport_balanse
