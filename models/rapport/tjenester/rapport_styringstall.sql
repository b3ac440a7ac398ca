{# The ratios a municipality is steered by, over the years the warehouse has: computed from its own printed statements where they are loaded,
   otherwise as a report prints them or SSB's series has them. One number a year; where two of them may not be compared, a new stretch of the line begins. #}
with

epoker as (
    {{ epoker() }}
),

foringer as (
    {{ foringer() }}
),

enheter as (
    select
        enhet_id,
        kommune_id
    from {{ ref('dim_enhet') }}
    where type = 'kommune' and kommune_id is not null
),

drift_merket as (
    select
        enhet_id,
        aar,
        max(case when post_id = 'sum_driftsinntekter' then regnskap_mill_kr end) as inntekter_mill_kr,
        max(case when post_id = 'netto_driftsresultat' then regnskap_mill_kr end) as resultat_mill_kr,
        min(omfang) as omfang,
        min(tabell_id) as tabell_id,
        min(case when post_id = 'netto_driftsresultat' then funn_id end) as funn_id,
        row_number() over (
            partition by enhet_id, aar
            order by max(case when post_id = 'netto_driftsresultat' then regnskap_mill_kr end) is null, oppstilling
        ) = 1 as er_med
    from {{ ref('rapport_arsresultat') }}
    where post_id in ('sum_driftsinntekter', 'netto_driftsresultat')
    group by enhet_id, aar, oppstilling
),

drift as (
    select * from drift_merket
    where er_med
),

balanse_merket as (
    select
        enhet_id,
        aar,
        -1 * max(case when post_id = 'balanse_disposisjonsfond' then belop_mill_kr end) as fond_mill_kr,
        -1 * max(case when post_id = 'balanse_langsiktig_gjeld' then belop_mill_kr end)
        + max(case when post_id = 'balanse_pensjonsforpliktelse' then belop_mill_kr end) as gjeld_mill_kr,
        max(case when post_id = 'balanse_omlopsmidler' then belop_mill_kr end)
        - coalesce(max(case when post_id = 'balanse_premieavvik' then belop_mill_kr end), 0)
        + max(case when post_id = 'balanse_kortsiktig_gjeld' then belop_mill_kr end)
        - coalesce(max(case when post_id = 'balanse_premieavvik_kortsiktig_gjeld' then belop_mill_kr end), 0) as kapital_mill_kr,
        min(omfang) as omfang,
        min(tabell_id) as tabell_id,
        min(case when post_id = 'balanse_disposisjonsfond' then funn_id end) as fond_funn_id,
        min(case when post_id in ('balanse_langsiktig_gjeld', 'balanse_pensjonsforpliktelse') then funn_id end) as gjeld_funn_id,
        min(
            case
                when post_id in ('balanse_omlopsmidler', 'balanse_premieavvik', 'balanse_kortsiktig_gjeld', 'balanse_premieavvik_kortsiktig_gjeld')
                    then funn_id
            end
        ) as kapital_funn_id,
        row_number() over (
            partition by enhet_id, aar
            order by
                max(case when post_id = 'balanse_langsiktig_gjeld' then belop_mill_kr end)
                + max(case when post_id = 'balanse_pensjonsforpliktelse' then belop_mill_kr end) is null,
                oppstilling
        ) = 1 as er_med
    from {{ ref('rapport_balanse') }}
    group by enhet_id, aar, oppstilling
),

balanse as (
    select * from balanse_merket
    where er_med
),

-- At the end of the year. A municipality that ended with it was not counted then, and has no such number.
innbyggere as (
    select
        balanse.enhet_id,
        balanse.aar,
        folk.aar as folketallets_aar,
        sum(folk.personer) as personer
    from balanse
    inner join {{ ref('fct_befolkning') }} as folk on balanse.enhet_id = folk.kommunenr and folk.aar = balanse.aar + 1
    group by balanse.enhet_id, balanse.aar, folk.aar
),

regnet as (
    select
        enhet_id,
        aar,
        'netto_driftsresultat_pst' as indikator_id,
        {{ prosent('resultat_mill_kr', 'inntekter_mill_kr') }} as verdi,
        omfang,
        tabell_id,
        funn_id,
        cast(null as integer) as innbyggere,
        cast(null as integer) as folketallets_aar
    from drift
    union all
    {% for indikator, sum in [
        ('disposisjonsfond_pst', 'fond'), ('arbeidskapital_pst', 'kapital'), ('langsiktig_gjeld_uten_pensjon_pst', 'gjeld')
    ] %}
        select
            balanse.enhet_id,
            balanse.aar,
            '{{ indikator }}' as indikator_id,
            {{ prosent('balanse.' ~ sum ~ '_mill_kr', 'drift.inntekter_mill_kr') }} as verdi,
            balanse.omfang,
            balanse.tabell_id,
            balanse.{{ sum }}_funn_id as funn_id,
            null as innbyggere,
            null as folketallets_aar
        from balanse
        inner join drift on balanse.enhet_id = drift.enhet_id and balanse.aar = drift.aar
        union all
    {% endfor %}
    select
        balanse.enhet_id,
        balanse.aar,
        'langsiktig_gjeld_per_innbygger_kr' as indikator_id,
        cast({{ kvot('(balanse.gjeld_mill_kr * 1000000)', 'innbyggere.personer', 0) }} as decimal(18, 1)) as verdi,
        balanse.omfang,
        balanse.tabell_id,
        balanse.gjeld_funn_id as funn_id,
        cast(innbyggere.personer as integer) as innbyggere,
        innbyggere.folketallets_aar
    from balanse
    inner join innbyggere on balanse.enhet_id = innbyggere.enhet_id and balanse.aar = innbyggere.aar
),

punkter as (
    select
        enhet_id,
        aar,
        indikator_id,
        verdi,
        omfang,
        'oppstilling' as kildeslag,
        tabell_id as kilde,
        funn_id,
        innbyggere,
        folketallets_aar,
        1 as rang
    from regnet
    union all
    select
        enhet_id,
        aar,
        indikator_id,
        cast(verdi_brukt as decimal(18, 1)) as verdi,
        omfang,
        kildeslag,
        kilde,
        funn_id,
        null as innbyggere,
        null as folketallets_aar,
        case when omfang = 'konsern' then 3 else 2 end as rang
    from {{ ref('rapport_nokkeltall_over_tid') }}
    where er_valgt and indikator_id in (select regnede.indikator_id from regnet as regnede)
),

valgte_merket as (
    select
        enheter.kommune_id,
        coalesce(epoker.epoke, 0) as epoke,
        coalesce(foringer.foring, 0) as foring,
        foringer.navn as foringens_navn,
        punkter.*,
        row_number() over (
            partition by enheter.kommune_id, punkter.aar, punkter.indikator_id order by punkter.rang, punkter.kildeslag, punkter.kilde
        ) = 1 as er_med
    from punkter
    inner join enheter on punkter.enhet_id = enheter.enhet_id
    left join epoker on enheter.kommune_id = epoker.kommune_id and punkter.aar between epoker.fra_aar and epoker.til_aar
    left join foringer on punkter.indikator_id = foringer.indikator_id and punkter.aar between foringer.fra_aar and foringer.til_aar
    where punkter.verdi is not null
),

valgte as (
    select * from valgte_merket
    where er_med
),

brudd as (
    select
        *,
        {{ brudd('serien') }} as brudd,
        case when foring != lag(foring) over serien then foringens_navn end as brudd_grunn
    from valgte
    window serien as (partition by kommune_id, indikator_id order by aar)
),

strekninger as (
    select
        *,
        cast(count(brudd) over (partition by kommune_id, indikator_id order by aar) as integer) as strekning
    from brudd
),

fire_aar as (
    select
        *,
        case
            when count(*) over firearet = 4 then {{ kvot('(sum(verdi) over firearet)', '4') }}
        end as snitt_fire_aar
    from strekninger
    window firearet as (partition by kommune_id, indikator_id, strekning order by aar range between 3 preceding and current row)
)

select
    fire_aar.kommune_id as enhet_id,
    fire_aar.aar,
    fire_aar.indikator_id,
    indikatorer.navn,
    indikatorer.definisjon,
    indikatorer.maaleenhet,
    indikatorer.retning,
    fire_aar.verdi,
    fire_aar.omfang,
    fire_aar.kildeslag,
    fire_aar.kilde,
    fire_aar.funn_id,
    fire_aar.innbyggere,
    make_date(fire_aar.folketallets_aar, 1, 1) as innbyggere_per,
    grenser.verdi as norm,
    grenser.kilde as norm_kilde,
    fire_aar.strekning,
    fire_aar.brudd,
    case when fire_aar.brudd = 'definisjon' then fire_aar.brudd_grunn end as brudd_grunn,
    cast(fire_aar.snitt_fire_aar as decimal(18, 1)) as snitt_fire_aar,
    case
        when fire_aar.verdi > cast(fire_aar.snitt_fire_aar as decimal(18, 1)) then 'over'
        when fire_aar.verdi < cast(fire_aar.snitt_fire_aar as decimal(18, 1)) then 'under'
        when fire_aar.snitt_fire_aar is not null then 'likt'
    end as mot_snittet
from fire_aar
inner join {{ ref('dim_indikator') }} as indikatorer on fire_aar.indikator_id = indikatorer.indikator_id
{{ grensen_i_aaret("'norm_' || fire_aar.indikator_id", 'fire_aar.aar', 'grenser') }}
