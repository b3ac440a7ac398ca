{# Every value column of a loaded table has its meaning in kodeverk/kolonne.csv, and the catalogue names no column that is not there. #}
with

lastet as (
    select distinct
        tabell_id,
        seed,
        kolonne
    from {{ ref('int_kildecelle__tolket') }}
),

katalog as (
    select
        kolonner.tabell_id,
        kolonner.kolonne
    from {{ ref('kolonne') }} as kolonner
    inner join {{ ref('kildetabell') }} as kildetabeller on kolonner.tabell_id = kildetabeller.tabell_id
    where kildetabeller.seed is not null
)

select
    coalesce(lastet.tabell_id, katalog.tabell_id) as tabell_id,
    coalesce(lastet.kolonne, katalog.kolonne) as kolonne,
    case when katalog.kolonne is null then 'mangler i kodeverk/kolonne.csv' else 'finnes ikke i seeden' end as melding
from lastet
full outer join katalog on lastet.tabell_id = katalog.tabell_id and lastet.kolonne = katalog.kolonne
where lastet.kolonne is null or katalog.kolonne is null
