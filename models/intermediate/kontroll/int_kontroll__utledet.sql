{# One criterion for every lost number, in both directions: where a rule leaves exactly one number of the column's printed precision, the number is
   derived, or utledet.csv says why it stays lost; and a derived number is one that each of its rules leaves. Then what utledet.csv and plassering.csv
   say themselves: a place that does not exist, or a number that is printed there, is a slip. #}
with

celler as (
    select
        *,
        max(desimaler) over (partition by rapport_id, tabell, kolonne) as plasser
    from {{ ref('int_celle__lest') }}
),

beregnet as (
    select * from {{ ref('int_avstemming__beregnet') }}
    where kan_avgjores
),

utledet as (
    select
        *,
        try_cast(rad as integer) as radnr
    from {{ ref('stg_rapport__utledet') }}
),

plasseringer as (
    select
        *,
        try_cast(rad as integer) as radnr
    from {{ ref('stg_rapport__plassering') }}
),

plassert as (
    select
        plasseringer.rapport_id,
        plasseringer.fillinje
    from plasseringer
    inner join celler
        on
            plasseringer.rapport_id = celler.rapport_id
            and plasseringer.tabell = celler.tabell
            and celler.rad = coalesce(plasseringer.radnr, celler.rad)
            and celler.kolonne = coalesce(plasseringer.kolonne, celler.kolonne)
    where celler.plassering is not null
    group by plasseringer.rapport_id, plasseringer.fillinje
),

-- the first and last number that the rule leaves, in units of the last printed decimal: half a unit off is out
mulige as (
    select
        celler.*,
        beregnet.regel_id,
        beregnet.tekst as utregning,
        cast(power(10, celler.plasser) as decimal(7, 0)) as enheter,
        floor(cast(beregnet.beregnet_nedre as decimal(24, 6)) * cast(power(10, celler.plasser) as decimal(7, 0)) - 0.5) + 1 as forste,
        ceil(cast(beregnet.beregnet_ovre as decimal(24, 6)) * cast(power(10, celler.plasser) as decimal(7, 0)) + 0.5) - 1 as siste
    from celler
    inner join beregnet on celler.tabell_id = beregnet.tabell_id and celler.rad = beregnet.rad and celler.kolonne = beregnet.kolonne
    where celler.status in ('tapt', 'utledet') and celler.plasser is not null
),

brudd as (
    select
        rapport_id,
        fil,
        fillinje as linje,
        kolonne,
        concat(
            'row ', rad, ' is lost, but the rule ', regel_id, ' leaves one number, ', cast(forste as varchar), ' in units of its last decimal (',
            utregning, '). Derive it in utledet.csv (status utledet), or say there why it stays lost (status tapt)'
        ) as melding
    from mulige
    where status = 'tapt' and forste = siste and grunnlag is null
    union all
    select
        rapport_id,
        'utledet.csv' as fil,
        1 as linje,
        'verdi' as kolonne,
        concat(
            tabell, '|', rad, '|', kolonne, ' is derived as ', {{ norsk_tekst('verdi') }}, ', but the rule ', regel_id, ' gives ', utregning,
            '. Correct the one that is wrong'
        ) as melding
    from mulige
    where status = 'utledet' and desimaler = plasser and verdi * enheter not between forste and siste
    union all
    select
        utledet.rapport_id,
        'utledet.csv' as fil,
        utledet.fillinje as linje,
        case when utledet.status = 'utledet' and celler.status = 'utledet' then 'plassering' else 'kolonne' end as kolonne,
        concat_ws(
            '|', utledet.tabell, utledet.rad, utledet.kolonne
        ) || case
            when celler.status is null then ' is no cell that can be read. Correct the place, or the cell'
            when celler.status = 'verdi' then concat(' has the printed number «', celler.raatekst, '». Remove the line')
            when celler.status != utledet.status then concat(' has the sign «', celler.raatekst, '», that is ', celler.status, '. Remove the line')
            else ' is derived without its value and how its place is known. Fill in verdi, and plassering as prosa or identitet'
        end as melding
    from utledet
    left join celler
        on
            utledet.rapport_id = celler.rapport_id
            and utledet.tabell = celler.tabell
            and utledet.radnr = celler.rad
            and utledet.kolonne = celler.kolonne
    where
        celler.status is distinct from utledet.status
        or (utledet.status = 'utledet' and (celler.verdi is null or celler.plassering is null))
    union all
    select
        plasseringer.rapport_id,
        'plassering.csv' as fil,
        min(plasseringer.fillinje) as linje,
        'tabell' as kolonne,
        concat(
            concat_ws('|', plasseringer.tabell, plasseringer.rad, plasseringer.kolonne),
            ' holds no printed number. Correct the place, or remove the line'
        ) as melding
    from plasseringer
    left join plassert on plasseringer.rapport_id = plassert.rapport_id and plasseringer.fillinje = plassert.fillinje
    group by plasseringer.rapport_id, plasseringer.tabell, plasseringer.rad, plasseringer.kolonne
    having count(plassert.fillinje) = 0
),

int_kontroll__utledet as (
    select
        rapport_id,
        fil,
        linje,
        kolonne,
        melding || '.' as melding
    from brudd
)

select * from int_kontroll__utledet
