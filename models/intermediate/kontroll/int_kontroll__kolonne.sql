{# Each column of a table against what it is printed as: its year, sex, group, unit of observation and unit of measure against its heading, its name
   and its cells, and the heading's words and order against the source, where the package carries it. Each is plausible alone, and cannot be true
   beside the other. unntak.csv says where it is. #}
with

kolonner as (
    select
        kolonner.*,
        tabeller.fil,
        tabeller.fakta,
        tabeller.enhet as tabellens_enhet,
        lower(concat_ws(' ', kolonner.kolonne, kolonner.overskrift)) as ord,
        regexp_extract_all(
            case when regexp_matches(coalesce(kolonner.overskrift, ''), '(19|20)[0-9]{2}') then kolonner.overskrift else kolonner.kolonne end,
            '(?:19|20)[0-9]{2}',
            0
        ) as aarstall,
        {{ erstattet('lower(kolonner.overskrift)', "'[^a-zæøåé]'") }} as bokstaver,
        lead(kolonner.overskrift) over (partition by kolonner.rapport_id, kolonner.tabell order by kolonner.plass) as nestes_overskrift
    from {{ ref('int_kolonne__tydet') }} as kolonner
    inner join {{ ref('int_tabell__beskrevet') }} as tabeller on kolonner.rapport_id = tabeller.rapport_id and kolonner.tabell = tabeller.tabell
),

utsnitt as (
    select
        *,
        replace({{ kildeskrift('tett', 'innledning') }} || tett, chr(10), '') as teksten
    from {{ ref('int_kilde__utsnitt') }}
),

kommuner as (
    select
        {{ erstattet("lower(split_part(navn, ' - ', 1))", "'[^a-zæøåé]'") }} as bokstaver,
        {{ liste_samlet('kommunenr', 'kommunenr') }} as numre,
        min(navn) as navn
    from {{ ref('stg_kodeverk__kommune') }}
    group by {{ erstattet("lower(split_part(navn, ' - ', 1))", "'[^a-zæøåé]'") }}
),

celler as (
    select
        celler.rapport_id,
        celler.tabell,
        celler.fil,
        celler.fillinje,
        celler.kolonne,
        celler.fakta,
        celler.raatekst,
        celler.er_nokkeltall,
        celler.maaleenhet as kolonnens_enhet,
        indikatorer.maaleenhet as indikatorens_enhet,
        coalesce(celler.maaleenhet, indikatorer.maaleenhet) as maaleenhet
    from {{ ref('int_celle__kodet') }} as celler
    left join {{ ref('int_indikator__samlet') }} as indikatorer on celler.indikator_id = indikatorer.indikator_id and celler.er_nokkeltall
),

kolonnebrudd as (
    select
        rapport_id,
        tabell,
        fil,
        kolonne,
        concat('the column is of ', aar, ', and its heading says ', array_to_string(aarstall, ' and ')) as funnet
    from kolonner
    where array_length(aarstall) > 0 and not list_contains(aarstall, cast(aar as varchar))
    union all
    select
        rapport_id,
        tabell,
        fil,
        kolonne,
        concat('the column is of ', coalesce(kjonn, 'no sex'), ', and its heading says «', overskrift, '»') as funnet
    from kolonner
    where
        kjonn is distinct from case
            when regexp_matches(ord, 'kvinne|jente') and not regexp_matches(ord, '(^|[^a-zæøå])menn|gutt') then 'kvinner'
            when regexp_matches(ord, '(^|[^a-zæøå])menn|gutt') and not regexp_matches(ord, 'kvinne|jente') then 'menn'
            when kjonn is not null then 'begge'
        end
    union all
    select
        rapport_id,
        tabell,
        fil,
        kolonne,
        'it is not said in which year the column is' as funnet
    from kolonner
    where aar is null and er_kjent
    union all
    select
        rapport_id,
        tabell,
        fil,
        kolonne,
        concat('the column is of ', coalesce(undergruppe, 'no group'), ', and its name says another') as funnet
    from kolonner
    where
        (undergruppe is not null or regexp_matches(kolonne, '^(fast|vikar)_'))
        and undergruppe is distinct from nullif(regexp_extract(kolonne, '^(fast|vikar|totalt)', 1), '')
    union all
    select
        kolonner.rapport_id,
        kolonner.tabell,
        kolonner.fil,
        kolonner.kolonne,
        concat('the column is of ', kolonner.enhet_id, ', and its heading says ', kommuner.navn) as funnet
    from kolonner
    inner join kommuner on kolonner.bokstaver = kommuner.bokstaver
    where not list_contains(kommuner.numre, kolonner.enhet_id)
    union all
    select
        rapport_id,
        tabell,
        fil,
        kolonne,
        concat('the column of ', maal, ' is in ', coalesce(maaleenhet, 'no unit'), ', and its name says another') as funnet
    from kolonner
    where
        fakta in ('analyse', 'personell', 'belop')
        and maaleenhet is distinct from case
            when regexp_matches(kolonne, '_1000_kr$') then '1000 kr'
            when regexp_matches(kolonne, '_mill_kr$') then 'mill. kr'
            when regexp_matches(kolonne, '_pst$') or regexp_matches(maal, '_pst$') then 'pst'
            when regexp_matches(maal, 'indeks$') then 'indeks'
            when regexp_matches(maal, '_per_innbygger$') then 'kr_per_innbygger'
            when regexp_matches(maal, '_kr$') then 'kr'
            when maal = 'arsverk' then 'arsverk'
            when regexp_matches(maal, '^endring') and fakta = 'analyse' then 'pst'
            when fakta = 'personell' and maal != 'snitt' then 'antall'
            else maaleenhet
        end
    union all
    select
        rapport_id,
        tabell,
        min(fil) as fil,
        kolonne,
        concat('the column is in ', kolonnens_enhet, ', and the key figure in ', min(indikatorens_enhet)) as funnet
    from celler
    where er_nokkeltall and kolonnens_enhet != indikatorens_enhet
    group by rapport_id, tabell, kolonne, kolonnens_enhet
    union all
    select
        rapport_id,
        tabell,
        min(fil) as fil,
        kolonne,
        concat('«', min(raatekst), '» is in ', min(maaleenhet)) as funnet
    from celler
    where contains(raatekst, '%') and maaleenhet not in ('pst', 'prosentpoeng')
    group by rapport_id, tabell, kolonne
    union all
    select
        rapport_id,
        tabell,
        min(fil) as fil,
        kolonne,
        concat('the amounts are in ', min(maaleenhet), ', and the table in ', min(tabellens_enhet)) as funnet
    from kolonner
    where fakta = 'belop' and contains(maaleenhet, 'kr') and maaleenhet != tabellens_enhet
    group by rapport_id, tabell, kolonne
    union all
    select
        kolonner.rapport_id,
        kolonner.tabell,
        kolonner.fil,
        kolonner.kolonne,
        concat('the source has not the words of the heading «', kolonner.overskrift, '» at the table') as funnet
    from kolonner
    inner join utsnitt on kolonner.rapport_id = utsnitt.rapport_id and kolonner.tabell = utsnitt.tabell
    where
        array_length(list_filter(
            regexp_extract_all(lower(kolonner.overskrift), '[a-zæøå]{4,}', 0), lambda o: not contains(utsnitt.teksten, o) -- noqa: RF02
        ))
        > 0
    union all
    select
        kolonner.rapport_id,
        kolonner.tabell,
        kolonner.fil,
        kolonner.kolonne,
        concat('the source has the heading «', kolonner.nestes_overskrift, '» before «', kolonner.overskrift, '»') as funnet
    from kolonner
    inner join utsnitt on kolonner.rapport_id = utsnitt.rapport_id and kolonner.tabell = utsnitt.tabell
    where
        kolonner.fil like 'tabeller/%'
        and contains(utsnitt.teksten, {{ kildeskrift('tett', 'concat(kolonner.nestes_overskrift, kolonner.overskrift)') }})
        and not contains(utsnitt.teksten, {{ kildeskrift('tett', 'concat(kolonner.overskrift, kolonner.nestes_overskrift)') }})
    union all
    select
        rapport_id,
        tabell,
        min(fil) as fil,
        max(kolonne) as kolonne,
        concat('the heading «', overskrift, '» stands ', count(*), ' times, of the same year, sex and unit') as funnet
    from kolonner
    where overskrift is not null
    group by rapport_id, tabell, overskrift, enhet_id, aar, kjonn, maaleenhet, undergruppe, maal
    having count(*) > 1
),

unntak as (
    select * from {{ ref('stg_rapport__unntak') }}
    where regel = 'kolonnen_er_som_overskriften'
),

int_kontroll__kolonne as (
    select
        kolonnebrudd.rapport_id,
        kolonnebrudd.fil,
        1 as linje,
        kolonnebrudd.kolonne,
        concat(
            case when kolonnebrudd.fil = 'figurer.csv' then kolonnebrudd.tabell || ': ' else '' end, min(kolonnebrudd.funnet),
            '. Correct kolonner.csv or the header, or say in unntak.csv why it is so (kolonnen_er_som_overskriften, ', kolonnebrudd.tabell, '|',
            kolonnebrudd.kolonne, ').'
        ) as melding
    from kolonnebrudd
    left join unntak
        on kolonnebrudd.rapport_id = unntak.rapport_id and concat_ws('|', kolonnebrudd.tabell, kolonnebrudd.kolonne) = unntak.nokkel
    where unntak.nokkel is null
    group by kolonnebrudd.rapport_id, kolonnebrudd.fil, kolonnebrudd.tabell, kolonnebrudd.kolonne
)

select * from int_kontroll__kolonne
