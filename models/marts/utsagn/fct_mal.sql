select
    mal_id,
    kilde_id,
    kapittel,
    tema,
    mal,
    indikator,
    maltall as maltall_tekst,
    maltall_verdi as maltall,
    enhet as maaleenhet,
    vilkar,
    frist_aar,
    resultat as resultat_tekst,
    resultat_verdi as resultat,
    maalt_aar,
    status,
    rapportens_vurdering,
    kildelinje as linje
from {{ ref('stg_pastander__mal') }}
