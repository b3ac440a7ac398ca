{# The list of loaded tables (var kildetabeller) and the catalogue's seeds are the same. #}
with

lastet as (
    {% for kilde_id, tabeller in var('kildetabeller').items() %}
    {% set ytre = loop %}
    {% for tabell in tabeller %}
    select '{{ kilde_id }}' as kilde_id, '{{ tabell }}' as seed{% if not (loop.last and ytre.last) %} union all{% endif %}
    {% endfor %}
    {% endfor %}
),

katalog as (
    select kilde_id, seed from {{ ref('kildetabell') }} where seed is not null and slag != 'statistikktabell'
)

select
    coalesce(lastet.seed, katalog.seed) as seed,
    case when katalog.seed is null then 'mangler i kodeverk/kildetabell.csv' else 'mangler i kildetabeller i dbt_project.yml' end as melding
from lastet
full outer join katalog on lastet.seed = katalog.seed and lastet.kilde_id = katalog.kilde_id
where lastet.seed is null or katalog.seed is null
