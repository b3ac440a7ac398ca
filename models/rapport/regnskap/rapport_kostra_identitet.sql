{# What must be nought in every municipality's accounts: the statements against each other, the result against its disposals, and the funds' movements
   against the balance of the year before. #}
with

identiteter as (
    select
        begrep_id,
        navn,
        rekkefolge,
        coalesce(aar_fra, 0) as aar_fra,
        coalesce(aar_til, 9999) as aar_til,
        case when {{ begynner_med('begrep_id', "'identitet.fond_'") }} then replace(begrep_id, 'fond_', 'saldo_') end as saldo_id
    from {{ ref('dim_regnskapsbegrep') }}
    where samling = 'identitet' and not {{ begynner_med('begrep_id', "'identitet.saldo_'") }}
),

belop as (
    select
        kommunenr,
        aar,
        kilde,
        versjon,
        omfang,
        begrep_id,
        coalesce(belop_kr, cast(belop_1000_kr as decimal(24, 4)) * 1000) as belop_kr
    from {{ ref('fct_kostra_hovedtall') }}
    where kvartal = 0 and region = concat(kommunenr, '00') and funksjon = 'alle' and {{ begynner_med('begrep_id', "'identitet.'") }}
),

regnskap as (
    select distinct
        kommunenr,
        aar,
        kilde,
        versjon,
        omfang
    from belop
    where omfang in ('kasse', 'saerbedrift', 'konsolidert')
),

satt_opp as (
    select
        regnskap.*,
        identiteter.begrep_id,
        identiteter.navn,
        identiteter.rekkefolge,
        coalesce(flyt.belop_kr, 0) as flyt_kr,
        identiteter.saldo_id is not null as er_fond,
        naa.belop_kr as saldo_kr,
        foer.belop_kr as saldo_foer_kr,
        flyt.belop_kr is not null as er_fort
    from regnskap
    inner join identiteter on regnskap.aar between identiteter.aar_fra and identiteter.aar_til
    left join belop as flyt
        on
            regnskap.kommunenr = flyt.kommunenr
            and regnskap.aar = flyt.aar
            and regnskap.kilde = flyt.kilde
            and regnskap.versjon = flyt.versjon
            and regnskap.omfang = flyt.omfang
            and identiteter.begrep_id = flyt.begrep_id
    left join belop as naa
        on
            regnskap.kommunenr = naa.kommunenr
            and regnskap.aar = naa.aar
            and regnskap.kilde = naa.kilde
            and regnskap.versjon = naa.versjon
            and regnskap.omfang = naa.omfang
            and identiteter.saldo_id = naa.begrep_id
    left join belop as foer
        on
            regnskap.kommunenr = foer.kommunenr
            and regnskap.aar - 1 = foer.aar
            and regnskap.kilde = foer.kilde
            and regnskap.versjon = foer.versjon
            and regnskap.omfang = foer.omfang
            and identiteter.saldo_id = foer.begrep_id
),

forskjeller as (
    select
        *,
        case when er_fond then flyt_kr - (saldo_kr - saldo_foer_kr) else flyt_kr end as forskjell_kr
    from satt_opp
    where er_fort or er_fond
)

select
    kommunenr as enhet_id,
    aar,
    kilde,
    versjon,
    omfang,
    begrep_id as identitet_id,
    navn,
    rekkefolge,
    cast(flyt_kr as decimal(24, 2)) as bevegelse_kr,
    cast(case when er_fond then saldo_kr - saldo_foer_kr end as decimal(24, 2)) as endring_i_balansen_kr,
    cast(forskjell_kr as decimal(24, 2)) as forskjell_kr,
    case
        when forskjell_kr is null then 'ufullstendig'
        when abs(forskjell_kr) <= case when kilde = 'kostra' then 30000 else 1 end then 'holder'
        else 'brudd'
    end as status
from forskjeller
