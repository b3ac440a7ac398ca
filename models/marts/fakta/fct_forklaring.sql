{# What the reports themselves say of why a service area, or a theme, ended the year as it did: the paragraph as it stands, read from the source's
   text by its lines. Of a paragraph that a page break has parted the halves are one again, and the extract's own marks for links and emphasis are
   no words. #}
with

forklaringer as (
    select
        rapport_id,
        tema,
        cast(linje_fra as integer) as linje_fra,
        cast(linje_til as integer) as linje_til
    from {{ godkjent('stg_rapport__forklaring') }}
),

-- the first source is the report that the prose is read from
tekster as (
    select
        filer.rapport_id,
        string_split(filer.tekst, chr(10)) as linjer
    from {{ ref('stg_rapport__fil') }} as filer
    inner join {{ ref('stg_rapport__pakke') }} as pakker
        on filer.rapport_id = pakker.rapport_id and filer.sha256 = list_extract(pakker.kilder_sha256, 1)
),

sitert as (
    select
        forklaringer.*,
        list_filter(
            list_transform(
                {{ listeutsnitt('tekster.linjer', 'forklaringer.linje_fra', 'forklaringer.linje_til') }}, lambda linje: trim(linje) -- noqa: RF02
            ),
            lambda avsnittet: avsnittet != '' -- noqa: RF02
        ) as avsnitt
    from forklaringer
    inner join tekster on forklaringer.rapport_id = tekster.rapport_id
),

fct_forklaring as (
    select
        rapport_id,
        tema,
        linje_fra,
        linje_til,
        {{ sitat("array_to_string(avsnitt, chr(10))") }} as sitat
    from sitert
)

select * from fct_forklaring
