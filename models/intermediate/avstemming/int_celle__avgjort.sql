{# Each cell with what the reconciliation decides about it. A number that was laid in its place by the order it stands in has it proven where a check
   that holds would not hold with any other such number of the table there: by the prose (a statement) or by an identity. A dash is zero where it is
   counted as zero in a sum of whole counts that comes out exactly: what is counted is never negative, so each of the dashes is zero. #}
with

celler as (
    select * from {{ ref('int_celle__kodet') }}
),

holdt as (
    select * from {{ ref('int_avstemming__holdt') }}
    where status in ('stemmer_eksakt', 'innenfor_avrunding')
),

alle_ledd as (
    select * from {{ ref('int_avstemming__ledd') }}
),

regler as (
    select * from {{ ref('int_avstemming__regel') }}
),

intervaller as (
    select
        tabell_id,
        rad,
        kolonne,
        verdi,
        nedre,
        ovre,
        enhet
    from {{ ref('int_tall__samlet') }}
),

lagt as (
    select
        celler.tabell_id,
        celler.rad,
        celler.kolonne,
        intervaller.verdi,
        intervaller.nedre,
        intervaller.ovre
    from celler
    inner join intervaller
        on celler.tabell_id = intervaller.tabell_id and celler.rad = intervaller.rad and celler.kolonne = intervaller.kolonne
    where celler.plassering = 'rekkefolge' and celler.verdi is not null
),

lagte_tabeller as (
    select distinct tabell_id from lagt
),

-- the terms of the checks that hold, with the sums of their side
ledd as (
    select
        holdt.avstemming_id,
        holdt.tabell_id as sjekk_tabell_id,
        holdt.nedre,
        holdt.ovre,
        holdt.art,
        concat(holdt.tittel, ': ', holdt.utregning, '.') as bevis,
        alle_ledd.side,
        alle_ledd.ledd_tabell_id as tabell_id,
        alle_ledd.ledd_rad as rad,
        alle_ledd.ledd_kolonne as kolonne,
        alle_ledd.gang_tabell_id,
        cast(regler.faktor * alle_ledd.koeffisient as decimal(28, 8)) as koeffisient,
        cast(regler.faktor * alle_ledd.bidrag_nedre as decimal(28, 8)) as bidrag_nedre,
        cast(regler.faktor * alle_ledd.bidrag_ovre as decimal(28, 8)) as bidrag_ovre,
        sum(regler.faktor * case when alle_ledd.side = 'teller' then alle_ledd.bidrag_nedre end) over sjekken as teller_nedre,
        sum(regler.faktor * case when alle_ledd.side = 'teller' then alle_ledd.bidrag_ovre end) over sjekken as teller_ovre,
        coalesce(sum(case when alle_ledd.side = 'nevner' then alle_ledd.bidrag_nedre end) over sjekken, 1) as nevner_nedre,
        coalesce(sum(case when alle_ledd.side = 'nevner' then alle_ledd.bidrag_ovre end) over sjekken, 1) as nevner_ovre,
        -- a check with two places of one table proves neither: they could have changed places
        count(lagte_tabeller.tabell_id) over (
            partition by holdt.avstemming_id, alle_ledd.ledd_tabell_id
        ) + case when alle_ledd.ledd_tabell_id = holdt.tabell_id then 1 else 0 end as av_tabellen
    from holdt
    inner join alle_ledd
        on
            holdt.dokument = alle_ledd.rapport_id
            and holdt.regel_id = alle_ledd.regel_id
            and holdt.tabell_id = alle_ledd.tabell_id
            and holdt.rad is not distinct from alle_ledd.rad
            and holdt.kolonne = alle_ledd.kolonne
    inner join regler on holdt.dokument = regler.rapport_id and holdt.regel_id = regler.regel_id
    left join lagte_tabeller on alle_ledd.ledd_tabell_id = lagte_tabeller.tabell_id
    window sjekken as (partition by holdt.avstemming_id)
),

-- a figure that its own table gives: the whole table could have changed places
egne as (
    select distinct avstemming_id
    from ledd
    where tabell_id = sjekk_tabell_id
),

-- what a place may hold for the check to come out: an interval of teller / nevner, or the computed one of the checked place itself
prover as (
    select
        ledd.avstemming_id,
        lagt.tabell_id,
        lagt.rad,
        lagt.kolonne,
        lagt.verdi,
        ledd.sjekk_tabell_id = 'utsagn' or ledd.art = 'tekst_mot_tabell' as er_prosa,
        ledd.bevis,
        ledd.koeffisient,
        cast(ledd.teller_nedre - ledd.bidrag_nedre as decimal(18, 6)) as resten_nedre,
        cast(ledd.teller_ovre - ledd.bidrag_ovre as decimal(18, 6)) as resten_ovre,
        cast(ledd.nevner_nedre as decimal(18, 6)) as nevner_nedre,
        cast(ledd.nevner_ovre as decimal(18, 6)) as nevner_ovre,
        cast(ledd.nedre as decimal(18, 6)) as nedre,
        cast(ledd.ovre as decimal(18, 6)) as ovre
    from ledd
    inner join lagt on ledd.tabell_id = lagt.tabell_id and ledd.rad = lagt.rad and ledd.kolonne = lagt.kolonne
    where ledd.side = 'teller' and ledd.gang_tabell_id is null and ledd.av_tabellen = 1 and ledd.nevner_nedre > 0
    union all
    select
        holdt.avstemming_id,
        lagt.tabell_id,
        lagt.rad,
        lagt.kolonne,
        lagt.verdi,
        holdt.art = 'tekst_mot_tabell' as er_prosa,
        concat(holdt.tittel, ': ', holdt.utregning, '.') as bevis,
        1 as koeffisient,
        0 as resten_nedre,
        0 as resten_ovre,
        1 as nevner_nedre,
        1 as nevner_ovre,
        cast(holdt.beregnet_nedre as decimal(18, 6)) as nedre,
        cast(holdt.beregnet_ovre as decimal(18, 6)) as ovre
    from holdt
    inner join lagt on holdt.tabell_id = lagt.tabell_id and holdt.rad = lagt.rad and holdt.kolonne = lagt.kolonne
    left join egne on holdt.avstemming_id = egne.avstemming_id
    where egne.avstemming_id is null
),

satt_inn as (
    select
        prover.*,
        prover.resten_nedre + least(prover.koeffisient * andre.nedre, prover.koeffisient * andre.ovre) as proven_nedre,
        prover.resten_ovre + greatest(prover.koeffisient * andre.nedre, prover.koeffisient * andre.ovre) as proven_ovre
    from prover
    left join lagt as andre on prover.tabell_id = andre.tabell_id and prover.verdi != andre.verdi
),

bevist_merket as (
    select
        tabell_id,
        rad,
        kolonne,
        er_prosa,
        bevis,
        row_number() over (partition by tabell_id, rad, kolonne order by er_prosa, avstemming_id) = 1 as er_med
    from satt_inn
    group by avstemming_id, tabell_id, rad, kolonne, er_prosa, bevis
    having
        count(
            case
                when
                    coalesce(proven_nedre <= ovre * case when proven_nedre < 0 then nevner_nedre else nevner_ovre end, true)
                    and coalesce(proven_ovre >= nedre * case when proven_ovre < 0 then nevner_ovre else nevner_nedre end, true)
                    and proven_nedre is not null
                    then 1
            end
        ) = 0
),

bevist as (
    select * from bevist_merket
    where er_med
),

-- sums of whole counts that come out exactly
hele_summer as (
    select ledd.avstemming_id
    from ledd
    inner join holdt on ledd.avstemming_id = holdt.avstemming_id
    where holdt.art = 'sum' and holdt.status = 'stemmer_eksakt' and holdt.enhet = 'antall'
    group by ledd.avstemming_id
    having bool_and(ledd.side = 'teller' and ledd.koeffisient = 1 and ledd.gang_tabell_id is null and ledd.bidrag_nedre >= 0)
),

nuller as (
    select
        ledd.tabell_id,
        ledd.rad,
        ledd.kolonne,
        min_by(ledd.bevis, ledd.avstemming_id) as bevis
    from ledd
    inner join hele_summer on ledd.avstemming_id = hele_summer.avstemming_id
    inner join celler on ledd.tabell_id = celler.tabell_id and ledd.rad = celler.rad and ledd.kolonne = celler.kolonne
    where celler.status = 'strek'
    group by ledd.tabell_id, ledd.rad, ledd.kolonne
),

int_celle__avgjort as (
    select
        celler.rapport_id,
        celler.tabell_id,
        celler.tabell,
        celler.fil,
        celler.fillinje,
        celler.rad,
        celler.gruppe,
        celler.etikett,
        celler.kolonne,
        celler.raatekst,
        case when nuller.bevis is null then celler.verdi else 0 end as verdi,
        case when nuller.bevis is null then celler.desimaler else 0 end as desimaler,
        case when nuller.bevis is not null then 'null' else celler.status end as status,
        case
            when nuller.bevis is not null then 'identitet'
            when bevist.bevis is null then celler.plassering
            when bevist.er_prosa then 'prosa'
            else 'identitet'
        end as plassering,
        coalesce(nuller.bevis, bevist.bevis, celler.grunnlag) as grunnlag,
        celler.rapport_aar,
        celler.oppstilling,
        celler.emne,
        celler.fakta,
        celler.kodeverk,
        celler.tjenesteomrade_id,
        celler.fortegn_virkning,
        celler.fortegn_avvik,
        celler.kode,
        celler.enhet_id,
        celler.aar,
        celler.kjonn,
        celler.undergruppe,
        celler.periode,
        celler.maal,
        celler.maaleenhet,
        celler.er_nokkeltall,
        celler.indikator_id,
        celler.faktor_mill_kr
    from celler
    left join bevist on celler.tabell_id = bevist.tabell_id and celler.rad = bevist.rad and celler.kolonne = bevist.kolonne
    left join nuller on celler.tabell_id = nuller.tabell_id and celler.rad = nuller.rad and celler.kolonne = nuller.kolonne
)

select * from int_celle__avgjort
