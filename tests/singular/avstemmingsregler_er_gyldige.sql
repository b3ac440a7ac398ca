{# A rule that names a place that does not exist, mixes units or has nothing to compute from is a slip, and would silently check nothing. #}
with

regler as (
    select * from {{ ref('avstemmingsregel') }}
),

ledd as (
    select * from {{ ref('avstemmingsledd') }}
),

utskrevet as (
    select * from {{ ref('int_avstemming__regelledd') }}
),

tall as (
    select * from {{ ref('int_tall__samlet') }}
),

omregning as (
    select fra, til, cast(faktor as decimal(16, 8)) as faktor from {{ ref('enhetsomregning') }}
),

antall as (
    select
        regler.regel_id,
        count(distinct regler.tittel || regler.art) as regler,
        count(case when ledd.side = 'venstre' then 1 end) as venstre,
        count(case when ledd.side = 'teller' then 1 end) as tellere,
        count(case when ledd.side not in ('venstre', 'teller', 'nevner') then 1 end) as ukjente_sider,
        count(case when ledd.side != 'venstre' and try_cast(ledd.koeffisient as decimal(16, 8)) is null then 1 end) as uleselige,
        bool_or(regler.regel_id in (select regel_id from utskrevet)) as har_instans
    from regler
    left join ledd on regler.regel_id = ledd.regel_id
    where regler.regel_id not in (select regel_id from {{ ref('int_avstemming__oppstillingsledd') }})
    group by regler.regel_id
),

steder as (
    select regel_id, tabell_id, rad, kolonne from utskrevet
    union
    select regel_id, ledd_tabell_id, ledd_rad, ledd_kolonne from utskrevet
    union
    select regel_id, gang_tabell_id, gang_rad, gang_kolonne from utskrevet where gang_tabell_id is not null
),

enheter as (
    select
        utskrevet.regel_id,
        regler.art,
        utskrevet.tabell_id || coalesce('|' || utskrevet.rad, '') || '|' || utskrevet.kolonne as instans,
        utskrevet.side,
        abs(utskrevet.koeffisient) as koeffisient,
        utskrevet.gang_tabell_id is not null as er_produkt,
        leddtall.enhet,
        leddtall.verdi is not null and (leddtall.nedre is null or leddtall.ovre is null) as er_apent,
        venstre.enhet as venstre_enhet,
        min(case when utskrevet.side = 'nevner' and utskrevet.gang_tabell_id is null then leddtall.enhet end)
            over (partition by utskrevet.regel_id, utskrevet.tabell_id, utskrevet.rad, utskrevet.kolonne) as nevner_enhet
    from utskrevet
    inner join regler on utskrevet.regel_id = regler.regel_id
    inner join tall as venstre
        on utskrevet.tabell_id = venstre.tabell_id and utskrevet.rad is not distinct from venstre.rad and utskrevet.kolonne = venstre.kolonne
    inner join tall as leddtall
        on utskrevet.ledd_tabell_id = leddtall.tabell_id
        and utskrevet.ledd_rad is not distinct from leddtall.rad
        and utskrevet.ledd_kolonne = leddtall.kolonne
),

ventet_enhet as (
    select
        *,
        case
            when art in ('sum', 'differanse', 'lik', 'tekst_mot_tabell') and nevner_enhet is null then venstre_enhet
            when art in ('prosent', 'endring_pst') then nevner_enhet
        end as ventet
    from enheter
)

select regel_id, 'regelen finnes ikke i kodeverk/avstemmingsregel.csv' as melding
from ledd
where regel_id not in (select regel_id from regler)
union
select
    regel_id,
    case
        when regler > 1 then 'regelen står flere ganger'
        when venstre != 1 then 'regelen har ' || venstre || ' rader med side venstre; ventet én'
        when tellere = 0 then 'regelen har ingen teller å regne av'
        when ukjente_sider > 0 then 'siden er ikke venstre, teller eller nevner'
        when uleselige > 0 then 'koeffisienten er ikke et tall'
        else 'raden på venstre side er ikke et tall eller en mengde av tall'
    end
from antall
where regler > 1 or venstre != 1 or tellere = 0 or ukjente_sider > 0 or uleselige > 0 or not har_instans
union
select
    steder.regel_id,
    'stedet finnes ikke: ' || concat_ws('|', steder.tabell_id, cast(steder.rad as varchar), steder.kolonne)
from steder
left join tall
    on steder.tabell_id = tall.tabell_id and steder.rad is not distinct from tall.rad and steder.kolonne = tall.kolonne
where tall.tabell_id is null
union
select regel_id, 'et tall uten grense («over», «under») er et ledd i ' || instans
from enheter
where er_apent
union
select ventet_enhet.regel_id, 'blander enheter i ' || instans || ': ' || enhet || ' × ' || koeffisient || ' mot ' || ventet
from ventet_enhet
left join omregning on ventet_enhet.enhet = omregning.fra and ventet_enhet.ventet = omregning.til and ventet_enhet.koeffisient = omregning.faktor
where not er_produkt and enhet != ventet and omregning.fra is null
union
select regel_id, 'gir prosent, men ' || instans || ' har enheten ' || venstre_enhet
from enheter
where art in ('prosent', 'endring_pst') and venstre_enhet not in ('pst', 'prosentpoeng', 'indeks', 'andel')
