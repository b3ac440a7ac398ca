{# Growth between any two years, within one set of borders: a comparison across a merger is a choice of borders, never an accident. #}
{% macro befolkningsvekst(befolkning) -%}
    with

    befolkning as (
        select
            befolkning.kommunenr,
            befolkning.grenser,
            befolkning.aar,
            aldersgrupper.aldersgruppe_id,
            aldersgrupper.navn as aldersgruppe,
            aldersgrupper.rekkefolge,
            cast(sum(befolkning.personer) as integer) as personer
        from {{ ref(befolkning) }} as befolkning
        inner join {{ ref('stg_kodeverk__aldersgruppe') }} as aldersgrupper
            on
                befolkning.alder_fra >= aldersgrupper.alder_fra
                and (aldersgrupper.alder_til is null or befolkning.alder_til <= aldersgrupper.alder_til)
        group by all
    )

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
{%- endmacro %}
