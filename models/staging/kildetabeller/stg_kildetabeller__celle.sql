with

raaceller as (
    select * from {{ ref('stg_kildetabeller__raacelle') }}
),

lest as (
    select
        seed,
        tabell_id,
        {{ heltall('rad') }} as rad,
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
