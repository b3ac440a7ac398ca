{{ config(materialized='view') }}
{# Everybody, once, on the borders that held. Of several answers for the same people the one that the source updated last is used. A year has the
   sexes or both together, never both. What is known only on the newest borders is there under the number that the municipality had, where it is
   the same one. A view: the fact is its copy. #}
with

ssb as (
    select * from {{ ref('stg_ssb__befolkning') }}
    where kommunenr != '0000' and personer is not null
),

-- The tables answer 0 for a number that was not in use.
sist_oppdatert as (
    select
        kommunenr,
        aar,
        oppdatert,
        hentet
    from ssb
    group by kommunenr, aar, oppdatert, hentet
    having sum(personer) > 0
    qualify row_number() over (partition by kommunenr, aar order by oppdatert desc nulls last, hentet desc nulls last) = 1
),

nyeste as (
    select ssb.*
    from ssb
    inner join sist_oppdatert
        on
            ssb.kommunenr = sist_oppdatert.kommunenr
            and ssb.aar = sist_oppdatert.aar
            and ssb.oppdatert is not distinct from sist_oppdatert.oppdatert
            and ssb.hentet is not distinct from sist_oppdatert.hentet
),

delt_pa_kjonn as (
    select
        kommunenr,
        aar
    from nyeste
    where kjonn != 'begge'
    group by kommunenr, aar
    having count(distinct kjonn) = 2
),

fra_ssb as (
    select
        nyeste.kommunenr,
        nyeste.aar,
        nyeste.kjonn,
        nyeste.alder_fra,
        nyeste.alder_til,
        nyeste.personer,
        cast('07459' as varchar) as kilde,
        nyeste.oppdatert,
        nyeste.hentet
    from nyeste
    left join delt_pa_kjonn on nyeste.kommunenr = delt_pa_kjonn.kommunenr and nyeste.aar = delt_pa_kjonn.aar
    where (nyeste.kjonn = 'begge') = (delt_pa_kjonn.kommunenr is null)
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
            and tilbake.til_kommunenr = folk.kommunenr
            and tilbake.til_grenser = bro.fra_grenser
            and tilbake.forhold = 'hel'
    where
        folk.aar between bro.til_grenser and coalesce(tilbake.fra_siste_aar, 9999)
        and (bro.til_kommunenr, folk.aar) not in (select (sist_oppdatert.kommunenr, sist_oppdatert.aar) from sist_oppdatert)
)

select * from fra_ssb
union all
select * from under_gammelt_nummer
