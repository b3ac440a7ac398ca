select * from {{ ref('sokeord') }}
