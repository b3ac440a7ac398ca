{# Whether all that should be there is: each table as many rows, columns and numbers as were counted on the page, every row that the layout requires,
   no figure twice, and key figures that are printed again with the same value. #}
with

celler as (
    select * from {{ ref('int_celle__kodet') }}
),

tabeller as (
    select * from {{ ref('int_tabell__beskrevet') }}
),

unntak as (
    select * from {{ ref('stg_rapport__unntak') }}
),

talt as (
    select
        rapport_id,
        tabell,
        count(distinct rad) as rader,
        count(distinct kolonne) as verdikolonner,
        count(case when status = 'verdi' then 1 end) as verdier,
        count(case when status not in ('tapt', 'tom', 'utledet') then 1 end) as verdier_og_merker
    from celler
    group by rapport_id, tabell
),

-- The tables whose file is there, and cannot be read.
uleste as (
    select distinct
        rapport_id,
        regexp_extract(fil, '^tabeller/([^_.]+)', 1) as tabell
    from {{ ref('int_kontroll__fil') }}
    where fil like 'tabeller/%'
),

antall as (
    select
        tabeller.rapport_id,
        'tabeller.csv' as fil,
        tabeller.fillinje as linje,
        cast(null as varchar) as kolonne,
        case
            when talt.rapport_id is null
                then concat(
                    'table ', tabeller.tabell, ' has no file. Expected tabeller/', tabeller.tabell, '_….csv. Add it, or say that the table is lost.'
                )
            else concat(
                'table ', tabeller.tabell, ' has ', talt.rader, ' rows, ', talt.verdikolonner, ' columns and ', talt.verdier,
                ' numbers. Expected ', tabeller.rader, ', ', tabeller.verdikolonner, ' and ', tabeller.tallceller,
                ', as counted on the page. Correct the table, or count again.'
            )
        end as melding
    from tabeller
    left join talt on tabeller.rapport_id = talt.rapport_id and tabeller.tabell = talt.tabell
    left join uleste on tabeller.rapport_id = uleste.rapport_id and tabeller.tabell = uleste.tabell
    where
        tabeller.slag in ('tabell', 'figur')
        and uleste.tabell is null
        and case
            when talt.rapport_id is null then tabeller.status != 'tapt'
            else
                coalesce(tabeller.rader != talt.rader, false)
                or coalesce(tabeller.verdikolonner != talt.verdikolonner, false)
                or coalesce(
                    tabeller.tallceller not in (
                        talt.verdier, case when tabeller.tom_celle = 'tapt' then talt.verdier_og_merker else talt.verdier end
                    ), false
                )
        end
),

-- By the layout's first name of each. An excerpt need not have them.
manglende as (
    select
        tabeller.rapport_id,
        tabeller.fil,
        tabeller.oppstilling,
        radkoder.kode,
        min(radkoder.fillinje) as plass,
        min_by(radkoder.etikett, radkoder.fillinje) as etikett
    from tabeller
    inner join {{ ref('stg_rapport__rad') }} as radkoder
        on tabeller.oppstilling_eier = radkoder.rapport_id and tabeller.oppstilling = radkoder.oppstilling and radkoder.krav = 'ja'
    left join celler on tabeller.rapport_id = celler.rapport_id and tabeller.tabell = celler.tabell and radkoder.kode = celler.kode
    where tabeller.fil is not null and tabeller.status != 'delvis'
    group by tabeller.rapport_id, tabeller.fil, tabeller.tabell, tabeller.oppstilling, radkoder.kode
    having count(celler.rad) = 0
),

ventede_rader as (
    select
        rapport_id,
        fil,
        1 as linje,
        'etikett' as kolonne,
        concat(
            'the layout ', oppstilling, ' requires ', case when count(*) = 1 then 'a row that is' else 'rows that are' end, ' missing: ',
            array_to_string({{ listeutsnitt(liste_samlet("'«' || etikett || '»'", 'plass'), '1', '5') }}, ', '),
            case when count(*) > 5 then concat(' and ', count(*) - 5, ' more') else '' end,
            '. Add what is printed; of an excerpt, say status delvis in tabeller.csv.'
        ) as melding
    from manglende
    group by rapport_id, fil, oppstilling
),

-- A whole balance has both its sums.
sider as (
    select
        celler.rapport_id,
        celler.fil,
        min(celler.fillinje) as linje,
        min(celler.kolonne) as kolonne,
        celler.aar,
        {{ tekster_samlet('celler.etikett', ', ', ulike=true) }} as summer
    from celler
    inner join tabeller on celler.rapport_id = tabeller.rapport_id and celler.tabell = tabeller.tabell
    inner join {{ ref('int_post__ordnet') }} as poster
        on celler.rapport_id = poster.rapport_id and celler.oppstilling = poster.oppstilling and celler.kode = poster.post_id
    where celler.emne = 'balanse' and celler.maal = 'regnskap' and tabeller.status != 'delvis' and poster.nivaa = 0 and poster.radtype = 'sum'
    group by celler.rapport_id, celler.fil, celler.tabell, celler.enhet_id, celler.aar
    having count(distinct celler.kode) = 1
),

ensidige as (
    select
        rapport_id,
        fil,
        linje,
        kolonne,
        concat(
            'the balance of ', aar, ' has only one of its two sums, «', summer,
            '». Expected assets, and equity and debt. Add the other; of an excerpt, say status delvis in tabeller.csv.'
        ) as melding
    from sider
),

-- Where one post may stand on several rows: in an open list, of a subject that has such.
apne_lister as (
    select distinct
        tabeller.rapport_id,
        tabeller.tabell,
        radkoder.kode
    from tabeller
    inner join {{ ref('stg_rapport__rad') }} as radkoder
        on
            radkoder.rapport_id in (tabeller.oppstilling_eier, tabeller.rapport_id)
            and tabeller.oppstilling = radkoder.oppstilling
            and radkoder.etikett = '*'
    inner join {{ ref('stg_kodeverk__emne') }} as emner on tabeller.emne = emner.emne and emner.apen_liste
),

doble as (
    select
        rapport_id,
        max(fil) as fil,
        max(fillinje) as linje,
        max(kolonne) as kolonne,
        concat(
            'the same figure stands in two places: ',
            {{ tekster_samlet("tabell || '|' || rad || '|' || kolonne", ', ', ulike=true) }},
            ' are all ', kode, ', ', maal, ' ', aar, ' of ', enhet_id, '. Correct the column''s meaning or the row''s code.'
        ) as melding
    from celler
    where
        fakta = 'belop'
        and maal is not null
        and aar is not null
        and concat_ws('|', rapport_id, tabell, kode) not in (
            select concat_ws('|', apne_lister.rapport_id, apne_lister.tabell, apne_lister.kode) from apne_lister
        )
    group by rapport_id, enhet_id, aar, oppstilling, kode, maal
    having count(*) > 1
),

gjentatte as (
    select
        a.rapport_id,
        a.fil,
        a.fillinje as linje,
        a.kolonne,
        concat(
            'the key figure ', a.kode, ' is «', a.raatekst, '» here and «', b.raatekst, '» in ', b.tabell, '|', b.rad, '|', b.kolonne,
            '. Correct the slip, or say in unntak.csv why they differ.'
        ) as melding
    from celler as a
    inner join celler as b
        on
            a.rapport_id = b.rapport_id
            and a.kode = b.kode
            and a.enhet_id = b.enhet_id
            and a.aar = b.aar
            and a.verdi != b.verdi
            and (a.tabell, a.rad, a.kolonne) > (b.tabell, b.rad, b.kolonne)
    left join unntak
        on
            a.rapport_id = unntak.rapport_id
            and unntak.regel = 'gjentatte_nokkeltall_er_like'
            and unntak.nokkel in (concat_ws('|', a.tabell, a.rad, a.kolonne), concat_ws('|', b.tabell, b.rad, b.kolonne))
    where a.er_nokkeltall and b.er_nokkeltall and unntak.nokkel is null
),

rammer as (
    select
        rapport_id,
        min(fil) as fil,
        min(fillinje) as linje,
        tabell,
        rad,
        max(case when starts_with(enhet_id, 'lavest_') then verdi end) as lavest,
        max(case when starts_with(enhet_id, 'hoyest_') then verdi end) as hoyest,
        min(verdi) as minst,
        max(verdi) as storst
    from celler
    where er_nokkeltall
    group by rapport_id, tabell, rad
),

utenfor as (
    select
        rammer.rapport_id,
        rammer.fil,
        rammer.linje,
        cast(null as varchar) as kolonne,
        concat('row ', rammer.rad, ' has a figure below its lowest or above its highest. Correct the slip, or say in unntak.csv why.') as melding
    from rammer
    left join unntak
        on
            rammer.rapport_id = unntak.rapport_id
            and unntak.regel = 'laveste_og_hoyeste_rammer_inn'
            and unntak.nokkel = concat_ws('|', rammer.tabell, rammer.rad)
    where (rammer.minst < rammer.lavest or rammer.storst > rammer.hoyest) and unntak.nokkel is null
),

int_kontroll__helhet as (
    select * from antall
    union all
    select * from ventede_rader
    union all
    select * from ensidige
    union all
    select * from doble
    union all
    select * from gjentatte
    union all
    select * from utenfor
)

select * from int_kontroll__helhet
