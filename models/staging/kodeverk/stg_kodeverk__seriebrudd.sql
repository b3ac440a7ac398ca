select
    indikator_id,
    cast(aar as integer) as aar,
    navn,
    grunn,
    kilde
from {{ ref('seriebrudd') }}
