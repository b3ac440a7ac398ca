-- A column that another one decides, or several: where they are the same, it is. Of those that differ, the fewest are the slip.
with

bestemt (fil, av, kolonne) as (
    values
    ('kodeverk/deflator.csv', 'serie|argang', 'kilde'),
    ('kodeverk/deflator.csv', 'kilde', 'argang'),
    ('kodeverk/indikatorkilde.csv', 'innhold', 'tabell'),
    ('kodeverk/indikatorkilde.csv', 'innhold', 'kilde'),
    ('kodeverk/kommunegruppe.csv', 'gruppe_id', 'gruppe'),
    ('kodeverk/kommunegruppe.csv', 'gruppe_id', 'slag'),
    ('kodeverk/kommunegruppe.csv', 'gruppe_id', 'uten_seg_selv'),
    ('kodeverk/kostra_kapittel.csv', 'kilde', 'skjema'),
    ('kodeverk/oversiktstall.csv', 'sammenlignet_med', 'retning'),
    ('kodeverk/oversiktstall.csv', 'side', 'sidenavn'),
    ('kodeverk/seregel.csv', 'maales_pa', 'enhet'),
    ('kodeverk/seregel.csv', 'maales_pa', 'grense_id'),
    ('kodeverk/seriebrudd.csv', 'grunn', 'navn'),
    ('kodeverk/seriebrudd.csv', 'grunn', 'kilde'),
    ('kodeverk/seriebrudd.csv', 'navn', 'grunn'),
    ('kodeverk/tegn.csv', 'status', 'betydning'),
    ('kodeverk/tegn.csv', 'betydning', 'status'),
    ('oppstillinger/kolonner.csv', 'kolonne', 'overskrift'),
    ('oppstillinger/kolonner.csv', 'kolonne', 'maal'),
    ('oppstillinger/kolonner.csv', 'kolonne', 'aar'),
    ('oppstillinger/kolonner.csv', 'kolonne', 'maaleenhet'),
    ('oppstillinger/poster.csv', 'post_id', 'navn'),
    ('oppstillinger/rader.csv', 'oppstilling|kode', 'fortegn'),
    ('regnskap/asss_tabeller.csv', 'tabell_nr', 'tabell'),
    ('regnskap/asss_tabeller.csv', 'indikator_id', 'formel'),
    ('regnskap/egne_begrep.csv', 'samling|navn', 'kode'),
    ('regnskap/egne_begrep.csv', 'samling|kode', 'fortegn'),
    ('regnskap/egne_begrep.csv', 'samling|kode', 'leses'),
    ('regnskap/eierandel.csv', 'kilde', 'kommunenr'),
    ('regnskap/eierandel.csv', 'kilde', 'aar_fra'),
    ('regnskap/eierandel.csv', 'kilde', 'aar_til'),
    ('regnskap/linjer.csv', 'oppstilling', 'aar_fra'),
    ('regnskap/linjer.csv', 'oppstilling', 'aar_til'),
    ('regnskap/linjer.csv', 'post_id', 'radtype'),
    ('regnskap/linjer.csv', 'post_id', 'fortegn')
),

nokler as (
    select
        del.fil,
        del.av,
        del.kolonne,
        felt.post,
        string_agg(coalesce(felt.tekst, ''), ', ' order by del.plass) as nokkel
    from (select *, unnest(string_split(av, '|')) as del, generate_subscripts(string_split(av, '|'), 1) as plass from bestemt) as del
    inner join felt on del.fil = felt.fil and del.del = felt.kolonne
    group by del.fil, del.av, del.kolonne, felt.post
    having count(felt.tekst) > 0
),

ulike as (
    select
        nokler.fil,
        nokler.av,
        nokler.kolonne,
        nokler.nokkel,
        felt.tekst,
        min(felt.linje) as linje,
        count(*) as antall,
        first_value(coalesce(felt.tekst, 'nothing')) over nokkelen as vanlig,
        row_number() over nokkelen as nr
    from nokler
    inner join felt on nokler.fil = felt.fil and nokler.kolonne = felt.kolonne and nokler.post = felt.post
    group by nokler.fil, nokler.av, nokler.kolonne, nokler.nokkel, felt.tekst
    window nokkelen as (
        partition by nokler.fil, nokler.av, nokler.kolonne, nokler.nokkel order by count(*) desc, min(felt.linje)
    )
)

select
    fil,
    linje,
    kolonne,
    0 as nr,
    av as slag,
    concat('«', coalesce(tekst, ''), '» of «', nokkel, '»') as funnet,
    concat('«', vanlig, '», as the others of the same ', replace(av, '|', ' and ')) as ventet
from ulike
where nr > 1
