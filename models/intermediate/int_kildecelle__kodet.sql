{# What each cell is about, from the catalogues: the row's code (post, service area or indicator) by its printed label, the column's measure,
   unit of observation and year by the column name. Where measure and unit change from row to row, the row's code has them. A label `*` in the
   catalogue stands for every label of an open list. #}
with

celler as (
    select
        *,
        row_number() over (partition by tabell_id, gruppe, etikett, kolonne order by rad) as forekomst
    from {{ ref('int_kildecelle__tolket') }}
),

kildetabeller as (
    select * from {{ ref('kildetabell') }}
),

kolonner as (
    select * from {{ ref('kolonne') }}
),

radkoder as (
    select
        *,
        coalesce(gruppe, '') as gruppenavn,
        cast(forekomst as integer) as nummer
    from {{ ref('radkode') }}
),

kodet as (
    select
        celler.* exclude (forekomst), -- noqa: RF02
        kildetabeller.kilde_id,
        kildetabeller.oppstilling,
        kildetabeller.kodeverk,
        kildetabeller.faktatabell,
        cast(kildetabeller.fortegn_virkning as integer) as fortegn_virkning,
        cast(kildetabeller.fortegn_avvik as integer) as fortegn_avvik,
        coalesce(radkoder.maal, kolonner.maal) as maal,
        kolonner.enhet_id,
        cast(kolonner.aar as integer) as aar,
        kildetabeller.tjenesteomrade_id,
        kolonner.kjonn,
        kolonner.undergruppe,
        coalesce(radkoder.maaleenhet, kolonner.maaleenhet) as maaleenhet,
        coalesce(kildetabeller.kodeverk = 'indikator' and kolonner.maal in ('nokkeltall', 'andel_pst'), false) as er_nokkeltall,
        coalesce(radkoder.kode, apne_lister.kode) as kode
    from celler
    inner join kildetabeller on celler.tabell_id = kildetabeller.tabell_id
    left join kolonner on celler.tabell_id = kolonner.tabell_id and celler.kolonne = kolonner.kolonne
    left join radkoder
        on
            kildetabeller.oppstilling = radkoder.oppstilling
            and coalesce(celler.gruppe, '') = radkoder.gruppenavn
            and celler.etikett = radkoder.etikett
            and celler.forekomst = radkoder.nummer
    left join radkoder as apne_lister on kildetabeller.oppstilling = apne_lister.oppstilling and apne_lister.etikett = '*'
)

select * from kodet
