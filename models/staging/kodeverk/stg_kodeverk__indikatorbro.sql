select * from {{ ref('indikatorbro') }}
