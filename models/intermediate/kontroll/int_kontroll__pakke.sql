{# What is wrong with a package as a whole: what it says of itself, and whether it can be told from the others. #}
with

pakker as (
    select * from {{ ref('stg_rapport__pakke') }}
),

filer as (
    select distinct
        rapport_id,
        mappe
    from {{ ref('stg_rapport__fil') }}
    where rapport_id != '' and feil is distinct from 'kopi'
),

-- those of which another fault says why they cannot be read
uleste as (
    select rapport_id
    from {{ ref('stg_rapport__fil') }}
    where fil = 'datapackage.json' and feil is not null
),

kommuner as (
    select * from {{ ref('int_kontroll__kommunenummer') }}
),

grupper as (
    select enhet_id
    from {{ ref('stg_kodeverk__enhet') }}
    where type != 'kommune'
),

pakrevd as (
    select
        rapport_id,
        unnest(list_value( -- noqa: AL03
            struct_pack(felt := 'title', verdi := case when left(trim(tittel), 1) not in ('', '[', '{') then tittel end),
            struct_pack(felt := 'contributors', verdi := nullif(trim(utgiver), '')),
            struct_pack(felt := 'licenses', verdi := nullif(trim(lisens), '')),
            struct_pack(felt := 'sources[0].sha256', verdi := fil_sha256)
        ), recursive := true)
    from pakker
    where er_lesbar
),

brudd as (
    select
        filer.rapport_id,
        'the folder has no datapackage.json, so it is no report package. Make one with `kommunevarehus rapport ny`, or move the folder away.'
            as melding
    from filer
    left join pakker on filer.rapport_id = pakker.rapport_id
    where pakker.rapport_id is null
    union all
    select
        rapport_id,
        'it is no JSON object. Expected { "name": …, "title": … } as `kommunevarehus rapport ny` writes it. Correct it.' as melding
    from pakker
    where not er_lesbar and rapport_id not in (select uleste.rapport_id from uleste)
    union all
    select
        rapport_id,
        concat('the package is in several folders: ', {{ tekster_samlet('mappe', ', ') }}, '. Keep one of them.') as melding
    from filer
    group by rapport_id
    having count(*) > 1
    union all
    select distinct
        rapport_id,
        concat(
            'the project has a package of this name, in seeds/rapporter, and that one is read. Expected a name of its own. ',
            'Move this folder away, or give the report another kind (<municipality>-<kind>-<year>).'
        ) as melding
    from {{ ref('stg_rapport__fil') }}
    where feil = 'kopi'
    union all
    select
        rapport_id,
        'it has no other file than datapackage.json. Add its tables, or move the folder away.' as melding
    from {{ ref('stg_rapport__fil') }}
    where rapport_id != '' and feil is distinct from 'kopi'
    group by rapport_id
    having max(fil) = 'datapackage.json' and min(fil) = 'datapackage.json'
    union all
    select
        rapport_id,
        concat(
            '«', rapport_id, '» is no report id. Expected <municipality>-<kind>-<year> in small letters, as 5001-arsberetning-2020. ',
            'Rename the folder.'
        ) as melding
    from pakker
    where not regexp_matches(rapport_id, '^[0-9a-z_]+-[0-9a-z_]+-[0-9]{4}$')
    union all
    select
        rapport_id,
        concat('name is «', navn, '». Expected the folder''s name, ', rapport_id, '.') as melding
    from pakker
    where er_lesbar and navn is distinct from rapport_id
    union all
    select
        rapport_id,
        concat('hovedenhet is «', hovedenhet_id, '» and aar «', aar, '». Expected those of the folder''s name, ', rapport_id, '.') as melding
    from pakker
    where
        er_lesbar
        and (hovedenhet_id is distinct from split_part(rapport_id, '-', 1) or cast(aar as varchar) is distinct from split_part(rapport_id, '-', -1))
    union all
    select
        rapport_id,
        concat('it says no ', felt, '. Add it.') as melding
    from pakrevd
    where verdi is null
    union all
    select
        rapport_id,
        concat('the SHA-256 of the source is «', fil_sha256, '». Expected 64 hexadecimal digits.') as melding
    from pakker
    where not regexp_matches(fil_sha256, '^[0-9a-f]{64}$')
    union all
    select
        pakker.rapport_id,
        concat(
            'hovedenhet is ', pakker.hovedenhet_id,
            case
                when kommuner.kommunenr is null then ', which no municipality has been'
                else concat(', a number in use ', kommuner.gyldig_fra, '–', kommuner.gyldig_til, ', and the report is of ', pakker.aar)
            end, '. Correct it after kodeverk/kommune.csv.'
        ) as melding
    from pakker
    left join kommuner on pakker.hovedenhet_id = kommuner.kommunenr
    where
        pakker.er_lesbar
        and pakker.hovedenhet_id not in (select grupper.enhet_id from grupper)
        and (
            kommuner.kommunenr is null
            or pakker.aar not between coalesce(kommuner.gyldig_fra, pakker.aar) and coalesce(kommuner.gyldig_til, pakker.aar)
        )
    union all
    select
        rapport_id,
        concat('aar is ', aar, '. Expected the year the report is of, between 1990 and 2100. Correct it, and the folder''s name.') as melding
    from pakker
    where er_lesbar and aar not between 1990 and 2100
    union all
    select
        a.rapport_id,
        concat(
            'the short name ', a.oppgitt_kortnavn, ' is also that of ', b.rapport_id, ', so that their tables cannot be told apart. ',
            'Give it another (kortnavn).'
        ) as melding
    from pakker as a
    inner join pakker as b on a.oppgitt_kortnavn = b.kortnavn and a.rapport_id != b.rapport_id
    where a.oppgitt_kortnavn != a.kortnavn
    union all
    select
        rapport_id,
        concat('kortnavn is «', oppgitt_kortnavn, '». Expected letters and digits, as AB2020. Correct it, or leave it out.') as melding
    from pakker
    where oppgitt_kortnavn != rapport_id and not regexp_matches(oppgitt_kortnavn, '^[A-Za-z][A-Za-z0-9_]{0,40}$')
    union all
    select
        rapport_id,
        concat('tegn is «', tegn, '». Expected what each sign means, as {"-": "strek"}. Correct it, or leave it out.') as melding
    from pakker
    where tegn is not null and not {{ er_json_objekt(som_json('tegn')) }}
    union all
    select
        rapport_id,
        concat(
            'tegn gives «', navn, '» the meaning «', verdi,
            '». Expected strek, null, ikke_tilgjengelig, kan_ikke_forekomme, skjult, tom or tapt. Correct it.'
        ) as melding
    from {{ json_par('pakker', 'tegn') }} as par
    where verdi not in ('strek', 'null', 'ikke_tilgjengelig', 'kan_ikke_forekomme', 'skjult', 'tom', 'tapt')
),

int_kontroll__pakke as (
    select
        rapport_id,
        'datapackage.json' as fil,
        1 as linje,
        cast(null as varchar) as kolonne,
        melding
    from brudd
    {% for rapport_id, grunn in fromjson(env_var('KOMMUNEVAREHUS_UTELATT', '{}')).items() %}
        {% set fil, melding = ('datapackage.json', grunn) if grunn is string else grunn %}
        union all
        select
            '{{ rapport_id | replace("'", "''") }}',
            '{{ fil | replace("'", "''") }}',
            1,
            null,
            '{{ melding | replace("'", "''") }}'
    {% endfor %}
)

select * from int_kontroll__pakke
