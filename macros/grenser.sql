{# An additive fact carried to the borders of a chosen set, forward or back: `fra` is a relation with kommunenr and aar, `grenser` an SQL expression for
   the year that the borders began to hold, `nokler` what is kept apart, `folger` what follows from
   the keys (the largest is kept), `maal` what is added up, in persons or amounts. What comes out is only what is
   right: a municipality that borders have parted without a known share, or one that lacks a predecessor's figures of the year, is left out of
   that year. A share is never carried: carry its parts, and divide afterwards. `entydig` says that the relation has one row of a municipality, year
   and keys: then what goes whole and alone to its new number, which is nearly everything, goes as it is, and only the rest is added up. #}
{% macro til_grenser(fra, grenser, nokler, maal, folger=[], type='integer', entydig=false) -%}
(
    with

    bro as (
        select * from {{ ref('int_kommune__bro') }}
        where til_grenser = {{ grenser }}
    ),

    aarene as (
        select distinct
            kommunenr,
            aar
        from {{ fra }}
    ),

    -- Where the people of each municipality and year go, if all that meets there is whole or shared, and has figures.
    alle_fores as (
        select
            bro.fra_kommunenr,
            alle_aar.aar,
            bro.til_kommunenr,
            bro.vekt,
            count(*) over til = 1 and bro.vekt = 1 as er_alene,
            count(*) over til = count(bro.vekt) over til and count(*) over til = count(aarene.kommunenr) over til as er_hele
        from (select distinct aar from aarene) as alle_aar
        inner join bro on alle_aar.aar between bro.fra_grenser and coalesce(bro.fra_siste_aar, 9999)
        left join aarene on bro.fra_kommunenr = aarene.kommunenr and alle_aar.aar = aarene.aar
        window til as (partition by bro.til_kommunenr, alle_aar.aar)
    ),

    fores as (
        select * from alle_fores
        where er_hele
    ),

    -- The same rows once more: after a sum DuckDB knows that they are few, and remembers them instead of all the facts.
    {% if entydig %}
    alene as (
        select
            fra_kommunenr,
            aar,
            max(til_kommunenr) as til_kommunenr
        from fores
        where er_alene
        group by fra_kommunenr, aar
    ),
    {% endif %}

    sammen as (
        select
            fra_kommunenr,
            aar,
            til_kommunenr,
            max(vekt) as vekt
        from fores{{ ' where not er_alene' if entydig }}
        group by fra_kommunenr, aar, til_kommunenr
    )

    select
        sammen.til_kommunenr as kommunenr,
        fakta.aar,
        {% for nokkel in nokler %}
            fakta.{{ nokkel }},
        {% endfor %}
        {% for kolonne in folger %}
            max(fakta.{{ kolonne }}) as {{ kolonne }},
        {% endfor %}
        cast(
            coalesce(sum(fakta.{{ maal }}) filter (where sammen.vekt = 1), 0)
            + coalesce(sum(fakta.{{ maal }} * sammen.vekt) filter (where sammen.vekt != 1), 0) as {{ type }}
        ) as {{ maal }}
    from {{ fra }} as fakta
    inner join sammen on fakta.kommunenr = sammen.fra_kommunenr and fakta.aar = sammen.aar
    group by sammen.til_kommunenr, fakta.aar{% for nokkel in nokler %}, fakta.{{ nokkel }}{% endfor %}
    {% if entydig %}
        union all
        select
            alene.til_kommunenr as kommunenr,
            fakta.aar,
            {% for kolonne in nokler + folger %}
                fakta.{{ kolonne }},
            {% endfor %}
            fakta.{{ maal }}
        from {{ fra }} as fakta
        inner join alene on fakta.kommunenr = alene.fra_kommunenr and fakta.aar = alene.aar
    {% endif %}
)
{%- endmacro %}
