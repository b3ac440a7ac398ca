{# The municipalities of one printed comparison beside each other: rank, and index against the group that the table compares with. Only what may be
   compared has either, and is counted: a rejected number stands as printed without, and key figures that follow the municipality's size
   are not here. #}
with

nokkeltall as (
    select * from {{ ref('rapport_nokkeltall') }}
),

grupper as (
    select
        rapport_id,
        indikator_id,
        aar,
        omfang,
        max(enhet) as gruppe,
        max(case when brukbar_til_sammenligning then verdi end) as gruppe_verdi,
        max(case when brukbar_til_sammenligning then behovsjustert_kr_per_innbygger end) as gruppe_behovsjustert
    from nokkeltall
    where enhetstype = 'gruppe'
    group by rapport_id, indikator_id, aar, omfang
    having count(*) = 1
),

plasserte as (
    select
        nokkeltall.*,
        grupper.gruppe,
        grupper.gruppe_verdi,
        grupper.gruppe_behovsjustert,
        case
            when nokkeltall.behovsjustert_kr_per_innbygger is not null
                then rank() over (
                    partition by nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.aar, nokkeltall.omfang
                    order by
                        case when nokkeltall.retning = 'hoy_er_darlig' then 1 else -1 end * nokkeltall.behovsjustert_kr_per_innbygger nulls last
                )
        end as plass_behovsjustert,
        case
            when nokkeltall.verdi is not null
                then rank() over (
                    partition by nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.aar, nokkeltall.omfang
                    order by case when nokkeltall.retning = 'hoy_er_darlig' then nokkeltall.verdi else -1 * nokkeltall.verdi end nulls last
                )
        end as plass,
        case when nokkeltall.retning = 'hoy_er_darlig' then 'lavest_forst' else 'hoyest_forst' end as plassregel,
        count(nokkeltall.verdi) over trykket as antall_kommuner,
        min(nokkeltall.verdi) over trykket as lavest,
        max(nokkeltall.verdi) over trykket as hoyest
    from nokkeltall
    inner join grupper
        on
            nokkeltall.rapport_id = grupper.rapport_id
            and nokkeltall.indikator_id = grupper.indikator_id
            and nokkeltall.aar = grupper.aar
            and nokkeltall.omfang = grupper.omfang
    where nokkeltall.enhetstype = 'kommune' and nokkeltall.sammenlignbar
    window trykket as (partition by nokkeltall.rapport_id, nokkeltall.indikator_id, nokkeltall.aar, nokkeltall.omfang)
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
        omfang,
        utgave,
        verdi,
        verdi_trykt,
        funn_id,
        cellestatus,
        gruppe,
        gruppe_verdi,
        case when gruppe_verdi > 0 and lavest >= 0 then {{ prosent('verdi', 'gruppe_verdi') }} end as indeks,
        case when gruppe_verdi > 0 and lavest >= 0 then {{ prosent('lavest', 'gruppe_verdi') }} end as indeks_lavest,
        case when gruppe_verdi > 0 and lavest >= 0 then {{ prosent('hoyest', 'gruppe_verdi') }} end as indeks_hoyest,
        cast(plass as integer) as plass,
        plassregel,
        cast(antall_kommuner as integer) as antall_kommuner,
        behovsjustert_kr_per_innbygger,
        cast(gruppe_behovsjustert as decimal(18, 0)) as gruppe_behovsjustert_kr_per_innbygger,
        cast(plass_behovsjustert as integer) as plass_behovsjustert,
        behovsindeks_aar,
        tabell_id,
        rad,
        kolonne
    from plasserte
    where antall_kommuner > 1
)

select * from rapport_plassering
