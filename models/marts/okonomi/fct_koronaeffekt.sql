with

celler as (
    {{ celler_til_denne() }}
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

fct_koronaeffekt as (
    select
        celler.enhet_id,
        celler.aar,
        celler.kode as post_id,
        poster.tjenesteomrade_id,
        {{ belop_og_virkning() }},
        celler.status as cellestatus,
        celler.tabell_id,
        celler.rad,
        celler.kolonne
    from celler
    inner join poster on celler.kode = poster.post_id
)

select * from fct_koronaeffekt
