{# Places that are not places: no such table or column, or a part of them not said. A layout's rule may name a column that a table of the layout
   leaves out, but not one that none of them has. #}
with

stedsnavn as (
    select * from {{ ref('int_regel__stedsnavn') }}
),

steder as (
    select * from {{ ref('int_regel__sted') }}
),

trykte_kolonner as (
    select distinct
        tabell_id,
        kolonne
    from {{ ref('int_celle__kodet') }}
),

av_navnet as (
    select
        regelnokkel,
        plass,
        sted as funnet,
        case
            when oppstilling is not null and coalesce(tabell, '-') != ''
                then 'a layout''s rule names only rows of the table itself: expected [ROW].COLUMN'
            when oppstilling is null and tabell = '' then 'the place has no table: expected TABLE[ROW].COLUMN'
            when oppstilling is null and tabell_id is null then 'the report has no table ' || tabell
            when list_contains(string_split(coalesce(rader, '*'), ';'), '') then 'the place has no row: expected TABLE[ROW].COLUMN'
            when list_contains(string_split(kolonner, ';'), '') then 'the place has no column: expected TABLE[ROW].COLUMN'
            when side = 'venstre' and tabell = 'folketall' then 'the population is not printed, and cannot be checked'
        end as melding
    from stedsnavn
),

tabellsteder as (
    select * from steder
    where tabell_id not in ('utsagn', 'folketall') or (tabell_id is null and tabell = '')
),

av_kolonnen as (
    select
        steder.regelnokkel,
        cast(steder.plass + strpos(steder.sted, ']') + strpos(steder.kolonner, steder.kolonnedel) as integer) as plass,
        steder.kolonnedel as funnet,
        coalesce(steder.oppstilling, min(steder.tabell_id)) || ' has no such column: expected '
        || {{ tekster_samlet('trykte.kolonne', ', ', ulike=true) }} as melding
    from tabellsteder as steder
    inner join trykte_kolonner as trykte on steder.tabell_id = trykte.tabell_id
    where steder.kolonnedel != '' and not contains(steder.kolonnedel, '*')
    group by steder.regelnokkel, steder.oppstilling, steder.plass, steder.sted, steder.kolonner, steder.kolonnedel
    having not bool_or(trykte.kolonne = steder.kolonnedel)
),

av_mengden as (
    select
        gang.regelnokkel,
        gang.plass,
        gang.sted as funnet,
        'sets that are multiplied must be equally long' as melding
    from steder as gang
    inner join steder as ledd on gang.regelnokkel = ledd.regelnokkel and gang.nr = ledd.nr and ledd.rolle = 'ledd'
    where
        gang.rolle = 'gang'
        and gang.egen_tabell_id is not distinct from ledd.egen_tabell_id
        and (gang.antall_rader not in (1, ledd.antall_rader) or gang.antall_kolonner not in (1, ledd.antall_kolonner))
),

samlet as (
    select * from av_navnet
    union all
    select * from av_kolonnen
    union all
    select * from av_mengden
),

stedfeil as (
    select distinct
        regelnokkel,
        plass,
        funnet,
        melding
    from samlet
    where melding is not null
)

select * from stedfeil
