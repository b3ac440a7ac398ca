{# Every figure a rule can reach, also the places whose figure is lost: printed cells, numbers in prose, and the population growth that a rule
   names (its column is `kommunenr/grenser/aldersgruppe_id/fra_aar/til_aar/` and then personer_fra, personer_til, vekst_personer or vekst_pst). Each
   stands for an interval; `status` is the cell's. #}
with

celler as (
    select * from {{ ref('int_kildecelle__kodet') }}
),

indikatorer as (
    select * from {{ ref('indikator') }}
),

pastander as (
    select * from {{ ref('int_pastand__intervall') }}
),

vekst as (
    select * from {{ ref('rapport_befolkningsvekst') }}
),

regelledd as (
    select * from {{ ref('int_avstemming__regelledd') }}
),

malte_celler as (
    select
        celler.*,
        coalesce(celler.maaleenhet, indikatorer.maaleenhet) as enhet,
        -- what is counted in whole units is not rounded
        case when coalesce(celler.maaleenhet, indikatorer.maaleenhet) = 'antall' and celler.desimaler = 0 then 0 else {{ halv_enhet('celler.desimaler') }} end
            as slingring
    from celler
    left join indikatorer on celler.kodeverk = 'indikator' and celler.kode = indikatorer.indikator_id
),

celletall as (
    select
        tabell_id,
        rad,
        kolonne,
        kilde_id as dokument,
        coalesce(raatekst, {{ norsk_tekst('verdi', 'desimaler') }}) as trykt,
        verdi,
        desimaler,
        verdi - slingring as nedre,
        verdi + slingring as ovre,
        enhet,
        status = 'verdi' as er_trykt,
        status
    from malte_celler
),

pastandstall as (
    select
        'pastand' as tabell_id,
        cast(null as integer) as rad,
        pastand_id as kolonne,
        kilde_id as dokument,
        verditekst as trykt,
        verdi,
        desimaler,
        nedre,
        ovre,
        maaleenhet as enhet,
        true as er_trykt,
        'verdi' as status
    from pastander
),

nevnt_vekst as (
    select
        kolonne,
        string_split(kolonne, '/') as felt
    from (
        select ledd_kolonne as kolonne from regelledd where ledd_tabell_id = 'rapport_befolkningsvekst'
        union
        select gang_kolonne from regelledd where gang_tabell_id = 'rapport_befolkningsvekst'
    ) as nevnt
),

veksttall as (
    select
        'rapport_befolkningsvekst' as tabell_id,
        cast(null as integer) as rad,
        nevnt_vekst.kolonne,
        'ssb_07459' as dokument,
        cast(case nevnt_vekst.felt[6]
            when 'personer_fra' then vekst.personer_fra
            when 'personer_til' then vekst.personer_til
            when 'vekst_personer' then vekst.vekst_personer
            when 'vekst_pst' then vekst.vekst_pst
        end as decimal(18, 6)) as verdi,
        case nevnt_vekst.felt[6] when 'vekst_pst' then 1 else 0 end as desimaler
    from nevnt_vekst
    inner join vekst
        on nevnt_vekst.felt[1] = vekst.kommunenr
        and nevnt_vekst.felt[2] = vekst.grenser
        and nevnt_vekst.felt[3] = vekst.aldersgruppe_id
        and nevnt_vekst.felt[4] = cast(vekst.fra_aar as varchar)
        and nevnt_vekst.felt[5] = cast(vekst.til_aar as varchar)
),

samlet as (
    select * from celletall
    union all
    select * from pastandstall
    union all
    select
        tabell_id,
        rad,
        kolonne,
        dokument,
        {{ norsk_tekst('verdi', 'desimaler') }} as trykt,
        verdi,
        desimaler,
        verdi - case when desimaler > 0 then {{ halv_enhet('desimaler') }} else 0 end as nedre,
        verdi + case when desimaler > 0 then {{ halv_enhet('desimaler') }} else 0 end as ovre,
        case when desimaler > 0 then 'pst' else 'antall' end as enhet,
        false as er_trykt,
        'beregnet' as status
    from veksttall
    where verdi is not null
)

select * from samlet
