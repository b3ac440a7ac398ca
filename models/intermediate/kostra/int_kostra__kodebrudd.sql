{# Records on codes that are not in the list of the skjema that year: `detalj` says what the code is elsewhere. #}
with

filer as (select * from {{ ref('int_kostra__fil') }}),

koder as (
    select
        *,
        rpad(kode, case when felt in ('funksjon', 'kapittel') then 4 else 3 end, ' ') as felttekst
    from {{ ref('stg_kostra__kode') }}
),

gyldige as (
    select
        filer.sha256,
        koder.felt in ('funksjon', 'kapittel') as er_hovedkode,
        koder.felttekst
    from filer
    inner join koder
        on
            contains(
                ' ' || concat_ws(
                    ' ', koder.skjema, case when filer.oslo then koder.skjema_oslo end, case when filer.bydel then koder.skjema_bydel end
                ) || ' ',
                ' ' || filer.skjema || ' '
            )
            and filer.aar between coalesce(koder.gyldig_fra, 0) and coalesce(koder.gyldig_til, 9999)
),

ukjente as (
    select
        poster.sha256,
        poster.linje,
        true as er_hovedkode,
        poster.hovedkode as verdi
    from {{ ref('int_kostra__kontrollpost') }} as poster
    anti join gyldige on poster.sha256 = gyldige.sha256 and poster.hovedkode = gyldige.felttekst and gyldige.er_hovedkode
    union all
    select
        poster.sha256,
        poster.linje,
        false as er_hovedkode,
        poster.underkode as verdi
    from {{ ref('int_kostra__kontrollpost') }} as poster
    anti join gyldige on poster.sha256 = gyldige.sha256 and poster.underkode = gyldige.felttekst and not gyldige.er_hovedkode
),

plassert as (
    select
        ukjente.*,
        filer.aar,
        case
            when filer.type = 'bevilgning' then case when ukjente.er_hovedkode then 'funksjon' else 'art' end
            when ukjente.er_hovedkode then 'kapittel'
            else 'sektor'
        end as felt
    from ukjente
    inner join filer on ukjente.sha256 = filer.sha256
),

int_kostra__kodebrudd as (
    select
        plassert.sha256,
        plassert.linje,
        case plassert.felt when 'funksjon' then '010' when 'kapittel' then '011' when 'art' then '012' when 'sektor' then '013' end as kontroll,
        plassert.verdi,
        case
            when koder.kode is null then 'finnes_ikke'
            when koder.gyldig_til < plassert.aar then 'utgatt'
            when koder.gyldig_fra > plassert.aar then 'ny'
            else 'annet_skjema'
        end as detalj,
        case
            when koder.gyldig_til < plassert.aar then cast(koder.gyldig_til as string)
            when koder.gyldig_fra > plassert.aar then cast(koder.gyldig_fra as string)
            else concat_ws(' ', koder.skjema, koder.skjema_oslo, koder.skjema_bydel)
        end as skal
    from plassert
    left join koder on plassert.felt = koder.felt and plassert.verdi = koder.felttekst
)

select * from int_kostra__kodebrudd
