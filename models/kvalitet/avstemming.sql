{# Every printed figure that other published figures determine, against what they make it. #}
with

avstemming as (
    select * from {{ ref('int_avstemming__holdt') }}
    where dokument in (select rapport_id from {{ ref('int_rapport__godkjent') }})
)

select * from avstemming
