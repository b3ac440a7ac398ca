{# Growth between any two years, within one set of borders: a comparison across a merger is a choice of borders, never an accident. `grupper` has
   the persons of each municipality, borders, year and age group. #}
{% macro befolkningsvekst(grupper) -%}
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
        cast({{ hele_kvot('(til.personer - fra.personer)', 'fra.personer', 100) }} as decimal(18, 1)) as vekst_pst
    from {{ grupper }} as fra
    inner join {{ grupper }} as til
        on
            fra.kommunenr = til.kommunenr
            and fra.grenser = til.grenser
            and fra.aldersgruppe_id = til.aldersgruppe_id
            and fra.aar < til.aar
{%- endmacro %}

{# The persons of each age group of the catalogue. A group is there where the source's ages make it up. #}
{% macro aldersgruppert(befolkning) -%}
    select
        summert.kommunenr,
        summert.grenser,
        summert.aar,
        summert.aldersgruppe_id,
        aldersgrupper.navn as aldersgruppe,
        aldersgrupper.sett,
        aldersgrupper.rekkefolge,
        cast(summert.personer as integer) as personer
    from
        (
            select
                befolkning.kommunenr,
                befolkning.grenser,
                befolkning.aar,
                medlemmer.aldersgruppe_id,
                sum(befolkning.personer) as personer
            from {{ befolkning }} as befolkning
            inner join
                (
                    select
                        grupper.aldersgruppe_id,
                        aldre.alder_fra,
                        coalesce(aldre.alder_til, 999) as alder_til
                    from (select distinct alder_fra, alder_til from {{ befolkning }}) as aldre
                    inner join {{ ref('stg_kodeverk__aldersgruppe') }} as grupper
                        on
                            aldre.alder_fra >= grupper.alder_fra
                            and (grupper.alder_til is null or aldre.alder_til <= grupper.alder_til)
                ) as medlemmer
                on befolkning.alder_fra = medlemmer.alder_fra and coalesce(befolkning.alder_til, 999) = medlemmer.alder_til
            group by befolkning.kommunenr, befolkning.grenser, befolkning.aar, medlemmer.aldersgruppe_id
        ) as summert
    inner join {{ ref('stg_kodeverk__aldersgruppe') }} as aldersgrupper on summert.aldersgruppe_id = aldersgrupper.aldersgruppe_id
{%- endmacro %}

{# What the reports read: both sets of borders, and the country as `0000` on the newest. #}
{% macro befolkning_i_rapporter() -%}
    select
        kommunenr,
        grenser,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer
    from {{ ref('fct_befolkning') }}
    union all
    select
        kommunenr,
        grenser,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer
    from {{ ref('fct_befolkning_i_dag') }}
    union all
    select
        '0000' as kommunenr,
        (select cast(max(til_grenser) as varchar) from {{ ref('bro_kommune') }}) as grenser,
        aar,
        kjonn,
        alder_fra,
        alder_til,
        personer
    from {{ ref('fct_befolkning_landet') }}
{%- endmacro %}
