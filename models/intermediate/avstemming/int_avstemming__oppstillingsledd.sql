{# The two rules that the statements' own catalogues hold: a printed sum against the posts below it (regnskapspost.forelder_post_id), and a
   printed deviation against accounts and budget, in the table's own sign (kildetabell.fortegn_avvik, fortegn_virkning). In the form of
   int_avstemming__regelledd. #}
with

celler as (
    select * from {{ ref('int_kildecelle__kodet') }}
),

poster as (
    select
        post_id,
        forelder_post_id,
        cast(fortegn as integer) as fortegn
    from {{ ref('regnskapspost') }}
),

summer as (
    select
        'poster_i_sum' as regel_id,
        totaler.tabell_id,
        totaler.rad,
        totaler.kolonne,
        deler.rad as ledd_rad,
        deler.kolonne as ledd_kolonne,
        poster.fortegn as koeffisient
    from celler as totaler
    inner join poster on totaler.kode = poster.forelder_post_id
    inner join celler as deler on poster.post_id = deler.kode and totaler.tabell_id = deler.tabell_id and totaler.kolonne = deler.kolonne
),

avvik as (
    select
        'trykte_avvik' as regel_id,
        avvik.tabell_id,
        avvik.rad,
        avvik.kolonne,
        deler.rad as ledd_rad,
        deler.kolonne as ledd_kolonne,
        case deler.maal when 'regnskap' then 1 else -1 end * avvik.fortegn_virkning * avvik.fortegn_avvik as koeffisient
    from celler as avvik
    inner join celler as deler
        on
            avvik.tabell_id = deler.tabell_id
            and avvik.rad = deler.rad
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
        regel_id,
        tabell_id,
        rad,
        kolonne,
        'teller' as side,
        row_number() over (partition by regel_id, tabell_id, rad, kolonne order by koeffisient desc, ledd_rad asc) as leddnr,
        tabell_id as ledd_tabell_id,
        ledd_rad,
        ledd_kolonne,
        cast(koeffisient as decimal(16, 8)) as koeffisient,
        cast(null as varchar) as gang_tabell_id,
        cast(null as integer) as gang_rad,
        cast(null as varchar) as gang_kolonne
    from samlet
)

select * from oppstillingsledd
