select
    tabell_id,
    kilde_id,
    slag,
    nummer,
    kapittel,
    tittel,
    tjenesteomrade_id,
    cast(linje_fra as integer) as linje_fra,
    cast(rader as integer) as rader,
    cast(verdikolonner as integer) as verdikolonner,
    cast(tallceller as integer) as tallceller,
    cast(celler_i_alt as integer) as celler_i_alt,
    status,
    enhet,
    fortegn,
    oppstilling,
    seed
from {{ ref('statistikktabell') }}
