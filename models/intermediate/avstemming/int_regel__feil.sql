{# What is wrong with a rule: one row a fault, with the rule's line in its file, the position in its formula, what stands there and what was expected
   there. A rule that has a row here computes nothing. #}
with

regler as (
    select
        *,
        {{ regelnokkel() }} as regelnokkel
    from {{ ref('stg_rapport__regel') }}
),

samlet as (
    select * from {{ ref('int_regel__regelfeil') }}
    union all
    select * from {{ ref('int_regel__formelfeil') }}
    union all
    select * from {{ ref('int_regel__stedfeil') }}
    union all
    select * from {{ ref('int_regel__radfeil') }}
    union all
    select * from {{ ref('int_regel__tallfeil') }}
),

feil as (
    select
        samlet.regelnokkel,
        regler.rapport_id,
        regler.oppstilling,
        regler.regel_id,
        regler.linje,
        samlet.plass,
        samlet.funnet,
        samlet.melding
    from samlet
    inner join regler on samlet.regelnokkel = regler.regelnokkel
)

select * from feil
