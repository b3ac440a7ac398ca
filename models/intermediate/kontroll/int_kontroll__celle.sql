{# What is wrong with the printed tables: cells that cannot be read, rows and columns nobody knows the meaning of, and what should be there and is
   not. One fault a table and kind, with the first place. #}
with

celler as (
    select * from {{ ref('int_celle__lest') }}
),

kodet as (
    select * from {{ ref('int_celle__kodet') }}
),

rader as (
    select
        *,
        count(kode) over (partition by rapport_id, tabell, gruppe, etikett) > 0 as er_kjent_ellers
    from {{ ref('int_rad__kodet') }}
),

kolonner as (
    select * from {{ ref('int_kolonne__tydet') }}
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

brudd as (
    select
        rapport_id,
        fil,
        fillinje as linje,
        kolonne,
        tabell,
        'cannot read «' || {{ synlig('raatekst') }} || '»' as funnet,
        'Expected a Norwegian number (1 234,5), an empty cell, or a sign that kodeverk/tegn.csv or the package''s datapackage.json knows. '
        || 'Correct the cell as printed' as ventet
    from celler
    where status is null
    union all
    select distinct
        rapport_id,
        fil,
        fillinje,
        'rad' as kolonne,
        tabell,
        'the row number is missing or stands twice' as funnet,
        'Expected 1, 2, 3 … down the page. Correct it' as ventet
    from celler
    where rad is null
    union all
    select
        rapport_id,
        fil,
        max(fillinje) as linje,
        'rad' as kolonne,
        tabell,
        concat('the row number ', rad, ' stands ', count(*), ' times') as funnet,
        'Expected 1, 2, 3 … down the page. Correct it' as ventet
    from celler
    where rad is not null
    group by rapport_id, fil, tabell, rad, kolonne
    having count(*) > 1
    union all
    select
        rapport_id,
        fil,
        fillinje,
        'etikett' as kolonne,
        tabell,
        concat(
            'the layout ', oppstilling, ' does not know the label «', {{ synlig('etikett') }}, '»',
            coalesce(' under «' || {{ synlig('gruppe') }} || '»', ''),
            case when er_kjent_ellers then ' once more' else '' end
        ) as funnet,
        'Expected a label of its rader.csv. Correct the label as printed, or add it there' as ventet
    from rader
    where kodeverk is not null and kode is null and etikett != ''
    union all
    select
        kolonner.rapport_id,
        tabeller.fil,
        1 as linje,
        kolonner.kolonne,
        kolonner.tabell,
        'nobody says what the column measures' as funnet,
        'Expected it in kolonner.csv, for the table or its layout. Add it, or correct the header' as ventet
    from kolonner
    inner join tabeller on kolonner.rapport_id = tabeller.rapport_id and kolonner.tabell = tabeller.tabell
    where not kolonner.er_kjent and tabeller.emne is not null
    union all
    select
        rapport_id,
        max(fil) as fil,
        1 as linje,
        cast(null as varchar) as kolonne,
        tabell,
        concat('table ', tabell, ' is in several files: ', {{ tekster_samlet('fil', ', ', ulike=true) }}) as funnet,
        'Expected a number of its own for each (tabeller/<number>_<layout>.csv). Rename one, or remove it' as ventet
    from celler
    where fil like 'tabeller/%'
    group by rapport_id, tabell
    having count(distinct celler.fil) > 1
    union all
    select
        rapport_id,
        fil,
        min(fillinje) as linje,
        kolonne,
        tabell,
        concat('an amount in «', coalesce(min(maaleenhet), ''), '»') as funnet,
        'Expected kr, 1000 kr, mill. kr or mrd. kr. Say it once as enhet in datapackage.json, or of the table' as ventet
    from kodet
    where fakta = 'belop' and faktor_mill_kr is null
    group by rapport_id, fil, tabell, kolonne
    union all
    select
        rapport_id,
        fil,
        fillinje as linje,
        kolonne,
        tabell,
        concat('the amount has no sign: ', etikett) as funnet,
        'Expected fortegn_virkning of the layout or the table as 1 or -1, or as rad with the row''s fortegn' as ventet
    from kodet
    where fakta = 'belop' and fortegn_virkning is null and kode is not null
    union all
    select
        rapport_id,
        fil,
        fillinje as linje,
        kolonne,
        tabell,
        concat('it is not said what the column measures, or in which year: maal «', maal, '», aar «', aar, '»') as funnet,
        'Expected both in kolonner.csv' as ventet
    from kodet
    where
        fakta in ('belop', 'nokkeltall')
        and (maal is null or aar is null)
        and concat_ws('|', rapport_id, tabell, kolonne) not in (
            select concat_ws('|', kolonner.rapport_id, kolonner.tabell, kolonner.kolonne) from kolonner
            where not kolonner.er_kjent
        )
    union all
    select
        rapport_id,
        coalesce(fil, 'tabeller.csv') as fil,
        coalesce(fillinje, 1) as linje,
        cast(null as varchar) as kolonne,
        tabell,
        case
            when emne is null and oppstilling is not null then 'there is no layout ' || oppstilling
            else 'the table has no layout, and no subject'
        end as funnet,
        'Expected one of the package''s or of seeds/oppstillinger. Correct oppstilling in tabeller.csv, or the file''s name' as ventet
    from tabeller
    where fil is not null and emne is null
    union all
    select
        rapport_id,
        coalesce(fil, 'tabeller.csv') as fil,
        coalesce(fillinje, 1) as linje,
        cast(null as varchar) as kolonne,
        tabell,
        concat('«', tabell, '» is no table''s id') as funnet,
        'Expected letters and digits, as 02 or T05. Correct the file''s name (tabeller/<number>_<layout>.csv), or tabell in tabeller.csv' as ventet
    from tabeller
    where not regexp_matches(coalesce(tabell, ''), '^[A-Za-z0-9]+$')
),

int_kontroll__celle as (
    select
        rapport_id,
        fil,
        min(linje) as linje,
        min_by(kolonne, linje) as kolonne,
        concat(
            case when fil = 'figurer.csv' then tabell || ': ' else '' end,
            min_by(funnet, linje), '. ', min(ventet),
            case when count(*) > 1 then concat('; ', count(*) - 1, ' more such in the table') else '' end, '.'
        ) as melding
    from brudd
    group by rapport_id, fil, tabell, ventet
)

select * from int_kontroll__celle
