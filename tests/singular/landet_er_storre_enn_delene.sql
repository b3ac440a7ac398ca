{# Each year that the source sums the country: it has as many people as the municipalities we hold, but for what the source itself moves
   between its tables (less than one in ten thousand). Protects against a year or a municipality counted twice, and the country's rows lost. One that
   has no piece of the country, since somebody put it in (`inn/kommuner`), is no part of it. #}
with

landet as (
    select
        aar,
        sum(personer) as personer
    from {{ ref('fct_befolkning_landet') }}
    group by aar
),

kommunene as (
    select
        aar,
        grenser,
        sum(personer) as personer
    from {{ ref('fct_befolkning') }}
    where kommunenr in (select deler.kommunenr from {{ ref('stg_kodeverk__kommunedel') }} as deler)
    group by aar, grenser
    union all
    select
        aar,
        grenser,
        sum(personer) as personer
    from {{ ref('fct_befolkning_i_dag') }}
    group by aar, grenser
)

select
    kommunene.aar,
    kommunene.grenser,
    landet.personer as landet,
    kommunene.personer as kommunene
from kommunene
inner join landet on kommunene.aar = landet.aar
where (kommunene.personer <= landet.personer * 1.0001) is not true
