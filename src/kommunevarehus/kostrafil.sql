-- The records of one file as they are landed; what is in braces is what the file is filed as.
select
    'kostra' as kilde,
    {fil} as fil,
    {sha256} as sha256,
    linje,
    raalinje,
    {lest} as lest,
    {skjema} as skjema,
    {aar} as aar,
    {kvartal} as kvartal,
    {region} as region,
    {kommunenr} as kommunenr,
    {orgnr} as orgnr,
    {foretaksnr} as foretaksnr,
    nullif(substring(raalinje, 32, 1), ' ') as kontoklasse,
    case when not {balanse} then nullif(trim(substring(raalinje, 33, 4)), '') end as funksjon,
    case when not {balanse} then nullif(trim(substring(raalinje, 37, 3)), '') end as art,
    case when {balanse} then nullif(trim(substring(raalinje, 33, 4)), '') end as kapittel,
    case when {balanse} then nullif(trim(substring(raalinje, 37, 3)), '') end as sektor,
    case
        when regexp_full_match(substring(raalinje, 40, 9), ' *-?[0-9]+') then cast(trim(substring(raalinje, 40, 9)) as bigint)
    end as belop_1000_kr,
    cast(null as decimal(18, 2)) as belop_kr,
    'regnskap' as versjon,
    {aar} as budsjettaar,
    cast(null as varchar) as konto_tekst,
    false as umappet
from {kilde}
