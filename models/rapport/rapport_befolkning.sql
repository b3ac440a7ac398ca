{# The population for an age pyramid true to area: groups of five years where the source has single years, else the source's own, which differ in
   width, so each has its persons per single year of age. The open band is drawn as ten years. `0000` is the country. #}
with

-- read twice, and not kept in memory in between
alle as {{ ikke_husket() }} (
    {{ befolkning_i_rapporter() }}
),

ettarig as (
    select
        kommunenr,
        grenser,
        aar,
        max(alder_til - alder_fra) = 0 as er_ettarig
    from alle
    group by kommunenr, grenser, aar
),

grupper as (
    select
        alle.kommunenr,
        alle.grenser,
        alle.aar,
        alle.kjonn,
        case when ettarig.er_ettarig then least(alle.alder_fra - alle.alder_fra % 5, 90) else alle.alder_fra end as alder_fra,
        case
            when not ettarig.er_ettarig then alle.alder_til
            when alle.alder_fra < 90 then alle.alder_fra - alle.alder_fra % 5 + 4
        end as alder_til,
        sum(alle.personer) as personer
    from alle
    inner join ettarig on alle.kommunenr = ettarig.kommunenr and alle.grenser = ettarig.grenser and alle.aar = ettarig.aar
    group by
        alle.kommunenr,
        alle.grenser,
        alle.aar,
        alle.kjonn,
        case when ettarig.er_ettarig then least(alle.alder_fra - alle.alder_fra % 5, 90) else alle.alder_fra end,
        case when not ettarig.er_ettarig then alle.alder_til when alle.alder_fra < 90 then alle.alder_fra - alle.alder_fra % 5 + 4 end
),

rapport_befolkning as (
    select
        kommunenr,
        grenser,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        coalesce(alder_til, alder_fra + 9) + 1 as alder_tegnet_til,
        cast(personer as integer) as personer,
        cast({{ hele_kvot('personer', '(coalesce(alder_til, alder_fra + 9) + 1 - alder_fra)') }} as decimal(18, 1)) as personer_per_aarstrinn
    from grupper
)

select * from rapport_befolkning
