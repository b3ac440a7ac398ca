{# Both places of a finding exist, and a cell or a statement has the value that the finding says it has. A line of the source is known by its form:
   the source itself is not in the warehouse. #}
with

steder as (
    select
        funn_id,
        sted_a as sted,
        verdi_a as verdi
    from {{ ref('kildefunn') }}
    union all
    select
        funn_id,
        sted_b,
        verdi_b
    from {{ ref('kildefunn') }}
    where sted_b is not null
),

finnes as (
    select
        tabell_id || '|' || rad || '|' || kolonne as sted,
        coalesce(raatekst, '') as verdi
    from {{ ref('kildecelle') }}
    union all
    select
        pastand_id,
        verditekst
    from {{ ref('stg_pastander__pastand') }}
    union all
    select distinct
        tabell_id || '|' || rad as sted,
        null as verdi
    from {{ ref('kildecelle') }}
    union all
    select distinct
        tabell_id || '|' || rad as sted,
        null as verdi
    from {{ ref('stg_pastander__klimamal') }}
    union all
    select
        tabell_id,
        null as verdi
    from {{ ref('kildetabell') }}
    union all
    select
        mal_id,
        null as verdi
    from {{ ref('stg_pastander__mal') }}
)

select
    steder.funn_id,
    steder.sted,
    case
        when finnes.sted is null then 'stedet finnes ikke'
        else 'funnet sier «' || coalesce(steder.verdi, '') || '», men der står «' || finnes.verdi || '»'
    end as melding
from steder
left join finnes on steder.sted = finnes.sted
where
    case
        when regexp_matches(steder.sted, '^[A-Z]+[0-9]{4}-L[0-9]{4}$') then false
        when finnes.sted is null then true
        else finnes.verdi != coalesce(steder.verdi, '')
    end
