{# SSB's KOSTRA figures as fetched: of a cell that was fetched several times, the one that SSB changed last. A mark is never a value, and the three
   marks are never each other. SSB does not say whether a figure is revised; its calendar does: before 15 June after the year it is preliminary. #}
with

hentede as (
    select
        tabell,
        region,
        coalesce(omfang, '') as omfang,
        coalesce(funksjon, '') as funksjon,
        coalesce(art, '') as art,
        coalesce(kapittel, '') as kapittel,
        coalesce(begrep, '') as begrep,
        coalesce(inndeling, '') as inndeling,
        innhold,
        innhold_tekst,
        aar,
        enhet as maaleenhet,
        verdi,
        case
            when status is null and verdi is not null then 'verdi'
            when status = '.' then 'ikke_mulig'
            when status = '..' or status is null then 'mangler'
            when status = ':' then 'konfidensiell'
            when status in ('...', '…') then 'ikke_publisert'
            when verdi is not null then 'merket'
            else 'ukjent_tegn'
        end as status,
        status as statustegn,
        case when oppdatert < make_date(aar + 1, 6, 15) then 'forelopig' else 'revidert' end as utgave,
        oppdatert,
        hentet,
        row_number() over (
            partition by tabell, region, omfang, funksjon, art, kapittel, begrep, inndeling, innhold, aar
            order by oppdatert desc, hentet desc
        ) = 1 as er_siste
    from {{ ref('stg_ssb__verdi') }}
)

select
    tabell,
    region,
    omfang,
    funksjon,
    art,
    kapittel,
    begrep,
    inndeling,
    innhold,
    innhold_tekst,
    aar,
    maaleenhet,
    verdi,
    status,
    statustegn,
    utgave,
    oppdatert,
    hentet
from hentede
where er_siste
