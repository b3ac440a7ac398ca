select * from {{ ref('oversettelse') }}
