select * replace (cast(rekkefolge as integer) as rekkefolge, cast(desimaler as integer) as desimaler)
from {{ ref('oversiktstall') }}
