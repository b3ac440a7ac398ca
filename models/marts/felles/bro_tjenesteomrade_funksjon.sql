{# Which KOSTRA functions enter which part of the ASSS report, with its benchmark and denominator (appendix 6.1). #}
select
    tjenesteomrade_id,
    rapportdel,
    kostra_funksjon,
    funksjon_navn,
    sammenligningsgruppe,
    nevner,
    cast(linje as integer) as linje
from {{ ref('tjenesteomrade_funksjon') }}
