{# The records of the files that hold: the newest for each municipality, year, skjema, quarter and source, for an enterprise each of its own, and of a
   ledger each version of its own, so that a budget does not supersede the accounts. Files that were read at the same time are parts of one. #}
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
        coalesce(versjon, 'regnskap') as versjon,
        coalesce(orgnr, '') as orgnr
    from poster
),

rekkefolge as (
    select
        *,
        rank() over (partition by kilde, region, aar, skjema, kvartal, versjon, orgnr order by lest desc nulls last) as plass
    from filer
),

avloste as (
    select * from rekkefolge
    where plass > 1
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
    anti join avloste
        on
            poster.sha256 = avloste.sha256
            and poster.kilde = avloste.kilde
            and poster.region = avloste.region
            and poster.aar = avloste.aar
            and poster.skjema = avloste.skjema
            and poster.kvartal = avloste.kvartal
            and coalesce(poster.versjon, 'regnskap') = avloste.versjon
            and coalesce(poster.orgnr, '') = avloste.orgnr
)

select * from int_kostra__gjeldende
