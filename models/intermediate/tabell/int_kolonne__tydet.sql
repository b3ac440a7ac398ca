{# What each value column measures, of whom and in which year: by the package's own kolonner.csv for the table or, if it is silent, the layout's. A
   year of four digits is that year, otherwise it is counted from the report's; a column without a unit of observation is the report's own. In a table of
   key figures, a column that nobody explains may say it in its name: `3222_2024` is the key figures of unit 3222 in 2024. #}
with

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

kolonner as (
    select * from {{ ref('stg_rapport__kolonne') }}
),

enheter as (
    select * from {{ ref('int_kontroll__kode') }}
    where slag = 'enheter'
),

trykte as (
    select
        rapport_id,
        tabell,
        kolonne,
        min(plass) as plass
    from {{ ref('stg_rapport__celle') }}
    group by rapport_id, tabell, kolonne
),

selvsagte as (
    select
        trykte.rapport_id,
        trykte.tabell,
        trykte.kolonne,
        'nokkeltall' as maal,
        enheter.kode as enhet_id,
        right(trykte.kolonne, 4) as aar
    from trykte
    inner join tabeller on trykte.rapport_id = tabeller.rapport_id and trykte.tabell = tabeller.tabell
    inner join enheter on left(trykte.kolonne, -5) = enheter.kode and enheter.rapport_id in ('', trykte.rapport_id)
    where tabeller.kodeverk = 'indikator' and regexp_matches(trykte.kolonne, '_[0-9]{4}$')
),

tydet as (
    select
        trykte.*,
        tabeller.tabell_id,
        tabeller.hovedenhet_id,
        tabeller.rapport_aar,
        coalesce(egne.kolonne, oppstillingens.kolonne, selvsagte.kolonne) is not null as er_kjent,
        coalesce(trykte.plass, egne.fillinje) as rekkefolge,
        case when egne.kolonne is not null then egne.overskrift else oppstillingens.overskrift end as overskrift,
        case when egne.kolonne is not null then egne.maal else coalesce(oppstillingens.maal, selvsagte.maal) end as maal,
        case when egne.kolonne is not null then egne.enhet_id else coalesce(oppstillingens.enhet_id, selvsagte.enhet_id) end as enhet_id,
        case when egne.kolonne is not null then egne.aar else coalesce(oppstillingens.aar, selvsagte.aar) end as aar,
        case when egne.kolonne is not null then egne.kjonn else oppstillingens.kjonn end as kjonn,
        case when egne.kolonne is not null then egne.maaleenhet else oppstillingens.maaleenhet end as maaleenhet,
        case when egne.kolonne is not null then egne.undergruppe else oppstillingens.undergruppe end as undergruppe,
        egne.periode
    from trykte
    inner join tabeller on trykte.rapport_id = tabeller.rapport_id and trykte.tabell = tabeller.tabell
    left join kolonner as egne on trykte.rapport_id = egne.rapport_id and trykte.tabell = egne.tabell and trykte.kolonne = egne.kolonne
    left join kolonner as oppstillingens
        on
            tabeller.oppstilling_eier = oppstillingens.rapport_id
            and oppstillingens.tabell is null
            and tabeller.oppstilling = oppstillingens.oppstilling
            and trykte.kolonne = oppstillingens.kolonne
    left join selvsagte
        on trykte.rapport_id = selvsagte.rapport_id and trykte.tabell = selvsagte.tabell and trykte.kolonne = selvsagte.kolonne
),

int_kolonne__tydet as (
    select
        rapport_id,
        tabell_id,
        tabell,
        kolonne,
        er_kjent,
        cast(row_number() over (partition by rapport_id, tabell order by rekkefolge) as integer) as plass,
        overskrift,
        maal,
        coalesce(enhet_id, hovedenhet_id) as enhet_id,
        case
            when regexp_matches(aar, '^[0-9]{4}$') then cast(aar as integer)
            when regexp_matches(aar, '^[-+]?[0-9]{1,2}$') then rapport_aar + cast(aar as integer)
        end as aar,
        kjonn,
        maaleenhet,
        undergruppe,
        coalesce(periode, '01-12') as periode
    from tydet
)

select * from int_kolonne__tydet
