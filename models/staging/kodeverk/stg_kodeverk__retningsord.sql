select * from {{ ref('retningsord') }}
