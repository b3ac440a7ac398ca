{# Every printed figure that other published figures determine, against what they make it. #}
with

godkjent as (
    select * from {{ ref('int_rapport__godkjent') }}
),

avstemming as (
    select holdt.*
    from {{ ref('int_avstemming__holdt') }} as holdt
    inner join godkjent on holdt.dokument = godkjent.rapport_id
)

select * from avstemming
