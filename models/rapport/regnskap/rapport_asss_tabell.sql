{# Tables 1–8 of the ASSS analysis for every municipality and year with accounts: the municipality itself, øvrige ASSS (the sum of the others, without
   those that do not count) and resten av landet (the municipalities outside ASSS that are loaded). A konsern where the enterprises' shares are given is
   by share. «~» is minus the change since the year before. #}
with

linjer as (
    select * from {{ ref('stg_kodeverk__asss_tabell') }}
),

delt as (
    select
        tabell_nr,
        linje,
        unnest(string_split(formel, ' ')) as tegn
    from linjer
),

ledd as (
    select
        tabell_nr,
        linje,
        left(tegn, 1) as tegn,
        concat('asss.', substr(tegn, 2)) as begrep_id
    from delt
),

gjelder as (
    select
        begrep_id,
        coalesce(aar_fra, 0) as aar_fra,
        coalesce(aar_til, 9999) as aar_til
    from {{ ref('dim_regnskapsbegrep') }}
    where samling = 'asss'
),

-- one account a municipality and year: filed before exported, shared out before whole
valgte_merket as (
    select
        kommunenr,
        aar,
        kilde,
        omfang,
        row_number() over (partition by kommunenr, aar order by kilde != 'kostra', omfang != 'konsern_eierandel') = 1 as er_med
    from {{ ref('fct_kostra_hovedtall') }}
    where
        kvartal = 0
        and region = concat(kommunenr, '00')
        and versjon = 'regnskap'
        and begrep_id = 'asss.driftsinntekter'
        and omfang in ('konsern_eierandel', 'konsern')
),

valgte as (
    select * from valgte_merket
    where er_med
),

belop as (
    select
        valgte.kommunenr,
        valgte.aar,
        hovedtall.begrep_id,
        coalesce(hovedtall.belop_kr * cast(0.001 as decimal(4, 3)), cast(hovedtall.belop_1000_kr as decimal(24, 4))) as belop
    from valgte
    inner join {{ ref('fct_kostra_hovedtall') }} as hovedtall
        on
            valgte.kommunenr = hovedtall.kommunenr
            and valgte.aar = hovedtall.aar
            and valgte.kilde = hovedtall.kilde
            and valgte.omfang = hovedtall.omfang
    where
        hovedtall.kvartal = 0
        and hovedtall.region = concat(hovedtall.kommunenr, '00')
        and hovedtall.versjon = 'regnskap'
        and starts_with(hovedtall.begrep_id, 'asss.')
),

inntekter as (
    select
        kommunenr,
        aar,
        belop as driftsinntekter
    from belop
    where begrep_id = 'asss.driftsinntekter'
),

-- nothing entered is nought, but a balance that is not loaded is not: then the line is unknown
balanser as (
    select distinct
        kommunenr,
        aar
    from belop
    where begrep_id in ('asss.fordringer', 'asss.gjeld', 'asss.premieavvik_saldo')
),

leddverdier as (
    select
        valgte.kommunenr,
        valgte.aar,
        ledd.tabell_nr,
        ledd.linje,
        case
            when gjelder.begrep_id is null then null
            when ledd.tegn = '~' and (balanser.kommunenr is null or foregaaende.kommunenr is null) then null
            when ledd.begrep_id in ('asss.fordringer', 'asss.gjeld', 'asss.netto_fordringer') and balanser.kommunenr is null then null
            when ledd.tegn = '~' then coalesce(foer.belop, 0) - coalesce(naa.belop, 0)
            when ledd.tegn = '-' then -1 * coalesce(naa.belop, 0)
            else coalesce(naa.belop, 0)
        end as belop
    from valgte
    cross join ledd
    left join gjelder
        on ledd.begrep_id = gjelder.begrep_id and valgte.aar between gjelder.aar_fra and gjelder.aar_til
    left join belop as naa on valgte.kommunenr = naa.kommunenr and valgte.aar = naa.aar and ledd.begrep_id = naa.begrep_id
    left join belop as foer on valgte.kommunenr = foer.kommunenr and valgte.aar - 1 = foer.aar and ledd.begrep_id = foer.begrep_id
    left join balanser on valgte.kommunenr = balanser.kommunenr and valgte.aar = balanser.aar
    left join balanser as foregaaende on valgte.kommunenr = foregaaende.kommunenr and valgte.aar - 1 = foregaaende.aar
),

verdier as (
    select
        leddverdier.kommunenr,
        leddverdier.aar,
        leddverdier.tabell_nr,
        leddverdier.linje,
        inntekter.driftsinntekter,
        case when count(*) = count(leddverdier.belop) then sum(leddverdier.belop) end as belop
    from leddverdier
    inner join inntekter on leddverdier.kommunenr = inntekter.kommunenr and leddverdier.aar = inntekter.aar
    group by leddverdier.kommunenr, leddverdier.aar, leddverdier.tabell_nr, leddverdier.linje, inntekter.driftsinntekter
),

innbyggere as (
    {{ innbyggere_i_aaret() }}
),

med_gruppe as (
    select
        verdier.*,
        asss.kommunenr is not null as er_asss,
        coalesce(asss.i_ovrige, false) as i_ovrige,
        innbyggere.personer
    from verdier
    left join {{ ref('stg_kodeverk__asss_kommune') }} as asss
        on
            verdier.kommunenr = asss.kommunenr
            and verdier.aar between asss.aar_fra and asss.aar_til
    left join innbyggere on verdier.kommunenr = innbyggere.kommunenr and verdier.aar = innbyggere.aar
),

