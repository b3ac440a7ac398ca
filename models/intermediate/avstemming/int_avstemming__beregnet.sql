{# Each instance computed: factor × sum of the numerator's terms / sum of the denominator's, with the interval of the sums and of the quotient, and
   the computation written out. A denominator whose interval holds zero decides nothing: its bounds are left out. #}
with

ledd as (
    select
        *,
        case when koeffisient < 0 then chr(8722) else '+' end as tegn,
        case when abs(koeffisient) != 1 then {{ norsk_tekst('abs(koeffisient)') }} || ' × ' else '' end
        || case when left(tall_trykt, 1) in ('-', chr(8722)) then '(' || replace(tall_trykt, '-', chr(8722)) || ')' else coalesce(tall_trykt, '?') end
        || case when gang_tabell_id is null then '' else ' × ' || coalesce(gang_trykt, '?') end as tekst,
        row_number() over (partition by rapport_id, regel_id, tabell_id, rad, kolonne, side order by leddnr, ledd_rad, ledd_kolonne) as nr
    from {{ ref('int_avstemming__ledd') }}
),

regler as (
    select * from {{ ref('int_avstemming__regel') }}
),

sider as (
    select
        rapport_id,
        regel_id,
        tabell_id,
        rad,
        kolonne,
        side,
        count(*) as antall,
        count(case when not er_tomt then bidrag end) as antall_med_tall,
        count(*) = count(bidrag) as er_hel,
        sum(bidrag) as verdi,
        case when count(*) = count(bidrag_nedre) then sum(bidrag_nedre) end as nedre,
        case when count(*) = count(bidrag_ovre) then sum(bidrag_ovre) end as ovre,
        {{ tekster_samlet("case when nr > 1 then ' ' || tegn || ' ' when tegn = '+' then '' else tegn end || tekst", '', 'nr') }} as tekst
    from ledd
    group by rapport_id, regel_id, tabell_id, rad, kolonne, side
),

tellere as (
    select * from sider
    where side = 'teller'
),

nevnere as (
    select * from sider
    where side = 'nevner'
),

broker as (
    select
        tellere.rapport_id,
        tellere.regel_id,
        tellere.tabell_id,
        tellere.rad,
        tellere.kolonne,
        tellere.er_hel and coalesce(nevnere.er_hel, true) as er_hel,
        tellere.antall_med_tall + coalesce(nevnere.antall_med_tall, 0) as antall_med_tall,
        case when nevnere.ovre < 0 then -1 else 1 end as fortegn,
        coalesce(nevnere.nedre > 0 or nevnere.ovre < 0, nevnere.regel_id is null) as kan_deles,
        regler.faktor * tellere.verdi as teller,
        regler.faktor * tellere.nedre as teller_nedre,
        regler.faktor * tellere.ovre as teller_ovre,
        coalesce(nevnere.verdi, 1) as nevner,
        coalesce(nevnere.nedre, 1) as nevner_nedre,
        coalesce(nevnere.ovre, 1) as nevner_ovre,
        case when tellere.antall > 1 and (nevnere.antall is not null or regler.faktor != 1) then '(' || tellere.tekst || ')' else tellere.tekst end
        || coalesce(' / ' || case when nevnere.antall > 1 then '(' || nevnere.tekst || ')' else nevnere.tekst end, '')
        || case when regler.faktor = 1 then '' else ' × ' || {{ norsk_tekst('regler.faktor') }} end as tekst
    from tellere
    inner join regler on tellere.rapport_id = regler.rapport_id and tellere.regel_id = regler.regel_id
    left join nevnere
        on
            tellere.rapport_id = nevnere.rapport_id
            and tellere.regel_id = nevnere.regel_id
            and tellere.tabell_id = nevnere.tabell_id
            and tellere.rad is not distinct from nevnere.rad
            and tellere.kolonne = nevnere.kolonne
),

positive_nevnere as (
    select
        rapport_id,
        regel_id,
        tabell_id,
        rad,
        kolonne,
        er_hel,
        kan_deles,
        teller * fortegn as teller,
        fortegn * case when fortegn < 0 then teller_ovre else teller_nedre end as teller_nedre,
        fortegn * case when fortegn < 0 then teller_nedre else teller_ovre end as teller_ovre,
        nevner * fortegn as nevner,
        fortegn * case when fortegn < 0 then nevner_ovre else nevner_nedre end as nevner_nedre,
        fortegn * case when fortegn < 0 then nevner_nedre else nevner_ovre end as nevner_ovre,
        tekst
    from broker
    where antall_med_tall > 0
),

beregnet as (
    select
        rapport_id,
        regel_id,
        tabell_id,
        rad,
        kolonne,
        er_hel and kan_deles as kan_avgjores,
        case when er_hel and kan_deles then teller end as teller,
        case when er_hel and kan_deles then nevner end as nevner,
        case
            when er_hel and kan_deles
                then {{ kvot_ned('teller_nedre', 'case when teller_nedre < 0 then nevner_nedre else nevner_ovre end') }}
        end as beregnet_nedre,
        case
            when er_hel and kan_deles
                then {{ kvot_opp('teller_ovre', 'case when teller_ovre < 0 then nevner_ovre else nevner_nedre end') }}
        end as beregnet_ovre,
        tekst
    from positive_nevnere
)

select * from beregnet
