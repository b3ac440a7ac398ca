{# What each cell is about: its table, its row's code and its column's measure. Where measure and unit change from row to row, the row has them. A
   per cent printed beside amounts is no amount: it is the analysis's. `faktor_mill_kr` converts an amount from its printed unit. A figure
   draws what is a key figure in a table: its cells have the indicator, and are held against it, and are the analysis's. #}
with

celler as (
    select * from {{ ref('int_celle__lest') }}
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

kolonner as (
    select * from {{ ref('int_kolonne__tydet') }}
),

rader as (
    select * from {{ ref('int_rad__kodet') }}
),

indikatorer as (
    select * from {{ ref('int_indikator__samlet') }}
),

omregning as (
    select * from {{ ref('stg_kodeverk__enhetsomregning') }}
    where til = 'mill. kr'
),

kodet as (
    select
        celler.*,
        tabeller.rapport_aar,
        tabeller.oppstilling,
        tabeller.emne,
        case
            when tabeller.fakta = 'belop' and coalesce(rader.maaleenhet, kolonner.maaleenhet) = 'pst' then 'analyse' else tabeller.fakta
        end as fakta,
        tabeller.kodeverk,
        tabeller.tjenesteomrade_id,
        case
            when tabeller.fortegn_virkning = 'rad' or rader.har_eget_fortegn then rader.fortegn
            else try_cast(tabeller.fortegn_virkning as integer)
        end as fortegn_virkning,
        try_cast(tabeller.fortegn_avvik as integer) as fortegn_avvik,
        rader.kode,
        kolonner.enhet_id,
        kolonner.aar,
        kolonner.kjonn,
        kolonner.undergruppe,
        kolonner.periode,
        coalesce(rader.maal, kolonner.maal) as maal,
        coalesce(rader.maaleenhet, kolonner.maaleenhet, case when tabeller.fakta = 'belop' then tabeller.enhet end) as maaleenhet,
        coalesce(
            tabeller.kodeverk = 'indikator' and kolonner.maal in ('nokkeltall', 'andel_pst') and tabeller.slag != 'figur'
            or tabeller.kodeverk = 'post' and rader.maaleenhet = 'pst' and kolonner.maal = 'regnskap',
            false
        ) as er_nokkeltall
    from celler
    inner join tabeller on celler.rapport_id = tabeller.rapport_id and celler.tabell = tabeller.tabell
    inner join kolonner on celler.rapport_id = kolonner.rapport_id and celler.tabell = kolonner.tabell and celler.kolonne = kolonner.kolonne
    inner join rader on celler.rapport_id = rader.rapport_id and celler.tabell = rader.tabell and celler.rad = rader.rad
),

int_celle__kodet as (
    select
        kodet.*,
        indikatorer.indikator_id,
        case when kodet.maaleenhet = 'mill. kr' then cast(1 as decimal(16, 8)) else omregning.faktor end as faktor_mill_kr
    from kodet
    left join omregning on kodet.maaleenhet = omregning.fra
    left join indikatorer
        on
            indikatorer.rapport_id in ('', kodet.rapport_id)
            and kodet.kode = indikatorer.kode
            and (kodet.kodeverk = 'indikator' or kodet.er_nokkeltall)
)

select * from int_celle__kodet
