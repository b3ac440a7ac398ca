{# Every printed figure that other published figures determine, against what they make it. An agreement that could not have failed is none: where the
   figure is computed from itself, or where what it may be is wider than two fifths of it. Neither is an agreement at a place that a finding names. #}
with

godkjent as (
    select * from {{ ref('int_rapport__godkjent') }}
),

holdt as (
    select
        holdt.*,
        case
            when holdt.tabell_id = 'utsagn' then holdt.kolonne
            else concat_ws('|', holdt.tabell_id, holdt.rad, holdt.kolonne)
        end as sted
    from {{ ref('int_avstemming__holdt') }} as holdt
    inner join godkjent on holdt.dokument = godkjent.rapport_id
),

mot_seg_selv as (
    select distinct concat_ws('|', regel_id, tabell_id, coalesce(cast(rad as varchar), ''), kolonne) as avstemming_id
    from {{ ref('int_avstemming__ledd') }}
    where tabell_id = ledd_tabell_id and rad is not distinct from ledd_rad and kolonne = ledd_kolonne
),

funnsteder as (
    select distinct unnest(list_value(sted_a, sted_b)) as sted
    from {{ ref('kildefunn') }}
),

avstemming as (
    select
        holdt.avstemming_id,
        holdt.regel_id,
        holdt.tittel,
        holdt.art,
        holdt.dokument,
        holdt.tabell_id,
        holdt.rad,
        holdt.kolonne,
        holdt.trykt,
        holdt.trykt_verdi,
        holdt.nedre,
        holdt.ovre,
        holdt.beregnet,
        holdt.beregnet_nedre,
        holdt.beregnet_ovre,
        holdt.differanse,
        holdt.enhet,
        case
            when holdt.status not in ('stemmer_eksakt', 'innenfor_avrunding') then holdt.status
            when funnsteder.sted is not null then 'stemmer_med_funn'
            when
                mot_seg_selv.avstemming_id is not null
                or (holdt.trykt_verdi != 0 and (holdt.beregnet_ovre - holdt.beregnet_nedre) * 5 > abs(holdt.trykt_verdi) * 2)
                then 'kan_ikke_feile'
            else holdt.status
        end as status,
        holdt.kildefunn_id,
        holdt.utregning
    from holdt
    left join mot_seg_selv on holdt.avstemming_id = mot_seg_selv.avstemming_id
    left join funnsteder on holdt.sted = funnsteder.sted
)

select * from avstemming
