{# What is expected, by alternative, and what came where the year has come: the projection is on the borders of its table, which are the newest. #}
with

framskriving as (
    select
        concat(kommunenr, '|', tabell, '|', alternativ) as kommunenr,
        aar,
        alder_fra,
        alder_til,
        personer,
        cast(oppdatert as varchar) as grenser
    from {{ ref('fct_framskriving') }}
),

grupper as (
    {{ aldersgruppert('framskriving') }}
)

select
    split_part(grupper.kommunenr, '|', 1) as kommunenr,
    split_part(grupper.kommunenr, '|', 2) as tabell,
    cast(grupper.grenser as timestamp) as oppdatert,
    split_part(grupper.kommunenr, '|', 3) as alternativ,
    case split_part(grupper.kommunenr, '|', 3) when 'MMMM' then 'hoved' when 'LLML' then 'lav' when 'HHMH' then 'hoy' end as navn,
    grupper.aar,
    grupper.aldersgruppe_id,
    grupper.aldersgruppe,
    grupper.rekkefolge,
    grupper.personer,
    faktisk.personer as personer_faktisk,
    grupper.personer - faktisk.personer as differanse_personer,
    cast({{ hele_kvot('(grupper.personer - faktisk.personer)', 'faktisk.personer', 100) }} as decimal(18, 1)) as differanse_pst
from grupper
left join {{ ref('rapport_aldersgruppe') }} as faktisk
    on
        split_part(grupper.kommunenr, '|', 1) = faktisk.kommunenr
        and faktisk.grenser = (select cast(max(til_grenser) as varchar) from {{ ref('bro_kommune') }})
        and grupper.aar = faktisk.aar
        and grupper.aldersgruppe_id = faktisk.aldersgruppe_id
