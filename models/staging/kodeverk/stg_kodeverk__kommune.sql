{# SSB writes the validity of a number as `2020-2023` or `-2019`; a number without one is in use. #}
select
    kommunenr,
    navn,
    navn_offisielt,
    kommunenr_2024,
    navn_2024,
    cast(nullif(regexp_extract(gyldighet, '^([0-9]{4})?-([0-9]{4})?$', 1), '') as integer) as gyldig_fra,
    cast(nullif(regexp_extract(gyldighet, '^([0-9]{4})?-([0-9]{4})?$', 2), '') as integer) as gyldig_til
from {{ ref('kommune') }}
