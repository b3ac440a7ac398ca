{# What skjema, aar, kvartal, region and orgnr say is what the file is filed as; `raalinje` has what stands on the line. #}
select
    {{ landede_kolonner().keys() | join(',\n    ') }}
from {{ landede_rader('kostra/aar=*/*.parquet', landede_kolonner()) }}
