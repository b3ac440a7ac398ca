{# The groups that ship, and those that somebody has chosen for themselves: `inn/kommunegrupper/*.csv`. #}
select
    gruppe_id,
    gruppe,
    slag,
    kommunenr,
    cast(gyldig_fra as integer) as gyldig_fra,
    cast(gyldig_til as integer) as gyldig_til,
    uten_seg_selv = 'ja' as uten_seg_selv
from {{ ref('kommunegruppe') }}
union all
select distinct
    'egen_' || gruppe_id as gruppe_id,
    gruppe,
    'egen' as slag,
    case
        when {{ er_av_monsteret('kommunenr', "'[0-9]{4}'") }} then kommunenr
        else error(
            concat(
                'inn/kommunegrupper: «', kommunenr, '» in the group «', gruppe_id,
                '» is no municipality''s number. Expected four digits, as in seeds/kodeverk/kommune.csv.'
            )
        )
    end as kommunenr,
    cast(null as integer) as gyldig_fra,
    cast(null as integer) as gyldig_til,
    true as uten_seg_selv
from {{ landede_csv('kommunegrupper/*.csv', ['gruppe_id', 'gruppe', 'kommunenr']) }}
