{# The code of each printed row by its label, as the layout knows it, or as the package does for what its municipality prints in its own way: a row of
   the package's rader.csv goes before the shared layout's. A group of `*` is any group, a label of `*` is every label of an open list; the same label
   for the second time is the layout's second occurrence. A label that nothing knows is tried without the number of its line; of a key figure, as the
   name or id of an indicator, the package's own before the catalogue's. #}
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
        {{ normert_etikett('etikett') }} as navn,
        {{ etikett_uten_nummer('etikett') }} as kortnavn
    from {{ ref('stg_rapport__celle') }}
    where rad is not null
    group by
        rapport_id,
        tabell,
        fil,
        rad,
        gruppe,
        etikett,
        {{ normert_etikett('gruppe') }},
        {{ normert_etikett('etikett') }},
        {{ etikett_uten_nummer('etikett') }}
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

indikatorer as (
    select
        rapport_id,
        unnest(list_value(lower(navn), lower(kode))) as navn,
        kode
    from {{ ref('int_indikator__samlet') }}
),

entydige as (
    select
        indikatorer.rapport_id,
        indikatorer.navn,
        min(indikatorer.kode) as kode
    from indikatorer
    group by indikatorer.rapport_id, indikatorer.navn
    having count(distinct indikatorer.kode) = 1
),

talt as (
    select
        rader.*,
        tabeller.tabell_id,
        tabeller.oppstilling,
        tabeller.oppstilling_eier,
        tabeller.kodeverk,
        row_number() over (partition by rader.rapport_id, rader.tabell, rader.gruppenavn, rader.navn order by rader.rad) as navn_i_gruppen,
        row_number() over (partition by rader.rapport_id, rader.tabell, rader.navn order by rader.rad) as navn_i_alt,
        row_number() over (partition by rader.rapport_id, rader.tabell, rader.gruppenavn, rader.kortnavn order by rader.rad) as kortnavn_i_gruppen,
        row_number() over (partition by rader.rapport_id, rader.tabell, rader.kortnavn order by rader.rad) as kortnavn_i_alt
    from rader
    inner join tabeller on rader.rapport_id = tabeller.rapport_id and rader.tabell = tabeller.tabell
),

kandidater as (
    select
        talt.rapport_id,
        talt.tabell,
        talt.rad,
        radkoder.kode,
        radkoder.maal,
        radkoder.maaleenhet,
        try_cast(radkoder.fortegn as integer) as fortegn,
        radkoder.rapport_id != talt.oppstilling_eier as er_pakkens,
        radkoder.etikett = '*' as er_apen,
        talt.navn = radkoder.navn as er_hel,
        coalesce(radkoder.gruppe = '*', false) as er_uansett_gruppe
    from talt
    inner join radkoder
        on
            talt.oppstilling = radkoder.oppstilling
            and radkoder.rapport_id in (talt.oppstilling_eier, talt.rapport_id)
            and (
                radkoder.etikett = '*'
                or (talt.gruppenavn = radkoder.gruppenavn and talt.navn = radkoder.navn and talt.navn_i_gruppen = radkoder.nummer)
                or (talt.gruppenavn = radkoder.gruppenavn and talt.kortnavn = radkoder.navn and talt.kortnavn_i_gruppen = radkoder.nummer)
                or (radkoder.gruppe = '*' and talt.navn = radkoder.navn and talt.navn_i_alt = radkoder.nummer)
                or (radkoder.gruppe = '*' and talt.kortnavn = radkoder.navn and talt.kortnavn_i_alt = radkoder.nummer)
            )
),

valgt_merket as (
    select
        *,
        row_number() over (
            partition by rapport_id, tabell, rad order by er_apen, not er_pakkens, not er_hel, er_uansett_gruppe, kode
        ) = 1 as er_med
    from kandidater
),

valgt as (
    select * from valgt_merket
    where er_med
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
        coalesce(valgt.kode, egne.kode, felles.kode) as kode,
        valgt.maal,
        valgt.maaleenhet,
        valgt.fortegn,
        coalesce(valgt.er_pakkens and valgt.fortegn is not null, false) as har_eget_fortegn
    from talt
    left join valgt on talt.rapport_id = valgt.rapport_id and talt.tabell = valgt.tabell and talt.rad = valgt.rad
    left join entydige as egne on talt.kodeverk = 'indikator' and talt.rapport_id = egne.rapport_id and talt.navn = egne.navn
    left join entydige as felles on talt.kodeverk = 'indikator' and felles.rapport_id = '' and talt.navn = felles.navn
)

select * from int_rad__kodet
