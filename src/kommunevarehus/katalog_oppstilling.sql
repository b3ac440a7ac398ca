-- The layouts that all reports share, against each other and against how accounts are read.
with

poster as (
    select
        *,
        lag(cast(rekkefolge as integer)) over (partition by oppstilling order by "#linje") as forrige,
        lead(cast(rekkefolge as integer)) over (partition by oppstilling order by "#linje") as neste
    from "oppstillinger/poster.csv"
),

brudd as (
    select
        'oppstillinger/oppstillinger.csv' as fil,
        min("#linje") as linje,
        'navn' as kolonne,
        concat('«', navn, '» is the name of ', count(*), ' layouts') as funnet,
        'a name of its own' as ventet
    from "oppstillinger/oppstillinger.csv"
    group by navn
    having count(*) > 1
    union all
    select
        'oppstillinger/oppstillinger.csv',
        layout."#linje",
        kolonne,
        concat(layout.oppstilling, ' «', layout.navn, '» is ', concat_ws(', ', layout.emne, layout.kodeverk, layout.fortegn_virkning)),
        case kolonne
            when 'emne' then 'the subject of its name: a balance, areas, projects, investment, operation'
            when 'kodeverk' then 'posts where its amounts are of a part of the accounts'
            else 'one sign, or rad where the rows have theirs'
        end
    from (select *, unnest(['emne', 'kodeverk', 'fortegn_virkning']) as kolonne from "oppstillinger/oppstillinger.csv") as layout
    inner join "kodeverk/emne.csv" as emne on layout.emne = emne.emne
    where case kolonne
        when 'emne' then layout.kodeverk = 'post' and (
            (emne.regnskapsdel = 'balanse') != contains(lower(layout.navn), 'balanse')
            or (layout.emne = 'bevilgning_omrade') != contains(layout.navn, 'områder')
            or (layout.emne = 'investeringsomrade') != contains(layout.navn, 'prosjekter')
            or (emne.regnskapsdel = 'investering') != contains(lower(layout.navn), 'investering')
            or (layout.emne = 'drift') != starts_with(layout.navn, 'Økonomisk oversikt') and not contains(layout.navn, 'investering')
        )
        when 'kodeverk' then coalesce(layout.kodeverk = 'post', false) != (emne.regnskapsdel is not null)
        else coalesce(layout.kodeverk = 'post', false) != (layout.fortegn_virkning is not null)
            or (layout.fortegn_virkning = 'rad') != (emne.fakta = 'belop' and not regexp_matches(layout.oppstilling, '^(okonomisk_oversikt_art|bevilgningsoversikt_investering|balanse)$'))
    end
    union all
    select
        'oppstillinger/poster.csv',
        "#linje",
        'rekkefolge',
        concat(post_id, ' of ', oppstilling, ' is number ', rekkefolge, ', between ', coalesce(cast(forrige as varchar), 'nothing'), ' and ', coalesce(cast(neste as varchar), 'nothing')),
        'the number between'
    from poster
    where neste - forrige = 2 and cast(rekkefolge as integer) != forrige + 1
    union all
    select
        'oppstillinger/rader.csv',
        min("#linje"),
        'forekomst',
        concat('«', etikett, '» of ', oppstilling, ' stands ', count(*), ' times, as number ', string_agg(forekomst, ', ' order by forekomst)),
        'the first, the second and so on'
    from "oppstillinger/rader.csv"
    group by oppstilling, gruppe, etikett
    having count(*) != max(cast(forekomst as integer))
    union all
    select
        'oppstillinger/regler.csv',
        "#linje",
        'art',
        concat(regel_id, ' is ', art, ': ', formel),
        'lik for one term, differanse where the second is subtracted, and else sum'
    from "oppstillinger/regler.csv"
    where art != case
        when not regexp_matches(split_part(formel, ' = ', 2), '[;+]| - ') then 'lik'
        when contains(split_part(formel, ' = ', 2), ' - ') then 'differanse' else 'sum'
    end
    union all
    select
        'regnskap/linjer.csv',
        linje."#linje",
        'navn',
        concat(linje.post_id, ' of ', linje.oppstilling, ' is «', linje.navn, '»'),
        'a name that shares a word with the name or a label of the post in its layout'
    from "regnskap/linjer.csv" as linje
    inner join (
        select oppstilling, post_id, navn from "oppstillinger/poster.csv"
        union all
        select oppstilling, kode, etikett from "oppstillinger/rader.csv"
    ) as kjent on linje.oppstilling = kjent.oppstilling and linje.post_id = kjent.post_id
    group by linje."#linje", linje.post_id, linje.oppstilling, linje.navn
    having not list_has_any(
        regexp_extract_all(lower(linje.navn), '[a-zæøå]{3,}'),
        regexp_extract_all(lower(string_agg(kjent.navn, '; ' order by kjent.navn)), '[a-zæøå]{3,}')
    )
    union all
    select
        'regnskap/asss_tabeller.csv',
        linje."#linje",
        kolonne,
        concat('«', linje.navn, '» of «', linje.tabell, '» is ', coalesce(linje.indikator_id, 'no indicator')),
        'a table that a layout is named after, and an indicator that one of its rows is'
    from (select *, unnest(['tabell', 'indikator_id']) as kolonne from "regnskap/asss_tabeller.csv") as linje
    left join "oppstillinger/oppstillinger.csv" as layout on starts_with(layout.navn, linje.tabell)
    where case kolonne
        when 'tabell' then layout.oppstilling is null
        else linje.indikator_id is not null and linje.indikator_id not in (select kode from "oppstillinger/rader.csv" as rad where rad.oppstilling = layout.oppstilling)
    end
)

from brudd
