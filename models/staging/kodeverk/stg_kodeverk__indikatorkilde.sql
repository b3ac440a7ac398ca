select * from {{ ref('indikatorkilde') }}
