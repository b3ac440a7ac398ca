{# What can be read, but hardly be meant: a column of a year far from the report's, a number with three decimals where its neighbours have
   none, which is a thousands separator taken for a decimal comma, and amounts of another size than a municipality's. unntak.csv says where it is
   meant. #}
with

-- what a municipality has of each for an inhabitant, in kroner: an excerpt may have small posts only, but these it can be told by
kjente as (
    select
        poster.kode,
        poster.minst_kr,
        poster.mest_kr
    from (
        values
        ('rammetilskudd', 1000, 250000),
        ('inntekts_og_formuesskatt', 5000, 250000),
        ('sum_driftsinntekter', 20000, 600000),
        ('sum_driftsutgifter', 20000, 600000),
        ('sum_fordelt_til_drift', 10000, 400000),
        ('balanse_sum_eiendeler', 30000, 3000000)
    ) as poster (kode, minst_kr, mest_kr)
),

celler as (
    select
        *,
        count(case when desimaler = 3 then 1 end) over (partition by rapport_id, tabell, kolonne) as like_lange,
        count(*) over (partition by rapport_id, tabell, kolonne) as antall
    from {{ ref('int_celle__kodet') }}
    where status = 'verdi'
),

kolonner as (
    select
        kolonner.*,
        tabeller.fil,
        tabeller.rapport_aar
    from {{ ref('int_kolonne__tydet') }} as kolonner
    inner join {{ ref('int_tabell__beskrevet') }} as tabeller on kolonner.rapport_id = tabeller.rapport_id and kolonner.tabell = tabeller.tabell
),

belop as (
    select
        celler.*,
        tabeller.status = 'delvis' as er_utdrag,
        cast(abs(celler.verdi) as decimal(20, 6)) * celler.faktor_mill_kr as mill_kr
    from celler
    inner join {{ ref('int_tabell__beskrevet') }} as tabeller on celler.rapport_id = tabeller.rapport_id and celler.tabell = tabeller.tabell
    where celler.fakta = 'belop' and tabeller.oppstilling_eier = ''
),

-- a municipality's size, of any year: it does not change by a factor of a hundred
folketall as (
    select
        kommunenr,
        max(personer) as personer
    from (
        select
            kommunenr,
            aar,
            sum(personer) as personer
        from {{ ref('stg_demografi__befolkning') }}
        group by kommunenr, aar
    ) as per_aar
    group by kommunenr
),

-- of a statement that every municipality has, the largest amount; and of an excerpt the posts that are known
storrelser as (
    select
        belop.rapport_id,
        belop.tabell,
        belop.fil,
        1 as fillinje,
        cast(null as varchar) as kode,
        cast(null as varchar) as etikett,
        case when bool_or(belop.er_utdrag) then 0 else 400 end as minst_kr,
        1000000 as mest_kr,
        max(belop.mill_kr) * 1000000 / max(folketall.personer) as kr
    from belop
    inner join folketall on belop.enhet_id = folketall.kommunenr
    group by belop.rapport_id, belop.tabell, belop.fil, belop.enhet_id
    union all
    select
        belop.rapport_id,
        belop.tabell,
        belop.fil,
        belop.fillinje,
        belop.kode,
        belop.etikett,
        kjente.minst_kr,
        kjente.mest_kr,
        belop.mill_kr * 1000000 / folketall.personer as kr
    from belop
    inner join kjente on belop.kode = kjente.kode
    inner join folketall on belop.enhet_id = folketall.kommunenr
    where belop.er_utdrag and belop.mill_kr != 0 and (belop.maal in ('regnskap', 'okonomiplan') or contains(belop.maal, 'budsjett'))
),

brudd as (
    select
        rapport_id,
        fil,
        1 as linje,
        kolonne,
        'aaret_er_naer_rapportens' as regel,
        concat_ws('|', tabell, kolonne) as nokkel,
        concat('the column is of ', aar, ', and the report of ', rapport_aar, '. Correct the year in kolonner.csv') as melding
    from kolonner
    where aar not between rapport_aar - 11 and rapport_aar + 20
    union all
    select
        rapport_id,
        fil,
        fillinje as linje,
        kolonne,
        'desimalene_er_desimaler' as regel,
        concat_ws('|', tabell, rad, kolonne) as nokkel,
        concat('«', raatekst, '» has three decimals, and its neighbours have not. Write 105181 or 105 181 if it is a whole number') as melding
    from celler
    where desimaler = 3 and (abs(verdi) >= 10 or fakta = 'belop') and like_lange * 2 < antall
    union all
    select
        celler.rapport_id,
        celler.fil,
        celler.fillinje as linje,
        celler.kolonne,
        'tallet_er_som_naboene' as regel,
        concat_ws('|', celler.tabell, celler.rad, celler.kolonne) as nokkel,
        concat('«', celler.raatekst, '» is far from the numbers beside it. Correct the slip (a lost comma?)') as melding
    from {{ ref('int_celle__nabo') }} as naboer
    inner join celler
        on
            naboer.rapport_id = celler.rapport_id
            and naboer.tabell = celler.tabell
            and naboer.rad = celler.rad
            and naboer.kolonne = celler.kolonne
    where naboer.er_langt_fra
    union all
    select
        rapport_id,
        min(fil) as fil,
        case when bool_and(kode is null) then 1 else min(fillinje) end as linje,
        cast(null as varchar) as kolonne,
        'belopet_er_av_rett_storrelse' as regel,
        tabell as nokkel,
        concat(
            min_by(coalesce('«' || etikett || '»', 'the largest amount'), row(fillinje, kr)), ' is ', cast(min_by(kr, row(fillinje, kr)) as bigint),
            ' kr per inhabitant. Correct the unit of the table (kr, 1000 kr, mill. kr or mrd. kr)'
        ) as melding
    from storrelser
    where kr not between minst_kr and mest_kr
    group by rapport_id, tabell
),

unntak as (
    select * from {{ ref('stg_rapport__unntak') }}
),

int_kontroll__rimelig as (
    select
        brudd.rapport_id,
        brudd.fil,
        brudd.linje,
        brudd.kolonne,
        brudd.melding || ', or say in unntak.csv why it is so (' || brudd.regel || ', ' || brudd.nokkel || ').' as melding
    from brudd
    left join unntak on brudd.rapport_id = unntak.rapport_id and brudd.regel = unntak.regel and brudd.nokkel = unntak.nokkel
    where unntak.nokkel is null
)

select * from int_kontroll__rimelig
