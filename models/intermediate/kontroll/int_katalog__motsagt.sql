{# What a package's catalogues say, against the lines of the source that they name: a goal's words and numbers, a rule of action's bounds, a
   statement's year and unit of observation, a table's lines. `nokkel` is what unntak.csv calls it, where it is so. #}
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
        {{ plass_i('pakker.kilder_sha256', 'filer.sha256') }} as kilde,
        string_split(lower(replace(filer.tekst, chr(160), ' ')), chr(10)) as linjer,
        string_split({{ kildeskrift('tett', 'filer.tekst') }}, chr(10)) as tette
    from {{ ref('stg_rapport__fil') }} as filer
    inner join pakker on filer.rapport_id = pakker.rapport_id
    where filer.sha256 is not null and filer.feil is null
),

-- a goal's words stand in its line, just before it, or in the table that the line is of
malene as (
    select
        mal.rapport_id,
        mal.fillinje,
        mal.mal_id,
        mal.kapittel,
        mal.tema,
        mal.mal,
        mal.ordlyd,
        mal.indikator,
        mal.maltall,
        mal.enhet,
        mal.vilkar,
        mal.frist,
        mal.resultat,
        mal.resultat_aar,
        mal.status,
        mal.rapportens_vurdering,
        mal.linje,
        mal.maltall_tilnaerming,
        mal.resultat_tilnaerming,
        pakker.aar as rapport_aar,
        try_cast(mal.linje as integer) as til,
        greatest(1, coalesce(min(tabeller.linje_fra), max(try_cast(mal.linje as integer))) - 2) as fra
    from {{ ref('stg_rapport__mal') }} as mal
    inner join pakker on mal.rapport_id = pakker.rapport_id
    left join tabeller
        on mal.rapport_id = tabeller.rapport_id and try_cast(mal.linje as integer) between tabeller.linje_fra and tabeller.linje_til
    group by
        mal.rapport_id, mal.fillinje, mal.mal_id, mal.kapittel, mal.tema, mal.mal, mal.ordlyd, mal.indikator, mal.maltall,
        mal.enhet, mal.vilkar, mal.frist, mal.resultat, mal.resultat_aar, mal.status, mal.rapportens_vurdering, mal.linje,
        mal.maltall_tilnaerming, mal.resultat_tilnaerming, pakker.aar
),

sitatene as (
    select
        malene.*,
        list_max(list_filter(
            {{ tallrekke('malene.fra', 'malene.til') }},
            lambda i: contains(list_extract(kilder.tette, i), {{ kildeskrift('tett', 'malene.mal') }}) -- noqa: RF02
        )) as malets_linje,
        kilder.linjer,
        kilder.kilde
    from malene
    inner join kilder on malene.rapport_id = kilder.rapport_id
),

sitater_merket as (
    select
        *,
        row_number() over (partition by rapport_id, mal_id order by malets_linje is null, kilde) = 1 as er_med
    from sitatene
),

sitater as (
    select * from sitater_merket
    where er_med
),

malenes_felt as (
    select
        rapport_id,
        fillinje,
        mal_id,
        maltall,
        maltall_tilnaerming,
        resultat,
        resultat_tilnaerming,
        rapportens_vurdering,
        enhet,
        array_to_string({{ listeutsnitt('linjer', 'coalesce(malets_linje, fra)', 'til') }}, ' ') as teksten
    from sitater
),

maltekster as (
    select
        rapport_id,
        fillinje,
        mal_id,
        teksten,
        unnest(list_value(
            struct_pack(felt := 'maltall', ordet := lower(maltall)),
            struct_pack(felt := 'resultat', ordet := lower(resultat)),
            struct_pack(felt := 'rapportens_vurdering', ordet := lower(rapportens_vurdering)),
            struct_pack(
                felt := 'enhet',
                ordet := case enhet
                    when 'pst' then 'prosent|pst|%'
                    when 'mill. kr' then 'mill'
                    when 'mrd. kr' then 'milliard|mrd'
                    when 'dager' then 'dag'
                    when 'måneder' then 'måned'
                    when 'uker' then 'uke'
                    when 'antall' then ''
                    else {{ som_monster("lower(enhet)") }}
                end
            )
        ), recursive := true)
    from malenes_felt
),

kapitler as (
    {% for fil, modell, linje in [
        ('mal.csv', 'stg_rapport__mal', 'linje'), ('utsagn.csv', 'stg_rapport__utsagn', 'linje'),
        ('tabeller.csv', 'stg_rapport__tabell', 'linje_fra')
    ] %}
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
    group by rapport_id, fil, kapittel
),

