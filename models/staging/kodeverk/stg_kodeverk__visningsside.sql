select * from {{ ref('visningsside') }}
