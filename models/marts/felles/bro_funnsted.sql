{# What the findings do, place by place. #}
select
    funn_id,
    rapport_id,
    sted,
    tabell_id,
    rad,
    kolonne,
    annet as utsagn_id,
    virkning,
    verdi,
    maaleenhet,
    grunn
from {{ godkjent('int_funn__virkning') }}
