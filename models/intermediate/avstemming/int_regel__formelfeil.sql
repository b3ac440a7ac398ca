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
    where not {{ er_av_monsteret('symboler', regelgrammatikk()) }}
),

-- a formula that is good as far as it goes, breaks at its end
med_slutt as (
    select * from symboler
    union all
    select
        rapport_id,
        oppstilling,
        regel_id,
        linje,
        regelnokkel,
        'the end' as tekst,
        cast(plass + length(tekst) as integer) as plass,
        nr + 1 as nr,
        'slutt' as slag,
        symboler
    from symboler
    where nr = length(symboler)
),

brudd_merket as (
    select
        *,
        left(symboler, nr - 1) as lest,
        substr(symboler, nr - 1, 1) as forrige,
        row_number() over (partition by regelnokkel order by nr) = 1 as er_med
    from med_slutt
    where slag = 'slutt' or not {{ kan_bli_formel('left(symboler, nr)') }}
),

brudd as (
    select * from brudd_merket
    where er_med
),

ventet as (
    select
        *,
        list_concat(list_transform(
            list_filter(list_value('s', 'n', '=', '+', '-', '*', '/', '(', ')'), lambda neste: {{ kan_bli_formel('lest || neste') }}),
            lambda neste: {{ symbolnavn('neste') }}
        ), list_filter(list_value('the end of the formula'), lambda slutten: {{ er_av_monsteret('lest', regelgrammatikk()) }})) as ventet
    from brudd
),

formelfeil as (
    select
        regelnokkel,
        plass,
        tekst as funnet,
        'expected ' || concat_ws(
            ' or ',
            nullif(array_to_string({{ listeutsnitt('ventet', '1', 'array_length(ventet) - 1') }}, ', '), ''),
            list_extract(ventet, array_length(ventet))
        )
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
