select * replace (cast(aar as integer) as aar)
from {{ ref('kilde') }}
