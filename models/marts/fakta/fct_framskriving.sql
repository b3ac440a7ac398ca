{# Of the same table fetched several times, the newest vintage; a number the table lacks is no row. #}
with

framskriving as (
    select * from {{ ref('stg_ssb__framskriving') }}
    where personer is not null and kommunenr not in ('0', '0000')
),

siste as (
    select
        tabell,
        max(oppdatert) as oppdatert
    from framskriving
    group by tabell
)

select
    framskriving.tabell,
    framskriving.kommunenr,
    framskriving.alternativ,
    framskriving.aar,
    framskriving.kjonn,
    framskriving.alder_fra,
    max(framskriving.alder_til) as alder_til,
    max(framskriving.personer) as personer,
    framskriving.oppdatert
from framskriving
inner join siste on framskriving.tabell = siste.tabell and framskriving.oppdatert = siste.oppdatert
group by
    framskriving.tabell,
    framskriving.kommunenr,
    framskriving.alternativ,
    framskriving.aar,
    framskriving.kjonn,
    framskriving.alder_fra,
    framskriving.oppdatert
