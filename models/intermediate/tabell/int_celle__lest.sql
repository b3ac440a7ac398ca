{# Each cell read: its number and printed precision, and what it is. A sign means what the package says it means, otherwise what kodeverk/tegn.csv
   does; without either, `merke` is empty and the cell is unread. A blank is a printed blank or a number that the source lost: the table says which,
   utledet.csv overrules it for single cells and gives derived numbers with their basis. #}
with

celler as (
    select
        *,
        lower({{ rensket_celle('raatekst') }}) as tegn
    from {{ ref('stg_rapport__celle') }}
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

tegn as (
    select * from {{ ref('stg_kodeverk__tegn') }}
),

pakkenes_tegn as (
    select
        pakker.rapport_id,
        lower({{ rensket_celle('oppforing.key') }}) as tegn,
        oppforing.value ->> '$' as status
    from pakker, json_each(pakker.tegn) as oppforing
),

utledet as (
    select * from {{ ref('stg_rapport__utledet') }}
),

lest as (
    select
        celler.*,
        {{ norsk_tall('celler.raatekst') }} as lest_verdi,
        {{ antall_desimaler('celler.raatekst') }} as leste_desimaler,
        case
            when celler.raatekst is null or celler.tegn = '' then 'tom'
            when {{ er_norsk_tall('celler.raatekst') }} then 'verdi'
            else coalesce(pakkenes_tegn.status, tegn.status)
        end as merke
    from celler
    left join pakkenes_tegn on celler.rapport_id = pakkenes_tegn.rapport_id and celler.tegn = pakkenes_tegn.tegn
    left join tegn on celler.tegn = tegn.tegn
),

int_celle__lest as (
    select
        lest.rapport_id,
        tabeller.tabell_id,
        lest.tabell,
        lest.fil,
        lest.fillinje,
        lest.rad,
        lest.gruppe,
        lest.etikett,
        lest.kolonne,
        lest.raatekst,
        coalesce(lest.lest_verdi, {{ norsk_tall('utledet.verdi') }}) as verdi,
        coalesce(lest.leste_desimaler, {{ antall_desimaler('utledet.verdi') }}) as desimaler,
        case when lest.merke = 'tom' then coalesce(utledet.status, tabeller.tom_celle) else lest.merke end as status,
        utledet.grunnlag
    from lest
    inner join tabeller on lest.rapport_id = tabeller.rapport_id and lest.tabell = tabeller.tabell
    left join utledet
        on
            lest.rapport_id = utledet.rapport_id
            and lest.tabell = utledet.tabell
            and lest.rad = try_cast(utledet.rad as integer)
            and lest.kolonne = utledet.kolonne
)

select * from int_celle__lest
