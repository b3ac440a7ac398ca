{# What each package says of itself in datapackage.json. Of packages that give the same short name only the first has it, the project's own before
   others': a package that takes another's name must not do the other harm. #}
with

filer as (
    select
        rapport_id,
        mappe,
        {{ som_json('tekst') }} as pakke
    from {{ ref('stg_rapport__fil') }}
    where fil = 'datapackage.json' and coalesce(feil, '') not in ('dobbel', 'kopi')
),

stg_rapport__pakke as (
    select
        rapport_id,
        mappe,
        {{ er_json_objekt('pakke') }} as er_lesbar,
        {{ json_felt('pakke', 'name') }} as navn,
        {{ json_felt('pakke', 'title') }} as tittel,
        coalesce({{ json_felt('pakke', 'kortnavn') }}, rapport_id) as oppgitt_kortnavn,
        case
            when
                row_number() over (
                    partition by coalesce({{ json_felt('pakke', 'kortnavn') }}, rapport_id)
                    order by not regexp_matches(mappe, '(^|/)seeds/rapporter/[^/]+$'), rapport_id, mappe
                ) = 1
                then coalesce({{ json_felt('pakke', 'kortnavn') }}, rapport_id)
            else rapport_id
        end as kortnavn,
        {{ json_felt('pakke', 'hovedenhet') }} as hovedenhet_id,
        try_cast({{ json_felt('pakke', 'aar') }} as integer) as aar,
        {{ json_felt('pakke', 'contributors[0].title') }} as utgiver,
        coalesce({{ json_felt('pakke', 'homepage') }}, {{ json_felt('pakke', 'sources[0].path') }}) as url,
        coalesce({{ json_felt('pakke', 'licenses[0].title') }}, {{ json_felt('pakke', 'licenses[0].name') }}) as lisens,
        {{ json_felt('pakke', 'sources[0].sha256') }} as fil_sha256,
        {{ json_liste('pakke', 'sources', 'sha256') }} as kilder_sha256,
        {{ json_felt('pakke', 'description') }} as merknad,
        nullif({{ json_felt('pakke', 'enhet') }}, '') as enhet,
        nullif({{ json_felt('pakke', 'fortegn_virkning') }}, '') as fortegn_virkning,
        replace({{ erstattet(json_felt('pakke', 'tegn'), "'\\s*\\n\\s*'") }}, '": "', '":"') as tegn
    from filer
)

select * from stg_rapport__pakke
