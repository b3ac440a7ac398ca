{# Every rule written out: one row an instance (a printed figure to check) and term (a figure it is computed from), also where one of them does not
   exist. Sets of rows and columns make an instance each on the checked side and a term each on the other; `*` is every row or column of the table
   on the checked side, and the checked figure's own on the other. A set that multiplies a set goes with it pair by pair. #}
with

steder as (
    select
        *,
        row_number() over (order by regelnokkel, egen_tabell_id, nr, rolle, radnr, kolonnenr) as stednr
    from {{ ref('int_regel__sted') }}
    where tabell_id is not null
),

tall as (
    select
        tabell_id,
        rad,
        kolonne,
        verdi is not null and (nedre is null or ovre is null) as er_apent
    from {{ ref('int_tall__samlet') }}
),

-- by equality wherever it can be: every place against every figure of a table of statements would be too many pairs
treff as (
    select
        steder.stednr,
        tall.rad,
        tall.kolonne
    from steder
    inner join tall on steder.tabell_id = tall.tabell_id and steder.kolonne = tall.kolonne
    where steder.side = 'venstre' and (steder.raddel = '*' or steder.rad is not distinct from tall.rad)
    union all
    select
        steder.stednr,
        tall.rad,
        tall.kolonne
    from steder
    inner join tall on steder.tabell_id = tall.tabell_id
    where
        steder.side = 'venstre'
        and contains(steder.kolonne, '*')
        and steder.kolonne != tall.kolonne
        and {{ er_av_monsteret('tall.kolonne', "replace(steder.kolonne, '*', '.*')") }}
        and (steder.raddel = '*' or steder.rad is not distinct from tall.rad)
),

instanser as (
    select
        steder.regelnokkel,
        steder.rapport_id,
        steder.oppstilling,
        steder.regel_id,
        steder.linje,
        steder.plass,
        steder.egen_tabell_id,
        steder.tabell_id,
        coalesce(treff.rad, steder.rad) as rad,
        coalesce(treff.kolonne, steder.kolonne) as kolonne,
        treff.stednr is not null as finnes
    from steder
    left join treff on steder.stednr = treff.stednr
    where steder.side = 'venstre'
),

ganger as (
    select
        ledd.stednr as ledd_stednr,
        gang.*
    from steder as ledd
    inner join steder as gang
        on
            ledd.regelnokkel = gang.regelnokkel
            and ledd.egen_tabell_id is not distinct from gang.egen_tabell_id
            and ledd.nr = gang.nr
    where
        ledd.rolle = 'ledd'
        and gang.rolle = 'gang'
        and (ledd.radnr = gang.radnr or gang.antall_rader = 1)
        and (ledd.kolonnenr = gang.kolonnenr or gang.antall_kolonner = 1)
),

ledd as (
    select
        instanser.regelnokkel,
        instanser.rapport_id,
        instanser.oppstilling,
        instanser.regel_id,
        instanser.linje,
        instanser.plass,
        instanser.egen_tabell_id,
        instanser.tabell_id,
        instanser.rad,
        instanser.kolonne,
        instanser.finnes as instans_finnes,
        ledd.side,
        ledd.nr as leddnr,
        ledd.plass as ledd_plass,
        ledd.tabell_id as ledd_tabell_id,
        case when ledd.raddel = '*' then instanser.rad else ledd.rad end as ledd_rad,
        replace(ledd.kolonne, '*', instanser.kolonne) as ledd_kolonne,
        ledd.koeffisient,
        gang.plass as gang_plass,
        gang.tabell_id as gang_tabell_id,
        case when gang.raddel = '*' then instanser.rad else gang.rad end as gang_rad,
        replace(gang.kolonne, '*', instanser.kolonne) as gang_kolonne
    from instanser
    inner join steder as ledd
        on
            instanser.regelnokkel = ledd.regelnokkel
            and instanser.egen_tabell_id is not distinct from ledd.egen_tabell_id
            and ledd.side != 'venstre'
            and ledd.rolle = 'ledd'
    left join ganger as gang on ledd.stednr = gang.ledd_stednr
),

utskrevet as (
    select
        ledd.*,
        tall.tabell_id is not null as ledd_finnes,
        coalesce(tall.er_apent, false) as ledd_er_apent,
        ledd.gang_tabell_id is null or gang.tabell_id is not null as gang_finnes,
        coalesce(gang.er_apent, false) as gang_er_apent
    from ledd
    left join tall
        on ledd.ledd_tabell_id = tall.tabell_id and ledd.ledd_rad is not distinct from tall.rad and ledd.ledd_kolonne = tall.kolonne
    left join tall as gang
        on ledd.gang_tabell_id = gang.tabell_id and ledd.gang_rad is not distinct from gang.rad and ledd.gang_kolonne = gang.kolonne
)

select * from utskrevet
