{# The ASSS service profile: the municipality, the unweighted mean, the lowest and the highest of the ten, and each as an index of the mean.
   The report draws these as indices (Tjenesteprofil) but its extraction lost the figures' numbers; they are computed here from the tables. #}
with

indikatorer as (
    select
        indikatorer.*,
        case when enheter.kommune_id = rapporter.kommune_id then 'kommune' else indikatorer.enhet_id end as rolle
    from {{ ref('fct_nokkeltall') }} as indikatorer
    inner join {{ ref('dim_enhet') }} as enheter on indikatorer.enhet_id = enheter.enhet_id
    inner join {{ ref('dim_rapport') }} as rapporter on indikatorer.rapport_id = rapporter.rapport_id
),

profiler as (
    select
        rapport_id,
        indikator_id,
        aar,
        max(case when rolle = 'kommune' then enhet_id end) as enhet_id,
        max(case when rolle = 'kommune' then verdi_brukt end) as verdi,
        max(case when rolle = 'kommune' then verdi_trykt end) as verdi_trykt,
        max(case when rolle = 'kommune' then cellestatus end) as cellestatus,
        max(case when rolle = 'kommune' then funn_id end) as funn_id,
        min(case when rolle != 'kommune' then funn_id end) as sammenlignet_funn_id,
        max(case when rolle = 'snitt_asss' then verdi_brukt end) as snitt_asss,
        max(case when rolle = 'snitt_asss' then cellestatus end) as snitt_cellestatus,
        max(case when rolle = 'lavest_asss' then verdi_brukt end) as lavest_asss,
        max(case when rolle = 'hoyest_asss' then verdi_brukt end) as hoyest_asss,
        max(case when rolle = 'kommune' then tabell_id end) as tabell_id,
        max(case when rolle = 'kommune' then rad end) as rad,
        max(case when rolle = 'kommune' then kolonne end) as kolonne
    from indikatorer
    group by rapport_id, indikator_id, aar
    having count(case when rolle = 'snitt_asss' then 1 end) = 1
),

rapport_tjenesteprofil as (
    select
        profiler.rapport_id,
        definisjoner.tjenesteomrade_id,
        profiler.indikator_id,
        definisjoner.navn,
        definisjoner.maaleenhet,
        definisjoner.kategori,
        definisjoner.retning,
        profiler.aar,
        profiler.enhet_id,
        profiler.verdi,
        profiler.verdi_trykt,
        profiler.funn_id,
        profiler.sammenlignet_funn_id,
        profiler.cellestatus,
        profiler.snitt_asss,
        profiler.snitt_cellestatus,
        profiler.lavest_asss,
        profiler.hoyest_asss,
        case when definisjoner.sammenlignbar then {{ prosent('profiler.verdi', 'profiler.snitt_asss') }} end as indeks,
        case when definisjoner.sammenlignbar then {{ prosent('profiler.lavest_asss', 'profiler.snitt_asss') }} end as indeks_lavest,
        case when definisjoner.sammenlignbar then {{ prosent('profiler.hoyest_asss', 'profiler.snitt_asss') }} end as indeks_hoyest,
        case
            when not definisjoner.sammenlignbar then null
            when definisjoner.retning = 'hoy_er_bra' and profiler.verdi != profiler.snitt_asss then profiler.verdi > profiler.snitt_asss
            when definisjoner.retning = 'hoy_er_darlig' and profiler.verdi != profiler.snitt_asss then profiler.verdi < profiler.snitt_asss
        end as bedre_enn_snittet,
        definisjoner.definisjon,
        profiler.tabell_id,
        profiler.rad,
        profiler.kolonne
    from profiler
    inner join {{ ref('dim_indikator') }} as definisjoner on profiler.indikator_id = definisjoner.indikator_id
)

select * from rapport_tjenesteprofil
