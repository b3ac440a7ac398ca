select
    tabell_id,
    rad,
    gruppe,
    etikett,
    kolonne,
    raatekst,
    verdi,
    status,
    grunnlag
from {{ ref('int_kildecelle__tolket') }}
