{# Employees with an immigrant background by group of positions and year: permanent, temporary and in all, and the change from the year before. #}
with

ansatte as (
    select * from {{ ref('fct_personell') }}
    where emne = 'innvandrerbakgrunn'
),

grupper as (
    select
        enhet_id,
        aar,
        tabell_id,
        rad,
        rapport_id,
        etikett as stillingsgruppe,
        er_total,
        max(case when undergruppe = 'fast' then cast(verdi_brukt as integer) end) as antall_fast,
        max(case when undergruppe = 'vikar' then cast(verdi_brukt as integer) end) as antall_vikar,
        max(case when undergruppe = 'totalt' then cast(verdi_brukt as integer) end) as antall_totalt,
        max(case when verdi_trykt is null then cellestatus end) as cellestatus,
        min(funn_id) as funn_id
    from ansatte
    group by enhet_id, aar, tabell_id, rad, rapport_id, etikett, er_total
),

rapport_innvandrerbakgrunn as (
    select
        enhet_id,
        aar,
        rapport_id,
        stillingsgruppe,
        er_total,
        antall_fast,
        antall_vikar,
        antall_totalt,
        antall_totalt - lag(antall_totalt) over (partition by enhet_id, tabell_id, rad order by aar) as endring_totalt,
        cellestatus,
        funn_id,
        tabell_id,
        rad
    from grupper
)

select * from rapport_innvandrerbakgrunn
