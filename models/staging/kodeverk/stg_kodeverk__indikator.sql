select * from {{ ref('indikator') }}
