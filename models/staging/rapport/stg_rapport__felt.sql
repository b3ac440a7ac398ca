{{ config(materialized='table') }}
{# Every field of the CSV files. A record (`post`) may go over several lines; `linje` is the line its field begins on. #}
with

filer as (
    select
        rapport_id,
        fil,
        {{ csv_poster('tekst') }} as poster
    from {{ ref('stg_rapport__fil') }}
    where feil is null and fil like '%.csv'
),

poster as (
    select
        rapport_id,
        fil,
        {{ hver_med_nr('poster', 'tekst', 'post') }}
    from filer
),

plassert as (
    select
        rapport_id,
        fil,
        cast(post as integer) as post,
        1 + coalesce(sum(length(tekst) - length(replace(tekst, chr(10), ''))) over tidligere, 0) as linje,
        {{ csv_felter('tekst') }} as felter
    from poster
    window tidligere as (partition by rapport_id, fil order by post rows between unbounded preceding and 1 preceding)
),

hoder as (
    select
        rapport_id,
        fil,
        felter
    from plassert
    where post = 1
),

felter as (
    select
        plassert.rapport_id,
        plassert.fil,
        plassert.post,
        plassert.linje,
        case when contains(array_to_string(plassert.felter, ''), chr(10)) then plassert.felter end as med_linjeskift,
        hoder.felter as hode,
        {{ hver_med_nr('plassert.felter', 'felt', 'felt_nr') }}
    from plassert
    inner join hoder on plassert.rapport_id = hoder.rapport_id and plassert.fil = hoder.fil
),

stg_rapport__felt as (
    select
        rapport_id,
        fil,
        post,
        {% set tidligere = "array_to_string(" ~ listeutsnitt('med_linjeskift', '1', 'felt_nr - 1') ~ ", '')" -%}
        cast(linje + coalesce(length({{ erstattet(tidligere, "'[^\\n]'") }}), 0) as integer) as linje,
        cast(felt_nr as integer) as felt_nr,
        {{ uten_anforselstegn('list_extract(hode, felt_nr)') }} as kolonne,
        nullif({{ uten_anforselstegn('felt') }}, '') as tekst
    from felter
)

select * from stg_rapport__felt
