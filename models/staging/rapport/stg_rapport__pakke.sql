{# What each package says of itself in datapackage.json. Of packages that give the same short name only the first has it, the project's own before
   others': a package that takes another's name must not do the other harm. #}
with

filer as (
    select
        rapport_id,
        mappe,
        try_cast(tekst as json) as pakke
    from {{ ref('stg_rapport__fil') }}
    where fil = 'datapackage.json' and coalesce(feil, '') not in ('dobbel', 'kopi')
),

stg_rapport__pakke as (
    select
        rapport_id,
        mappe,
        coalesce(json_type(pakke) = 'OBJECT', false) as er_lesbar,
        pakke ->> '$.name' as navn,
        pakke ->> '$.title' as tittel,
        coalesce(pakke ->> '$.kortnavn', rapport_id) as oppgitt_kortnavn,
        case
            when
                row_number() over (
                    partition by oppgitt_kortnavn order by not regexp_matches(mappe, '(^|/)seeds/rapporter/[^/]+$'), rapport_id, mappe
                ) = 1
                then oppgitt_kortnavn
            else rapport_id
        end as kortnavn,
        pakke ->> '$.hovedenhet' as hovedenhet_id,
        try_cast(pakke ->> '$.aar' as integer) as aar,
        pakke ->> '$.contributors[0].title' as utgiver,
        coalesce(pakke ->> '$.homepage', pakke ->> '$.sources[0].path') as url,
        coalesce(pakke ->> '$.licenses[0].title', pakke ->> '$.licenses[0].name') as lisens,
        pakke ->> '$.sources[0].sha256' as fil_sha256,
        json_extract_string(pakke, '$.sources[*].sha256') as kilder_sha256,
        pakke ->> '$.description' as merknad,
        nullif(pakke ->> '$.enhet', '') as enhet,
        nullif(pakke ->> '$.fortegn_virkning', '') as fortegn_virkning,
        cast(pakke -> '$.tegn' as varchar) as tegn
    from filer
)

select * from stg_rapport__pakke
