select
    emne,
    navn,
    fakta,
    side,
    regnskapsdel,
    cast(rang as integer) as rang,
    coalesce(apen_liste = 'ja', false) as apen_liste
from {{ ref('emne') }}