utsagn as (
    select
        utsagn.*,
        pakker.aar as rapport_aar,
        pakker.hovedenhet_id,
        list_extract(kilder.linjer, try_cast(utsagn.linje as integer)) as linjen
    from {{ ref('stg_rapport__utsagn') }} as utsagn
    inner join pakker on utsagn.rapport_id = pakker.rapport_id
    left join kilder on utsagn.rapport_id = kilder.rapport_id and kilder.kilde = 1
),

kommuner as (
    select * from {{ ref('int_kontroll__kommunenummer') }}
),

-- words before a number that make it less than exact; what bounds a goal (under, minst) may as well be the goal's own
tilnaerminger as (
    select {{ tekster_samlet(som_monster('tilnaerming'), '|', 'length(tilnaerming) desc, tilnaerming') }} as ordene
    from {{ ref('stg_kodeverk__tilnaerming') }}
    where (nedre_enheter is not null and ovre_enheter is not null) or tilnaerming = 'mindre enn'
),

handlingsregler as (
    select
        regler.*,
        nedre.verditekst as nedre_tekst,
        ovre.verditekst as ovre_tekst,
        list_filter(list_value(nedre.gjelder, ovre.gjelder, faktisk.gjelder, korrigert.gjelder), lambda g: g is not null) as gjelder -- noqa: RF02
    from {{ ref('stg_rapport__handlingsregel') }} as regler
    {% for navn in ['nedre', 'ovre', 'faktisk', 'korrigert'] %}
        left join {{ ref('stg_rapport__utsagn') }} as {{ navn }}
            on regler.rapport_id = {{ navn }}.rapport_id and regler.utsagn_{{ navn }} = {{ navn }}.utsagn_id
    {% endfor %}
),

klimamal as (
    select
        klimamal.*,
        tabeller.linje_fra,
        tabeller.linje_til,
        try_cast(klimamal.linje as integer) as linjenr,
        row_number() over (partition by klimamal.rapport_id, klimamal.tabell order by try_cast(klimamal.linje as integer)) as nr,
        list_extract(kilder.tette, try_cast(klimamal.linje as integer)) as linjen
    from {{ ref('stg_rapport__klimamal') }} as klimamal
    left join tabeller on klimamal.rapport_id = tabeller.rapport_id and klimamal.tabell = tabeller.tabell
    left join kilder on klimamal.rapport_id = kilder.rapport_id and kilder.kilde = 1
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
    group by
        tabeller.rapport_id,
        tabeller.tabell,
        tabeller.fillinje,
        lower(concat_ws(' ', tabeller.tittel, utsnitt.innledning)),
        lower(coalesce(tabeller.tittel, ''))
),

