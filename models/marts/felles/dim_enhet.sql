select
    enhet_id,
    navn,
    type,
    beskrivelse,
    vekting,
    er_hovedenhet = 'ja' as er_hovedenhet
from {{ ref('enhet') }}
