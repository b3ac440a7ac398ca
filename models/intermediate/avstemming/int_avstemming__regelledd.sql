{# Every rule of the catalogue written out: one row an instance (a printed figure to check) and term (a figure it is computed from). Sets of rows
   and columns on the checked side make one instance each, on the computed side one term each; `*` is the instance's own row or column, also
   inside a column's name, and for the multiplier the term's own. What cannot be read becomes a place that does not exist, which the test
   `avstemmingsregler_er_gyldige` names. #}
with

ledd as (
    select
        *,
        try_cast(nr as integer) as leddnr
    from {{ ref('avstemmingsledd') }}
),

radgrenser as (
    select
        regel_id,
        leddnr,
        trim(unnest(string_split(rad, ';'))) as del
    from ledd
),

rader as (
    select
        regel_id,
        leddnr,
        '*' as rad
    from radgrenser
    where del = '*'
    union all
    select
        regel_id,
        leddnr,
        cast(unnest(generate_series(
            coalesce(try_cast(split_part(del, '-', 1) as integer), -1), coalesce(try_cast(split_part(del, '-', -1) as integer), -1)
        )) as varchar) as rad
    from radgrenser
    where del != '*'
),

kolonner as (
    select
        regel_id,
        leddnr,
        trim(unnest(string_split(coalesce(kolonne, ''), ';'))) as kolonne
    from ledd
),

enkeltledd as (
    select
        ledd.* replace (rader.rad as rad, kolonner.kolonne as kolonne),
        ledd.rad as radsett,
        ledd.kolonne as kolonnesett
    from ledd
    inner join kolonner on ledd.regel_id = kolonner.regel_id and ledd.leddnr = kolonner.leddnr
    left join rader on ledd.regel_id = rader.regel_id and ledd.leddnr = rader.leddnr
),

instanser as (
    select
        regel_id,
        tabell_id,
        cast(rad as integer) as rad,
        kolonne
    from enkeltledd
    where side = 'venstre' and coalesce(rad, '') != '*'
),

utskrevet as (
    select
        instanser.regel_id,
        instanser.tabell_id,
        instanser.rad,
        instanser.kolonne,
        ledd.side,
        ledd.leddnr,
        ledd.tabell_id as ledd_tabell_id,
        case when ledd.rad = '*' then instanser.rad else cast(ledd.rad as integer) end as ledd_rad,
        replace(ledd.kolonne, '*', instanser.kolonne) as ledd_kolonne,
        try_cast(ledd.koeffisient as decimal(16, 8)) as koeffisient,
        ledd.gang_tabell_id,
        ledd.gang_rad,
        ledd.gang_kolonne,
        ledd.radsett,
        ledd.kolonnesett
    from instanser
    inner join enkeltledd as ledd on instanser.regel_id = ledd.regel_id and ledd.side != 'venstre'
),

regelledd as (
    select
        * exclude (radsett, kolonnesett) replace (
            case when gang_rad in ('*', radsett) then ledd_rad else try_cast(gang_rad as integer) end as gang_rad,
            case when gang_kolonne in ('*', kolonnesett) then ledd_kolonne else gang_kolonne end as gang_kolonne
        )
    from utskrevet
)

select * from regelledd
