{# The population for an age pyramid true to area: the source's age bands differ in width, so each has its persons per single year of age.
   The open band is drawn as ten years. #}
with

befolkning as (
    select * from {{ ref('fct_befolkning') }}
),

kommuner as (
    select * from {{ ref('dim_kommune') }}
),

rapport_befolkning as (
    select
        befolkning.kommunenr,
        kommuner.navn as kommune,
        befolkning.grenser,
        befolkning.aar,
        befolkning.kjonn,
        befolkning.alder_fra,
        befolkning.alder_til,
        coalesce(befolkning.alder_til, befolkning.alder_fra + 9) + 1 as alder_tegnet_til,
        befolkning.personer,
        cast(
            {{ kvot('befolkning.personer', '(coalesce(befolkning.alder_til, befolkning.alder_fra + 9) + 1 - befolkning.alder_fra)') }}
            as decimal(18, 1)
        ) as personer_per_aarstrinn
    from befolkning
    inner join kommuner on befolkning.kommunenr = kommuner.kommunenr
)

select * from rapport_befolkning
