select
    tabell_id,
    rad,
    gruppe,
    etikett,
    kolonne,
    raatekst,
    verdi,
    status,
    plassering,
    grunnlag,
    rapport_id
from {{ godkjent('int_celle__avgjort') }}
