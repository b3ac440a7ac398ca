select * from {{ ref('tema') }}
