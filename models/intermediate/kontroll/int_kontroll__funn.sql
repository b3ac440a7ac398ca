{# Whether the findings and the reconciliation agree: every figure that others contradict is a finding, every finding that explains one is still
   needed, every place that a finding names exists and has the value it says, and every finding that matters says what it does to which numbers. A line of
   the source is known by its form: the source itself is not in the warehouse. #}
with

funn as (
    select * from {{ ref('int_funn__stedfestet') }}
),

forklart as (
    select * from {{ ref('int_funn__forklart') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

avstemming as (
    select * from {{ ref('int_avstemming__holdt') }}
),

virkninger as (
    select * from {{ ref('int_funn__virkning') }}
    where grunn is not null
),

forbehold as (
    select
        sammenlignbarhet.rapport_id,
        sammenlignbarhet.fillinje,
        pakker.kortnavn || '-' || sammenlignbarhet.sted as sted
    from {{ ref('stg_rapport__sammenlignbarhet') }} as sammenlignbarhet
    inner join pakker on sammenlignbarhet.rapport_id = pakker.rapport_id
),

celler as (
    select * from {{ ref('int_celle__lest') }}
),

steder as (
    select
        rapport_id,
        fillinje,
        funn_id,
        'sted_a' as kolonne,
        sted_a as sted,
        verdi_a as verdi
    from funn
    union all
    select
        rapport_id,
        fillinje,
        funn_id,
        'sted_b' as kolonne,
        sted_b as sted,
        verdi_b as verdi
    from funn
    where sted_b is not null
),

finnes as (
    select
        concat_ws('|', tabell_id, rad, kolonne) as sted,
        coalesce(raatekst, '') as verdi
    from celler
    union all
    select distinct
        concat_ws('|', tabell_id, '*', kolonne) as sted,
        cast(null as varchar) as verdi
    from celler
    union all
    select
        utsagn_id as sted,
        verditekst as verdi
    from {{ ref('int_utsagn__lest') }}
    union all
    select distinct
        concat_ws('|', tabell_id, rad) as sted,
        cast(null as varchar) as verdi
    from celler
    union all
    select
        concat_ws('|', tabeller.tabell_id, klimamal.rad) as sted,
        null as verdi
    from {{ ref('stg_rapport__klimamal') }} as klimamal
    inner join {{ ref('int_tabell__beskrevet') }} as tabeller on klimamal.rapport_id = tabeller.rapport_id and klimamal.tabell = tabeller.tabell
    union all
    select
        tabell_id as sted,
        null as verdi
    from {{ ref('int_tabell__beskrevet') }}
    union all
    select
        tabell_id as sted,
        null as verdi
    from {{ ref('stg_kodeverk__statistikktabell') }}
    union all
    select
        mal_id as sted,
        null as verdi
    from {{ ref('int_mal__lest') }}
),

int_kontroll__funn as (
    select
        avstemming.dokument as rapport_id,
        'funn_avvik.csv' as fil,
        1 as linje,
        'avstemming_id' as kolonne,
        concat(
            'a contradiction that no finding explains: ',
            replace(avstemming.avstemming_id, pakker.kortnavn || '-', ''), ' («', avstemming.tittel, '»): printed ', avstemming.trykt,
            ', computed ', avstemming.beregnet_nedre, ' to ', avstemming.beregnet_ovre, ' (', avstemming.utregning,
            '). Correct the cell or the rule, or explain it in funn.csv and funn_avvik.csv.'
        ) as melding
    from avstemming
    inner join pakker on avstemming.dokument = pakker.rapport_id
    where avstemming.status = 'avvik' and avstemming.kildefunn_id is null
    union all
    select
        forklart.rapport_id,
        'funn_avvik.csv' as fil,
        forklart.fillinje as linje,
        'avstemming_id' as kolonne,
        concat(
            case
                when avstemming.avstemming_id is null then concat('no rule computes ', forklart.avstemming_id)
                else concat(forklart.avstemming_id, ' is no contradiction any more: ', avstemming.status, ', ', avstemming.utregning)
            end, '. Remove the line.'
        ) as melding
    from forklart
    left join avstemming on forklart.avstemming_id = avstemming.avstemming_id
    where (avstemming.status = 'avvik') is not true
    union all
    select
        steder.rapport_id,
        'funn.csv' as fil,
        steder.fillinje as linje,
        steder.kolonne,
        concat(
            steder.funn_id, ': ',
            case
                when finnes.sted is null then concat('the place ', steder.sted, ' does not exist')
                else concat('the finding says «', coalesce(steder.verdi, ''), '», but ', steder.sted, ' has «', finnes.verdi, '»')
            end, '. Correct the finding.'
        ) as melding
    from steder
    left join finnes on steder.sted = finnes.sted
    where
        not regexp_matches(steder.sted, '-L[0-9]+$')
        and (finnes.sted is null or finnes.verdi != coalesce(steder.verdi, ''))
    union all
    select
        virkninger.rapport_id,
        'funn_virkning.csv' as fil,
        virkninger.fillinje as linje,
        'sted' as kolonne,
        concat(virkninger.funn_id, ': the place ', virkninger.sted, ' does not exist. Correct the place.') as melding
    from virkninger
    left join finnes on virkninger.sted = finnes.sted
    where not regexp_matches(virkninger.sted, '-L[0-9]+$') and finnes.sted is null
    union all
    select
        forbehold.rapport_id,
        'sammenlignbarhet.csv' as fil,
        forbehold.fillinje as linje,
        'sted' as kolonne,
        concat(
            'the place ', forbehold.sted, ' does not exist. Expected a table, a row (07|1), a column (07|*|oslo) or a cell. Correct the place.'
        ) as melding
    from forbehold
    left join finnes on forbehold.sted = finnes.sted
    where finnes.sted is null
    union all
    select
        rapport_id,
        'funn_virkning.csv' as fil,
        fillinje as linje,
        'verdi' as kolonne,
        concat(
            funn_id, ': the effect is ', virkning,
            case
                when virkning != 'erstatt' then ', which uses no other number. Remove the value and the unit'
                when rad is not null and kolonne is null or rad is null and annet is null
                    then ' on many cells. Expected one number''s place. Say each cell'
                else ' without the number to use and its unit. Add both'
            end, '.'
        ) as melding
    from virkninger
    where
        (virkning != 'erstatt' and (verdi is not null or maaleenhet is not null))
        or (virkning = 'erstatt' and (verdi is null or maaleenhet is null or (kolonne is null and annet is null)))
    union all
    select
        rapport_id,
        'funn_virkning.csv' as fil,
        max(fillinje) as linje,
        'sted' as kolonne,
        concat(funn_id, ' stands ', count(*), ' times with ', sted, '. Keep one.') as melding
    from virkninger
    group by rapport_id, funn_id, sted
    having count(*) > 1
    union all
    select
        funn.rapport_id,
        'funn.csv' as fil,
        funn.fillinje as linje,
        'alvorlighet' as kolonne,
        concat(
            funn.funn_id, ' is ', funn.alvorlighet, ', but says nothing of what it does to the numbers. ',
            'Add a line in funn_virkning.csv for each place: erstatt, utelat, tell_ikke or merk.'
        ) as melding
    from funn
    left join virkninger on funn.funn_id = virkninger.funn_id
    where funn.alvorlighet in ('hoy', 'middels') and virkninger.funn_id is null
)

select * from int_kontroll__funn
