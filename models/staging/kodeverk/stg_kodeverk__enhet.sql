select * from {{ ref('enhet') }}
