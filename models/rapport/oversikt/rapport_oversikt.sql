{# The year in a few figures, each beside what it is held against. Which figures, and what they are called, is kodeverk/oversiktstall.csv. The
   population at the end of a year is that of 1 January the year after. A figure may stand in for another, where the year does not have that one.
   A ratio that is the result of a goal of the municipality's own is held against that goal; others against the advice to all. #}
with

oversiktstall as (
    select * from {{ ref('stg_kodeverk__oversiktstall') }}
),

resultat as (
    select
        resultat.*,
        {{ prosent('resultat.regulert_budsjett_mill_kr', 'inntekter.regulert_budsjett_mill_kr') }} as andel_i_budsjettet_pst
    from {{ ref('rapport_arsresultat') }} as resultat
    inner join {{ ref('rapport_arsresultat') }} as inntekter
        on
            resultat.enhet_id = inntekter.enhet_id
            and resultat.aar = inntekter.aar
            and resultat.oppstilling = inntekter.oppstilling
            and inntekter.post_id = 'sum_driftsinntekter'
),

oppstillinger as (
    select * from {{ ref('rapport_oppstilling') }}
    where regnskap_mill_kr is not null
),

rapporter as (
    select
        enhet_id,
        kommune_id,
        aar
    from {{ ref('dim_rapport') }}
    union
    select
        oppstillinger.enhet_id,
        enheter.kommune_id,
        oppstillinger.aar
    from oppstillinger
    inner join {{ ref('dim_enhet') }} as enheter on oppstillinger.enhet_id = enheter.enhet_id and enheter.kommune_id is not null
),

tall as (
    select
        'arsresultat' as hentes_fra,
        post_id as kode,
        enhet_id,
        aar,
        regnskap_mill_kr as verdi,
        regulert_budsjett_mill_kr as sammenlignet_verdi,
        cast(null as varchar) as tilnaerming,
        tabell_id,
        cast(null as integer) as linje,
        funn_id
    from resultat
    union all
    select
        'arsresultat_andel' as hentes_fra,
        post_id as kode,
        enhet_id,
        aar,
        andel_av_driftsinntekter_pst as verdi,
        andel_i_budsjettet_pst as sammenlignet_verdi,
        null as tilnaerming,
        tabell_id,
        null as linje,
        funn_id
    from resultat
    union all
    select
        'oppstilling' as hentes_fra,
        post_id as kode,
        enhet_id,
        aar,
        regnskap_mill_kr as verdi,
        regulert_budsjett_mill_kr as sammenlignet_verdi,
        null as tilnaerming,
        tabell_id,
        null as linje,
        funn_id
    from oppstillinger
    union all
    select
        'oppstilling_utgift' as hentes_fra,
        post_id as kode,
        enhet_id,
        aar,
        -1 * regnskap_mill_kr as verdi,
        -1 * regulert_budsjett_mill_kr as sammenlignet_verdi,
        null as tilnaerming,
        tabell_id,
        null as linje,
        funn_id
    from oppstillinger
    union all
    select
        'balanse' as hentes_fra,
        post_id as kode,
        enhet_id,
        aar,
        regnskap_mill_kr as verdi,
        regnskap_aret_for_mill_kr as sammenlignet_verdi,
        null as tilnaerming,
        tabell_id,
        null as linje,
        funn_id
    from oppstillinger
    where emne = 'balanse'
    union all
    select
        'handlingsregel' as hentes_fra,
        regel_id as kode,
        enhet_id,
        aar,
        faktisk_pst as verdi,
        coalesce(ovre_pst, nedre_pst) as sammenlignet_verdi,
        tilnaerming,
        null as tabell_id,
        linje,
        funn_id
    from {{ ref('rapport_handlingsregler') }}
    union all
    select
        'styringstall' as hentes_fra,
        styringstall.indikator_id as kode,
        rapporter.enhet_id,
        rapporter.aar,
        styringstall.verdi,
        styringstall.norm as sammenlignet_verdi,
        null as tilnaerming,
        case when styringstall.kildeslag = 'oppstilling' then styringstall.kilde end as tabell_id,
        null as linje,
        styringstall.funn_id
    from {{ ref('rapport_styringstall') }} as styringstall
    inner join rapporter on styringstall.enhet_id = rapporter.kommune_id and styringstall.aar = rapporter.aar
    union all
    select
        'budsjettavvik' as hentes_fra,
        kode,
        enhet_id,
        aar,
        abs(regnskap_mill_kr) as verdi,
        abs(regulert_budsjett_mill_kr) as sammenlignet_verdi,
        null as tilnaerming,
        tabell_id,
        null as linje,
        funn_id
    from {{ ref('rapport_budsjettavvik') }}
    union all
    select
        'bemanning' as hentes_fra,
        oppstilling as kode,
        enhet_id,
        aar,
        antall_totalt as verdi,
        arsverk_totalt as sammenlignet_verdi,
        null as tilnaerming,
        tabell_id,
        null as linje,
        funn_id
    from {{ ref('rapport_bemanning') }}
    where er_total
    union all
    select
        'befolkning' as hentes_fra,
        folk.grenser as kode,
        rapporter.enhet_id,
        rapporter.aar,
        sum(case when folk.aar = rapporter.aar + 1 then folk.personer end) as verdi,
        sum(case when folk.aar = rapporter.aar then folk.personer end) as sammenlignet_verdi,
        null as tilnaerming,
        folk.tabell_id,
        null as linje,
        null as funn_id
    from {{ ref('fct_befolkning_i_dag') }} as folk
    inner join rapporter on folk.kommunenr = rapporter.kommune_id
    group by folk.grenser, rapporter.enhet_id, rapporter.aar, folk.tabell_id
    union all
    select
        'maloppnaelse' as hentes_fra,
        oppnaelse.tema as kode,
        rapporter.enhet_id,
        rapporter.aar,
        sum(oppnaelse.antall_nadd) as verdi,
        sum(oppnaelse.antall_avgjort) as sammenlignet_verdi,
        null as tilnaerming,
        null as tabell_id,
        null as linje,
        null as funn_id
    from {{ ref('rapport_maloppnaelse') }} as oppnaelse
    inner join {{ ref('dim_rapport') }} as rapporter on oppnaelse.rapport_id = rapporter.rapport_id
    group by oppnaelse.tema, rapporter.enhet_id, rapporter.aar
    -- Of goals that nobody has measured, none is reached or missed.
    having sum(oppnaelse.antall_avgjort) > 0
),

egne_mal as (
    select
        styringstall.enhet_id as kommune_id,
        styringstall.aar,
        styringstall.indikator_id,
        min(mal.maltall) as maltall,
        min(concat('kommunens mål: ', mal.vilkar)) as sammenlignet_med
    from {{ ref('rapport_styringstall') }} as styringstall
    inner join rapporter on styringstall.enhet_id = rapporter.kommune_id and styringstall.aar = rapporter.aar
    inner join {{ ref('dim_rapport') }} as kilder on rapporter.enhet_id = kilder.enhet_id
    inner join {{ ref('rapport_mal') }} as mal
        on
            kilder.rapport_id = mal.rapport_id
            and styringstall.aar = mal.maalt_aar
            and styringstall.maaleenhet = mal.maaleenhet
            and styringstall.verdi = mal.resultat
            and starts_with(mal.indikator, styringstall.navn)
    where mal.maltall is not null and mal.vilkar in ('minst', 'over', 'under')
    group by styringstall.enhet_id, styringstall.aar, styringstall.indikator_id
    having count(distinct concat(mal.vilkar, mal.maltall)) = 1
),

malt as (
    select
        tall.*,
        coalesce(egne_mal.maltall, tall.sammenlignet_verdi) as holdt_mot,
        egne_mal.sammenlignet_med
    from tall
    left join {{ ref('dim_enhet') }} as enheter on tall.enhet_id = enheter.enhet_id
    left join egne_mal
        on
            tall.hentes_fra = 'styringstall'
            and enheter.kommune_id = egne_mal.kommune_id
            and tall.aar = egne_mal.aar
            and tall.kode = egne_mal.indikator_id
),

hovedtall_merket as (
    select
        tall.enhet_id,
        tall.aar,
        oversiktstall.nokkel,
        oversiktstall.rekkefolge,
        oversiktstall.navn,
        cast(tall.verdi as decimal(18, 6)) as verdi,
        oversiktstall.maaleenhet,
        oversiktstall.desimaler,
        tall.tilnaerming,
        regler.malt_som,
        case when tall.hentes_fra = 'befolkning' then tall.kode end as grenser,
        case when tall.hentes_fra = 'befolkning' then make_date(tall.aar + 1, 1, 1) end as per_dato,
        coalesce(tall.sammenlignet_med, oversiktstall.sammenlignet_med) as sammenlignet_med,
        cast(tall.holdt_mot as decimal(18, 6)) as sammenlignet_verdi,
        case
            when oversiktstall.retning is null or tall.holdt_mot is null then null
            when tall.verdi = tall.holdt_mot then 'likt'
            when (tall.verdi > tall.holdt_mot) = (oversiktstall.retning = 'hoy_er_bra') then 'bedre'
            else 'svakere'
        end as vurdering,
        oversiktstall.side,
        oversiktstall.sidenavn,
        tall.tabell_id,
        tall.linje,
        tall.funn_id,
        oversiktstall.i_stedet_for,
        row_number() over (
            partition by tall.enhet_id, tall.aar, oversiktstall.nokkel order by tall.holdt_mot is null, tall.tabell_id
        ) = 1 as er_med
    from oversiktstall
    inner join malt as tall on oversiktstall.hentes_fra = tall.hentes_fra and oversiktstall.kode = tall.kode
    inner join rapporter on tall.enhet_id = rapporter.enhet_id and tall.aar = rapporter.aar
    left join {{ ref('rapport_handlingsregler') }} as regler
        on tall.hentes_fra = 'handlingsregel' and tall.kode = regler.regel_id and tall.enhet_id = regler.enhet_id and tall.aar = regler.aar
    where tall.verdi is not null
    -- Of several statements that have the figure, the one with a budget.
),

hovedtall as (
    select * from hovedtall_merket
    where er_med
),

rapport_oversikt as (
    select
        enhet_id,
        aar,
        nokkel,
        rekkefolge,
        navn,
        verdi,
        maaleenhet,
        desimaler,
        tilnaerming,
        malt_som,
        grenser,
        per_dato,
        sammenlignet_med,
        sammenlignet_verdi,
        vurdering,
        side,
        sidenavn,
        tabell_id,
        linje,
        funn_id
    from hovedtall
    where
        i_stedet_for is null
        or concat_ws('|', enhet_id, aar, i_stedet_for) not in (
            select concat_ws('|', egentlige.enhet_id, egentlige.aar, egentlige.nokkel) from hovedtall as egentlige
        )
)

select * from rapport_oversikt
