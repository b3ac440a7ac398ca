{# The packages' catalogues against their declared columns (kodeverk/pakkeskjema.csv): which there are, what a value may look like, and whether what
   it refers to exists. All faults at once, the first of each kind in each column with its line. #}
with

skjema as (
    select * from {{ ref('stg_kodeverk__pakkeskjema') }}
),

koder as (
    select * from {{ ref('int_kontroll__kode') }}
),

hoder as (
    select
        *,
        case when fil like 'tabeller/%' then 'tabeller/*.csv' else fil end as filtype
    from {{ ref('stg_rapport__felt') }}
    where post = 1
),

kjente as (
    select
        fil,
        {{ tekster_samlet('kolonne', ', ', 'nr') }} as kolonner
    from skjema
    group by fil
),

filer as (
    select distinct
        rapport_id,
        fil,
        filtype
    from hoder
),

ukjente as (
    select
        hoder.rapport_id,
        hoder.fil,
        1 as linje,
        hoder.tekst as kolonne,
        concat('unknown column. Expected ', kjente.kolonner, '. Correct the header.') as melding
    from hoder
    inner join kjente on hoder.filtype = kjente.fil and hoder.filtype != 'tabeller/*.csv'
    left join skjema on hoder.filtype = skjema.fil and hoder.tekst = skjema.kolonne
    where skjema.kolonne is null
),

ukjente_filer as (
    select
        filer.rapport_id,
        filer.fil,
        1 as linje,
        cast(null as varchar) as kolonne,
        'no such file belongs to a package. Expected one of those in the guide. Rename or remove it.' as melding
    from filer
    left join kjente on filer.filtype = kjente.fil
    where kjente.fil is null
),

mangler as (
    select
        filer.rapport_id,
        filer.fil,
        1 as linje,
        skjema.kolonne,
        'missing column. Add it to the header.' as melding
    from filer
    inner join skjema on filer.filtype = skjema.fil and skjema.pakrevd != 'nei'
    left join hoder on filer.rapport_id = hoder.rapport_id and filer.fil = hoder.fil and skjema.kolonne = hoder.tekst
    where hoder.tekst is null
),

doble as (
    select
        rapport_id,
        fil,
        1 as linje,
        tekst as kolonne,
        'the column stands twice. Remove one.' as melding
    from hoder
    group by rapport_id, fil, tekst
    having count(*) > 1
),

-- every field against its column, once: most are right, refer to nothing and are in no key, and go no further
provde as (
    select
        felter.rapport_id,
        felter.fil,
        felter.post,
        felter.linje,
        felter.kolonne,
        felter.tekst,
        skjema.nr,
        skjema.type,
        skjema.verdier,
        skjema.referanse,
        skjema.unik,
        case
            when felter.tekst is null then skjema.pakrevd = 'ja'
            when skjema.type = 'heltall' then not regexp_matches(felter.tekst, '^-?[0-9]{1,9}$')
            when skjema.type = 'aar' then not regexp_matches(felter.tekst, '^([0-9]{4}|[-+]?[0-9]{1,2})$')
            when skjema.type = 'aarstall' then not regexp_matches(felter.tekst, '^(19|20)[0-9]{2}$')
            when skjema.type = 'fortegn' then felter.tekst not in ('1', '-1')
            when skjema.type = 'kode' then not regexp_matches(felter.tekst, '^[0-9a-z_]+$')
            when skjema.type = 'funksjon' then not regexp_matches(felter.tekst, '^[0-9]{3}$')
            when skjema.type = 'utsagn_id' then not regexp_matches(felter.tekst, '^P[0-9]{4,6}-[0-9]+$')
            when skjema.type = 'desimaltall' then not {{ er_norsk_tall('felter.tekst') }}
            when skjema.verdier is not null then not list_contains({{ delt_ved('skjema.verdier', "'|'") }}, felter.tekst)
            else false
        end as er_gal
    from {{ ref('stg_rapport__felt') }} as felter
    inner join skjema
        on case when felter.fil like 'tabeller/%' then 'tabeller/*.csv' else felter.fil end = skjema.fil and felter.kolonne = skjema.kolonne
    where felter.post > 1
),

verdier as (
    select * from provde
    where er_gal or unik is not null or (referanse is not null and tekst is not null)
),

-- What refers to a file that cannot be read is not wrong for that.
uleste as (
    select
        rapport_id,
        case fil when 'enheter.csv' then 'enheter' else fil end as fil
    from {{ ref('int_kontroll__fil') }}
    union
    select
        rapport_id,
        case fil when 'enheter.csv' then 'enheter' else fil end as fil
    from mangler
),

ukjente_koder as (
    select verdier.*
    from verdier
    left join koder as felles on felles.rapport_id = '' and verdier.referanse = felles.slag and verdier.tekst = felles.kode
    left join koder as egne on verdier.rapport_id = egne.rapport_id and verdier.referanse = egne.slag and verdier.tekst = egne.kode
    left join uleste on verdier.rapport_id = uleste.rapport_id and verdier.referanse = uleste.fil
    where
        verdier.referanse is not null
        and verdier.tekst is not null
        and felles.kode is null
        and egne.kode is null
        and uleste.fil is null
),

gale as (
    select
        rapport_id,
        fil,
        min(linje) as linje,
        kolonne,
        concat(
            case when min(tekst) is null then 'empty' else concat('cannot read «', {{ synlig("min_by(coalesce(tekst, ''), linje)") }}, '»') end,
            '. Expected ',
            case min(type)
                when 'heltall' then 'a whole number'
                when 'aar' then 'a year (2020), or years from the report''s (0, -1)'
                when 'aarstall' then 'a year (2020)'
                when 'fortegn' then '1 or -1'
                when 'kode' then 'a code of small letters without accents, digits and underscores'
                when 'funksjon' then 'a KOSTRA function of three digits'
                when 'utsagn_id' then 'P, the line of the source in four digits or more, and a number (P0169-2)'
                when 'desimaltall' then 'a Norwegian number (1 234,5)'
                else coalesce('one of ' || replace(min(verdier), '|', ', '), 'a value')
            end, '. Correct the cell', case when count(*) > 1 then concat('; ', count(*) - 1, ' more such cells') else '' end, '.'
        ) as melding
    from verdier
    where er_gal
    group by rapport_id, fil, kolonne
    union all
    select
        rapport_id,
        fil,
        min(linje) as linje,
        kolonne,
        concat(
            'unknown code «', {{ synlig('min_by(tekst, linje)') }},
            '». Expected one that ', min(referanse), ' has. Correct it, or add it there',
            case when count(*) > 1 then concat('; ', count(*) - 1, ' more such cells') else '' end, '.'
        ) as melding
    from ukjente_koder
    group by rapport_id, fil, kolonne
),

nokler as (
    select
        rapport_id,
        fil,
        post,
        min(linje) as linje,
        {{ tekster_samlet("coalesce(tekst, '')", ', ', 'nr') }} as nokkel
    from verdier
    where unik is not null
    group by rapport_id, fil, post
    having count(tekst) > 0
),

gjentatte_nokler as (
    select
        rapport_id,
        fil,
        nokkel
    from nokler
    group by rapport_id, fil, nokkel
    having count(*) > 1
),

-- the columns that a file has of its key
nokkelkolonner as (
    select
        hoder.rapport_id,
        hoder.fil,
        {{ tekster_samlet('skjema.kolonne', ', ', 'skjema.nr') }} as kolonne
    from hoder
    inner join skjema on hoder.filtype = skjema.fil and hoder.tekst = skjema.kolonne
    where skjema.unik is not null
    group by hoder.rapport_id, hoder.fil
),

gjentatte as (
    select
        nokler.rapport_id,
        nokler.fil,
        max(nokler.linje) as linje,
        nokkelkolonner.kolonne,
        concat(
            '«', nokler.nokkel, '» stands on the lines ', {{ tekster_samlet('cast(nokler.linje as varchar)', ', ', 'nokler.linje') }},
            '. Expected it once. Remove or correct the others.'
        ) as melding
    from nokler
    inner join gjentatte_nokler
        on nokler.rapport_id = gjentatte_nokler.rapport_id and nokler.fil = gjentatte_nokler.fil and nokler.nokkel = gjentatte_nokler.nokkel
    inner join nokkelkolonner on nokler.rapport_id = nokkelkolonner.rapport_id and nokler.fil = nokkelkolonner.fil
    group by nokler.rapport_id, nokler.fil, nokkelkolonner.kolonne, nokler.nokkel
),

int_kontroll__skjema as (
    select * from gjentatte
    union all
    select * from ukjente
    union all
    select * from ukjente_filer
    union all
    select * from mangler
    union all
    select * from doble
    union all
    select * from gale
)

select * from int_kontroll__skjema
