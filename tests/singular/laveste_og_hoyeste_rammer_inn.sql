{# In a service profile the lowest is no higher, and the highest no lower, than the municipality and the mean. #}
with

brudd as (
    select
        tabell_id || '|' || rad as nokkel,
        tabell_id || ', rad ' || rad || ' (' || navn || '): ' || concat_ws(' / ', lavest_asss, verdi, snitt_asss, hoyest_asss) as melding
    from {{ ref('rapport_tjenesteprofil') }}
    where
        coalesce(verdi < lavest_asss, false)
        or coalesce(verdi > hoyest_asss, false)
        or coalesce(snitt_asss < lavest_asss, false)
        or coalesce(snitt_asss > hoyest_asss, false)
)

{{ brudd_uten_unntak('laveste_og_hoyeste_rammer_inn') }}
