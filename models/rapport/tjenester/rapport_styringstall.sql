{# The ratios a municipality is steered by, over the years the warehouse has: computed from its own printed statements where they are loaded,
   otherwise as a report prints them or SSB's series has them. One number a year; where two of them may not be compared, a new stretch of the line begins. #}
with

kommuner as (
    select
        enhet_id,
        grenser_fra_aar
    from {{ ref('rapport_kommune') }}
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
        min(case when post_id in ('balanse_disposisjonsfond', 'balanse_langsiktig_gjeld', 'balanse_omlopsmidler') then funn_id end) as funn_id,
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
        sum(folk.personer) as personer
    from balanse
    inner join {{ ref('fct_befolkning') }} as folk on balanse.enhet_id = folk.kommunenr and folk.aar = balanse.aar + 1
    group by balanse.enhet_id, balanse.aar
),

regnet as (
    select
        enhet_id,
        aar,
        'netto_driftsresultat_pst' as indikator_id,
        {{ prosent('resultat_mill_kr', 'inntekter_mill_kr') }} as verdi,
        omfang,
        tabell_id,
        funn_id
    from drift
    union all
    {% for indikator, belop in [
        ('disposisjonsfond_pst', 'fond_mill_kr'), ('arbeidskapital_pst', 'kapital_mill_kr'), ('langsiktig_gjeld_uten_pensjon_pst', 'gjeld_mill_kr')
    ] %}
        select
            balanse.enhet_id,
            balanse.aar,
            '{{ indikator }}' as indikator_id,
            {{ prosent('balanse.' ~ belop, 'drift.inntekter_mill_kr') }} as verdi,
            balanse.omfang,
            balanse.tabell_id,
            balanse.funn_id
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
        balanse.funn_id
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
        case when omfang = 'konsern' then 3 else 2 end as rang
    from {{ ref('rapport_nokkeltall_over_tid') }}
    where er_valgt and indikator_id in (select regnede.indikator_id from regnet as regnede)
),

valgte_merket as (
    select
        enheter.kommune_id,
        kommuner.grenser_fra_aar,
        punkter.*,
        row_number() over (
            partition by enheter.kommune_id, punkter.aar, punkter.indikator_id order by punkter.rang, punkter.kildeslag, punkter.kilde
        ) = 1 as er_med
    from punkter
    inner join enheter on punkter.enhet_id = enheter.enhet_id
    inner join kommuner on enheter.kommune_id = kommuner.enhet_id
    where punkter.verdi is not null
),

valgte as (
    select * from valgte_merket
    where er_med
),

brudd as (
    select
        *,
        case
            when lag(aar) over serien is null then null
            when grenser_fra_aar > lag(aar) over serien and grenser_fra_aar <= aar then 'sammenslaing'
            when (omfang = 'konsern') != (lag(omfang) over serien = 'konsern') then 'omfang'
            when lag(aar) over serien < aar - 1 then 'hull'
        end as brudd
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
    grenser.verdi as norm,
    grenser.kilde as norm_kilde,
    fire_aar.strekning,
    fire_aar.brudd,
    cast(fire_aar.snitt_fire_aar as decimal(18, 1)) as snitt_fire_aar,
    case
        when fire_aar.verdi > cast(fire_aar.snitt_fire_aar as decimal(18, 1)) then 'over'
        when fire_aar.verdi < cast(fire_aar.snitt_fire_aar as decimal(18, 1)) then 'under'
        when fire_aar.snitt_fire_aar is not null then 'likt'
    end as mot_snittet
from fire_aar
inner join {{ ref('dim_indikator') }} as indikatorer on fire_aar.indikator_id = indikatorer.indikator_id
left join {{ ref('dim_grense') }} as grenser
    on grenser.grense_id = 'norm_' || fire_aar.indikator_id and fire_aar.aar >= coalesce(grenser.fra_aar, 0)
