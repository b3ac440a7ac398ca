{# The fields as they stand on the line, exact to the blank. A record of exactly 0 is not controlled. #}
{{ config(materialized='view') }}
select
    sha256,
    linje,
    skjema,
    left(raalinje, 31) as hode,
    substring(raalinje, 32, 1) as kontoklasse,
    substring(raalinje, 33, 4) as hovedkode,
    substring(raalinje, 37, 3) as underkode,
    substring(raalinje, 40, 9) as belop_tekst,
    coalesce(belop_1000_kr, 0) as belop
from {{ ref('stg_kostra__post') }}
where kilde = 'kostra' and trim(substring(raalinje, 40, 9)) != '0'
