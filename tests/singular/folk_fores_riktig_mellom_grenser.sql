{# Figures on the borders of the time, carried to the newest, are the source's own on the newest borders, age group by age group, every year that has
   both; and what is carried there and back where a municipality only changed its number is what it was. #}
with

tid as (
    select
        kommunenr,
        aar,
        alder_fra,
        coalesce(alder_til, 999) as alder_til,
        sum(personer) as personer
    from {{ ref('fct_befolkning') }}
    where hentet is null
    group by all
),

nyeste as (
    select max(til_grenser) as grenser from {{ ref('int_kommune__bro') }}
),

fort as (
    select * from {{ til_grenser('tid', '(select grenser from nyeste)', ['alder_fra', 'alder_til'], 'personer') }}
),

kilden as (
    select
        kommunenr,
        aar,
        alder_fra,
        coalesce(alder_til, 999) as alder_til,
        sum(personer) as personer
    from {{ ref('stg_demografi__befolkning') }}
    where kommunenr != '0000'
    group by all
),

holdt as (
    select
        kilden.kommunenr,
        kilden.aar,
        kilden.alder_fra,
        kilden.personer as kildens,
        sum(fort.personer) as fort
    from kilden
    left join fort
        on
            kilden.kommunenr = fort.kommunenr
            and kilden.aar = fort.aar
            and kilden.alder_fra <= fort.alder_fra
            and kilden.alder_til >= fort.alder_til
    group by all
)

select * from holdt
where kildens is distinct from fort
