{# The printed deviation agrees with ours within rounding, or the contradiction has its reason in seeds/unntak. #}
with

brudd as (
    select
        tabell_id || '|' || rad as nokkel,
        tabell_id || ', rad ' || rad || ' (' || navn || '): trykt avvik ' || avvik_trykt_virkning_mill_kr || ', beregnet ' || avvik_mill_kr as melding
    from {{ ref('rapport_budsjettavvik') }}
    where avvik_kontroll = 'avvik'
)

{{ brudd_uten_unntak('trykte_avvik_stemmer') }}