grupper as (
    select
        aar,
        tabell_nr,
        linje,
        sum(belop) filter (where i_ovrige) as asss,
        sum(driftsinntekter) filter (where i_ovrige and belop is not null) as asss_inntekter,
        count(belop) filter (where i_ovrige) as asss_antall,
        sum(belop) filter (where not er_asss) as resten,
        sum(driftsinntekter) filter (where not er_asss and belop is not null) as resten_inntekter,
        count(belop) filter (where not er_asss) as resten_antall
    from med_gruppe
    group by aar, tabell_nr, linje
),

deflator_merket as (
    select
        *,
        row_number() over (partition by serie, aar order by argang desc) = 1 as er_med
    from {{ ref('stg_kodeverk__deflator') }}
),

deflator as (
    select * from deflator_merket
    where er_med
),

trykte as (
    select
        enheter.enhet_id,
        nokkeltall.aar,
        nokkeltall.indikator_id,
        max(case when nokkeltall.enhet_id = enheter.enhet_id then nokkeltall.verdi_trykt end) as egen,
        max(case when nokkeltall.enhet_id = 'ovrige_asss' then nokkeltall.verdi_trykt end) as ovrige,
        max(case when nokkeltall.enhet_id = 'resten_av_landet' then nokkeltall.verdi_trykt end) as resten
    from {{ ref('fct_nokkeltall') }} as nokkeltall
    inner join {{ ref('dim_rapport') }} as enheter on nokkeltall.rapport_id = enheter.rapport_id
    where nokkeltall.er_valgt
    group by enheter.enhet_id, nokkeltall.aar, nokkeltall.indikator_id
),

satt_opp as (
    select
        egne.*,
        linjer.tabell,
        linjer.navn,
        linjer.indikator_id,
        foer.belop as belop_foer,
        foer.personer as personer_foer,
        grupper.asss - case when egne.i_ovrige then coalesce(egne.belop, 0) else 0 end as ovrige,
        grupper.asss_inntekter - case when egne.i_ovrige and egne.belop is not null then egne.driftsinntekter else 0 end as ovrige_inntekter,
        grupper.asss_antall - case when egne.i_ovrige and egne.belop is not null then 1 else 0 end as ovrige_antall,
        grupper.resten,
        grupper.resten_inntekter,
        grupper.resten_antall,
        cast(deflator.endring_pst as decimal(9, 2)) as prisvekst_pst,
        foer.belop * (100 + deflator.endring_pst) as deflatert_foer,
        deflator.kilde as deflator_kilde,
        deflator.argang as deflator_argang,
        trykte.egen as trykt_pst,
        trykte.ovrige as trykt_ovrige_asss_pst,
        trykte.resten as trykt_resten_av_landet_pst
    from med_gruppe as egne
    inner join linjer on egne.tabell_nr = linjer.tabell_nr and egne.linje = linjer.linje
    inner join grupper on egne.aar = grupper.aar and egne.tabell_nr = grupper.tabell_nr and egne.linje = grupper.linje
    left join med_gruppe as foer
        on egne.kommunenr = foer.kommunenr and egne.aar - 1 = foer.aar and egne.tabell_nr = foer.tabell_nr and egne.linje = foer.linje
    left join deflator
        on egne.aar = deflator.aar and deflator.serie = case egne.tabell_nr when 2 then 'kommunal_deflator' when 3 then 'lonnsvekst' end
    left join trykte on egne.kommunenr = trykte.enhet_id and egne.aar = trykte.aar and linjer.indikator_id = trykte.indikator_id
)

select
    satt_opp.kommunenr as enhet_id,
    satt_opp.aar,
    satt_opp.tabell_nr,
    satt_opp.tabell,
    satt_opp.linje,
    satt_opp.navn,
    valgte.kilde,
    valgte.omfang,
    cast(satt_opp.belop as decimal(24, 3)) as belop_1000_kr,
    {{ prosent('satt_opp.belop', 'satt_opp.driftsinntekter') }} as belop_pst,
    {{ prosent('satt_opp.ovrige', 'satt_opp.ovrige_inntekter') }} as ovrige_asss_pst,
    {{ prosent('satt_opp.resten', 'satt_opp.resten_inntekter') }} as resten_av_landet_pst,
    cast(satt_opp.ovrige_antall as integer) as ovrige_asss_antall,
    cast(satt_opp.resten_antall as integer) as resten_av_landet_antall,
    case when satt_opp.tabell_nr <= 3 then {{ prosent('(satt_opp.belop - satt_opp.belop_foer)', 'satt_opp.belop_foer') }} end as vekst_pst,
    {{ prosent('(100 * satt_opp.belop - satt_opp.deflatert_foer)', 'satt_opp.deflatert_foer') }}
        as realvekst_pst,
    {{ prosent(
        '(100 * satt_opp.belop * satt_opp.personer_foer - satt_opp.deflatert_foer * satt_opp.personer)', '(satt_opp.deflatert_foer * satt_opp.personer)'
    ) }} as realvekst_per_innbygger_pst,
    satt_opp.prisvekst_pst,
    case when satt_opp.prisvekst_pst is not null then satt_opp.deflator_kilde end as prisvekst_kilde,
    case when satt_opp.prisvekst_pst is not null then satt_opp.deflator_argang end as prisvekst_argang,
    satt_opp.trykt_pst,
    satt_opp.trykt_ovrige_asss_pst,
    satt_opp.trykt_resten_av_landet_pst
from satt_opp
inner join valgte on satt_opp.kommunenr = valgte.kommunenr and satt_opp.aar = valgte.aar
