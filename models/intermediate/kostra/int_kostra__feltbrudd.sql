{# Records whose fields are wrong by themselves, or not what the file is filed as: `verdi` is what stands there, `skal` what should. #}
with

poster as (select * from {{ ref('int_kostra__kontrollpost') }}),

filer as (select * from {{ ref('int_kostra__fil') }}),

hoder as (
    select
        poster.sha256,
        poster.linje,
        felter.kontroll,
        case felter.kontroll
            when '003' then left(poster.hode, 2)
            when '004' then substring(poster.hode, 3, 4)
            when '005' then substring(poster.hode, 7, 1)
            when '006' then substring(poster.hode, 8, 6)
            when '007' then substring(poster.hode, 14, 9)
            when '008' then substring(poster.hode, 23, 9)
        end as verdi,
        case felter.kontroll
            when '003' then filer.skjema
            when '004' then filer.aargang
            when '005' then filer.kvartal_tekst
            when '006' then filer.region
            when '007' then filer.orgnr_tekst
            when '008' then filer.foretaksnr_tekst
        end as skal
    from poster
    inner join filer on poster.sha256 = filer.sha256 and poster.hode != filer.hode
    cross join (values ('003'), ('004'), ('005'), ('006'), ('007'), ('008')) as felter (kontroll)
),

klasser as (
    select
        poster.sha256,
        poster.linje,
        '009' as kontroll,
        poster.kontoklasse as verdi,
        concat_ws(' eller ', filer.kontoklasse_drift, filer.kontoklasse_investering, filer.kontoklasse_balanse) as skal
    from poster
    inner join filer on poster.sha256 = filer.sha256
    where
        poster.kontoklasse not in (
            coalesce(filer.kontoklasse_drift, ''), coalesce(filer.kontoklasse_investering, ''), coalesce(filer.kontoklasse_balanse, '')
        )
),

like_kontoer as (
    select
        sha256,
        kontoklasse,
        hovedkode,
        underkode
    from poster
    group by sha256, kontoklasse, hovedkode, underkode
    having count(*) > 1
),

dubletter as (
    select
        poster.sha256,
        min(poster.linje) as linje,
        '015' as kontroll,
        {{ forste_samlet('poster.belop', 'poster.linje', 20, ', ') }} || case when count(*) > 20 then ' …' else '' end as verdi,
        {{ forste_samlet('poster.linje', 'poster.linje', 20, ', ') }}
        || case when count(*) > 20 then ' og ' || cast(count(*) - 20 as string) || ' til' else '' end as skal
    from poster
    inner join like_kontoer
        on
            poster.sha256 = like_kontoer.sha256
            and poster.kontoklasse = like_kontoer.kontoklasse
            and poster.hovedkode = like_kontoer.hovedkode
            and poster.underkode = like_kontoer.underkode
    group by poster.sha256, poster.kontoklasse, poster.hovedkode, poster.underkode
),

int_kostra__feltbrudd as (
    select
        sha256,
        linje,
        kontroll,
        verdi,
        skal
    from hoder
    where verdi != skal and not (kontroll = '008' and trim(verdi) = '')
    union all
    select * from klasser
    union all
    select
        sha256,
        linje,
        '014' as kontroll,
        belop_tekst as verdi,
        cast(null as string) as skal
    from poster
    where not {{ har_monsteret('belop_tekst', '^ *-?[0-9]+$') }}
    union all
    select * from dubletter
)

select * from int_kostra__feltbrudd
