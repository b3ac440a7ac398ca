{# Groups lose nobody: on each set of borders, each year, the pyramid and the age groups that are everybody have as many as the facts. #}
{% set summer = [('rapport_befolkning', 'true'), ('rapport_aldersgruppe', "sett = 'alder'"), ('rapport_aldersgruppe', "sett = 'alle'")] %}
with

fakta as (
    select
        grenser,
        aar,
        sum(personer) as personer
    from (
        select * from {{ ref('fct_befolkning') }}
        union all
        select * from {{ ref('fct_befolkning_i_dag') }}
    )
    group by grenser, aar
),

rapportene as (
    {% for relasjon, utvalg in summer %}
        select
            '{{ relasjon }}' as relasjon,
            grenser,
            aar,
            sum(personer) as personer
        from {{ ref(relasjon) }}
        where {{ utvalg }} and kommunenr != '0000'
        group by grenser, aar
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
)

select
    fakta.grenser,
    fakta.aar,
    rapportene.relasjon,
    fakta.personer as fakta,
    rapportene.personer as rapporten
from fakta
left join rapportene on fakta.grenser = rapportene.grenser and fakta.aar = rapportene.aar
where rapportene.personer is distinct from fakta.personer
