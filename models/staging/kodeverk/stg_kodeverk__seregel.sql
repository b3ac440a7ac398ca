select * replace (cast(rekkefolge as integer) as rekkefolge, cast(grense as decimal(18, 2)) as grense)
from {{ ref('seregel') }}
