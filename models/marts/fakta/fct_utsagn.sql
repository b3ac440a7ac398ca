{# Every statement with a number in the reports' prose. A number that a finding replaces may have another unit: `maaleenhet` is the used number's. #}
with

utsagn as (
    select * from {{ godkjent('int_utsagn__lest') }}
),

virkninger as (
    select * from {{ ref('int_funn__gjeldende') }}
),

fct_utsagn as (
    select
        utsagn.utsagn_id,
        utsagn.rapport_id,
        utsagn.kapittel,
        utsagn.tema,
        utsagn.gjelder,
        utsagn.enhet_id,
        utsagn.maal,
        utsagn.verditekst,
        cast(utsagn.verdi as decimal(18, 6)) as verdi_trykt,
        utsagn.maaleenhet as maaleenhet_trykt,
        cast({{ verdi_brukt('utsagn.verdi') }} as decimal(18, 6)) as verdi_brukt,
        coalesce(virkninger.maaleenhet, utsagn.maaleenhet) as maaleenhet,
        verdi_brukt is not null as brukbar_til_sammenligning,
        virkninger.funn_id,
        utsagn.aar,
        utsagn.sammenligning,
        utsagn.tilnaerming,
        utsagn.tilnaermingsmerke,
        utsagn.linje
    from utsagn
    left join virkninger on utsagn.utsagn_id = virkninger.annet
)

select * from fct_utsagn
