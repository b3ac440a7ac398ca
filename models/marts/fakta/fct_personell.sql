{# Every printed number about employees, their pay and apprentices. Some rows describe one or two people: they are marked, not hidden, whether the
   cell is their number, their pay or their full-time equivalents. A cell that is printed across several rows is theirs together (`gjelder_rader`). #}
with

celler as (
    select * from {{ godkjent('int_celle__avgjort') }}
    where fakta = 'personell'
),

felles as (
    select
        pakker.kortnavn || '-' || sammenlignbarhet.sted as sted,
        sammenlignbarhet.gjelder_rader
    from {{ ref('stg_rapport__sammenlignbarhet') }} as sammenlignbarhet
    inner join {{ ref('stg_rapport__pakke') }} as pakker on sammenlignbarhet.rapport_id = pakker.rapport_id
    where sammenlignbarhet.gjelder_rader is not null
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
        {{ er_sumrad('celler.etikett') }} as er_total,
        celler.kjonn,
        celler.undergruppe,
        celler.maal,
        celler.maaleenhet,
        cast(celler.verdi as decimal(18, 6)) as verdi_trykt,
        cast({{ verdi_brukt('celler.verdi') }} as decimal(18, 6)) as verdi_brukt,
        ({{ verdi_brukt('celler.verdi') }}) is not null as brukbar_til_sammenligning,
        felles.gjelder_rader,
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
        celler.plassering,
        celler.tabell_id,
        celler.rad,
        celler.kolonne
    from celler
    {{ cellens_virkning() }}
    left join felles on concat_ws('|', celler.tabell_id, celler.rad, celler.kolonne) = felles.sted
)

select * from fct_personell
