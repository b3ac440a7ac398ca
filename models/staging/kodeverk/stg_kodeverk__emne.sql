select * from {{ ref('emne') }}
