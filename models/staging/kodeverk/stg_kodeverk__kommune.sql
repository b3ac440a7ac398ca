{# SSB writes the validity of a number as `2020-2023` or `-2019`; a number without one is in use. Municipalities can be put in
   `inn/kommuner/*.csv`, with number and name, instead of what SSB's list has on the number: the made-up one is. #}
with

lagt_inn as (
    select
        kommunenr,
        navn
    from {{ landede_csv('kommuner/*.csv', ['kommunenr', 'navn']) }}
)

select
    kommunenr,
    navn,
    navn_offisielt,
    kommunenr_2024,
    navn_2024,
    etterfolger_kilde,
    cast(nullif(regexp_extract(gyldighet, '^([0-9]{4})?-([0-9]{4})?$', 1), '') as integer) as gyldig_fra,
    cast(nullif(regexp_extract(gyldighet, '^([0-9]{4})?-([0-9]{4})?$', 2), '') as integer) as gyldig_til
from {{ ref('kommune') }}
where kommunenr not in (select lagt_inn.kommunenr from lagt_inn)
union all
select
    kommunenr,
    navn,
    navn as navn_offisielt,
    kommunenr as kommunenr_2024,
    navn as navn_2024,
    'lagt_inn' as etterfolger_kilde,
    cast(null as integer) as gyldig_fra,
    cast(null as integer) as gyldig_til
from lagt_inn
