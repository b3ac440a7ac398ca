with

avvik as (
    select * from {{ ref('int_avvik__kontrollert') }}
),

poster as (
    select
        post_id as kode,
        navn,
        radtype,
        nivaa,
        rekkefolge,
        tjenesteomrade_id
    from {{ ref('dim_regnskapspost') }}
),

tjenesteomrader as (
    select
        tjenesteomrade_id as kode,
        navn,
        'detalj' as radtype,
        0 as nivaa,
        rekkefolge,
        tjenesteomrade_id
    from {{ ref('dim_tjenesteomrade') }}
),

navn as (
    select * from poster
    union all
    select * from tjenesteomrader
),

rapport_budsjettavvik as (
    select
        avvik.enhet_id,
        avvik.aar,
        avvik.oppstilling,
        avvik.kode,
        navn.navn,
        navn.radtype,
        navn.nivaa,
        navn.rekkefolge,
        navn.tjenesteomrade_id,
        cast(avvik.opprinnelig_budsjett as decimal(18, 3)) as opprinnelig_budsjett_mill_kr,
        cast(avvik.regulert_budsjett as decimal(18, 3)) as regulert_budsjett_mill_kr,
        cast(avvik.regnskap as decimal(18, 3)) as regnskap_mill_kr,
        cast(avvik.avvik as decimal(18, 3)) as avvik_mill_kr,
        {{ prosent('avvik.avvik', 'abs(avvik.regulert_budsjett)') }} as avvik_pst,
        cast(avvik.avvik_trykt as decimal(18, 3)) as avvik_trykt_mill_kr,
        cast(avvik.avvik_trykt_virkning as decimal(18, 3)) as avvik_trykt_virkning_mill_kr,
        avvik.avvik_kontroll,
        avvik.tabell_id,
        avvik.rad
    from avvik
    inner join navn on avvik.kode = navn.kode
)

select * from rapport_budsjettavvik
