select
    fra,
    til,
    cast(faktor as decimal(16, 8)) as faktor
from {{ ref('enhetsomregning') }}
