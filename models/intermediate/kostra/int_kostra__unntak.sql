{# The files that a control does not apply to: what it sums is elsewhere, or SSB leaves them out. An exception for some accounts has them in
   int_kostra__konto. #}
with

filer as (select * from {{ ref('int_kostra__fil') }}),

vilkar as (select * from {{ ref('stg_kostra__vilkar') }}),

int_kostra__unntak as (
    select
        filer.sha256,
        vilkar.kontroll
    from filer
    inner join vilkar on contains(' ' || vilkar.skjema || ' ', ' ' || filer.skjema || ' ') and vilkar.ledd = 'finnes'
    where not ({{ oppfyller('cast(filer.region as integer)', 'vilkar.region', 'vilkar.ikke_region') }})
    union
    select
        filer.sha256,
        vilkar.kontroll
    from filer
    inner join vilkar on contains(' ' || vilkar.skjema || ' ', ' ' || filer.skjema || ' ') and vilkar.ledd = 'unntak'
    where
        {{ oppfyller('cast(filer.region as integer)', 'vilkar.region') }}
        and {{ oppfyller('try_cast(filer.orgnr as integer)', 'vilkar.orgnr') }}
)

select * from int_kostra__unntak
