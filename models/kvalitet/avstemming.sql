{# Every printed figure that other published figures determine, against what they make it. #}
with

beregnet as (
    select * from {{ ref('int_avstemming__beregnet') }}
),

tall as (
    select * from {{ ref('int_tall__samlet') }}
),

regler as (
    select * from {{ ref('avstemmingsregel') }}
),

funn as (
    select * from {{ ref('kildefunn_avvik') }}
),

holdt as (
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
    inner join regler on beregnet.regel_id = regler.regel_id
    where tall.er_trykt
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
        cast(holdt.trykt_verdi as decimal(28, 6)) as trykt_verdi,
        cast(holdt.nedre as decimal(28, 6)) as nedre,
        cast(holdt.ovre as decimal(28, 6)) as ovre,
        cast({{ milliondeler('holdt.milliondeler') }} as decimal(28, 6)) as beregnet,
        cast(holdt.beregnet_nedre as decimal(28, 6)) as beregnet_nedre,
        cast(holdt.beregnet_ovre as decimal(28, 6)) as beregnet_ovre,
        cast(holdt.trykt_verdi - {{ milliondeler('holdt.milliondeler') }} as decimal(28, 6)) as differanse,
        holdt.enhet,
        case
            when not holdt.kan_avgjores then 'kan_ikke_avgjores'
            when holdt.er_lik then 'stemmer_eksakt'
            when coalesce(holdt.beregnet_ovre >= holdt.nedre, true) and coalesce(holdt.beregnet_nedre <= holdt.ovre, true) then 'innenfor_avrunding'
            else 'avvik'
        end as status,
        funn.funn_id as kildefunn_id,
        holdt.tekst || coalesce(' = ' || {{ norsk_tekst('cast(' ~ milliondeler('holdt.milliondeler') ~ ' as decimal(28, 3))') }}, '') as utregning
    from holdt
    left join funn on holdt.avstemming_id = funn.avstemming_id
)

select * from avstemming
