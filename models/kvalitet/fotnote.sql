{# A note without a printed mark has an empty one. #}
with

fotnoter as (
    select * from {{ godkjent('stg_rapport__fotnote') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

fotnote as (
    select
        pakker.kortnavn || '-' || fotnoter.tabell as tabell_id,
        coalesce(fotnoter.merke, '') as merke,
        fotnoter.gjelder,
        fotnoter.tekst,
        fotnoter.rapport_id
    from fotnoter
    inner join pakker on fotnoter.rapport_id = pakker.rapport_id
)

select * from fotnote
