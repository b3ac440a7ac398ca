{# Every concept of every municipality, year and omfang by one rule: the sum of coefficient × amount over the concept's terms. What a municipality's
   year is called is a number until the end, functions in the same lists are summed as one, and so are accounts that count alike in the concepts of
   single functions. Nothing is rounded but what is per inhabitant and in per cent, once. #}
{% set nokkel = ['region', 'kommunenr', 'aar', 'kvartal', 'kilde', 'versjon'] %}
with

poster as (
    select
        {{ nokkel | join(', ') }},
        omfang as kildeomfang,
        orgnr,
        kontoklasse,
        funksjon,
        art as kode,
        belop_1000_kr,
        belop_kr
    from {{ ref('fct_kostra_regnskap') }}
    union all
    select
        {{ nokkel | join(', ') }},
        omfang as kildeomfang,
        orgnr,
        kontoklasse,
        '' as funksjon,
        kapittel as kode,
        belop_1000_kr,
        belop_kr
    from {{ ref('fct_kostra_balanse') }}
),

-- an enterprise that is shared out: its part is in a konsern of its own, in kroner
andeler as (
    select
        kommunenr,
        orgnr,
        aar_fra,
        aar_til,
        eierandel_pst
    from {{ ref('stg_kostra__eierandel') }}
    where orgnr is not null
),

delte as (
    select distinct
        poster.region,
        poster.aar
    from poster
    inner join andeler
        on poster.kommunenr = andeler.kommunenr and poster.orgnr = andeler.orgnr and poster.aar between andeler.aar_fra and andeler.aar_til
    where poster.kildeomfang = 'saerbedrift'
),

fordelt as (
    select
        poster.region,
        poster.kommunenr,
        poster.aar,
        poster.kvartal,
        poster.kilde,
        poster.versjon,
        'andel' as kildeomfang,
        poster.orgnr,
        poster.kontoklasse,
        poster.funksjon,
        poster.kode,
        cast(null as bigint) as belop_1000_kr,
        cast(poster.belop_1000_kr as decimal(18, 0)) * coalesce(andeler.eierandel_pst, 100) * 10 as belop_kr
    from poster
    semi join delte on poster.region = delte.region and poster.aar = delte.aar
    left join andeler
        on
            poster.kildeomfang = 'saerbedrift'
            and poster.kommunenr = andeler.kommunenr
            and poster.orgnr = andeler.orgnr
            and poster.aar between andeler.aar_fra and andeler.aar_til
    where poster.kildeomfang in ('kasse', 'saerbedrift') and poster.belop_1000_kr is not null
),

alle as (
    select * from poster
    union all
    select * from fordelt
),

regnskapsnr as (
    select
        *,
        cast(row_number() over (order by {{ nokkel | join(', ') }}, kildeomfang) as integer) as nr
    from (select distinct {{ nokkel | join(', ') }}, kildeomfang from alle) as regnskap -- noqa: ST05
),

-- which functions the lists hold, among those in use
ledd as {{ beregnet_en_gang() }} (
    select * from {{ ref('stg_kostra__begrepsledd') }}
),

funksjonslister as (
    {{ intervaller('funksjoner', "(select funksjoner from ledd where funksjoner not in ('', 'hver'))") }}
),

funksjoner as (
    select distinct funksjon from alle
),

funksjonsklasser as (
    select
        funksjon,
        {{ tekster_samlet('funksjoner', ';') }} as klasse
    from (
        select distinct
            funksjoner.funksjon,
            funksjonslister.funksjoner
        from funksjoner
        left join funksjonslister on {{ kode_i('funksjoner.funksjon', 'funksjonslister.fra', 'funksjonslister.til') }}
    ) as funksjon_i_liste
    group by funksjon
),

klassenavn as (
    select
        klasse,
        cast(row_number() over (order by klasse) as integer) as klassenr
    from (select distinct klasse from funksjonsklasser) as klasser -- noqa: ST05
),

liste_i_klasse as (
    select
        klassenr,
        '' as funksjoner
    from klassenavn
    union all
    select
        klassenr,
        {{ hver_del('klasse', ';') }} as funksjoner
    from klassenavn
    where klasse is not null
),

-- which codes the terms are about, among those in use
kontoer as (
    select distinct
        aar,
        kontoklasse,
        kode
    from alle
),

kodelister as (
    {{ intervaller('koder', 'ledd') }}
),

kode_i_liste as (
    select distinct
        kodelister.koder,
        koder.kode
    from (select distinct kode from kontoer) as koder -- noqa: ST05
    inner join kodelister on {{ kode_i('koder.kode', 'kodelister.fra', 'kodelister.til') }}
),

begrepsnr as (
    select
        *,
        cast(row_number() over (order by begrep_id, regnskapsdel) as integer) as begrepnr
    from (select distinct begrep_id, regnskapsdel from ledd) as begreper -- noqa: ST05, LT09
),

-- whose terms an amount counts in, and what that is a figure of
omfang as (
    select
        omfangene.kildeomfang,
        omfangene.leddomfang,
        omfangene.omfang
    from (
        values
        ('kasse', 'kasse', 'kasse'),
        ('kasse', 'konsern', 'konsern'),
        ('saerbedrift', 'saerbedrift', 'saerbedrift'),
        ('saerbedrift', 'konsern', 'konsern'),
        ('konsolidert', 'saerbedrift', 'konsolidert'),
        ('andel', 'konsern', 'konsern_eierandel')
    ) as omfangene (kildeomfang, leddomfang, omfang)
),

kontoledd as {{ beregnet_en_gang() }} (
    select
        kontoer.aar,
        kontoer.kontoklasse,
        kontoer.kode,
        begrepsnr.begrepnr,
        ledd.omfang as leddomfang,
        ledd.funksjoner,
        cast(sum(ledd.koeffisient) as integer) as koeffisient
    from kontoer
    inner join kode_i_liste on kontoer.kode = kode_i_liste.kode
    inner join ledd
        on kode_i_liste.koder = ledd.koder and kontoer.kontoklasse = ledd.kontoklasse and kontoer.aar between ledd.aar_fra and ledd.aar_til
    inner join begrepsnr on ledd.begrep_id = begrepsnr.begrep_id and ledd.regnskapsdel = begrepsnr.regnskapsdel
    group by kontoer.aar, kontoer.kontoklasse, kontoer.kode, begrepsnr.begrepnr, ledd.omfang, ledd.funksjoner
),

-- accounts that count alike in every concept of single functions
funksjonsvekter as (
    select
        aar,
        kontoklasse,
        kode,
        {{ tekster_samlet("concat(lpad(cast(begrepnr as string), 6, '0'), leddomfang, cast(koeffisient as string))", ';') }} as vekt
    from kontoledd
    where funksjoner = 'hver'
    group by aar, kontoklasse, kode
),

vektnavn as (
    select
        vekt,
        cast(row_number() over (order by vekt) as integer) as vektnr
    from (select distinct vekt from funksjonsvekter) as vekter -- noqa: ST05
),

-- one account of each weight has its terms
vektkonto as (
    select
        vektnavn.vektnr,
        funksjonsvekter.aar,
        funksjonsvekter.kontoklasse,
        funksjonsvekter.kode,
        row_number() over (
            partition by vektnavn.vektnr order by funksjonsvekter.aar, funksjonsvekter.kontoklasse, funksjonsvekter.kode
        ) as plass
    from funksjonsvekter
    inner join vektnavn on funksjonsvekter.vekt = vektnavn.vekt
),

vektledd as (
    select
        vektkonto.vektnr,
        kontoledd.begrepnr,
        kontoledd.leddomfang,
        kontoledd.koeffisient
    from vektkonto
    inner join kontoledd
        on
            vektkonto.aar = kontoledd.aar
            and vektkonto.kontoklasse = kontoledd.kontoklasse
            and vektkonto.kode = kontoledd.kode
            and kontoledd.funksjoner = 'hver'
    where vektkonto.plass = 1
),

kontonavn as (
    select
        kontoer.aar,
        kontoer.kontoklasse,
        kontoer.kode,
        cast(row_number() over (order by kontoer.aar, kontoer.kontoklasse, kontoer.kode) as integer) as kontonr,
        vektnavn.vektnr
    from kontoer
    left join funksjonsvekter
        on kontoer.aar = funksjonsvekter.aar and kontoer.kontoklasse = funksjonsvekter.kontoklasse and kontoer.kode = funksjonsvekter.kode
    left join vektnavn on funksjonsvekter.vekt = vektnavn.vekt
),

per_konto as {{ beregnet_en_gang() }} (
    select
        regnskapsnr.nr,
        kontonavn.kontonr,
        kontonavn.vektnr,
        alle.funksjon,
        klassenavn.klassenr,
        alle.belop_1000_kr,
        alle.belop_kr
    from alle
    inner join regnskapsnr
        on
            alle.region = regnskapsnr.region
            and alle.kommunenr = regnskapsnr.kommunenr
            and alle.aar = regnskapsnr.aar
            and alle.kvartal = regnskapsnr.kvartal
            and alle.kilde = regnskapsnr.kilde
            and alle.versjon = regnskapsnr.versjon
            and alle.kildeomfang = regnskapsnr.kildeomfang
    inner join kontonavn on alle.aar = kontonavn.aar and alle.kontoklasse = kontonavn.kontoklasse and alle.kode = kontonavn.kode
    inner join funksjonsklasser on alle.funksjon = funksjonsklasser.funksjon
    inner join klassenavn on funksjonsklasser.klasse is not distinct from klassenavn.klasse
),

samlede as (
    select
        nr,
        kontonr,
        klassenr,
        sum(belop_1000_kr) as belop_1000_kr,
        sum(belop_kr) as belop_kr
    from per_konto
    group by nr, kontonr, klassenr
),

per_liste as {{ beregnet_en_gang() }} (
    select
        samlede.nr,
        samlede.kontonr,
        liste_i_klasse.funksjoner,
        sum(samlede.belop_1000_kr) as belop_1000_kr,
        sum(samlede.belop_kr) as belop_kr
    from samlede
    inner join liste_i_klasse on samlede.klassenr = liste_i_klasse.klassenr
    group by samlede.nr, samlede.kontonr, liste_i_klasse.funksjoner
),

navngitte as (
    select
        nr,
        aar,
        kildeomfang
    from regnskapsnr
),

listeledd as {{ beregnet_en_gang() }} (
    select
        kontonavn.kontonr,
        kontoledd.funksjoner,
        kontoledd.begrepnr,
        kontoledd.leddomfang,
        kontoledd.koeffisient
    from kontonavn
    inner join kontoledd
        on kontonavn.aar = kontoledd.aar and kontonavn.kontoklasse = kontoledd.kontoklasse and kontonavn.kode = kontoledd.kode
    where kontoledd.funksjoner != 'hver'
),

totaler as {{ beregnet_en_gang() }} (
    select
        navngitte.nr,
        omfang.omfang,
        listeledd.begrepnr,
        sum(listeledd.koeffisient * per_liste.belop_1000_kr) as belop_1000_kr,
        sum(listeledd.koeffisient * per_liste.belop_kr) as belop_kr
    from per_liste
    inner join listeledd on per_liste.kontonr = listeledd.kontonr and per_liste.funksjoner = listeledd.funksjoner
    inner join navngitte on per_liste.nr = navngitte.nr
    inner join omfang on navngitte.kildeomfang = omfang.kildeomfang and listeledd.leddomfang = omfang.leddomfang
    group by navngitte.nr, omfang.omfang, listeledd.begrepnr
),

per_vekt as (
    select
        nr,
        vektnr,
        funksjon,
        sum(belop_1000_kr) as belop_1000_kr,
        sum(belop_kr) as belop_kr
    from per_konto
    where vektnr is not null and funksjon < '800'
    group by nr, vektnr, funksjon
),

per_funksjon as {{ beregnet_en_gang() }} (
    select
        per_vekt.nr,
        omfang.omfang,
        vektledd.begrepnr,
        per_vekt.funksjon,
        sum(vektledd.koeffisient * per_vekt.belop_1000_kr) as belop_1000_kr,
        sum(vektledd.koeffisient * per_vekt.belop_kr) as belop_kr
    from per_vekt
    inner join vektledd on per_vekt.vektnr = vektledd.vektnr
    inner join navngitte on per_vekt.nr = navngitte.nr
    inner join omfang on navngitte.kildeomfang = omfang.kildeomfang and vektledd.leddomfang = omfang.leddomfang
    group by per_vekt.nr, omfang.omfang, vektledd.begrepnr, per_vekt.funksjon
),

grupper as (
    select * from {{ ref('stg_kostra__funksjonsgruppe') }}
),

gruppelister as (
    {{ intervaller('funksjoner', 'grupper') }}
),

gruppefunksjoner as (
    select distinct
        grupper.gruppe,
        grupper.aar_fra,
        grupper.aar_til,
        funksjoner.funksjon
    from grupper
    inner join gruppelister on grupper.funksjoner = gruppelister.funksjoner
    inner join funksjoner on {{ kode_i('funksjoner.funksjon', 'gruppelister.fra', 'gruppelister.til') }}
),

per_gruppe as (
    select
        per_funksjon.nr,
        per_funksjon.omfang,
        per_funksjon.begrepnr,
        gruppefunksjoner.gruppe as funksjon,
        sum(per_funksjon.belop_1000_kr) as belop_1000_kr,
        sum(per_funksjon.belop_kr) as belop_kr
    from per_funksjon
    inner join navngitte on per_funksjon.nr = navngitte.nr
    inner join gruppefunksjoner
        on per_funksjon.funksjon = gruppefunksjoner.funksjon and navngitte.aar between gruppefunksjoner.aar_fra and gruppefunksjoner.aar_til
    group by per_funksjon.nr, per_funksjon.omfang, per_funksjon.begrepnr, gruppefunksjoner.gruppe
),

samlet as (
    select
        nr,
        omfang,
        begrepnr,
        'alle' as funksjon,
        belop_1000_kr,
        belop_kr
    from totaler
    union all
    select * from per_funksjon
    union all
    select * from per_gruppe
),

-- the konsern is the municipality with its enterprises: without the municipality there is none
aarsregnskap as (
    select
        nr,
        dense_rank() over (order by {{ nokkel | join(', ') }}) as aarsnr,
        bool_or(kildeomfang in ('kasse', 'andel')) over (partition by {{ nokkel | join(', ') }}) as har_kasse
    from regnskapsnr
),

begreper as (
    select
        begrep_id,
        bool_or(leses_per_innbygger) as leses_per_innbygger,
        bool_or(leses_i_prosent) as leses_i_prosent
    from {{ ref('stg_kostra__begrep') }}
    group by begrep_id
),

hele as {{ beregnet_en_gang() }} (
    select
        aarsregnskap.aarsnr,
        min(samlet.nr) as nr,
        samlet.omfang,
        samlet.begrepnr,
        samlet.funksjon,
        sum(samlet.belop_1000_kr) as belop_1000_kr,
        sum(samlet.belop_kr) as belop_kr
    from samlet
    inner join aarsregnskap on samlet.nr = aarsregnskap.nr
    where aarsregnskap.har_kasse or samlet.omfang not in ('konsern', 'konsern_eierandel')
    group by aarsregnskap.aarsnr, samlet.omfang, samlet.begrepnr, samlet.funksjon
),

nevnere as (
    select
        hele.aarsnr,
        hele.omfang,
        coalesce(hele.belop_kr, hele.belop_1000_kr) as driftsinntekter
    from hele
    inner join begrepsnr on hele.begrepnr = begrepsnr.begrepnr
    where begrepsnr.begrep_id = 'brutto_driftsinntekter'
),

innbyggere as (
    {{ innbyggere_i_aaret() }}
),

per_aar as {{ beregnet_en_gang() }} (
    select
        aarsregnskap.nr,
        omfang.omfang,
        regnskapsnr.region,
        regnskapsnr.kommunenr,
        regnskapsnr.aar,
        regnskapsnr.kvartal,
        regnskapsnr.kilde,
        regnskapsnr.versjon,
        nevnere.driftsinntekter,
        case when regnskapsnr.kvartal = 0 then innbyggere.personer end as personer
    from aarsregnskap
    inner join regnskapsnr on aarsregnskap.nr = regnskapsnr.nr
    cross join (select distinct omfang from omfang) as omfang -- noqa: ST05
    left join nevnere on aarsregnskap.aarsnr = nevnere.aarsnr and omfang.omfang = nevnere.omfang
    left join innbyggere on regnskapsnr.region = innbyggere.kommunenr || '00' and regnskapsnr.aar = innbyggere.aar
),

lest as {{ beregnet_en_gang() }} (
    select
        begrepsnr.begrepnr,
        begrepsnr.begrep_id,
        begrepsnr.regnskapsdel,
        coalesce(begreper.leses_per_innbygger, false) as leses_per_innbygger,
        coalesce(begreper.leses_i_prosent, false) as leses_i_prosent
    from begrepsnr
    left join begreper on begrepsnr.begrep_id = begreper.begrep_id
),

med_nevner as (
    select
        per_aar.region,
        per_aar.kommunenr,
        per_aar.aar,
        per_aar.kvartal,
        per_aar.kilde,
        per_aar.versjon,
        hele.omfang,
        lest.begrep_id,
        lest.regnskapsdel,
        hele.funksjon,
        cast(hele.belop_1000_kr as bigint) as belop_1000_kr,
        cast(hele.belop_kr as decimal(24, 4)) as belop_kr,
        case when lest.leses_per_innbygger and per_aar.personer is not null then coalesce(hele.belop_kr, hele.belop_1000_kr * 1000) end as kr,
        case when lest.leses_i_prosent then coalesce(hele.belop_kr, hele.belop_1000_kr) end as andel,
        per_aar.driftsinntekter,
        per_aar.personer
    from hele
    inner join lest on hele.begrepnr = lest.begrepnr
    inner join per_aar on hele.nr = per_aar.nr and hele.omfang = per_aar.omfang
)

select
    {{ nokkel | join(', ') }},
    omfang,
    begrep_id,
    regnskapsdel,
    funksjon,
    belop_1000_kr,
    belop_kr,
    {{ andel_avrundet('kr', 'personer', 1) }} as per_innbygger_kr,
    {{ andel_avrundet('andel', 'driftsinntekter', 100) }} as pst_av_driftsinntekter
from med_nevner
