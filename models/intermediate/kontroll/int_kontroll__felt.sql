{# What the packages' catalogues say, field by field, and the source or another field contradicts: a projection's ages, a finding's replacement, a
   post's name among others, a formula's kind. Each is plausible alone, and cannot be true beside the other. unntak.csv says where it is
   (feltet_star_i_kilden); an exception that nothing needs is a slip too. #}
with

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

malene as (
    select
        mal.*,
        pakker.aar as rapport_aar
    from {{ ref('stg_rapport__mal') }} as mal
    inner join {{ ref('stg_rapport__pakke') }} as pakker on mal.rapport_id = pakker.rapport_id
),

-- the projections of a municipality that was one in the first year
datidens as (
    select distinct
        prognoser.rapport_id,
        prognoser.prognose_id
    from {{ ref('stg_rapport__prognose') }} as prognoser
    inner join {{ ref('int_kontroll__kommunenummer') }} as numre
        on
            prognoser.kommunenr = numre.kommunenr
            and try_cast(prognoser.fra_aar as integer) between coalesce(numre.gyldig_fra, 0) and coalesce(numre.gyldig_til, 9999)
),

prognoser as (
    select
        prognoser.*,
        pst.enhet as pst_enhet,
        pst.gjelder as pst_gjelder,
        pst.aar as pst_aar,
        pst.sammenligning as pst_mot,
        personer.gjelder as personer_gjelder,
        personer.enhet as personer_enhet,
        case
            when try_cast(prognoser.alder_fra as integer) = 0 and prognoser.alder_til is null then 'Alle aldre'
            when prognoser.alder_til is null then prognoser.alder_fra || ' år og over'
            else concat(prognoser.alder_fra, '–', prognoser.alder_til, ' år')
        end as aldrene,
        count(*) over (partition by prognoser.rapport_id, prognoser.rekkefolge) as like_plasser,
        dagens.kommunenr is not null as er_dagens,
        datidens.prognose_id is not null as er_datidens
    from {{ ref('stg_rapport__prognose') }} as prognoser
    left join (select distinct kommunenr_2024 as kommunenr from {{ ref('stg_kodeverk__kommune') }}) as dagens -- noqa: ST05
        on prognoser.kommunenr = dagens.kommunenr
    left join datidens on prognoser.rapport_id = datidens.rapport_id and prognoser.prognose_id = datidens.prognose_id
    left join {{ ref('stg_rapport__utsagn') }} as pst on prognoser.rapport_id = pst.rapport_id and prognoser.utsagn_pst = pst.utsagn_id
    left join {{ ref('stg_rapport__utsagn') }} as personer
        on prognoser.rapport_id = personer.rapport_id and prognoser.utsagn_personer = personer.utsagn_id
),

funn as (
    select * from {{ ref('stg_rapport__funn') }}
),

funnsteder as (
    select
        rapport_id,
        funn_id,
        unnest(list_value(sted_a, sted_b)) as sted
    from funn
    union all
    select
        rapport_id,
        funn_id,
        sted
    from {{ ref('stg_rapport__funn_virkning') }}
),

poster as (
    select
        poster.*,
        count(*) over (partition by poster.rapport_id, poster.oppstilling, poster.navn) as like_navn,
        count(*) over (partition by poster.rapport_id, poster.oppstilling, poster.rekkefolge) as like_plasser,
        count(poster.tjenesteomrade_id) over (partition by poster.rapport_id, poster.oppstilling) as med_omrade,
        omrader.tjenesteomrade_id as omradet_med_navnet
    from {{ ref('stg_rapport__post') }} as poster
    left join {{ ref('stg_kodeverk__tjenesteomrade') }} as omrader on poster.navn = omrader.navn
),

kolonner as (
    select
        kolonner.*,
        tabeller.fil,
        lower(coalesce(kolonner.overskrift, '')) as ordene,
        count(kolonner.overskrift) over bordet as med_overskrift,
        count(*) over bordet as antall
    from {{ ref('int_kolonne__tydet') }} as kolonner
    inner join tabeller on kolonner.rapport_id = tabeller.rapport_id and kolonner.tabell = tabeller.tabell
    window bordet as (partition by kolonner.rapport_id, kolonner.tabell)
),

celler as (
    select
        rapport_id,
        tabell,
        count(*) as antall
    from {{ ref('int_celle__lest') }}
    group by rapport_id, tabell
),

indikatorer as (
    select
        *,
        count(*) over (partition by rapport_id, navn) as like_navn
    from {{ ref('stg_rapport__indikator') }}
),

regler as (
    select
        *,
        split_part(formel, ' = ', 2) as uttrykk
    from {{ ref('stg_rapport__regel') }}
),

-- the printed deviation has the sign that its table says, where it is the difference of the two numbers beside it
avvik as (
    select
        rapport_id,
        tabell,
        count(*) filter (where regnskap - budsjett = fortegnet) as rette,
        count(*) filter (where budsjett - regnskap = fortegnet) as motsatte
    from (
        select
            rapport_id,
            tabell,
            rad,
            max(case when maal = 'regnskap' then verdi * fortegn_virkning end) as regnskap,
            max(case when maal = 'regulert_budsjett' then verdi * fortegn_virkning end) as budsjett,
            max(case when maal = 'avvik' then verdi * coalesce(fortegn_avvik, fortegn_virkning) end) as fortegnet
        from {{ ref('int_celle__kodet') }}
        where fakta = 'belop' and maal in ('regnskap', 'regulert_budsjett', 'avvik')
        group by rapport_id, tabell, rad
        having count(*) = 3
    ) as rader
    where fortegnet != 0
    group by rapport_id, tabell
),

egne as (
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        'frist' as kolonne,
        mal_id || '|frist' as nokkel,
        concat(mal_id, ': the goal speaks of ', array_to_string(aarene, ', '), ', and the deadline is ', coalesce(frist, 'not said')) as funnet
    from (
        select
            *,
            list_filter(regexp_extract_all(mal, '(?:19|20)[0-9]{2}', 0), lambda a: cast(a as integer) >= rapport_aar) as aarene -- noqa: RF02
        from malene
    ) as med_aar
    where array_length(aarene) > 0 and not coalesce(list_contains(aarene, frist), false) and ordlyd = 'sitert'
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        felt as kolonne,
        concat(mal_id, '|', felt) as nokkel,
        concat(mal_id, ' has no ', felt, ', and needs it') as funnet
    from (
        select
            rapport_id,
            fillinje,
            mal_id,
            unnest(list_value( -- noqa: AL03
                struct_pack(felt := 'enhet', mangler := coalesce(maltall, resultat) is not null and enhet is null),
                struct_pack(felt := 'vilkar', mangler := maltall is not null and vilkar is null),
                struct_pack(felt := 'resultat_aar', mangler := resultat is not null and resultat_aar is null),
                struct_pack(
                    felt := 'rapportens_vurdering',
                    mangler := status in ('nådd', 'ikke nådd') and resultat is null and rapportens_vurdering is null
                )
            ), recursive := true)
        from malene
    ) as felter
    where mangler
    union all
    select
        rapport_id,
        'prognoser.csv' as fil,
        fillinje as linje,
        felt as kolonne,
        concat(prognose_id, '|', felt) as nokkel,
        concat('the projection ', prognose_id, ': ', grunnen) as funnet
    from (
        select
            rapport_id,
            fillinje,
            prognose_id,
            unnest(list_value( -- noqa: AL03
                struct_pack(
                    felt := 'navn',
                    grunnen := concat('its ages are ', aldrene, ', and its name is «', navn, '»'),
                    er_brudd := navn != aldrene
                ),
                struct_pack(
                    felt := 'utsagn_pst',
                    grunnen := 'its statement is not of these ages, or not in per cent',
                    er_brudd := pst_enhet != 'pst' or (aldrene != 'Alle aldre' and not contains(pst_gjelder, aldrene))
                ),
                struct_pack(felt := 'til_aar', grunnen := 'its statement is of another year', er_brudd := pst_aar != til_aar),
                struct_pack(
                    felt := 'fra_aar',
                    grunnen := 'its statement is from another year',
                    er_brudd := not contains(pst_mot, fra_aar)
                ),
                struct_pack(
                    felt := 'utsagn_personer',
                    grunnen := 'its statement is not of these ages, or not of persons',
                    er_brudd := personer_enhet not in ('antall', 'personer') or (aldrene != 'Alle aldre' and not contains(personer_gjelder, aldrene))
                ),
                struct_pack(
                    felt := 'rekkefolge',
                    grunnen := 'another has the same place',
                    er_brudd := like_plasser > 1
                ),
                struct_pack(
                    felt := 'grenser',
                    grunnen := 'its number is not of these borders',
                    er_brudd := (grenser = '2024' and not er_dagens) or (grenser = 'opprinnelige' and not er_datidens)
                )
            ), recursive := true)
        from prognoser
    ) as felter
    where er_brudd
    union all
    select
        avvik.rapport_id,
        'funn_avvik.csv' as fil,
        avvik.fillinje as linje,
        'funn_id' as kolonne,
        concat(avvik.funn_id, '|', avvik.avstemming_id) as nokkel,
        concat(avvik.funn_id, ' names no place in the table of ', avvik.avstemming_id) as funnet
    from {{ ref('stg_rapport__funn_avvik') }} as avvik
    inner join funnsteder as steder on avvik.rapport_id = steder.rapport_id and avvik.funn_id = steder.funn_id
    group by avvik.rapport_id, avvik.fillinje, avvik.funn_id, avvik.avstemming_id
    having
        not bool_or(
            contains(concat('|', avvik.avstemming_id, '|'), concat('|', steder.sted, '|'))
            or contains(concat('|', avvik.avstemming_id, '|'), concat('|', regexp_extract(steder.sted, '^[^|]*[|]?[0-9]*', 0), '|'))
            or contains(concat('|', avvik.avstemming_id, '|'), concat('|', split_part(steder.sted, '|', 1), '|')) and (steder.sted not like '%|%|%')
        )
    union all
    select
        virkninger.rapport_id,
        'funn_virkning.csv' as fil,
        virkninger.fillinje as linje,
        'verdi' as kolonne,
        concat(virkninger.funn_id, '|', virkninger.sted) as nokkel,
        concat(virkninger.funn_id, ' uses «', virkninger.verdi, '» at ', virkninger.sted, ', and its words do not speak of it') as funnet
    from {{ ref('stg_rapport__funn_virkning') }} as virkninger
    inner join funn on virkninger.rapport_id = funn.rapport_id and virkninger.funn_id = funn.funn_id
    where
        virkninger.virkning = 'erstatt'
        and not regexp_matches(
            concat_ws(' ', virkninger.grunn, funn.vi_bruker, funn.vurdering, funn.verdi_a, funn.verdi_b),
            concat('(^|[^0-9,])', {{ som_monster("regexp_replace(virkninger.verdi, '^-', '')") }}, '($|[^0-9,])')
        )
    union all
    select
        rapport_id,
        'funn.csv' as fil,
        fillinje as linje,
        'type' as kolonne,
        funn_id || '|type' as nokkel,
        concat(funn_id, ' is ', type, ', and its places are ', sted_a, ' and ', coalesce(sted_b, 'no other')) as funnet
    from funn
    where
        case type
            when 'tabell_mot_tabell' then not contains(sted_a, '|')
            when 'tekst_mot_tekst' then contains(sted_a, '|')
            when 'tekst_mot_tabell' then not regexp_matches(concat_ws(' ', sted_a, sted_b), '(^| )[LP][0-9]')
            when 'sum_stemmer_ikke'
                then
                    contains(sted_a, '|') and concat_ws('|', rapport_id, funn_id) not in (
                        select concat_ws('|', a.rapport_id, a.funn_id) from {{ ref('stg_rapport__funn_avvik') }} as a
                    )
            else false
        end
    union all
    select
        rapport_id,
        'poster.csv' as fil,
        fillinje as linje,
        case when like_navn > 1 then 'navn' when like_plasser > 1 then 'rekkefolge' else 'tjenesteomrade_id' end as kolonne,
        concat(oppstilling, '|', post_id) as nokkel,
        concat(
            post_id, case
                when like_navn > 1 then ' has another post''s name in the layout'
                when like_plasser > 1 then ' has another post''s place in the layout'
                else concat(' is called «', navn, '», and is not of the service area of that name, ', omradet_med_navnet)
            end
        ) as funnet
    from poster
    where
        rapport_id != ''
        and (
            like_navn > 1
            or like_plasser > 1
            or (med_omrade > 0 and omradet_med_navnet is not null and omradet_med_navnet is distinct from tjenesteomrade_id)
        )
    union all
    select
        rapport_id,
        fil,
        1 as linje,
        kolonne,
        concat_ws('|', tabell, kolonne) as nokkel,
        concat('the column is ', maal, ', and its heading «', coalesce(overskrift, ''), '», where the table''s others have one') as funnet
    from kolonner
    where
        (overskrift is null and med_overskrift * 2 > antall)
        or (maal = 'regnskap' and contains(ordene, 'budsjett') and not contains(ordene, 'regnskap'))
        or (maal in ('regulert_budsjett', 'opprinnelig_budsjett') and contains(ordene, 'regnskap') and not contains(ordene, 'budsjett'))
        or (maal = 'regulert_budsjett' and contains(ordene, 'opprinnelig'))
        or (maal = 'opprinnelig_budsjett' and regexp_matches(ordene, 'regulert|revidert|justert'))
    union all
    select
        tabeller.rapport_id,
        'tabeller.csv' as fil,
        tabeller.fillinje as linje,
        'celler_i_alt' as kolonne,
        tabeller.tabell || '|celler_i_alt' as nokkel,
        concat('table ', tabeller.tabell, ' has ', celler.antall, ' cells. Expected ', tabeller.celler_i_alt, ', as counted on the page') as funnet
    from tabeller
    inner join celler on tabeller.rapport_id = celler.rapport_id and tabeller.tabell = celler.tabell
    where tabeller.celler_i_alt != celler.antall and tabeller.status != 'tapt'
    union all
    select
        rapport_id,
        'utledet.csv' as fil,
        fillinje as linje,
        'plassering' as kolonne,
        concat_ws('|', tabell, rad, kolonne) as nokkel,
        concat(concat_ws('|', tabell, rad, kolonne), ' is placed by ', plassering, ', and its ground is not') as funnet
    from {{ ref('stg_rapport__utledet') }}
    where
        (plassering = 'prosa' and not regexp_matches(lower(grunnlag), 'prosa|tekst|setning'))
        or (plassering = 'identitet' and starts_with(lower(grunnlag), 'prosa'))
    union all
    select
        rapport_id,
        'indikatorer.csv' as fil,
        fillinje as linje,
        felt as kolonne,
        concat(indikator_id, '|', felt) as nokkel,
        concat(indikator_id, ': ', grunnen) as funnet
    from (
        select
            rapport_id,
            fillinje,
            indikator_id,
            unnest(list_value( -- noqa: AL03
                struct_pack(felt := 'navn', grunnen := 'another has the same name', er_brudd := like_navn > 1),
                struct_pack(
                    felt := 'maaleenhet',
                    grunnen := 'its definition is a share or a growth, and its unit is not, or the other way round',
                    er_brudd := (regexp_matches(lower(definisjon), 'prosent av|^vekst') and maaleenhet != 'pst')
                    or (maaleenhet = 'pst' and contains(navn, 'indeks'))
                ),
                struct_pack(
                    felt := 'teller',
                    grunnen := 'what is in per cent of something has a numerator and a denominator',
                    er_brudd := regexp_matches(lower(definisjon), 'prosent av') and (teller is null or nevner is null)
                ),
                struct_pack(
                    felt := 'kategori',
                    grunnen := 'what is of the economy is of that category',
                    er_brudd := (tjenesteomrade_id = 'okonomi') != (kategori = 'okonomi')
                )
            ), recursive := true)
        from indikatorer
    ) as felter
    where er_brudd
    union all
    select
        rapport_id,
        'regler.csv' as fil,
        linje,
        'art' as kolonne,
        regel_id || '|art' as nokkel,
        concat('the rule ', regel_id, ' is called ', art, ', and its formula is not of that kind') as funnet
    from regler
    where
        case art
            when 'lik' then contains(uttrykk, '/') or regexp_matches(uttrykk, ' [-+] ')
            when 'sum' then contains(uttrykk, '/') or not regexp_matches(uttrykk, ' [-+] |;|\[[*]\]|[.][.]|[0-9]-[0-9]')
            when 'differanse' then contains(uttrykk, '/')
            when 'prosent' then not contains(uttrykk, '/') or not contains(uttrykk, '* 100')
            when 'endring_pst' then not contains(uttrykk, '/') or not contains(uttrykk, '* 100')
            when 'tekst_mot_tabell' then not regexp_matches(formel, 'P[0-9]{4}') or contains(uttrykk, '/')
            when 'vekst' then not contains(uttrykk, '/')
            else false
        end
    union all
    select
        oppstillinger.rapport_id,
        'oppstillinger.csv' as fil,
        oppstillinger.fillinje as linje,
        'kodeverk' as kolonne,
        oppstillinger.oppstilling || '|kodeverk' as nokkel,
        concat('the layout ', oppstillinger.oppstilling, ' has posts, and is not coded by them') as funnet
    from {{ ref('stg_rapport__oppstilling') }} as oppstillinger
    where
        oppstillinger.kodeverk is distinct from 'post'
        and concat_ws('|', oppstillinger.rapport_id, oppstillinger.oppstilling) in (
            select concat_ws('|', p.rapport_id, p.oppstilling) from {{ ref('stg_rapport__post') }} as p
        )
    union all
    select
        avvik.rapport_id,
        tabeller.fil,
        1 as linje,
        'fortegn_avvik' as kolonne,
        avvik.tabell || '|fortegn_avvik' as nokkel,
        'most printed deviations have the opposite sign of what the table or its layout says (fortegn_avvik)' as funnet
    from avvik
    inner join tabeller on avvik.rapport_id = tabeller.rapport_id and avvik.tabell = tabeller.tabell
    where avvik.motsatte > avvik.rette
    union all
    select
        forbehold.rapport_id,
        'sammenlignbarhet.csv' as fil,
        forbehold.fillinje as linje,
        'gjelder_rader' as kolonne,
        forbehold.sted || '|gjelder_rader' as nokkel,
        concat('the rows of ', forbehold.sted, ' are «', forbehold.gjelder_rader, '». Expected numbers of rows, its own among them, as 1;2') as funnet
    from {{ ref('stg_rapport__sammenlignbarhet') }} as forbehold
    where
        not {{ er_av_monsteret('forbehold.gjelder_rader', "'[0-9]+(;[0-9]+)+'") }}
        or not list_contains(string_split(forbehold.gjelder_rader, ';'), split_part(forbehold.sted, '|', 2))
        or (coalesce(forbehold.omfang, forbehold.utgave, forbehold.utgave_dato, forbehold.prisniva, forbehold.gjelder_rader) is null)
),

brudd as (
    select * from {{ ref('int_katalog__motsagt') }}
    union all
    select * from egne
),

unntak as (
    select * from {{ ref('stg_rapport__unntak') }}
    where regel = 'feltet_star_i_kilden'
),

-- an exception is of something: of these rules what they see is known here
overflodige as (
    select
        unntak.rapport_id,
        unntak.fillinje,
        unntak.regel,
        unntak.nokkel
    from {{ ref('stg_rapport__unntak') }} as unntak
    inner join {{ ref('stg_rapport__pakke') }} as pakker on unntak.rapport_id = pakker.rapport_id
    left join brudd on unntak.regel = 'feltet_star_i_kilden' and unntak.rapport_id = brudd.rapport_id and unntak.nokkel = brudd.nokkel
    left join {{ ref('int_mistanke__sett') }} as sett
        on unntak.rapport_id = sett.rapport_id and unntak.regel = sett.regel and sett.sted_a = pakker.kortnavn || '-' || unntak.nokkel
    where
        unntak.regel in (
            'feltet_star_i_kilden', 'like_tall', 'sprang', 'nabo_passer_bedre', 'aarenes_rekkefolge', 'aar_i_teksten', 'budsjettet_gar_i_null'
        )
        and brudd.nokkel is null
        and sett.sted_a is null
        and (unntak.regel != 'feltet_star_i_kilden' or unntak.rapport_id in (select kilder.rapport_id from {{ ref('int_kilde__utsnitt') }} as kilder))
),

int_kontroll__felt as (
    select
        coalesce(brudd.rapport_id, '') as rapport_id,
        brudd.fil,
        cast(brudd.linje as integer) as linje,
        brudd.kolonne,
        concat(brudd.funnet, ', or say in unntak.csv why it is so (feltet_star_i_kilden, ', brudd.nokkel, ').') as melding
    from brudd
    left join unntak on brudd.rapport_id = unntak.rapport_id and brudd.nokkel = unntak.nokkel
    where unntak.nokkel is null
    union all
    select
        rapport_id,
        'unntak.csv' as fil,
        fillinje as linje,
        'nokkel' as kolonne,
        concat('nothing is excepted by ', regel, ', ', nokkel, '. Correct the key, or remove the line.') as melding
    from overflodige
)

select * from int_kontroll__felt
