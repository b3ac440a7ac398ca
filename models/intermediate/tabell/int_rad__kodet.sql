{# The code of each printed row by its label, as the layout knows it. A group of `*` in the layout is any group, a label of `*` is every label of an
   open list; the same label for the second time is the layout's second occurrence. #}
with

rader as (
    select
        rapport_id,
        tabell,
        fil,
        min(fillinje) as fillinje,
        rad,
        gruppe,
        etikett,
        {{ normert_etikett('gruppe') }} as gruppenavn,
        {{ normert_etikett('etikett') }} as navn
    from {{ ref('stg_rapport__celle') }}
    where rad is not null
    group by all
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

radkoder as (
    select
        *,
        {{ normert_etikett('gruppe') }} as gruppenavn,
        {{ normert_etikett('etikett') }} as navn,
        coalesce(try_cast(forekomst as integer), 1) as nummer
    from {{ ref('stg_rapport__rad') }}
),

talt as (
    select
        rader.*,
        tabeller.tabell_id,
        tabeller.oppstilling,
        tabeller.oppstilling_eier,
        tabeller.kodeverk,
        row_number() over (partition by rader.rapport_id, rader.tabell, rader.gruppenavn, rader.navn order by rader.rad) as forekomst,
        row_number() over (partition by rader.rapport_id, rader.tabell, rader.navn order by rader.rad) as forekomst_i_alt
    from rader
    inner join tabeller on rader.rapport_id = tabeller.rapport_id and rader.tabell = tabeller.tabell
),

int_rad__kodet as (
    select
        talt.rapport_id,
        talt.tabell_id,
        talt.tabell,
        talt.fil,
        talt.fillinje,
        talt.rad,
        talt.gruppe,
        talt.etikett,
        talt.oppstilling,
        talt.kodeverk,
        coalesce(egne.kode, uansett_gruppe.kode, apne_lister.kode) as kode,
        coalesce(egne.maal, uansett_gruppe.maal) as maal,
        coalesce(egne.maaleenhet, uansett_gruppe.maaleenhet) as maaleenhet,
        coalesce(try_cast(egne.fortegn as integer), try_cast(uansett_gruppe.fortegn as integer)) as fortegn
    from talt
    left join radkoder as egne
        on
            talt.oppstilling_eier = egne.rapport_id
            and talt.oppstilling = egne.oppstilling
            and talt.gruppenavn = egne.gruppenavn
            and talt.navn = egne.navn
            and talt.forekomst = egne.nummer
    left join radkoder as uansett_gruppe
        on
            talt.oppstilling_eier = uansett_gruppe.rapport_id
            and talt.oppstilling = uansett_gruppe.oppstilling
            and uansett_gruppe.gruppe = '*'
            and talt.navn = uansett_gruppe.navn
            and talt.forekomst_i_alt = uansett_gruppe.nummer
    left join radkoder as apne_lister
        on talt.oppstilling_eier = apne_lister.rapport_id and talt.oppstilling = apne_lister.oppstilling and apne_lister.etikett = '*'
)

select * from int_rad__kodet
