{# What a municipality is held against: each group's persons by age, on the group's borders, of the members of the year that have figures (nine of
   ten at least, or the group is not there), and in the groups where a member is held against the others, without each of them. The weighted share is of all the people; the unweighted the mean of the
   members' shares. #}
with

folk as (
    select
        kommunenr,
        grenser,
        aar,
        aldersgruppe_id,
        aldersgruppe,
        sett,
        rekkefolge,
        personer,
        andel_pst
    from {{ ref('rapport_aldersgruppe') }}
    where kommunenr != '0000'
),

medlemmer as (
    select
        *,
        cast(null as varchar) as uten_kommunenr
    from {{ ref('bro_kommunegruppe') }}
    union all
    select
        medlemmer.*,
        egne.kommunenr as uten_kommunenr
    from {{ ref('bro_kommunegruppe') }} as medlemmer
    inner join {{ ref('bro_kommunegruppe') }} as egne
        on medlemmer.gruppe_id = egne.gruppe_id and medlemmer.kommunenr != egne.kommunenr and egne.uten_seg_selv
),

aarene as (
    select distinct aar from folk
),

antall as (
    select
        medlemmer.gruppe_id,
        medlemmer.uten_kommunenr,
        aarene.aar,
        count(*) as kommuner
    from medlemmer
    inner join aarene on aarene.aar between coalesce(medlemmer.gyldig_fra, 0) and coalesce(medlemmer.gyldig_til, 9999)
    group by medlemmer.gruppe_id, medlemmer.uten_kommunenr, aarene.aar
),

summert as (
    select
        medlemmer.gruppe_id,
        medlemmer.uten_kommunenr,
        folk.aar,
        folk.aldersgruppe_id,
        min(medlemmer.gruppe) as gruppe,
        min(medlemmer.slag) as slag,
        min(medlemmer.grenser) as grenser,
        min(folk.aldersgruppe) as aldersgruppe,
        min(folk.sett) as sett,
        min(folk.rekkefolge) as rekkefolge,
        sum(folk.personer) as personer,
        sum(folk.andel_pst) as andeler,
        count(*) as kommuner_med_tall
    from medlemmer
    inner join folk
        on
            medlemmer.kommunenr = folk.kommunenr
            and medlemmer.grenser = folk.grenser
            and folk.aar between coalesce(medlemmer.gyldig_fra, 0) and coalesce(medlemmer.gyldig_til, 9999)
    group by medlemmer.gruppe_id, medlemmer.uten_kommunenr, folk.aar, folk.aldersgruppe_id
)

select
    summert.gruppe_id,
    coalesce(summert.uten_kommunenr, '') as uten_kommunenr,
    summert.aar,
    summert.aldersgruppe_id,
    case when summert.uten_kommunenr is null then summert.gruppe else concat('Øvrige ', summert.gruppe) end as gruppe,
    summert.slag,
    summert.grenser,
    summert.aldersgruppe,
    summert.sett,
    summert.rekkefolge,
    cast(summert.personer as integer) as personer,
    cast({{ hele_kvot('summert.personer', 'hele.personer', 100) }} as decimal(18, 1)) as andel_veid_pst,
    cast({{ kvot('summert.andeler', 'summert.kommuner_med_tall') }} as decimal(18, 1)) as andel_uveid_pst,
    cast(antall.kommuner as integer) as kommuner,
    cast(summert.kommuner_med_tall as integer) as kommuner_med_tall
from summert
inner join summert as hele
    on
        summert.gruppe_id = hele.gruppe_id
        and summert.uten_kommunenr is not distinct from hele.uten_kommunenr
        and summert.aar = hele.aar
        and hele.sett = 'alle'
inner join antall
    on
        summert.gruppe_id = antall.gruppe_id
        and summert.uten_kommunenr is not distinct from antall.uten_kommunenr
        and summert.aar = antall.aar
where summert.kommuner_med_tall * 10 >= antall.kommuner * 9
