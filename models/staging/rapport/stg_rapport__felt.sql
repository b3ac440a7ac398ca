{{ config(materialized='table') }}
{# Every field of the CSV files. A record (`post`) may go over several lines; `linje` is the line its field begins on. #}
with

filer as (
    select * from {{ ref('stg_rapport__fil') }}
    where feil is null and fil like '%.csv'
),

felter as (
    select
        rapport_id,
        fil,
        unnest(felter) as felt,
        generate_subscripts(felter, 1) as nummer
    from filer
),

plassert as (
    select
        *,
        1 + coalesce(sum(cast(ends_with(felt, chr(10)) as integer)) over tidligere, 0) as post,
        1 + coalesce(sum(length(felt) - length(replace(felt, chr(10), ''))) over tidligere, 0) as linje
    from felter
    window tidligere as (partition by rapport_id, fil order by nummer rows between unbounded preceding and 1 preceding)
),

nummerert as (
    select
        rapport_id,
        fil,
        cast(post as integer) as post,
        cast(linje as integer) as linje,
        cast(row_number() over (partition by rapport_id, fil, post order by nummer) as integer) as felt_nr,
        count(*) over (partition by rapport_id, fil, post) as antall_felt,
        max(post) over (partition by rapport_id, fil) as siste_post,
        rtrim(felt, ',' || chr(10)) as felt
    from plassert
),

lest as (
    select
        rapport_id,
        fil,
        post,
        linje,
        felt_nr,
        case when starts_with(felt, '"') then replace(felt[2:-2], '""', '"') else felt end as tekst
    from nummerert
    where not (post = siste_post and antall_felt = 1 and felt = '')
),

hoder as (
    select * from lest
    where post = 1
),

stg_rapport__felt as (
    select
        lest.rapport_id,
        lest.fil,
        lest.post,
        lest.linje,
        lest.felt_nr,
        hoder.tekst as kolonne,
        nullif(lest.tekst, '') as tekst
    from lest
    left join hoder on lest.rapport_id = hoder.rapport_id and lest.fil = hoder.fil and lest.felt_nr = hoder.felt_nr
)

select * from stg_rapport__felt
