{# The series that ship, and those that somebody has put in: `inn/deflator/*.csv`, each with its own vintage and source. #}
with

alle as (
    select
        serie,
        argang,
        aar,
        endring_pst,
        kilde
    from {{ ref('deflator') }}
    union all
    select
        serie,
        argang,
        aar,
        case
            when
                try_cast(replace(endring_pst, ',', '.') as decimal(9, 4)) is null or try_cast(aar as integer) is null
                or try_cast(argang as date) is null or coalesce(kilde, '') = ''
                or (serie, argang) in (select (med.serie, med.argang) from {{ ref('deflator') }} as med)
                then
                    error(
                        format(
                            'inn/deflator: {} {}, {} %, vintage {}, source {}. Expected serie, year, number, a date of its own, and a source.',
                            coalesce(serie, '?'), coalesce(aar, '?'), coalesce(endring_pst, '?'), coalesce(argang, '?'), coalesce(kilde, '?')
                        )
                    )
            else replace(endring_pst, ',', '.')
        end as endring_pst,
        kilde
    from {{ landede_csv('deflator/*.csv', ['serie', 'argang', 'aar', 'endring_pst', 'kilde']) }}
)

select
    serie,
    cast(argang as date) as argang,
    cast(aar as integer) as aar,
    cast(endring_pst as decimal(9, 4)) as endring_pst,
    kilde
from alle
