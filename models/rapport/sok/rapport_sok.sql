{# What the search box finds. The words are stored as their stems, each between spaces, so that a query compares text with text. #}
with

ting as (
    select * from {{ ref('int_sok__fra_kataloger') }}
    union all
    select * from {{ ref('int_sok__fra_prosaen') }}
),

synonymer as (
    select
        case gjelder when 'indikator' then 'nokkeltall' else gjelder end as art,
        verdi as nokkel,
        ord
    from {{ ref('stg_kodeverk__synonym') }}
),

engelsk as (
    select
        tekst,
        oversettelse
    from {{ ref('dim_oversettelse') }}
    where sprak = 'en'
),

rapport_sok as (
    select
        ting.art,
        ting.nokkel,
        ting.tittel,
        ting.beskrivelse,
        {{ stammet(foldet('ting.tittel')) }} as tittelord,
        {{ stammet(foldet("concat_ws(' ', ting.tittel, synonymer.ord, ting.ekstra, ting.beskrivelse, engelsk.oversettelse)")) }} as sokeord,
        ting.side,
        ting.parametre,
        cast(
            case ting.art
                when 'tjenesteomrade' then 1
                when 'nokkeltall' then 2
                when 'post' then 3
                when 'mal' then 4
                when 'kommune' then 5
                when 'side' then 6
                when 'utsagn' then 7
                when 'tabell' then 8
                else 9
            end as integer
        ) as rekkefolge
    from ting
    left join synonymer on ting.art = synonymer.art and ting.nokkel = synonymer.nokkel
    left join engelsk on ting.tittel = engelsk.tekst
)

select * from rapport_sok
