{{ config(materialized='table') }}
{# Every file of the packages, and of the shared layouts (without a report). `feil` says why a file cannot be read as what it should be. #}
with

filer as (
    select
        replace(filename, '\', '/') as sti,
        content as innhold
    from read_blob({{ rapportglober() }})
),

navngitt as (
    select
        sti,
        regexp_extract(sti, '([^/]+)/(tabeller/)?[^/]+$', 1) as mappenavn,
        regexp_replace(sti, '/(tabeller/)?[^/]+$', '') as mappe,
        regexp_extract(sti, '((tabeller/)?[^/]+)$', 1) as fil,
        regexp_matches(sti, '(^|/)seeds/oppstillinger/[^/]+$') as er_delt,
        innhold,
        hex(innhold[1:3]) as starten
    from filer
),

lest as (
    select
        *,
        case
            when starts_with(starten, 'FFFE') or starts_with(starten, 'FEFF') then null
            else replace(replace({{ uten_usynlige('try(decode(innhold))') }}, chr(13) || chr(10), chr(10)), chr(13), chr(10))
        end as tekst
    from navngitt
),

stg_rapport__fil as (
    select
        case when er_delt then '' else mappenavn end as rapport_id,
        mappe,
        fil,
        sti,
        tekst,
        case
            when mappe != min(mappe) over (partition by er_delt, mappenavn) and not er_delt then 'dobbel'
            when starts_with(starten, 'FFFE') or starts_with(starten, 'FEFF') then 'utf16'
            when tekst is null then 'ikke_utf8'
            when contains(tekst, chr(0)) then 'nul'
            when trim(tekst, chr(10) || ' ') = '' then 'tom'
            when fil not like '%.csv' then null
            when not contains(split_part(tekst, chr(10), 1), ',') and contains(split_part(tekst, chr(10), 1), ';') then 'semikolon'
            when not contains(split_part(tekst, chr(10), 1), ',') and contains(split_part(tekst, chr(10), 1), chr(9)) then 'tabulator'
            when not contains(rtrim(tekst, chr(10)), chr(10)) then 'ingen_rader'
            when not {{ er_csv('tekst') }} then 'anforselstegn'
        end as feil
    from lest
)

select * from stg_rapport__fil
