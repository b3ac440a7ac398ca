{# The lines of the source that each table names, where the package carries its source's text: as they stand, and to search in. A package may have
   several sources; the table says which (`kilde`), by its place among the sources of datapackage.json. #}
with

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
    where fil is not null and linje_fra is not null
),

tekster as {{ beregnet_en_gang() }} (
    select
        filer.rapport_id,
        {{ plass_i('pakker.kilder_sha256', 'filer.sha256') }} as kilde,
        string_split(filer.tekst, chr(10)) as linjer
    from {{ ref('stg_rapport__fil') }} as filer
    inner join {{ ref('stg_rapport__pakke') }} as pakker on filer.rapport_id = pakker.rapport_id
    where filer.sha256 is not null and filer.feil is null
),

int_kilde__utsnitt as (
    select
        tabeller.rapport_id,
        tabeller.tabell,
        cast(array_length(tekster.linjer) as integer) as linjer_i_kilden,
        array_to_string(
            {{ listeutsnitt('tekster.linjer', 'greatest(tabeller.linje_fra - 12, 1)', 'tabeller.linje_fra + 2') }}, chr(10)
        ) as innledning,
        {% set linjene = 'array_to_string(' ~ listeutsnitt('tekster.linjer', 'tabeller.linje_fra', 'tabeller.linje_til') ~ ', chr(10))' -%}
        {{ kildeskrift('ord', linjene) }} as ord,
        {{ kildeskrift('tett', linjene) }} as tett
    from tabeller
    inner join tekster on tabeller.rapport_id = tekster.rapport_id and tabeller.kilde = tekster.kilde
)

select * from int_kilde__utsnitt
