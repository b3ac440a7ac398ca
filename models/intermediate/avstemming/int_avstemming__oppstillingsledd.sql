{# The two rules that the layouts themselves hold: a printed sum against the posts below it (poster.csv), and a printed deviation against accounts
   and budget, in the table's own sign. Where a print has both income and expenditure as positive, the row's sign makes them one. In the form of
   int_avstemming__regelledd. #}
with

celler as (
    select
        *,
        coalesce(case when maal = 'avvik' then fortegn_avvik end, fortegn_virkning, 1) as fortegn
    from {{ ref('int_celle__kodet') }}
    where fakta = 'belop'
),

poster as (
    select * from {{ ref('int_post__ordnet') }}
),

summer as (
    select
        totaler.rapport_id,
        'poster_i_sum' as regel_id,
        totaler.tabell_id,
        totaler.rad,
        totaler.kolonne,
        deler.rad as ledd_rad,
        deler.kolonne as ledd_kolonne,
        poster.fortegn * deler.fortegn * totaler.fortegn as koeffisient
    from celler as totaler
    inner join poster
        on
            totaler.rapport_id = poster.rapport_id
            and totaler.oppstilling = poster.oppstilling
            and totaler.kode = poster.forelder_post_id
    inner join celler as deler
        on
            totaler.rapport_id = deler.rapport_id
            and totaler.tabell_id = deler.tabell_id
            and totaler.kolonne = deler.kolonne
            and poster.post_id = deler.kode
),

avvik as (
    select
        avvik.rapport_id,
        'trykte_avvik' as regel_id,
        avvik.tabell_id,
        avvik.rad,
        avvik.kolonne,
        deler.rad as ledd_rad,
        deler.kolonne as ledd_kolonne,
        case deler.maal when 'regnskap' then 1 else -1 end * avvik.fortegn_virkning * avvik.fortegn as koeffisient
    from celler as avvik
    inner join celler as deler
        on
            avvik.rapport_id = deler.rapport_id
            and avvik.tabell_id = deler.tabell_id
            and avvik.rad = deler.rad
            and avvik.aar = deler.aar
            and deler.maal in ('regulert_budsjett', 'regnskap')
    where avvik.maal = 'avvik'
),

samlet as (
    select * from summer
    union all
    select * from avvik
),

oppstillingsledd as (
    select
        rapport_id,
        regel_id,
        tabell_id,
        rad,
        kolonne,
        'teller' as side,
        cast(row_number() over (partition by regel_id, tabell_id, rad, kolonne order by koeffisient desc, ledd_rad asc) as integer) as leddnr,
        tabell_id as ledd_tabell_id,
        ledd_rad,
        ledd_kolonne,
        cast(koeffisient as decimal(18, 8)) as koeffisient,
        cast(null as varchar) as gang_tabell_id,
        cast(null as integer) as gang_rad,
        cast(null as varchar) as gang_kolonne
    from samlet
)

select * from oppstillingsledd
