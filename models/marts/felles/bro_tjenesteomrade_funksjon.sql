{# Which KOSTRA functions enter which part of a report, with its benchmark and denominator. #}
select
    rapport_id,
    tjenesteomrade_id,
    rapportdel,
    kostra_funksjon,
    funksjon_navn,
    sammenligningsgruppe,
    nevner,
    cast(linje as integer) as linje
from {{ godkjent('stg_rapport__funksjon') }}
