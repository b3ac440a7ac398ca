{# The rules of a report, and those of the shared layouts, which have no report. #}
with

regler as (
    {{ rapportfil('regler.csv', ['oppstilling', 'regel_id', 'tittel', 'art', 'formel']) }}
),

stg_rapport__regel as (
    select
        nullif(rapport_id, '') as rapport_id,
        case when rapport_id = '' then oppstilling end as oppstilling,
        regel_id,
        tittel,
        art,
        formel,
        fillinje as linje
    from regler
)

select * from stg_rapport__regel
