{# Every contradiction in the sources, with both places, both values and what we use. #}
select
    funn_id,
    rapport_id,
    tittel,
    type,
    sted_a,
    verdi_a,
    sted_b,
    verdi_b,
    vurdering,
    vi_bruker,
    alvorlighet
from {{ godkjent('int_funn__stedfestet') }}
