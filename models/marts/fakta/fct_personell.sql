{# Every printed number about employees, their pay and apprentices. Some rows describe one or two people: they are marked, not hidden, whether the
   cell is their number, their pay or their full-time equivalents. #}
with

celler as (
    select * from {{ godkjent('int_celle__kodet') }}
    where fakta = 'personell'
),

fct_personell as (
    select
        celler.rapport_id,
        celler.enhet_id,
        celler.aar,
        celler.emne,
        celler.oppstilling,
        celler.gruppe,
        celler.etikett,
        celler.kjonn,
        celler.undergruppe,
        celler.maal,
        celler.maaleenhet,
        cast(celler.verdi as decimal(18, 6)) as verdi_trykt,
        cast({{ verdi_brukt('celler.verdi') }} as decimal(18, 6)) as verdi_brukt,
        verdi_brukt is not null as brukbar_til_sammenligning,
        virkninger.funn_id,
        coalesce(
            max(case when celler.maaleenhet = 'antall' then celler.verdi end) over (
                partition by
                    celler.rapport_id, celler.tabell_id, celler.rad, celler.kjonn, celler.undergruppe, celler.aar,
                    case when celler.maal in ('arslonn_kr', 'arsverk', 'andel_ansatte_pst') then 'antall_ansatte' else celler.maal end
            ) in (1, 2),
            false
        ) as faa_personer,
        celler.status as cellestatus,
        celler.tabell_id,
        celler.rad,
        celler.kolonne
    from celler
    {{ cellens_virkning() }}
)

select * from fct_personell
