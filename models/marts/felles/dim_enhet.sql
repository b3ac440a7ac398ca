{# Every municipality number, and the groups and statistics that figures are about. Where a number ended, its name says so if the municipality goes
   on by the same name under another number. #}
with

kommuner as (
    select
        kommunenr,
        min(navn) as navn,
        max(gyldig_til) as gyldig_til,
        -- One that was parted belongs to no single municipality of today.
        case when {{ er_av_monsteret('min(kommunenr_2024)', "'[0-9]{4}'") }} then min(kommunenr_2024) else kommunenr end as kommune_id
    from {{ ref('stg_kodeverk__kommune') }}
    group by kommunenr
),

grupper as (
    select
        enhet_id,
        navn,
        type,
        beskrivelse,
        vekting
    from {{ ref('stg_kodeverk__enhet') }}
    union all
    select
        enhet_id,
        min(navn) as navn,
        min(type) as type, -- noqa: RF04
        min(beskrivelse) as beskrivelse,
        min(vekting) as vekting
    from {{ godkjent('stg_rapport__enhet') }}
    group by enhet_id
),

dim_enhet as (
    select
        kommuner.kommunenr as enhet_id,
        case
            when kommuner.gyldig_til is not null then concat(kommuner.navn, ' (før ', kommuner.gyldig_til + 1, ')')
            else kommuner.navn
        end as navn,
        'kommune' as type, -- noqa: RF04
        concat(
            kommuner.navn, ' kommune',
            case when kommuner.gyldig_til is not null then concat(', nummeret gjaldt til og med ', kommuner.gyldig_til) else '' end, '.'
        ) as beskrivelse,
        cast(null as varchar) as vekting,
        kommuner.kommune_id
    from kommuner
    where kommuner.kommunenr not in (select grupper.enhet_id from grupper)
    union all
    select
        grupper.*,
        case when grupper.type = 'kommune' then coalesce(kommuner.kommune_id, grupper.enhet_id) end as kommune_id
    from grupper
    left join kommuner on grupper.enhet_id = kommuner.kommunenr
)

select * from dim_enhet
