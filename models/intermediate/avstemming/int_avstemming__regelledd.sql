{# The rules that compute: one row an instance and term. A rule with a fault (int_regel__feil) computes nothing, not even where it could be read, and
   a layout's rule only what the table prints all of, as excerpts leave rows out. A layout is printed with income negative, or with everything positive:
   its rules are written in the one sign that positive improves the result, and each term is turned to the sign it is printed with. #}
with

utskrevet as (
    select * from {{ ref('int_regel__utskrevet') }}
),

feil as (
    select * from {{ ref('int_regel__feil') }}
),

fortegn as (
    select
        tabell_id,
        rad,
        kolonne,
        coalesce(case when maal = 'avvik' then fortegn_avvik end, fortegn_virkning, 1) as fortegn
    from {{ ref('int_celle__kodet') }}
    where fakta = 'belop'
),

uten_feil as (
    select
        utskrevet.*,
        -- only a layout's rule is snudd; a key that is empty finds nothing
        case when utskrevet.oppstilling is not null then utskrevet.tabell_id end as snudd_tabell_id,
        case when utskrevet.oppstilling is not null then utskrevet.ledd_tabell_id end as snudd_ledd_tabell_id,
        case when utskrevet.oppstilling is not null then utskrevet.gang_tabell_id end as snudd_gang_tabell_id,
        bool_and(utskrevet.instans_finnes and utskrevet.ledd_finnes and utskrevet.gang_finnes)
            over (partition by utskrevet.regelnokkel, utskrevet.tabell_id, utskrevet.rad, utskrevet.kolonne)
            as er_hel
    from utskrevet
    left join feil on utskrevet.regelnokkel = feil.regelnokkel
    where feil.regelnokkel is null
),

regelledd as (
    select
        uten_feil.rapport_id,
        uten_feil.regel_id,
        uten_feil.tabell_id,
        uten_feil.rad,
        uten_feil.kolonne,
        uten_feil.side,
        uten_feil.leddnr,
        uten_feil.ledd_tabell_id,
        uten_feil.ledd_rad,
        uten_feil.ledd_kolonne,
        cast(
            uten_feil.koeffisient
            * coalesce(ledd.fortegn, 1)
            * coalesce(gang.fortegn, 1)
            * case when uten_feil.side = 'teller' then coalesce(instans.fortegn, 1) else 1 end as decimal(18, 8)
        ) as koeffisient,
        uten_feil.gang_tabell_id,
        uten_feil.gang_rad,
        uten_feil.gang_kolonne
    from uten_feil
    left join fortegn as instans
        on
            uten_feil.snudd_tabell_id = instans.tabell_id
            and uten_feil.rad = instans.rad
            and uten_feil.kolonne = instans.kolonne
    left join fortegn as ledd
        on
            uten_feil.snudd_ledd_tabell_id = ledd.tabell_id
            and uten_feil.ledd_rad = ledd.rad
            and uten_feil.ledd_kolonne = ledd.kolonne
    left join fortegn as gang
        on
            uten_feil.snudd_gang_tabell_id = gang.tabell_id
            and uten_feil.gang_rad = gang.rad
            and uten_feil.gang_kolonne = gang.kolonne
    where uten_feil.er_hel
)

select * from regelledd
