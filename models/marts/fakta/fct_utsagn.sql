select
    utsagn_id,
    rapport_id,
    kapittel,
    tema,
    gjelder,
    enhet_id,
    maal,
    verditekst,
    verdi,
    maaleenhet,
    aar,
    sammenligning,
    tilnaerming,
    tilnaermingsmerke,
    linje
from {{ godkjent('int_utsagn__lest') }}
