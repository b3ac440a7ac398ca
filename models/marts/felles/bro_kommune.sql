select
    fra_kommunenr,
    fra_grenser,
    fra_siste_aar,
    til_kommunenr,
    til_grenser,
    forhold,
    vekt
from {{ ref('int_kommune__bro') }}
