{# What the packages' catalogues say field by field, against the lines of the source that they name and against each other: a goal's words and numbers,
   a rule of action's bounds, a projection's ages, a chapter among its neighbours, a finding's replacement. Each is plausible alone, and cannot be true
   beside the other. unntak.csv says where it is (feltet_star_i_kilden). #}
with

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

kilder as (
    select
        filer.rapport_id,
        filer.fil,
        list_position(pakker.kilder_sha256, filer.sha256) as kilde,
        string_split(lower(replace(filer.tekst, chr(160), ' ')), chr(10)) as linjer,
        string_split({{ kildeskrift('tett', 'filer.tekst') }}, chr(10)) as tette
    from {{ ref('stg_rapport__fil') }} as filer
    inner join pakker on filer.rapport_id = pakker.rapport_id
    where filer.sha256 is not null and filer.feil is null
),

-- a goal's words stand in its line, just before it, or in the table that the line is of
malene as (
    select
        mal.*,
        pakker.aar as rapport_aar,
        try_cast(mal.linje as integer) as til,
        greatest(1, coalesce(min(tabeller.linje_fra), max(try_cast(mal.linje as integer))) - 2) as fra
    from {{ ref('stg_rapport__mal') }} as mal
    inner join pakker on mal.rapport_id = pakker.rapport_id
    left join tabeller
        on mal.rapport_id = tabeller.rapport_id and try_cast(mal.linje as integer) between tabeller.linje_fra and tabeller.linje_til
    group by all
),

sitater as (
    select
        malene.*,
        list_max(list_filter(
            generate_series(malene.fra, malene.til),
            lambda i: contains(kilder.tette[i], {{ kildeskrift('tett', 'malene.mal') }}) -- noqa: RF02
        )) as malets_linje,
        kilder.linjer
    from malene
    inner join kilder on malene.rapport_id = kilder.rapport_id
    qualify
        row_number() over (partition by malene.rapport_id, malene.mal_id order by malets_linje is null, kilder.kilde) = 1
),

malenes_felt as (
    select
        rapport_id,
        fillinje,
        mal_id,
        maltall,
        resultat,
        rapportens_vurdering,
        enhet,
        array_to_string(linjer[coalesce(malets_linje, fra):til], ' ') as teksten
    from sitater
),

maltekster as (
    unpivot (
        select
            rapport_id,
            fillinje,
            mal_id,
            teksten,
            lower(maltall) as maltall,
            lower(resultat) as resultat,
            lower(rapportens_vurdering) as rapportens_vurdering,
            case enhet
                when 'pst' then 'prosent|pst|%'
                when 'mill. kr' then 'mill'
                when 'mrd. kr' then 'milliard|mrd'
                when 'dager' then 'dag'
                when 'måneder' then 'måned'
                when 'uker' then 'uke'
                when 'antall' then ''
                else regexp_escape(lower(enhet))
            end as enhet
        from malenes_felt
    ) on maltall, resultat, rapportens_vurdering, enhet into name felt value ordet
),

kapitler as (
    {% for fil, modell, linje in [('mal.csv', 'stg_rapport__mal', 'linje'), ('utsagn.csv', 'stg_rapport__utsagn', 'linje'), ('tabeller.csv', 'stg_rapport__tabell', 'linje_fra')] %}
        select
            rapport_id,
            '{{ fil }}' as fil,
            fillinje,
            kapittel,
            try_cast({{ linje }} as integer) as linje
        from {{ ref(modell) }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

spenn as (
    select
        rapport_id,
        fil,
        kapittel,
        min(linje) as fra,
        max(linje) as til
    from kapitler
    where kapittel is not null
    group by all
),

utsagn as (
    select
        utsagn.*,
        pakker.aar as rapport_aar,
        pakker.hovedenhet_id,
        kilder.linjer[try_cast(utsagn.linje as integer)] as linjen
    from {{ ref('stg_rapport__utsagn') }} as utsagn
    inner join pakker on utsagn.rapport_id = pakker.rapport_id
    left join kilder on utsagn.rapport_id = kilder.rapport_id and kilder.kilde = 1
),

kommuner as (
    select * from {{ ref('int_kontroll__kommunenummer') }}
),

-- words before a number that make it less than exact; what bounds a goal (under, minst) may as well be the goal's own
tilnaerminger as (
    select string_agg(regexp_escape(tilnaerming), '|' order by length(tilnaerming) desc, tilnaerming) as ordene
    from {{ ref('stg_kodeverk__tilnaerming') }}
    where (nedre_enheter is not null and ovre_enheter is not null) or tilnaerming = 'mindre enn'
),

handlingsregler as (
    select
        regler.*,
        nedre.verditekst as nedre_tekst,
        ovre.verditekst as ovre_tekst,
        list_filter([nedre.gjelder, ovre.gjelder, faktisk.gjelder, korrigert.gjelder], lambda g: g is not null) as gjelder -- noqa: RF02
    from {{ ref('stg_rapport__handlingsregel') }} as regler
    {% for navn in ['nedre', 'ovre', 'faktisk', 'korrigert'] %}
        left join {{ ref('stg_rapport__utsagn') }} as {{ navn }}
            on regler.rapport_id = {{ navn }}.rapport_id and regler.utsagn_{{ navn }} = {{ navn }}.utsagn_id
    {% endfor %}
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
        end as aldrene
    from {{ ref('stg_rapport__prognose') }} as prognoser
    left join {{ ref('stg_rapport__utsagn') }} as pst on prognoser.rapport_id = pst.rapport_id and prognoser.utsagn_pst = pst.utsagn_id
    left join {{ ref('stg_rapport__utsagn') }} as personer
        on prognoser.rapport_id = personer.rapport_id and prognoser.utsagn_personer = personer.utsagn_id
),

klimamal as (
    select
        klimamal.*,
        tabeller.linje_fra,
        tabeller.linje_til,
        try_cast(klimamal.linje as integer) as linjenr,
        row_number() over (partition by klimamal.rapport_id, klimamal.tabell order by try_cast(klimamal.linje as integer)) as nr,
        kilder.tette[try_cast(klimamal.linje as integer)] as linjen
    from {{ ref('stg_rapport__klimamal') }} as klimamal
    left join tabeller on klimamal.rapport_id = tabeller.rapport_id and klimamal.tabell = tabeller.tabell
    left join kilder on klimamal.rapport_id = kilder.rapport_id and kilder.kilde = 1
),

funn as (
    select * from {{ ref('stg_rapport__funn') }}
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

omtaler as (
    select
        tabeller.rapport_id,
        tabeller.tabell,
        tabeller.fillinje,
        lower(concat_ws(' ', tabeller.tittel, utsnitt.innledning)) as ordene,
        lower(coalesce(tabeller.tittel, '')) as tittelen,
        bool_or(forbehold.omfang = 'konsern') as er_konsern,
        bool_or(forbehold.omfang = 'kasse') as er_kasse,
        bool_or(forbehold.utgave = 'forelopig') as er_forelopig
    from tabeller
    left join {{ ref('int_kilde__utsnitt') }} as utsnitt on tabeller.rapport_id = utsnitt.rapport_id and tabeller.tabell = utsnitt.tabell
    left join {{ ref('stg_rapport__sammenlignbarhet') }} as forbehold
        on tabeller.rapport_id = forbehold.rapport_id and tabeller.tabell = split_part(forbehold.sted, '|', 1)
    where tabeller.fil is not null
    group by all
),

brudd as (
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        'mal' as kolonne,
        mal_id || '|mal' as nokkel,
        concat(mal_id, ': the source does not have the goal''s words in line ', linje, ', nor just before it. Quote it') as funnet
    from sitater
    where coalesce(ordlyd, '') = 'sitert' and malets_linje is null
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        'ordlyd' as kolonne,
        mal_id || '|ordlyd' as nokkel,
        concat(mal_id, ': the goal''s words stand in the source. Expected ordlyd sitert') as funnet
    from sitater
    where coalesce(ordlyd, '') != 'sitert' and malets_linje is not null
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        felt as kolonne,
        concat(mal_id, '|', felt) as nokkel,
        concat(mal_id, ': the source has no «', ordet, '» by the goal. Correct it') as funnet
    from maltekster
    where
        not case felt
            when 'enhet' then regexp_matches(teksten, ordet)
            when 'rapportens_vurdering' then contains(teksten, ordet)
            else regexp_matches(teksten, concat('(^|[^0-9,])', regexp_escape(ordet), '($|[^0-9])'))
        end
    union all
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
            list_filter(regexp_extract_all(mal, '(?:19|20)[0-9]{2}'), lambda a: cast(a as integer) >= rapport_aar) as aarene -- noqa: RF02
        from malene
    ) as med_aar
    where len(aarene) > 0 and not coalesce(list_contains(aarene, frist), false) and ordlyd = 'sitert'
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
            unnest(['enhet', 'vilkar', 'resultat_aar', 'rapportens_vurdering']) as felt,
            unnest([
                coalesce(maltall, resultat) is not null and enhet is null,
                maltall is not null and vilkar is null,
                resultat is not null and resultat_aar is null,
                status in ('nådd', 'ikke nådd') and resultat is null and rapportens_vurdering is null
            ]) as mangler
        from malene
    ) as felter
    where mangler
    union all
    select
        rapport_id,
        'mal.csv' as fil,
        fillinje as linje,
        'resultat_aar' as kolonne,
        mal_id || '|resultat_aar' as nokkel,
        concat(mal_id, ': the result is of ', resultat_aar, ', which the source does not say there, and the report is of ', rapport_aar) as funnet
    from sitater
    where
        resultat_aar != cast(rapport_aar as varchar)
        and not contains(array_to_string(linjer[fra - 2:til], ' '), resultat_aar)
    union all
    select
        kapitler.rapport_id,
        kapitler.fil,
        kapitler.fillinje,
        'kapittel' as kolonne,
        concat_ws('|', kapitler.fil, kapitler.linje, 'kapittel') as nokkel,
        concat(
            'line ', kapitler.linje, ' is of chapter «', coalesce(kapitler.kapittel, ''), '», and lies within «', min(spenn.kapittel), '», lines ',
            min(spenn.fra), ' to ', min(spenn.til)
        ) as funnet
    from kapitler
    inner join spenn
        on
            kapitler.rapport_id = spenn.rapport_id
            and kapitler.fil = spenn.fil
            and kapitler.kapittel is distinct from spenn.kapittel
            and kapitler.linje between spenn.fra + case when kapitler.kapittel is null then 0 else 1 end
            and spenn.til - case when kapitler.kapittel is null then 0 else 1 end
    group by kapitler.rapport_id, kapitler.fil, kapitler.fillinje, kapitler.linje, kapitler.kapittel
    union all
    select
        utsagn.rapport_id,
        'utsagn.csv' as fil,
        utsagn.fillinje as linje,
        'aar' as kolonne,
        utsagn.utsagn_id || '|aar' as nokkel,
        concat(utsagn.utsagn_id, ' is of ', utsagn.aar, ', which line ', utsagn.linje, ' does not say, and the report is of ', utsagn.rapport_aar)
            as funnet
    from utsagn
    where utsagn.aar != cast(utsagn.rapport_aar as varchar) and not contains(utsagn.linjen, utsagn.aar)
    union all
    select
        utsagn.rapport_id,
        'utsagn.csv' as fil,
        utsagn.fillinje as linje,
        'tilnaerming' as kolonne,
        utsagn.utsagn_id || '|tilnaerming' as nokkel,
        concat(utsagn.utsagn_id, ': the source says «', utsagn.verditekst, '» only with a word before it that makes it less exact. Say which') as funnet
    from utsagn
    cross join tilnaerminger
    where
        utsagn.tilnaerming is null
        and regexp_matches(utsagn.linjen, concat('(^|[^a-zæøå])(', tilnaerminger.ordene, ') ', regexp_escape(lower(utsagn.verditekst)), '($|[^0-9,])'))
        and not regexp_matches(
            regexp_replace(
                utsagn.linjen,
                concat('(^|[^a-zæøå])(', tilnaerminger.ordene, ') ', regexp_escape(lower(utsagn.verditekst)), '($|[^0-9,])'), ' ', 'g'
            ),
            concat('(^|[^0-9,a-zæøå])', regexp_escape(lower(utsagn.verditekst)), '($|[^0-9,a-zæøå])')
        )
    union all
    select
        utsagn.rapport_id,
        'utsagn.csv' as fil,
        utsagn.fillinje as linje,
        'enhet_id' as kolonne,
        utsagn.utsagn_id || '|enhet_id' as nokkel,
        concat(utsagn.utsagn_id, ' is of ', utsagn.enhet_id, ', whom line ', utsagn.linje, ' does not name, and the report of ', utsagn.hovedenhet_id)
            as funnet
    from utsagn
    left join kommuner on utsagn.enhet_id = kommuner.kommunenr
    left join kommuner as egne on utsagn.hovedenhet_id = egne.kommunenr
    where
        coalesce(kommuner.kommune_id != egne.kommune_id, true)
        and not regexp_matches(
            utsagn.linjen,
            case
                when kommuner.navn is not null then regexp_extract(lower(kommuner.navn), '^[a-zæøå]+')
                when regexp_matches(utsagn.enhet_id, 'landet|norge') then 'land|norge|nasjonal'
                when contains(utsagn.enhet_id, 'asss') then 'asss|snitt|nettverk'
                else ''
            end
        )
    union all
    select
        rapport_id,
        'klimamal.csv' as fil,
        fillinje as linje,
        'mal' as kolonne,
        klimamal_id || '|mal' as nokkel,
        concat(klimamal_id, ': line ', linje, ' of the source does not begin with «Mål ', nummer, ': ', mal, '». Quote it') as funnet
    from klimamal
    where not starts_with(regexp_replace(linjen, '[^0-9a-zæøå]', '', 'g'), regexp_replace(lower(concat('mål', nummer, mal)), '[^0-9a-zæøå]', '', 'g'))
    union all
    select
        rapport_id,
        'klimamal.csv' as fil,
        fillinje as linje,
        'rad' as kolonne,
        klimamal_id || '|rad' as nokkel,
        concat(klimamal_id, ' is row ', rad, ' of table ', tabell, ', lines ', linje_fra, ' to ', linje_til, ', and stands in line ', linje) as funnet
    from klimamal
    where try_cast(rad as integer) != nr or not coalesce(linjenr between linje_fra and linje_til, true)
    union all
    select
        rapport_id,
        'handlingsregler.csv' as fil,
        fillinje as linje,
        felt as kolonne,
        concat(regel_id, '|', felt) as nokkel,
        concat('the rule ', regel_id, ': ', grunnen) as funnet
    from (
        select
            regler.rapport_id,
            regler.fillinje,
            regler.regel_id,
            unnest(['formulering', 'nevner', 'maltype', 'utsagn_nedre', 'navn', 'korrigert_for']) as felt,
            unnest([
                'the source does not have its words',
                'its words do not name the denominator',
                'a band has two bounds, a least and an aim one below, a most one above, and words that say so',
                'its words do not have the number of a bound',
                'its statements are about something else, or its words are',
                'a corrected result and what it is corrected for stand together'
            ]) as grunnen,
            unnest([
                kilder.rapport_id is not null
                and not contains(array_to_string(kilder.tette, ''), {{ kildeskrift('tett', 'regler.formulering') }}),
                not coalesce(contains(lower(regler.formulering), lower(left(regler.nevner, length(regler.nevner) - 2))), false),
                not case regler.maltype
                    when 'mellom' then regler.nedre_tekst != regler.ovre_tekst and contains(lower(regler.formulering), 'mellom')
                    when 'minst' then regler.utsagn_nedre is not null and regler.utsagn_ovre is null
                    when 'under' then regler.utsagn_nedre is null and contains(lower(regler.formulering), 'under')
                    else regler.utsagn_nedre = regler.utsagn_ovre and contains(lower(regler.formulering), 'på sikt')
                end is true,
                not coalesce(contains(regler.formulering, regler.nedre_tekst), true) or not coalesce(contains(regler.formulering, regler.ovre_tekst), true),
                len(list_distinct(regler.gjelder)) != 1 or not contains(lower(regler.formulering), lower(left(regler.navn, length(regler.navn) - 2)))
                or regler.gjelder[1] != regler.navn,
                (regler.utsagn_korrigert is null) != (regler.korrigert_for is null)
            ]) as er_brudd
        from handlingsregler as regler
        left join kilder on regler.rapport_id = kilder.rapport_id and kilder.kilde = 1
    ) as felter
    where er_brudd
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
            unnest(['navn', 'utsagn_pst', 'til_aar', 'fra_aar', 'utsagn_personer', 'rekkefolge', 'grenser']) as felt,
            unnest([
                concat('its ages are ', aldrene, ', and its name is «', navn, '»'),
                'its statement is not of these ages, or not in per cent',
                'its statement is of another year',
                'its statement is from another year',
                'its statement is not of these ages, or not of persons',
                'another has the same place',
                'its number is not of these borders'
            ]) as grunnen,
            unnest([
                navn != aldrene,
                pst_enhet != 'pst' or (aldrene != 'Alle aldre' and not contains(pst_gjelder, aldrene)),
                pst_aar != til_aar,
                not contains(pst_mot, fra_aar),
                personer_enhet not in ('antall', 'personer') or (aldrene != 'Alle aldre' and not contains(personer_gjelder, aldrene)),
                count(*) over (partition by rapport_id, rekkefolge) > 1,
                grenser = '2024' and kommunenr not in (
                    select k.kommunenr_2024 from {{ ref('stg_kodeverk__kommune') }} as k
                ) or grenser = 'opprinnelige' and kommunenr not in (
                    select n.kommunenr from {{ ref('int_kontroll__kommunenummer') }} as n
                    where try_cast(prognoser.fra_aar as integer) between coalesce(n.gyldig_fra, 0) and coalesce(n.gyldig_til, 9999)
                )
            ]) as er_brudd
        from prognoser
    ) as felter
    where er_brudd
    union all
    select
        funksjoner.rapport_id,
        'funksjoner.csv' as fil,
        min(funksjoner.fillinje) as linje,
        'linje' as kolonne,
        concat_ws('|', funksjoner.kostra_funksjon, funksjoner.linje) as nokkel,
        concat('line ', funksjoner.linje, ' of the source does not have «', concat_ws(' ', funksjoner.kostra_funksjon, funksjoner.funksjon_navn), '»') as funnet
    from {{ ref('stg_rapport__funksjon') }} as funksjoner
    inner join kilder on funksjoner.rapport_id = kilder.rapport_id and kilder.kilde = 1
    where
        not coalesce(contains(
            kilder.tette[try_cast(funksjoner.linje as integer)], {{ kildeskrift('tett', "concat(funksjoner.kostra_funksjon, funksjoner.funksjon_navn)") }}
        ), false)
    group by all
    union all
    select
        avvik.rapport_id,
        'funn_avvik.csv' as fil,
        avvik.fillinje as linje,
        'funn_id' as kolonne,
        concat(avvik.funn_id, '|', avvik.avstemming_id) as nokkel,
        concat(avvik.funn_id, ' names no place in the table of ', avvik.avstemming_id) as funnet
    from {{ ref('stg_rapport__funn_avvik') }} as avvik
    inner join (
        select rapport_id, funn_id, sted_a as sted from funn
        union
        select rapport_id, funn_id, sted_b as sted from funn
        union
        select rapport_id, funn_id, sted from {{ ref('stg_rapport__funn_virkning') }}
    ) as steder
        on avvik.rapport_id = steder.rapport_id and avvik.funn_id = steder.funn_id
    group by avvik.rapport_id, avvik.fillinje, avvik.funn_id, avvik.avstemming_id
    having
        not bool_or(
            contains(concat('|', avvik.avstemming_id, '|'), concat('|', steder.sted, '|'))
            or contains(concat('|', avvik.avstemming_id, '|'), concat('|', regexp_extract(steder.sted, '^[^|]*[|]?[0-9]*'), '|'))
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
            concat('(^|[^0-9,])', regexp_escape(regexp_replace(virkninger.verdi, '^-', '')), '($|[^0-9,])')
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
            when 'sum_stemmer_ikke' then contains(sted_a, '|') and (rapport_id, funn_id) not in (
                select (a.rapport_id, a.funn_id) from {{ ref('stg_rapport__funn_avvik') }} as a
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
        and (like_navn > 1 or like_plasser > 1 or (med_omrade > 0 and omradet_med_navnet is not null and omradet_med_navnet is distinct from tjenesteomrade_id))
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
        'tabeller.csv' as fil,
        fillinje as linje,
        felt as kolonne,
        concat(tabell, '|', felt) as nokkel,
        concat('table ', tabell, ': ', grunnen) as funnet
    from (
        select
            tabeller.rapport_id,
            tabeller.fillinje,
            tabeller.tabell,
            unnest(['tallceller', 'enhet', 'linje_til']) as felt,
            unnest([
                'rows, columns and numbers are counted together, or none of them',
                concat('its unit «', tabeller.enhet, '» has no word for a unit'),
                concat('of its lines ', tabeller.linje_fra, ' to ', tabeller.linje_til, ' the first or the last is blank in the source')
            ]) as grunnen,
            unnest([
                (tabeller.rader is null) != (tabeller.tallceller is null) or (tabeller.rader is null) != (tabeller.verdikolonner is null),
                tabeller.fakta != 'belop' and not list_has_any(
                    regexp_split_to_array(lower(tabeller.enhet), '[^a-zæøå]+'),
                    [
                        'kr', 'kroner', 'mill', 'mrd', 'pst', 'prosent', 'prosentenheter', 'prosentpoeng', 'antall', 'årsverk', 'indeks', 'personer', 'timer',
                        'dager', 'diverse', 'blandet', 'oppgitt', 'tekst'
                    ]
                ),
                trim(kilder.linjer[tabeller.linje_fra]) = '' or trim(kilder.linjer[tabeller.linje_til]) = ''
            ]) as er_brudd
        from tabeller
        left join kilder on tabeller.rapport_id = kilder.rapport_id and tabeller.kilde = kilder.kilde
        where tabeller.fillinje is not null
    ) as felter
    where er_brudd
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
            unnest(['navn', 'maaleenhet', 'teller', 'kategori']) as felt,
            unnest([
                'another has the same name', 'its definition is a share or a growth, and its unit is not, or the other way round',
                'what is in per cent of something has a numerator and a denominator', 'what is of the economy is of that category'
            ]) as grunnen,
            unnest([
                like_navn > 1,
                (regexp_matches(lower(definisjon), 'prosent av|^vekst') and maaleenhet != 'pst') or (maaleenhet = 'pst' and contains(navn, 'indeks')),
                regexp_matches(lower(definisjon), 'prosent av') and (teller is null or nevner is null),
                (tjenesteomrade_id = 'okonomi') != (kategori = 'okonomi')
            ]) as er_brudd
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
            when 'sum' then contains(uttrykk, '/') or not regexp_matches(uttrykk, ' [-+] |[;*]|[.][.]|[0-9]-[0-9]')
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
        and (oppstillinger.rapport_id, oppstillinger.oppstilling) in (
            select (p.rapport_id, p.oppstilling) from {{ ref('stg_rapport__post') }} as p
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
        rapport_id,
        'tabeller.csv' as fil,
        coalesce(fillinje, 1) as linje,
        'tittel' as kolonne,
        tabell || '|sammenlignbarhet' as nokkel,
        concat('the title of table ', tabell, ' says whose accounts or which edition its numbers are of, and sammenlignbarhet.csv does not') as funnet
    from omtaler
    where
        (contains(tittelen, 'foreløpig') and er_forelopig is not true)
        or (contains(tittelen, 'konsern') and er_konsern is not true)
        or (regexp_matches(tittelen, 'eksklusive? kommunale foretak|kommunekasse') and er_kasse is not true)
    union all
    select
        forbehold.rapport_id,
        'sammenlignbarhet.csv' as fil,
        forbehold.fillinje as linje,
        'grunnlag' as kolonne,
        forbehold.sted as nokkel,
        concat('the source does not say ', concat_ws(', ', forbehold.omfang, forbehold.utgave), ' of ', forbehold.sted, ', in its title, above it or in the line of grunnlag')
            as funnet
    from {{ ref('stg_rapport__sammenlignbarhet') }} as forbehold
    inner join omtaler on forbehold.rapport_id = omtaler.rapport_id and split_part(forbehold.sted, '|', 1) = omtaler.tabell
    left join kilder on forbehold.rapport_id = kilder.rapport_id and kilder.kilde = 1
    where
        kilder.rapport_id is not null
        and not regexp_matches(
            concat_ws(' ', omtaler.ordene, kilder.linjer[try_cast(regexp_extract(forbehold.grunnlag, '\(l[.] ([0-9]+)\)', 1) as integer)]),
            case forbehold.utgave when 'forelopig' then 'foreløpig' when 'revidert' then 'revidert|reviderte' when 'endelig' then 'endelig' else '' end
        )
        or not regexp_matches(
            concat_ws(' ', omtaler.ordene, kilder.linjer[try_cast(regexp_extract(forbehold.grunnlag, '\(l[.] ([0-9]+)\)', 1) as integer)]),
            case forbehold.omfang when 'konsern' then 'konsern' when 'kasse' then 'kommunekasse|uten foretak|ekskl' else '' end
        )
    union all
    select
        forbehold.rapport_id,
        'sammenlignbarhet.csv' as fil,
        forbehold.fillinje as linje,
        'utgave_dato' as kolonne,
        forbehold.sted || '|utgave_dato' as nokkel,
        concat('the source of ', forbehold.sted, ' does not have the date ', forbehold.utgave_dato, ' (as 2020-03-30)') as funnet
    from {{ ref('stg_rapport__sammenlignbarhet') }} as forbehold
    inner join tabeller on forbehold.rapport_id = tabeller.rapport_id and split_part(forbehold.sted, '|', 1) = tabeller.tabell
    left join kilder on tabeller.rapport_id = kilder.rapport_id and tabeller.kilde = kilder.kilde
    where
        forbehold.utgave_dato is not null
        and (
            try_cast(forbehold.utgave_dato as date) is null
            or len(list_filter(
                kilder.linjer,
                lambda l: contains(l, strftime(try_cast(forbehold.utgave_dato as date), '%d.%m.%Y')) -- noqa: RF02
                or contains(l, lower(strftime(try_cast(forbehold.utgave_dato as date), '%-d. %B %Y'))) -- noqa: RF02
            )) = 0
        )
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
        not regexp_full_match(forbehold.gjelder_rader, '[0-9]+(;[0-9]+)+')
        or not list_contains(string_split(forbehold.gjelder_rader, ';'), split_part(forbehold.sted, '|', 2))
        or (coalesce(forbehold.omfang, forbehold.utgave, forbehold.utgave_dato, forbehold.prisniva, forbehold.gjelder_rader) is null)
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
    inner join pakker on unntak.rapport_id = pakker.rapport_id
    left join brudd on unntak.regel = 'feltet_star_i_kilden' and unntak.rapport_id = brudd.rapport_id and unntak.nokkel = brudd.nokkel
    left join {{ ref('int_mistanke__sett') }} as sett
        on unntak.rapport_id = sett.rapport_id and unntak.regel = sett.regel and sett.sted_a = pakker.kortnavn || '-' || unntak.nokkel
    where
        unntak.regel in ('feltet_star_i_kilden', 'like_tall', 'sprang', 'nabo_passer_bedre', 'aarenes_rekkefolge', 'aar_i_teksten')
        and brudd.nokkel is null
        and sett.sted_a is null
        and (unntak.regel != 'feltet_star_i_kilden' or unntak.rapport_id in (select kilder.rapport_id from kilder))
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
