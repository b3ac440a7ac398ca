{# The records of the files that hold: the newest for each municipality, year, skjema, quarter and source, and for an enterprise each of its own.
   An account that no profile maps has no place in the sums; kvalitet lists it. #}
with

poster as (
    select * from {{ ref('stg_kostra__post') }}
),

filer as (
    select distinct
        sha256,
        lest,
        kilde,
        region,
        aar,
        skjema,
        kvartal,
        coalesce(orgnr, '') as orgnr
    from poster
),

gjeldende as (
    select * from filer
    qualify row_number() over (partition by kilde, region, aar, skjema, kvartal, orgnr order by lest desc, sha256) = 1
),

int_kostra__gjeldende as (
    select
        poster.kilde,
        poster.region,
        poster.kommunenr,
        poster.aar,
        poster.kvartal,
        coalesce(poster.versjon, 'regnskap') as versjon,
        case
            when poster.skjema in ('0M', '0N', '0P', '0Q') then 'konsolidert'
            when poster.kontoklasse in ('3', '4', '5') then 'saerbedrift'
            else 'kasse'
        end as omfang,
        coalesce(poster.orgnr, '') as orgnr,
        poster.kontoklasse,
        poster.funksjon,
        poster.art,
        poster.kapittel,
        poster.sektor,
        poster.belop_1000_kr,
        poster.belop_kr,
        poster.umappet
    from poster
    inner join gjeldende
        on
            poster.sha256 = gjeldende.sha256
            and poster.kilde = gjeldende.kilde
            and poster.region = gjeldende.region
            and poster.aar = gjeldende.aar
            and poster.skjema = gjeldende.skjema
            and poster.kvartal = gjeldende.kvartal
            and coalesce(poster.orgnr, '') = gjeldende.orgnr
)

select * from int_kostra__gjeldende
