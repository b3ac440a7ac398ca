{# The accounts as calculated with: incomes (art 600–999) are turned, so that expenses and incomes are both positive. #}
select
    region,
    kommunenr,
    aar,
    kvartal,
    kilde,
    versjon,
    omfang,
    orgnr,
    kontoklasse,
    funksjon,
    art,
    cast(sum(belop_1000_kr) * case when art >= '600' then -1 else 1 end as bigint) as belop_1000_kr,
    cast(sum(belop_kr) * case when art >= '600' then -1 else 1 end as decimal(18, 2)) as belop_kr
from {{ ref('int_kostra__gjeldende') }}
where kontoklasse in ('0', '1', '3', '4') and art is not null and funksjon is not null and not coalesce(umappet, false)
group by region, kommunenr, aar, kvartal, kilde, versjon, omfang, orgnr, kontoklasse, funksjon, art
