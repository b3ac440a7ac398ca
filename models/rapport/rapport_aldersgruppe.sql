{# The persons of each age group of the catalogue, and their share of everybody, computed from the persons. #}
with

-- read twice, and not kept in memory in between
alle as {{ ikke_husket() }} (
    {{ befolkning_i_rapporter() }}
),

grupper as (
    {{ aldersgruppert('alle') }}
),

rapport_aldersgruppe as (
    select
        grupper.*,
        cast({{ hele_kvot('grupper.personer', 'hele.personer', 100) }} as decimal(18, 1)) as andel_pst
    from grupper
    inner join grupper as hele
        on
            grupper.kommunenr = hele.kommunenr
            and grupper.grenser = hele.grenser
            and grupper.aar = hele.aar
            and hele.sett = 'alle'
)

select * from rapport_aldersgruppe
