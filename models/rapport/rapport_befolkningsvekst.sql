{# Growth between any two years, within one set of borders: a comparison across a merger is a choice of borders, never an accident. #}
with

aldersgrupper as (
    select
        aldersgruppe_id,
        navn,
        cast(alder_fra as integer) as alder_fra,
        cast(alder_til as integer) as alder_til,
        cast(rekkefolge as integer) as rekkefolge
    from {{ ref('aldersgruppe') }}
),

befolkning as (
    select
        befolkning.kommunenr,
        befolkning.grenser,
        befolkning.aar,
        aldersgrupper.aldersgruppe_id,
        aldersgrupper.navn as aldersgruppe,
        aldersgrupper.rekkefolge,
        cast(sum(befolkning.personer) as integer) as personer
    from {{ ref('fct_befolkning') }} as befolkning
    inner join aldersgrupper
        on
            befolkning.alder_fra >= aldersgrupper.alder_fra
            and (aldersgrupper.alder_til is null or befolkning.alder_til <= aldersgrupper.alder_til)
    group by all
),

rapport_befolkningsvekst as (
    select
        fra.kommunenr,
        fra.grenser,
        fra.aldersgruppe_id,
        fra.aldersgruppe,
        fra.rekkefolge,
        fra.aar as fra_aar,
        til.aar as til_aar,
        fra.personer as personer_fra,
        til.personer as personer_til,
        til.personer - fra.personer as vekst_personer,
        {{ prosent('(til.personer - fra.personer)', 'fra.personer') }} as vekst_pst
    from befolkning as fra
    inner join befolkning as til
        on
            fra.kommunenr = til.kommunenr
            and fra.grenser = til.grenser
            and fra.aldersgruppe_id = til.aldersgruppe_id
            and fra.aar < til.aar
)

select * from rapport_befolkningsvekst
