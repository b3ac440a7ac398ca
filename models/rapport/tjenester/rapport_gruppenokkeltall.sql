{# A key figure of SSB's in a group of municipalities: the unweighted mean of the members, each counted alike; the weighted one, by inhabitants, for
   what is counted per inhabitant; and SSB's own figure for the group, which is weighted. Of the members of the year that have a figure, nine of ten at
   least, or the group is not there. A mark is no figure. #}
with

punkter as (
    select * from {{ ref('rapport_nokkeltall_over_tid') }}
    where kildeslag = 'ssb'
),

medlemmer as (
    select * from {{ ref('bro_kommunegruppe') }}
),

folk as (
    select
        kommunenr,
        aar,
        sum(personer) as personer
    from {{ ref('fct_befolkning') }}
    group by kommunenr, aar
),

aarene as (
    select distinct aar from punkter
),

antall as (
    select
        medlemmer.gruppe_id,
        aarene.aar,
        count(*) as kommuner
    from medlemmer
    inner join aarene on aarene.aar between coalesce(medlemmer.gyldig_fra, 0) and coalesce(medlemmer.gyldig_til, 9999)
    group by medlemmer.gruppe_id, aarene.aar
),

snitt as (
    select
        medlemmer.gruppe_id,
        min(medlemmer.gruppe) as gruppe,
        min(medlemmer.slag) as slag,
        punkter.indikator_id,
        min(punkter.navn) as navn,
        min(punkter.maaleenhet) as maaleenhet,
        punkter.aar,
        punkter.kilde,
        punkter.omfang,
        count(*) as kommuner_med_tall,
        sum(punkter.verdi_brukt) as verdier,
        sum(punkter.verdi_brukt * folk.personer) as ganget,
        sum(folk.personer) as personer,
        count(folk.personer) = count(*) and bool_and(indikatorer.er_per_innbygger) as kan_veies
    from medlemmer
    inner join punkter
        on
            medlemmer.kommunenr = punkter.enhet_id
            and punkter.aar between coalesce(medlemmer.gyldig_fra, 0) and coalesce(medlemmer.gyldig_til, 9999)
            and punkter.status = 'verdi'
    inner join {{ ref('dim_indikator') }} as indikatorer on punkter.indikator_id = indikatorer.indikator_id
    left join folk on punkter.enhet_id = folk.kommunenr and punkter.aar = folk.aar
    group by medlemmer.gruppe_id, punkter.indikator_id, punkter.aar, punkter.kilde, punkter.omfang
)

select
    snitt.gruppe_id,
    snitt.gruppe,
    snitt.slag,
    snitt.indikator_id,
    snitt.navn,
    snitt.maaleenhet,
    snitt.aar,
    snitt.kilde,
    snitt.omfang,
    cast({{ kvot('snitt.verdier', 'snitt.kommuner_med_tall', 2) }} as decimal(18, 2)) as snitt_uveid,
    case when snitt.kan_veies then cast({{ kvot('snitt.ganget', 'snitt.personer', 2) }} as decimal(18, 2)) end as snitt_veid,
    ssbs.verdi_brukt as ssbs_tall,
    cast(snitt.kommuner_med_tall as integer) as kommuner_med_tall,
    cast(antall.kommuner as integer) as kommuner
from snitt
inner join antall on snitt.gruppe_id = antall.gruppe_id and snitt.aar = antall.aar
left join punkter as ssbs
    on
        snitt.gruppe_id = ssbs.enhet_id
        and snitt.indikator_id = ssbs.indikator_id
        and snitt.aar = ssbs.aar
        and snitt.kilde = ssbs.kilde
        and snitt.omfang = ssbs.omfang
where snitt.kommuner_med_tall * 10 >= antall.kommuner * 9