int_katalog__motsagt as (
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
        ordet is not null
        and not case felt
            when 'enhet' then regexp_matches(teksten, ordet)
            when 'rapportens_vurdering' then contains(teksten, ordet)
            else regexp_matches(teksten, concat('(^|[^0-9,])', {{ som_monster("ordet") }}, '($|[^0-9])'))
        end
    union all
    select
        tallene.rapport_id,
        'mal.csv' as fil,
        tallene.fillinje as linje,
        concat(tallene.felt, '_tilnaerming') as kolonne,
        concat(tallene.mal_id, '|', tallene.felt, '_tilnaerming') as nokkel,
        case
            when tallene.ordet is null
                then concat(tallene.mal_id, ': the source has a word before «', tallene.tallet, '» that makes it less exact. Say which')
            else concat(tallene.mal_id, ': the source has no «', tallene.ordet, ' ', tallene.tallet, '» by the goal. Correct it')
        end as funnet
    from (
        select
            rapport_id,
            fillinje,
            mal_id,
            'maltall' as felt,
            lower(maltall) as tallet,
            maltall_tilnaerming as ordet,
            teksten
        from malenes_felt
        union all
        select
            rapport_id,
            fillinje,
            mal_id,
            'resultat' as felt,
            lower(resultat) as tallet,
            resultat_tilnaerming as ordet,
            teksten
        from malenes_felt
    ) as tallene
    cross join tilnaerminger
    where
        tallene.tallet is not null
        and regexp_matches(
            tallene.teksten,
            concat(
                '(^|[^a-zæøå])(',
                case when tallene.ordet is null then tilnaerminger.ordene else {{ som_monster("lower(tallene.ordet)") }} end,
                ')[.]? ',
                {{ som_monster("tallene.tallet") }}, '($|[^0-9,])'
            )
        ) = (tallene.ordet is null)
        -- which is no fault where the number also stands exact
        and not (
            tallene.ordet is null
            and regexp_matches(
                {{ erstattet(
                    'tallene.teksten',
                    "concat('(^|[^a-zæøå])(', tilnaerminger.ordene, ')[.]? ', " ~ som_monster('tallene.tallet') ~ ", '($|[^0-9,])')", "' '"
                ) }},
                concat('(^|[^0-9,a-zæøå])', {{ som_monster("tallene.tallet") }}, '($|[^0-9,a-zæøå])')
            )
        )
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
        and not contains(array_to_string({{ listeutsnitt('linjer', 'greatest(fra - 2, 1)', 'til') }}, ' '), resultat_aar)
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
        concat(utsagn.utsagn_id, ': the source has a word before «', utsagn.verditekst, '» that makes it less exact. Say which') as funnet
    from utsagn
    cross join tilnaerminger
    where
        utsagn.tilnaerming is null
        and regexp_matches(
            utsagn.linjen, concat('(^|[^a-zæøå])(', tilnaerminger.ordene, ') ', {{ som_monster("lower(utsagn.verditekst)") }}, '($|[^0-9,])')
        )
        and not regexp_matches(
            {{ erstattet(
                'utsagn.linjen',
                "concat('(^|[^a-zæøå])(', tilnaerminger.ordene, ') ', " ~ som_monster('lower(utsagn.verditekst)') ~ ", '($|[^0-9,])')", "' '"
            ) }},
            concat('(^|[^0-9,a-zæøå])', {{ som_monster("lower(utsagn.verditekst)") }}, '($|[^0-9,a-zæøå])')
        )
    union all
    select
        utsagn.rapport_id,
        'utsagn.csv' as fil,
        utsagn.fillinje as linje,
        'enhet_id' as kolonne,
        utsagn.utsagn_id || '|enhet_id' as nokkel,
        concat(utsagn.utsagn_id, ' is of ', utsagn.enhet_id, ', whom line ', utsagn.linje, ' does not name') as funnet
    from utsagn
    left join kommuner on utsagn.enhet_id = kommuner.kommunenr
    left join kommuner as egne on utsagn.hovedenhet_id = egne.kommunenr
    where
        coalesce(kommuner.kommune_id != egne.kommune_id, true)
        and not regexp_matches(
            utsagn.linjen,
            case
                when kommuner.navn is not null then regexp_extract(lower(kommuner.navn), '^[a-zæøå]+', 0)
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
    where not starts_with({{ erstattet("linjen", "'[^0-9a-zæøå]'") }}, {{ erstattet("lower(concat('mål', nummer, mal))", "'[^0-9a-zæøå]'") }})
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
            unnest(list_value(
                struct_pack(
                    felt := 'formulering',
                    grunnen := 'the source does not have its words',
                    er_brudd := kilder.rapport_id is not null
                    and not contains(array_to_string(kilder.tette, ''), {{ kildeskrift('tett', 'regler.formulering') }})
                ),
                struct_pack(
                    felt := 'nevner',
                    grunnen := 'its words do not name the denominator',
                    er_brudd := not coalesce(contains(lower(regler.formulering), lower(left(regler.nevner, length(regler.nevner) - 2))), false)
                ),
                struct_pack(
                    felt := 'maltype',
                    grunnen := 'its bounds are not of its kind, or its words do not say so',
                    er_brudd := not case regler.maltype
                        when 'mellom' then regler.nedre_tekst != regler.ovre_tekst and contains(lower(regler.formulering), 'mellom')
                        when 'minst' then regler.utsagn_nedre is not null and regler.utsagn_ovre is null
                        when 'under' then regler.utsagn_nedre is null and contains(lower(regler.formulering), 'under')
                        else regler.utsagn_nedre = regler.utsagn_ovre and contains(lower(regler.formulering), 'på sikt')
                    end is true
                ),
                struct_pack(
                    felt := 'utsagn_nedre',
                    grunnen := 'its words do not have the number of a bound',
                    er_brudd := not coalesce(contains(regler.formulering, regler.nedre_tekst), true)
                    or not coalesce(contains(regler.formulering, regler.ovre_tekst), true)
                ),
                struct_pack(
                    felt := 'navn',
                    grunnen := 'its statements or words are about something else',
                    er_brudd := array_length(list_distinct(regler.gjelder)) != 1
                    or not contains(lower(regler.formulering), lower(left(regler.navn, length(regler.navn) - 2)))
                    or list_extract(regler.gjelder, 1) != regler.navn
                ),
                struct_pack(
                    felt := 'korrigert_for',
                    grunnen := 'a corrected result says what it is corrected for',
                    er_brudd := (regler.utsagn_korrigert is null) != (regler.korrigert_for is null)
                )
            ), recursive := true)
        from handlingsregler as regler
        left join kilder on regler.rapport_id = kilder.rapport_id and kilder.kilde = 1
    ) as felter
    where er_brudd
    union all
    select
        funksjoner.rapport_id,
        'funksjoner.csv' as fil,
        min(funksjoner.fillinje) as linje,
        'linje' as kolonne,
        concat_ws('|', funksjoner.kostra_funksjon, funksjoner.linje) as nokkel,
        concat(
            'line ', funksjoner.linje, ' of the source does not have «', concat_ws(' ', funksjoner.kostra_funksjon, funksjoner.funksjon_navn), '»'
        ) as funnet
    from {{ ref('stg_rapport__funksjon') }} as funksjoner
    inner join kilder on funksjoner.rapport_id = kilder.rapport_id and kilder.kilde = 1
    where
        not coalesce(contains(
            list_extract(kilder.tette, try_cast(funksjoner.linje as integer)),
            {{ kildeskrift('tett', "concat(funksjoner.kostra_funksjon, funksjoner.funksjon_navn)") }}
        ), false)
    group by
        funksjoner.rapport_id,
        concat_ws('|', funksjoner.kostra_funksjon, funksjoner.linje),
        concat(
            'line ', funksjoner.linje, ' of the source does not have «', concat_ws(' ', funksjoner.kostra_funksjon, funksjoner.funksjon_navn), '»'
        )
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
            unnest(list_value( -- noqa: AL03
                struct_pack(
                    felt := 'tallceller',
                    grunnen := 'rows, columns and numbers are counted together',
                    er_brudd := (tabeller.rader is null) != (tabeller.tallceller is null)
                    or (tabeller.rader is null) != (tabeller.verdikolonner is null)
                ),
                struct_pack(
                    felt := 'enhet',
                    grunnen := concat('its unit «', tabeller.enhet, '» has no word for a unit'),
                    er_brudd := tabeller.fakta != 'belop' and not list_has_any(
                        regexp_split_to_array(lower(tabeller.enhet), '[^a-zæøå]+'),
                        list_value(
                            'kr', 'kroner', 'mill', 'mrd', 'pst', 'prosent', 'prosentenheter', 'prosentpoeng', 'antall', 'årsverk',
                            'indeks', 'personer', 'timer', 'dager', 'diverse', 'blandet', 'oppgitt', 'tekst'
                        )
                    )
                ),
                struct_pack(
                    felt := 'linje_til',
                    grunnen := 'the first or the last of its lines is blank in the source',
                    er_brudd := trim(list_extract(kilder.linjer, tabeller.linje_fra)) = ''
                    or trim(list_extract(kilder.linjer, tabeller.linje_til)) = ''
                )
            ), recursive := true)
        from tabeller
        left join kilder on tabeller.rapport_id = kilder.rapport_id and tabeller.kilde = kilder.kilde
        where tabeller.fillinje is not null
    ) as felter
    where er_brudd
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
        concat(
            'the source does not say ', concat_ws(', ', forbehold.omfang, forbehold.utgave), ' of ', forbehold.sted, ', nor does the line of grunnlag'
        )
            as funnet
    from {{ ref('stg_rapport__sammenlignbarhet') }} as forbehold
    inner join omtaler on forbehold.rapport_id = omtaler.rapport_id and split_part(forbehold.sted, '|', 1) = omtaler.tabell
    left join kilder on forbehold.rapport_id = kilder.rapport_id and kilder.kilde = 1
    where
        kilder.rapport_id is not null
        and array_length(list_filter(
            list_value(
                case forbehold.utgave when 'forelopig' then 'foreløpig' when 'revidert' then 'revidert' else coalesce(forbehold.utgave, '') end,
                case forbehold.omfang when 'kasse' then 'kommunekasse|foretak' else coalesce(forbehold.omfang, '') end
            ),
            lambda ord: not regexp_matches(
                concat_ws(
                    ' ', omtaler.ordene,
                    list_extract(kilder.linjer, try_cast(regexp_extract(forbehold.grunnlag, '\(l[.] ([0-9]+)\)', 1) as integer))
                ),
                ord -- noqa: RF02
            )
        )) > 0
)

select * from int_katalog__motsagt
