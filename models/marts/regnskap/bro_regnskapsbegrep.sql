{# The way from a concept, or a statement's line, down to its arts and functions: whole coefficients, by year and omfang. #}
select
    ledd_id,
    begrep_id,
    nullif(aar_fra, 0) as aar_fra,
    nullif(aar_til, 9999) as aar_til,
    omfang,
    regnskapsdel,
    kontoklasse,
    funksjoner,
    koder,
    koeffisient
from {{ ref('stg_kostra__begrepsledd') }}
