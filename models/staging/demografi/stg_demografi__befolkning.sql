{# Some municipalities and the country on today's borders back in time, by sex and the age groups that the source gives. #}
with

befolkning as (
    select
        *,
        'befolkning' as seed
    from {{ ref('befolkning') }}
)

select
    seed,
    cast(rad as integer) as rad,
    kommunenr,
    {{ heltall('aar') }} as aar,
    kjonn,
    {{ heltall('alder_fra') }} as alder_fra,
    {{ heltall('alder_til') }} as alder_til,
    {{ heltall('personer') }} as personer
from befolkning
