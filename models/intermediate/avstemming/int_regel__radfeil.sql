{# Rows that are not rows of their table: no such code or number, a code of several rows, an order or a repetition that gives no set. A layout's rule
   may name what a table leaves out, but not what the layout's catalogue does not have. #}
with

steder as (
    select * from {{ ref('int_regel__sted') }}
    where tabell_id not in ('utsagn', 'folketall') or (tabell_id is null and tabell = '')
),

celler as (
    select * from {{ ref('int_celle__kodet') }}
),

radkoder as (
    select distinct
        oppstilling,
        kode
    from {{ ref('stg_rapport__rad') }}
    where rapport_id = ''
),

naermeste as (
    select
        steder.regelnokkel,
        steder.plass,
        steder.raddel,
        substr(min(lpad(cast(levenshtein(celler.kode, steder.raddel) as varchar), 4, '0') || celler.kode), 5) as kode
    from steder
    inner join celler on steder.tabell_id = celler.tabell_id
    where least(steder.fra_antall, steder.til_antall) = 0 and regexp_matches(steder.raddel, '^[a-z]')
    group by steder.regelnokkel, steder.plass, steder.raddel
),

radene as (
    select
        steder.regelnokkel,
        cast(steder.plass + strpos(steder.sted, '[') + strpos(steder.rader, steder.raddel) - 1 as integer) as plass,
        steder.raddel as funnet,
        case
            when steder.oppstilling is not null and koder.kode is null
                then steder.oppstilling || ' has no such row: expected a row''s code, or several parted by semicolons'
            when steder.oppstilling is null and least(steder.fra_antall, steder.til_antall) = 0
                then steder.tabell_id || ' has no such row: expected a row''s code, a row number or *'
            when greatest(steder.fra_antall, steder.til_antall) > 1
                then concat(
                    'the code stands on ', greatest(steder.fra_antall, steder.til_antall), ' rows of ', steder.tabell_id, ': expected a row number'
                )
            when least(steder.fra_antall, steder.til_antall) = 1 and steder.rad is null then 'the rows go backwards'
            when
                steder.rad is not null
                and row_number()
                    over (partition by steder.regelnokkel, steder.egen_tabell_id, steder.plass, steder.rad, steder.kolonne order by steder.radnr)
                > 1
                then 'the place names row ' || steder.rad || ' twice'
        end || coalesce('. The nearest code is ' || naermeste.kode, '') as melding
    from steder
    left join radkoder as koder on steder.oppstilling = koder.oppstilling and steder.raddel = koder.kode
    left join naermeste on steder.regelnokkel = naermeste.regelnokkel and steder.plass = naermeste.plass and steder.raddel = naermeste.raddel
    where steder.raddel not in ('', '*')
),

radfeil as (
    select distinct
        regelnokkel,
        plass,
        funnet,
        melding
    from radene
    where melding is not null
)

select * from radfeil
