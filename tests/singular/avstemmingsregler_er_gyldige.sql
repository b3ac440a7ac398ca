{# A rule that names a place that does not exist, or has nothing to compute from, is a slip and would silently check nothing. #}
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

-- the two rules whose terms the statements' own catalogues hold
egne as (
    select distinct regel_id from {{ ref('int_avstemming__oppstillingsledd') }}
),

utskrevne as (
    select distinct regel_id from utskrevet
),

talt as (
    select
        regler.regel_id,
        count(distinct concat_ws('|', regler.tittel, regler.art, regler.faktor)) as regler,
        count(case when ledd.side = 'venstre' then 1 end) as venstre,
        count(case when ledd.side = 'teller' then 1 end) as tellere,
        count(case when ledd.side not in ('venstre', 'teller', 'nevner') then 1 end) as ukjente_sider,
        count(case when ledd.side != 'venstre' and try_cast(ledd.koeffisient as decimal(16, 8)) is null then 1 end) as uleselige,
        count(ledd.regel_id) - count(distinct try_cast(ledd.nr as integer)) as gale_numre,
        count(utskrevne.regel_id) as utskrevne
    from regler
    left join ledd on regler.regel_id = ledd.regel_id
    left join utskrevne on regler.regel_id = utskrevne.regel_id
    group by regler.regel_id
),

steder as (
    select
        regel_id,
        tabell_id,
        rad,
        kolonne
    from utskrevet
    union
    select
        regel_id,
        ledd_tabell_id,
        ledd_rad,
        ledd_kolonne
    from utskrevet
    union
    select
        regel_id,
        gang_tabell_id,
        gang_rad,
        gang_kolonne
    from utskrevet
    where gang_tabell_id is not null
)

select
    ledd.regel_id,
    'regelen finnes ikke i kodeverk/avstemmingsregel.csv' as melding
from ledd
left join regler on ledd.regel_id = regler.regel_id
where regler.regel_id is null
union
select
    regel_id,
    'arten er ukjent, eller faktoren er ikke et tall' as melding
from regler
where
    (
        art in ('sum', 'differanse', 'lik', 'prosent', 'forhold', 'endring_pst', 'tekst_mot_tabell', 'vekst')
        and try_cast(faktor as decimal(18, 6)) is not null
    ) is not true
union
select
    talt.regel_id,
    case
        when talt.regler > 1 then 'regelen står flere ganger'
        when talt.venstre != 1 then 'regelen har ' || talt.venstre || ' rader med side venstre; ventet én'
        when talt.tellere = 0 then 'regelen har ingen teller å regne av'
        when talt.ukjente_sider > 0 then 'siden er ikke venstre, teller eller nevner'
        when talt.uleselige > 0 then 'koeffisienten er ikke et tall'
        when talt.gale_numre > 0 then 'leddene er ikke nummerert 1, 2, 3 …'
        else 'raden på venstre side er ikke et tall eller en mengde av tall'
    end as melding
from talt
left join egne on talt.regel_id = egne.regel_id
where
    talt.regler > 1
    or (
        egne.regel_id is null
        and (
            talt.venstre != 1
            or talt.tellere = 0
            or talt.ukjente_sider > 0
            or talt.uleselige > 0
            or talt.gale_numre > 0
            or talt.utskrevne = 0
        )
    )
union
select
    steder.regel_id,
    'stedet finnes ikke: ' || concat_ws('|', steder.tabell_id, cast(steder.rad as varchar), steder.kolonne) as melding
from steder
left join {{ ref('int_tall__samlet') }} as tall
    on steder.tabell_id = tall.tabell_id and steder.rad is not distinct from tall.rad and steder.kolonne = tall.kolonne
where tall.tabell_id is null
