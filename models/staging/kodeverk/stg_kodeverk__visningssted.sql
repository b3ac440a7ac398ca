select * from {{ ref('visningssted') }}
