{# Places that could be, but that hold no figure a rule can use: a statement that is not there, a cell that a figure does not have, a population that
   nobody counts, and a term that a word leaves open to one side. #}
with

utskrevet as (
    select * from {{ ref('int_regel__utskrevet') }}
),

med_stedfeil as (
    select regelnokkel from {{ ref('int_regel__stedfeil') }}
    union
    select regelnokkel from {{ ref('int_regel__radfeil') }}
),

steder as (
    select
        regelnokkel,
        oppstilling,
        plass,
        tabell_id,
        rad,
        kolonne,
        instans_finnes as finnes,
        false as er_apent
    from utskrevet
    union
    select
        regelnokkel,
        oppstilling,
        ledd_plass,
        ledd_tabell_id,
        ledd_rad,
        ledd_kolonne,
        ledd_finnes,
        ledd_er_apent
    from utskrevet
    where instans_finnes
    union
    select
        regelnokkel,
        oppstilling,
        gang_plass,
        gang_tabell_id,
        gang_rad,
        gang_kolonne,
        gang_finnes,
        gang_er_apent
    from utskrevet
    where instans_finnes and gang_tabell_id is not null
),

ordnet as (
    select
        steder.regelnokkel,
        steder.plass,
        case
            when steder.tabell_id in ('utsagn', 'folketall') then steder.kolonne
            else concat_ws('|', steder.tabell_id, coalesce(cast(steder.rad as varchar), ''), steder.kolonne)
        end as funnet,
        case
            when steder.er_apent then 'a figure without a bound on one side («over», «under») cannot be a term'
            when steder.tabell_id = 'utsagn' and not regexp_matches(steder.kolonne, '-P\d+-\d+$')
                then 'no statement, and no place in a table: expected P0000-1 or TABLE[ROW].COLUMN'
            when steder.tabell_id = 'utsagn' then 'the report has no such statement'
            when steder.tabell_id = 'folketall'
                then 'there is no such population: expected folketall[KOMMUNENR/GRENSER/ALDERSGRUPPE/FRA/TIL].MEASURE'
            when steder.rad is null then 'the place does not exist: * is the checked figure''s row, which has none'
            else 'the place does not exist'
        end as melding,
        row_number() over (partition by steder.regelnokkel, steder.plass order by steder.rad, steder.kolonne) = 1 as er_med
    from steder
    left join med_stedfeil on steder.regelnokkel = med_stedfeil.regelnokkel
    -- a table may leave out what its layout has
    where med_stedfeil.regelnokkel is null and (steder.er_apent or (steder.oppstilling is null and not steder.finnes))
),

tallfeil as (
    select
        regelnokkel,
        plass,
        funnet,
        melding
    from ordnet
    where er_med
)

select * from tallfeil
