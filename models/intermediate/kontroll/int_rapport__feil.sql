{# Every fault in the packages that keeps them out, by file and line. Of a package that is in several folders nothing else is said: read twice,
   it has a fault in every row. #}
with

alle as (
    {% for kontroll in ['pakke', 'fil', 'enhet', 'skjema', 'rad', 'celle', 'rimelig', 'helhet', 'utsagn', 'utledet', 'funn', 'forventning'] %}
        select
            rapport_id,
            fil,
            cast(linje as integer) as linje,
            kolonne,
            melding
        from {{ ref('int_kontroll__' ~ kontroll) }}
        union all
    {% endfor %}
    select
        coalesce(rapport_id, '') as rapport_id,
        'regler.csv' as fil,
        cast(linje as integer) as linje,
        'formel' as kolonne,
        concat(regel_id, coalesce(concat(', place ', plass), ''), ', «', funnet, '»: ', melding, '.') as melding
    from {{ ref('int_regel__feil') }}
),

doble as (
    select rapport_id
    from {{ ref('stg_rapport__fil') }}
    where rapport_id != ''
    group by rapport_id
    having count(distinct mappe) > 1
),

int_rapport__feil as (
    select alle.*
    from alle
    left join doble on alle.rapport_id = doble.rapport_id
    where doble.rapport_id is null or alle.melding like 'the package is in several folders:%'
)

select * from int_rapport__feil
