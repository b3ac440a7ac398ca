{# The packages that everything after the checks reads: those without a fault. #}
with

feil as (
    select * from {{ ref('int_rapport__feil') }}
),

int_rapport__godkjent as (
    select distinct rapport_id
    from {{ ref('stg_rapport__pakke') }}
    where rapport_id not in (select feil.rapport_id from feil)
)

select * from int_rapport__godkjent
