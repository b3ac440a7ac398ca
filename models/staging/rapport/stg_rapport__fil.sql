{{ config(materialized='table') }}
{# Every file of the packages, and of the shared layouts (without a report). `feil` says why a file cannot be read as what it should be. A folder
   elsewhere that has the name of one of the project's own packages is not read (`kopi`), and has its path for a name: nobody's folder takes a report
   away. A letter is one sign, also where it was written as two (å as a and a ring). #}
with

filer as (
    select
        replace(filename, '\', '/') as sti,
        content as innhold
    from {{ rapportfiler() }}
),

navngitt as (
    select
        sti,
        regexp_extract(sti, '([^/]+)/(tabeller/)?[^/]+$', 1) as mappenavn,
        regexp_replace(sti, '/(tabeller/)?[^/]+$', '') as mappe,
        regexp_extract(sti, '((tabeller/)?[^/]+)$', 1) as fil,
        regexp_matches(sti, '(^|/)seeds/oppstillinger/[^/]+$') as er_delt,
        regexp_matches(sti, '(^|/)seeds/rapporter/[^/]+/(tabeller/)?[^/]+$') as er_prosjektets,
        innhold,
        left(hex(innhold), 6) as starten
    from filer
),

lest as (
    select
        *,
        case
            when starts_with(starten, 'FFFE') or starts_with(starten, 'FEFF') then null
            else replace(replace({{ uten_usynlige(utf8_tekst('innhold')) }}, chr(13) || chr(10), chr(10)), chr(13), chr(10))
        end as tekst
    from navngitt
),

merket as (
    select
        *,
        not er_prosjektets and not er_delt and bool_or(er_prosjektets) over (partition by mappenavn) as er_kopi
    from lest
),

stg_rapport__fil as (
    select
        case when er_delt then '' when er_kopi then mappe else mappenavn end as rapport_id,
        mappe,
        fil,
        sti,
        tekst,
        case when fil like 'kilde%.txt' then {{ sha256_av('innhold') }} end as sha256,
        case
            when er_kopi then 'kopi'
            when mappe != min(mappe) over (partition by er_delt, er_kopi, mappenavn) and not er_delt then 'dobbel'
            when starts_with(starten, 'FFFE') or starts_with(starten, 'FEFF') then 'utf16'
            when starten = '504B03' then 'arbeidsbok'
            when tekst is null then 'ikke_utf8'
            when contains(tekst, chr(0)) then 'nul'
            when trim(both chr(10) || ' ' from tekst) = '' then 'tom'
            when fil not like '%.csv' then null
            when not contains(split_part(tekst, chr(10), 1), ',') and contains(split_part(tekst, chr(10), 1), ';') then 'semikolon'
            when not contains(split_part(tekst, chr(10), 1), ',') and contains(split_part(tekst, chr(10), 1), chr(9)) then 'tabulator'
            when not contains(trim(trailing chr(10) from tekst), chr(10)) then 'ingen_rader'
            when not {{ er_csv('tekst') }} then 'anforselstegn'
        end as feil
    from merket
)

select * from stg_rapport__fil
