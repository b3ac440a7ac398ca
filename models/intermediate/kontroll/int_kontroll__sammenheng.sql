{# What a package says of its tables against itself: an override against the layout it overrides, a table's unit against its title, the source and its
   cells, its sign against what its posts are known to be, and a post's name and kind against labels and tree. Each is plausible alone, and cannot be true beside the other. #}
with

kolonner as (
    select * from {{ ref('int_kolonne__tydet') }}
),

utsnitt as (
    select * from {{ ref('int_kilde__utsnitt') }}
),

celler as (
    select
        celler.rapport_id,
        celler.tabell,
        coalesce(celler.maaleenhet, indikatorer.maaleenhet) as maaleenhet
    from {{ ref('int_celle__kodet') }} as celler
    left join {{ ref('int_indikator__samlet') }} as indikatorer on celler.indikator_id = indikatorer.indikator_id and celler.er_nokkeltall
),

egne_kolonner as (
    select * from {{ ref('stg_rapport__kolonne') }}
    where tabell is not null
),

-- units that the title or, where it is silent, the lines above the table speak of
omtalt as (
    select
        tabeller.rapport_id,
        tabeller.tabell,
        tabeller.fillinje,
        tabeller.enhet,
        tabeller.tittel,
    {% for sted in ['tabeller.tittel', 'utsnitt.innledning'] %}
        list_filter(list_value('kr', '1000 kr', 'mill. kr', 'mrd. kr'), lambda e: regexp_matches(
            lower({{ sted }}), case e -- noqa: RF02
                when 'kr' then '(hele|heile|i) kroner'
                when '1000 kr' then '1[ .]?000 kr|tusen kroner|hei?le tusen'
                when 'mill. kr' then 'mill[.]? kr|millioner'
                else 'mrd[.]? kr|milliarder'
            end
            )) as {{ 'i_tittelen' if loop.first else 'i_kilden' }}{{ '' if loop.last else ',' }}
    {% endfor %}
    from {{ ref('int_tabell__beskrevet') }} as tabeller
    left join utsnitt on tabeller.rapport_id = utsnitt.rapport_id and tabeller.tabell = utsnitt.tabell
    where tabeller.fakta = 'belop'
),

-- what the cells of a table are measured in, and what the table says: itself, not the package for all its amounts
tabellenheter as (
    select
        tabeller.rapport_id,
        tabeller.tabell,
        tabeller.fillinje,
        egne.enhet,
        list_distinct({{ liste_samlet("case
            when celler.maaleenhet in ('pst', 'prosentpoeng') then 'pst|prosent|%'
            when celler.maaleenhet = 'indeks' then 'indeks'
            when celler.maaleenhet = '1000 kr' then '1000 kr'
            when celler.maaleenhet = 'mill. kr' then 'mill[.]? kr'
            when starts_with(celler.maaleenhet, 'kr') then '(^|[^0.] )kr'
            else 'antall|årsverk|personer|m[23]|timer|dager'
        end", 'celler.maaleenhet') }}) as ventet,
        {{ liste_samlet('celler.maaleenhet') }} as enheter
    from {{ ref('int_tabell__beskrevet') }} as tabeller
    inner join {{ ref('stg_rapport__tabell') }} as egne on tabeller.rapport_id = egne.rapport_id and tabeller.tabell = egne.tabell
    inner join celler on tabeller.rapport_id = celler.rapport_id and tabeller.tabell = celler.tabell
    where egne.enhet is not null and tabeller.fakta != 'belop' and celler.maaleenhet is not null
    group by tabeller.rapport_id, tabeller.tabell, tabeller.fillinje, egne.enhet
),

tabellaar as (
    select
        tabeller.rapport_id,
        tabeller.tabell,
        tabeller.fillinje,
        tabeller.tittel
    from {{ ref('int_tabell__beskrevet') }} as tabeller
    inner join kolonner on tabeller.rapport_id = kolonner.rapport_id and tabeller.tabell = kolonner.tabell
    where regexp_matches(tabeller.tittel, '(19|20)[0-9]{2}') and kolonner.aar is not null
    group by tabeller.rapport_id, tabeller.tabell, tabeller.fillinje, tabeller.tittel
    having
        not list_has_any(
            {{ liste_samlet('cast(kolonner.aar as varchar)', 'kolonner.aar') }}, regexp_extract_all(tabeller.tittel, '(?:19|20)[0-9]{2}', 0)
        )
),

overstyrt as (
    select
        egne_kolonner.rapport_id,
        egne_kolonner.fillinje,
        egne_kolonner.tabell,
        egne_kolonner.kolonne,
        egne_kolonner.maal,
        egne_kolonner.aar,
        delte.maal as delt_maal,
        delte.aar as delt_aar,
        tabeller.rapport_aar
    from egne_kolonner
    inner join {{ ref('int_tabell__beskrevet') }} as tabeller
        on egne_kolonner.rapport_id = tabeller.rapport_id and egne_kolonner.tabell = tabeller.tabell
    inner join {{ ref('stg_rapport__kolonne') }} as delte
        on
            tabeller.oppstilling_eier = delte.rapport_id
            and delte.tabell is null
            and tabeller.oppstilling = delte.oppstilling
            and egne_kolonner.kolonne = delte.kolonne
),

poster as (
    select
        *,
        {{ normert_etikett('navn') }} as navnet
    from {{ ref('stg_rapport__post') }}
),

foreldre as (
    select distinct
        rapport_id,
        oppstilling,
        forelder_post_id
    from poster
    where forelder_post_id is not null
),

etiketter as (
    select
        rapport_id,
        oppstilling,
        fillinje,
        etikett,
        kode,
        {{ normert_etikett('etikett') }} as navnet
    from {{ ref('stg_rapport__rad') }}
    where etikett != '*'
),

navn as (
    select
        rapport_id,
        oppstilling,
        post_id as kode,
        navnet
    from poster
    union all
    select
        rapport_id,
        null as oppstilling,
        kode,
        {{ normert_etikett('navn') }} as navnet
    from {{ ref('int_indikator__samlet') }}
),

treff as (
    select
        etiketter.rapport_id,
        etiketter.oppstilling,
        etiketter.fillinje,
        etiketter.etikett,
        etiketter.kode,
        etiketter.navnet,
        bool_or(navn.kode = etiketter.kode) as er_egen,
        min(navn.kode) filter (where navn.kode != etiketter.kode) as annen
    from etiketter
    inner join navn
        on
            etiketter.navnet = navn.navnet
            and coalesce(navn.oppstilling, etiketter.oppstilling) = etiketter.oppstilling
            and coalesce(navn.rapport_id, '') in ('', etiketter.rapport_id)
    where navn.oppstilling is not null or etiketter.kode in (select i.kode from {{ ref('int_indikator__samlet') }} as i)
    group by etiketter.rapport_id, etiketter.oppstilling, etiketter.fillinje, etiketter.etikett, etiketter.kode, etiketter.navnet
),

-- the effect that each post has in the layouts that all share, and in the rows of a table
fortegn as (
    select
        rader.kode,
        min(try_cast(rader.fortegn as integer)) as fortegn
    from {{ ref('stg_rapport__rad') }} as rader
    where rader.rapport_id = '' and rader.fortegn is not null
    group by rader.kode
    having count(distinct rader.fortegn) = 1
),

virkninger as (
    select
        celler.rapport_id,
        celler.tabell,
        avg(case when {{ fortegnet('celler.verdi') }} * celler.fortegn_virkning = fortegn.fortegn then 1 else 0 end) as andel_som_ventet
    from {{ ref('int_celle__kodet') }} as celler
    inner join fortegn on celler.kode = fortegn.kode
    where
        celler.fakta = 'belop'
        and celler.verdi != 0
        and celler.maal in ('regnskap', 'regulert_budsjett', 'opprinnelig_budsjett', 'okonomiplan')
    group by celler.rapport_id, celler.tabell
    having count(*) >= 4
),

int_kontroll__sammenheng as (
    select
        virkninger.rapport_id,
        case when tabeller.fillinje is null then 'datapackage.json' else 'tabeller.csv' end as fil,
        coalesce(tabeller.fillinje, 1) as linje,
        'fortegn_virkning' as kolonne,
        concat(
            'in table ',
            virkninger.tabell,
            ' most income reduces the result, and most expenditure improves it. Correct the sign of the package, the table, its layout or its rows.'
        ) as melding
    from virkninger
    inner join {{ ref('int_tabell__beskrevet') }} as tabeller
        on virkninger.rapport_id = tabeller.rapport_id and virkninger.tabell = tabeller.tabell
    where virkninger.andel_som_ventet < 0.5
    union all
    select
        rapport_id,
        'tabeller.csv' as fil,
        fillinje as linje,
        'slag' as kolonne,
        concat(tabell, ' is a ', slag, ', and its cells are in ', fil, '. Expected the cells of figures in figurer.csv, and no others. Correct it.')
            as melding
    from {{ ref('int_tabell__beskrevet') }}
    where fillinje is not null and (slag = 'figur') != (fil = 'figurer.csv')
    union all
    select
        rader.rapport_id,
        'rader.csv' as fil,
        rader.fillinje as linje,
        'maaleenhet' as kolonne,
        concat(
            '«', rader.etikett, '» is in ', coalesce(rader.maaleenhet, 'no unit'), ', and ', coalesce(indikatorer.indikator_id, rader.maal),
            ' in another. Correct the unit, the measure or the code.'
        ) as melding
    from {{ ref('stg_rapport__rad') }} as rader
    left join {{ ref('int_indikator__samlet') }} as indikatorer
        on rader.kode = indikatorer.kode and indikatorer.rapport_id in ('', rader.rapport_id)
    where
        (rader.maaleenhet is not null or rader.maal is not null)
        and rader.maaleenhet is distinct from coalesce(
            indikatorer.maaleenhet,
            case when regexp_matches(rader.maal, '_kr$') then 'kr' when regexp_matches(rader.maal, '_pst$') then 'pst' else rader.maaleenhet end
        )
    union all
    select
        rapport_id,
        'kolonner.csv' as fil,
        fillinje as linje,
        'tabell' as kolonne,
        concat('column ', kolonne, ' is of no table and no layout. Say which.') as melding
    from {{ ref('stg_rapport__kolonne') }}
    where tabell is null and oppstilling is null
    union all
    select
        rapport_id,
        'funn.csv' as fil,
        fillinje as linje,
        'sted_b' as kolonne,
        concat(funn_id, ' has a second value, «', verdi_b, '», and no second place. Add the place, or remove the value.') as melding
    from {{ ref('stg_rapport__funn') }}
    where sted_b is null and verdi_b is not null
    union all
    select
        egne_kolonner.rapport_id,
        'kolonner.csv' as fil,
        egne_kolonner.fillinje as linje,
        'kolonne' as kolonne,
        concat(
            'table ', egne_kolonner.tabell, ' has no column ', egne_kolonner.kolonne, '. Expected one of its header. Correct it, or remove the line.'
        )
            as melding
    from egne_kolonner
    inner join {{ ref('int_tabell__beskrevet') }} as tabeller
        on egne_kolonner.rapport_id = tabeller.rapport_id and egne_kolonner.tabell = tabeller.tabell
    left join kolonner
        on
            egne_kolonner.rapport_id = kolonner.rapport_id
            and egne_kolonner.tabell = kolonner.tabell
            and egne_kolonner.kolonne = kolonner.kolonne
    where tabeller.fil is not null and kolonner.kolonne is null
    union all
    select
        rapport_id,
        'kolonner.csv' as fil,
        fillinje as linje,
        'maal' as kolonne,
        concat(
            'column ', kolonne, ' of table ', tabell, ' is ', maal, ' of ', aar, ', and in the layout ', delt_maal, ' of ', delt_aar,
            '. Expected what the layout says of a column with that name. Correct it, or name the column otherwise.'
        ) as melding
    from overstyrt
    where
        maal != delt_maal
        or case when length(aar) = 4 then cast(aar as integer) - rapport_aar else try_cast(aar as integer) end
        != case when length(delt_aar) = 4 then cast(delt_aar as integer) - rapport_aar else try_cast(delt_aar as integer) end
    union all
    select
        rapport_id,
        'tabeller.csv' as fil,
        coalesce(fillinje, 1) as linje,
        'enhet' as kolonne,
        concat(
            'the amounts of table ', tabell, ' are in ', enhet, ', and ',
            case
                when array_length(i_tittelen) > 0 then concat('its title says «', tittel, '»')
                else concat('the source says ', list_extract(i_kilden, 1), ' above it')
            end,
            '. Correct the unit, or the title.'
        ) as melding
    from omtalt
    where
        (array_length(i_tittelen) = 1 and enhet != list_extract(i_tittelen, 1))
        or (array_length(i_tittelen) = 0 and array_length(i_kilden) = 1 and enhet != list_extract(i_kilden, 1))
    union all
    select
        rapport_id,
        'tabeller.csv' as fil,
        coalesce(fillinje, 1) as linje,
        'enhet' as kolonne,
        concat('table ', tabell, ' is in «', enhet, '», and its cells in ', array_to_string(list_sort(enheter), ', '), '. Correct it.') as melding
    from tabellenheter
    where
        enhet not in ('diverse', 'ikke oppgitt')
        and array_length(list_filter(ventet, lambda v: regexp_matches(lower(replace(enhet, 'kroner', 'kr')), v))) = 0
    union all
    select
        rapport_id,
        'tabeller.csv' as fil,
        coalesce(fillinje, 1) as linje,
        'tittel' as kolonne,
        concat('the title «', tittel, '» of table ', tabell, ' has a year that none of its columns is of. Correct the title, or the columns.')
            as melding
    from tabellaar
    union all
    select
        poster.rapport_id,
        'poster.csv' as fil,
        poster.fillinje as linje,
        'radtype' as kolonne,
        concat(
            poster.post_id, ' is ', poster.radtype, ', and ',
            case when foreldre.forelder_post_id is null then 'no post goes into it, nor does a rule compute it' else 'posts go into it' end,
            '. Correct its kind, or the tree.'
        ) as melding
    from poster
    left join foreldre
        on poster.rapport_id = foreldre.rapport_id and poster.oppstilling = foreldre.oppstilling and poster.post_id = foreldre.forelder_post_id
    where
        (poster.radtype = 'detalj') != (foreldre.forelder_post_id is null)
        and (poster.radtype = 'detalj' or not regexp_matches(poster.post_id, '^sum_|_sum_|_sum$|^fremfort_'))
    union all
    select
        poster.rapport_id,
        'poster.csv' as fil,
        poster.fillinje as linje,
        'navn' as kolonne,
        concat(
            poster.post_id,
            ' is called «',
            poster.navn,
            '», which is what ',
            min(etiketter.kode),
            ' is printed as. Correct the name, or the label in rader.csv.'
        ) as melding
    from poster
    inner join etiketter
        on poster.oppstilling = etiketter.oppstilling and poster.navnet = etiketter.navnet and etiketter.rapport_id in ('', poster.rapport_id)
    group by poster.rapport_id, poster.fillinje, poster.post_id, poster.navn
    having not bool_or(etiketter.kode = poster.post_id)
    union all
    select
        poster.rapport_id,
        'poster.csv' as fil,
        poster.fillinje as linje,
        'navn' as kolonne,
        concat(
            poster.post_id, ' is called «', poster.navn, '» in ', poster.oppstilling, ', and «', andre.navn, '» in ', andre.oppstilling,
            '. Expected one name. Correct it, or give the post another id.'
        ) as melding
    from poster
    inner join poster as andre
        on poster.post_id = andre.post_id and andre.rapport_id in ('', poster.rapport_id) and poster.navnet > andre.navnet
    union all
    select
        rapport_id,
        'rader.csv' as fil,
        fillinje as linje,
        'kode' as kolonne,
        concat('«', etikett, '» is given the code ', kode, ', and is the name of ', annen, '. Correct the code, or the name.') as melding
    from treff
    where not er_egen
    union all
    select
        forbehold.rapport_id,
        'sammenlignbarhet.csv' as fil,
        forbehold.fillinje as linje,
        'utgave_dato' as kolonne,
        concat('the source does not have the date ', forbehold.utgave_dato, ' of ', forbehold.sted, '. Expected one as 2020-03-30. Correct it.')
            as melding
    from {{ ref('stg_rapport__sammenlignbarhet') }} as forbehold
    left join {{ ref('stg_rapport__fil') }} as filer on forbehold.rapport_id = filer.rapport_id and filer.sha256 is not null
    where forbehold.utgave_dato is not null
    group by forbehold.rapport_id, forbehold.fillinje, forbehold.sted, forbehold.utgave_dato
    having
        try_cast(forbehold.utgave_dato as date) is null
        or not bool_or(
            contains(filer.tekst, {{ datoskrift('try_cast(forbehold.utgave_dato as date)') }})
            or contains(filer.tekst, {{ datoskrift('try_cast(forbehold.utgave_dato as date)', helt=true) }})
        )
)

select * from int_kontroll__sammenheng
