{# The balance sheet as a reader wants it: what the municipality owns and how it is paid for, both as positive amounts. #}
with

balanse as (
    select * from {{ ref('fct_belop') }}
    where emne = 'balanse' and versjon = 'regnskap' and er_valgt_i_oppstillingen
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

rapport_balanse as (
    select
        balanse.enhet_id,
        balanse.aar,
        balanse.rapport_id,
        balanse.oppstilling,
        balanse.post_id,
        poster.navn,
        poster.radtype,
        poster.nivaa,
        poster.rekkefolge,
        hovedgrupper.navn as hovedgruppe,
        sider.navn as side,
        balanse.virkning_mill_kr as belop_mill_kr,
        cast(balanse.virkning_mill_kr * {{ fortegnet('topper.virkning_mill_kr') }} as decimal(18, 6)) as storrelse_mill_kr,
        balanse.omfang,
        balanse.utgave,
        balanse.utgave_dato,
        balanse.prisniva,
        balanse.cellestatus,
        balanse.funn_id,
        balanse.tabell_id,
        balanse.rad,
        balanse.kolonne
    from balanse
    inner join poster
        on balanse.rapport_id = poster.rapport_id and balanse.oppstilling = poster.oppstilling and balanse.post_id = poster.post_id
    inner join poster as sider
        on poster.rapport_id = sider.rapport_id and poster.oppstilling = sider.oppstilling and poster.topp_post_id = sider.post_id
    left join balanse as topper
        on
            poster.topp_post_id = topper.post_id
            and balanse.rapport_id = topper.rapport_id
            and balanse.oppstilling = topper.oppstilling
            and balanse.enhet_id = topper.enhet_id
            and balanse.aar = topper.aar
    left join poster as hovedgrupper
        on
            hovedgrupper.nivaa = 1
            and poster.rapport_id = hovedgrupper.rapport_id
            and poster.oppstilling = hovedgrupper.oppstilling
            and hovedgrupper.post_id in (poster.post_id, poster.forelder_post_id)
)

select * from rapport_balanse
