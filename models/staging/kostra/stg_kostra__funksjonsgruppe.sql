select
    gruppe,
    navn,
    coalesce(cast(aar_fra as integer), 0) as aar_fra,
    coalesce(cast(aar_til as integer), 9999) as aar_til,
    funksjoner,
    er_omrade = 'ja' as er_omrade,
    kilde
from {{ regnskapsfil('funksjonsgruppe') }}
