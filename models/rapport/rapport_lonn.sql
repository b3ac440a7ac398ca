{# Pay by position: women beside men, and whether the printed mean of the row is the mean weighted by head count. Each printed whole krone stands
   for half a krone either side, so the weighted mean has the same slack. #}
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
        max(case when maal = 'antall_ansatte' and kjonn = 'kvinner' then cast(verdi as bigint) end) as antall_kvinner,
        max(case when maal = 'antall_ansatte' and kjonn = 'menn' then cast(verdi as bigint) end) as antall_menn,
        max(case when maal = 'antall_ansatte' and kjonn = 'begge' then cast(verdi as bigint) end) as antall_totalt,
        max(case when maal = 'arslonn_kr' and kjonn = 'kvinner' then cast(verdi as bigint) end) as arslonn_kvinner,
        max(case when maal = 'arslonn_kr' and kjonn = 'menn' then cast(verdi as bigint) end) as arslonn_menn,
        max(case when maal = 'arslonn_kr' and kjonn = 'begge' then cast(verdi as bigint) end) as arslonn_totalt
    from lonn
    group by all
),

veid as (
    select
        *,
        antall_kvinner * arslonn_kvinner + antall_menn * arslonn_menn as lonnssum,
        antall_kvinner + antall_menn as antall_begge
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
        cast(antall_kvinner as integer) as antall_kvinner,
        cast(antall_menn as integer) as antall_menn,
        cast(antall_totalt as integer) as antall_totalt,
        cast(arslonn_kvinner as decimal(18, 0)) as arslonn_kvinner_kr,
        cast(arslonn_menn as decimal(18, 0)) as arslonn_menn_kr,
        cast(arslonn_totalt as decimal(18, 0)) as arslonn_totalt_kr,
        {{ prosent('arslonn_kvinner', 'arslonn_menn') }} as kvinners_lonn_av_menns_pst,
        cast({{ kvot('lonnssum', 'antall_begge', 0) }} as decimal(18, 0)) as arslonn_veid_med_hoder_kr,
        case
            when lonnssum is null then 'kan_ikke_avgjores'
            when abs(lonnssum - arslonn_totalt * antall_begge) <= antall_begge then 'hoder'
            else 'annet'
        end as vekting
    from veid
)

select * from rapport_lonn
