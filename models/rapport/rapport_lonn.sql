{# Pay by position: women beside men, and whether the printed mean of the row is the mean weighted by head count. Each printed whole krone stands
   for half a krone either side, so the weighted mean has the same slack. A position that is printed twice is counted once: where a finding counts it
   elsewhere (`telles_med` false), its heads are only as printed. #}
with

lonn as (
    select * from {{ ref('fct_personell') }}
    where emne = 'lonn' and maal in ('antall_ansatte', 'arslonn_kr')
),

stillinger as (
    select
        enhet_id,
        aar,
        tabell_id,
        rad,
        rapport_id,
        etikett as stilling,
        er_total,
        max(case when maal = 'antall_ansatte' and kjonn = 'kvinner' then cast(verdi_trykt as bigint) end) as antall_kvinner_trykt,
        max(case when maal = 'antall_ansatte' and kjonn = 'menn' then cast(verdi_trykt as bigint) end) as antall_menn_trykt,
        max(case when maal = 'antall_ansatte' and kjonn = 'begge' then cast(verdi_trykt as bigint) end) as antall_totalt_trykt,
        bool_and(brukbar_til_sammenligning or verdi_trykt is null or maal != 'antall_ansatte') as telles_med,
        min(funn_id) as funn_id,
        max(case when maal = 'arslonn_kr' and kjonn = 'kvinner' then cast(verdi_brukt as bigint) end) as arslonn_kvinner,
        max(case when maal = 'arslonn_kr' and kjonn = 'menn' then cast(verdi_brukt as bigint) end) as arslonn_menn,
        max(case when maal = 'arslonn_kr' and kjonn = 'begge' then cast(verdi_brukt as bigint) end) as arslonn_totalt
    from lonn
    group by enhet_id, aar, tabell_id, rad, rapport_id, etikett, er_total
),

veid as (
    select
        *,
        antall_kvinner_trykt * arslonn_kvinner + antall_menn_trykt * arslonn_menn as lonnssum,
        antall_kvinner_trykt + antall_menn_trykt as antall_begge
    from stillinger
),

rapport_lonn as (
    select
        enhet_id,
        aar,
        rapport_id,
        tabell_id,
        rad,
        stilling,
        er_total,
        telles_med,
        cast(case when telles_med then antall_kvinner_trykt end as integer) as antall_kvinner,
        cast(case when telles_med then antall_menn_trykt end as integer) as antall_menn,
        cast(case when telles_med then antall_totalt_trykt end as integer) as antall_totalt,
        cast(antall_kvinner_trykt as integer) as antall_kvinner_trykt,
        cast(antall_menn_trykt as integer) as antall_menn_trykt,
        cast(antall_totalt_trykt as integer) as antall_totalt_trykt,
        cast(arslonn_kvinner as decimal(18, 0)) as arslonn_kvinner_kr,
        cast(arslonn_menn as decimal(18, 0)) as arslonn_menn_kr,
        cast(arslonn_totalt as decimal(18, 0)) as arslonn_totalt_kr,
        {{ prosent('arslonn_kvinner', 'arslonn_menn') }} as kvinners_lonn_av_menns_pst,
        cast({{ kvot('lonnssum', 'antall_begge', 0) }} as decimal(18, 0)) as arslonn_veid_med_hoder_kr,
        case
            when lonnssum is null then 'kan_ikke_avgjores'
            when abs(lonnssum - arslonn_totalt * antall_begge) <= antall_begge then 'hoder'
            else 'annet'
        end as vekting,
        funn_id
    from veid
)

select * from rapport_lonn
