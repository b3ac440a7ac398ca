{# Every fault in the packages that keeps them out, by file and line. #}
with

int_rapport__feil as (
    {% for kontroll in ['pakke', 'fil', 'skjema', 'celle', 'helhet', 'utsagn', 'funn'] %}
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
)

select * from int_rapport__feil
