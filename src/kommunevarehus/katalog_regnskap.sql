-- How accounts are read, and the layouts: each against another file of the house that says the same.
with

brudd as (
    select
        begrep.fil,
        begrep.linje,
        kolonne,
        concat(begrep.kode, ' is of ', coalesce(begrep.aar_fra, ''), '–', coalesce(begrep.aar_til, ''), ', after ', coalesce(begrep.forrige_til, 'nothing')) as funnet,
        'years that begin in 2014, 2016 or 2020, or end the year before, and one definition after another' as ventet
    from (
        select *, unnest(['aar_fra', 'aar_til']) as kolonne, lag(aar_til) over (partition by fil, kode order by coalesce(aar_fra, '')) as forrige_til,
            lead(aar_fra) over (partition by fil, kode order by coalesce(aar_fra, '')) as neste_fra
        from (
            select 'regnskap/egne_begrep.csv' as fil, "#linje" as linje, concat_ws('.', samling, kode) as kode, aar_fra, aar_til
            from "regnskap/egne_begrep.csv"
            union all
            select 'regnskap/linjer.csv', "#linje", concat_ws('.', oppstilling, post_id), aar_fra, aar_til from "regnskap/linjer.csv"
        )
    ) as begrep
    where case kolonne
        when 'aar_fra' then aar_fra not in ('2014', '2016', '2020') or cast(forrige_til as integer) + 1 != cast(aar_fra as integer)
        else aar_til not in ('2013', '2015', '2019') or (aar_til is null and neste_fra is not null)
    end
    union all
    select
        'regnskap/ssb_begrep_2025.csv',
        begrep."#linje",
        'slag',
        concat(begrep.kode, ' is ', begrep.slag),
        'begrep where the code begins with a letter; else what kodeverk has of the number'
    from "regnskap/ssb_begrep_2025.csv" as begrep
    where (begrep.slag = 'begrep') != regexp_matches(begrep.kode, '^[A-Z]')
        or (begrep.slag = 'art' and length(begrep.kode) != 3)
        or (begrep.slag = 'kapittel' and begrep.kode not in (select kapittel from "kodeverk/kostra_kapittel.csv"))
    union all
    select
        'regnskap/asss.csv',
        "#linje",
        kolonne,
        concat(navn, ', ', kommunenr, ', is a member ', coalesce(aar_fra, ''), '–', coalesce(aar_til, 'now'), ', after ', coalesce(forrige_til, 'no year')),
        'each city until now, the last year of each of its numbers, and the year after for the next'
    from (
        select medlem.*, kommune.navn, split_part(coalesce(kommune.gyldighet, '-'), '-', 2) as siste, unnest(['aar_fra', 'aar_til', 'kommunenr']) as kolonne,
            lag(medlem.aar_til) over byen as forrige_til, lead(medlem.kommunenr) over byen as neste
        from "regnskap/asss.csv" as medlem
        inner join "kodeverk/kommune.csv" as kommune on medlem.kommunenr = kommune.kommunenr
        window byen as (partition by kommune.kommunenr_2024 order by coalesce(medlem.aar_fra, ''))
    )
    where case kolonne
        when 'aar_fra' then cast(aar_fra as integer) != cast(forrige_til as integer) + 1
        when 'aar_til' then coalesce(aar_til, '') != siste
        else (neste is null) != (aar_til is null)
    end
    union all
    select
        'regnskap/eierandel.csv',
        andel."#linje",
        kolonne,
        concat(andel.enhet, ' of ', andel.kommunenr, ' in ', andel.aar_fra, '–', andel.aar_til, ' is ', andel.eierandel_pst, ' per cent'),
        'the whole of a KF, a part of the others, in years one after the other'
    from (select *, unnest(['eierandel_pst', 'aar_til']) as kolonne from "regnskap/eierandel.csv") as andel
    where case kolonne
        when 'aar_til' then andel.aar_til < andel.aar_fra
        else ends_with(andel.enhet, ' KF') != (andel.eierandel_pst = '100') or cast(andel.eierandel_pst as decimal(9, 4)) not between 0 and 100
    end
    union all
    -- The areas part the functions of the services: each is in one, in the years in which it is in use.
    select
        'regnskap/funksjonsgruppe.csv',
        coalesce(min(i_gruppe."#linje"), 1),
        'funksjoner',
        concat(funksjon.funksjon, ' «', coalesce(funksjon.navn, ''), '» is in ', count(i_gruppe.gruppe), ' areas ', perioder.periode),
        'each function of a service in one area, and none in any group that kodeverk/kostra_funksjon.csv has not'
    from "kodeverk/kostra_funksjon.csv" as funksjon
    cross join (values ('until 2019'), ('from 2020')) as perioder (periode)
    left join (
        select *, unnest(string_split(funksjoner, ' ')) as spenn from "regnskap/funksjonsgruppe.csv" where er_omrade = 'ja'
    ) as i_gruppe
        on funksjon.funksjon between split_part(i_gruppe.spenn, '..', 1) and right(i_gruppe.spenn, 3)
        and (perioder.periode = 'from 2020') = (i_gruppe.aar_fra is not null)
    where funksjon.type = 'tjeneste'
        and case perioder.periode when 'from 2020' then coalesce(funksjon.gyldig_til, '9999') >= '2020' else coalesce(funksjon.gyldig_fra, '0') < '2020' end
    group by funksjon.funksjon, funksjon.navn, perioder.periode
    having count(i_gruppe.gruppe) != 1
    union all
    select
        'regnskap/funksjonsgruppe.csv',
        gruppe."#linje",
        kolonne,
        concat(gruppe.gruppe, ' «', coalesce(gruppe.navn, ''), '» is ', gruppe.funksjoner, ', by «', gruppe.kilde, '»'),
        'functions that there are, a name where Klass has one, and the years of its source'
    from (select *, unnest(['funksjoner', 'navn', 'kilde', 'aar_fra', 'aar_til']) as kolonne from "regnskap/funksjonsgruppe.csv") as gruppe
    where case kolonne
        when 'kilde' then contains(gruppe.kilde, 'Klass') != (gruppe.aar_fra is not null and gruppe.gruppe != 'andre')
            or contains(gruppe.kilde, 'restgruppe') != (gruppe.gruppe = 'andre')
        when 'navn' then gruppe.navn is null and gruppe.aar_fra is not null
        when 'aar_fra' then gruppe.aar_fra != '2020'
        when 'aar_til' then coalesce(gruppe.aar_til, '') != case when gruppe.aar_fra is null then '2019' else '' end
        else exists (
            select 1 from (select unnest(regexp_extract_all(gruppe.funksjoner, '[0-9]{3}')) as kode) as koder
            where koder.kode not in (select funksjon from "kodeverk/kostra_funksjon.csv") and not regexp_matches(koder.kode, '[09]{2}$')
        )
    end
    union all
    select
        'regnskap/asss_tabeller.csv',
        linje."#linje",
        'formel',
        concat('«', linje.navn, '» is ', linje.formel, coalesce(', of «' || begrep.navn || '»', '')),
        'concepts of regnskap/egne_begrep.csv, and where it is one, a name that shares a word with it'
    from "regnskap/asss_tabeller.csv" as linje
    left join "regnskap/egne_begrep.csv" as begrep on begrep.samling = 'asss' and linje.formel[2:] = begrep.kode
    where (not contains(linje.formel, ' ') and (
            begrep.navn is null
            or not list_has_any(
                regexp_extract_all(lower(linje.navn), '[a-zæøå]{3,5}'),
                regexp_extract_all(lower(concat_ws(' ', begrep.navn, begrep.kode)), '[a-zæøå]{3,5}')
            )
        ))
        or exists (
            select 1 from (select unnest(string_split(linje.formel, ' ')) as ledd) as ledd
            where ledd.ledd[2:] not in (select kode from "regnskap/egne_begrep.csv" where samling = 'asss')
        )
)

from brudd
