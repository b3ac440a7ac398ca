{# What a person of an age costs, as the municipality itself has put in `inn/demografi/satser/*.csv`; alder_til is empty for the open group. The
   warehouse has none of its own. #}
select
    cast(prisaar as integer) as prisaar,
    sektor,
    cast(alder_fra as integer) as alder_fra,
    cast(nullif(alder_til, '') as integer) as alder_til,
    cast(sats_kr as decimal(18, 2)) as sats_kr,
    kilde
from {{ landede_csv('demografi/satser/*.csv', ['prisaar', 'sektor', 'alder_fra', 'alder_til', 'sats_kr', 'kilde']) }}
