{# SSB writes the validity of a number as `2020-2023` or `-2019`; a number without one is in use. #}
with

kommuner as (
    select
        *,
        regexp_extract(gyldighet, '^([0-9]{4})?-([0-9]{4})?$', 1) as fra,
        regexp_extract(gyldighet, '^([0-9]{4})?-([0-9]{4})?$', 2) as til
    from {{ ref('kommune') }}
),

dim_kommune as (
    select
        kommunenr,
        navn,
        cast(nullif(fra, '') as integer) as gyldig_fra,
        cast(nullif(til, '') as integer) as gyldig_til,
        kommunenr_2024,
        navn_2024
    from kommuner
)

select * from dim_kommune
