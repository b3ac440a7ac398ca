select
    skjema,
    navn,
    omfang,
    type,
    kontoklasse_drift,
    kontoklasse_investering,
    kontoklasse_balanse,
    regional = 'ja' as regional,
    fylke = 'ja' as fylke
from {{ ref('kostra_skjema') }}
