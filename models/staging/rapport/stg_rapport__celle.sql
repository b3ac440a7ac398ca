{{ config(materialized='table') }}
{# Every value cell as printed: of the wide tables, one file a table, and of figurer.csv, which is long already. `plass` is the printed order of the
   columns. #}
with

felter as (
    select * from {{ ref('stg_rapport__felt') }}
    where fil like 'tabeller/%' and post > 1
),

brede as (
    select
        rapport_id,
        fil,
        regexp_extract(fil, '^tabeller/([^_.]+)', 1) as tabell,
        post,
        min(linje) as fillinje,
        max(case when kolonne = 'rad' then tekst end) as rad,
        max(case when kolonne = 'gruppe' then tekst end) as gruppe,
        max(case when kolonne = 'etikett' then tekst end) as etikett
    from felter
    group by rapport_id, fil, post
),

lange as (
    {{ rapportfil('figurer.csv', ['tabell', 'rad', 'gruppe', 'etikett', 'kolonne', 'verdi']) }}
),

stg_rapport__celle as (
    select
        brede.rapport_id,
        brede.fil,
        brede.fillinje,
        brede.tabell,
        try_cast(brede.rad as integer) as rad,
        brede.gruppe,
        brede.etikett,
        felter.kolonne,
        felter.felt_nr as plass,
        felter.tekst as raatekst
    from brede
    inner join felter on brede.rapport_id = felter.rapport_id and brede.fil = felter.fil and brede.post = felter.post
    where felter.kolonne is not null and felter.kolonne not in ('rad', 'gruppe', 'etikett')
    union all
    select
        rapport_id,
        'figurer.csv' as fil,
        fillinje,
        tabell,
        try_cast(rad as integer) as rad,
        gruppe,
        etikett,
        kolonne,
        cast(null as integer) as plass,
        verdi as raatekst
    from lange
)

select * from stg_rapport__celle
