{# Records whose fields are wrong by themselves, or not what the file is filed as: `verdi` is what stands there, `skal` what should. #}
with

poster as (select * from {{ ref('int_kostra__kontrollpost') }}),

filer as (select * from {{ ref('int_kostra__fil') }}),

hoder as (
    select
        poster.sha256,
        poster.linje,
        unnest([
            { 'kontroll': '003', 'verdi': left(poster.hode, 2), 'skal': filer.skjema },
            { 'kontroll': '004', 'verdi': substring(poster.hode, 3, 4), 'skal': filer.aargang },
            { 'kontroll': '005', 'verdi': substring(poster.hode, 7, 1), 'skal': filer.kvartal_tekst },
            { 'kontroll': '006', 'verdi': substring(poster.hode, 8, 6), 'skal': filer.region },
            { 'kontroll': '007', 'verdi': substring(poster.hode, 14, 9), 'skal': filer.orgnr_tekst },
            { 'kontroll': '008', 'verdi': substring(poster.hode, 23, 9), 'skal': filer.foretaksnr_tekst }
        ]) as felt
    from poster
    inner join filer on poster.sha256 = filer.sha256 and poster.hode != filer.hode
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
        concat(array_to_string(arg_min(poster.belop, poster.linje, 20), ', '), case when count(*) > 20 then ' …' else '' end) as verdi,
        concat(
            array_to_string(min(poster.linje, 20), ', '), case when count(*) > 20 then concat(' og ', count(*) - 20, ' til') else '' end
        ) as skal
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
        felt['kontroll'] as kontroll,
        felt['verdi'] as verdi,
        felt['skal'] as skal
    from hoder
    where felt['verdi'] != felt['skal'] and not (felt['kontroll'] = '008' and trim(felt['verdi']) = '')
    union all
    select * from klasser
    union all
    select
        sha256,
        linje,
        '014' as kontroll,
        belop_tekst as verdi,
        null as skal
    from poster
    where not regexp_full_match(belop_tekst, ' *-?[0-9]+')
    union all
    select * from dubletter
)

select * from int_kostra__feltbrudd
