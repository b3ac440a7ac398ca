{# The series that ship, and those that somebody has put in: `inn/deflator/*.csv`, each with its own vintage and source. #}
with

argangene as (
    select distinct
        serie,
        cast(argang as date) as argang
    from {{ ref('deflator') }}
),

egne as (
    select
        landet.*,
        count(*) over (partition by landet.serie, try_cast(landet.argang as date), try_cast(landet.aar as integer)) as ganger
    from {{ landede_csv('deflator/*.csv', ['serie', 'argang', 'aar', 'endring_pst', 'kilde']) }} as landet
),

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
        egne.serie,
        egne.argang,
        egne.aar,
        case
            when
                try_cast(replace(egne.endring_pst, ',', '.') as decimal(9, 4)) is null or try_cast(egne.aar as integer) is null
                or try_cast(egne.argang as date) is null or coalesce(egne.kilde, '') = ''
                or med.serie is not null
                then
                    error(
                        concat(
                            'inn/deflator: ', coalesce(egne.serie, '?'), ' ', coalesce(egne.aar, '?'), ', ', coalesce(egne.endring_pst, '?'),
                            ' %, vintage ', coalesce(egne.argang, '?'), ', source ', coalesce(egne.kilde, '?'),
                            '. Expected serie, year, number, a date of its own, and a source.'
                        )
                    )
            when egne.ganger > 1
                then
                    error(
                        concat(
                            'inn/deflator: ', egne.serie, ' ', egne.aar, ', vintage ', egne.argang, ', stands ', egne.ganger,
                            ' times. Expected each year once in the files together: remove the others, or give them a vintage of their own.'
                        )
                    )
            else replace(egne.endring_pst, ',', '.')
        end as endring_pst,
        egne.kilde
    from egne
    left join argangene as med on egne.serie = med.serie and try_cast(egne.argang as date) = med.argang
)

select
    serie,
    cast(argang as date) as argang,
    cast(aar as integer) as aar,
    cast(endring_pst as decimal(9, 4)) as endring_pst,
    kilde
from alle
