with

raaceller as (
    select * from {{ ref('stg_kildetabeller__raacelle') }}
),

lest as (
    select
        seed,
        tabell_id,
        cast(rad as integer) as rad,
        gruppe,
        etikett,
        kolonne,
        raatekst,
        {{ norsk_tall('raatekst') }} as verdi,
        {{ antall_desimaler('raatekst') }} as desimaler,
        {{ krev_lesbar_celle(cellemerke('raatekst')) }} as merke
    from raaceller
)

select * from lest
