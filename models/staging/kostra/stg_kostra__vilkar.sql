{{ config(materialized='table') }}
{# A table: the intervals are taken apart once, and Sail loses sight of a column that is taken apart inside a view. #}
select
    kontroll,
    ledd,
    skjema,
    del,
    belop,
    {{ kodeintervaller('funksjon') }} as funksjon,
    {{ kodeintervaller('ikke_funksjon') }} as ikke_funksjon,
    {{ kodeintervaller('art') }} as art,
    {{ kodeintervaller('ikke_art') }} as ikke_art,
    {{ kodeintervaller('kapittel') }} as kapittel,
    {{ kodeintervaller('region') }} as region,
    {{ kodeintervaller('ikke_region') }} as ikke_region,
    {{ kodeintervaller('orgnr') }} as orgnr
from {{ ref('kostra_kontrollvilkar') }}
