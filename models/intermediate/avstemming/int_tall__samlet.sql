{# Every figure a rule can reach, with the interval it stands for: printed cells, also the places whose figure is lost, numbers in prose, and the
   population growth that a rule names. `status` is the cell's. #}
with

celler as (
    select * from {{ ref('int_celle__kodet') }}
),

indikatorer as (
    select * from {{ ref('int_indikator__samlet') }}
),

utsagn as (
    select * from {{ ref('int_utsagn__intervall') }}
),

vekst as (
    select * from {{ ref('int_befolkningsvekst__nevnt') }}
),

malte_celler as (
    select
        celler.*,
        coalesce(celler.maaleenhet, indikatorer.maaleenhet) as enhet,
        -- what is counted in whole units is not rounded, and a sign that means zero is
        case
            when celler.status = 'null' then 0
            when coalesce(celler.maaleenhet, indikatorer.maaleenhet) = 'antall' and celler.desimaler = 0 then 0 else
                {{ halv_enhet('celler.desimaler') }}
        end
            as slingring
    from celler
    left join indikatorer
        on celler.kodeverk = 'indikator' and celler.kode = indikatorer.kode and indikatorer.rapport_id in ('', celler.rapport_id)
),

celletall as (
    select
        tabell_id,
        rad,
        kolonne,
        rapport_id as dokument,
        coalesce(raatekst, {{ norsk_tekst('verdi', 'desimaler') }}) as trykt,
        verdi,
        desimaler,
        cast(verdi - slingring as decimal(25, 12)) as nedre,
        cast(verdi + slingring as decimal(25, 12)) as ovre,
        enhet,
        status = 'verdi' as er_trykt,
        status
    from malte_celler
),

utsagnstall as (
    select
        'utsagn' as tabell_id,
        cast(null as integer) as rad,
        utsagn_id as kolonne,
        rapport_id as dokument,
        verditekst as trykt,
        verdi,
        desimaler,
        nedre,
        ovre,
        maaleenhet as enhet,
        true as er_trykt,
        'verdi' as status
    from utsagn
),

samlet as (
    select * from celletall
    union all
    select * from utsagnstall
    union all
    select
        'folketall' as tabell_id,
        cast(null as integer) as rad,
        kolonne,
        'ssb_07459' as dokument,
        {{ norsk_tekst('verdi', 'desimaler') }} as trykt,
        verdi,
        desimaler,
        cast(verdi - slingring as decimal(25, 12)) as nedre,
        cast(verdi + slingring as decimal(25, 12)) as ovre,
        enhet,
        false as er_trykt,
        'beregnet' as status
    from vekst
)

select * from samlet
