{# What is wrong with the packages' files as files, one fault a file: their encoding, their separators, rows that are too short or too long. #}
with

filer as (
    select * from {{ ref('stg_rapport__fil') }}
),

poster as (
    select
        rapport_id,
        fil,
        post,
        min(linje) as linje,
        count(*) as antall,
        max_by(tekst, felt_nr) as siste
    from {{ ref('stg_rapport__felt') }}
    group by rapport_id, fil, post
),

hoder as (
    select
        rapport_id,
        fil,
        antall as ventet
    from poster
    where post = 1
),

ujevne as (
    select
        poster.rapport_id,
        poster.fil,
        min(poster.linje) as linje,
        count(*) as rader,
        min_by(poster.antall, poster.linje) as antall,
        min_by(poster.siste, poster.linje) as siste,
        min(hoder.ventet) as ventet
    from poster
    inner join hoder on poster.rapport_id = hoder.rapport_id and poster.fil = hoder.fil
    where poster.antall != hoder.ventet
    group by poster.rapport_id, poster.fil
),

int_kontroll__fil as (
    select
        rapport_id,
        fil,
        1 as linje,
        cast(null as varchar) as kolonne,
        case
            when feil in ('utf16', 'arbeidsbok', 'ikke_utf8')
                then
                    concat(
                        case feil
                            when 'utf16' then 'UTF-16 text'
                            when 'arbeidsbok' then 'a workbook (or another zip file) with the name of a text'
                            else 'not UTF-8'
                        end,
                        case
                            when fil not like '%.csv' or feil = 'arbeidsbok' then ''
                            when feil = 'utf16' then ' (saved by Excel as «Unicode text»?)'
                            else ' (Windows-1252 text, saved by Excel as «CSV»?)'
                        end,
                        '. Expected UTF-8. ',
                        case when fil like '%.csv' then 'Save it as «CSV UTF-8», with commas.' else 'Save it as text in UTF-8.' end
                    )
            when feil = 'tom' and fil not like '%.csv' then 'the file is empty. Restore it, or remove it.'
            when feil = 'nul' then 'a NUL byte. Expected text. Save the file again as UTF-8.'
            when feil = 'tom' then 'the file is empty. Expected a header and at least one row. Restore the file, or remove it.'
            when feil = 'ingen_rader' then 'no rows below the header. Expected at least one. Add them, or remove the file.'
            when feil = 'semikolon' then 'parted by semicolons (saved by Excel?). Expected commas. Save it as CSV with commas.'
            when feil = 'tabulator' then 'parted by tabs (saved by Excel?). Expected commas. Save it as CSV with commas.'
            when feil = 'anforselstegn'
                then 'a double quote that is not paired. Expected double quotes around a field, doubled inside it. Correct the row.'
        end as melding
    from filer
    where feil is not null and feil not in ('dobbel', 'kopi')
    union all
    select
        rapport_id,
        fil,
        linje,
        null as kolonne,
        concat(
            case
                when antall = 1 and coalesce(siste, '') = '' then concat('the line is blank. Expected ', ventet, ' fields. Remove it')
                else concat(
                    antall, ' fields, the last is «', siste, '». Expected ', ventet,
                    ' as in the header. Add or remove a comma, or quote a field that holds one'
                )
            end,
            case when rader > 1 then concat('; ', rader - 1, ' more such rows') else '' end, '.'
        ) as melding
    from ujevne
)

select * from int_kontroll__fil
