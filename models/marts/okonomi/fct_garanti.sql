{# Three tables: guarantees by purpose over the years, and who the guarantees of two of the purposes were given for. #}
with

celler as (
    {{ celler_til_denne() }}
),

poster as (
    select * from {{ ref('dim_regnskapspost') }}
),

fct_garanti as (
    select
        celler.enhet_id,
        celler.aar,
        celler.kode as post_id,
        celler.oppstilling,
        celler.etikett as mottaker,
        poster.radtype,
        cast(celler.verdi as decimal(18, 3)) as belop_mill_kr,
        celler.status as cellestatus,
        celler.tabell_id,
        celler.rad,
        celler.kolonne
    from celler
    inner join poster on celler.kode = poster.post_id
)

select * from fct_garanti
