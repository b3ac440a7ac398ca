{# Formulas that the grammar (macros/regler.sql) does not read: the first symbol that no formula could go on with, and what it could. #}
with

regler as (
    select * from {{ ref('stg_rapport__regel') }}
),

alle_symboler as (
    {{ regelsymboler('regler') }}
),

symboler as (
    select * from alle_symboler
    where not regexp_full_match(symboler, {{ regelgrammatikk() }})
),

-- a formula that is good as far as it goes, breaks at its end
med_slutt as (
    select * from symboler
    union all
    select * replace (plass + length(tekst) as plass, 'the end' as tekst, 'slutt' as slag, nr + 1 as nr)
    from symboler
    where nr = length(symboler)
),

brudd as (
    select
        *,
        left(symboler, nr - 1) as lest,
        substr(symboler, nr - 1, 1) as forrige
    from med_slutt
    where slag = 'slutt' or not {{ kan_bli_formel('left(symboler, nr)') }}
    qualify row_number() over (partition by regelnokkel order by nr) = 1
),

ventet as (
    select
        *,
        list_transform(
            list_filter(['s', 'n', '=', '+', '-', '*', '/', '(', ')'], lambda neste: {{ kan_bli_formel('lest || neste') }}),
            lambda neste: {{ symbolnavn('neste') }}
        )
        || case when regexp_full_match(lest, {{ regelgrammatikk() }}) then ['the end of the formula'] else [] end as ventet
    from brudd
),

formelfeil as (
    select
        regelnokkel,
        plass,
        tekst as funnet,
        'expected ' || concat_ws(' or ', nullif(array_to_string(ventet[:-2], ', '), ''), ventet[-1])
        || case
            when tekst = ',' then '. The decimal mark is a point'
            when tekst in ('[', ']') or (slag = 'n' and not list_contains(ventet, 'a number') and forrige != '*')
                then '. A place is written TABLE[ROW].COLUMN'
            when slag = '/' and forrige = 's' or slag in ('n', 's') and forrige = '*'
                then '. Several terms that are divided or multiplied, and a denominator that is more than one place, stand in parentheses'
            else ''
        end as melding
    from ventet
)

select * from formelfeil
