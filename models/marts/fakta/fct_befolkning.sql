select
    befolkning.kommunenr,
    'opprinnelige' as grenser,
    befolkning.aar,
    befolkning.kjonn,
    befolkning.alder_fra,
    befolkning.alder_til,
    befolkning.personer,
    kildetabeller.tabell_id,
    befolkning.oppdatert,
    befolkning.hentet
from {{ ref('int_befolkning__samlet') }} as befolkning
inner join {{ ref('stg_kodeverk__statistikktabell') }} as kildetabeller on befolkning.kilde = kildetabeller.seed
