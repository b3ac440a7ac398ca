{# From which year and to which each municipality's number was in use. SSB's list says when a number ended; that one has begun follows from it where
   the same municipality had another number before. The country and what is unspecified have numbers too, and are no municipality. Empty is unknown. #}
with

numre as (
    select
        kommunenr,
        split_part(navn, ' - ', 1) as navn,
        kommunenr_2024,
        gyldig_fra,
        gyldig_til
    from {{ ref('stg_kodeverk__kommune') }}
    where regexp_matches(kommunenr_2024, '^[0-9]{4}$') and kommunenr_2024 != '0000'
),

begynt as (
    select
        numre.kommunenr,
        max(tidligere.gyldig_til) + 1 as fra
    from numre
    inner join numre as tidligere
        on
            numre.kommunenr_2024 = tidligere.kommunenr_2024
            and numre.navn = tidligere.navn
            and numre.kommunenr != tidligere.kommunenr
    where numre.gyldig_til is null
    group by numre.kommunenr
),

int_kontroll__kommunenummer as (
    select
        numre.kommunenr,
        min(numre.navn) as navn,
        min(numre.kommunenr_2024) as kommune_id,
        case when bool_and(coalesce(numre.gyldig_fra, begynt.fra) is not null) then min(coalesce(numre.gyldig_fra, begynt.fra)) end as gyldig_fra,
        case when bool_and(numre.gyldig_til is not null) then max(numre.gyldig_til) end as gyldig_til
    from numre
    left join begynt on numre.kommunenr = begynt.kommunenr
    group by numre.kommunenr
)

select * from int_kontroll__kommunenummer
