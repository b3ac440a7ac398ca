{# Every printed number about employees, their pay and apprentices. Some rows describe one or two people: they are marked, not hidden, whether the
   cell is their number, their pay or their full-time equivalents. #}
with

celler as (
    select * from {{ godkjent('int_celle__avgjort') }}
    where fakta = 'personell'
),

fct_personell as (
    select
        rapport_id,
        enhet_id,
        aar,
        emne,
        oppstilling,
        gruppe,
        etikett,
        kjonn,
        undergruppe,
        maal,
        maaleenhet,
        cast(verdi as decimal(18, 6)) as verdi,
        coalesce(
            max(case when maaleenhet = 'antall' then verdi end) over (
                partition by
                    rapport_id, tabell_id, rad, kjonn, undergruppe, aar,
                    case when maal in ('arslonn_kr', 'arsverk', 'andel_ansatte_pst') then 'antall_ansatte' else maal end
            ) in (1, 2),
            false
        ) as faa_personer,
        status as cellestatus,
        plassering,
        tabell_id,
        rad,
        kolonne
    from celler
)

select * from fct_personell
