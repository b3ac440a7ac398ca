{# The municipalities of one printed comparison beside each other: rank, and index against the group that the table compares with. #}
with

nokkeltall as (
    select * from {{ ref('rapport_nokkeltall') }}
),

grupper as (
    select
        rapport_id,
        indikator_id,
        aar,
        max(enhet) as gruppe,
        max(verdi) as gruppe_verdi
    from nokkeltall
    where enhetstype = 'gruppe'
    group by rapport_id, indikator_id, aar
    having count(*) = 1
),

plasserte as (
    select
        nokkeltall.*,
        grupper.gruppe,
        grupper.gruppe_verdi,
        case
            when nokkeltall.verdi is not null
                then rank() over (
                    partition by nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.aar
                    order by case when nokkeltall.retning = 'hoy_er_darlig' then nokkeltall.verdi else -nokkeltall.verdi end nulls last
                )
        end as plass,
        count(nokkeltall.verdi) over (partition by nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.aar) as antall_kommuner,
        min(nokkeltall.verdi) over (partition by nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.aar) as lavest,
        max(nokkeltall.verdi) over (partition by nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.aar) as hoyest
    from nokkeltall
    inner join grupper
        on
            nokkeltall.rapport_id = grupper.rapport_id
            and nokkeltall.indikator_id = grupper.indikator_id
            and nokkeltall.aar = grupper.aar
    where nokkeltall.enhetstype = 'kommune'
),

rapport_plassering as (
    select
        rapport_id,
        tjenesteomrade_id,
        indikator_id,
        navn,
        maaleenhet,
        kategori,
        retning,
        aar,
        enhet_id,
        enhet,
        er_hovedenhet,
        verdi,
        cellestatus,
        gruppe,
        gruppe_verdi,
        case when gruppe_verdi > 0 and lavest >= 0 then {{ prosent('verdi', 'gruppe_verdi') }} end as indeks,
        case when gruppe_verdi > 0 and lavest >= 0 then {{ prosent('lavest', 'gruppe_verdi') }} end as indeks_lavest,
        case when gruppe_verdi > 0 and lavest >= 0 then {{ prosent('hoyest', 'gruppe_verdi') }} end as indeks_hoyest,
        cast(plass as integer) as plass,
        cast(antall_kommuner as integer) as antall_kommuner,
        tabell_id,
        rad,
        kolonne
    from plasserte
    where antall_kommuner > 1
)

select * from rapport_plassering
