{# Every printed number of a package that is read is in the fact of its subject, with the value of its cell; nothing else is. A key figure that a report
   repeats is there once (the report's checks hold the others against it). #}
with

celler as (
    select
        rapport_id,
        tabell_id,
        rad,
        kolonne,
        verdi,
        er_nokkeltall,
        fakta
    from {{ godkjent('int_celle__kodet') }}
),

fakta as (
    select 'belop' as fakta, rapport_id, tabell_id, rad, kolonne, belop_trykt as verdi from {{ ref('fct_belop') }}
    union all
    select 'nokkeltall', rapport_id, tabell_id, rad, kolonne, verdi from {{ ref('fct_nokkeltall') }}
    union all
    select 'personell', rapport_id, tabell_id, rad, kolonne, verdi from {{ ref('fct_personell') }}
    union all
    select 'analyse', rapport_id, tabell_id, rad, kolonne, verdi from {{ ref('fct_analyse') }}
)

select
    coalesce(celler.tabell_id, fakta.tabell_id) as tabell_id,
    coalesce(celler.rad, fakta.rad) as rad,
    coalesce(celler.kolonne, fakta.kolonne) as kolonne,
    celler.verdi as cellen,
    fakta.verdi as faktum
from celler
full outer join fakta
    on
        celler.rapport_id = fakta.rapport_id
        and celler.tabell_id = fakta.tabell_id
        and celler.rad = fakta.rad
        and celler.kolonne = fakta.kolonne
where
    (celler.verdi is not null or fakta.verdi is not null)
    and (celler.verdi = fakta.verdi) is not true
    and not (fakta.fakta is null and celler.er_nokkeltall and celler.fakta = 'nokkeltall')
    -- a change that the report prints between two of its years is no key figure of a year
    and not (fakta.fakta is null and celler.fakta = 'nokkeltall')
