{{ config(materialized='view') }}
{# Everybody, once, on the borders that held. Of several answers for the same people the one that the source updated last is used. A year has the
   sexes or both together, never both. What is known only on the newest borders is there under the number that the municipality had, where it is
   the same one. A view: the fact is its copy. #}
with

ssb as (
    select * from {{ ref('stg_ssb__befolkning') }}
    where kommunenr != '0000' and personer is not null
),

-- The tables answer 0 for a number that was not in use. What is half fetched waits for the other sex.
sist_oppdatert as (
    select
        kommunenr,
        aar,
        oppdatert,
        bool_or(kjonn = 'menn') and bool_or(kjonn = 'kvinner') as er_delt
    from ssb
    group by kommunenr, aar, oppdatert
    having sum(personer) > 0 and (er_delt or bool_or(kjonn = 'begge'))
    qualify row_number() over (partition by kommunenr, aar order by oppdatert desc nulls last) = 1
),

nyeste as (
    select ssb.*
    from ssb
    inner join sist_oppdatert
        on
            ssb.kommunenr = sist_oppdatert.kommunenr
            and ssb.aar = sist_oppdatert.aar
            and ssb.oppdatert is not distinct from sist_oppdatert.oppdatert
            and (ssb.kjonn != 'begge') = sist_oppdatert.er_delt
),

-- The same answer may have been fetched in two questions.
fra_ssb as (
    select
        kommunenr,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer,
        '07459' as kilde,
        oppdatert,
        hentet
    from nyeste
    where oppdatert is null
    union all
    select
        kommunenr,
        aar,
        kjonn,
        alder_fra,
        max(alder_til) as alder_til,
        max(personer) as personer,
        '07459' as kilde,
        oppdatert,
        max(hentet) as hentet
    from nyeste
    where oppdatert is not null
    group by kommunenr, aar, kjonn, alder_fra, oppdatert
),

nyeste_grenser as (
    select max(til_grenser) as grenser from {{ ref('int_kommune__bro') }}
),

-- The same municipality under the number it had.
under_gammelt_nummer as (
    select
        bro.til_kommunenr as kommunenr,
        folk.aar,
        folk.kjonn,
        folk.alder_fra,
        folk.alder_til,
        folk.personer,
        folk.seed as kilde,
        cast(null as timestamp) as oppdatert,
        cast(null as timestamp) as hentet
    from {{ ref('stg_demografi__befolkning') }} as folk
    inner join {{ ref('int_kommune__bro') }} as bro
        on
            folk.kommunenr = bro.fra_kommunenr
            and bro.fra_grenser = (select nyeste_grenser.grenser from nyeste_grenser)
            and bro.forhold = 'hel'
    inner join {{ ref('int_kommune__bro') }} as tilbake
        on
            bro.til_kommunenr = tilbake.fra_kommunenr
            and bro.til_grenser = tilbake.fra_grenser
            and folk.kommunenr = tilbake.til_kommunenr
            and bro.fra_grenser = tilbake.til_grenser
            and tilbake.forhold = 'hel'
    where
        folk.aar between bro.til_grenser and coalesce(tilbake.fra_siste_aar, 9999)
        and (bro.til_kommunenr, folk.aar) not in (select (sist_oppdatert.kommunenr, sist_oppdatert.aar) from sist_oppdatert)
)

select * from fra_ssb
union all
select * from under_gammelt_nummer
