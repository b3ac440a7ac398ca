{# Every package that was met: read, or left out and why, also where its files were not opened. A fault in what all share, the layouts, has no
   report. #}
with

feil as (
    select * from {{ ref('int_rapport__feil') }}
    where rapport_id != ''
),

pakker as (
    select rapport_id
    from {{ ref('stg_rapport__fil') }}
    where rapport_id != ''
    union
    select rapport_id
    from feil
),

talt as (
    select
        rapport_id,
        count(*) as antall_feil,
        min_by(
            concat(fil, ', line ', linje, coalesce(', column ' || kolonne, ''), ': ', melding),
            concat(trinn, fil, lpad(cast(linje as varchar), 9, '0'))
        ) as grunn
    from feil
    group by rapport_id
),

rapportstatus as (
    select
        pakker.rapport_id,
        case when talt.antall_feil is null then 'lest' else 'utelatt' end as status,
        cast(coalesce(talt.antall_feil, 0) as integer) as antall_feil,
        talt.grunn
    from pakker
    left join talt on pakker.rapport_id = talt.rapport_id
)

select * from rapportstatus
