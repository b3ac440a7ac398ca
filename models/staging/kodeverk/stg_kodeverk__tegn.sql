select
    lower(tegn) as tegn,
    status,
    betydning
from {{ ref('tegn') }}
