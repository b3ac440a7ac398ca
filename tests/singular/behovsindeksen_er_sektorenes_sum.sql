{# The sectors' indices and shares give the official total for every municipality, but for what four decimals hide; the shares of the sectors, and the
   weights of the criteria in each, are everything. #}
select
    aar,
    kommunenr as hva,
    indeks as ventet,
    indeks_beregnet as fant
from {{ ref('fct_behovsindeks') }}
where sektor = 'samlet' and (abs(indeks_beregnet - indeks) <= 0.0005) is not true
union all
select
    aar,
    'sektorandelene' as hva,
    1 as ventet,
    sum(andel) as fant
from {{ ref('stg_kodeverk__behovssektor') }}
group by aar
having sum(andel) != 1
union all
select
    aar,
    sektor as hva,
    1 as ventet,
    sum(vekt) as fant
from {{ ref('stg_kodeverk__behovsnokkel') }}
group by aar, sektor
having abs(sum(vekt) - 1) > 0.0005
