select
    tabell_id,
    rad,
    gruppe,
    etikett,
    kolonne,
    raatekst,
    verdi,
    status,
    grunnlag,
    rapport_id
from {{ godkjent('int_celle__lest') }}
