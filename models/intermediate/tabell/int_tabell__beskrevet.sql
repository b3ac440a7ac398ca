{# Every printed table and figure: what tabeller.csv says of it and, where that is silent, its layout; the unit of
   amounts and the signs they are printed with may be said once for the whole package. A table that only has a file takes its layout
   from the file's name. The layout is the package's own or, if it has none by that name, the shared one. #}
with

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

filer as (
    select
        rapport_id,
        tabell,
        min(fil) as fil
    from {{ ref('stg_rapport__celle') }}
    group by rapport_id, tabell
),

tabeller as (
    select * from {{ ref('stg_rapport__tabell') }}
),

oppstillinger as (
    select * from {{ ref('stg_rapport__oppstilling') }}
),

emner as (
    select * from {{ ref('stg_kodeverk__emne') }}
),

alle as (
    select
        coalesce(tabeller.rapport_id, filer.rapport_id) as rapport_id,
        coalesce(tabeller.tabell, filer.tabell) as tabell,
        coalesce(tabeller.oppstilling, regexp_extract(filer.fil, '^tabeller/[^_.]+_(.+)[.]csv$', 1)) as oppstillingsnavn,
        filer.fil,
        tabeller.fillinje,
        tabeller.slag,
        tabeller.nummer,
        tabeller.kapittel,
        tabeller.tittel,
        tabeller.emne,
        tabeller.tjenesteomrade_id,
        tabeller.linje_fra,
        tabeller.linje_til,
        tabeller.rader,
        tabeller.verdikolonner,
        tabeller.tallceller,
        tabeller.celler_i_alt,
        tabeller.status,
        tabeller.enhet,
        tabeller.fortegn,
        tabeller.fortegn_virkning,
        tabeller.fortegn_avvik,
        tabeller.tom_celle,
        tabeller.kilde
    from tabeller
    full outer join filer on tabeller.rapport_id = filer.rapport_id and tabeller.tabell = filer.tabell
),

int_tabell__beskrevet as (
    select
        alle.rapport_id,
        pakker.kortnavn || '-' || alle.tabell as tabell_id,
        alle.tabell,
        alle.fil,
        alle.fillinje,
        pakker.hovedenhet_id,
        pakker.aar as rapport_aar,
        coalesce(alle.slag, 'tabell') as slag,
        alle.nummer,
        alle.kapittel,
        coalesce(alle.tittel, egne.navn, delte.navn) as tittel,
        alle.oppstillingsnavn as oppstilling,
        case when egne.oppstilling is not null then egne.navn else delte.navn end as oppstillingsnavn,
        case when egne.oppstilling is not null then alle.rapport_id when delte.oppstilling is not null then '' end as oppstilling_eier,
        coalesce(alle.emne, egne.emne, delte.emne) as emne,
        emner.fakta,
        case when egne.oppstilling is not null then egne.kodeverk else delte.kodeverk end as kodeverk,
        coalesce(alle.fortegn_virkning, egne.fortegn_virkning, pakker.fortegn_virkning, delte.fortegn_virkning) as fortegn_virkning,
        coalesce(alle.fortegn_avvik, egne.fortegn_avvik, delte.fortegn_avvik) as fortegn_avvik,
        alle.tjenesteomrade_id,
        try_cast(alle.linje_fra as integer) as linje_fra,
        coalesce(try_cast(alle.linje_til as integer), try_cast(alle.linje_fra as integer)) as linje_til,
        coalesce(try_cast(alle.kilde as integer), 1) as kilde,
        try_cast(alle.rader as integer) as rader,
        try_cast(alle.verdikolonner as integer) as verdikolonner,
        try_cast(alle.tallceller as integer) as tallceller,
        try_cast(alle.celler_i_alt as integer) as celler_i_alt,
        coalesce(alle.status, 'komplett') as status,
        coalesce(alle.enhet, pakker.enhet) as enhet,
        alle.fortegn,
        coalesce(alle.tom_celle, 'tom') as tom_celle
    from alle
    inner join pakker on alle.rapport_id = pakker.rapport_id
    left join oppstillinger as egne on alle.rapport_id = egne.rapport_id and alle.oppstillingsnavn = egne.oppstilling
    left join oppstillinger as delte on delte.rapport_id = '' and alle.oppstillingsnavn = delte.oppstilling
    left join emner on coalesce(alle.emne, egne.emne, delte.emne) = emner.emne
)

select * from int_tabell__beskrevet
