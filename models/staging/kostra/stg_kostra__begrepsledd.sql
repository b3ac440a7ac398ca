{# A term: a whole coefficient on kontoklasse × functions × codes. No functions is all of them; `hver` is one by one. #}
select
    cast(ledd_id as integer) as ledd_id,
    begrep_id,
    coalesce(cast(aar_fra as integer), 0) as aar_fra,
    coalesce(cast(aar_til as integer), 9999) as aar_til,
    omfang,
    regnskapsdel,
    kontoklasse,
    coalesce(funksjoner, '') as funksjoner,
    koder,
    cast(koeffisient as integer) as koeffisient
from {{ regnskapsfil('ledd') }}
