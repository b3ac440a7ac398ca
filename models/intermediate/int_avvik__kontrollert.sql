{# Budget, accounts and deviation of every printed row that has both, in the readers' one sign: positive improves the municipality's result.
   The printed deviation is held against ours in exact rounding arithmetic: each number stands for half a unit of its last digit either side. #}
with

celler as (
    select
        *,
        verdi * fortegn_virkning as virkning,
        {{ halv_enhet('desimaler') }} as halv_enhet
    from {{ ref('int_kildecelle__kodet') }}
    where maal in ('opprinnelig_budsjett', 'regulert_budsjett', 'regnskap', 'avvik')
),

rader as (
    select
        kilde_id,
        tabell_id,
        oppstilling,
        rad,
        kode,
        enhet_id,
        aar,
        max(case when maal = 'opprinnelig_budsjett' then virkning end) as opprinnelig_budsjett,
        max(case when maal = 'regulert_budsjett' then virkning end) as regulert_budsjett,
        max(case when maal = 'regnskap' then virkning end) as regnskap,
        max(case when maal = 'regnskap' then verdi end) as regnskap_trykt,
        max(case when maal = 'avvik' then verdi end) as avvik_trykt,
        max(case when maal = 'avvik' then verdi * fortegn_avvik end) as avvik_trykt_virkning,
        sum(case when maal in ('regulert_budsjett', 'regnskap', 'avvik') then halv_enhet end) as slingring
    from celler
    group by all
    having count(case when maal = 'regulert_budsjett' then 1 end) = 1
),

kontrollert as (
    select
        * exclude (slingring),
        regnskap - regulert_budsjett as avvik,
        case
            when avvik_trykt is null then 'ikke_trykt'
            when regnskap - regulert_budsjett = avvik_trykt_virkning then 'stemmer_eksakt'
            when abs(regnskap - regulert_budsjett - avvik_trykt_virkning) <= slingring then 'innenfor_avrunding'
            else 'avvik'
        end as avvik_kontroll
    from rader
)

select * from kontrollert
