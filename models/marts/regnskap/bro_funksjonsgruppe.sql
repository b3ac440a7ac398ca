with

grupper as (
    select * from {{ ref('stg_kostra__funksjonsgruppe') }}
),

intervaller as (
    {{ intervaller('funksjoner', 'grupper') }}
)

select distinct
    grupper.gruppe,
    grupper.navn,
    nullif(grupper.aar_fra, 0) as aar_fra,
    nullif(grupper.aar_til, 9999) as aar_til,
    koder.kode as funksjon,
    coalesce(grupper.er_omrade, false) as er_omrade,
    grupper.kilde
from grupper
inner join intervaller on grupper.funksjoner = intervaller.funksjoner
inner join {{ ref('stg_kostra__kode') }} as koder
    on koder.felt = 'funksjon' and {{ kode_i('koder.kode', 'intervaller.fra', 'intervaller.til') }}
