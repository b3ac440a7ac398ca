{# The one effect that holds for each number a finding touches: a cell, or a statement or goal by its id (`annet`). The strongest effect goes first,
   then the place that is said most narrowly: a cell before its row before its table; then the gravest finding. A whole table is
   touched only by an effect that says so (`grunn`). #}
with

virkninger as (
    select * from {{ ref('int_funn__virkning') }}
    where grunn is not null or rad is not null or kolonne is not null or annet is not null
),

-- The grave ones have the lowest number.
alvor as (
    select
        funn_id,
        {{ plass_i("list_value('hoy', 'middels', 'lav')", 'alvorlighet') }} as alvor
    from {{ ref('int_funn__stedfestet') }}
),

celler as (
    select
        tabell_id,
        rad,
        kolonne
    from {{ ref('int_celle__lest') }}
),

truffet as (
    select
        virkninger.rapport_id,
        virkninger.funn_id,
        virkninger.virkning,
        virkninger.verdi,
        virkninger.maaleenhet,
        virkninger.styrke,
        celler.tabell_id,
        celler.rad,
        celler.kolonne,
        cast(null as varchar) as annet,
        cast(virkninger.rad is null as integer) + cast(virkninger.kolonne is null as integer) as bredde
    from virkninger
    inner join celler
        on
            virkninger.tabell_id = celler.tabell_id
            and coalesce(virkninger.rad = celler.rad, virkninger.rad is null)
            and coalesce(virkninger.kolonne = celler.kolonne, virkninger.kolonne is null)
    union all
    select
        rapport_id,
        funn_id,
        virkning,
        verdi,
        maaleenhet,
        styrke,
        null as tabell_id,
        null as rad,
        null as kolonne,
        annet,
        0 as bredde
    from virkninger
    where annet is not null
),

ordnet as (
    select
        truffet.*,
        row_number() over (
            partition by truffet.tabell_id, truffet.rad, truffet.kolonne, truffet.annet
            order by truffet.styrke, truffet.bredde, alvor.alvor, truffet.funn_id
        ) = 1 as er_med
    from truffet
    left join alvor on truffet.funn_id = alvor.funn_id
),

int_funn__gjeldende as (
    select
        rapport_id,
        tabell_id,
        rad,
        kolonne,
        annet,
        funn_id,
        virkning,
        verdi,
        maaleenhet
    from ordnet
    where er_med
)

select * from int_funn__gjeldende
