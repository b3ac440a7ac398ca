select
    cast(rad.range as integer) as rad,
    cast(generasjon.start_aar + rad.range % 20 as integer) as aar,
    generasjon.generasjon,
    cast(rad.range as decimal(18, 3)) as belop_mill_kr,
    md5(generasjon.generasjon || rad.range) as merknad
from range(1, 12001) as rad
cross join {{ ref('generasjon') }} as generasjon
