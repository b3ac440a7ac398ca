{# Sick leave as the prose gives it, service by service: in all, and what the report puts down to the pandemic. The reports write it in two ways. #}
with

utsagn as (
    select * from {{ ref('rapport_utsagn') }}
),

rapport_sykefravaer as (
    select
        utsagn_id,
        rapport_id,
        kilde,
        tema,
        tema_navn,
        gjelder,
        enhet_id,
        enhet,
        maal,
        maal in ('samlet sykefravær', 'sykefravær') as er_samlet,
        aar,
        cast(verdi as decimal(18, 1)) as sykefravaer_pst,
        cast(verdi_trykt as decimal(18, 1)) as sykefravaer_trykt_pst,
        funn_id,
        tilnaerming,
        linje
    from utsagn
    where gjelder like 'Sykefravær%' and maaleenhet = 'pst' and maal like '%fravær%'
)

select * from rapport_sykefravaer
