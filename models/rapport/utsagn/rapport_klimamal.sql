{# The goals of the climate plan with what the report says was done, and the status of the goals that are stated on the same line. The report's
   traffic lights were colours, which the text extraction does not have. #}
with

klimamal as (
    select * from {{ ref('fct_klimamal') }}
),

status as (
    select
        rapport_id,
        linje,
        case when min(status) = max(status) then min(status) else 'delt' end as status,
        min(rapportens_vurdering) as rapportens_vurdering,
        max(frist_aar) as frist_aar
    from {{ ref('fct_mal') }}
    group by rapport_id, linje
),

rapport_klimamal as (
    select
        klimamal.klimamal_id,
        klimamal.rapport_id,
        klimamal.nummer,
        cast(regexp_replace(klimamal.nummer, '[a-z]$', '') as integer) as hovednummer,
        klimamal.mal,
        klimamal.tiltak_eller_status,
        klimamal.trafikklys,
        status.status,
        status.rapportens_vurdering,
        status.frist_aar,
        klimamal.tabell_id,
        klimamal.rad,
        klimamal.linje
    from klimamal
    left join status on klimamal.rapport_id = status.rapport_id and klimamal.linje = status.linje
)

select * from rapport_klimamal
