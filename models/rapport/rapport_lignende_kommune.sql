{# The twenty municipalities most like each, with the distances that say so: the size (how many per cent larger the larger is), the ages (what
   share of the people would have to be of another age), and the need (percentage points of the index). Each is measured in its own median over
   all pairs, and the sum of those is the distance; a measure that either lacks is not counted, and is empty. Incomes are not in it until there are
   figures of them. #}
with

nyeste as (
    select max(aar) as aar from {{ ref('rapport_gruppefolketall') }}
    where slag = 'landet'
),

folk as (
    select
        alder.kommunenr,
        alder.aldersgruppe_id,
        alder.sett,
        alder.personer,
        alder.andel_pst
    from {{ ref('rapport_aldersgruppe') }} as alder
    inner join nyeste on alder.aar = nyeste.aar
    where
        alder.grenser = (select cast(max(bro.til_grenser) as varchar) from {{ ref('bro_kommune') }} as bro)
        and alder.kommunenr != '0000'
        and alder.sett != 'malgruppe'
),

behov_merket as (
    select
        kommunenr,
        indeks,
        aar = max(aar) over () as er_med
    from {{ ref('fct_behovsindeks') }}
    where sektor = 'samlet'
),

behov as (
    select * from behov_merket
    where er_med
),

par as (
    select
        egen.kommunenr,
        annen.kommunenr as lignende_kommunenr,
        max(case when egen.sett = 'alle' then egen.personer end) as personer,
        max(case when egen.sett = 'alle' then annen.personer end) as lignende_personer,
        cast(sum(case when egen.sett = 'alder' then abs(egen.andel_pst - annen.andel_pst) else 0 end) * 0.5 as decimal(9, 2)) as avstand_alder
    from folk as egen
    inner join folk as annen on egen.aldersgruppe_id = annen.aldersgruppe_id and egen.kommunenr != annen.kommunenr
    group by egen.kommunenr, annen.kommunenr
),

malt as (
    select
        par.*,
        cast({{ hele_kvot('(greatest(par.personer, par.lignende_personer) - least(par.personer, par.lignende_personer))',
            'least(par.personer, par.lignende_personer)', 100) }} as decimal(18, 1)) as avstand_storrelse,
        cast(abs(egen.indeks - annen.indeks) * 100 as decimal(9, 2)) as avstand_behov
    from par
    left join behov as egen on par.kommunenr = egen.kommunenr
    left join behov as annen on par.lignende_kommunenr = annen.kommunenr
),

midten as (
    select
        cast({{ midten_av('avstand_storrelse', 1) }} as decimal(18, 2)) as storrelse,
        cast({{ midten_av('avstand_alder', 2) }} as decimal(18, 2)) as alder,
        cast({{ midten_av('avstand_behov', 2) }} as decimal(18, 2)) as behov
    from malt
),

veid as (
    select
        malt.*,
        cast(
            {{ kvot('malt.avstand_storrelse', 'midten.storrelse', 3) }}
            + {{ kvot('malt.avstand_alder', 'midten.alder', 3) }}
            + coalesce({{ kvot('malt.avstand_behov', 'midten.behov', 3) }}, 0) as decimal(18, 3)
        ) as avstand
    from malt
    cross join midten
),

ordnet as (
    select
        *,
        cast(row_number() over (partition by kommunenr order by avstand asc, lignende_kommunenr asc) as integer) as rekkefolge
    from veid
)

select
    kommunenr,
    lignende_kommunenr,
    rekkefolge,
    (select nyeste.aar from nyeste) as aar,
    personer,
    lignende_personer,
    avstand_storrelse as avstand_storrelse_pst,
    avstand_alder as avstand_alder_prosentpoeng,
    avstand_behov as avstand_behov_prosentpoeng,
    avstand
from ordnet
where rekkefolge <= 20
