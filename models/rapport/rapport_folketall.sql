{# How many people live where, each year, and where nobody can say, why: every municipality of each set of borders, and the country (`0000`) with how
   much of it the year has. #}
with

bro as (
    select * from {{ ref('bro_kommune') }}
),

nyeste_grenser as (
    select max(til_grenser) as grenser from bro
),

folk as (
    select * from {{ ref('rapport_aldersgruppe') }}
),

aarene as (
    select distinct aar from folk
),

-- Every municipality of the borders of the time, and of the newest with what its people come from.
plasser as (
    select distinct
        aarene.aar,
        bro.fra_kommunenr as kommunenr,
        'opprinnelige' as grenser,
        bro.fra_kommunenr,
        'hel' as forhold
    from aarene
    inner join bro on aarene.aar between bro.fra_grenser and coalesce(bro.fra_siste_aar, 9999)
    union all
    select
        aarene.aar,
        bro.til_kommunenr as kommunenr,
        cast(bro.til_grenser as varchar) as grenser,
        bro.fra_kommunenr,
        bro.forhold
    from aarene
    inner join bro
        on
            aarene.aar between bro.fra_grenser and coalesce(bro.fra_siste_aar, 9999)
            and bro.til_grenser = (select nyeste_grenser.grenser from nyeste_grenser)
),

malt as (
    select
        kommunenr,
        grenser,
        aar,
        sum(personer) filter (where aldersgruppe_id = 'alle') as personer,
        sum(personer) filter (where aldersgruppe_id = 'unge_0_19') as unge,
        sum(personer) filter (where aldersgruppe_id = 'sosial_20_66') as voksne,
        sum(personer) filter (where aldersgruppe_id = 'eldre_67_pluss') as eldre
    from folk
    group by kommunenr, grenser, aar
),

status as (
    select
        plasser.kommunenr,
        plasser.grenser,
        plasser.aar,
        bool_or(plasser.forhold = 'kan_ikke_avgjores') as er_delt,
        {{ tekster_samlet(
            "case when plasser.forhold = 'kan_ikke_avgjores' or gamle.kommunenr is null then plasser.fra_kommunenr end", ', '
        ) }} as mangler
    from plasser
    left join malt as gamle on plasser.fra_kommunenr = gamle.kommunenr and plasser.aar = gamle.aar and gamle.grenser = 'opprinnelige'
    group by plasser.kommunenr, plasser.grenser, plasser.aar
),

dekning as (
    select
        status.grenser,
        status.aar,
        count(*) as kommuner,
        count(malt.personer) as kommuner_med_tall,
        sum(malt.personer) as personer
    from status
    left join malt on status.kommunenr = malt.kommunenr and status.grenser = malt.grenser and status.aar = malt.aar
    group by status.grenser, status.aar
),

landet as (
    select
        aar,
        sum(personer) as personer
    from {{ ref('fct_befolkning_landet') }}
    group by aar
),

alle as (
    select
        status.kommunenr,
        status.grenser,
        status.aar,
        malt.personer,
        malt.unge,
        malt.voksne,
        malt.eldre,
        case
            when malt.personer is not null then 'tall'
            when status.er_delt then 'kan_ikke_avgjores'
            else 'mangler'
        end as status,
        case when malt.personer is null then status.mangler end as mangler,
        null as kommuner,
        null as kommuner_med_tall,
        null as landets
    from status
    left join malt on status.kommunenr = malt.kommunenr and status.grenser = malt.grenser and status.aar = malt.aar
    union all
    select
        '0000' as kommunenr,
        dekning.grenser,
        dekning.aar,
        dekning.personer,
        null as unge,
        null as voksne,
        null as eldre,
        case when dekning.kommuner = dekning.kommuner_med_tall then 'tall' else 'ufullstendig' end as status,
        null as mangler,
        dekning.kommuner,
        dekning.kommuner_med_tall,
        landet.personer as landets
    from dekning
    left join landet on dekning.aar = landet.aar
)

select
    kommunenr,
    grenser,
    aar,
    cast(personer as integer) as personer,
    cast({{ hele_kvot('unge', 'voksne', 100) }} as decimal(18, 1)) as unge_per_100_voksne,
    cast({{ hele_kvot('eldre', 'voksne', 100) }} as decimal(18, 1)) as eldre_per_100_voksne,
    status,
    mangler,
    cast(kommuner as integer) as kommuner,
    cast(kommuner_med_tall as integer) as kommuner_med_tall,
    cast({{ hele_kvot('personer', 'landets', 100) }} as decimal(18, 1)) as dekning_pst
from alle
