{# The accounts as a reader goes down in them: line → service area → function → art. Every amount stands with what it adds to the gross, net and
   corrected expenses of its function, so that those of any level are sums, and with what it adds to them in the konsern. #}
with

konto as (
    select
        kommunenr,
        aar,
        kilde,
        versjon,
        omfang,
        kontoklasse,
        funksjon,
        art,
        coalesce(sum(belop_kr), cast(sum(belop_1000_kr) as decimal(18, 2)) * 1000) as belop_kr
    from {{ ref('fct_kostra_regnskap') }}
    where kvartal = 0 and region = concat(kommunenr, '00')
    group by kommunenr, aar, kilde, versjon, omfang, kontoklasse, funksjon, art
),

brukte as (
    select distinct
        aar,
        omfang,
        kontoklasse,
        art
    from konto
),

ledd as (
    select * from {{ ref('bro_regnskapsbegrep') }}
),

kodelister as (
    {{ intervaller('koder', 'ledd') }}
),

-- The arts of each concept, with the year's coefficients. A consolidated file is summed as an enterprise is.
treff as (
    select distinct
        brukte.aar,
        brukte.omfang,
        brukte.kontoklasse,
        brukte.art,
        ledd.ledd_id,
        ledd.begrep_id,
        ledd.omfang as leddomfang,
        ledd.funksjoner,
        ledd.koeffisient
    from brukte
    inner join kodelister on {{ kode_i('brukte.art', 'kodelister.fra', 'kodelister.til') }}
    inner join ledd
        on
            kodelister.koder = ledd.koder
            and brukte.kontoklasse = ledd.kontoklasse
            and brukte.aar between coalesce(ledd.aar_fra, 0) and coalesce(ledd.aar_til, 9999)
    where
        ledd.omfang = case brukte.omfang when 'kasse' then 'kasse' else 'saerbedrift' end
        or (ledd.omfang = 'konsern' and brukte.omfang != 'konsolidert')
),

teller_i as (
    select
        aar,
        omfang,
        kontoklasse,
        art,
        leddomfang = 'konsern' as i_konsern,
        koeffisient,
        case begrep_id
            when 'brutto_driftsutgifter_funksjon' then 'brutto'
            when 'brutto_investeringsutgifter_funksjon' then 'brutto'
            when 'netto_driftsutgifter_funksjon' then 'netto'
            when 'korrigerte_brutto_driftsutgifter_funksjon' then 'korrigert'
        end as tall
    from treff
    where funksjoner = 'hver'
),

vekter as (
    select
        aar,
        omfang,
        kontoklasse,
        art,
        sum(koeffisient) filter (where tall = 'brutto' and not i_konsern) as brutto,
        sum(koeffisient) filter (where tall = 'netto' and not i_konsern) as netto,
        sum(koeffisient) filter (where tall = 'korrigert' and not i_konsern) as korrigert,
        sum(koeffisient) filter (where tall = 'brutto' and i_konsern) as brutto_konsern,
        sum(koeffisient) filter (where tall = 'netto' and i_konsern) as netto_konsern,
        sum(koeffisient) filter (where tall = 'korrigert' and i_konsern) as korrigert_konsern
    from teller_i
    group by aar, omfang, kontoklasse, art
),

-- The line of the year's own statement by art, or of the investments': the first that the art is in, whatever the function.
linjeplasser as (
    select
        treff.aar,
        treff.omfang,
        treff.kontoklasse,
        treff.art,
        treff.begrep_id,
        treff.koeffisient,
        begreper.navn,
        row_number() over (
            partition by treff.aar, treff.omfang, treff.kontoklasse, treff.art order by begreper.rekkefolge, treff.begrep_id, treff.ledd_id
        ) as plass
    from treff
    inner join {{ ref('dim_regnskapsbegrep') }} as begreper
        on
            treff.begrep_id = begreper.begrep_id
            and treff.aar between coalesce(begreper.aar_fra, 0) and coalesce(begreper.aar_til, 9999)
    where
        treff.leddomfang != 'konsern'
        and treff.funksjoner = ''
        and begreper.radtype = 'detalj'
        and begreper.oppstilling in (
            'okonomisk_oversikt_art', 'okonomisk_oversikt_drift', 'bevilgningsoversikt_investering_5_5', 'okonomisk_oversikt_investering'
        )
),

linjer as (
    select * from linjeplasser
    where plass = 1
),

-- the name that the group has now
omradenavn as (
    select
        gruppe,
        max_by(navn, coalesce(aar_fra, 0)) as navn
    from {{ ref('bro_funksjonsgruppe') }}
    where er_omrade and navn is not null
    group by gruppe
),

omrader as (
    select
        grupper.gruppe,
        omradenavn.navn,
        coalesce(grupper.aar_fra, 0) as aar_fra,
        coalesce(grupper.aar_til, 9999) as aar_til,
        grupper.funksjon
    from {{ ref('bro_funksjonsgruppe') }} as grupper
    left join omradenavn on grupper.gruppe = omradenavn.gruppe
    where grupper.er_omrade
),

innbyggere as (
    {{ innbyggere_i_aaret() }}
),

rapport_kostra_konto as (
    select
        konto.kommunenr as enhet_id,
        konto.aar,
        konto.kilde,
        konto.versjon,
        konto.omfang,
        konto.kontoklasse,
        case when konto.kontoklasse in ('0', '4') then 'investering' when konto.kontoklasse in ('1', '3') then 'drift' end as regnskapsdel,
        linjer.begrep_id,
        linjer.navn as linje,
        omrader.gruppe as omrade_id,
        omrader.navn as omrade,
        konto.funksjon,
        funksjoner.navn as funksjon_navn,
        konto.art,
        arter.navn as art_navn,
        cast(konto.belop_kr as decimal(18, 2)) as belop_kr,
        cast(linjer.koeffisient * konto.belop_kr as decimal(18, 2)) as i_linjen_kr,
        {% for navn in ['brutto', 'netto', 'korrigert', 'brutto_konsern', 'netto_konsern', 'korrigert_konsern'] -%}
            cast(
                case when konto.funksjon between '100' and '799' then coalesce(vekter.{{ navn }}, 0) * konto.belop_kr end as decimal(18, 2)
            ) as {{ navn }}_kr,
        {% endfor -%}
        cast(innbyggere.personer as integer) as innbyggere
    from konto
    left join vekter
        on konto.aar = vekter.aar and konto.omfang = vekter.omfang and konto.kontoklasse = vekter.kontoklasse and konto.art = vekter.art
    left join linjer
        on konto.aar = linjer.aar and konto.omfang = linjer.omfang and konto.kontoklasse = linjer.kontoklasse and konto.art = linjer.art
    left join omrader on konto.funksjon = omrader.funksjon and konto.aar between omrader.aar_fra and omrader.aar_til
    left join {{ ref('dim_funksjon') }} as funksjoner on konto.funksjon = funksjoner.funksjon
    left join {{ ref('dim_art') }} as arter on konto.art = arter.art
    left join innbyggere on konto.kommunenr = innbyggere.kommunenr and konto.aar = innbyggere.aar
)

select * from rapport_kostra_konto
