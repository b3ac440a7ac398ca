{# The limits that judgements are made by, and the norms that key figures are held against: each with its value and whose it is. #}
select * from {{ ref('stg_kodeverk__grense') }}
