{# The columns of the printed tables in their printed order, which is the order of the catalogue's file. #}
with

kolonner as (
    select
        *,
        cast(row_number() over (partition by tabell_id order by rowid) as integer) as plass
    from {{ ref('kolonne') }}
),

kildekolonne as (
    select
        tabell_id,
        kolonne,
        plass,
        overskrift,
        maaleenhet
    from kolonner
)

select * from kildekolonne
