{# Each place a rule names, with its table: one row a place as written, the ones that multiply a term (`gang`) too. A report's rule finds its tables
   by their local ids; a layout's rule has a row for every loaded table of the layout (`egen_tabell_id`). #}
with

lest as (
    select * from {{ ref('int_regel__lest') }}
),

rapporter as (
    select * from {{ ref('stg_rapport__pakke') }}
),

lastede as (
    select * from {{ ref('int_tabell__beskrevet') }}
    where fil is not null
),

-- by whose rules a table is found, and by what name
tabeller as (
    select
        rapport_id as eier,
        tabell as navn,
        rapport_id,
        tabell_id
    from lastede
    union all
    select
        '' as eier,
        oppstilling as navn,
        rapport_id,
        tabell_id
    from lastede
    where oppstilling_eier = ''
),

steder as (
    select
        regelnokkel,
        rapport_id,
        oppstilling,
        regel_id,
        linje,
        nr,
        side,
        koeffisient,
        plass,
        sted,
        tabell,
        rader,
        kolonner,
        'ledd' as rolle
    from lest
    union all
    select
        regelnokkel,
        rapport_id,
        oppstilling,
        regel_id,
        linje,
        nr,
        side,
        koeffisient,
        gang_plass as plass,
        gang_sted as sted,
        gang_tabell as tabell,
        gang_rader as rader,
        gang_kolonner as kolonner,
        'gang' as rolle
    from lest
    where gang_sted is not null
),

stedsnavn as (
    select
        steder.regelnokkel,
        coalesce(steder.rapport_id, tabeller.rapport_id) as rapport_id,
        steder.oppstilling,
        steder.regel_id,
        steder.linje,
        steder.nr,
        steder.side,
        steder.koeffisient,
        steder.plass,
        steder.sted,
        steder.tabell,
        steder.rader,
        steder.kolonner,
        steder.rolle,
        rapporter.kortnavn,
        case when steder.oppstilling is not null then tabeller.tabell_id end as egen_tabell_id,
        case
            when steder.tabell is null then 'utsagn'
            when steder.tabell = 'folketall' then 'folketall'
            else tabeller.tabell_id
        end as tabell_id
    from steder
    left join rapporter on steder.rapport_id = rapporter.rapport_id
    left join tabeller
        on
            coalesce(steder.rapport_id, '') = tabeller.eier
            and case when steder.rapport_id is not null then steder.tabell when steder.tabell = '' then steder.oppstilling end = tabeller.navn
)

select * from stedsnavn
