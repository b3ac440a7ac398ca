{# What looks like a contradiction or a slip, found by rule in every report, each with the two places. A suspicion is not a fault: figures may be
   equal by chance, and a key figure may jump. kvalitet.mistanke says which of them are explained. #}
with

kommuner as (
    select
        kommunenr,
        min(kommunenr_2024) as kommune_id
    from {{ ref('stg_kodeverk__kommune') }}
    group by kommunenr
),

kolonner as (
    select
        kolonner.*,
        coalesce(kommuner.kommune_id, kolonner.enhet_id) as hvem,
        concat_ws('|', kolonner.maal, kolonner.undergruppe, kolonner.kjonn) as hva
    from {{ ref('int_kolonne__tydet') }} as kolonner
    left join kommuner on kolonner.enhet_id = kommuner.kommunenr
),

nokkeltall as (
    select
        celler.rapport_id,
        celler.tabell,
        celler.tabell_id,
        celler.rad,
        celler.kolonne,
        celler.raatekst,
        celler.aar,
        celler.enhet_id,
        cast(celler.verdi as decimal(18, 6)) as verdi,
        length({{ erstattet('celler.raatekst', "'[^0-9]'") }}) as sifre,
        kolonner.plass,
        kolonner.hvem,
        kolonner.hva,
        concat_ws('|', celler.tabell_id, celler.rad, celler.kolonne) as sted,
        concat_ws('|', celler.tabell, celler.rad, celler.kolonne) as nokkel
    from {{ ref('int_celle__kodet') }} as celler
    inner join kolonner
        on celler.rapport_id = kolonner.rapport_id and celler.tabell = kolonner.tabell and celler.kolonne = kolonner.kolonne
    where celler.fakta = 'nokkeltall' and celler.status = 'verdi' and celler.verdi != 0
),

i_raden as (
    select
        a.rapport_id,
        b.nokkel,
        a.sted as sted_a,
        a.raatekst as verdi_a,
        b.sted as sted_b,
        b.raatekst as verdi_b,
        a.verdi = b.verdi as er_lik,
        least(a.sifre, b.sifre) as sifre,
        a.hvem = b.hvem and abs(a.aar - b.aar) = 1 as er_naboaar,
        {{ fortegnet('a.verdi') }} = {{ fortegnet('b.verdi') }}
        and (abs(b.verdi) * 2 >= abs(a.verdi) * 3 or abs(b.verdi) * 2 <= abs(a.verdi)) as er_sprang,
        left(a.enhet_id, 7) in ('lavest_', 'hoyest_') or left(b.enhet_id, 7) in ('lavest_', 'hoyest_') as har_ytterpunkt
    from nokkeltall as a
    inner join nokkeltall as b
        on a.rapport_id = b.rapport_id and a.tabell = b.tabell and a.rad = b.rad and a.hva = b.hva and a.plass < b.plass
),

i_kolonnen as (
    select
        a.rapport_id,
        b.nokkel,
        a.sted as sted_a,
        a.raatekst as verdi_a,
        b.sted as sted_b,
        b.raatekst as verdi_b
    from nokkeltall as a
    inner join nokkeltall as b
        on a.rapport_id = b.rapport_id and a.tabell = b.tabell and a.kolonne = b.kolonne and a.rad + 1 = b.rad and a.verdi = b.verdi
    where a.sifre >= 3
),

holdt as (
    select
        holdt.*,
        case
            when holdt.tabell_id = 'utsagn' then holdt.kolonne
            else concat_ws('|', holdt.tabell_id, holdt.rad, holdt.kolonne)
        end as sted
    from {{ ref('int_avstemming__holdt') }} as holdt
),

tall as (
    select * from {{ ref('int_tall__samlet') }}
    where er_trykt
),

naboer as (
    select
        holdt.dokument as rapport_id,
        holdt.sted as sted_a,
        holdt.trykt as verdi_a,
        concat_ws('|', tall.tabell_id, tall.rad, tall.kolonne) as sted_b,
        tall.trykt as verdi_b
    from holdt
    inner join tall on holdt.tabell_id = tall.tabell_id and holdt.kolonne = tall.kolonne and abs(holdt.rad - tall.rad) = 1
    where
        holdt.status != 'stemmer_eksakt'
        and abs(tall.verdi - holdt.beregnet) < abs(holdt.trykt_verdi - holdt.beregnet)
        and tall.ovre >= holdt.beregnet_nedre
        and tall.nedre <= holdt.beregnet_ovre
),

-- the direction of the years among the columns of one unit, by table
retninger as (
    select
        a.rapport_id,
        a.tabell,
        min(a.tabell_id) as tabell_id,
        min({{ fortegnet('b.aar - a.aar') }}) as retning
    from kolonner as a
    inner join kolonner as b
        on a.rapport_id = b.rapport_id and a.tabell = b.tabell and a.hvem = b.hvem and a.hva = b.hva and a.plass < b.plass and a.aar != b.aar
    where concat(a.rapport_id, '/', a.tabell) in (select concat(nokkeltall.rapport_id, '/', nokkeltall.tabell) from nokkeltall)
    group by a.rapport_id, a.tabell
),

vanlige as (
    select
        rapport_id,
        mode(retning) as retning,
        min(tabell_id) as tabell_id
    from retninger
    group by rapport_id
    having count(*) > 2
),

utsagn as (
    select
        *,
        'utsagn' as sted
    from {{ ref('int_utsagn__lest') }}
),

ledd as (
    select * from {{ ref('int_avstemming__ledd') }}
),

aarene as (
    select
        holdt.dokument as rapport_id,
        holdt.kolonne as sted_a,
        utsagn.aar as utsagnets,
        max(coalesce(kolonner.aar, andre.aar)) as nyeste,
        max_by(case when kolonner.aar is null then ledd.ledd_kolonne else ledd.ledd_tabell_id end, coalesce(kolonner.aar, andre.aar)) as sted_b
    from holdt
    inner join utsagn on holdt.tabell_id = utsagn.sted and holdt.kolonne = utsagn.utsagn_id
    inner join ledd
        on
            holdt.dokument = ledd.rapport_id
            and holdt.regel_id = ledd.regel_id
            and holdt.tabell_id = ledd.tabell_id
            and holdt.kolonne = ledd.kolonne
    left join kolonner on ledd.ledd_tabell_id = kolonner.tabell_id and ledd.ledd_kolonne = kolonner.kolonne
    left join utsagn as andre on ledd.ledd_tabell_id = andre.sted and ledd.ledd_kolonne = andre.utsagn_id
    where utsagn.aar is not null
    group by holdt.dokument, holdt.avstemming_id, holdt.kolonne, utsagn.aar
    having utsagn.aar != max(coalesce(kolonner.aar, andre.aar))
),

mistanker as (
    select
        rapport_id,
        'like_tall' as regel,
        sted_a,
        verdi_a,
        sted_b,
        verdi_b
    from i_raden
    where er_lik and sifre >= 3 and not har_ytterpunkt
    union all
    select
        rapport_id,
        'like_tall' as regel,
        sted_a,
        verdi_a,
        sted_b,
        verdi_b
    from i_kolonnen
    union all
    select
        rapport_id,
        'sprang' as regel,
        sted_a,
        verdi_a,
        sted_b,
        verdi_b
    from i_raden
    where er_naboaar and er_sprang
    union all
    select
        rapport_id,
        'nabo_passer_bedre' as regel,
        sted_a,
        verdi_a,
        sted_b,
        verdi_b
    from naboer
    union all
    select
        retninger.rapport_id,
        'aarenes_rekkefolge' as regel,
        retninger.tabell_id as sted_a,
        case when retninger.retning > 0 then 'stigende' else 'synkende' end as verdi_a,
        vanlige.tabell_id as sted_b,
        case when vanlige.retning > 0 then 'stigende' else 'synkende' end as verdi_b
    from retninger
    inner join vanlige on retninger.rapport_id = vanlige.rapport_id and retninger.retning != vanlige.retning
    union all
    select
        rapport_id,
        'aar_i_teksten' as regel,
        sted_a,
        cast(utsagnets as varchar) as verdi_a,
        sted_b,
        cast(nyeste as varchar) as verdi_b
    from aarene
    union all
    -- A budget is adopted in balance: what it leaves over is zero, or something is missing from it.
    select
        rapport_id,
        'budsjettet_gar_i_null' as regel,
        concat_ws('|', tabell_id, rad, kolonne) as sted_a,
        raatekst as verdi_a,
        concat_ws('|', tabell_id, rad, kolonne) as sted_b,
        '0' as verdi_b
    from {{ ref('int_celle__kodet') }}
    where kode = 'regnskapsmessig_resultat' and contains(maal, 'budsjett') and status = 'verdi' and verdi != 0
),

int_mistanke__sett as (
    select distinct * from mistanker
)

select * from int_mistanke__sett
