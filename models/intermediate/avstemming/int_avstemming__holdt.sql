{# Every printed figure that other published figures determine, against what they make it. #}
with

beregnet as (
    select * from {{ ref('int_avstemming__beregnet') }}
),

tall as (
    select * from {{ ref('int_tall__samlet') }}
),

regler as (
    select * from {{ ref('int_avstemming__regel') }}
),

funn as (
    select * from {{ ref('int_funn__forklart') }}
),

sammenholdt as (
    select
        concat_ws('|', beregnet.regel_id, tall.tabell_id, coalesce(cast(tall.rad as varchar), ''), tall.kolonne) as avstemming_id,
        beregnet.*,
        regler.tittel,
        regler.art,
        tall.dokument,
        tall.trykt,
        tall.verdi as trykt_verdi,
        tall.nedre,
        tall.ovre,
        tall.enhet,
        {{ kvot_i_enheter('beregnet.teller', 'beregnet.nevner', 6) }} as milliondeler,
        {{ kvot_i_enheter('beregnet.teller', 'beregnet.nevner', 'tall.desimaler') }}
        = cast(tall.verdi * cast(power(10, tall.desimaler) as hugeint) as hugeint) as er_lik
    from beregnet
    inner join tall
        on
            beregnet.tabell_id = tall.tabell_id
            and beregnet.rad is not distinct from tall.rad
            and beregnet.kolonne = tall.kolonne
    inner join regler on beregnet.rapport_id = regler.rapport_id and beregnet.regel_id = regler.regel_id
    where tall.er_trykt
),

int_avstemming__holdt as (
    select
        sammenholdt.avstemming_id,
        sammenholdt.regel_id,
        sammenholdt.tittel,
        sammenholdt.art,
        sammenholdt.dokument,
        sammenholdt.tabell_id,
        sammenholdt.rad,
        sammenholdt.kolonne,
        sammenholdt.trykt,
        cast(sammenholdt.trykt_verdi as decimal(28, 6)) as trykt_verdi,
        cast(sammenholdt.nedre as decimal(28, 6)) as nedre,
        cast(sammenholdt.ovre as decimal(28, 6)) as ovre,
        cast({{ milliondeler('sammenholdt.milliondeler') }} as decimal(28, 6)) as beregnet,
        cast(sammenholdt.beregnet_nedre as decimal(28, 6)) as beregnet_nedre,
        cast(sammenholdt.beregnet_ovre as decimal(28, 6)) as beregnet_ovre,
        cast(sammenholdt.trykt_verdi - {{ milliondeler('sammenholdt.milliondeler') }} as decimal(28, 6)) as differanse,
        sammenholdt.enhet,
        case
            when not sammenholdt.kan_avgjores then 'kan_ikke_avgjores'
            when sammenholdt.er_lik then 'stemmer_eksakt'
            when coalesce(sammenholdt.beregnet_ovre >= sammenholdt.nedre, true) and coalesce(sammenholdt.beregnet_nedre <= sammenholdt.ovre, true)
                then 'innenfor_avrunding'
            else 'avvik'
        end as status,
        funn.funn_id as kildefunn_id,
        sammenholdt.tekst
        || coalesce(' = ' || {{ norsk_tekst('cast(' ~ milliondeler('sammenholdt.milliondeler') ~ ' as decimal(28, 3))') }}, '') as utregning
    from sammenholdt
    left join funn on sammenholdt.avstemming_id = funn.avstemming_id
)

select * from int_avstemming__holdt
