{# The regulated statements from the accounts, line by line, beside the printed statement of the same municipality and year. A line is «avstemt» when
   they differ by no more than the rounding: half the last printed digit and, for amounts in 1000 kr, what SSB allows a sum of them (30). Printed
   statements are held against the municipality's own books (kasse). #}
with

deler as (
    select distinct
        begrep_id,
        regnskapsdel
    from {{ ref('bro_regnskapsbegrep') }}
),

linjer as (
    select
        begreper.begrep_id,
        begreper.oppstilling,
        begreper.post_id,
        begreper.navn,
        begreper.radtype,
        begreper.rekkefolge,
        begreper.fortegn,
        coalesce(begreper.aar_fra, 0) as aar_fra,
        coalesce(begreper.aar_til, 9999) as aar_til,
        deler.regnskapsdel
    from {{ ref('dim_regnskapsbegrep') }} as begreper
    inner join deler on begreper.begrep_id = deler.begrep_id
    where begreper.samling = 'oppstilling'
),

hovedtall as (
    select * from {{ ref('fct_kostra_hovedtall') }}
    where kvartal = 0 and region = concat(kommunenr, '00') and omfang != 'konsern_eierandel' and funksjon = 'alle'
),

regnskap as (
    select distinct
        kommunenr,
        aar,
        kilde,
        versjon,
        omfang,
        regnskapsdel
    from hovedtall
),

umappede as (
    select distinct
        kommunenr,
        aar,
        kilde
    from {{ ref('fct_kostra_regnskap') }}
    where art = '' and (belop_1000_kr != 0 or belop_kr != 0)
),

trykte as (
    select
        enhet_id,
        aar,
        oppstilling,
        post_id,
        case versjon when 'regulert_budsjett' then 'revidert_budsjett' else versjon end as versjon,
        virkning_trykt_mill_kr,
        usikkerhet_mill_kr,
        funn_id,
        rapport_id,
        tabell_id,
        rad
    from {{ ref('fct_belop') }}
    where
        er_valgt_i_oppstillingen
        and nr = 1
        and virkning_trykt_mill_kr is not null
        and versjon in ('regnskap', 'regulert_budsjett', 'opprinnelig_budsjett')
),

linjevis as (
    select
        regnskap.*,
        linjer.begrep_id,
        linjer.oppstilling,
        linjer.post_id,
        linjer.navn,
        linjer.radtype,
        linjer.rekkefolge,
        linjer.fortegn,
        linjer.aar_fra,
        linjer.aar_til,
        case when regnskap.kilde = 'kostra' then coalesce(hovedtall.belop_1000_kr, 0) end as belop_1000_kr,
        case when regnskap.kilde != 'kostra' then coalesce(hovedtall.belop_kr, 0) end as belop_kr
    from regnskap
    inner join linjer on regnskap.regnskapsdel = linjer.regnskapsdel and regnskap.aar between linjer.aar_fra and linjer.aar_til
    left join hovedtall
        on
            regnskap.kommunenr = hovedtall.kommunenr
            and regnskap.aar = hovedtall.aar
            and regnskap.kilde = hovedtall.kilde
            and regnskap.versjon = hovedtall.versjon
            and regnskap.omfang = hovedtall.omfang
            and linjer.begrep_id = hovedtall.begrep_id
),

med_virkning as (
    select
        *,
        cast(fortegn * coalesce(cast(belop_kr as decimal(24, 6)) * 0.000001, cast(belop_1000_kr as decimal(24, 6)) * 0.001) as decimal(18, 6))
            as virkning_mill_kr
    from linjevis
),

rapport_kostra_oppstilling as (
    select
        linjer.kommunenr as enhet_id,
        linjer.aar,
        linjer.kilde,
        linjer.versjon,
        linjer.omfang,
        linjer.oppstilling,
        linjer.post_id,
        linjer.begrep_id,
        linjer.navn,
        linjer.radtype,
        linjer.rekkefolge,
        linjer.belop_1000_kr,
        cast(linjer.belop_kr as decimal(24, 2)) as belop_kr,
        linjer.virkning_mill_kr,
        trykte.virkning_trykt_mill_kr,
        trykte.funn_id,
        trykte.rapport_id,
        trykte.tabell_id,
        trykte.rad,
        case
            when trykte.virkning_trykt_mill_kr is null then 'ikke_trykt'
            when umappede.kommunenr is not null then 'ufullstendig'
            when
                abs(linjer.virkning_mill_kr - trykte.virkning_trykt_mill_kr)
                <= trykte.usikkerhet_mill_kr + case when linjer.kilde = 'kostra' then 0.03 else 0 end
                then 'avstemt'
            else 'avvik'
        end as status
    from med_virkning as linjer
    left join trykte
        on
            linjer.omfang = 'kasse'
            and linjer.kommunenr = trykte.enhet_id
            and linjer.aar = trykte.aar
            and linjer.oppstilling = trykte.oppstilling
            and linjer.post_id = trykte.post_id
            and linjer.versjon = trykte.versjon
    left join umappede
        on linjer.kommunenr = umappede.kommunenr and linjer.aar = umappede.aar and linjer.kilde = umappede.kilde
)

select * from rapport_kostra_oppstilling
