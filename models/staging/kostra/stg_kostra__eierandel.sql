select
    kommunenr,
    coalesce(cast(aar_fra as integer), 0) as aar_fra,
    coalesce(cast(aar_til as integer), 9999) as aar_til,
    orgnr,
    enhet,
    cast(eierandel_pst as decimal(9, 5)) as eierandel_pst,
    kilde
from {{ regnskapsfil('eierandel') }}
