select * replace (cast(nr as integer) as nr)
from {{ ref('pakkeskjema') }}
