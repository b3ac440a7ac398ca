{# Two seeds of the same shape; the one on the borders of the time has no split by sex. #}
with

dagens_grenser as (
    select
        rad,
        kommunenr,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer,
        '2024' as grenser,
        'befolkning' as seed
    from {{ ref('befolkning') }}
),

opprinnelige_grenser as (
    select
        rad,
        kommunenr,
        aar,
        'begge' as kjonn,
        alder_fra,
        alder_til,
        personer,
        'opprinnelige' as grenser,
        'befolkning_opprinnelige_grenser' as seed
    from {{ ref('befolkning_opprinnelige_grenser') }}
),

begge as (
    select * from dagens_grenser
    union all
    select * from opprinnelige_grenser
),

lest as (
    select
        seed,
        cast(rad as integer) as rad,
        kommunenr,
        grenser,
        {{ heltall('aar') }} as aar,
        kjonn,
        {{ heltall('alder_fra') }} as alder_fra,
        {{ heltall('alder_til') }} as alder_til,
        {{ heltall('personer') }} as personer
    from begge
)

select * from lest
