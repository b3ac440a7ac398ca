-- Every value of the catalogues against its declared type, vocabulary, reference and key: the first of each kind in each column with its line.
with

verdier as (
    select
        felt.*,
        skjema.nr,
        skjema.type,
        skjema.verdier,
        skjema.referanse,
        skjema.pakrevd,
        typer.sagt,
        typer.monster
    from felt
    inner join skjema on felt.fil = skjema.fil and felt.kolonne = skjema.kolonne
    left join typer on skjema.type = typer.type
),

gale as (
    select
        fil,
        linje,
        kolonne,
        nr,
        'verdi' as slag,
        case when tekst is null then 'empty' else concat('cannot read «', tekst, '»') end as funnet,
        coalesce('one of ' || replace(verdier, '|', ', '), sagt, 'a type that is declared') as ventet
    from verdier
    where
        case
            when tekst is null then pakrevd = 'ja'
            when verdier is not null then not list_contains(string_split(verdier, '|'), tekst)
            else not coalesce(regexp_full_match(tekst, monster), false)
        end
),

referanser as (
    select
        *,
        unnest(string_split(referanse, '|')) as mal
    from (select distinct fil, kolonne, referanse from verdier where referanse is not null)
),

kjente as (
    select
        referanser.fil,
        referanser.kolonne,
        felt.tekst
    from referanser
    inner join felt on referanser.mal = concat(felt.fil, ':', felt.kolonne)
    union
    select
        fil,
        kolonne,
        mal[2:]
    from referanser
    where starts_with(mal, '=')
),

-- a list of functions or of forms refers by each
viste as (
    select
        * exclude (tekst),
        unnest(case type when 'funksjoner' then string_split(tekst, ';') when 'skjemaer' then string_split(tekst, ' ') else [tekst] end) as tekst
    from verdier
    where referanse is not null and tekst is not null
),

ukjente as (
    select
        viste.fil,
        viste.linje,
        viste.kolonne,
        viste.nr,
        'kode' as slag,
        concat('unknown code «', viste.tekst, '»') as funnet,
        concat('one that ', viste.referanse, ' has') as ventet
    from viste
    left join kjente on viste.fil = kjente.fil and viste.kolonne = kjente.kolonne and viste.tekst = kjente.tekst
    where kjente.tekst is null
),

nokler as (
    select
        verdier.fil,
        verdier.post,
        erklart.unik,
        min(verdier.linje) as linje,
        min(verdier.nr) as nr,
        string_agg(verdier.kolonne, ', ' order by verdier.nr) as kolonner,
        string_agg(coalesce(verdier.tekst, ''), ', ' order by verdier.nr) as nokkel
    from verdier
    inner join (select fil, kolonne, unnest(string_split(unik, '|')) as unik from skjema where unik is not null) as erklart
        on verdier.fil = erklart.fil and verdier.kolonne = erklart.kolonne
    group by verdier.fil, verdier.post, erklart.unik
    having count(verdier.tekst) > 0
),

doble as (
    select
        fil,
        max(linje) as linje,
        kolonner as kolonne,
        min(nr) as nr,
        'nokkel' as slag,
        concat('«', nokkel, '» stands ', count(*), ' times') as funnet,
        'it once' as ventet
    from nokler
    group by fil, unik, kolonner, nokkel
    having count(*) > 1
)

from gale
union all
from ukjente
union all
from doble
