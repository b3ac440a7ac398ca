{# The coded cells whose table the catalogue sends to this fact table (kildetabell.faktatabell). #}
{% macro celler_til_denne() -%}
    select * from {{ ref('int_kildecelle__kodet') }} where faktatabell = '{{ this.name }}'
{%- endmacro %}

{# An amount in mill. kr both as printed and turned so that positive improves the municipality's result. #}
{% macro belop_og_virkning() -%}
    cast(verdi as decimal(18, 3)) as belop_mill_kr,
        cast(verdi * fortegn_virkning as decimal(18, 3)) as virkning_mill_kr
{%- endmacro %}

{# The amounts of a statement, one row a printed amount: code × year, and × version where the table has both budgets and accounts. #}
{% macro belop_per_kode(kode, versjon=false) -%}
with

celler as (
    {{ celler_til_denne() }}
),

{{ this.name }} as (
    select
        enhet_id,
        aar,
        kode as {{ kode }},
        {%- if versjon %}
        maal as versjon,
        {%- endif %}
        {{ belop_og_virkning() }},
        status as cellestatus,
        tabell_id,
        rad,
        kolonne
    from celler
    {%- if versjon %}
    where maal != 'avvik'
    {%- endif %}
)

select * from {{ this.name }}
{%- endmacro %}

{# The numbers of a table whose rows need no code, one row a printed cell: what the row is about by its printed label, named `etikett_som`, and
   what the column measures. `med` adds further columns of the coded cell. #}
{% macro malte_celler(etikett_som, med=[]) -%}
with

celler as (
    {{ celler_til_denne() }}
),

{{ this.name }} as (
    select
        enhet_id,
        aar,
        {%- for kolonne in med %}
        {{ kolonne }},
        {%- endfor %}
        gruppe,
        etikett as {{ etikett_som }},
        maal,
        maaleenhet,
        cast(verdi as decimal(18, 6)) as verdi,
        status as cellestatus,
        tabell_id,
        rad,
        kolonne
    from celler
)

select * from {{ this.name }}
{%- endmacro %}

{# Whether a row of personnel figures describes one or two people: the reports print some, and they are marked, not hidden. Counted for the
   people of the row and the sex, whether the cell is their number, their pay or their full-time equivalents. #}
{% macro faa_personer() -%}
    coalesce(
        max(case when maaleenhet = 'antall' then verdi end) over (
            partition by tabell_id, rad, kjonn, undergruppe, aar, case when maal in ('arslonn_kr', 'arsverk', 'andel_ansatte_pst') then 'antall_ansatte' else maal end
        ) in (1, 2),
        false
    ) as faa_personer
{%- endmacro %}
