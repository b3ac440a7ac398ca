{# A key figure's line over the years: what reports print as dated points, and SSB's series where it is fetched. Of several prints, `er_valgt` is the
   one that is used. A municipality's line goes through all the numbers it has had, and on under the name that a later report measures by; a year has
   one number of the municipality itself and one of its group, SSB's before a printed one. Where a year may not be compared with the one before it in the
   line, a new stretch begins. Its mean is of the last years of its stretch, four at most, and has the decimals that they have. #}
with

nokkeltall as (
    select * from {{ ref('fct_nokkeltall') }}
),

ssb as (
    select * from {{ ref('fct_ssb_verdi') }}
),

kilder as (
    select * from {{ ref('bro_indikatorkilde') }}
    where status in ('kode', 'etikett')
),

indikatorer as (
    select * from {{ ref('dim_indikator') }}
),

punkter as (
    select
        enhet_id,
        indikator_id,
        aar,
        rapport_id as kilde,
        'rapport' as kildeslag,
        verdi_trykt,
        verdi_brukt,
        funn_id,
        cellestatus as status,
        omfang,
        utgave,
        cast(null as timestamp) as oppdatert,
        er_valgt
    from nokkeltall

    union all

    select
        case
            when ssb.region = 'EAK' then 'landet'
            when ssb.region = 'EAKUO' then 'landet_uten_oslo'
            -- As the groups of kommunegruppe; the numbers of the KOSTRA groups were used again in 2020.
            when ssb.region like 'EKG%' then concat('kostra_', substr(ssb.region, 4), case when ssb.aar < 2020 then '_til_2019' end)
            when ssb.region like 'EKA%' then concat('fylke_', substr(ssb.region, 4))
            else ssb.region
        end as enhet_id,
        kilder.indikator_id,
        ssb.aar,
        'ssb-' || ssb.tabell as kilde,
        'ssb' as kildeslag,
        ssb.verdi as verdi_trykt,
        ssb.verdi as verdi_brukt,
        cast(null as varchar) as funn_id,
        ssb.status,
        kilder.omfang,
        ssb.utgave,
        ssb.oppdatert,
        true as er_valgt
    from ssb
    inner join kilder
        on
            ssb.tabell = kilder.tabell
            and ssb.innhold = kilder.innhold
            and ssb.begrep = kilder.begrep
            and ssb.funksjon = kilder.funksjon
            and ssb.art = kilder.art
            and ssb.inndeling = kilder.inndeling
),

i_linjer as (
    select
        punkter.*,
        case when enheter.type = 'kommune' then enheter.kommune_id end as kommune_id,
        coalesce(bro.indikator_id_2020, punkter.indikator_id) as linje_id,
        -- What says nothing of its extent is of the municipality itself, as in rapport_styringstall.
        punkter.omfang = 'konsern' as er_konsern,
        punkter.er_valgt and punkter.verdi_brukt is not null and enheter.type = 'kommune' and enheter.kommune_id is not null as er_med,
        -- The municipality's own number, or the one it had by the same name; those that merged into it come last.
        coalesce(
            enheter.enhet_id = enheter.kommune_id or split_part(enheter.navn, ' (før ', 1) = split_part(dagens.navn, ' (før ', 1), false
        ) as er_egen
    from punkter
    left join {{ ref('dim_enhet') }} as enheter on punkter.enhet_id = enheter.enhet_id
    left join {{ ref('dim_enhet') }} as dagens on enheter.kommune_id = dagens.enhet_id
    left join {{ ref('bro_indikator') }} as bro on punkter.indikator_id = bro.indikator_id_2014
),

-- Of the numbers a year has in a line, the first is the line's: where it has both definitions, by the later one.
rangert as (
    select
        *,
        case
            when er_med
                then cast(row_number() over (
                    partition by kommune_id, linje_id, er_konsern, aar, er_med
                    order by
                        not er_egen, indikator_id != linje_id, kildeslag != 'ssb', enhet_id != kommune_id, omfang, enhet_id,
                        kilde, indikator_id
                ) as integer)
        end as linjerang
    from i_linjer
),

aarene as (
    select
        kommune_id,
        linje_id,
        er_konsern,
        aar,
        indikator_id,
        omfang,
        verdi_brukt as verdi,
        length(trim(trailing '0' from split_part(cast(verdi_brukt as varchar), '.', 2))) as desimaler
    from rangert
    where linjerang = 1
),

epoker as (
    {{ epoker() }}
),

foringer as (
    {{ foringer() }}
),

i_epoker as (
    select
        aarene.*,
        coalesce(epoker.epoke, 0) as epoke,
        coalesce(foringer.foring, 0) as foring,
        foringer.navn as foringens_navn
    from aarene
    left join epoker on aarene.kommune_id = epoker.kommune_id and aarene.aar between epoker.fra_aar and epoker.til_aar
    left join foringer on aarene.indikator_id = foringer.indikator_id and aarene.aar between foringer.fra_aar and foringer.til_aar
),

brutt as (
    select
        *,
        {{ brudd('serien') }} as brudd,
        case when foring != lag(foring) over serien then foringens_navn end as brudd_grunn
    from i_epoker
    window serien as (partition by kommune_id, linje_id, er_konsern order by aar)
),

strekninger as (
    select
        *,
        cast(count(brudd) over (partition by kommune_id, linje_id, er_konsern order by aar) as integer) as strekning
    from brutt
),

snitt as (
    select
        kommune_id,
        linje_id,
        er_konsern,
        aar,
        verdi,
        strekning,
        brudd,
        brudd_grunn,
        case
            when count(*) over siste > 1
                then cast({{ kvot_i_enheter('(sum(verdi) over siste)', '(count(*) over siste)', '(max(desimaler) over siste)') }} as decimal(28, 0))
        end as snitt_i_enheter,
        cast(power(10, max(desimaler) over siste) as integer) as enheter
    from strekninger
    window siste as (partition by kommune_id, linje_id, er_konsern, strekning order by aar rows between 3 preceding and current row)
),

linjer as (
    select
        kommune_id,
        linje_id,
        er_konsern,
        aar,
        verdi,
        strekning,
        brudd,
        case when brudd = 'definisjon' then brudd_grunn end as brudd_grunn,
        cast({{ kvot('snitt_i_enheter', 'enheter', 6) }} as decimal(18, 6)) as snitt_siste_aar
    from snitt
)

select
    punkter.enhet_id,
    punkter.indikator_id,
    indikatorer.navn,
    indikatorer.maaleenhet,
    punkter.aar,
    punkter.kilde,
    punkter.kildeslag,
    punkter.verdi_trykt,
    punkter.verdi_brukt,
    {{ behovsjustert('punkter.verdi_brukt', 'behov.indeks') }} as behovsjustert_kr_per_innbygger,
    behov.aar as behovsindeks_aar,
    punkter.funn_id,
    punkter.status,
    punkter.omfang,
    punkter.utgave,
    punkter.oppdatert,
    punkter.er_valgt,
    punkter.linje_id,
    punkter.linjerang,
    linjer.strekning,
    linjer.brudd,
    linjer.brudd_grunn,
    linjer.snitt_siste_aar,
    case
        when linjer.verdi > linjer.snitt_siste_aar then 'over'
        when linjer.verdi < linjer.snitt_siste_aar then 'under'
        when linjer.snitt_siste_aar is not null then 'likt'
    end as mot_snittet
from rangert as punkter
left join linjer
    on
        punkter.kommune_id = linjer.kommune_id
        and punkter.linje_id = linjer.linje_id
        and punkter.er_konsern = linjer.er_konsern
        and punkter.aar = linjer.aar
inner join indikatorer on punkter.indikator_id = indikatorer.indikator_id
{{ behovsindeksen('punkter.enhet_id', 'punkter.aar', 'indikatorer.tjenesteomrade_id', 'indikatorer.er_per_innbygger') }}
