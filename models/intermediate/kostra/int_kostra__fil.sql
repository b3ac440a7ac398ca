{# A file and what it is filed as; `hode` is how each of its records should begin. #}
with

filer as (
    select distinct
        sha256,
        fil,
        lest,
        skjema,
        aar,
        kvartal,
        region,
        kommunenr,
        orgnr,
        foretaksnr
    from {{ ref('stg_kostra__post') }}
    where kilde = 'kostra'
),

oslo as (
    select
        any_value(region) filter (where ledd = 'oslo') as region,
        any_value(region) filter (where ledd = 'bydel') as bydeler
    from {{ ref('stg_kostra__vilkar') }}
),

skrevet as (
    select
        *,
        cast(aar as string) as aargang,
        case when kvartal = 0 then ' ' else cast(kvartal as string) end as kvartal_tekst,
        rpad(coalesce(orgnr, ''), 9, ' ') as orgnr_tekst,
        rpad(coalesce(foretaksnr, ''), 9, ' ') as foretaksnr_tekst
    from filer
),

int_kostra__fil as (
    select
        filer.*,
        concat_ws('', filer.skjema, filer.aargang, filer.kvartal_tekst, filer.region, filer.orgnr_tekst, filer.foretaksnr_tekst) as hode,
        filer.kvartal in (1, 2) as kvartal_1_2,
        skjema.type,
        skjema.regional,
        skjema.kontoklasse_drift,
        skjema.kontoklasse_investering,
        skjema.kontoklasse_balanse,
        {{ i_intervall('cast(filer.region as integer)', 'oslo.region') }} as oslo,
        {{ i_intervall('cast(filer.region as integer)', 'oslo.bydeler') }} as bydel
    from skrevet as filer
    inner join {{ ref('stg_kostra__skjema') }} as skjema on filer.skjema = skjema.skjema
    cross join oslo
)

select * from int_kostra__fil
