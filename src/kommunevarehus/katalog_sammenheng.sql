-- What a catalogue says in one field, held against another: a value that could stand there, and does not fit what stands beside it.
-- Every rule names the field that is most likely the slip; the relations are the files, by their names, with the line in "#linje".
with

aldersgrupper as (
    select
        *,
        coalesce(lag(coalesce(cast(alder_til as integer), 999)) over (partition by sett order by cast(rekkefolge as integer)) + 1, 0) as neste
    from "kodeverk/aldersgruppe.csv"
),

deler as (
    select
        *,
        lag(cast(gyldig_til as integer)) over (partition by del_id order by gyldig_fra) as forrige_til,
        lead(gyldig_fra) over (partition by del_id order by gyldig_fra) as neste_fra
    from "kodeverk/kommunedel.csv"
),

emner as (
    select
        *,
        row_number() over (partition by regnskapsdel order by cast(rang as integer)) as plass
    from "kodeverk/emne.csv"
),

indikatorer as (
    select
        *,
        concat_ws(' ', navn, definisjon, teller, nevner) as ordene
    from "kodeverk/indikator.csv"
),

brudd as (
    select
        'kodeverk/aldersgruppe.csv' as fil,
        "#linje" as linje,
        'navn' as kolonne,
        concat('«', navn, '» is of ages ', alder_fra, ' to ', coalesce(alder_til, 'the oldest')) as funnet,
        'the ages of its name, and the groups of sett alder one after the other from 0' as ventet
    from aldersgrupper
    where
        navn != case
            when sett = 'alle' and alder_fra = '0' and alder_til is null then 'Alle aldre'
            when alder_til is null then concat(alder_fra, ' år og over')
            else concat(alder_fra, '–', alder_til, ' år')
        end
        or (sett = 'alder' and cast(alder_fra as integer) != neste)
    union all
    select
        'kodeverk/behovsnokkel.csv',
        min("#linje"),
        'vekt',
        concat('the weights of ', sektor, ' in ', aar, ' are ', sum(cast(vekt as decimal(18, 6))), ' together'),
        'them to be 1'
    from "kodeverk/behovsnokkel.csv"
    group by aar, sektor
    having abs(sum(cast(vekt as decimal(18, 6))) - 1) > 0.0002
    union all
    select
        'kodeverk/behovsnokkel.csv',
        min(nokkel."#linje"),
        'sektor',
        concat(nokkel.sektor, ' has no share in ', nokkel.aar),
        'a sector that kodeverk/behovssektor.csv has in that year'
    from "kodeverk/behovsnokkel.csv" as nokkel
    left join "kodeverk/behovssektor.csv" as sektor on nokkel.aar = sektor.aar and nokkel.sektor = sektor.sektor
    where sektor.sektor is null
    group by nokkel.aar, nokkel.sektor
    union all
    select
        'kodeverk/behovssektor.csv',
        min("#linje"),
        'andel',
        concat('the shares of ', aar, ' are ', sum(cast(andel as decimal(18, 6))), ' together'),
        'them to be 1'
    from "kodeverk/behovssektor.csv"
    group by aar
    having abs(sum(cast(andel as decimal(18, 6))) - 1) > 0.0002
    union all
    select
        'kodeverk/behovssektor.csv',
        "#linje",
        kolonne,
        concat('«', navn, '» is sector ', sektor, coalesce(' of ' || tjenesteomrade_id, '')),
        'codes that begin as its name'
    from (select *, unnest(['navn', 'tjenesteomrade_id']) as kolonne from "kodeverk/behovssektor.csv")
    where left(lower(navn), 5) != left(case kolonne when 'navn' then sektor else coalesce(tjenesteomrade_id, sektor) end, 5)
        and not (kolonne = 'tjenesteomrade_id' and left(sektor, 5) = left(lower(navn), 5) and left(tjenesteomrade_id, 6) = left(sektor, 6))
    union all
    select
        'kodeverk/emne.csv',
        "#linje",
        kolonne,
        concat(emne, ' is of ', concat_ws(', ', fakta, side, regnskapsdel, rang, apen_liste)),
        'an amount to have a part of the accounts, its next rank and a page of the economy, and nothing else to have them'
    from (select *, unnest(['fakta', 'side', 'rang']) as kolonne from emner)
    where case kolonne
        when 'fakta' then (fakta = 'belop') != (regnskapsdel is not null and rang is not null and apen_liste is not null)
            or (fakta != 'belop' and coalesce(regnskapsdel, rang, apen_liste) is not null)
        when 'side' then (fakta = 'belop') != coalesce(starts_with(side, 'okonomi/'), false)
        else cast(rang as integer) != plass
    end
    union all
    select
        'kodeverk/enhet.csv',
        "#linje",
        kolonne,
        concat(enhet_id, ', «', navn, '», is ', type, ', ', coalesce(vekting, 'not weighted'), ', and described as «', beskrivelse, '»'),
        'a kind, a weighting and a description as its code'
    from (select *, unnest(['type', 'beskrivelse', 'vekting']) as kolonne from "kodeverk/enhet.csv")
    where case kolonne
        when 'type' then regexp_full_match(enhet_id, '[0-9]{4}') != (type = 'kommune')
        when 'vekting' then coalesce(vekting, '') != case
            when type = 'gruppe' then 'veid' when starts_with(enhet_id, 'snitt_') then 'uveid' else ''
        end
        when 'beskrivelse' then not case
            when starts_with(enhet_id, 'kostra_') then regexp_matches(
                beskrivelse,
                concat('(Gruppe|nummer) ', cast(cast(regexp_extract(enhet_id, '[0-9]{2}') as integer) as varchar), ' (fra|til)')
            )
            when starts_with(enhet_id, 'fylke_')
                then contains(beskrivelse, regexp_extract(navn, '^Kommunene i (.*?)( fylke)?$', 1))
            when type = 'kommune' then starts_with(beskrivelse, split_part(navn, ' (', 1))
            else true
        end
    end
    union all
    select
        'kodeverk/enhetsomregning.csv',
        a."#linje",
        'faktor',
        concat(a.fra, ' is ', a.faktor, ' ', a.til),
        'factors that agree there, back, and by way of another unit'
    from "kodeverk/enhetsomregning.csv" as a
    inner join "kodeverk/enhetsomregning.csv" as b on a.til = b.fra
    left join "kodeverk/enhetsomregning.csv" as c on a.fra = c.fra and b.til = c.til
    where
        a.fra = a.til
        or cast(a.faktor as decimal(19, 6)) * cast(b.faktor as decimal(19, 6))
        != case when a.fra = b.til then 1 else cast(c.faktor as decimal(19, 6)) end
    union all
    select
        'kodeverk/grense.csv',
        grense."#linje",
        'verdi',
        concat(grense_id, ' is ', grense.verdi, ' ', grense.maaleenhet, ', and its source says «', kilde, '»'),
        'the number in the words of its source, and the unit of its code'
    from "kodeverk/grense.csv" as grense
    left join "kodeverk/tallord.csv" as ord
        on cast(grense.verdi as decimal(18, 6)) = cast(ord.verdi as decimal(18, 6)) and contains(grense.kilde, concat(ord.tallord, ' '))
    where
        (not regexp_matches(kilde, concat('(^|[^0-9,])', replace(grense.verdi, '.', ','), '($|[^0-9,])')) and ord.verdi is null)
        or ends_with(grense.grense_id, '_pst') != (grense.maaleenhet = 'pst')
    union all
    select
        'kodeverk/grense.csv',
        "#linje",
        kolonne,
        concat(grense_id, ' of ', coalesce(fra_aar, 'always'), ' to ', coalesce(til_aar, 'now'), ' comes after one that ends ', coalesce(forrige, 'never')),
        'the year after the one before it, and the last year that its source says'
    from (
        select
            *,
            lag(til_aar) over hver as forrige,
            lag(grense_id) over hver is null as er_forst,
            unnest(['fra_aar', 'til_aar']) as kolonne
        from "kodeverk/grense.csv"
        window hver as (partition by grense_id order by coalesce(fra_aar, '0'))
    ) as aarene
    where case kolonne
        when 'fra_aar' then case when er_forst then fra_aar is not null else cast(fra_aar as integer) is distinct from cast(forrige as integer) + 1 end
        else til_aar is not null and not contains(kilde, concat('til og med ', til_aar))
    end
    union all
    select
        'kodeverk/seriebrudd.csv',
        "#linje",
        'aar',
        concat(indikator_id, ' is broken in ', aar, ', and the reason says «', grunn, '»'),
        'the year that the reason begins with'
    from "kodeverk/seriebrudd.csv"
    where not starts_with(grunn, concat('Fra ', aar, ' '))
    union all
    select
        'kodeverk/indikator.csv',
        "#linje",
        kolonne,
        concat(
            indikator_id, ' is of ', case kolonne
                when 'maaleenhet' then maaleenhet
                when 'nevner' then coalesce(nevner, 'no denominator')
                when 'kostra_funksjoner' then coalesce(kostra_funksjoner, 'no function')
                when 'register' then coalesce(register, 'no register')
                when 'kategori' then kategori
                else retning
            end
        ),
        case kolonne
            when 'maaleenhet' then 'the unit of its code: a share or an absence is of pst, a number of antall, and what is per something of a unit per it'
            when 'nevner' then 'a denominator that its unit and definition say'
            when 'kostra_funksjoner' then 'the function that its words name'
            when 'register' then 'the register that its name says'
            when 'kategori' then 'the kind that its area and its code say'
            else 'what needs, priorities, surveys and absence have'
        end
    from (
        select
            *,
            unnest(['maaleenhet', 'nevner', 'kostra_funksjoner', 'register', 'kategori', 'retning']) as kolonne
        from indikatorer
    )
    where case kolonne
        when 'maaleenhet' then
            regexp_matches(indikator_id, '_pst$|andel|sykefravaer|barnehagedekning|dekningsgrad|nasjonale_prover') != (maaleenhet = 'pst')
            or ends_with(indikator_id, '_antall') != (maaleenhet = 'antall')
            or regexp_matches(indikator_id, '_per_innb') and not ends_with(maaleenhet, 'per_innbygger')
            or regexp_matches(indikator_id, '_per_m2$') != regexp_matches(maaleenhet, '_per_m2$')
            or regexp_matches(indikator_id, '_per_1000(_|$)') != regexp_matches(maaleenhet, 'per_1000(_|$)')
            or regexp_matches(indikator_id, '_per_10000(_|$)') != regexp_matches(maaleenhet, 'per_10000(_|$)')
        when 'nevner' then
            (nevner is null and maaleenhet not in ('antall', 'kr', 'poeng', 'uoppgitt'))
            or (maaleenhet = 'kr_per_innbygger' and not contains(lower(nevner), 'innbygger'))
            or (regexp_matches(definisjon, 'prosent av (brutto )?driftsinntekt') and not contains(lower(nevner), 'driftsinntekter'))
        when 'kostra_funksjoner' then len(list_filter(
            regexp_extract_all(ordene, '(?:funksjon |\(f ?|f )([0-9]{3})', 1), lambda f: not contains(coalesce(kostra_funksjoner, ''), f)
        )) > 0
        when 'register' then
            contains(indikator_id, 'sykefravaer') != coalesce(starts_with(register, 'PAI'), false)
            or contains(lower(navn), 'nasjonale prøver') != coalesce(register = 'Nasjonale prøver', false)
            or contains(indikator_id, 'brukertilfredshet') != coalesce(register = 'Brukerundersøkelse', false)
        when 'kategori' then
            (tjenesteomrade_id = 'okonomi' and kategori != 'okonomi')
            or (regexp_matches(indikator_id, '^netto_driftsutg.*_per_innb') and kategori != 'prioritering')
            or (regexp_matches(register, 'PAI|undersøkelse|prøver') and kategori != 'kvalitet')
        else
            (kategori in ('prioritering', 'behov') and retning != 'noytral')
            or (regexp_matches(register, 'undersøkelse|prøver') and retning != 'hoy_er_bra')
            or (contains(indikator_id, 'sykefravaer') and retning != 'hoy_er_darlig')
    end
    union all
    select
        'kodeverk/indikatorkilde.csv',
        kilde."#linje",
        'begrep',
        concat(kilde.indikator_id, ', «', indikator.navn, '», is ', kilde.begrep, ', «', begrep.navn, '»'),
        'a concept of its name'
    from "kodeverk/indikatorkilde.csv" as kilde
    inner join "kodeverk/indikator.csv" as indikator on kilde.indikator_id = indikator.indikator_id
    inner join "regnskap/ssb_begrep_2025.csv" as begrep on kilde.begrep = begrep.kode
    where left(indikator.navn, 16) != left(begrep.navn, 16)
    union all
    select
        'kodeverk/kilde.csv',
        "#linje",
        'aar',
        concat(kilde_id, ' is of ', aar, ', and its note says «', merknad, '»'),
        'the last year of its note, and the borders that its title has'
    from "kodeverk/kilde.csv"
    where regexp_extract(merknad, '([0-9]{4})[.]$', 1) != aar or contains(tittel, 'grensene som gjaldt') != contains(merknad, 'Opprinnelige')
    union all
    select
        'kodeverk/kommune.csv',
        kommune."#linje",
        kolonne,
        concat(kommune.kommunenr, ' is «', kommune.navn, '», «', kommune.navn_offisielt, '», now ', kommune.kommunenr_2024, ' «', kommune.navn_2024, '»'),
        'a name within the official one, and the name of the number of today'
    from (select *, unnest(['navn', 'navn_2024']) as kolonne from "kodeverk/kommune.csv") as kommune
    left join "kodeverk/kommune.csv" as naa on kommune.kommunenr_2024 = naa.kommunenr
    where case kolonne when 'navn' then not contains(kommune.navn_offisielt, split_part(kommune.navn, ' (', 1)) else kommune.navn_2024 != naa.navn end
    union all
    select
        'kodeverk/kommune.csv',
        kommune."#linje",
        'gyldighet',
        concat(
            kommune.kommunenr, ' was in use ', coalesce(min(kommune.gyldighet), 'always'), ', and its parts ', min(del.gyldig_fra), ' to ',
            max(coalesce(del.gyldig_til, 'now'))
        ),
        'the years that kodeverk/kommunedel.csv has of its number'
    from "kodeverk/kommune.csv" as kommune
    inner join "kodeverk/kommunedel.csv" as del on kommune.kommunenr = del.kommunenr
    group by kommune.kommunenr, kommune."#linje"
    having
        coalesce(split_part(min(kommune.gyldighet), '-', 2), '') != case when count(*) = count(del.gyldig_til) then max(del.gyldig_til) else '' end
        or greatest(nullif(split_part(min(kommune.gyldighet), '-', 1), ''), '2005') != min(del.gyldig_fra) and split_part(min(kommune.gyldighet), '-', 1) != ''
    union all
    select
        'kodeverk/kommunedel.csv',
        "#linje",
        'gyldig_fra',
        concat(del_id, ' is ', kommunenr, ' from ', gyldig_fra, ' to ', coalesce(gyldig_til, 'now')),
        'its years one after the other, from 2005 until now'
    from deler
    where cast(gyldig_fra as integer) != coalesce(forrige_til + 1, 2005) or (gyldig_til is null) != (neste_fra is null)
    union all
    select
        'kodeverk/kommunegruppe.csv',
        min("#linje"),
        'slag',
        concat(gruppe_id, ' is ', min(slag), ' from ', coalesce(min(gyldig_fra), 'always'), ', with ', min(kommunenr), ' to ', max(kommunenr)),
        'the kind, the municipalities and the years of its code'
    from "kodeverk/kommunegruppe.csv"
    group by gruppe_id
    having
        starts_with(gruppe_id, 'kostra_') and (min(gyldig_fra) is distinct from '2020') = (not ends_with(gruppe_id, '_til_2019'))
        or starts_with(gruppe_id, 'fylke_') and bool_or(left(kommunenr, 2) != right(gruppe_id, 2))
        or split_part(gruppe_id, '_', 1) != min(slag)
    union all
    select
        'kodeverk/kommunegruppe.csv',
        min(gruppe."#linje"),
        'gruppe',
        concat(gruppe.gruppe_id, ' is «', gruppe.gruppe, '», and «', enhet.navn, '» in kodeverk/enhet.csv'),
        'one name'
    from "kodeverk/kommunegruppe.csv" as gruppe
    inner join "kodeverk/enhet.csv" as enhet on gruppe.gruppe_id = enhet.enhet_id
    where enhet.navn not in (gruppe.gruppe, concat('Kommunene i ', gruppe.gruppe), concat('Kommunene i ', gruppe.gruppe, ' fylke'))
    group by gruppe.gruppe_id, gruppe.gruppe, enhet.navn
    union all
    select
        koder.fil,
        koder.linje,
        koder.kolonne,
        concat(
            koder.kode, ' «', coalesce(koder.navn, ''), '» is ', koder.type, ' in ', coalesce(koder.skjema, 'no form'), ', ',
            coalesce(koder.gyldig_fra, ''), '–', coalesce(koder.gyldig_til, ''), ', by «', koder.kilde, '»',
            coalesce(', and ' || begrep.navn || ' in regnskap/ssb_begrep_2025.csv', '')
        ),
        'a kind as its number, a name that begins as SSB''s, and a source that has it in its years'
    from (
        select *, unnest(['navn', 'type', 'skjema', 'gyldig_fra', 'gyldig_til', 'kilde']) as kolonne from (
            select 'kodeverk/kostra_art.csv' as fil, "#linje" as linje, 'art' as slag, art as kode, navn, type, skjema, gyldig_fra, gyldig_til, kilde,
                case when art < '600' then 'utgift' else 'inntekt' end as riktig from "kodeverk/kostra_art.csv"
            union all
            select 'kodeverk/kostra_funksjon.csv', "#linje", 'funksjon', funksjon, navn, type, skjema, gyldig_fra, gyldig_til, kilde,
                case when funksjon < '800' then 'tjeneste' else 'finans' end from "kodeverk/kostra_funksjon.csv"
            union all
            select 'kodeverk/kostra_kapittel.csv', "#linje", 'kapittel', kapittel, navn, type, skjema, gyldig_fra, gyldig_til, kilde,
                case when left(kapittel, 2) < '30' then 'aktiva' when left(kapittel, 2) < '91' then 'passiva' else 'memoria' end
            from "kodeverk/kostra_kapittel.csv"
        )
    ) as koder
    left join "regnskap/ssb_begrep_2025.csv" as begrep on koder.kode = begrep.kode and koder.slag = begrep.slag
    where case koder.kolonne
        when 'type' then koder.type != koder.riktig
        when 'navn' then not contains(lower(begrep.navn), lower(left(koder.navn, 5)))
        when 'skjema' then (koder.slag = 'funksjon' and koder.type = 'tjeneste' and koder.skjema is not null
            and koder.skjema != case when koder.kode < '400' then '0A 0I 0M' else '0C 0K 0P' end)
            or (koder.slag = 'kapittel') != coalesce(starts_with(koder.skjema, '0B') or starts_with(koder.skjema, '0J'), false)
        when 'gyldig_fra' then nullif(regexp_extract(begrep.navn, '[(]([0-9]{4})-[)]$', 1), '') != coalesce(koder.gyldig_fra, '')
        when 'gyldig_til' then (koder.gyldig_til < '2020') != contains(koder.kilde, '2020–2026 har den ikke')
            or (koder.gyldig_til = '2025') < contains(koder.kilde, '2026 har den ikke; ')
            or koder.gyldig_fra > '2026' or koder.gyldig_til > '2025'
        else contains(koder.kilde, 'har den ikke') and koder.gyldig_til is null
    end
    union all
    select
        'kodeverk/kostra_kontroll.csv',
        "#linje",
        kolonne,
        concat(
            'control ', kontroll, ' is ', concat_ws(', ', slag, alvor, alvor_ikke_regional, alvor_kvartal_1_2, krav, toleranse),
            ', and says «', melding, '»'
        ),
        'a kind, a requirement and a message that fit each other, and no other severity for the others than for the regional'
    from (select *, unnest(['slag', 'alvor', 'krav', 'melding']) as kolonne from "kodeverk/kostra_kontroll.csv")
    where case kolonne
        when 'slag' then (slag = 'sum') != (krav is not null) or contains(melding, '{a}') and slag != 'sum'
            or (slag = 'post') != contains(melding, '{konto}') and slag != 'dublett'
        when 'alvor' then (alvor = 'FATAL') != (slag = 'fil') or (alvor_ikke_regional = 'FATAL') != (slag = 'fil')
            or coalesce((alvor_kvartal_1_2 = 'FATAL') != (slag = 'fil'), false)
        when 'krav' then (toleranse is not null) != coalesce(contains(krav, 'differanse'), false)
            or (krav = 'a_positiv') != contains(melding, 'skal være større enn 0') or (krav = 'a_negativ') != contains(melding, 'skal være mindre enn 0')
        else (toleranse is not null) != contains(melding, '{toleranse}')
    end
    union all
    select
        'kodeverk/kostra_kontrollvilkar.csv',
        vilkar."#linje",
        'ledd',
        concat('control ', kontroll.kontroll, ' of kind ', kontroll.slag, ' has ', vilkar.ledd, ' of ', vilkar.skjema),
        'terms of its kind: a and b of a sum, finnes and post of a post; and a part of the accounts only in the forms that have it'
    from "kodeverk/kostra_kontrollvilkar.csv" as vilkar
    inner join "kodeverk/kostra_kontroll.csv" as kontroll on vilkar.kontroll = kontroll.kontroll
    left join "kodeverk/kostra_skjema.csv" as skjema on split_part(vilkar.skjema, ' ', 1) = skjema.skjema
    where (vilkar.ledd in ('a', 'b') and kontroll.slag != 'sum') or (vilkar.ledd = 'post' and kontroll.slag != 'post')
        or (skjema.type = 'balanse' and coalesce(vilkar.del, vilkar.funksjon, vilkar.art, vilkar.ikke_art, vilkar.ikke_funksjon) is not null)
        or (skjema.type = 'bevilgning' and vilkar.kapittel is not null)
    union all
    select
        'kodeverk/kostra_skjema.csv',
        "#linje",
        'navn',
        concat(skjema, ' «', navn, '» is ', concat_ws(', ', omfang, type, kontoklasse_drift, kontoklasse_investering, kontoklasse_balanse, regional, fylke)),
        'what its name says, the classes of its kind, and regional but for enterprises and balances'
    from "kodeverk/kostra_skjema.csv"
    where
        omfang != case when contains(navn, 'foretak') then 'saerbedrift' when contains(navn, 'konsolidert') then 'konsolidert' else 'kasse' end
        or (type = 'balanse') != contains(lower(navn), 'balanseregnskap')
        or (fylke = 'ja') != contains(lower(navn), 'fylke')
        or (regional = 'ja') != (type = 'bevilgning' and omfang != 'saerbedrift')
        or concat(kontoklasse_drift, kontoklasse_investering, kontoklasse_balanse)
        != case when type = 'balanse' then case omfang when 'kasse' then '2' else '5' end else case omfang when 'kasse' then '10' else '34' end end
    union all
    select
        'kodeverk/oversiktstall.csv',
        tall."#linje",
        kolonne,
        concat(tall.nokkel, ' is ', case kolonne
            when 'maaleenhet' then concat('of ', tall.maaleenhet, ', from ', tall.hentes_fra)
            when 'sidenavn' then concat('on ', tall.side, ', called «', tall.sidenavn, '»')
            else concat('shown instead of ', tall.i_stedet_for)
        end),
        case kolonne
            when 'maaleenhet' then 'per cent where its name says so, and one unit and one thing to compare with for where it is from'
            when 'sidenavn' then 'the page by its title'
            else 'a number before it, which itself stands instead of none'
        end
    from (select *, unnest(['maaleenhet', 'sidenavn', 'i_stedet_for']) as kolonne from "kodeverk/oversiktstall.csv") as tall
    left join "kodeverk/visningssted.csv" as sted on tall.side = sted.side and sted.slag != 'figur'
    left join "kodeverk/oversiktstall.csv" as annet on tall.i_stedet_for = annet.nokkel
    where case kolonne
        when 'maaleenhet' then contains(tall.navn, 'prosent') != (tall.maaleenhet = 'pst')
            or tall.maaleenhet != case tall.hentes_fra
                when 'bemanning' then 'personer'
                when 'befolkning' then 'personer'
                when 'maloppnaelse' then 'mål'
                when 'arsresultat_andel' then 'pst'
                when 'handlingsregel' then 'pst'
                when 'styringstall' then 'pst'
                else 'mill. kr'
            end
            or (tall.hentes_fra = 'budsjettavvik' and tall.sammenlignet_med != 'revidert budsjett')
            or (tall.hentes_fra in ('oppstilling', 'oppstilling_utgift', 'arsresultat') and not contains(tall.sammenlignet_med, 'budsjett'))
            or (tall.hentes_fra = 'handlingsregel' and not starts_with(tall.sammenlignet_med, 'kommunestyrets mål'))
            or (tall.hentes_fra = 'styringstall' and not starts_with(tall.sammenlignet_med, 'anbefalt'))
        when 'sidenavn' then lower(tall.sidenavn) != lower(regexp_replace(sted.tittel, '^.*: ', ''))
        else annet.i_stedet_for is not null or cast(annet.rekkefolge as integer) > cast(tall.rekkefolge as integer)
    end
    union all
    select
        'kodeverk/retningsord.csv',
        a."#linje",
        'retning',
        concat('«', a.uttrykk, '» is ', a.retning, ', and «', b.uttrykk, '» is ', b.retning),
        'one direction for the words that end alike, and down for less'
    from "kodeverk/retningsord.csv" as a
    inner join "kodeverk/retningsord.csv" as b
        on (a.uttrykk != b.uttrykk and ends_with(a.uttrykk, b.uttrykk)) or a.uttrykk = b.uttrykk
    where
        (a.uttrykk != b.uttrykk and a.retning != b.retning)
        or (regexp_matches(a.uttrykk, '(^|[ a-zæøå])(mindre|lavere|nedgang|redu[ks])') and a.retning = 'opp')
        or (regexp_matches(a.uttrykk, '(^| )mer|høyere|økning|økt|vekst') and a.retning = 'ned')
    union all
    select
        'kodeverk/seregel.csv',
        regel."#linje",
        kolonne,
        concat(
            regel.regel_id, ' is ', concat_ws(
                ', ', regel.maales_pa, regel.kode, regel.retning, regel.grense, regel.grense_id, regel.enhet, regel.side,
                'instead of ' || regel.erstatter
            )
        ),
        case kolonne
            when 'retning' then 'under for what is low, fewer or sinking, and a limit below zero, and over for the others'
            when 'grense' then 'a limit or a code for one, which its explanation names unless it is none'
            when 'kode' then 'an age group for what is measured on people, and none for the others'
            when 'setning' then 'a sentence with the years of people, the group of others, and an explanation of its own'
            when 'side' then 'the page of what it is measured on, and antall for findings alone'
            else 'a rule of the same page, direction and age group'
        end
    from (select *, unnest(['retning', 'grense', 'kode', 'setning', 'side', 'erstatter']) as kolonne from "kodeverk/seregel.csv") as regel
    left join "kodeverk/seregel.csv" as annen on regel.erstatter = annen.regel_id
    left join "kodeverk/aldersgruppe.csv" as alder on regel.kode = alder.aldersgruppe_id
    where case kolonne
        when 'retning' then regexp_matches(regel.navn, 'Lavt|Færre|Synkende') != (regel.retning = 'under')
            or (cast(regel.grense as decimal(18, 6)) < 0 and regel.retning != 'under')
        when 'grense' then (regel.grense is null) = (regel.grense_id is null)
            or (regel.enhet = 'pst' and regel.maales_pa != 'budsjettavvik'
                and coalesce(cast(regel.grense as decimal(18, 6)) = 0, false) = contains(regel.forklaring, '{grense}'))
            or (contains(regel.maales_pa, 'budsjettavvik') and regel.grense_id is distinct from 'merforbruk_pst')
            or (regel.maales_pa = 'netto_driftsresultat' and not contains(regel.grense_id, regel.maales_pa))
        when 'kode' then (regel.maales_pa in ('befolkning', 'framskriving')) != (alder.aldersgruppe_id is not null)
            or (regel.kode = 'alle') != contains(lower(regel.navn), 'folketall')
            or regexp_matches(lower(regel.navn), 'skolealder') != coalesce(regel.kode = '6_15', false)
        when 'setning' then contains(regel.setning, '{fra_aar}') != (regel.maales_pa in ('befolkning', 'framskriving'))
            or contains(regel.setning, '{gruppe}') != (regel.maales_pa = 'svakere_enn_andre')
            or contains(regel.forklaring, 'framskriving') != (regel.maales_pa = 'framskriving')
        when 'side' then (regel.enhet = 'antall') != (regel.maales_pa = 'alvorlig_funn')
            or regel.side != case
                when regel.maales_pa = 'befolkning' then 'befolkning'
                when regel.maales_pa = 'framskriving' then 'befolkning/aldersgrupper'
                when regel.maales_pa in ('budsjettavvik', 'budsjettavvik_to_ar', 'svakere_enn_andre') then 'tjenester'
                when regel.maales_pa in ('handlingsregel', 'netto_driftsresultat') then 'okonomi/resultat'
                when regel.maales_pa = 'mal_ikke_nadd' then 'mal'
                when regel.maales_pa = 'sykefravaer' then 'ansatte'
                else 'kilder/funn'
            end
        else regel.erstatter is not null
            and (regel.kode, regel.retning, split_part(regel.side, '/', 1))
                is distinct from (annen.kode, annen.retning, split_part(annen.side, '/', 1))
    end
    union all
    select
        'kodeverk/statistikktabell.csv',
        tabell."#linje",
        'kilde_id',
        concat(tabell.tabell_id, ', number ', tabell.nummer, ', is of ', tabell.kilde_id),
        'the source of its code, with its number in the title'
    from "kodeverk/statistikktabell.csv" as tabell
    inner join "kodeverk/kilde.csv" as kilde on tabell.kilde_id = kilde.kilde_id
    where replace(lower(tabell.tabell_id), '-', '_') != tabell.kilde_id or not contains(kilde.tittel, concat(' ', tabell.nummer, ':'))
        or tabell.verdikolonner != '1'
    union all
    select
        'kodeverk/synonym.csv',
        ord."#linje",
        'verdi',
        concat(ord.verdi, ' is no ', ord.gjelder),
        'a code of what it is said to be'
    from "kodeverk/synonym.csv" as ord
    left join (
        select 'tjenesteomrade' as gjelder, tjenesteomrade_id as verdi from "kodeverk/tjenesteomrade.csv"
        union all
        select 'indikator', indikator_id from "kodeverk/indikator.csv"
        union all
        select 'post', post_id from "regnskap/linjer.csv"
    ) as koder on ord.gjelder = koder.gjelder and ord.verdi = koder.verdi
    where koder.verdi is null
    union all
    select
        'kodeverk/tallord.csv',
        "#linje",
        'verdi',
        concat('«', tallord, '» is ', verdi, ' ± ', usikkerhet),
        'the number that it says; half of one on each side of a whole number, and a quarter of a half'
    from (
        select
            *,
            case
                when regexp_matches(tallord, '^[0-9]* ?½$') then coalesce(cast(nullif(regexp_extract(tallord, '^[0-9]*'), '') as decimal(9, 1)), 0) + 0.5
                when regexp_matches(tallord, '^[0-9]+/[0-9]+$') then
                    round(cast(split_part(tallord, '/', 1) as decimal(18, 9)) / cast(split_part(tallord, '/', 2) as decimal(9, 0)), 6)
                when starts_with(tallord, '\frac') then round(
                    cast(regexp_extract(tallord, '([0-9]+)}', 1) as decimal(18, 9))
                    / cast(regexp_extract(tallord, '([0-9]+)}$', 1) as decimal(9, 0)),
                    6
                )
                else list_position(
                    ['en', 'to', 'tre', 'fire', 'fem', 'seks', 'sju', 'åtte', 'ni', 'ti', 'elleve', 'tolv'],
                    case when tallord in ('ett', 'et') then 'en' else tallord end
                )
            end as sagt
        from "kodeverk/tallord.csv"
    )
    where
        cast(sagt as decimal(18, 6)) != cast(verdi as decimal(18, 6))
        or (regexp_full_match(verdi, '[0-9]+') and usikkerhet != '0.5')
        or (ends_with(tallord, '½') and usikkerhet != '0.25')
    union all
    select
        'kodeverk/tilnaerming.csv',
        "#linje",
        'merke',
        concat(
            '«', tilnaerming, '» is ', merke, ', ', coalesce(nedre_enheter, 'no limit'), ' down and ', coalesce(ovre_enheter, 'no limit'),
            ' up, and «', betydning, '»'
        ),
        'what its meaning says of the way and the limit'
    from "kodeverk/tilnaerming.csv"
    where
        merke != case when contains(betydning, 'til hver side') then 'omtrentlig' when contains(betydning, 'oppover') then 'nedre' else 'ovre' end
        or coalesce(nedre_enheter, '') != case merke when 'nedre' then '0' else case when contains(betydning, 'uten grense') then '' else '1' end end
        or coalesce(ovre_enheter, '') != case merke when 'ovre' then '0' else case when contains(betydning, 'uten grense') then '' else '1' end end
        or contains(tilnaerming, 'litt') and not contains(betydning, 'litt')
        or tilnaerming in ('minst', 'minimum', 'inntil') != contains(betydning, 'like stort')
    union all
    select
        'kodeverk/visningssted.csv',
        sted."#linje",
        'side',
        concat('«', sted.tittel, '» is ', sted.slag, ' ', sted.side),
        'a tab below its page and named after it, and a figure on a page that is there'
    from "kodeverk/visningssted.csv" as sted
    left join "kodeverk/visningssted.csv" as mor on mor.slag = 'side' and split_part(sted.side, '/', 1) = mor.side
    left join "kodeverk/visningssted.csv" as hel on hel.slag != 'figur' and sted.side = hel.side
    where case sted.slag
        when 'side' then contains(sted.side, '/') or contains(sted.tittel, ': ')
        when 'fane' then not contains(sted.side, '/') or split_part(sted.tittel, ':', 1) != split_part(mor.tittel, ' ', 1)
        else not starts_with(sted.tittel, 'Figur: ') or hel.side is null
    end
    union all
    select
        'kodeverk/deflator.csv',
        min("#linje"),
        'aar',
        concat(serie, ' of ', argang, ' has ', count(*), ' years of ', min(aar), ' to ', max(aar)),
        'every year once'
    from "kodeverk/deflator.csv"
    group by serie, argang
    having count(*) != cast(max(aar) as integer) - cast(min(aar) as integer) + 1
    union all
    select
        'kodeverk/indikator.csv',
        "#linje",
        'navn',
        concat(indikator_id, ' is called «', navn, '»'),
        'a name of which half of the long words are in its code, its definition or its numerator'
    from (
        select
            *,
            list_filter(regexp_split_to_array(ren[1], '[^a-z0-9]+'), lambda o: length(o) >= 5) as navneord,
            list_filter(string_split(ren[2], '_'), lambda o: length(o) >= 4) as kodeord
        from (
            select *, list_transform(
                [navn, indikator_id, concat_ws(' ', indikator_id, definisjon, teller)],
                lambda t: translate(replace(replace(lower(t), 'æ', 'ae'), 'å', 'a'), 'øéô', 'oeo')
            ) as ren
            from "kodeverk/indikator.csv"
        )
    )
    where 2 * len(list_filter(navneord, lambda o: contains(ren[2], left(o, 4)) or contains(ren[3], left(o, 5)))) < len(navneord)
        and not (len(navneord) = 1 and len(list_filter(kodeord, lambda o: contains(ren[1], o))) > 0)
    union all
    select
        'kodeverk/indikator.csv',
        "#linje",
        'kostra_funksjoner',
        concat(indikator_id, ' of ', tjenesteomrade_id, ' is of function ', kostra_funksjoner),
        'functions of its area: not one that all the others have in another, buildings apart'
    from (
        select
            *,
            count(*) over (partition by funksjon, tjenesteomrade_id) as i_omradet,
            count(*) filter (tjenesteomrade_id != 'eiendom') over (partition by funksjon) as i_tjenestene
        from (select *, unnest(string_split(kostra_funksjoner, ';')) as funksjon from "kodeverk/indikator.csv")
    )
    group by indikator_id, "#linje", tjenesteomrade_id, kostra_funksjoner
    having bool_or(i_omradet = 1 and i_tjenestene - cast(tjenesteomrade_id != 'eiendom' as integer) >= 4)
    union all
    select
        concat('kodeverk/', fil),
        linje,
        'rekkefolge',
        concat(kode, ' is number ', rekkefolge),
        'every number once, from 1'
    from (
        select 'tjenesteomrade.csv' as fil, "#linje" as linje, tjenesteomrade_id as kode, cast(rekkefolge as integer) as rekkefolge,
            row_number() over (order by cast(rekkefolge as integer)) as plass from "kodeverk/tjenesteomrade.csv"
        union all
        select 'seregel.csv', "#linje", regel_id, cast(rekkefolge as integer), row_number() over (order by cast(rekkefolge as integer))
        from "kodeverk/seregel.csv"
    )
    where rekkefolge != plass
    union all
    select
        'kodeverk/oversiktstall.csv',
        tall."#linje",
        tall.kolonne,
        concat(tall.nokkel, ' is ', tall.hentes_fra, ' ', tall.kode, ', ', coalesce(tall.retning, 'of no direction'), ', with ', tall.desimaler, ' decimals'),
        'the figure of its key, the direction that the key figure has, one decimal of per cents and none of what is counted'
    from (select *, unnest(['kode', 'retning', 'desimaler']) as kolonne from "kodeverk/oversiktstall.csv") as tall
    left join "kodeverk/indikator.csv" as indikator on tall.kode = indikator.indikator_id or tall.nokkel = indikator.indikator_id
    where case tall.kolonne
        when 'kode' then tall.hentes_fra not in ('bemanning', 'befolkning', 'maloppnaelse', 'budsjettavvik')
            and not starts_with(tall.nokkel, left(regexp_replace(tall.kode, '^(balanse|investering)_', ''), 12))
        when 'retning' then coalesce(tall.retning, 'noytral') != indikator.retning
        else tall.desimaler != case when tall.maaleenhet = 'pst' then '1' when tall.maaleenhet in ('personer', 'mål') then '0' else tall.desimaler end
    end
    union all
    select
        'kodeverk/oversettelse.csv',
        max("#linje"),
        'oversettelse',
        concat('«', oversettelse, '» is said of «', string_agg(tekst, '» and «' order by tekst), '»'),
        'a translation of one text, or of texts that begin alike'
    from "kodeverk/oversettelse.csv"
    group by sprak, oversettelse
    having count(distinct lower(left(tekst, 1))) > 1
)

from brudd
