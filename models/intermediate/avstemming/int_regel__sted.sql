{# Each place a rule names, looked up: one row a row and column it stands for. `*` stays `*`: what it stands for is the checked figure's to say. A row
   that is not found, or not one row, has no number, but what was written (`raddel`) and how many rows each end of it names. #}
with

steder as (
    select * from {{ ref('int_regel__stedsnavn') }}
),

tabellrader as (
    select distinct
        tabell_id,
        rad,
        kode
    from {{ ref('int_celle__kodet') }}
),

radnavn as (
    select
        tabell_id,
        unnest(list_value(kode, cast(rad as varchar))) as navn,
        rad
    from tabellrader
),

navngitt as (
    select
        tabell_id,
        navn,
        min(rad) as rad,
        count(*) as antall
    from radnavn
    where navn is not null
    group by tabell_id, navn
),

raddeler as (
    select
        *,
        {{ hver_med_nr("string_split(coalesce(rader, ''), ';')", 'raddelen', 'delnr') }}
    from steder
),

ender as (
    select
        *,
        trim(raddelen) as raddel,
        coalesce(nullif(regexp_extract(trim(raddelen), '^(.+?)(-|\.\.)(.+)$', 1), ''), trim(raddelen)) as fra,
        coalesce(nullif(regexp_extract(trim(raddelen), '^(.+?)(-|\.\.)(.+)$', 3), ''), trim(raddelen)) as til
    from raddeler
),

spenn as (
    select
        ender.*, -- noqa: RF02
        coalesce(fra.antall, 0) as fra_antall,
        coalesce(til.antall, 0) as til_antall,
        case when fra.antall = 1 then fra.rad end as fra_rad,
        case when til.antall = 1 then til.rad end as til_rad
    from ender
    left join navngitt as fra on ender.tabell_id = fra.tabell_id and ender.fra = fra.navn
    left join navngitt as til on ender.tabell_id = til.tabell_id and ender.til = til.navn
),

radene as (
    select
        spenn.regelnokkel,
        spenn.rapport_id,
        spenn.oppstilling,
        spenn.regel_id,
        spenn.linje,
        spenn.nr,
        spenn.side,
        spenn.koeffisient,
        spenn.plass,
        spenn.sted,
        spenn.tabell,
        spenn.rader,
        spenn.kolonner,
        spenn.rolle,
        spenn.kortnavn,
        spenn.egen_tabell_id,
        spenn.tabell_id,
        spenn.raddel,
        spenn.fra,
        spenn.til,
        spenn.fra_antall,
        spenn.til_antall,
        tabellrader.rad,
        cast(
            row_number() over (partition by spenn.regelnokkel, spenn.egen_tabell_id, spenn.plass order by spenn.delnr, tabellrader.rad) as integer
        ) as radnr
    from spenn
    left join tabellrader
        on spenn.tabell_id = tabellrader.tabell_id and spenn.fra_rad <= tabellrader.rad and spenn.til_rad >= tabellrader.rad
),

kolonnene as (
    select
        *,
        {{ hver_med_nr("string_split(kolonner, ';')", 'kolonnedel', 'kolonnenr') }}
    from radene
),

sted as (
    select
        regelnokkel,
        rapport_id,
        oppstilling,
        regel_id,
        linje,
        nr,
        side,
        koeffisient,
        plass,
        sted,
        tabell,
        rader,
        kolonner,
        rolle,
        egen_tabell_id,
        tabell_id,
        raddel,
        fra,
        til,
        fra_antall,
        til_antall,
        rad,
        radnr,
        kolonnedel,
        kolonnenr,
        case
            when tabell_id = 'utsagn' then concat_ws('-', kortnavn, kolonnedel)
            when tabell_id = 'folketall' then concat_ws('/', raddel, kolonnedel)
            else kolonnedel
        end as kolonne,
        max(radnr) over (partition by regelnokkel, egen_tabell_id, plass) as antall_rader,
        max(kolonnenr) over (partition by regelnokkel, egen_tabell_id, plass) as antall_kolonner
    from kolonnene
)

select * from sted
