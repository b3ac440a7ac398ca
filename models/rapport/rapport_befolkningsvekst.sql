with

grupper as (
    select * from {{ ref('rapport_aldersgruppe') }}
    where sett != 'malgruppe'
),

rapport_befolkningsvekst as (
    {{ befolkningsvekst('grupper') }}
)

select * from rapport_befolkningsvekst
