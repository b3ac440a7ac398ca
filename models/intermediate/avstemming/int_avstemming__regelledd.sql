{# The rules that compute: one row an instance and term. A rule with a fault (int_regel__feil) computes nothing, not even where it could be read, and
   a layout's rule only what the table prints all of, as excerpts leave rows out. #}
with

utskrevet as (
    select * from {{ ref('int_regel__utskrevet') }}
),

feil as (
    select * from {{ ref('int_regel__feil') }}
),

uten_feil as (
    select
        utskrevet.*,
        bool_and(utskrevet.instans_finnes and utskrevet.ledd_finnes and utskrevet.gang_finnes)
            over (partition by utskrevet.regelnokkel, utskrevet.tabell_id, utskrevet.rad, utskrevet.kolonne)
            as er_hel
    from utskrevet
    left join feil on utskrevet.regelnokkel = feil.regelnokkel
    where feil.regelnokkel is null
),

regelledd as (
    select
        rapport_id,
        regel_id,
        tabell_id,
        rad,
        kolonne,
        side,
        leddnr,
        ledd_tabell_id,
        ledd_rad,
        ledd_kolonne,
        koeffisient,
        gang_tabell_id,
        gang_rad,
        gang_kolonne
    from uten_feil
    where er_hel
)

select * from regelledd
