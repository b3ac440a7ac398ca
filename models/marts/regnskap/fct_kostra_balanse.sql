{# The balance as calculated with: liabilities and equity (kapittel 31–5999) are turned, so that both sides are positive. #}
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
    kapittel,
    coalesce(sektor, '') as sektor,
    cast(sum(belop_1000_kr) * case when kapittel >= '31' and kapittel < '6' then -1 else 1 end as bigint) as belop_1000_kr,
    cast(sum(belop_kr) * case when kapittel >= '31' and kapittel < '6' then -1 else 1 end as decimal(18, 2)) as belop_kr
from {{ ref('int_kostra__gjeldende') }}
where kontoklasse in ('2', '5') and kapittel is not null and not coalesce(umappet, false)
group by region, kommunenr, aar, kvartal, kilde, versjon, omfang, orgnr, kontoklasse, kapittel, coalesce(sektor, '')
