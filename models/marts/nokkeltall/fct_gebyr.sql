with

celler as (
    {{ celler_til_denne() }}
),

fct_gebyr as (
    select
        kode as indikator_id,
        enhet_id,
        aar,
        cast(verdi as decimal(18, 2)) as gebyr_kr,
        status as cellestatus,
        tabell_id,
        rad,
        kolonne
    from celler
)

select * from fct_gebyr
