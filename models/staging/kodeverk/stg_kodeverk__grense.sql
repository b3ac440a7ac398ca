select * replace (cast(verdi as decimal(18, 6)) as verdi) from {{ ref('grense') }}
