{# What looks like a contradiction, with what explains it: the package's unntak.csv, whose key is the rule and the first place, or a finding that
   names one of the places. #}
with

mistanker as (
    select
        *,
        unnest(list_value(sted_a, sted_b)) as sted
    from {{ godkjent('int_mistanke__sett') }}
),

funn as (
    select
        funn_id,
        rapport_id,
        unnest(list_value(sted_a, sted_b)) as sted
    from {{ ref('kildefunn') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

unntak as (
    select * from {{ ref('stg_rapport__unntak') }}
),

mistanke as (
    select
        mistanker.rapport_id,
        mistanker.regel,
        mistanker.sted_a,
        mistanker.verdi_a,
        mistanker.sted_b,
        mistanker.verdi_b,
        case when min(unntak.begrunnelse) is not null then 'unntak' when min(funn.funn_id) is not null then 'funn' else 'uforklart' end as status,
        case when min(unntak.begrunnelse) is null then min(funn.funn_id) end as funn_id,
        min(unntak.begrunnelse) as begrunnelse
    from mistanker
    inner join pakker on mistanker.rapport_id = pakker.rapport_id
    left join funn on mistanker.rapport_id = funn.rapport_id and mistanker.sted = funn.sted
    left join unntak
        on
            mistanker.rapport_id = unntak.rapport_id
            and mistanker.regel = unntak.regel
            and mistanker.sted_a = pakker.kortnavn || '-' || unntak.nokkel
    group by mistanker.rapport_id, mistanker.regel, mistanker.sted_a, mistanker.verdi_a, mistanker.sted_b, mistanker.verdi_b
)

select * from mistanke
