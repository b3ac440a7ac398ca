{# The printed tables against the text they were read from, where the package carries it (kilde.txt, known by its SHA-256): the lines that a table
   names exist, and hold its rows as they are printed, in their order, each by its label. unntak.csv says where the source itself is in pieces:
   then at least each number stands there. Where most rows of a table stand without their labels, as in a figure, the labels hold nothing. #}
with

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

filer as (
    select * from {{ ref('stg_rapport__fil') }}
    where sha256 is not null
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

utsnitt as (
    select * from {{ ref('int_kilde__utsnitt') }}
),

rader as (
    select
        *,
        avg(cast(er_med_etikett as integer)) over (partition by rapport_id, tabell) as andel_med_etikett,
        lead(siste_tett) over nedover - forste_tett as tett_til_neste,
        lead(siste_ord) over nedover - forste_ord as ord_til_neste
    from {{ ref('int_kilde__rad') }}
    window nedover as (partition by rapport_id, tabell order by rad)
),

unntak as (
    select * from {{ ref('stg_rapport__unntak') }}
),

brudd as (
    select
        rapport_id,
        tabell,
        fil,
        fillinje,
        rad,
        'raden_star_i_kilden' as regel,
        concat('the lines of the source do not hold «', trykt, '»') as funnet
    from rader
    where not er_samlet
    union all
    select
        rapport_id,
        tabell,
        fil,
        fillinje,
        rad,
        'raden_star_ved_etiketten' as regel,
        concat('in the lines of the source, «', trykt, '» does not stand by «', etikett, '»') as funnet
    from rader
    where er_samlet and not er_med_etikett and andel_med_etikett >= 0.6
    union all
    select
        rapport_id,
        tabell,
        fil,
        fillinje,
        rad,
        'radene_star_i_rekkefolge' as regel,
        concat('in the lines of the source, «', trykt, '» stands after the next row') as funnet
    from rader
    where coalesce(tett_til_neste, ord_til_neste) < 0
),

uforklart as (
    select brudd.*
    from brudd
    left join unntak
        on
            brudd.rapport_id = unntak.rapport_id
            and brudd.regel = unntak.regel
            and unntak.nokkel in (brudd.tabell, concat_ws('|', brudd.tabell, brudd.rad))
    where unntak.nokkel is null
),

borte as (
    select
        celler.rapport_id,
        celler.fil,
        celler.fillinje,
        celler.kolonne,
        celler.raatekst
    from brudd
    inner join {{ ref('int_celle__lest') }} as celler
        on brudd.rapport_id = celler.rapport_id and brudd.tabell = celler.tabell and brudd.rad = celler.rad
    inner join utsnitt on brudd.rapport_id = utsnitt.rapport_id and brudd.tabell = utsnitt.tabell
    where
        brudd.regel = 'raden_star_i_kilden'
        and not regexp_matches(
            utsnitt.ord,
            concat(
                case when regexp_matches(celler.raatekst, '^[0-9]') then '(^|[^-0-9,])' else '' end,
                {{ som_monster('trim(' ~ kildeskrift('ord', 'celler.raatekst') ~ ')') }},
                case when contains(celler.raatekst, '%') then '' else '($|[^0-9,])' end
            )
        )
),

-- the first source is the report that the prose is read from
linjer as (
    select
        filer.rapport_id,
        {{ hver_med_nr("string_split(lower(replace(filer.tekst, chr(160), ' ')), chr(10))", 'linjen', 'nr') }}
    from filer
    inner join pakker on filer.rapport_id = pakker.rapport_id and filer.sha256 = list_extract(pakker.kilder_sha256, 1)
),

virkninger as (
    select distinct
        rapport_id,
        sted
    from {{ ref('stg_rapport__funn_virkning') }}
),

prosa as (
    select
        utsagn.rapport_id,
        utsagn.fillinje,
        utsagn.utsagn_id,
        utsagn.verditekst,
        utsagn.linje,
        utsagn.tilnaerming,
        case utsagn.enhet
            when 'pst' then 'prosent|pst|%'
            when 'prosentpoeng'
                then
                    case
                        when virkninger.sted is not null then 'prosent|pst|%' -- a finding says that per cent are points here
                        else '(prosent|pst|%).{0,2}(enhet|poeng)'
                    end
            when 'andel' then 'andel|halvpart|tredj|fjerd|del|av '
            when '1000 kr' then 'tusen|000|kr'
            when 'mill. kr' then 'mill'
            when 'mrd. kr' then 'milliard|mrd'
            when 'kr' then 'kr'
            when 'kr_per_innbygger' then 'kr'
            when '1000 personer' then 'innbygger|person|tusen|000'
            when '1000 tonn' then 'tonn'
            when 'mill. tonn' then 'tonn'
            when 'arsverk' then 'årsv|stilling'
            when 'dager' then 'dag|døgn'
            when 'ganger' then 'gang|dobl'
            when 'm2_per_1000_innbygger' then 'm2|m²|kvadrat'
            when 'måneder' then 'måned'
            when 'personer' then 'person|innb|ansatt'
            when 'poeng' then 'poeng|resultat|score|tilfreds'
            when 'timer' then 'time'
            when 'timer_per_uke' then 'time'
            when 'ug_per_m3' then '[µu]g|mikrogram'
            when 'uker' then 'uke'
            when 'virkedager' then 'virkedag'
            when 'år' then '[åa]r'
            when 'meter' then 'meter|m '
            when 'km' then 'km|kilometer'
            when 'antall' then ''
            when 'indeks' then ''
            when 'per_1000' then ''
            else lower(utsagn.enhet)
        end as enhetsord,
        linjer.linjen
    from {{ ref('stg_rapport__utsagn') }} as utsagn
    left join linjer on utsagn.rapport_id = linjer.rapport_id and try_cast(utsagn.linje as integer) = linjer.nr
    left join virkninger
        on utsagn.rapport_id = virkninger.rapport_id and utsagn.utsagn_id = virkninger.sted
    where utsagn.rapport_id in (select medlest.rapport_id from linjer as medlest)
),

utsagn as (
    select prosa.*
    from prosa
    left join unntak
        on prosa.rapport_id = unntak.rapport_id and unntak.regel = 'utsagnet_star_i_linjen' and prosa.utsagn_id = unntak.nokkel
    where
        unntak.nokkel is null
        and coalesce(
            not regexp_matches(prosa.linjen, prosa.enhetsord)
            or not contains(prosa.linjen, coalesce(lower(prosa.tilnaerming), ''))
            or not regexp_matches(
                prosa.linjen, concat('(^|[^0-9,])', {{ som_monster("lower(replace(prosa.verditekst, chr(160), ' '))") }}, '($|[^0-9])')
            ),
            true
        )
),

lengder as (
    select
        rapport_id,
        max(nr) as linjer_i_kilden
    from linjer
    group by rapport_id
),

forklaringer as (
    select
        forklaringer.rapport_id,
        forklaringer.fillinje,
        try_cast(forklaringer.linje_fra as integer) as linje_fra,
        try_cast(forklaringer.linje_til as integer) as linje_til,
        coalesce(tekster.linjer_i_kilden, 0) as linjer_i_kilden,
        trim(coalesce(forste.linjen, '')) = '' or trim(coalesce(siste.linjen, '')) = '' as er_tom
    from {{ ref('stg_rapport__forklaring') }} as forklaringer
    left join lengder as tekster on forklaringer.rapport_id = tekster.rapport_id
    left join linjer as forste on forklaringer.rapport_id = forste.rapport_id and try_cast(forklaringer.linje_fra as integer) = forste.nr
    left join linjer as siste on forklaringer.rapport_id = siste.rapport_id and try_cast(forklaringer.linje_til as integer) = siste.nr
),

int_kontroll__kilde as (
    select
        filer.rapport_id,
        filer.fil,
        1 as linje,
        cast(null as varchar) as kolonne,
        concat(
            'it is not the text that the tables were read from: its SHA-256 is ', filer.sha256, '. Expected that of one of the sources of ',
            'datapackage.json. Restore the file byte for byte, or remove it.'
        ) as melding
    from filer
    inner join pakker on filer.rapport_id = pakker.rapport_id
    where pakker.er_lesbar and not coalesce(list_contains(pakker.kilder_sha256, filer.sha256), false)
    union all
    select
        tabeller.rapport_id,
        'tabeller.csv' as fil,
        tabeller.fillinje as linje,
        'kilde' as kolonne,
        concat(
            'table ', tabeller.tabell, ' is of source ', tabeller.kilde, '. Expected 1 to ', array_length(pakker.kilder_sha256),
            ', a place among the sources of datapackage.json. Correct it.'
        ) as melding
    from tabeller
    inner join pakker on tabeller.rapport_id = pakker.rapport_id
    where tabeller.kilde not between 1 and greatest(coalesce(array_length(pakker.kilder_sha256), 0), 1)
    union all
    select distinct
        tabeller.rapport_id,
        'tabeller.csv' as fil,
        coalesce(tabeller.fillinje, 1) as linje,
        'linje_fra' as kolonne,
        concat('it is not said on which lines of the source table ', tabeller.tabell, ' is. Expected the first and the last of them.') as melding
    from tabeller
    inner join filer on tabeller.rapport_id = filer.rapport_id
    where tabeller.fil is not null and tabeller.linje_fra is null
    union all
    select
        tabeller.rapport_id,
        'tabeller.csv' as fil,
        tabeller.fillinje as linje,
        'linje_fra' as kolonne,
        concat(
            'table ', tabeller.tabell, ' is on lines ', tabeller.linje_fra, ' to ', tabeller.linje_til, '. Expected lines of the source',
            coalesce(concat(', 1 to ', utsnitt.linjer_i_kilden), ''), ', the first before the last. Correct them.'
        ) as melding
    from tabeller
    left join utsnitt on tabeller.rapport_id = utsnitt.rapport_id and tabeller.tabell = utsnitt.tabell
    where
        (tabeller.linje_fra between 1 and tabeller.linje_til and tabeller.linje_til <= coalesce(utsnitt.linjer_i_kilden, tabeller.linje_til)) is false
    union all
    select
        rapport_id,
        fil,
        min(fillinje) as linje,
        'etikett' as kolonne,
        concat(
            case when fil = 'figurer.csv' then tabell || ': ' else '' end, min_by(funnet, rad),
            '. Expected the row as printed. Correct the cells, or the lines in tabeller.csv, or say in unntak.csv why it is so (', regel, ', ',
            tabell, '|', min(rad), ')', case when count(*) > 1 then concat('; ', count(*) - 1, ' more such rows') else '' end, '.'
        ) as melding
    from uforklart
    group by rapport_id, fil, tabell, regel
    union all
    select
        rapport_id,
        fil,
        min(fillinje) as linje,
        min_by(kolonne, fillinje) as kolonne,
        concat(
            'the lines of the source have no «', min_by(raatekst, fillinje), '». Correct the cell as printed',
            case when count(*) > 1 then concat('; ', count(*) - 1, ' more such cells') else '' end, '.'
        ) as melding
    from borte
    group by rapport_id, fil
    union all
    select
        rapport_id,
        'utsagn.csv' as fil,
        min(fillinje) as linje,
        'verditekst' as kolonne,
        concat(
            min_by(utsagn_id, fillinje), ': line ', min_by(linje, fillinje), ' of the source has no «', min_by(verditekst, fillinje),
            '», or not its unit or its word (about, over). Correct the statement, or say in unntak.csv why it is so (utsagnet_star_i_linjen)',
            case when count(*) > 1 then concat('; ', count(*) - 1, ' more such') else '' end, '.'
        ) as melding
    from utsagn
    group by rapport_id
    union all
    select
        rapport_id,
        'forklaringer.csv' as fil,
        min(fillinje) as linje,
        'linje_fra' as kolonne,
        concat(
            case
                when min(linjer_i_kilden) = 0 then 'the package has no kilde.txt whose lines could be quoted. Add it, or remove this file'
                else concat(
                    'lines ', min_by(linje_fra, fillinje), ' to ', min_by(linje_til, fillinje),
                    ' cannot be quoted. Expected lines of the source, 1 to ', min(linjer_i_kilden),
                    ', the first before the last, and neither of them empty'
                )
            end,
            case when count(*) > 1 then concat('; ', count(*) - 1, ' more such') else '' end, '.'
        ) as melding
    from forklaringer
    where (linje_fra between 1 and linje_til and linje_til <= linjer_i_kilden and not er_tom) is false
    group by rapport_id
)

select * from int_kontroll__kilde
