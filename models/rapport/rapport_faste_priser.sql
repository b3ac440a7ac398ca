{{ config(materialized='view') }}
{# Every amount of the statements as it stands, in the prices of any other year, and per inhabitant of its own year: a row an amount, series, vintage
   and year of prices. `lopende` is the year's own prices, and is there for every year; the others where the series has both years. Inhabitants are those
   at the end of the year (1 January after) where the municipality is the same one then, else at its beginning, and the date says which. A view:
   the amounts and the factors are stored, not their product. #}
with

belop as (
    select * from {{ ref('fct_belop') }}
    where er_valgt_i_oppstillingen and virkning_mill_kr is not null
),

priser as (
    select
        serie as prisserie,
        cast(argang as varchar) as argang,
        aar,
        prisaar,
        faktor,
        argang = max(argang) over (partition by serie) as er_nyeste_argang,
        kilde as priskilde
    from {{ ref('dim_prisfaktor') }}
    union all
    select distinct
        'lopende' as prisserie,
        '' as argang,
        aar,
        aar as prisaar,
        1 as faktor,
        true as er_nyeste_argang,
        null as priskilde
    from belop
),

folk as (
    select
        kommunenr,
        aar,
        sum(personer) as personer
    from {{ ref('fct_befolkning') }}
    group by kommunenr, aar
),

-- The same municipality the year after, whatever its number is then.
aaret_etter as (
    select distinct
        fram.fra_kommunenr as kommunenr,
        aarene.aar,
        fram.til_kommunenr
    from (select distinct belop.aar from belop) as aarene
    inner join {{ ref('bro_kommune') }} as fram
        on aarene.aar between fram.fra_grenser and coalesce(fram.fra_siste_aar, 9999) and fram.forhold = 'hel'
    inner join {{ ref('bro_kommune') }} as tilbake
        on
            fram.til_kommunenr = tilbake.fra_kommunenr
            and fram.til_grenser = tilbake.fra_grenser
            and fram.fra_kommunenr = tilbake.til_kommunenr
            and fram.fra_grenser = tilbake.til_grenser
            and tilbake.forhold = 'hel'
            and aarene.aar + 1 between tilbake.fra_grenser and coalesce(tilbake.fra_siste_aar, 9999)
),

innbyggere as (
    select
        aarene.enhet_id,
        aarene.aar,
        coalesce(etter.personer, foran.personer) as personer,
        case when etter.personer is not null then make_date(aarene.aar + 1, 1, 1) when foran.personer is not null then make_date(aarene.aar, 1, 1) end
            as dato
    from (
        select distinct
            belop.enhet_id,
            belop.aar
        from belop
    ) as aarene
    left join aaret_etter on aarene.enhet_id = aaret_etter.kommunenr and aarene.aar = aaret_etter.aar
    left join folk as etter on aaret_etter.til_kommunenr = etter.kommunenr and aarene.aar + 1 = etter.aar
    left join folk as foran on aarene.enhet_id = foran.kommunenr and aarene.aar = foran.aar
)

select
    belop.rapport_id,
    belop.enhet_id,
    belop.aar,
    belop.oppstilling,
    belop.regnskapsdel,
    belop.emne,
    belop.post_id,
    belop.etikett,
    belop.versjon,
    belop.nr,
    priser.prisserie,
    priser.argang,
    priser.er_nyeste_argang,
    priser.prisaar,
    priser.faktor,
    priser.priskilde,
    belop.virkning_mill_kr,
    cast(belop.virkning_mill_kr * priser.faktor as decimal(18, 6)) as virkning_i_prisaaret_mill_kr,
    cast(innbyggere.personer as integer) as innbyggere,
    innbyggere.dato as folketall_dato,
    cast(
        {{ kvot('cast(belop.virkning_mill_kr * priser.faktor as decimal(30, 12)) * 1000000', 'innbyggere.personer', 0) }} as decimal(18, 0)
    ) as per_innbygger_kr,
    belop.er_valgt,
    belop.funn_id,
    belop.tabell_id,
    belop.rad,
    belop.kolonne
from belop
inner join priser on belop.aar = priser.aar
left join innbyggere on belop.enhet_id = innbyggere.enhet_id and belop.aar = innbyggere.aar
