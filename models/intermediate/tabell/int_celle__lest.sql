{# Each cell read: its number and printed precision, what it is, and how its number came to stand there. A sign means what the package says it means,
   otherwise what kodeverk/tegn.csv does; without either, `merke` is empty and the cell is unread. A blank is a printed blank or a number that the source
   lost: the table says which. utledet.csv overrules blanks and signs for single cells, but not what is kept secret: it gives derived numbers with their
   basis, and says which unread cells are text. plassering.csv says which numbers a reader of the source laid in their place (the narrowest row counts). #}
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
        rapport_id,
        lower({{ rensket_celle('navn') }}) as tegn,
        verdi as status
    from {{ json_par('pakker', 'tegn') }} as par
),

utledet as (
    select * from {{ ref('stg_rapport__utledet') }}
),

plasseringer as (
    select * from {{ ref('stg_rapport__plassering') }}
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
        end as merke,
        case when coalesce(pakkenes_tegn.status, tegn.status) = 'null' then 'Tegnet betyr null i rapporten.' end as tegnforklaring
    from celler
    left join pakkenes_tegn on celler.rapport_id = pakkenes_tegn.rapport_id and celler.tegn = pakkenes_tegn.tegn
    left join tegn on celler.tegn = tegn.tegn
),

avgjort as (
    select
        lest.*,
        tabeller.tabell_id,
        utledet.verdi as utledet_verdi,
        utledet.plassering as utledet_plassering,
        case
            when lest.merke = 'tom' then coalesce(utledet.status, tabeller.tom_celle)
            when lest.merke is null then case when utledet.status = 'tekst' then 'tekst' end
            when lest.merke in ('verdi', 'skjult') then lest.merke
            else coalesce(utledet.status, lest.merke)
        end as status,
        utledet.grunnlag as utledet_grunnlag
    from lest
    inner join tabeller on lest.rapport_id = tabeller.rapport_id and lest.tabell = tabeller.tabell
    left join utledet
        on
            lest.rapport_id = utledet.rapport_id
            and lest.tabell = utledet.tabell
            and lest.rad = try_cast(utledet.rad as integer)
            and lest.kolonne = utledet.kolonne
),

plassert_merket as (
    select
        avgjort.rapport_id,
        avgjort.tabell,
        avgjort.rad,
        avgjort.kolonne,
        plasseringer.plassering,
        plasseringer.grunnlag,
        row_number() over (
            partition by avgjort.rapport_id, avgjort.tabell, avgjort.rad, avgjort.kolonne
            order by plasseringer.rad is null, plasseringer.kolonne is null, plasseringer.fillinje
        ) = 1 as er_med
    from avgjort
    inner join plasseringer
        on
            avgjort.rapport_id = plasseringer.rapport_id
            and avgjort.tabell = plasseringer.tabell
            and avgjort.rad = coalesce(try_cast(plasseringer.rad as integer), avgjort.rad)
            and avgjort.kolonne = coalesce(plasseringer.kolonne, avgjort.kolonne)
    where avgjort.status not in ('tom', 'tapt', 'utledet')
),

plassert as (
    select * from plassert_merket
    where er_med
),

int_celle__lest as (
    select
        avgjort.rapport_id,
        avgjort.tabell_id,
        avgjort.tabell,
        avgjort.fil,
        avgjort.fillinje,
        avgjort.rad,
        avgjort.gruppe,
        avgjort.etikett,
        avgjort.kolonne,
        avgjort.raatekst,
        case avgjort.status
            when 'verdi' then avgjort.lest_verdi
            when 'utledet' then {{ norsk_tall('avgjort.utledet_verdi') }}
            when 'null' then 0
        end as verdi,
        case avgjort.status
            when 'verdi' then avgjort.leste_desimaler
            when 'utledet' then {{ antall_desimaler('avgjort.utledet_verdi') }}
            when 'null' then 0
        end as desimaler,
        avgjort.status,
        case
            when avgjort.status in ('tom', 'tapt') then null
            when avgjort.status = 'utledet' then avgjort.utledet_plassering
            else coalesce(plassert.plassering, 'trykt')
        end as plassering,
        coalesce(avgjort.utledet_grunnlag, plassert.grunnlag, case when avgjort.status = 'null' then avgjort.tegnforklaring end) as grunnlag
    from avgjort
    left join plassert
        on
            avgjort.rapport_id = plassert.rapport_id
            and avgjort.tabell = plassert.tabell
            and avgjort.rad = plassert.rad
            and avgjort.kolonne = plassert.kolonne
)

select * from int_celle__lest
