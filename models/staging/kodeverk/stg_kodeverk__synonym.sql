select * from {{ ref('synonym') }}
