{{ config(materialized='view') }}
{# Everybody, once, on the borders that held. Of several answers for the same people the one that the source updated last is used. A year has the
   sexes or both together, never both. What is known only on the newest borders is there under the number that the municipality had, where it is
   the same one. A view: the fact is its copy. #}
with

-- read twice, and not kept in memory in between
ssb as {{ ikke_husket() }} (
    select * from {{ ref('stg_ssb__befolkning') }}
    where kommunenr != '0000' and personer is not null
),

-- The tables answer 0 for a number that was not in use. A municipality's year comes whole in one answer, which is what is chosen: what is half
-- fetched waits, and the same answer to two questions is used once.
svar as (
    select
        kommunenr,
        aar,
        fil,
        oppdatert,
        bool_or(kjonn = 'menn') and bool_or(kjonn = 'kvinner') as er_delt,
        bool_or(kjonn = 'begge') as er_samlet
    from ssb
    group by kommunenr, aar, fil, oppdatert
    having sum(personer) > 0
),

hele_svar as (
    select
        *,
        row_number() over (partition by kommunenr, aar order by oppdatert desc nulls last, fil asc) as plass
    from svar
    where er_delt or er_samlet
),

valgt as (
    select * from hele_svar
    where plass = 1
),

fra_ssb as (
    select
        ssb.kommunenr,
        ssb.aar,
        ssb.kjonn,
        ssb.alder_fra,
        ssb.alder_til,
        ssb.personer,
        '07459' as kilde,
        ssb.oppdatert,
        ssb.hentet
    from ssb
    inner join valgt
        on
            ssb.kommunenr = valgt.kommunenr
            and ssb.aar = valgt.aar
            and ssb.fil = valgt.fil
            and ssb.oppdatert is not distinct from valgt.oppdatert
            and (ssb.kjonn != 'begge') = valgt.er_delt
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
        cast(null as {{ tidspunkt() }}) as oppdatert,
        cast(null as {{ tidspunkt() }}) as hentet
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
    anti join valgt on bro.til_kommunenr = valgt.kommunenr and folk.aar = valgt.aar
    where
        folk.aar between bro.til_grenser and coalesce(tilbake.fra_siste_aar, 9999)
)

select * from fra_ssb
union all
select * from under_gammelt_nummer
