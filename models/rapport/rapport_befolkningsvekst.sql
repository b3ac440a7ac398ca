{{ config(materialized='view') }}
{# A view: every pair of years is half of the warehouse's size, and nobody but publication reads it whole. #}
with

grupper as (
    select * from {{ ref('rapport_aldersgruppe') }}
    where sett != 'malgruppe'
),

rapport_befolkningsvekst as (
    {{ befolkningsvekst('grupper') }}
)

select * from rapport_befolkningsvekst
