{# Every concept of every municipality, year and omfang by one rule: the sum of coefficient × amount over the concept's terms. Accounts with the same
   terms are one class, and so are functions in the same lists: the amounts are summed by class before a concept is looked up. Nothing is rounded. #}
{% set nokkel = 'region, kommunenr, aar, kvartal, kilde, versjon' %}
with

regnskap as (
    select
        {{ nokkel }},
        omfang,
        orgnr,
        kontoklasse,
        funksjon,
        art as kode,
        belop_1000_kr,
        belop_kr
    from {{ ref('fct_kostra_regnskap') }}
    union all
    select
        {{ nokkel }},
        omfang,
        orgnr,
        kontoklasse,
        '' as funksjon,
        kapittel as kode,
        belop_1000_kr,
        belop_kr
    from {{ ref('fct_kostra_balanse') }}
),

ledd as (
    select * from {{ ref('stg_kostra__begrepsledd') }}
),

-- which codes the terms are about, among those in use
kontoer as (
    select distinct aar, kontoklasse, kode from regnskap
),

kodelister as (
    {{ intervaller('koder', 'ledd') }}
),

kode_i_liste as (
    select distinct kodelister.koder, koder.kode
    from (select distinct kode from kontoer) as koder -- noqa: ST05
    inner join kodelister on {{ kode_i('koder.kode', 'kodelister.fra', 'kodelister.til') }}
),

kontoledd as (
    select
        kontoer.aar,
        kontoer.kontoklasse,
        kontoer.kode,
        list(ledd.ledd_id order by ledd.ledd_id) as ledd_id
    from kontoer
    inner join kode_i_liste on kontoer.kode = kode_i_liste.kode
    inner join ledd
        on kode_i_liste.koder = ledd.koder and kontoer.kontoklasse = ledd.kontoklasse and kontoer.aar between ledd.aar_fra and ledd.aar_til
    group by kontoer.aar, kontoer.kontoklasse, kontoer.kode
),

klassenr as (
    select ledd_id, cast(row_number() over () as integer) as klasse
    from (select distinct ledd_id from kontoledd) as lister -- noqa: ST05
),

kontoklasser as (
    select kontoledd.aar, kontoledd.kontoklasse, kontoledd.kode, klassenr.klasse
    from kontoledd
    inner join klassenr on kontoledd.ledd_id = klassenr.ledd_id
),

klasseledd as (
    select klassenr.klasse, ledd.begrep_id, ledd.omfang, ledd.regnskapsdel, ledd.funksjoner, ledd.koeffisient
    from (select klasse, unnest(ledd_id) as ledd_id from klassenr) as klassenr -- noqa: ST05
    inner join ledd on klassenr.ledd_id = ledd.ledd_id
),

-- an enterprise that is shared out: its part is in a konsern of its own, in kroner
andeler as (
    select kommunenr, orgnr, aar_fra, aar_til, eierandel_pst from {{ ref('stg_kostra__eierandel') }}
    where orgnr is not null
),

delte as (
    select distinct regnskap.region, regnskap.aar
    from regnskap
    inner join andeler
        on regnskap.kommunenr = andeler.kommunenr and regnskap.orgnr = andeler.orgnr and regnskap.aar between andeler.aar_fra and andeler.aar_til
    where regnskap.omfang = 'saerbedrift'
),

fordelt as (
    select
        regnskap.* replace (cast(regnskap.belop_1000_kr as decimal(18, 0)) * coalesce(andeler.eierandel_pst, 100) * 10 as belop_kr),
        kontoklasser.klasse
    from regnskap
    semi join delte using (region, aar)
    inner join kontoklasser using (aar, kontoklasse, kode)
    left join andeler
        on
            regnskap.omfang = 'saerbedrift'
            and regnskap.kommunenr = andeler.kommunenr
            and regnskap.orgnr = andeler.orgnr
            and regnskap.aar between andeler.aar_fra and andeler.aar_til
    where regnskap.omfang in ('kasse', 'saerbedrift') and regnskap.belop_1000_kr is not null
),

per_klasse as (
    select
        {{ nokkel }},
        omfang as kildeomfang,
        funksjon,
        klasse,
        sum(belop_1000_kr) as belop_1000_kr,
        sum(belop_kr) as belop_kr
    from regnskap
    inner join kontoklasser using (aar, kontoklasse, kode)
    group by all
    union all
    select
        {{ nokkel }},
        'andel' as kildeomfang,
        funksjon,
        klasse,
        null as belop_1000_kr,
        sum(belop_kr) as belop_kr
    from fordelt
    group by all
),

-- whose terms an amount counts in, and what that is a figure of
omfang as (
    select * from (
        values
        ('kasse', 'kasse', 'kasse'),
        ('kasse', 'konsern', 'konsern'),
        ('saerbedrift', 'saerbedrift', 'saerbedrift'),
        ('saerbedrift', 'konsern', 'konsern'),
        ('konsolidert', 'saerbedrift', 'konsolidert'),
        ('andel', 'konsern', 'konsern_eierandel')
    ) as t (kildeomfang, leddomfang, omfang)
),

-- which functions the lists hold, among those in use
funksjonslister as (
    {{ intervaller('funksjoner', "(select funksjoner from ledd where funksjoner not in ('', 'hver'))") }}
),

funksjoner as (
    select distinct funksjon from per_klasse
),

funksjon_i_liste as (
    select distinct funksjoner.funksjon, funksjonslister.funksjoner
    from funksjoner
    inner join funksjonslister on {{ kode_i('funksjoner.funksjon', 'funksjonslister.fra', 'funksjonslister.til') }}
    union all
    select funksjon, '' as funksjoner from funksjoner
),

funksjonsklasser as (
    select funksjon, list(funksjoner order by funksjoner) as lister from funksjon_i_liste
    group by funksjon
),

per_funksjonsklasse as (
    select
        {{ nokkel }},
        per_klasse.kildeomfang,
        per_klasse.klasse,
        funksjonsklasser.lister,
        sum(per_klasse.belop_1000_kr) as belop_1000_kr,
        sum(per_klasse.belop_kr) as belop_kr
    from per_klasse
    inner join funksjonsklasser using (funksjon)
    group by all
),

totaler as (
    select
        {{ nokkel }},
        omfang.omfang,
        klasseledd.begrep_id,
        klasseledd.regnskapsdel,
        'alle' as funksjon,
        sum(klasseledd.koeffisient * belop.belop_1000_kr) as belop_1000_kr,
        sum(klasseledd.koeffisient * belop.belop_kr) as belop_kr
    from per_funksjonsklasse as belop
    inner join klasseledd on belop.klasse = klasseledd.klasse and list_contains(belop.lister, klasseledd.funksjoner)
    inner join omfang on belop.kildeomfang = omfang.kildeomfang and klasseledd.omfang = omfang.leddomfang
    group by all
),

per_funksjon as (
    select
        {{ nokkel }},
        omfang.omfang,
        klasseledd.begrep_id,
        klasseledd.regnskapsdel,
        belop.funksjon,
        sum(klasseledd.koeffisient * belop.belop_1000_kr) as belop_1000_kr,
        sum(klasseledd.koeffisient * belop.belop_kr) as belop_kr
    from per_klasse as belop
    inner join klasseledd on belop.klasse = klasseledd.klasse
    inner join omfang on belop.kildeomfang = omfang.kildeomfang and klasseledd.omfang = omfang.leddomfang
    where klasseledd.funksjoner = 'hver' and belop.funksjon < '800'
    group by all
),

grupper as (
    select * from {{ ref('stg_kostra__funksjonsgruppe') }}
),

gruppelister as (
    {{ intervaller('funksjoner', 'grupper') }}
),

gruppefunksjoner as (
    select distinct grupper.gruppe, grupper.aar_fra, grupper.aar_til, funksjoner.funksjon
    from grupper
    inner join gruppelister on grupper.funksjoner = gruppelister.funksjoner
    inner join funksjoner on {{ kode_i('funksjoner.funksjon', 'gruppelister.fra', 'gruppelister.til') }}
),

per_gruppe as (
    select
        {{ nokkel }},
        belop.omfang,
        belop.begrep_id,
        belop.regnskapsdel,
        gruppefunksjoner.gruppe as funksjon,
        sum(belop.belop_1000_kr) as belop_1000_kr,
        sum(belop.belop_kr) as belop_kr
    from per_funksjon as belop
    inner join gruppefunksjoner
        on belop.funksjon = gruppefunksjoner.funksjon and belop.aar between gruppefunksjoner.aar_fra and gruppefunksjoner.aar_til
    group by all
),

samlet as (
    select * from totaler
    union all
    select * from per_funksjon
    union all
    select * from per_gruppe
),

-- a konsern without its municipality is no konsern
hele as (
    select samlet.*
    from samlet
    left join (select distinct {{ nokkel }}, 1 as har_kasse from regnskap where omfang = 'kasse') as kasser -- noqa: ST05
        using ({{ nokkel }})
    where kasser.har_kasse = 1 or samlet.omfang not in ('konsern', 'konsern_eierandel')
),

nevnere as (
    select {{ nokkel }}, omfang, belop_1000_kr, belop_kr from totaler
    where begrep_id = 'brutto_driftsinntekter'
),

innbyggere as (
    {{ innbyggere_i_aaret() }}
),

med_nevner as (
    select
        hele.*,
        case when coalesce(begrep.leses_per_innbygger, false) then coalesce(hele.belop_kr, hele.belop_1000_kr * 1000) end as kr_per,
        case when coalesce(begrep.leses_i_prosent, false) then coalesce(hele.belop_kr, hele.belop_1000_kr) end as belop_pst,
        coalesce(nevnere.belop_kr, nevnere.belop_1000_kr) as driftsinntekter,
        innbyggere.personer
    from hele
    left join (select begrep_id, aar_fra, aar_til, leses_per_innbygger, leses_i_prosent from {{ ref('stg_kostra__begrep') }}) as begrep -- noqa: ST05
        on hele.begrep_id = begrep.begrep_id and hele.aar between begrep.aar_fra and begrep.aar_til
    left join nevnere using ({{ nokkel }}, omfang)
    left join innbyggere on hele.region = innbyggere.kommunenr || '00' and hele.aar = innbyggere.aar and hele.kvartal = 0
)

select
    {{ nokkel }},
    omfang,
    begrep_id,
    regnskapsdel,
    funksjon,
    cast(belop_1000_kr as bigint) as belop_1000_kr,
    cast(belop_kr as decimal(24, 4)) as belop_kr,
    cast({{ kvot('kr_per', 'personer', 2) }} as decimal(18, 2)) as per_innbygger_kr,
    cast({{ prosent('belop_pst', 'driftsinntekter', 2) }} as decimal(18, 2)) as pst_av_driftsinntekter
from med_nevner
