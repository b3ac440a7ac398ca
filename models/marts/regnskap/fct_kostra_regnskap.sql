{# The accounts as calculated with: incomes (art 600–999) are turned, so that expenses and incomes are both positive. An account that no profile maps
   is in no concept; its sum stands with the codes empty, so that nothing is lost. A ledger by art alone has no functions. #}
with

poster as (
    select
        *,
        case when umappet or art is null then '' else art end as arten,
        case when umappet or funksjon is null then '' else funksjon end as funksjonen
    from {{ ref('int_kostra__gjeldende') }}
    where kapittel is null and (umappet or coalesce(kontoklasse, '') in ('0', '1', '3', '4'))
)

select
    region,
    kommunenr,
    aar,
    kvartal,
    kilde,
    versjon,
    omfang,
    orgnr,
    coalesce(kontoklasse, '') as kontoklasse,
    funksjonen as funksjon,
    arten as art,
    cast(sum(belop_1000_kr) * case when arten >= '600' then -1 else 1 end as bigint) as belop_1000_kr,
    cast(sum(belop_kr) * case when arten >= '600' then -1 else 1 end as decimal(18, 2)) as belop_kr
from poster
group by region, kommunenr, aar, kvartal, kilde, versjon, omfang, orgnr, coalesce(kontoklasse, ''), funksjonen, arten
