{# The climate figures of the prose: every statement on the subject, by what it is about and what it measures. #}
with

pastander as (
    select * from {{ ref('stg_pastander__pastand') }}
    where tema = 'klima'
),

fct_klimaindikator as (
    select
        pastand_id,
        kilde_id,
        gjelder,
        maal,
        enhet_id,
        aar,
        sammenligning,
        verdi,
        maaleenhet,
        linje
    from pastander
)

select * from fct_klimaindikator
