{# Records on accounts that a control does not let them be on. #}
with

unntatte as (
    select
        unntak.sha256,
        konto.*
    from {{ ref('int_kostra__unntak') }} as unntak
    inner join {{ ref('int_kostra__konto') }} as konto on unntak.kontroll = konto.kontroll
    where konto.ledd = 'unntak'
),

brudd as (
    select distinct
        poster.sha256,
        poster.linje,
        poster.skjema,
        poster.kontoklasse,
        poster.hovedkode,
        poster.underkode,
        konto.kontroll
    from {{ ref('int_kostra__kontrollpost') }} as poster
    inner join {{ ref('int_kostra__konto') }} as konto using (skjema, kontoklasse, hovedkode, underkode)
    where konto.ledd = 'post' and case konto.belop when 'ikke_null' then poster.belop != 0 when 'negativ' then poster.belop < 0 end
),

int_kostra__kombinasjonsbrudd as (
    select
        brudd.sha256,
        brudd.linje,
        brudd.kontroll
    from brudd
    anti join unntatte using (sha256, kontroll, skjema, kontoklasse, hovedkode, underkode)
)

select * from int_kostra__kombinasjonsbrudd
