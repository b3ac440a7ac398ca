{# Every municipality that a report or population figures are about, by today's number: what the viewer lets a reader choose between. The first is the
   one with most printed tables. A number that ended under another name was merged into it, if it had
   a number by its own name then. #}
with

numre as (
    select
        kommunenr,
        navn,
        coalesce(gyldig_fra, 0) as gyldig_fra,
        coalesce(gyldig_til, 9999) as gyldig_til,
        case when {{ er_av_monsteret('kommunenr_2024', "'[0-9]{4}'") }} then kommunenr_2024 else kommunenr end as kommune_id,
        navn_2024 as navn_i_dag
    from {{ ref('dim_kommune') }}
),

rapporter as (
    select
        rapporter.kommune_id,
        max(rapporter.aar) as nyeste_aar,
        count(distinct rapporter.rapport_id) as antall_rapporter,
        count(tabeller.tabell_id) as antall_tabeller
    from {{ ref('dim_rapport') }} as rapporter
    left join {{ ref('dim_kildetabell') }} as tabeller on rapporter.rapport_id = tabeller.kilde_id
    group by rapporter.kommune_id
),

folketall as (
    select distinct numre.kommune_id
    from {{ ref('fct_befolkning') }} as befolkning
    inner join numre on befolkning.kommunenr = numre.kommunenr
),

tidligere as (
    select
        kommune_id,
        {{ tekster_samlet("concat(kommunenr, ' ', navn)", ', ', ulike=true) }} as tidligere
    from numre
    where gyldig_til != 9999
    group by kommune_id
),

innlemmet_merket as (
    select
        gamle.kommune_id,
        gamle.gyldig_til + 1 as grenser_fra_aar,
        {{ tekster_samlet('gamle.navn', ', ', ulike=true) }} as slatt_sammen_med,
        gamle.gyldig_til = max(gamle.gyldig_til) over (partition by gamle.kommune_id) as er_med
    from numre as gamle
    inner join numre as egne
        on
            gamle.kommune_id = egne.kommune_id
            and egne.navn_i_dag = egne.navn
            and gamle.gyldig_til between egne.gyldig_fra and egne.gyldig_til
    where gamle.gyldig_til != 9999 and gamle.navn != gamle.navn_i_dag
    group by gamle.kommune_id, gamle.gyldig_til
),

innlemmet as (
    select * from innlemmet_merket
    where er_med
),

rapport_kommune as (
    select
        enheter.enhet_id,
        enheter.navn,
        tidligere.tidligere,
        innlemmet.slatt_sammen_med,
        cast(innlemmet.grenser_fra_aar as integer) as grenser_fra_aar,
        rapporter.nyeste_aar,
        cast(coalesce(rapporter.antall_rapporter, 0) as integer) as antall_rapporter,
        cast(coalesce(rapporter.antall_tabeller, 0) as integer) as antall_tabeller,
        folketall.kommune_id is not null as har_folketall,
        cast(
            row_number() over (
                order by rapporter.antall_tabeller desc nulls last, enheter.enhet_id asc
            ) as integer
        ) as rekkefolge
    from {{ ref('dim_enhet') }} as enheter
    left join rapporter on enheter.enhet_id = rapporter.kommune_id
    left join folketall on enheter.enhet_id = folketall.kommune_id
    left join tidligere on enheter.enhet_id = tidligere.kommune_id
    left join innlemmet on enheter.enhet_id = innlemmet.kommune_id
    where rapporter.kommune_id is not null or folketall.kommune_id is not null
)

select * from rapport_kommune
