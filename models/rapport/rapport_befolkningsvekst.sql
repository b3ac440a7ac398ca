with

rapport_befolkningsvekst as (
    {{ befolkningsvekst('fct_befolkning') }}
)

select * from rapport_befolkningsvekst
