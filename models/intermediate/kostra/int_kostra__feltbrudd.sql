{# Records whose fields are wrong by themselves, or not what the file is filed as: `verdi` is what stands there, `skal` what should. #}
with

poster as (select * from {{ ref('int_kostra__kontrollpost') }}),

filer as (select * from {{ ref('int_kostra__fil') }}),

hoder as (
    select
        poster.sha256,
        poster.linje,
        unnest([
            {'kontroll': '003', 'verdi': left(poster.hode, 2), 'skal': filer.skjema},
            {'kontroll': '004', 'verdi': substring(poster.hode, 3, 4), 'skal': filer.aargang},
            {'kontroll': '005', 'verdi': substring(poster.hode, 7, 1), 'skal': filer.kvartal_tekst},
            {'kontroll': '006', 'verdi': substring(poster.hode, 8, 6), 'skal': filer.region},
            {'kontroll': '007', 'verdi': substring(poster.hode, 14, 9), 'skal': filer.orgnr_tekst},
            {'kontroll': '008', 'verdi': substring(poster.hode, 23, 9), 'skal': filer.foretaksnr_tekst}
        ], recursive := true)
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

int_kostra__feltbrudd as (
    select sha256, linje, kontroll, verdi, skal from hoder
    where verdi != skal and not (kontroll = '008' and trim(verdi) = '')
    union all
    select * from klasser
    union all
    select sha256, linje, '014' as kontroll, belop_tekst as verdi, null as skal from poster
    where not regexp_full_match(belop_tekst, ' *-?[0-9]+')
    union all
    select sha256, min(linje) as linje, '015' as kontroll, string_agg(belop, ', ' order by linje) as verdi,
        string_agg(linje, ', ' order by linje) as skal
    from poster
    group by sha256, kontoklasse, hovedkode, underkode
    having count(*) > 1
)

select * from int_kostra__feltbrudd
