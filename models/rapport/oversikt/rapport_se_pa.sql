{# What deserves a manager's attention, by the rules of kodeverk/seregel.csv: what is measured is here, the limits, sentences and places are there. A
   number that a finding rejects is in none of them, and none is worse than one that may not be held beside it; where a merger lies between the two,
   `brudd` says so. The first of each rule come before the second of any, so that five things are of different kinds. #}
with

regler as (
    select
        regler.regel_id,
        regler.rekkefolge,
        regler.navn,
        regler.maales_pa,
        regler.kode,
        regler.retning,
        coalesce(regler.grense, grenser.verdi) as grense,
        coalesce(grenser.fra_aar, 0) as grense_fra_aar,
        coalesce(grenser.til_aar, 9999) as grense_til_aar,
        regler.enhet,
        regler.erstatter,
        regler.setning,
        regler.setning_uten_tall,
        regler.forklaring,
        regler.side
    from {{ ref('stg_kodeverk__seregel') }} as regler
    left join {{ ref('dim_grense') }} as grenser on regler.grense_id = grenser.grense_id
),

enheter as (
    select
        enhet_id,
        kommune_id
    from {{ ref('dim_enhet') }}
    where kommune_id is not null
),

omrader as (
    select * from {{ ref('dim_tjenesteomrade') }}
    where art = 'tjeneste'
),

tjenester as (
    select * from {{ ref('rapport_tjenesteomrade') }}
    where regulert_budsjett_mill_kr is not null
),

-- The areas that the council granted money to, where no report has more of the year's services; what earns money is no area.
bevilget as (
    select
        enheter.kommune_id,
        rader.*
    from {{ ref('rapport_oppstilling') }} as rader
    inner join enheter on rader.enhet_id = enheter.enhet_id
    left join tjenester on enheter.kommune_id = tjenester.enhet_id and rader.aar = tjenester.aar
    where
        rader.emne = 'bevilgning_omrade' and rader.radtype = 'detalj' and rader.utfall = 'merforbruk' and rader.regnskap_mill_kr < 0
        and tjenester.enhet_id is null
),

avvik as (
    select
        *,
        {{ prosent('(-1 * avvik_mill_kr)', 'abs(regulert_budsjett_mill_kr)', 2) }} as merforbruk_pst
    from (
        select
            enhet_id,
            aar,
            tjenesteomrade_id,
            tjenesteomrade_id as nokkel,
            concat('omrade=', tjenesteomrade_id) as parametre,
            navn,
            regulert_budsjett_mill_kr,
            avvik_mill_kr,
            tabell_id,
            funn_id
        from tjenester
        where art = 'tjeneste' and utfall = 'merforbruk'
        union all
        select
            kommune_id as enhet_id,
            aar,
            cast(null as varchar) as tjenesteomrade_id,
            post_id as nokkel,
            cast(null as varchar) as parametre,
            navn,
            regulert_budsjett_mill_kr,
            avvik_mill_kr,
            tabell_id,
            funn_id
        from bevilget
    ) as begge
),

nokkeltall as (
    select * from {{ ref('rapport_nokkeltall') }}
),

dagens as (
    select cast(max(til_grenser) as varchar) as grenser
    from {{ ref('bro_kommune') }}
),

befolkning as (
    select alder.*
    from {{ ref('rapport_aldersgruppe') }} as alder
    inner join dagens on alder.grenser = dagens.grenser
),

funnsteder as (
    select distinct
        funn_id,
        tjenesteomrade_id
    from nokkeltall
    union
    select distinct
        funn_id,
        tema as tjenesteomrade_id
    from {{ ref('rapport_utsagn') }}
    union
    select distinct
        funn_id,
        tjenesteomrade_id
    from {{ ref('rapport_budsjettavvik') }}
),

-- The years a reader can choose; of a municipality without reports, its newest population.
aarene as (
    select
        enhet_id,
        aar,
        aar + 1 as siste_folkeaar
    from {{ ref('rapport_kommuneaar') }}
    union all
    select
        kommunenr as enhet_id,
        max(aar) as aar,
        max(aar) as siste_folkeaar
    from befolkning
    where kommunenr not in (select medrapport.enhet_id from {{ ref('rapport_kommuneaar') }} as medrapport) and kommunenr != '0000'
    group by kommunenr
),

nyeste_aar as (
    select
        enhet_id,
        max(aar) as aar
    from aarene
    group by enhet_id
),

-- Weaker than every group that the report compares with, seen against the nearest of them, and than the year before.
svakere_enn_gruppene as (
    select
        denne.*,
        grupper.enhet_id as gruppe_id,
        grupper.enhet as gruppe,
        grupper.verdi as gruppe_verdi,
        forrige.verdi as forrige_verdi,
        case denne.retning when 'hoy_er_bra' then grupper.verdi - denne.verdi else denne.verdi - grupper.verdi end as svakere_enn_gruppen,
        case denne.retning when 'hoy_er_bra' then forrige.verdi - denne.verdi else denne.verdi - forrige.verdi end as svakere_enn_for
    from nokkeltall as denne
    inner join nokkeltall as grupper
        on
            denne.rapport_id = grupper.rapport_id
            and denne.indikator_id = grupper.indikator_id
            and denne.aar = grupper.aar
            and denne.omfang = grupper.omfang
    inner join nokkeltall as forrige
        on
            denne.rapport_id = forrige.rapport_id
            and denne.indikator_id = forrige.indikator_id
            and denne.omfang = forrige.omfang
            and denne.aar = forrige.aar + 1
    left join {{ ref('stg_kodeverk__seriebrudd') }} as brutt on denne.indikator_id = brutt.indikator_id and denne.aar = brutt.aar
    where
        brutt.indikator_id is null
        and denne.er_hovedenhet
        and forrige.er_hovedenhet
        and grupper.enhetstype = 'gruppe'
        and denne.er_valgt_i_kommunens_rapporter
        and denne.sammenlignbar
        and denne.brukbar_til_sammenligning
        and grupper.brukbar_til_sammenligning
        and forrige.brukbar_til_sammenligning
        and denne.retning != 'noytral'
),

svakere_merket as (
    select
        *,
        row_number() over (partition by rapport_id, enhet_id, indikator_id, aar, omfang order by svakere_enn_gruppen, gruppe_id) = 1 as er_med
    from svakere_enn_gruppene
),

svakere as (
    select * from svakere_merket
    where er_med
),

framskrevet as (
    select
        *,
        min(aar) over gruppen as forste_aar,
        first_value(personer) over (partition by kommunenr, tabell, aldersgruppe_id order by aar) as personer_forst
    from {{ ref('rapport_framskriving') }}
    where navn = 'hoved'
    window gruppen as (partition by kommunenr, tabell, aldersgruppe_id)
),

malt as (
    select
        enhet_id,
        aar,
        'budsjettavvik' as maales_pa,
        cast(null as varchar) as kode,
        tjenesteomrade_id,
        nokkel,
        navn,
        merforbruk_pst as avstand,
        -1 * avvik_mill_kr as tall,
        regulert_budsjett_mill_kr as mot_tall,
        cast(null as decimal(18, 6)) as tidligere_tall,
        'mill. kr' as maaleenhet,
        cast(null as varchar) as gruppe,
        cast(null as integer) as fra_aar,
        aar as til_aar,
        parametre,
        tabell_id,
        cast(null as integer) as linje,
        cast(null as varchar) as tilnaerming,
        funn_id
    from avvik

    union all

    select
        denne.enhet_id,
        denne.aar,
        'budsjettavvik_to_ar' as maales_pa,
        null as kode,
        denne.tjenesteomrade_id,
        denne.nokkel,
        denne.navn,
        least(denne.merforbruk_pst, forrige.merforbruk_pst) as avstand,
        -1 * denne.avvik_mill_kr as tall,
        denne.regulert_budsjett_mill_kr as mot_tall,
        -1 * forrige.avvik_mill_kr as tidligere_tall,
        'mill. kr' as maaleenhet,
        null as gruppe,
        forrige.aar as fra_aar,
        denne.aar as til_aar,
        denne.parametre,
        denne.tabell_id,
        null as linje,
        null as tilnaerming,
        denne.funn_id
    from avvik as denne
    inner join avvik as forrige
        on denne.enhet_id = forrige.enhet_id and denne.nokkel = forrige.nokkel and denne.aar = forrige.aar + 1

    union all

    select
        enheter.kommune_id as enhet_id,
        regel.aar,
        'handlingsregel' as maales_pa,
        null as kode,
        null as tjenesteomrade_id,
        regel.regel_id as nokkel,
        regel.navn,
        abs(regel.faktisk_pst - coalesce(regel.ovre_pst, regel.nedre_pst)) as avstand,
        regel.faktisk_pst as tall,
        case when regel.side = 'over' then regel.ovre_pst else regel.nedre_pst end as mot_tall,
        null as tidligere_tall,
        'pst' as maaleenhet,
        null as gruppe,
        null as fra_aar,
        regel.aar as til_aar,
        null as parametre,
        null as tabell_id,
        regel.linje,
        regel.tilnaerming,
        regel.funn_id
    from {{ ref('rapport_handlingsregler') }} as regel
    inner join enheter on regel.enhet_id = enheter.enhet_id
    where regel.lesning = 'ikke innfridd'

    union all

    select
        enheter.kommune_id as enhet_id,
        resultat.aar,
        'netto_driftsresultat' as maales_pa,
        null as kode,
        null as tjenesteomrade_id,
        'netto_driftsresultat' as nokkel,
        resultat.navn,
        resultat.andel_av_driftsinntekter_pst as avstand,
        resultat.andel_av_driftsinntekter_pst as tall,
        null as mot_tall,
        null as tidligere_tall,
        'pst' as maaleenhet,
        null as gruppe,
        null as fra_aar,
        resultat.aar as til_aar,
        null as parametre,
        resultat.tabell_id,
        null as linje,
        null as tilnaerming,
        resultat.funn_id
    from {{ ref('rapport_arsresultat') }} as resultat
    inner join enheter on resultat.enhet_id = enheter.enhet_id
    where resultat.post_id = 'netto_driftsresultat'

    union all

    select
        enheter.kommune_id as enhet_id,
        svakere.aar,
        'svakere_enn_andre' as maales_pa,
        null as kode,
        omrader.tjenesteomrade_id,
        svakere.indikator_id as nokkel,
        svakere.navn,
        {{ prosent('svakere.svakere_enn_gruppen', 'abs(svakere.gruppe_verdi)') }} as avstand,
        svakere.verdi as tall,
        svakere.gruppe_verdi as mot_tall,
        svakere.forrige_verdi as tidligere_tall,
        svakere.maaleenhet,
        svakere.gruppe,
        svakere.aar - 1 as fra_aar,
        svakere.aar as til_aar,
        concat('omrade=', omrader.tjenesteomrade_id) as parametre,
        svakere.tabell_id,
        null as linje,
        null as tilnaerming,
        svakere.funn_id
    from svakere
    inner join enheter on svakere.enhet_id = enheter.enhet_id
    left join omrader on svakere.tjenesteomrade_id = omrader.tjenesteomrade_id
    where svakere.svakere_enn_gruppen > 0 and svakere.svakere_enn_for > 0 and svakere.gruppe_verdi != 0

    union all

    select
        rapporter.kommune_id as enhet_id,
        rapporter.aar,
        'mal_ikke_nadd' as maales_pa,
        null as kode,
        omrader.tjenesteomrade_id,
        mal.mal_id as nokkel,
        mal.mal as navn,
        coalesce({{ prosent('abs(mal.resultat - mal.maltall)', 'nullif(abs(mal.maltall), 0)') }}, 0) as avstand,
        mal.resultat as tall,
        mal.maltall as mot_tall,
        null as tidligere_tall,
        mal.maaleenhet,
        null as gruppe,
        null as fra_aar,
        rapporter.aar as til_aar,
        concat('tema=', mal.tema) as parametre,
        null as tabell_id,
        mal.linje,
        mal.resultat_tilnaerming as tilnaerming,
        mal.funn_id
    from {{ ref('rapport_mal') }} as mal
    inner join {{ ref('dim_rapport') }} as rapporter on mal.rapport_id = rapporter.rapport_id
    left join omrader on mal.tema = omrader.tjenesteomrade_id
    where mal.status = 'ikke nådd'

    union all

    select distinct
        enheter.kommune_id as enhet_id,
        fravaer.aar,
        'sykefravaer' as maales_pa,
        null as kode,
        omrader.tjenesteomrade_id,
        fravaer.gjelder as nokkel,
        fravaer.gjelder as navn,
        fravaer.sykefravaer_pst as avstand,
        fravaer.sykefravaer_pst as tall,
        null as mot_tall,
        null as tidligere_tall,
        'pst' as maaleenhet,
        null as gruppe,
        null as fra_aar,
        fravaer.aar as til_aar,
        null as parametre,
        null as tabell_id,
        fravaer.linje,
        fravaer.tilnaerming,
        fravaer.funn_id
    from {{ ref('rapport_sykefravaer') }} as fravaer
    inner join {{ ref('dim_rapport') }} as rapporter on fravaer.rapport_id = rapporter.rapport_id and fravaer.aar = rapporter.aar
    inner join enheter on fravaer.enhet_id = enheter.enhet_id and rapporter.kommune_id = enheter.kommune_id
    left join omrader on fravaer.tema = omrader.tjenesteomrade_id
    where fravaer.er_samlet and fravaer.sykefravaer_pst is not null

    union all

    select
        aarene.enhet_id,
        aarene.aar,
        'befolkning' as maales_pa,
        til.aldersgruppe_id as kode,
        null as tjenesteomrade_id,
        til.aldersgruppe_id as nokkel,
        til.aldersgruppe as navn,
        cast({{ hele_kvot('(til.personer - fra.personer)', 'fra.personer', 100) }} as decimal(18, 1)) as avstand,
        til.personer as tall,
        null as mot_tall,
        fra.personer as tidligere_tall,
        'personer' as maaleenhet,
        null as gruppe,
        fra.aar as fra_aar,
        til.aar as til_aar,
        null as parametre,
        null as tabell_id,
        null as linje,
        null as tilnaerming,
        null as funn_id
    from aarene
    inner join befolkning as til on aarene.enhet_id = til.kommunenr and aarene.siste_folkeaar = til.aar
    inner join befolkning as fra
        on til.kommunenr = fra.kommunenr and til.aldersgruppe_id = fra.aldersgruppe_id and til.aar = fra.aar + 5

    union all

    select
        aarene.enhet_id,
        aarene.aar,
        'framskriving' as maales_pa,
        framskrevet.aldersgruppe_id as kode,
        null as tjenesteomrade_id,
        framskrevet.aldersgruppe_id as nokkel,
        framskrevet.aldersgruppe as navn,
        cast({{ hele_kvot('(framskrevet.personer - framskrevet.personer_forst)', 'framskrevet.personer_forst', 100) }} as decimal(18, 1)) as avstand,
        framskrevet.personer_forst as tall,
        framskrevet.personer as mot_tall,
        null as tidligere_tall,
        'personer' as maaleenhet,
        null as gruppe,
        framskrevet.forste_aar as fra_aar,
        framskrevet.aar as til_aar,
        null as parametre,
        null as tabell_id,
        null as linje,
        null as tilnaerming,
        null as funn_id
    from framskrevet
    inner join nyeste_aar as aarene on framskrevet.kommunenr = aarene.enhet_id
    inner join ( -- noqa: ST05
        select
            hver.kommunenr,
            hver.aldersgruppe_id,
            max(hver.tabell) as tabell
        from framskrevet as hver
        where hver.aar = hver.forste_aar + 10
        group by hver.kommunenr, hver.aldersgruppe_id
    ) as siste
        on
            framskrevet.kommunenr = siste.kommunenr
            and framskrevet.aldersgruppe_id = siste.aldersgruppe_id
            and framskrevet.tabell = siste.tabell
    where framskrevet.aar = framskrevet.forste_aar + 10

    union all

    select
        rapporter.kommune_id as enhet_id,
        rapporter.aar,
        'alvorlig_funn' as maales_pa,
        null as kode,
        min(omrader.tjenesteomrade_id) as tjenesteomrade_id,
        funn.funn_id as nokkel,
        funn.tittel as navn,
        1 as avstand,
        null as tall,
        null as mot_tall,
        null as tidligere_tall,
        null as maaleenhet,
        null as gruppe,
        null as fra_aar,
        rapporter.aar as til_aar,
        concat('funn=', funn.funn_id) as parametre,
        null as tabell_id,
        null as linje,
        null as tilnaerming,
        funn.funn_id
    from {{ ref('kildefunn') }} as funn
    inner join {{ ref('dim_rapport') }} as rapporter on funn.rapport_id = rapporter.rapport_id
    left join funnsteder on funn.funn_id = funnsteder.funn_id
    left join omrader on funnsteder.tjenesteomrade_id = omrader.tjenesteomrade_id
    where funn.alvorlighet = 'hoy'
    group by rapporter.kommune_id, rapporter.aar, funn.funn_id, funn.tittel
),

truffet_merket as (
    select
        regler.regel_id,
        regler.rekkefolge,
        regler.navn as regel,
        regler.erstatter,
        regler.grense,
        regler.enhet as grenseenhet,
        regler.setning,
        regler.setning_uten_tall,
        regler.forklaring,
        case
            when malt.tjenesteomrade_id is not null then regler.side
            when malt.maales_pa = 'svakere_enn_andre' then 'sammenligning'
            when malt.maales_pa in ('budsjettavvik', 'budsjettavvik_to_ar') then 'okonomi/budsjett'
            else regler.side
        end as side,
        malt.*,
        row_number() over (
            partition by malt.enhet_id, malt.aar, regler.regel_id, malt.nokkel
            order by abs(malt.avstand - regler.grense) desc, malt.tabell_id asc, malt.linje asc, malt.funn_id asc
        ) = 1 as er_med
    from malt
    inner join aarene on malt.enhet_id = aarene.enhet_id and malt.aar = aarene.aar
    inner join regler
        on
            malt.maales_pa = regler.maales_pa
            and (regler.kode is null or malt.kode = regler.kode)
            and malt.aar between regler.grense_fra_aar and regler.grense_til_aar
    where case regler.retning when 'over' then malt.avstand >= regler.grense else malt.avstand < regler.grense end
),

truffet as (
    select * from truffet_merket
    where er_med
),

-- What several reports say of the same thing is said once, and so is what a stronger rule says of it.
sagt as (
    select truffet.*
    from truffet
    left join truffet as sterkere
        on
            truffet.enhet_id = sterkere.enhet_id
            and truffet.aar = sterkere.aar
            and truffet.nokkel = sterkere.nokkel
            and truffet.regel_id = sterkere.erstatter
    where sterkere.regel_id is null
),

epoker as (
    {{ epoker() }}
),

rapport_se_pa as (
    select
        enhet_id,
        aar,
        regel_id,
        nokkel,
        tjenesteomrade_id,
        cast(
            row_number() over (
                partition by enhet_id, aar order by nr_i_regelen, rekkefolge, nokkel
            ) as integer
        ) as nr,
        case
            when tjenesteomrade_id is not null
                then cast(row_number() over (partition by enhet_id, aar, tjenesteomrade_id order by nr_i_omradet, rekkefolge, nokkel) as integer)
        end as nr_for_omradet,
        regel,
        navn,
        case when setning_uten_tall is null or (tall is not null and mot_tall is not null) then setning else setning_uten_tall end as setning,
        forklaring,
        cast(grense as decimal(18, 2)) as grense,
        grenseenhet,
        cast(avstand as decimal(18, 2)) as avstand,
        cast(tall as decimal(18, 6)) as tall,
        tilnaerming,
        cast(mot_tall as decimal(18, 6)) as mot_tall,
        cast(tidligere_tall as decimal(18, 6)) as tidligere_tall,
        maaleenhet,
        gruppe,
        cast(fra_aar as integer) as fra_aar,
        cast(til_aar as integer) as til_aar,
        brudd,
        side,
        parametre,
        tabell_id,
        cast(linje as integer) as linje,
        funn_id
    from (
        select
            sagt.*,
            case
                when sagt.maales_pa in ('svakere_enn_andre', 'budsjettavvik_to_ar') and etter.epoke != coalesce(for_den.epoke, 0) then 'sammenslaing'
            end as brudd,
            row_number() over (
                partition by sagt.enhet_id, sagt.aar, sagt.regel_id order by abs(sagt.avstand - sagt.grense) desc, sagt.nokkel
            ) as nr_i_regelen,
            row_number() over (
                partition by sagt.enhet_id, sagt.aar, sagt.regel_id, sagt.tjenesteomrade_id order by abs(sagt.avstand - sagt.grense) desc, sagt.nokkel
            ) as nr_i_omradet
        from sagt
        left join epoker as etter on sagt.enhet_id = etter.kommune_id and sagt.til_aar between etter.fra_aar and etter.til_aar
        left join epoker as for_den on sagt.enhet_id = for_den.kommune_id and sagt.fra_aar between for_den.fra_aar and for_den.til_aar
    ) as ordnet
)

select * from rapport_se_pa
