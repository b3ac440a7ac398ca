select
    kontroll,
    tittel,
    slag,
    alvor,
    alvor_ikke_regional,
    alvor_kvartal_1_2,
    krav,
    cast(toleranse as integer) as toleranse,
    melding
from {{ ref('kostra_kontroll') }}
